"""An exhibit as CSV that Excel opens by a double click and a program reads without surprises."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from dashboard.channels.table import FileLayout, Value, harmless, layout_of
from dashboard.exhibits.long import LongExhibit
from dashboard.exhibits.model import Exhibit, Row

_BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's code page


def to_csv(exhibit: Exhibit) -> bytes:
    """UTF-8 with BOM, comma, CRLF, one header row. Money in major units (`7176100.50`), shares 0–1, dates ISO."""
    return b"".join(_lines(layout_of(exhibit), (exhibit.rows,)))


def stream_csv(exhibit: LongExhibit) -> Iterator[bytes]:
    """The same, part by part."""
    return _lines(layout_of(exhibit.head, whole=False), exhibit.parts)


def _lines(layout: FileLayout, parts: Iterable[tuple[Row, ...]]) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    out.write(_BOM)
    writer.writerow([harmless(header) for header in layout.headers])
    for rows in parts:
        writer.writerows([_text(value) for value in layout.values(row)] for row in rows)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
