"""Finds the table in a sheet: header, names of columns, where data begins; and which of its rows a mapping means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.files import Sheet, SourceFile, column_letter
from dashboard.intake.mapping.tables import ColumnRef, Filter, SectionSpec, SheetSpec, TableMapping
from dashboard.intake.problems import Problem, Refused, refuse
from dashboard.intake.table.columns import Coded, Codes, Mask, Objects, Small, cell_text, combine
from dashboard.intake.table.numbering import SEARCHED_ROWS, numbering_rows


@dataclass(frozen=True)
class Grid:
    """A table: names of its columns and its data rows. `body`'s index is the 0-based row of the file.

    Attributes:
        sheet: name of the sheet.
        width: cells of its header as written in a text file; 0 for other files and without a header.
        widths: cells of every row of the file as written; None where all fill the grid.
        filled: columns whose empty cells have the value above them.
        left_out: rows of the file, as a person counts them, that only number the columns.
    """

    names: tuple[str, ...]
    body: pd.DataFrame
    sheet: str = ""
    width: int = 0
    widths: Small | None = None
    filled: Mapping[int, Coded] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()

    @cached_property
    def row_no(self) -> Codes:
        """Row of the file as a person counts it."""
        return np.asarray(self.body.index, dtype=np.int64) + 1

    def __len__(self) -> int:
        return len(self.body)

    def keep(self, mask: Mask) -> Grid:
        """The grid with only some of its rows."""
        if mask.all():
            return self
        filled = {column: cells.take(mask) for column, cells in self.filled.items()}
        return replace(self, body=self.body[mask], filled=filled)

    def repeated(self, times: int) -> Grid:
        """The rows so many times, one set below the other."""
        at = np.tile(np.arange(len(self)), times)
        filled = {column: cells.take(at) for column, cells in self.filled.items()}
        return replace(self, body=self.body.iloc[at], filled=filled)

    def fill_down(self, refs: Iterable[ColumnRef]) -> Grid:
        """The grid with its columns filled as asked. A new value ends those of the filled columns to its right."""
        columns = sorted({column for ref in refs if ref.fill for column in self.find(ref)})
        starts, filled = np.zeros(len(self), dtype=bool), {}
        for column in columns:
            cells = self._coded(column)
            starts = starts | cells.said
            last = np.maximum.accumulate(np.where(starts, np.arange(len(self)), 0)) if len(self) else cells.codes
            filled[column] = cells.take(last)
        return replace(self, filled=filled)

    @property
    def said(self) -> Mask:
        """Rows with anything in any of their cells."""
        return self._any([self._coded(i).said for i in range(len(self.names))])

    @property
    def written(self) -> Mask:
        """The same, found quickly: blanks count as something."""
        return self._any([(self.body[i] != "").to_numpy() & self.body[i].notna().to_numpy() for i in self.body])

    def _any(self, masks: Sequence[Mask]) -> Mask:
        return np.logical_or.reduce(masks) if masks else np.zeros(len(self), dtype=bool)

    def cells(self, column: int) -> Objects:
        """Raw cells of a column."""
        return np.asarray(self.body[column], dtype=object)

    def index_of(self, name: str | int) -> int | None:
        """Column with this header ("…*" is a beginning), or with this letter or 1-based number; None without one."""
        if isinstance(name, int):
            return name - 1 if 0 < name <= len(self.names) else None
        wanted, folded = " ".join(name.split()), fold(name)
        if name.endswith("*"):
            found = [i for i, header in enumerate(self.names) if folded and fold(header).startswith(folded)]
        else:
            found = [i for i, header in enumerate(self.names) if header == wanted] or [
                i for i, header in enumerate(self.names) if folded and fold(header) == folded
            ]
        if len(found) > 1:
            letters = ", ".join(column_letter(i) for i in found)
            raise Refused(Problem("column_twice", "error", column=name, params={"letters": letters}))
        if found:
            return found[0]
        if name.isascii() and name.isalpha() and name.isupper() and len(name) <= 2:
            return next((i for i in range(len(self.names)) if column_letter(i) == name), None)
        return None

    def find(self, ref: ColumnRef) -> tuple[int, ...]:
        """Columns a mapping means: one, or all parts of a joined one; () for an optional one that is not there."""
        found = tuple(i for i in map(self.index_of, ref.names) if i is not None)
        if ref.join is None and found:
            return found[:1]
        if len(found) == len(ref.names):
            return found
        if ref.optional:
            return ()
        there = ", ".join(f"«{name}»" for name in self.names if name)
        raise Refused(Problem("column_missing", "error", column=str(ref), params={"there": there[:400]}))

    def text(self, ref: ColumnRef) -> Coded | None:
        """A column as text, joined and cut as the mapping says; None for an optional one that is not there."""
        found = self.find(ref)
        if not found:
            return None
        parts = [self.filled[i] if ref.fill and i in self.filled else self._coded(i) for i in found]
        sign, pattern = ref.join, ref.pattern
        column = parts[0] if sign is None else combine(parts, lambda *texts: sign.join(filter(None, texts)))
        if pattern is None:
            return column

        def cut(text: str) -> str:
            match = pattern.search(text)
            return "" if match is None else str(match[1] if pattern.groups else match[0] or "").strip()

        return column.map(cut)

    def column(self, column: int) -> Coded:
        """A column as text."""
        return self._coded(column)

    @cached_property
    def _known(self) -> dict[int, Coded]:
        return {}

    def _coded(self, column: int) -> Coded:
        if column not in self._known:
            self._known[column] = Coded.of(self.cells(column))
        return self._known[column]

    def where(self, condition: Filter, default: ColumnRef | None = None) -> Mask:
        """Rows that meet a condition, looked for in its column, else in `default`, else in the whole row's text."""
        ref = condition.column or default
        words = tuple(map(fold, condition.words))

        def meets(text: str) -> bool:
            return (
                (condition.within is None or text in condition.within)
                and (condition.not_within is None or text not in condition.not_within)
                and (condition.pattern is None or condition.pattern.search(text) is not None)
                and (condition.not_pattern is None or condition.not_pattern.search(text) is None)
                and (not words or fold(text).startswith(words))
            )

        column = self.text(ref) if ref is not None else None
        if column is not None:
            return column.mask(meets)
        return np.fromiter(map(meets, self._row_texts), dtype=bool, count=len(self))

    def where_any(self, conditions: Sequence[Filter], default: ColumnRef | None) -> Mask:
        """Rows that meet at least one condition."""
        return self._any([self.where(condition, default) for condition in conditions])

    @cached_property
    def _row_texts(self) -> list[str]:
        """The text of each row, its cells joined."""
        columns = [self._coded(i).to_numpy() for i in range(len(self.names))]
        return [" ".join(filter(None, cells)) for cells in zip(*columns, strict=True)]

    def name_of(self, column: int) -> str:
        """What to call a column before a person: its header, or its letter."""
        return self.names[column] or column_letter(column)


