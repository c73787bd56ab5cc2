"""Which statement counts: for every (place, year, direction, phase, period) one flag, moved in the transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Row, bindparam, select, update

from dashboard.store.tables import document, release, slice_

_KEY = ["municipality_id", "fiscal_year", "direction", "phase", "scope", "period_end"]


def choose_current(connection: Connection, municipality_ids: Iterable[int]) -> None:
    """For every (place, year, direction, phase, period): the statement that counts, and the one it restates.

    Of the statements in published releases the most authoritative document wins, then the later document,
    then the later release.
    """
    columns = (
        slice_.c.id,
        *(slice_.c[name] for name in _KEY),
        slice_.c.is_current,
        slice_.c.previous_id,
        slice_.c.basis,
        slice_.c.release_id,
        document.c.authority,
        document.c.date,
        document.c.date_printed,
        release.c.state,
    )
    for municipality_id in municipality_ids:
        statements = connection.execute(
            select(*columns)
            .join(document, document.c.id == slice_.c.document_id)
            .join(release, release.c.id == slice_.c.release_id)
            .where(slice_.c.municipality_id == municipality_id)
        ).all()
        current, previous = _ranked(statements)
        moved = [
            {"slice": row.id, "now": row.id in current, "before": previous.get(row.id)}
            for row in statements
            if (bool(row.is_current), row.previous_id) != (row.id in current, previous.get(row.id))
        ]
        if moved:
            connection.execute(
                update(slice_)
                .where(slice_.c.id == bindparam("slice"))
                .values(is_current=bindparam("now"), previous_id=bindparam("before")),
                moved,
            )


def _ranked(statements: Iterable[Row[Any]]) -> tuple[set[int], dict[int, int]]:
    """Ids of the statements that count, and for each published one the id of the one ranked before it."""
    last: dict[tuple[Any, ...], int] = {}
    previous: dict[int, int] = {}
    # Documents that only mention a line, without any figure of the budget itself, compete with nobody.
    mentions: set[int] = set()
    for row in sorted(statements, key=lambda row: (row.authority, _paper_day(row), row.release_id, row.id)):
        if row.state != "published":
            continue
        if row.basis == "none":
            mentions.add(row.id)
            continue
        key = tuple(getattr(row, name) for name in _KEY)
        if key in last:
            previous[row.id] = last[key]
        last[key] = row.id
    return mentions | set(last.values()), previous


def _paper_day(row: Row[Any]) -> date:
    """Day of a document; of one with only a month or a year, its first day; the oldest where it prints nothing."""
    if row.date is not None:
        return cast(date, row.date)
    printed = re.search(r"\b(20\d\d)(?:-(0[1-9]|1[0-2]))?\b", row.date_printed)
    return date(int(printed[1]), int(printed[2] or 1), 1) if printed else date.min
