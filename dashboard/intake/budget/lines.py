"""What each row of a budget is - its code, role and key - and the lines they make: labels, parents, classes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

import numpy as np
import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.budget.classes import classified
from dashboard.intake.budget.facts import LINE, BudgetTable, Facts
from dashboard.intake.budget.proposal import propose_classes
from dashboard.intake.budget.totals import BY_FILE, BY_MAPPING, BY_SIDE, BY_WORDS, KNOWN_BY
from dashboard.intake.mapping.schema import CodeSpec, Hierarchy
from dashboard.intake.table.columns import Coded, Codes, Mask, combine, group_numbers
from dashboard.intake.table.keys import shortened
from dashboard.intake.table.totals import names_a_side, says_total
from dashboard.store.batch import LINE_COLUMNS
from dashboard.store.tables import DIMENSIONS

KEY_LENGTH = 300
CODE_LENGTH = 120
#: What stands between two numbers tells names apart that are otherwise alike: hr-1-23 is not hr-12-3.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
#: Fields of which one statement has one value.
_OF_STATEMENT = (
    "municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "month", "fund", "document",
    "document_title", "document_number", "document_date",
)  # fmt: skip
_TEXTS = ("label", "label_ky", "label_ru", "label_en")
_CODES = ("code", "source_code", "function_code", "economic_code")
_FILLED_IN_TOTALS = ("municipality", "fiscal_year", "period_end", "document", "phase", "direction")
_OF_WHICH = (
    "анын ичинде", "анын ичинен", "ичинен", "в том числе", "в т.ч", "из них", "у тому числі", "в тому числі", "з них",
    "of which", "including", "de los cuales", "de las cuales", "incluido",
)  # fmt: skip
OF_WHICH_WORDS = tuple(map(fold, _OF_WHICH))
_ROLES = np.array(["line", "of_which", "subtotal", "total"], dtype=object)
_COUNTED, _PART, _SUBTOTAL, _TOTAL = range(4)
_KNOWN_BY = np.array(["", BY_FILE, BY_MAPPING, BY_WORDS, BY_SIDE], dtype=object)


def name_rows(table: BudgetTable, empty: Mask) -> BudgetTable:
    """The table with clean codes, and `code`, `role`, `line` (its key) and `parent` of each row.

    `empty`: rows without any amount. What a line is known by over the years is its own key if the file gives one,
    else its code, else its label. Where a file has only separate function, economic or source codes, the row's code
    is those joined by ".". Rows that are part of the row above have it as parent, unless the file names one.
    """
    table = _clean_codes(table, empty)
    roles = roles_of_rows(table, empty)
    code = _whole_code(table)
    total = roles.role.isin(("total",))
    keys = combine([table.text("line"), code, table.text("label")], _key)
    keys = keys.where(total & ~keys.said, table.constant("total"))  # a total may stand there without a word of its own
    sums = roles.role.isin(("total", "subtotal")) & ~roles.known_by.isin((BY_FILE,)) & ~empty
    keys = _numbered(table, keys, np.flatnonzero(sums & ~table.text("line").said & ~code.mask(_says)))
    parent = table.text("parent")
    parent = parent.where((roles.owner >= 0) & ~parent.said, keys.take(np.maximum(roles.owner, 0)))
    known_by = {KNOWN_BY: roles.known_by}
    return table.with_fields(role=roles.role, code=code, line=keys, parent=parent, **known_by)


def _numbered(table: BudgetTable, keys: Coded, sums: Codes) -> Coded:
    """The keys of rows, those of totals printed alike in one statement («Итого» below every block) counted on."""
    told = [table.fields[name].take(sums) for name in _OF_STATEMENT if name in table.fields]
    if not len(sums):
        return keys
    number = pd.Series(group_numbers([keys.take(sums), *told])[0])
    before = number.groupby(number).cumcount().to_numpy()
    if not before.any():
        return keys
    again = sums[before > 0]
    changed = keys.to_numpy().copy()
    changed[again] = [f"{key} {n + 1}" for key, n in zip(changed[again], before[before > 0], strict=True)]
    codes, values = pd.factorize(changed)
    return Coded(codes.astype(np.int32), values)


def _clean_codes(table: BudgetTable, empty: Mask) -> BudgetTable:
    spec = table.mapping.code
    digits = spec.digits or 0
    cleaned = {name: table.fields[name].map(partial(_clean, spec=spec)) for name in _CODES if name in table.fields}
    for name, codes in cleaned.items() if digits else ():
        lengths = np.array([len(code) if code.isdigit() else digits for code in codes.values])
        table.tell("code_lost_zero", codes.rows(lengths < digits), name, values=codes, digits=digits)
        table.tell("code_too_long", codes.rows(lengths > digits), name, values=codes, digits=digits)
    for name, codes in cleaned.items() if not digits else ():
        _ask_about_zeros(table, name, codes, empty)
    return table.with_fields(**cleaned)


def _ask_about_zeros(table: BudgetTable, name: str, codes: Coded, empty: Mask) -> None:
    """Codes that differ only by zeros before them (0701 and 701) are most often one, damaged by a spreadsheet."""
    forms: dict[str, list[int]] = defaultdict(list)
    for number, code in enumerate(codes.values):
        if code.isascii() and code.isdigit():
            forms[code.lstrip("0") or "0"].append(number)
    for numbers in forms.values():
        if len(numbers) == 1:
            continue
        at = [np.flatnonzero((codes.codes == number) & ~empty)[:1].tolist() for number in numbers]
        rows = sorted(row for found in at for row in found)
        digits = max(len(codes.values[number]) for number in numbers)
        for row in rows[1:]:
            table.findings.add(
                "code_two_forms",
                "question",
                row=int(table.row_no[row]),
                column=table.name_of(name),
                value=codes.at(row),
                first=int(table.row_no[rows[0]]),
                other=str(codes.at(rows[0])),
                digits=digits,
            )


def _clean(text: str, spec: CodeSpec) -> str:
    text = "".join(sign for sign in text if sign not in spec.strip)
    if spec.pad and spec.digits and text.isdigit():
        return text.zfill(spec.digits)
    return text


def _whole_code(table: BudgetTable) -> Coded:
    if "code" in table.fields:
        return table.fields["code"]
    parts = [table.text(name) for name in ("function_code", "economic_code", "source_code")]
    return combine(parts, lambda *codes: ".".join(filter(None, codes)))


def _key(line: str, code: str, label: str) -> str:
    key = line or (code if _says(code) else "") or key_of_label(label)
    return shortened(key, KEY_LENGTH)


def key_of_label(label: str) -> str:
    """One key for all ways of typing a label; numbers that signs keep apart stay apart."""
    if _BETWEEN_DIGITS.search(label) is None:
        return fold(label)
    return "-".join(map(fold, _BETWEEN_DIGITS.split(label)))


def _says(code: str) -> bool:
    return any(map(str.isalnum, code))


def with_totals_filled(table: BudgetTable) -> BudgetTable:
    """The table with what total rows leave out: whatever is said only one way in the whole file."""
    total = table.fields["role"].isin(("total",))
    filled = {}
    for name in _FILLED_IN_TOTALS:
        column = table.text(name)
        said = set(filter(None, column.values))
        if len(said) == 1:
            filled[name] = column.where(total & ~column.said, table.constant(said.pop()))
    if table.mapping.totals.fund:
        filled["fund"] = table.text("fund").where(total, table.constant(table.mapping.totals.fund))
    return table.with_fields(**filled)


@dataclass(frozen=True)
class Roles:
    """The role of each row, what it is known by (see `totals.KNOWN_BY`), and for "of which" rows the row they are
    part of (-1: not known)."""

    role: Coded
    known_by: Coded
    owner: Codes


def roles_of_rows(table: BudgetTable, empty: Mask) -> Roles:
    """What each row is. `empty`: rows without any amount.

    A row that says only "of which" makes the rows below it parts of the row above it, up to the next total, empty
    row, or (where the file has codes) row with a code.
    """
    spec, code = table.mapping.totals, table.fields.get("code")
    total = table.rows_where(spec.total, "label")
    subtotal = table.rows_where(spec.subtotal, "label")
    worded, side = np.zeros(len(table), dtype=bool), np.zeros(len(table), dtype=bool)
    if spec.words:
        worded = table.text("label").mask(says_total) & ~total
        side = table.text("label").mask(names_a_side) & ~total & ~worded & ~subtotal
    if spec.missing_code and code is not None:
        total |= ~code.mask(_says) & ~empty
    meant = table.rows_where(spec.of_which, "label")
    part, owner = _parts(table, meant.copy(), total | worded | subtotal | side, empty)

    number = np.full(len(table), _COUNTED, dtype=np.int32)
    number[part], number[total | worded], number[subtotal] = _PART, _TOTAL, _SUBTOTAL
    role = Coded(number, _ROLES) if number.any() else table.constant("line")
    by = np.zeros(len(table), dtype=np.int32)
    by[side & ~part], by[worded] = 4, 3
    by[total | subtotal | meant] = 2
    told = table.text("role")
    by[told.said] = 1
    known_by = Coded(by, _KNOWN_BY) if by.any() else table.constant("")
    return Roles(role.where(told.said, told), known_by, owner)


def _parts(table: BudgetTable, part: Mask, sums: Mask, empty: Mask) -> tuple[Mask, Codes]:
    """Rows that are part of another, and that other; `part`: those that the mapping says to be."""
    owner = np.full(len(table), -1, dtype=np.int64)
    if not table.mapping.totals.words or "label" not in table.fields:
        return part, owner
    label = table.fields["label"].map(fold)
    alone = label.isin(OF_WHICH_WORDS)
    part |= label.mask(lambda text: text.startswith(OF_WHICH_WORDS)) & ~alone & ~empty
    ends = sums | empty | table.text("code").said
    for start in np.flatnonzero(alone & empty).tolist():
        above = _row_above(start, part | empty)
        for row in takewhile(lambda row: not ends[row], range(start + 1, len(part))):
            part[row], owner[row] = True, above
    for row in np.flatnonzero(part & (owner < 0)).tolist():
        owner[row] = _row_above(row, part | empty)
    return part, owner


def _row_above(row: int, passed: Mask) -> int:
    """The nearest row above that is not to be passed over; -1 without one."""
    return next((above for above in range(row - 1, -1, -1) if not passed[above]), -1)


@dataclass(frozen=True)
class Lines:
    """`frame` has the columns a batch wants; `parents` is the number of each line's parent, -1 without one."""

    frame: pd.DataFrame
    parents: Codes


