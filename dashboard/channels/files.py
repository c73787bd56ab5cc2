"""The files every exhibit can be had as, by ending."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from dashboard.channels.csv import stream_csv, to_csv
from dashboard.channels.json import stream_json, to_json
from dashboard.channels.xlsx import stream_xlsx, to_xlsx
from dashboard.exhibits.long import LongExhibit
from dashboard.exhibits.model import Exhibit


class Format(NamedTuple):
    """How an exhibit is written, at once and part by part, and what the answer is called."""

    write: Callable[[Exhibit], bytes]
    stream: Callable[[LongExhibit], Iterator[bytes]]
    content_type: str


FORMATS: Mapping[str, Format] = {
    "csv": Format(to_csv, stream_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(to_xlsx, stream_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": Format(to_json, stream_json, "application/json"),
}
