"""The files every exhibit can be had as, by ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from dashboard.channels.csv import to_csv
from dashboard.channels.json import to_json
from dashboard.channels.xlsx import to_xlsx
from dashboard.exhibits.model import Exhibit


class Format(NamedTuple):
    """How an exhibit is written, and what the answer is called."""

    write: Callable[[Exhibit], bytes]
    content_type: str


FORMATS: Mapping[str, Format] = {
    "csv": Format(to_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Format(to_json, "application/json"),
}
