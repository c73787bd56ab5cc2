"""Columns of amounts become facts: one block of rows a column, then all blocks one under the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.budget.periods import Periods, read_periods
from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Amount, Mapping
from dashboard.intake.table.columns import Coded, Mask
from dashboard.intake.table.fields import Fields
from dashboard.intake.table.header import Grid
from dashboard.intake.table.numbers import NumberStyle, parse_column
from dashboard.store.tables import UNITS

MINOR_PER_UNIT = 100
Minor = npt.NDArray[np.int64]


@dataclass(frozen=True)
class AmountColumn:
    """One column of amounts, read: minor units where not `missing`; `bad` cells are noted as problems."""

    spec: Amount
    header: str
    minor: Minor
    missing: Mask
    bad: Mask
    unit: Coded

    def keep(self, rows: Mask) -> AmountColumn:
        """The column for some rows of the table."""
        return AmountColumn(
            self.spec, self.header, self.minor[rows], self.missing[rows], self.bad[rows], self.unit.take(rows)
        )


@dataclass(frozen=True)
class Block:
    """Facts of one column of amounts. `rows` are positions in the table."""

    rows: npt.NDArray[np.int64]
    minor: Minor
    missing: Mask
    fields: Fields
    periods: Periods
    header: str
    flow: bool


def read_amounts(grid: Grid, mapping: Mapping, fields: Fields, findings: Findings) -> list[AmountColumn]:
    """Read every column of amounts that is in the file."""
    read = []
    for spec in mapping.amounts:
        found = grid.find(spec.column)
        if found:
            read.append(_column(grid, mapping, fields, spec, found[0], findings))
    return read


def _column(
    grid: Grid, mapping: Mapping, fields: Fields, spec: Amount, column: int, findings: Findings
) -> AmountColumn:
    rows = len(grid.body)
    unit = Coded.constant(mapping.unit, rows)
    if "unit" in spec.set:
        unit = Coded.constant(spec.set["unit"], rows)
    elif "unit" in fields:
        unit = fields["unit"].map(lambda word: word or mapping.unit)
    minor, missing, reasons = read_minor(grid.cells(column), unit, mapping.number_style)
    bad = np.zeros(rows, dtype=bool)
    for row, reason in reasons:
        bad[row] = True
        value = grid.cells(column)[row]
        findings.add(reason, "error", row=int(grid.row_no[row]), column=grid.name_of(column), value=value)
    if mapping.blank == "zero":
        missing &= bad
    return AmountColumn(spec, grid.name_of(column), minor, missing, bad, unit)


def read_minor(
    cells: npt.NDArray[np.object_], unit: Coded, style: NumberStyle
) -> tuple[Minor, Mask, list[tuple[int, str]]]:
    """Raw cells as minor units, each row in its own unit: (amounts, where none is, (row, reason) of bad cells)."""
    rows = len(cells)
    column = pd.Series(cells)
    minor, missing, bad = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool), []
    for number, word in enumerate(unit.values):
        mine = slice(None) if len(unit.values) == 1 else np.flatnonzero(unit.codes == number)
        part = column if len(unit.values) == 1 else column.iloc[mine]
        amounts, reasons = parse_column(part, style, factor=MINOR_PER_UNIT * UNITS.get(word, 1))
        minor[mine] = amounts.fillna(0).to_numpy(dtype=np.int64)
        missing[mine] = amounts.isna().to_numpy()
        bad += reasons
    return minor, missing, bad


def block(grid: Grid, mapping: Mapping, fields: Fields, column: AmountColumn, findings: Findings) -> Block:
    """Facts of one column of the table, with what the column says about all of them."""
    keep = ~column.bad if mapping.blank == "missing" else ~column.missing
    chosen = np.flatnonzero(keep)
    own = {**fields, "unit": column.unit}
    if len(chosen) < len(keep):
        own = {name: each.take(chosen) for name, each in own.items()}
    for name, value in column.spec.set.items():
        own[name] = Coded.constant(value, len(chosen))
    row_no = grid.row_no[chosen]
    for name, usual in (("scope", "year"), ("fund", "budget")):
        own[name] = _given(own, name, usual, len(chosen))
    for name in ("phase", "direction"):
        own[name] = _given(own, name, "", len(chosen))
        empty = own[name].mask(lambda text: not text)
        findings.rows("field_missing", "error", empty, row_no, column=_named(mapping, name), field=name)
    periods = read_periods(own, row_no, mapping, findings)
    return Block(chosen, column.minor[chosen], column.missing[chosen], own, periods, column.header, column.spec.flow)


def _given(fields: Fields, name: str, usual: str, rows: int) -> Coded:
    """A field, with the usual value where nothing is said."""
    return fields[name].map(lambda text: text or usual) if name in fields else Coded.constant(usual, rows)


def _named(mapping: Mapping, name: str) -> str:
    return str(mapping.columns[name]) if name in mapping.columns else name
