"""Amounts, quantities and days of works, column by column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.intake.budget.amounts import read_minor
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import ColumnRef
from dashboard.intake.table.columns import Coded
from dashboard.intake.table.dates import BadDate, DateOrder, parse_date, parse_period_end, parse_period_start
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.header import Grid
from dashboard.intake.table.numbers import BadNumber, NumberStyle, parse_number
from dashboard.intake.works.mapping import Style, WorksMapping

_SIGN = r"(?:US\$|\$|€|₽|£)"
_SIGNS = re.compile(rf"^[\s\u00a0]*{_SIGN}[\s\u00a0]*|[\s\u00a0]*{_SIGN}[\s\u00a0]*$")
Objects = npt.NDArray[np.object_]


def read_money(
    grid: Grid, mapping: WorksMapping, fields: Fields, ref: ColumnRef | None, name: str, findings: Findings
) -> Objects:
    """Amounts in minor units, None where there is none. `name` tells how its figures are written."""
    rows = len(grid.body)
    amounts = np.full(rows, None, dtype=object)
    if ref is None:
        return amounts
    found = grid.find(ref)
    if not found:
        return amounts
    # A number of a workbook is read as it is; only joined and cut columns are text.
    text = grid.text(ref) if ref.pattern is not None or ref.join is not None else None
    cells = grid.cells(found[0]) if text is None else text.to_numpy()
    style = mapping.style_of(name)
    plain = cells if style != "mixed" else np.array([_without_sign(cell) for cell in cells], dtype=object)
    unit = Coded.constant(mapping.unit, rows)
    if "unit" in fields:
        unit = fields["unit"].map(lambda word: word or mapping.unit)
    minor, missing, bad = read_minor(plain, unit, number_style(style))
    for row, reason in bad:
        complain(mapping, findings, reason, int(grid.row_no[row]), grid.name_of(found[0]), cells[row])
    amounts[~missing] = minor[~missing].tolist()
    return amounts


def read_numbers(
    grid: Grid, mapping: WorksMapping, column: Coded | None, name: str, findings: Findings, *, whole: bool = False
) -> Coded:
    """Quantities (float) or, with `whole`, counts (int); None where there is none."""
    style = number_style(mapping.style_of(name))

    def read(text: str) -> float:
        number = parse_number(text, style)
        if number is None:
            raise BadNumber("")
        if number < 0 or (whole and number != int(number)) or number > 10**9:
            raise BadNumber("bad_count" if whole else "bad_quantity")
        return int(number) if whole else float(number)

    return _read(grid, mapping, column, name, findings, read)


def read_dates(grid: Grid, mapping: WorksMapping, column: Coded | None, name: str, findings: Findings) -> Coded:
    """Days, None where there is none. A year or a month means its first day for a start and its last for an end."""
    start = name.endswith("_start")
    return _read(grid, mapping, column, name, findings, lambda text: read_day(text, mapping.date_order, start=start))


def read_day(text: str, order: DateOrder, *, start: bool) -> date:
    """One day; of a year, quarter or month the first (`start`) or the last. Raises BadDate."""
    try:
        return parse_date(text, order=order)
    except BadDate as error:
        if error.reason != "bad_date":
            raise
    return parse_period_start(text) if start else parse_period_end(text)


def _read(
    grid: Grid, mapping: WorksMapping, column: Coded | None, name: str, findings: Findings, read: Callable[[str], Any]
) -> Coded:
    if column is None:
        return Coded.constant(None, len(grid.body))

    def verdict(text: str) -> tuple[Any, str]:
        if not text:
            return None, ""
        try:
            return read(text), ""
        except (BadNumber, BadDate) as error:
            return None, error.reason

    answers = column.map(lambda text: (text, *verdict(text)))
    wrong = answers.mask(lambda answer: bool(answer[2]))
    named = str(mapping.columns.get(name, name))
    for row in np.flatnonzero(wrong):
        text, _, reason = answers.at(int(row))
        complain(mapping, findings, reason, int(grid.row_no[row]), named, text)
    return answers.map(lambda answer: answer[1])


def complain(mapping: WorksMapping, findings: Findings, reason: str, row: int, column: str, value: object) -> None:
    """A cell that cannot be read: an error, or, where the mapping says so, a warning that it is left out."""
    if mapping.leave_out:
        findings.add("value_left_out", "warning", row=row, column=column, value=value)
    else:
        findings.add(reason, "error", row=row, column=column, value=value)


def number_style(style: Style) -> NumberStyle:
    """The style a single cell is read in: of a mixed column only what can be read one way is taken."""
    return "auto" if style == "mixed" else style


def _without_sign(cell: object) -> object:
    """The cell without a sign of money before or after the figure."""
    return _SIGNS.sub("", cell) if isinstance(cell, str) else cell
