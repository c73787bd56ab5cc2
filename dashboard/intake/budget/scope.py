"""What each statement of a file says of itself: what it covers, what its lines are, how it is rounded, its annex."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd

from dashboard.intake.budget.facts import BudgetTable, Facts
from dashboard.intake.table.columns import Codes, Mask, first_rows
from dashboard.intake.table.numbers import BadNumber, parse_number
from dashboard.intake.table.table import SUM_SIGN
from dashboard.store.batch import STATEMENT_COLUMNS
from dashboard.store.tables import UNITS

#: Said of a statement as a whole; the rest of its scope tells it from others.
_OWN = ("covers_ru", "covers_en", "itemises", "rounded_to", "part_role", "issuer")
_SOM = 100  # minor units


def scopes_of(table: BudgetTable, facts: Facts) -> pd.DataFrame:
    """One row per statement, in their order, with STATEMENT_COLUMNS.

    A statement whose rows contradict one another, a part without a name, or an annex that says neither that it adds
    nor that it breaks down is an error.
    """
    slice_of, first = facts.slices
    own = {name: _said(table, facts, name, len(first)) for name in _OWN}
    frame = facts.rows_of(first, ("covers", "covers_ky", "part")).assign(**own)
    units = facts.columns["unit"].take(first)
    steps = printed_steps(facts)[first].tolist()
    for i, (row_no, one) in enumerate(zip(facts.row_no[first].tolist(), frame.to_dict("records"), strict=True)):
        if (one["covers"] == "part") != bool(one["covers_ky"]):
            table.findings.add("part_unnamed", "error", row=row_no, column="covers_ky", value=one["covers"])
        if bool(one["part"]) != bool(one["part_role"]):
            table.findings.add("annex_role_missing", "error", row=row_no, column="part_role", value=one["part"])
        if one["rounded_to"]:
            steps[i] = _told_step(table, one["rounded_to"], units.at(i), row_no)
    lined = np.bincount(slice_of[_counted(facts)], minlength=len(first)) > 0
    told = frame["itemises"].where(frame["itemises"] != "", "all")
    ends = table.mapping.year.ends
    frame = frame.assign(itemises=np.where(lined, told, "none"), rounded_to_minor=steps, year_ends=ends)
    frame["read_rounded"] = np.bincount(slice_of[_rounded(table, facts)], minlength=len(first)) > 0
    return frame[list(STATEMENT_COLUMNS)]


def excerpts(scopes: pd.DataFrame) -> Codes:
    """Numbers of the statements whose lines are not all there are: their sum is the total of nothing."""
    return np.flatnonzero((scopes["itemises"] == "some").to_numpy())


def without_false_totals(totals: pd.DataFrame, scopes: pd.DataFrame) -> pd.DataFrame:
    """Totals (see `arithmetic.Sums`) in which the sum of the lines of an excerpt is no total."""
    only_lines = totals["slice"].isin(excerpts(scopes)) & (totals["basis"] == "lines")
    return totals.assign(
        basis=totals["basis"].where(~only_lines, "none"), amount_minor=totals["amount_minor"].mask(only_lines)
    )


def _rounded(table: BudgetTable, facts: Facts) -> Mask:
    """Figures of columns in which amounts were rounded."""
    columns = {each.column for each in table.findings.problems if each.code == "amounts_rounded"}
    return facts.header.mask(lambda header: not columns.isdisjoint(header.split(SUM_SIGN)))


def _counted(facts: Facts) -> Codes:
    return np.flatnonzero(facts.columns["role"].isin(("line",)) & ~facts.missing)


def _said(table: BudgetTable, facts: Facts, name: str, statements: int) -> list[str]:
    """What the rows of each statement say in a column: one thing, or nothing."""
    if name not in table.fields:
        return [""] * statements
    column = table.fields[name].take(facts.rows)
    pairs = pd.DataFrame({"slice": facts.slices[0], "code": column.codes}).drop_duplicates()
    found = [""] * statements
    for at, (number, code) in zip(pairs.index, pairs.itertuples(index=False), strict=True):
        value = column.values[code]
        if value and found[number] and value != found[number]:
            table.findings.add(
                "statement_differs", "error", row=int(facts.row_no[at]), column=table.name_of(name), value=value,
                first=found[number],
            )  # fmt: skip
        found[number] = found[number] or value
    return found


def _told_step(table: BudgetTable, text: str, unit: str, row_no: int) -> int:
    """The step a file tells, in minor units; one that cannot be right is an error."""
    try:
        step = parse_number(text)
    except BadNumber:
        step = None
    minor = (step or Decimal(0)) * UNITS[unit] * _SOM
    if minor <= 0 or minor != int(minor):
        table.findings.add("bad_rounding", "error", row=row_no, column=table.name_of("rounded_to"), value=text)
        return 1
    return int(minor)


def printed_steps(facts: Facts) -> Codes:
    """The step the figures of each fact's statement are printed in: the last decimal of its unit that any of them
    has, in minor units."""
    slice_of, first = facts.slices
    statements, unit = len(first), facts.columns["unit"]
    of_unit = np.array([UNITS[value] * _SOM for value in unit.values], dtype=np.int64)
    steps = np.full(statements, of_unit.max(initial=1), dtype=np.int64)
    np.minimum.at(steps, *_distinct(slice_of, of_unit[unit.codes]))
    known = ~facts.missing
    number, minor = slice_of[known], facts.minor[known]
    for _ in range(len(str(of_unit.max(initial=1)))):
        broken = np.bincount(number[minor % steps[number] != 0], minlength=statements) > 0
        if not (broken & (steps > 1)).any():
            break
        steps = np.where(broken & (steps > 1), steps // 10, steps)
    return steps[slice_of]


def _distinct(numbers: Codes, values: Codes) -> tuple[Codes, Codes]:
    """The distinct pairs of two columns."""
    codes = pd.factorize(numbers * (values.max(initial=0) + 1) + values)[0]
    first = first_rows(codes.astype(np.int64))
    return numbers[first], values[first]
