"""Conditions of a mapping applied to rows, and sections: rows that say what the rows below them are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.columns import Codes, Mask
from dashboard.intake.header import Grid
from dashboard.intake.mapping import ColumnRef, Filter, Section


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


def section_of_rows(grid: Grid, sections: Sequence[Section]) -> tuple[Codes, Mask]:
    """For each row the section it stands in (its place in `sections`, -1 above the first), and whether it opens one."""
    opens = np.full(len(grid.body), -1, dtype=np.int64)
    for number, section in enumerate(sections):
        opens[rows_where(grid, section.where) & (opens == -1)] = number
    starts = np.where(opens >= 0, np.arange(len(opens)), -1)
    last = np.maximum.accumulate(starts) if len(starts) else starts
    return np.where(last >= 0, opens[np.maximum(last, 0)], -1), opens >= 0
