"""The table of an exhibit as the downloads hold it: plain values, and beside marked columns the words of the marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.exhibits.model import DEGREES, Asked, Cell, Column, Exhibit, Kind, Mark, Row, Source, mark_words, shown
from dashboard.i18n import Lang, iso, t
from dashboard.store.comparable import Reason

Value = int | Decimal | date | str | None

# XML and PostgreSQL refuse most control characters, UTF-8 refuses lone surrogates.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NEGATIVE_NUMBER = re.compile(r"-\d+([.,]\d+)?")
# Spreadsheets run a cell that begins with one of these; NFKC folds their full-width forms into them.
_STARTERS = tuple("=+-@|%")
# Where a list separator of another locale would begin a new cell inside this one.
_INNER_STARTER = re.compile(r"(;\s*|(?<=\S)[\t\r\n]\s*)(?=[=+@|%＝＋＠]|-(?!\d))")


@dataclass(frozen=True)
class FileLayout:
    """The columns of the downloads of an exhibit, and the values of a row in them; money in major units, shares 0–1,
    percentage points.
    """

    headers: tuple[str, ...]
    kinds: tuple[Kind, ...]
    values: Callable[[Row], tuple[Value, ...]]


@dataclass(frozen=True)
class _FileColumn:
    """One column of the downloads."""

    header: str
    kind: Kind
    value: Callable[[Row], Value]


def layout_of(exhibit: Exhibit, *, whole: bool = True) -> FileLayout:
    """Every column of the exhibit; after a numeric one with marked cells, a column that says the marks in words.

    At the end, where they apply: the level of a row in a breakdown, whether it is a total, the currency,
    the source (of the row, where it names its own), the badge of a poll, and the fictional mark. `whole` is whether
    the exhibit has all of its rows: where it has not, every numeric column may have marked cells.
    """
    columns = [made for at, column in enumerate(exhibit.columns) for made in _of_column(exhibit, at, column, whole)]
    columns += _trailing(exhibit)
    headers, kinds = tuple(column.header for column in columns), tuple(column.kind for column in columns)
    return FileLayout(headers, kinds, lambda row: tuple([column.value(row) for column in columns]))


def _of_column(exhibit: Exhibit, at: int, column: Column, whole: bool) -> Iterator[_FileColumn]:
    if column.kind == "text":  # a column of words can say itself why a cell has none; numbers stay numbers
        yield _FileColumn(column.label, column.kind, lambda row: _said(exhibit, row.cells[at]))
        return
    yield _FileColumn(column.label, column.kind, lambda row: _value(row.cells[at], column))
    if not whole or any(_mark(row.cells[at]) for row in exhibit.rows):
        header = t(exhibit.lang, "download.mark_of", column=column.label)
        yield _FileColumn(header, "text", lambda row: _mark_words(exhibit, row.cells[at], column))


def asked_line(asked: Asked, lang: Lang) -> str:
    """A question as people were asked it, with how many answered, as one line."""
    words = f"«{asked.words}»" if asked.words else t(lang, "opinion.asked.no_words")
    return ": ".join(filter(None, (asked.about, f"{words} ({asked.base})")))


def source_line(source: Source) -> str:
    """A source in one line: title, number, date, publisher, address."""
    number = f"№ {source.number}" if source.number else ""
    return ", ".join(part for part in (source.title, number, source.date, source.publisher, source.url) if part)


def major(amount_minor: int) -> Decimal:
    """Minor units as an exact amount in major units with two decimals."""
    return Decimal(amount_minor).scaleb(-2)


def printable(text: str) -> str:
    """Text without the characters no file format here can hold."""
    return _UNPRINTABLE.sub("", text)


def harmless(text: str) -> str:
    """Text a spreadsheet will not run: an apostrophe goes before what would start a formula (OWASP, CSV injection).

    A plain negative number stays as it is.
    """
    text = _INNER_STARTER.sub(r"\1'", printable(text))
    first = next((c for c in text if not c.isspace() and unicodedata.category(c) != "Cf"), "")
    starts = unicodedata.normalize("NFKC", first).startswith(_STARTERS) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if starts and not _NEGATIVE_NUMBER.fullmatch(text) else text


def _value(cell: Cell, column: Column) -> Value:
    value = cell.value
    if isinstance(value, date) and cell.precision:
        return iso(value, cell.precision)
    if value is None or isinstance(value, (str, date)):
        return value
    if column.kind == "money":
        return major(int(value))
    if isinstance(value, float) and value - value != 0:
        return None  # infinite or NaN
    if column.kind == "points":
        return round(Decimal(repr(value)) * 100, 4)
    if column.kind == "degrees":
        return Decimal(repr(value)).quantize(Decimal(1).scaleb(-DEGREES))
    if isinstance(value, float):
        return Decimal(repr(value))
    return value


def _said(exhibit: Exhibit, cell: Cell) -> str:
    return shown(cell, Column("", ""), exhibit.lang, exhibit.currency)


def _mark(cell: Cell) -> Mark | Reason | None:
    return Mark.MISSING if cell.value is None and cell.mark is None else cell.mark


def _mark_words(exhibit: Exhibit, cell: Cell, column: Column) -> str:
    mark = _mark(cell)
    if mark is None:
        return ""
    words = mark_words(cell, exhibit.lang)
    if mark is Mark.RESTATED and cell.previous is not None:
        previous = _value(Cell(cell.previous), column)
        return t(exhibit.lang, "download.mark_before", mark=words, previous=previous)
    return words


def _trailing(exhibit: Exhibit) -> Iterator[_FileColumn]:
    lang, rows = exhibit.lang, exhibit.rows
    yes = t(lang, "download.yes")
    if any(row.level for row in rows):
        yield _FileColumn(t(lang, "download.level"), "count", lambda row: row.level)
    if any(row.emphasis for row in rows):
        yield _FileColumn(t(lang, "download.emphasis"), "text", lambda row: yes if row.emphasis else "")
    if any(column.kind == "money" for column in exhibit.columns):
        yield _FileColumn(t(lang, "download.currency"), "text", lambda row: exhibit.currency)
    sources = "; ".join(source_line(source) for source in exhibit.sources)
    own = t(lang, "download.source")
    yield _FileColumn(own, "text", lambda row: sources if row.source is None else source_line(row.source))
    if exhibit.card.badge:
        yield _FileColumn(t(lang, "download.badge"), "text", lambda row: exhibit.card.badge)
    if exhibit.fictional:
        yield _FileColumn(t(lang, "marks.fictional"), "text", lambda row: yes)
