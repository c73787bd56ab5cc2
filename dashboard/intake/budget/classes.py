"""The class of each line: told by the file, or found by its code or label as the mapping says."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.budget.facts import BudgetTable
from dashboard.intake.mapping.schema import Classes
from dashboard.intake.table.columns import Codes, Mask
from dashboard.store.known import Known

#: Directions in which a classification means something.
DIRECTION_OF = {"source": "revenue", "function": "expenditure", "economic": "expenditure"}


def classified(table: BudgetTable, frame: pd.DataFrame, kind: str, counted: Mask, row_no: Codes) -> list[str]:
    """Key of each line's class in one classification ("source", "function" or "economic"), "" where it has none."""
    known, add = table.known, table.findings.add
    spec = table.mapping.classify.get(kind)
    for key in _unknown_classes(spec, kind, known) if spec else ():
        add("class_unknown", "error", column=f"classify.{kind}", value=key, kind=kind)
    answers: dict[tuple[str, str], str] = {}
    unknown: dict[str, list[int]] = defaultdict(list)
    keys = []
    columns = (frame[name] for name in ("direction", kind, f"{kind}_code", "code", "label"))
    for i, (direction, told, own_code, code, label) in enumerate(zip(*columns, strict=True)):
        if told:
            if known.classes.get(told) != (direction if direction == "balance" else kind):
                add("class_unknown", "error", row=int(row_no[i]), column=table.name_of(kind), value=told, kind=kind)
            keys.append(told)
            continue
        if spec is None or direction != DIRECTION_OF[kind]:
            keys.append("")
            continue
        asked = (own_code or code, label)
        if asked not in answers:
            answers[asked] = _class_of(*asked, spec, kind, known)
        keys.append(answers[asked])
        if not answers[asked] and counted[i]:
            unknown[label].append(int(row_no[i]))
    for label, rows in unknown.items():
        add("unclassified_label", "warning", row=rows[0], value=label, kind=kind, n=len(rows))
    return keys


def _class_of(code: str, label: str, spec: Classes, kind: str, known: Known) -> str:
    """Key of a class by exact code, by the longest prefix, by national code, by label; "" when nothing matches."""
    if code:
        if code in spec.exact:
            return spec.exact[code]
        for length in range(len(code), 0, -1):
            if code[:length] in spec.prefix:
                return spec.prefix[code[:length]]
        if spec.national and (key := known.national.get((kind, code))):
            return key
    if spec.labels and label and (key := known.aliases.get((kind, fold(label)))):
        return key
    return spec.default


def _unknown_classes(spec: Classes, kind: str, known: Known) -> list[str]:
    """Keys the mapping names that the database does not have."""
    named = {*spec.exact.values(), *spec.prefix.values(), spec.default} - {""}
    return sorted(key for key in named if known.classes.get(key) != kind)