@dataclass(frozen=True)
class Sections:
    """For each row: the section it stands in (its place in the mapping, -1 above the first), whether it opens one,
    and the texts of the row that opened it, by the field they are taken for."""

    number: Codes
    opens: Mask
    taken: dict[str, Coded]

    def keep(self, mask: Mask) -> Sections:
        """The same for some of the rows."""
        return self if mask.all() else self.take(mask)

    def take(self, rows: Mask | Codes) -> Sections:
        """The same for some of the rows: a mask, or their positions."""
        taken = {name: column.take(rows) for name, column in self.taken.items()}
        return Sections(self.number[rows], self.opens[rows], taken)


def rows_meant(grid: Grid, layout: TableMapping) -> tuple[Grid, Sections, Mask]:
    """The rows the mapping wants, the sections they stand in, and which rows they are."""
    keep = np.ones(len(grid), dtype=bool)
    for condition in layout.where:
        keep &= grid.where(condition)
    sections = _sections(grid, layout.sections)
    left_out = [number for number, section in enumerate(layout.sections) if section.skip]
    keep &= ~np.isin(sections.number, left_out)
    return grid.keep(keep), sections.keep(keep), keep


def _sections(grid: Grid, sections: Sequence[SectionSpec]) -> Sections:
    """The section of each row."""
    opens = np.full(len(grid), -1, dtype=np.int64)
    for number, section in enumerate(sections):
        opens[grid.where(section) & (opens == -1)] = number
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


