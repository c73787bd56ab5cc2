"""An exhibit as CSV that Excel opens by a double click and a program reads without surprises."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from dashboard.channels.table import Value, harmless, table_of
from dashboard.exhibits.model import Exhibit

_BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's code page


def to_csv(exhibit: Exhibit) -> bytes:
    """UTF-8 with BOM, comma, CRLF, one header row. Money in major units (`7176100.50`), shares 0–1, dates ISO."""
    table = table_of(exhibit)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(header) for header in table.headers])
    writer.writerows([_text(value) for value in row] for row in table.rows)
    return (_BOM + out.getvalue()).encode()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
