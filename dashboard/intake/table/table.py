"""A sheet read by a mapping, as the one object that every later step of an import works on."""

from __future__ import annotations

import hashlib
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
from dashboard.intake.mapping.tables import ColumnRef, Filter, PaperSpec, TableMapping, Words
from dashboard.intake.problems import Findings, Refused, Severity
from dashboard.intake.report import Counts
from dashboard.intake.table.columns import Coded, Codes, Mask, Objects, cell_text, together
from dashboard.intake.table.dates import BadDate, parse_date
from dashboard.intake.table.grid import Grid, Sections, read_grid, rows_meant
from dashboard.intake.table.numbers import (
    INT64_MAX,
    OTHER_UNIT,
    READ_ALL_THE_SAME,
    ROUNDED,
    BadCells,
    Minor,
    read_minor,
)
from dashboard.intake.table.signatures import signature_rows
from dashboard.intake.table.totals import begins_as_total
from dashboard.intake.table.whole import FAULTS, fault, nameless, tell_other_faults, tell_widths
from dashboard.store.batch import Document
from dashboard.store.known import Known

KEY_LENGTH = 120
#: Signs of the whole key that end one too long to be kept whole.
_HASH = 12
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
_PAPER = ("document", "document_title", "document_number", "document_date", "document_url")
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
        documents: papers the database does not have from elsewhere, by key; `with_documents` finds them.
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
        return self.with_fields(**{name: column for name, column in told if column is not None})

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

    def with_documents(self, year: str = "") -> SourceTable[L]:
        """`document` as keys, and the documents of the file.

        A row's document is named by its key; with a title it is described here, without one the database must know
        it. Rows that name none belong to the mapping's [document], else to the file itself. `year`: of the whole
        file, where one is told.
        """
        whole = _document_of_file(self, year)
        named = [name for name in _PAPER if name in self.fields]
        if not named:
            return replace(self.with_fields(document=self.constant(whole.key)), documents={whole.key: whole})
        self._tell_bad_days("document_date")
        papers: dict[str, Document] = {}
        unknown: set[str] = set()

        def key_of(said: Mapping[str, str]) -> str:
            key = said.get("document", "")
            if said.get("document_title") or (said.get("document_date") and not key):
                paper = _document_of_row(said, whole, self.mapping)
            elif key:
                if key not in self.known.documents:
                    unknown.add(key)
                return key
            else:
                paper = whole
            papers[paper.key] = paper
            return paper.key

        named += ["municipality"] if "municipality" in self.fields else []
        said = together([self.fields[name] for name in named])
        keys = said.with_values([key_of(dict(zip(named, texts, strict=True))) for texts in said.values])
        self.tell("document_unknown", keys.isin(unknown), "document", values=keys)
        return replace(self.with_fields(document=keys), documents=papers)

    def _tell_bad_days(self, name: str) -> None:
        """A field of days must hold days."""
        days = self.text(name)
        reasons = {text: _reason(text, self.mapping) for text in days.values}
        for reason in sorted({*reasons.values()} - {""}):
            self.tell(reason, days.isin({text for text in reasons if reasons[text] == reason}), name, values=days)

    @property
    def document_dates(self) -> Mapping[str, date | None]:
        """Date of every document, of the database and of the file, by key."""
        return {**self.known.documents, **{key: paper.date for key, paper in self.documents.items()}}


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


def _reason(day: str, mapping: TableMapping) -> str:
    """Why a text is no day; "" where it is one, or empty."""
    try:
        if day:
            parse_date(day, order=mapping.numbers.date_order)
    except BadDate as error:
        return error.reason
    return ""


def _document_of_row(said: Mapping[str, str], whole: Document, mapping: TableMapping) -> Document:
    """The document a row describes; a date that cannot be read is kept as printed.

    One without a key of its own gets one of its place, title, number and date: other places have papers called so.
    """
    title, number, text = (said.get(name, "") for name in ("document_title", "document_number", "document_date"))
    place, day = said.get("municipality", ""), None
    if text:
        with suppress(BadDate):
            day = parse_date(text, order=mapping.numbers.date_order)
    return replace(
        whole,
        key=_short(said.get("document") or "-".join(filter(None, (place, title or whole.key, number, text)))),
        title=title or whole.title,
        number=number,
        date=day,
        date_printed="" if day else text,
        url=said.get("document_url") or whole.url,
    )


def _short(key: str) -> str:
    """A key as it is kept: of one too long the beginning, and what tells it from others that begin so."""
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - _HASH - 1]}-{hashlib.sha256(key.encode()).hexdigest()[:_HASH]}"


def _document_of_file(table: SourceTable[Any], told: str) -> Document:
    """The document of the whole file. "{file}" and "{year}" in its texts are filled in."""
    source, mapping = table.source, table.mapping
    paper: Document = (mapping.document or PaperSpec(kind="file", authority=2)).paper()
    years = [told] if told else sorted(filter(None, table.text("fiscal_year").values))
    year = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
    key = paper.key or f"{mapping.name}-{source.sha256[:12]}"

    def fill(text: str) -> str:
        return text.replace("{file}", source.path.name).replace("{year}", year)

    return replace(
        paper, key=fill(key)[:KEY_LENGTH], title=fill(paper.title), number=fill(paper.number), url=fill(paper.url)
    )
