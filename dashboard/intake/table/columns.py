"""Columns as codes and distinct values: whatever is done to a value is done once, however many rows have it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]  # numbers that are calculated with
Small = npt.NDArray[np.int32]  # places in a list of values: half the memory, twice as fast
Mask = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Coded:
    """A column: row i holds `values[codes[i]]`. Values are distinct."""

    codes: Small
    values: Objects

    @classmethod
    def of(cls, cells: Objects) -> Coded:
        """From raw cells, as text without spaces around it; empty cells are ""."""
        codes, values = pd.factorize(cells, use_na_sentinel=False)
        return cls(codes.astype(np.int32), values).map(cell_text)

    @classmethod
    def constant(cls, value: object, rows: int) -> Coded:
        """The same value in every row."""
        values = np.empty(1, dtype=object)
        values[0] = value
        return cls(_zeros(rows), values)

    def __len__(self) -> int:
        return len(self.codes)

    def at(self, row: int) -> Any:
        """Value of a row."""
        return self.values[self.codes[row]]

    def to_numpy(self) -> Objects:
        """The values row by row."""
        return self.values[self.codes]

    def with_values(self, changed: Sequence[object]) -> Coded:
        """The column with every distinct value changed; `changed` in the order of `values`."""
        made = np.empty(len(self.values), dtype=object)
        for i, value in enumerate(changed):
            made[i] = value
        codes, values = _distinct(made)
        if len(values) == len(made):
            return Coded(self.codes, made)
        return Coded(_zeros(len(self)) if len(values) == 1 else codes.astype(np.int32)[self.codes], values)

    def rows(self, chosen: Sequence[bool] | Mask) -> Mask:
        """Rows with the chosen of the distinct values; `chosen` in the order of `values`."""
        passed = np.array(chosen, dtype=bool)
        return np.full(len(self), passed[0]) if len(passed) == 1 else passed[self.codes]

    def map(self, change: Callable[[Any], Any]) -> Coded:
        """The column with every distinct value changed."""
        return self.with_values([change(value) for value in self.values])

    def mask(self, test: Callable[[Any], bool]) -> Mask:
        """Rows whose value passes the test."""
        return self.rows([bool(test(value)) for value in self.values])

    @property
    def said(self) -> Mask:
        """Rows with anything in them."""
        return self.mask(bool)

    def isin(self, values: Container[object]) -> Mask:
        """Rows whose value is one of these."""
        return self.mask(values.__contains__)

    def filled(self, usual: object) -> Coded:
        """The column with the usual value where it is empty."""
        return self.with_values([value or usual for value in self.values])

    def take(self, rows: npt.NDArray[Any]) -> Coded:
        """The column for some rows (a mask or positions), in that order."""
        if len(self.values) == 1:
            return Coded(_zeros(int(np.count_nonzero(rows)) if rows.dtype == bool else len(rows)), self.values)
        return Coded(self.codes[rows], self.values)

    def where(self, mask: Mask, other: Coded) -> Coded:
        """This column, and the other one's values in the rows of the mask."""
        if not mask.any():
            return self
        both = concat([self, other])
        n = len(self)
        return Coded(np.where(mask, both.codes[n:], both.codes[:n]), both.values)

    def categorical(self) -> pd.Categorical:
        """The column for a frame."""
        return pd.Categorical.from_codes(self.codes, categories=pd.Index(self.values, dtype=object))


def _distinct(cells: Objects) -> tuple[Codes, Objects]:
    """Number of each cell and the distinct cells as they are: factorize alone would turn None into NaN."""
    codes = pd.factorize(cells, use_na_sentinel=False)[0].astype(np.int64, copy=False)
    return codes, cells[first_rows(codes)]


def _zeros(rows: int) -> Small:
    """Zeros that take no memory: the codes of a column with one value."""
    return np.broadcast_to(np.zeros(1, dtype=np.int32), rows)


def cell_text(cell: object) -> str:
    """A raw cell as text: whole floats without ".0", dates as ISO, spaces of all kinds as one."""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def together(parts: Sequence[Coded]) -> Coded:
    """Several columns as one whose values are tuples."""
    if all(len(part.values) == 1 for part in parts):
        return Coded.constant(tuple(part.values[0] for part in parts), len(parts[0]))
    numbers, first = group_numbers(parts)
    made = np.empty(len(first), dtype=object)
    for i, row in enumerate(first):
        made[i] = tuple(part.at(row) for part in parts)
    return Coded(numbers.astype(np.int32), made)


def combine(parts: Sequence[Coded], join: Callable[..., Any]) -> Coded:
    """A column made from several, `join` called once for every distinct combination."""
    both = together(parts)
    return both.with_values([join(*values) for values in both.values])


def group_numbers(parts: Sequence[Coded]) -> tuple[Codes, Codes]:
    """Number the distinct combinations: (number of each row, first row of each number)."""
    combined = np.zeros(len(parts[0]), dtype=np.int64)
    size = 1
    for part in parts:
        width = len(part.values)
        if width < 2:
            continue
        if size * width >= 2**62:
            combined = pd.factorize(combined)[0].astype(np.int64)
            size = int(combined.max(initial=0)) + 1
        combined = combined * width + part.codes
        size *= width
    numbers = pd.factorize(combined)[0].astype(np.int64, copy=False)
    return numbers, first_rows(numbers)


def first_rows(numbers: Codes) -> Codes:
    """Row of the first appearance of 0, 1, 2 …, numbered in order of appearance."""
    count = int(numbers.max(initial=-1)) + 1
    first = np.empty(count, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return first


def concat(parts: Sequence[Coded]) -> Coded:
    """Columns one under the other."""
    first = parts[0]
    if all(part.values is first.values for part in parts):
        return Coded(_joined([part.codes for part in parts], len(first.values)), first.values)
    codes, values = pd.factorize(np.concatenate([part.values for part in parts]), use_na_sentinel=False)
    moved, start = [], 0
    for part in parts:
        own = codes[start : start + len(part.values)].astype(np.int32)
        moved.append(own[part.codes] if len(own) > 1 else np.broadcast_to(own, len(part)))
        start += len(part.values)
    return Coded(_joined(moved, len(values)), values)


def _joined(codes: Sequence[Small], values: int) -> Small:
    return _zeros(sum(map(len, codes))) if values == 1 else np.concatenate(codes)
