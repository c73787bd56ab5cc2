"""An exhibit as an Excel workbook: the table as drawn, and a sheet that says where it comes from."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.channels.table import FileLayout, Value, asked_line, layout_of, printable, source_line
from dashboard.exhibits.long import LongExhibit
from dashboard.exhibits.model import Exhibit, Row
from dashboard.i18n import t

_NUMBER_FORMATS = {
    "money": "#,##0.00", "share": "0.0%", "points": "+0.0;-0.0;0.0", "count": "#,##0",
    "number": "#,##0.0##", "degrees": "0.00000", "date": "dd.mm.yyyy", "text": "@",
}  # fmt: skip
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
_LONGEST = 32_767  # characters Excel keeps in a cell
_WIDTHS = (8, 60)
_PART = 64 * 1024  # bytes of a workbook sent at a time
# The same exhibit gives the same bytes, so the moment of download is not written into the file.
_CREATED = datetime(2000, 1, 1)


def to_xlsx(exhibit: Exhibit) -> bytes:
    """A workbook of two sheets without any formula or link: the table, and question, answer, sources and notes."""
    out = io.BytesIO()
    _write_book(out, exhibit, layout_of(exhibit), exhibit.rows, {"in_memory": True})
    return out.getvalue()


def stream_xlsx(exhibit: LongExhibit) -> Iterator[bytes]:
    """The same, written to a file of this process and gone with it; nothing comes before it is whole."""
    rows = chain.from_iterable(exhibit.parts)
    with tempfile.TemporaryDirectory(prefix="aimak-") as folder, tempfile.TemporaryFile(dir=folder) as file:
        _write_book(file, exhibit.head, layout_of(exhibit.head, whole=False), rows, {"tmpdir": folder})
        file.seek(0)
        while part := file.read(_PART):
            yield part


def _write_book(
    out: IO[bytes], exhibit: Exhibit, layout: FileLayout, rows: Iterable[Row], options: dict[str, object]
) -> None:
    with xlsxwriter.Workbook(out, _OPTIONS | options) as book:
        book.set_properties({"title": printable(exhibit.question)[:255], "created": _CREATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _NUMBER_FORMATS.items()}
        sheet = book.add_worksheet(t(exhibit.lang, "download.sheet_table"))
        _write_table(sheet, layout, map(layout.values, rows), formats, bold)
        wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        _write_about(book.add_worksheet(t(exhibit.lang, "download.sheet_source")), exhibit, wrap, bold)


def _write_table(
    sheet: Worksheet, layout: FileLayout, rows: Iterable[tuple[Value, ...]], formats: dict[str, Format], bold: Format
) -> None:
    longest = [len(header) for header in layout.headers]
    sheet.freeze_panes(1, 1)
    for at, header in enumerate(layout.headers):
        _write(sheet, 0, at, header, bold)
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            longest[at] = max(longest[at], len(str(value or "")))
            _write(sheet, number, at, value, formats["text" if isinstance(value, str) else layout.kinds[at]])
    for at, length in enumerate(longest):
        sheet.set_column(at, at, min(max(_WIDTHS[0], length + 2), _WIDTHS[1]))


def _write(sheet: Worksheet, row: int, at: int, value: Value, look: Format) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, at, printable(value)[:_LONGEST], look)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, look)
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, at, value, look)


def _write_about(sheet: Worksheet, exhibit: Exhibit, wrap: Format, bold: Format) -> None:
    lang = exhibit.lang
    lines = [(t(lang, "download.question"), exhibit.question), (t(lang, "download.answer"), exhibit.answer)]
    lines += [(t(lang, "download.source"), source_line(source)) for source in exhibit.sources]
    lines += [(t(lang, "download.note"), note) for note in exhibit.notes]
    lines += ((t(lang, "download.asked"), asked_line(each, lang)) for each in exhibit.card.asked)
    lines += exhibit.card.facts
    if exhibit.card.badge:
        lines.append((t(lang, "download.badge"), exhibit.card.badge))
    if exhibit.fictional:
        lines.append((t(lang, "marks.fictional"), t(lang, "download.yes")))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for number, (name, text) in enumerate(lines):
        _write(sheet, number, 0, name, bold)
        _write(sheet, number, 1, text, wrap)