def read_lines(table: BudgetTable, facts: Facts) -> Lines:
    """One row per line (place, direction, key), in the order of the file, with labels, parent and classes."""
    first = facts.lines[1]
    at = facts.rows[first]
    frame = facts.rows_of(first, LINE)
    for name in ("code", *_TEXTS, "parent", *DIMENSIONS, *(f"{kind}_code" for kind in DIMENSIONS)):
        frame[name] = table.text(name).take(at).to_numpy()
    frame["code"] = [code[:CODE_LENGTH] for code in frame["code"]]
    frame["label"] = np.where(
        frame["label"] == "", np.where(frame["code"] == "", frame["line"], frame["code"]), frame["label"]
    )
    if table.mapping.hierarchy.by_code:
        _set_parents_by_code(frame, table.mapping.hierarchy)
    row_no = facts.row_no[first]
    parents = _parent_numbers(table, frame, row_no)
    counted = facts.columns["role"].take(first).isin(("line",)) & ~table.text(KNOWN_BY).take(at).isin((BY_SIDE,))
    for kind in DIMENSIONS:
        frame[kind] = classified(table, frame, kind, counted, row_no)
    propose_classes(table, frame, counted)
    return Lines(frame[list(LINE_COLUMNS)], parents)


def _set_parents_by_code(frame: pd.DataFrame, spec: Hierarchy) -> None:
    for _, group in frame.groupby(["municipality", "direction"], sort=False):
        coded = group[group["code"] != ""]
        key_of = dict(zip(coded["code"], coded["line"], strict=True))
        parents = parents_by_code(list(key_of), spec)
        found = coded["code"].map(lambda code, p=parents, k=key_of: k.get(p.get(code, ""), ""))
        known = frame.loc[coded.index, "parent"]
        frame.loc[coded.index, "parent"] = known.where(known != "", found)


