"""Conditions of a mapping applied to rows, and sections: rows that say what the rows below them are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.mapping.schema import ColumnRef, Filter, Layout, Section
from dashboard.intake.table.columns import Coded, Codes, Mask
from dashboard.intake.table.header import Grid


def rows_where(grid: Grid, condition: Filter, default: ColumnRef | None = None) -> Mask:
    """Rows that meet a condition, looked for in its column, else in `default`, else in the whole row's text."""
    ref = condition.column or default
    words = tuple(fold(word) for word in condition.words)

    def meets(text: str) -> bool:
        return (
            (condition.within is None or text in condition.within)
            and (condition.not_within is None or text not in condition.not_within)
            and (condition.pattern is None or condition.pattern.search(text) is not None)
            and (condition.not_pattern is None or condition.not_pattern.search(text) is None)
            and (not words or fold(text).startswith(words))
        )

    column = grid.text(ref) if ref is not None else None
    if column is not None:
        return column.mask(meets)
    return np.fromiter(map(meets, grid.row_texts), dtype=bool, count=len(grid.body))


def rows_where_any(grid: Grid, conditions: Sequence[Filter], default: ColumnRef | None) -> Mask:
    """Rows that meet at least one condition."""
    found = np.zeros(len(grid.body), dtype=bool)
    for condition in conditions:
        found |= rows_where(grid, condition, default)
    return found


@dataclass(frozen=True)
class Sections:
    """For each row: the section it stands in (its place in the mapping, -1 above the first), whether it opens one,
    and the texts of the row that opened it, by the field they are taken for."""

    number: Codes
    opens: Mask
    taken: dict[str, Coded]

    def keep(self, mask: Mask) -> Sections:
        """The same for some of the rows."""
        taken = {name: column.take(mask) for name, column in self.taken.items()}
        return Sections(self.number[mask], self.opens[mask], taken)


def rows_meant(grid: Grid, layout: Layout) -> tuple[Grid, Sections]:
    """The rows the mapping wants, and the sections they stand in."""
    keep = np.ones(len(grid.body), dtype=bool)
    for condition in layout.where:
        keep &= rows_where(grid, condition)
    sections = section_of_rows(grid, layout.sections)
    left_out = [number for number, section in enumerate(layout.sections) if section.skip]
    keep &= ~np.isin(sections.number, left_out)
    return grid.keep(keep), sections.keep(keep)


def section_of_rows(grid: Grid, sections: Sequence[Section]) -> Sections:
    """The section of each row."""
    opens = np.full(len(grid.body), -1, dtype=np.int64)
    for number, section in enumerate(sections):
        opens[rows_where(grid, section.where) & (opens == -1)] = number
    starts = np.where(opens >= 0, np.arange(len(opens)), -1)
    last = np.maximum.accumulate(starts) if len(starts) else starts
    numbers = np.where(last >= 0, opens[np.maximum(last, 0)], -1)
    taken: dict[str, Coded] = {}
    for number, section in enumerate(sections):
        for name, ref in section.take.items():
            column = grid.text(ref)
            if column is not None:
                before = taken.get(name, Coded.constant("", len(opens)))
                taken[name] = before.where(numbers == number, column.take(np.maximum(last, 0)))
    return Sections(numbers, opens >= 0, taken)
