"""Files of any length: read part by part, sent as they are read, and kept by nobody here."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Final

from flask import Response
from sqlalchemy import Connection

from dashboard.channels.files import Format
from dashboard.exhibits.long import LongExhibit
from dashboard.exhibits.model import Row
from dashboard.pages.section import Long
from dashboard.store.releases import data_version
from dashboard.web.answers import PAGE_CONTROL
from dashboard.web.database import Database, Unavailable

log = logging.getLogger(__name__)
#: Rows read at a time.
PART: Final = 500


class Changed(Unavailable):
    """Something was published while a file was read: its rows would be of two versions of the data."""


def in_parts(database: Database, long: Long, version: int) -> LongExhibit:
    """The exhibit, its rows read when they are asked for. They raise Changed where the data is of no such version."""

    def parts() -> Iterator[tuple[Row, ...]]:
        for at in range(0, len(long.numbers), PART):
            wanted = long.numbers[at : at + PART]

            def read(connection: Connection, wanted: tuple[int, ...] = wanted) -> tuple[tuple[Row, ...], int]:
                # The version is asked for last: what was read before it cannot be of a later one.
                return long.rows(connection, wanted), data_version(connection)

            rows, now = database.read(read)
            if now != version:
                raise Changed("something was published")
            yield rows

    return LongExhibit(long.head, parts())


def send_parts(exhibit: LongExhibit, written: Format, headers: Mapping[str, str]) -> Response:
    """The response. What fails before the first part is refused as usual; what fails later breaks the transfer off, so
    that nobody takes a part for the whole.
    """
    parts = written.stream(exhibit)
    response = Response(_told(next(parts, b""), parts), content_type=written.content_type)
    response.headers.update(headers)
    response.headers["Cache-Control"] = PAGE_CONTROL
    return response


def _told(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield first
        yield from rest
    except Unavailable as error:
        log.warning("a file was broken off: %s", error)
        raise
