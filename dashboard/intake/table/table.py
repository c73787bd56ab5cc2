"""A sheet read by a mapping, as the one object that every later step of an import works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.files import SourceFile
from dashboard.intake.files.model import CELL_ERRORS, NO_VALUE
from dashboard.intake.mapping.schema import NumberStyle
from dashboard.intake.mapping.tables import ColumnRef, Filter, TableMapping, Words
from dashboard.intake.problems import Findings, Problem, Refused, Severity
from dashboard.intake.report import Counts
from dashboard.intake.table.columns import Coded, Codes, Mask, Objects
from dashboard.intake.table.grid import Grid, Sections
from dashboard.intake.table.numbers import (
    INT64_MAX,
    OTHER_UNIT,
    READ_ALL_THE_SAME,
    ROUNDED,
    BadCells,
    Minor,
    read_minor,
)
from dashboard.intake.table.totals import begins_as_total
from dashboard.intake.table.whole import fault
from dashboard.intake.unfit import unfit
from dashboard.store.batch import Document
from dashboard.store.known import Known

#: Between the names of columns that are added up.
SUM_SIGN = " + "
_UNIT_WORDS = {
    "som": ("som", "сом", "som.", "KGS", "руб", "рублей", "грн", "UAH", "EUR", "€", "RUB", "c", "с"),
    "thousand_som": (
        "thousand som", "миң сом", "мин сом", "минг сом", "тыс. сом", "тыс сом", "тысяч сомов", "тыс.сомов", "т.с.",
        "тыс. руб.", "тыс рублей", "т.р.", "тыс. грн", "тис. грн", "miles de euros", "thousand", "тыс", "миң", "тысяч",
    ),
    "million_som": (
        "million som", "mln som", "млн сом", "млн. сом", "млн сомов", "миллион сом", "млн", "млн руб", "млн грн",
        "million", "mln",
    ),
}  # fmt: skip
UNIT_WORDS = {fold(word): unit for unit, words in _UNIT_WORDS.items() for word in words}
#: The option that tells a field which the file leaves out.
_OPTIONS = {"municipality": "--unit"}

#: Cells that are read all the same, how they are told, and how gravely.
_ODD: tuple[tuple[str, str, Severity], ...] = (
    (OTHER_UNIT, "unit_in_cell", "warning"), (ROUNDED, "amounts_rounded", "info"),
)  # fmt: skip

L = TypeVar("L", bound=TableMapping)


@dataclass(frozen=True)
class Amounts:
    """One column of amounts, read: minor units where not `missing`; `bad` cells are noted as problems.

    `elsewhere`: rows that the column says nothing of, not even that there is no amount; None: none.
    """

    header: str
    minor: Minor
    missing: Mask
    bad: Mask
    unit: Coded
    elsewhere: Mask | None = None

    def keep(self, rows: Mask | Codes) -> Amounts:
        """The column for some rows of the table: a mask, or their positions."""
        elsewhere = None if self.elsewhere is None else self.elsewhere[rows]
        return Amounts(
            self.header, self.minor[rows], self.missing[rows], self.bad[rows], self.unit.take(rows), elsewhere
        )


@dataclass(frozen=True)
class SourceTable(Generic[L]):
    """The rows of a sheet that a mapping wants, with everything it says of each; methods give new tables.

    Attributes:
        read: rows of the sheet below its header.
        filtered: those of them that the mapping does not want.
        fields: a column for every field that is told, by its name.
        documents: papers the database does not have from elsewhere, by key; `table.papers` finds them.
    """

    source: SourceFile
    mapping: L
    known: Known
    findings: Findings
    grid: Grid
    sections: Sections
    read: int
    filtered: int
    fields: Mapping[str, Coded] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.grid)

    @property
    def row_no(self) -> Codes:
        """Row of the file, as a person counts it, of each row."""
        return self.grid.row_no

    def keep(self, mask: Mask) -> SourceTable[L]:
        """The table with only some of its rows."""
        if mask.all():
            return self
        fields = {name: column.take(mask) for name, column in self.fields.items()}
        return replace(self, grid=self.grid.keep(mask), sections=self.sections.keep(mask), fields=fields)

    def repeated(self, times: int) -> SourceTable[L]:
        """The table with its rows so many times, one set below the other."""
        at = np.tile(np.arange(len(self)), times)
        fields = {name: column.take(at) for name, column in self.fields.items()}
        grid, sections = self.grid.repeated(times), self.sections.take(at)
        return replace(self, grid=grid, sections=sections, fields=fields)

    def with_fields(self, **changed: Coded) -> SourceTable[L]:
        """The table with these fields in place of its own."""
        return replace(self, fields={**self.fields, **changed})

    def text(self, name: str) -> Coded:
        """A field, empty where it is not told."""
        return self.fields[name] if name in self.fields else self.constant("")

    def constant(self, value: object) -> Coded:
        """The same value in every row."""
        return Coded.constant(value, len(self))

    def having(self, name: str, *values: str) -> Mask:
        """Rows whose field is one of these values."""
        return self.text(name).isin(values)

    def frame(self, rows: Codes, names: Sequence[str]) -> pd.DataFrame:
        """`row_no` and some fields of some rows, which are given by their positions."""
        texts = {name: self.text(name).take(rows).to_numpy() for name in names}
        return pd.DataFrame({"row_no": self.row_no[rows], **texts})

    @property
    def unit(self) -> Coded:
        """The unit of money of each row."""
        return self.text("unit").filled(self.mapping.numbers.unit)

    def totals(self, name: str) -> Mask:
        """Rows whose text in a field begins with a word for a total."""
        return self.text(name).mask(begins_as_total)

    def rows_where(self, conditions: Sequence[Filter], name: str) -> Mask:
        """Rows that meet one of the conditions, looked for in the column of a field unless a condition names one."""
        return self.grid.where_any(conditions, self.mapping.columns.get(name))

    def amounts(
        self,
        ref: ColumnRef,
        style: NumberStyle,
        unit: Coded | None = None,
        *,
        cut: bool = False,
        left_out: bool = False,
        rounded: bool = False,
    ) -> Amounts | None:
        """A column of amounts in minor units; None for an optional one that is not there.

        `unit`: of each row, where it is not the table's. `cut`: joined and cut columns are read as text, all others
        as the cells are. `left_out`: as for `tell_cells`. `rounded`: decimals beyond minor units are rounded away.
        """
        found = self.grid.find(ref)
        if not found:
            return None
        header, cells = self.grid.name_of(found[0]), self.grid.cells(found[0])
        unit = self.unit if unit is None else unit
        if cut and (ref.pattern is not None or ref.join is not None) and (text := self.grid.text(ref)) is not None:
            cells = text.to_numpy()
        minor, missing, odd = read_minor(cells, unit, style, rounded=rounded)
        self._tell_odd(odd, header, cells)
        bad = [(row, reason) for row, reason in odd if reason not in READ_ALL_THE_SAME]
        return Amounts(header, minor, missing, self.tell_cells(bad, header, cells, left_out=left_out), unit)

    def sum_of(
        self, refs: Sequence[ColumnRef], style: NumberStyle, unit: Coded | None = None, *, rounded: bool = False
    ) -> Amounts | None:
        """Columns of amounts added up; an empty cell adds nothing, and a row of empty cells has no amount."""
        found = (self.amounts(ref, style, unit, rounded=rounded) for ref in refs)
        parts = [amounts for amounts in found if amounts is not None]
        if len(parts) < 2:
            return parts[0] if parts else None
        minor = np.sum([part.minor for part in parts], axis=0)
        header = SUM_SIGN.join(part.header for part in parts)
        much = np.sum([np.abs(part.minor.astype(float)) for part in parts], axis=0) > INT64_MAX
        self.tell("too_long", much, "", column=header)
        bad = np.logical_or.reduce([much, *(part.bad for part in parts)])
        missing = np.logical_and.reduce([part.missing for part in parts]) | bad
        return Amounts(header, np.where(bad, 0, minor), missing, bad, parts[0].unit)

    def _tell_odd(self, odd: BadCells, header: str, cells: Objects) -> None:
        """What was read, but not as the column says: once for all rounded cells, once for those with another unit."""
        for reason, code, severity in _ODD:
            rows = [row for row, why in odd if why == reason]
            if rows:
                no = int(self.row_no[rows[0]])
                self.findings.add(code, severity, row=no, column=header, value=cells[rows[0]], n=len(rows))

    def counts(self, kept: int, totals: int = 0) -> Counts:
        """What became of the rows, once it is known how many are kept."""
        return Counts(self.read, kept, self.filtered, self.read - self.filtered - kept, totals)

    # What is wrong with the rows

    def name_of(self, name: str) -> str:
        """The column of a field as the file has it, or the option that tells it; "" where neither does."""
        ref = self.mapping.columns.get(name)
        if ref is None:
            return _OPTIONS.get(name, "")
        with suppress(Refused):
            return SUM_SIGN.join(map(self.grid.name_of, self.grid.find(ref))) or str(ref)
        return str(ref)

    def tell(
        self,
        code: str,
        mask: Mask,
        name: str,
        severity: Severity = "error",
        *,
        column: str = "",
        values: Coded | None = None,
        rows: Codes | None = None,
        **params: str | int,
    ) -> None:
        """Note a problem of a field (or `column`) in every row of the mask. `rows`: where the mask's rows stand in
        the table, if it is not of all."""
        for i in np.flatnonzero(mask).tolist():
            row = i if rows is None else rows[i]
            value = None if values is None else values.at(i)
            no = int(self.row_no[row])
            self.findings.add(
                code, severity, row=no, column=column or self.name_of(name) or None, value=value, **params
            )

    def tell_cells(
        self, bad: Iterable[tuple[int, str]], column: str, cells: Objects, *, left_out: bool = False
    ) -> Mask:
        """Note cells that cannot be read, (row, reason) each: errors, or warnings that they are `left_out`. Returns
        their rows."""
        found = np.zeros(len(self), dtype=bool)
        for row, reason in bad:
            found[row] = True
            code = "value_left_out" if left_out else reason
            severity: Severity = "warning" if left_out else "error"
            value = None if cells[row] == NO_VALUE else cells[row]
            no = int(self.row_no[row])
            self.findings.add(code, severity, row=no, column=column, value=value, sheet=self.grid.sheet)
        return found

    # What the mapping says of the rows

    def with_told(self, options: Words) -> SourceTable[L]:
        """A column for every field the mapping gives. `options` (--unit, --year) fill what the file leaves empty.

        Values outside a field's choices are errors.
        """
        self._tell_faults()
        told = ((name, self._told(name, options.get(name, ""))) for name in self.mapping.names)
        fields = {name: column for name, column in told if column is not None}
        for name, column in fields.items():
            self._tell_unfit(name, column)
        return self.with_fields(**fields)

    def _tell_unfit(self, name: str, column: Coded) -> None:
        """Texts that no page can show as they are, are errors."""
        for text in column.values:
            if (bad := unfit(text)) is not None:
                for row in np.flatnonzero(column.isin((text,))).tolist():
                    no, of = int(self.row_no[row]), self.name_of(name) or None
                    self.findings.extend([Problem(bad.reason, "error", no, of, text, bad.params)])

    def _tell_faults(self) -> None:
        """Cells of fields that failed to be calculated are errors."""
        for name, ref in self.mapping.columns.items():
            for column in self.grid.find(ref):
                cells = self.grid.filled[column] if ref.fill else self.grid.column(column)
                if not any(text in CELL_ERRORS for text in cells.values):
                    continue
                for text in sorted(CELL_ERRORS & {*cells.values}):
                    shown = self.constant(text) if text != NO_VALUE else None
                    of_column: dict[str, Any] = {"column": self.grid.name_of(column), "sheet": self.grid.sheet}
                    self.tell(fault(text), cells.isin((text,)), name, values=shown, **of_column)

    def _told(self, name: str, option: str) -> Coded | None:
        mapping, sections = self.mapping, self.sections
        ref = mapping.columns.get(name)
        column = self.grid.text(ref) if ref is not None else None
        spare = mapping.constants.get(name) or mapping.defaults.get(name) or option
        told = column is not None or bool(spare)
        choices = mapping.choices.get(name, ())
        if column is None:
            column = self.constant(spare)
        else:
            meant = _translation(mapping.values.get(name, {}), name, choices)
            column = column.with_values([meant(text) or spare for text in column.values])
        for number, section in enumerate(mapping.sections):
            if name in section.set:
                column = column.where(sections.number == number, self.constant(section.set[name]))
                told = True
            elif name in section.take:
                column = column.where(sections.number == number, sections.taken[name])
                told = True
        if not told:
            return None
        if choices:
            wrong = ~column.isin(("", *choices))
            self.tell("bad_choice", wrong, name, values=column, field=name, allowed=", ".join(choices))
        return column

    def with_places(self) -> SourceTable[L]:
        """`municipality` as codes; what is unknown, or a name of several places, is an error."""
        column = self.fields.get("municipality")
        if column is None:
            self.findings.add("place_missing", "error")
            return self.with_fields(municipality=self.constant(""))
        found = {text: self.known.find_places(text) for text in column.values}
        self.tell("field_missing", ~column.said, "municipality", field="municipality")
        unknown = [text for text, codes in found.items() if text and not codes]
        self.tell("place_unknown", column.isin(unknown), "municipality", values=column)
        for several in dict.fromkeys(codes for codes in found.values() if len(codes) > 1):
            mask = column.isin([text for text, codes in found.items() if codes == several])
            codes = ", ".join(sorted(several))
            self.tell("place_ambiguous", mask, "municipality", values=column, codes=codes)
        codes_of = [next(iter(codes)) if len(codes) == 1 else "" for codes in found.values()]
        return self.with_fields(municipality=column.with_values(codes_of))

    @property
    def document_dates(self) -> Mapping[str, date | None]:
        """Date of every document, of the database and of the file, by key."""
        return {**self.known.documents, **{key: paper.date for key, paper in self.documents.items()}}


def _translation(words: Words, name: str, choices: tuple[str, ...]) -> Callable[[str], str]:
    """Values as the mapping translates them: exactly as written, else after folding."""
    folded = {fold(word): meant for word, meant in words.items()}
    if name == "unit":
        folded = {**UNIT_WORDS, **folded}

    def meant(text: str) -> str:
        if text in words:
            return words[text]
        if text in choices:
            return text
        return folded.get(fold(text), text) if folded and text else text

    return meant