def parents_by_code(codes: Sequence[str], spec: Hierarchy) -> Mapping[str, str]:
    """Code → code of its parent among `codes`: the longest stem that begins its stem, or as the mapping says."""
    of_stem: dict[str, str] = {}
    for code in codes:
        of_stem.setdefault(_stem(code, spec), code)
    of_stem.pop("", None)
    parents = {}
    for code in codes:
        own = _stem(code, spec)
        shorter = (own[:length] for length in range(len(own) - 1, 0, -1))
        parents[code] = next((of_stem[begin] for begin in shorter if begin in of_stem), "")
    # Codes in the mapping are written as a person sees them; those of the file may have lost their spaces.
    parents.update({code: parent for code, parent in spec.parents.items() if code in parents})
    return parents


def _stem(code: str, spec: Hierarchy) -> str:
    """The part of a code that counts for the hierarchy: letters and digits without the tail and zeros at the end."""
    signs = "".join(sign for sign in code if sign.isalnum())
    signs = signs[: len(signs) - spec.tail] if spec.tail else signs
    return signs.rstrip("0") if spec.trailing_zeros else signs


def _parent_numbers(table: BudgetTable, frame: pd.DataFrame, row_no: Codes) -> Codes:
    """Number of each parent. A parent is named by its key, its code or its label; the frame gets its key."""
    numbers = np.full(len(frame), -1, dtype=np.int64)
    children = np.flatnonzero((frame["parent"] != "").to_numpy())
    if not len(children):
        return numbers
    names: dict[tuple[str, str, str], int] = {}
    for column in ("label", "code", "line"):
        folded = frame[column].map(key_of_label) if column == "label" else frame[column]
        keys = zip(frame["municipality"], frame["direction"], folded, strict=True)
        names.update({key: number for number, key in enumerate(keys) if key[2]})
    for i in children:
        place, direction, parent = (frame.at[i, name] for name in ("municipality", "direction", "parent"))
        number = names.get((place, direction, parent), names.get((place, direction, key_of_label(parent)), -1))
        if number == -1 or number == i:
            table.findings.add(
                "parent_missing", "error", row=int(row_no[i]), column=table.name_of("parent"), value=parent
            )
            continue
        numbers[i] = number
        frame.at[i, "parent"] = frame.at[number, "line"]
    return numbers
