"""The table of an exhibit as the downloads hold it: plain values, and beside marked columns the words of the marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.exhibits.model import DEGREES, Asked, Cell, Column, Exhibit, Kind, Mark, Source, mark_words, shown
from dashboard.i18n import Lang, t
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
class ShownTable:
    """Columns with their kinds and rows of values; money in major units, shares 0–1, percentage points."""

    headers: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Value, ...], ...]


def table_of(exhibit: Exhibit) -> ShownTable:
    """Every column of the exhibit; after a numeric one with marked cells, a column that says the marks in words.

    At the end, where they apply: the level of a row in a breakdown, whether it is a total, the currency,
    the source, the badge of a poll, and the fictional mark.
    """
    headers: list[str] = []
    kinds: list[Kind] = []
    columns: list[list[Value]] = []

    def add(header: str, kind: Kind, values: list[Value]) -> None:
        headers.append(header)
        kinds.append(kind)
        columns.append(values)

    for at, column in enumerate(exhibit.columns):
        cells = [row.cells[at] for row in exhibit.rows]
        # A column of words can say itself why a cell has none; numbers stay numbers.
        says = column.kind == "text"
        add(column.label, column.kind, [_said(exhibit, cell) if says else _value(cell, column) for cell in cells])
        if column.kind != "text" and any(_mark(cell) for cell in cells):
            words: list[Value] = [_mark_words(exhibit, cell, column) for cell in cells]
            add(t(exhibit.lang, "download.mark_of", column=column.label), "text", words)
    for header, kind, values in _trailing(exhibit):
        add(header, kind, values)
    return ShownTable(tuple(headers), tuple(kinds), tuple(zip(*columns, strict=True)))


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


def _trailing(exhibit: Exhibit) -> list[tuple[str, Kind, list[Value]]]:
    lang, rows = exhibit.lang, exhibit.rows
    yes = t(lang, "download.yes")
    found: list[tuple[str, Kind, list[Value]]] = []
    if any(row.level for row in rows):
        found.append((t(lang, "download.level"), "count", [row.level for row in rows]))
    if any(row.emphasis for row in rows):
        found.append((t(lang, "download.emphasis"), "text", [yes if row.emphasis else "" for row in rows]))
    if any(column.kind == "money" for column in exhibit.columns):
        found.append((t(lang, "download.currency"), "text", [exhibit.currency] * len(rows)))
    sources = "; ".join(source_line(source) for source in exhibit.sources)
    found.append((t(lang, "download.source"), "text", [sources] * len(rows)))
    if exhibit.card.badge:
        found.append((t(lang, "download.badge"), "text", [exhibit.card.badge] * len(rows)))
    if exhibit.fictional:
        found.append((t(lang, "marks.fictional"), "text", [yes] * len(rows)))
    return found
