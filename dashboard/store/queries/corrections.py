"""Mistakes of staff that were put right before anybody depended on them: the history and the audit trail keep them."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, select

from dashboard.store.corrections import is_correction
from dashboard.store.tables import audit, release, slice_

_STATEMENT = (
    "municipality_id",
    "fiscal_year",
    "direction",
    "phase",
    "scope",
    "period_end",
    "covers",
    "covers_ky",
    "part",
)


def corrected(connection: Connection, hours: float) -> frozenset[int]:
    """Ids of releases that public lists leave out (three statements).

    Within `hours` of its import each of them was retracted, or its budget was replaced in every statement by one of
    the same actor; and nobody else published the same statement in between.
    """
    counts = exists().where(slice_.c.release_id == release.c.id, slice_.c.is_current)
    made = connection.execute(select(release, counts.label("counts")).order_by(release.c.id)).all()
    by_id = {row.id: row for row in made}
    trail, after = _Trail(connection), _said_again(connection)
    found = set()
    for row in made:
        later = [by_id[other] for other in sorted(after[row.id])]
        if row.state == "retracted":
            between = [other for other in later if trail.before_retraction(other.id, row.id)]
            right = trail.retracted_within(row, hours)
        else:
            first = next((other for other in later if is_correction(row, other, hours)), None)
            between = [other for other in later if first and other.id < first.id]
            right = first is not None and not row.counts
        if right and all(other.actor == row.actor for other in between):
            found.add(int(row.id))
    return frozenset(found)


class _Trail:
    """When releases were made and retracted, and in which order: times alone may share a second."""

    def __init__(self, connection: Connection) -> None:
        entries = connection.execute(
            select(audit.c.id, audit.c.at, audit.c.action, audit.c.detail).where(
                (audit.c.action == "retract") | audit.c.action.startswith("import ")
            )
        )
        self._made: dict[int, int] = {}
        self._retracted: dict[int, tuple[int, datetime]] = {}
        for entry in entries:
            which = json.loads(entry.detail)["release"]
            if entry.action == "retract":
                self._retracted[which] = (entry.id, datetime.fromisoformat(entry.at))
            else:
                self._made[which] = entry.id

    def retracted_within(self, row: Row[Any], hours: float) -> bool:
        """Whether a release was retracted soon."""
        if row.id not in self._retracted:
            return False
        return self._retracted[row.id][1] - datetime.fromisoformat(row.imported_at) <= timedelta(hours=hours)

    def before_retraction(self, other: int, release_id: int) -> bool:
        """Whether another release was made before this one was retracted."""
        return (
            other in self._made and release_id in self._retracted and self._made[other] < self._retracted[release_id][0]
        )


def _said_again(connection: Connection) -> dict[int, set[int]]:
    """For each release the later ones that say one of its statements."""
    mine, other = slice_.alias("mine"), slice_.alias("other")
    same = and_(*(mine.c[name] == other.c[name] for name in _STATEMENT), other.c.release_id > mine.c.release_id)
    pairs = connection.execute(select(mine.c.release_id, other.c.release_id).join(other, same).distinct())
    after: dict[int, set[int]] = defaultdict(set)
    for earlier, later in pairs:
        after[earlier].add(later)
    return after
