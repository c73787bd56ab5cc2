"""An exhibit as an Excel workbook: the table as drawn, and a sheet that says where it comes from."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.channels.table import ShownTable, Value, asked_line, printable, source_line, table_of
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import t

_NUMBER_FORMATS = {
    "money": "#,##0.00", "share": "0.0%", "points": "+0.0;-0.0;0.0", "count": "#,##0",
    "number": "#,##0.0##", "degrees": "0.00000", "date": "dd.mm.yyyy", "text": "@",
}  # fmt: skip
_OPTIONS = {
    "constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
_LONGEST = 32_767  # characters Excel keeps in a cell
_WIDTHS = (8, 60)
# The same exhibit gives the same bytes, so the moment of download is not written into the file.
_CREATED = datetime(2000, 1, 1)


def to_xlsx(exhibit: Exhibit) -> bytes:
    """A workbook of two sheets without any formula or link: the table, and question, answer, sources and notes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": printable(exhibit.question)[:255], "created": _CREATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _NUMBER_FORMATS.items()}
        _write_table(book.add_worksheet(t(exhibit.lang, "download.sheet_table")), table_of(exhibit), formats, bold)
        wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        _write_about(book.add_worksheet(t(exhibit.lang, "download.sheet_source")), exhibit, wrap, bold)
    return out.getvalue()


def _write_table(sheet: Worksheet, table: ShownTable, formats: dict[str, Format], bold: Format) -> None:
    for at, width in enumerate(_column_widths(table)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 1)
    for at, header in enumerate(table.headers):
        _write(sheet, 0, at, header, bold)
    for number, row in enumerate(table.rows, start=1):
        for at, value in enumerate(row):
            _write(sheet, number, at, value, formats["text" if isinstance(value, str) else table.kinds[at]])


def _write(sheet: Worksheet, row: int, at: int, value: Value, look: Format) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, at, printable(value)[:_LONGEST], look)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, look)
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, at, value, look)


def _column_widths(table: ShownTable) -> list[int]:
    columns = zip(table.headers, *table.rows, strict=True)
    return [min(max(_WIDTHS[0], *(len(str(value or "")) + 2 for value in column)), _WIDTHS[1]) for column in columns]


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
