"""Whether the rows of a sheet are whole: as wide as the header, and without cells that failed to be calculated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from dashboard.intake.files.model import CELL_ERRORS, NO_VALUE, SourceFile, column_letter
from dashboard.intake.problems import BadValue, Findings, Param, Problem
from dashboard.intake.table.columns import Mask, cell_text
from dashboard.intake.table.grid import Grid
from dashboard.intake.table.numbers import parse_number

TOLD = 20
#: Notes behind the last column stand in less than one row in so many.
_FEW = 10
FAULTS = ("excel_error", "formula_without_value")


def tell_widths(grid: Grid, read: Collection[int], findings: Findings) -> None:
    """Errors for rows of a text file that are wider or narrower than its header: a sign in a text moves the amounts.

    Empty cells at the end are as good as none. Where the header ends in cells without a name, rows that go on right
    behind the last name are wider, too, unless the mapping reads that column (`read`) or they are few: then a warning
    names the first. What stands further off is beside the table. A narrower row is a title or a note, unless a number
    stands beyond its first cell.
    """
    if not grid.width:
        return
    findings.drop("long_row")  # said here by the header
    wide, named = _wide(grid), _named(grid)
    behind = grid.column(named).said if named < grid.width and named not in read else np.zeros(len(grid), dtype=bool)
    few = _FEW * behind.sum() < len(grid)
    if few and behind.any():
        row, value = int(grid.row_no[behind][0]), str(grid.column(named).to_numpy()[behind][0])
        findings.add("cells_beside", "warning", row=row, value=value, n=int(behind.sum()))
    elif not few:
        wide |= behind
    bad = np.flatnonzero(wide | _narrow(grid))
    for at in bad[:TOLD].tolist():
        texts = [cell_text(cell) for cell in grid.body.iloc[at]]
        cells = len(texts) if grid.widths is None else int(grid.widths[grid.body.index[at]])
        value = " | ".join(filter(None, texts))
        if wide[at]:
            cells = max(number for number, text in enumerate(texts, start=1) if text)
        size: dict[str, Any] = {"cells": cells, "width": named if wide[at] else grid.width, "n": len(bad)}
        findings.add("row_width", "error", row=int(grid.row_no[at]), value=value, **size)


def _named(grid: Grid) -> int:
    """How many columns there are up to the last one with a name."""
    return max((at + 1 for at, name in enumerate(grid.names) if name), default=0)


def _wide(grid: Grid) -> Mask:
    wide = np.zeros(len(grid), dtype=bool)
    for column in range(grid.width, len(grid.names)):
        wide |= grid.column(column).said
    return wide


def _narrow(grid: Grid) -> Mask:
    narrow = np.zeros(len(grid), dtype=bool)
    if grid.widths is not None:
        named = _named(grid)
        candidates = np.flatnonzero(grid.widths[np.asarray(grid.body.index)] < named)
        cells = grid.body.iloc[candidates, 1:named].to_numpy(dtype=object)
        several = np.flatnonzero((cells != "").any(axis=1))
        for at in several.tolist():
            narrow[candidates[at]] = any(map(_is_number, cells[at]))
    return narrow


def _is_number(cell: object) -> bool:
    try:
        return parse_number(cell) is not None
    except BadValue as error:
        return error.reason == "ambiguous_number"


def nameless(grid: Grid, fields: Sequence[int], figures: Sequence[int]) -> Mask:
    """Rows whose only amounts are cells that failed, and in which no column of a field says anything: nobody's."""
    failed = np.zeros(len(grid), dtype=bool)
    for at in figures:
        failed |= grid.body[at].isin(CELL_ERRORS).to_numpy(dtype=bool)
    for row in np.flatnonzero(failed).tolist():
        texts = [cell_text(grid.cells(at)[row]) for at in figures] + [cell_text(grid.cells(at)[row]) for at in fields]
        failed[row] = not any(text and text not in CELL_ERRORS for text in texts)
    return failed


def tell_other_faults(source: SourceFile, rows: Mask, grid: Grid, columns: Sequence[int], findings: Findings) -> None:
    """One warning of the failed cells that nothing is read from. `rows` of `columns` are told by who reads them."""
    others = [each for each in source.problems if each.code in FAULTS]
    if others:
        kept, letters = set(grid.row_no[rows].tolist()), {column_letter(column) for column in columns}
        others = [
            each
            for each in others
            if each.params.get("sheet") != grid.sheet or each.row not in kept or each.column not in letters
        ]
    if others:
        first = others[0]
        said: dict[str, Param] = {"sheet": str(first.params.get("sheet", "")), "n": len(others)}
        findings.extend([Problem("faults_elsewhere", "warning", first.row, first.column, first.value, said)])


def fault(text: object) -> str:
    """The code of the problem of a cell that failed."""
    return "formula_without_value" if text == NO_VALUE else "excel_error"