def read_grid(source: SourceFile, spec: SheetSpec) -> Grid:
    """Cut the sheet a mapping means into header and data rows. Raises Refused: no such sheet, no header there."""
    sheet = _pick_sheet(source, spec)
    frame = sheet.frame
    rows = _header_rows(frame, spec)
    if not rows:
        return Grid(tuple("" for _ in frame.columns), _without(frame, spec, 0), sheet.name)
    if max(rows) >= len(frame):
        raise refuse("header_not_found", row=max(rows) + 1, words=str(max(rows) + 1))
    names = tuple(_names(sheet, rows))
    body = _without(frame, spec, max(rows) + 1)
    left_out = [int(body.index[at]) for at in numbering_rows(body)]
    if left_out:
        body = body[~body.index.isin(left_out)]
    widths = sheet.widths
    width = 0 if source.kind != "csv" else frame.shape[1] if widths is None else max(int(widths[row]) for row in rows)
    return Grid(names, body, sheet.name, width, widths, left_out=tuple(row + 1 for row in left_out))


def _pick_sheet(source: SourceFile, spec: SheetSpec) -> Sheet:
    """The sheet of that name or number (among the visible ones), else the first."""
    if spec.name is not None:
        for sheet in source.sheets:
            if fold(sheet.name) == fold(spec.name) or sheet.name == spec.name:
                return sheet
        there = ", ".join(f"«{sheet.name}»" for sheet in source.sheets)
        raise refuse("sheet_missing", name=spec.name, there=there)
    number = spec.number or 1
    if number > len(source.sheets):
        raise refuse("sheet_missing", name=str(number), there=str(len(source.sheets)))
    return source.sheets[number - 1]


def _without(frame: pd.DataFrame, spec: SheetSpec, first: int) -> pd.DataFrame:
    body = frame.iloc[first:]
    skipped = [row - 1 for row in spec.skip_rows]
    return body[~body.index.isin(skipped)] if skipped else body


def _header_rows(frame: pd.DataFrame, spec: SheetSpec) -> tuple[int, ...]:
    """0-based header rows; () when the file has none (`header = 0`)."""
    if not spec.find:
        return () if spec.header == (0,) else tuple(row - 1 for row in spec.header)
    wanted = [fold(word) for word in spec.find]
    for row in range(min(SEARCHED_ROWS, len(frame))):
        folded = {fold(cell_text(cell)) for cell in frame.iloc[row]}
        if all(any(word and word in cell for cell in folded) for word in wanted):
            return tuple(range(row, row + spec.header_rows))
    raise refuse("header_not_found", words=", ".join(spec.find))


def _names(sheet: Sheet, rows: tuple[int, ...]) -> Iterator[str]:
    """Names of the columns: the cells of the header rows from top to bottom, merged cells spread out."""
    grid: list[list[str]] = [[cell_text(cell) for cell in sheet.frame.iloc[row]] for row in rows]
    for top, left, bottom, right in sheet.merged:
        if top in rows:
            text = grid[rows.index(top)][left] if left < len(grid[0]) else ""
            for row in range(top, bottom + 1):
                if row in rows:
                    for column in range(left, min(right + 1, len(grid[0]))):
                        grid[rows.index(row)][column] = text
    if not sheet.merged:
        for cells in grid[:-1]:  # a CSV cannot merge: an empty cell in an upper row belongs to the one on its left
            for column in range(1, len(cells)):
                cells[column] = cells[column] or cells[column - 1]
    for parts in zip(*grid, strict=True):
        yield " | ".join(part for i, part in enumerate(parts) if part and part not in parts[:i])
