"""A file opened by a mapping: the rows it wants, without who signed below them, and what stands where nobody reads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from dashboard.intake.files import SourceFile, column_letter
from dashboard.intake.files.model import CELL_ERRORS, NO_VALUE
from dashboard.intake.mapping.tables import ColumnRef, TableMapping
from dashboard.intake.problems import Findings, Problem, Refused
from dashboard.intake.table.columns import cell_text
from dashboard.intake.table.grid import Grid, read_grid, rows_meant
from dashboard.intake.table.signatures import signature_rows
from dashboard.intake.table.table import L, SourceTable
from dashboard.intake.table.whole import FAULTS, fault, nameless, tell_other_faults, tell_widths
from dashboard.intake.unfit import unfit
from dashboard.store.known import Known


def open_table(
    source: SourceFile, mapping: L, known: Known, findings: Findings, *, empty_rows: bool = True
) -> SourceTable[L]:
    """The rows that a mapping wants of a file, before anything is said of them.

    `empty_rows`: rows without anything in any cell are rows, too, and so are those that only open a section.
    Raises Refused where the sheet, its header or a column is not there.
    """
    grid = read_grid(source, mapping.sheet)
    findings.drop(*FAULTS)  # of cells that the table may have nothing to do with; told anew where it has
    tell_widths(grid, _read_columns(grid, mapping), findings)
    for at, name in enumerate(grid.names):  # columns may become lines
        if (bad := unfit(name)) is not None:
            findings.extend([Problem(bad.reason, "error", None, column_letter(at), name, bad.params)])
    if grid.left_out:
        rows = ", ".join(map(str, grid.left_out))
        findings.add("numbering_rows", "info", row=grid.left_out[0], rows=rows)
    conditions = (*mapping.where, *mapping.sections)
    looked_at = [condition.column for condition in conditions if condition.column is not None]
    grid = grid.fill_down((*mapping.columns.values(), *looked_at))
    _tell_unknown_rows(grid, mapping, findings)
    meant, sections, kept = rows_meant(grid, mapping)
    filtered = 0 if kept.all() else int(grid.keep(~kept).written.sum())
    table = SourceTable(source, mapping, known, findings, meant, sections, len(grid), filtered)
    if not empty_rows:
        table = table.keep(meant.said & ~sections.opens)
    return _without_foot(table)


def _tell_unknown_rows(grid: Grid, mapping: TableMapping, findings: Findings) -> None:
    """Rows with amounts of which nobody knows whether they are meant: the cell that decides could not be calculated."""
    deciding = {
        column
        for condition in (*mapping.where, *mapping.sections)
        if condition.column is not None
        for column in grid.find(condition.column)
    }
    figures = _figures(grid, mapping)
    for column in sorted(deciding):
        failed = np.flatnonzero(grid.body[column].isin(CELL_ERRORS))
        for row in failed.tolist():
            if any(cell_text(grid.body[figure].iat[row]) for figure in figures):
                text = str(grid.body[column].iat[row])
                value, row_no = None if text == NO_VALUE else text, int(grid.row_no[row])
                name = grid.name_of(column)
                findings.add(fault(text), "error", row=row_no, column=name, value=value, sheet=grid.sheet)


def _without_foot(table: SourceTable[L]) -> SourceTable[L]:
    """The table without who signed below it and without rows that hold only failed cells; what is left out is told."""
    grid, mapping, findings = table.grid, table.mapping, table.findings
    figures = _figures(grid, mapping)
    fields = sorted({column for ref in mapping.columns.values() for column in grid.find(ref)})
    signed = signature_rows(grid, figures)
    if signed.any():
        rows = np.flatnonzero(signed & grid.said)
        texts = (cell_text(cell) for cell in grid.body.iloc[rows].to_numpy(dtype=object).ravel())
        findings.add(
            "signature_rows", "info", row=int(grid.row_no[rows[0]]), value=" ".join(filter(None, texts)), n=len(rows)
        )
    nobodys = nameless(grid, fields, figures)
    kept = ~signed & ~nobodys
    tell_other_faults(table.source, kept, grid, sorted({*figures, *fields}), findings)
    if nobodys.any() and table.source.kind != "workbook":  # whose reader told them
        row, n = int(grid.row_no[nobodys][0]), int(nobodys.sum())
        findings.add("faults_elsewhere", "warning", row=row, sheet=grid.sheet, n=n)
    return table.keep(kept)


def _figures(grid: Grid, mapping: TableMapping) -> Sequence[int]:
    """The columns of amounts that are there; who reads them tells which are not."""
    found: set[int] = set()
    for ref in mapping.figures:
        with suppress(Refused):
            found.update(grid.find(ref))
    return sorted(found)


def _read_columns(grid: Grid, mapping: TableMapping) -> frozenset[int]:
    """All columns that the mapping looks at and that are there."""
    found = {*_figures(grid, mapping)}
    for ref in (*mapping.columns.values(), *_looked_at(mapping)):
        with suppress(Refused):
            found.update(grid.find(ref))
    return frozenset(found)


def _looked_at(mapping: TableMapping) -> Sequence[ColumnRef]:
    """The columns of conditions, and those that sections take something of."""
    conditions = (*mapping.where, *mapping.sections)
    taken = (ref for section in mapping.sections for ref in section.take.values())
    return (*(each.column for each in conditions if each.column is not None), *taken)
