"""The lines of a budget: their keys, labels, parents and classes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.budget.classify import DIRECTION_OF, Classifier
from dashboard.intake.budget.codes import parents_by_code
from dashboard.intake.budget.facts import Facts
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Classes, Mapping
from dashboard.intake.table.columns import Coded, Codes, combine
from dashboard.intake.table.fields import Fields
from dashboard.store.batch import LINE_COLUMNS
from dashboard.store.known import Known
from dashboard.store.tables import DIMENSIONS

KEY_LENGTH = 300
CODE_LENGTH = 120
_TEXTS = ("label", "label_ky", "label_ru", "label_en")


def line_keys(fields: Fields, code: Coded | None, rows: int) -> Coded:
    """What a line is known by over the years: its own key if the file gives one, else its code, else its label."""
    empty = Coded.constant("", rows)
    parts = [fields.get("line", empty), empty if code is None else code, fields.get("label", empty)]
    return combine(parts, lambda line, code, label: (line or (code if _says(code) else "") or fold(label))[:KEY_LENGTH])


def _says(code: str) -> bool:
    return any(map(str.isalnum, code))


@dataclass(frozen=True)
class Lines:
    """`frame` has the columns a batch wants; `parents` is the number of each line's parent, -1 without one."""

    frame: pd.DataFrame
    parents: Codes


def read_lines(
    facts: Facts, fields: Fields, code: Coded | None, owner: Codes, mapping: Mapping, known: Known, findings: Findings
) -> Lines:
    """One row a line (place, direction, key), in the order of the file, with labels, parent and classes."""
    _, first = facts.lines()
    at = facts.rows[first]
    frame = pd.DataFrame(
        {name: facts.columns[name].take(first).to_numpy() for name in ("municipality", "direction", "line")}
    )
    frame["code"] = "" if code is None else code.take(at).map(lambda text: text[:CODE_LENGTH]).to_numpy()
    for name in (*_TEXTS, "parent", *DIMENSIONS, *(f"{kind}_code" for kind in DIMENSIONS)):
        frame[name] = fields[name].take(at).to_numpy() if name in fields else ""
    frame["label"] = np.where(
        frame["label"] == "", np.where(frame["code"] == "", frame["line"], frame["code"]), frame["label"]
    )
    row_no = facts.row_no[first]
    _set_owners(frame, owner[at], fields["line"], facts.columns["direction"])
    if mapping.hierarchy.by_code:
        _set_parents_by_code(frame, mapping)
    parents = _parent_numbers(frame, row_no, findings)
    counted = facts.columns["role"].take(first).mask(lambda role: role == "line")
    for kind in DIMENSIONS:
        frame[kind] = _classified(frame, kind, counted, row_no, mapping, known, findings)
    return Lines(frame[list(LINE_COLUMNS)], parents)


def _set_owners(frame: pd.DataFrame, owner: Codes, line: Coded, direction: Coded) -> None:
    """Rows that are part of the row above have it as parent, unless the file names one."""
    for i in np.flatnonzero((owner >= 0) & (frame["parent"] == "").to_numpy()):
        frame.loc[frame.index[i], "parent"] = line.at(int(owner[i]))


def _set_parents_by_code(frame: pd.DataFrame, mapping: Mapping) -> None:
    for _, group in frame.groupby(["municipality", "direction"], sort=False):
        coded = group[group["code"] != ""]
        key_of = dict(zip(coded["code"], coded["line"], strict=True))
        parents = parents_by_code(list(key_of), mapping.hierarchy)
        found = coded["code"].map(lambda code, p=parents, k=key_of: k.get(p.get(code, ""), ""))
        known = frame.loc[coded.index, "parent"]
        frame.loc[coded.index, "parent"] = known.where(known != "", found)


def _parent_numbers(frame: pd.DataFrame, row_no: npt.NDArray[np.int64], findings: Findings) -> Codes:
    """Number of each parent. A parent is named by its key, its code or its label; the frame gets its key."""
    numbers = np.full(len(frame), -1, dtype=np.int64)
    children = np.flatnonzero((frame["parent"] != "").to_numpy())
    if not len(children):
        return numbers
    names: dict[tuple[str, str, str], int] = {}
    for column in ("label", "code", "line"):
        folded = frame[column].map(fold) if column == "label" else frame[column]
        keys = zip(frame["municipality"], frame["direction"], folded, strict=True)
        names.update({key: number for number, key in enumerate(keys) if key[2]})
    for i in children:
        place, direction, parent = (frame.at[i, name] for name in ("municipality", "direction", "parent"))
        number = names.get((place, direction, parent), names.get((place, direction, fold(parent)), -1))
        if number == -1 or number == i:
            findings.add("parent_missing", "error", row=int(row_no[i]), column="parent", value=parent)
            continue
        numbers[i] = number
        frame.at[i, "parent"] = frame.at[number, "line"]
    return numbers


def _classified(
    frame: pd.DataFrame,
    kind: str,
    counted: npt.NDArray[np.bool_],
    row_no: npt.NDArray[np.int64],
    mapping: Mapping,
    known: Known,
    findings: Findings,
) -> list[str]:
    wanted = kind in mapping.classes
    classifier = Classifier(kind, mapping.classes.get(kind, Classes()), known)
    for key in classifier.unknown_keys():
        findings.add("class_unknown", "error", column=f"classify.{kind}", value=key, kind=kind)
    answers: dict[tuple[str, str], str] = {}
    unknown: dict[str, list[int]] = defaultdict(list)
    keys = []
    columns = (frame[name] for name in ("direction", kind, f"{kind}_code", "code", "label"))
    for i, (direction, told, own_code, code, label) in enumerate(zip(*columns, strict=True)):
        if told:
            if known.classes.get(told) != (direction if direction == "balance" else kind):
                findings.add("class_unknown", "error", row=int(row_no[i]), column=kind, value=told, kind=kind)
            keys.append(told)
            continue
        if not wanted or direction != DIRECTION_OF[kind]:
            keys.append("")
            continue
        asked = (own_code or code, label)
        if asked not in answers:
            answers[asked] = classifier.find(*asked)
        keys.append(answers[asked])
        if not answers[asked] and counted[i]:
            unknown[label].append(int(row_no[i]))
    for label, rows in unknown.items():
        findings.add("unclassified_label", "warning", row=rows[0], value=label, kind=kind, n=len(rows))
    return keys
