"""Requests of residents and what came of them: every import keeps its own rows, of each request the latest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from dashboard.store.publishing import frame
from dashboard.store.publishing.proof import Proof
from dashboard.store.publishing.reference import known_places
from dashboard.store.publishing.seals import Sealed
from dashboard.store.releases import Origin, Published, by_staff
from dashboard.store.survey_tables import action
from dashboard.store.tables import release

SUBJECT: Final = "actions"


def publish_actions(engine: Engine, rows: Sequence[Mapping[str, Any]], origin: Origin) -> Published:
    """What residents asked for and what was answered or done, by `municipality` (a code) and `key`.

    Requests that the file does not name stay as they are. Nothing happens when the same file was published before.
    Raises UnknownReference for a place the database does not know.
    """

    def write(connection: Connection, release_id: int) -> None:
        places = known_places(connection, (row["municipality"] for row in rows))
        written = [
            {name: value for name, value in row.items() if name != "municipality"}
            | {"municipality_id": place, "release_id": release_id, "is_current": False}
            for row, place in zip(rows, places, strict=True)
        ]
        if written:
            connection.execute(insert(action), written)

    return frame.publish(engine, origin, frame.Content(len(rows), write, proof=PROOF))


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a release of requests back: what was said of them before counts again. Raises UnknownRelease."""
    frame.retract(engine, release_id, SUBJECT, choose_current, actor=actor, reason=reason)


def choose_current(connection: Connection, release_id: int) -> None:
    """Of every request that a release names, the row of the latest published release counts, those of staff first."""
    named = select(action.c.municipality_id, action.c.key).where(action.c.release_id == release_id).subquery()
    rows = connection.execute(
        select(
            action.c.id,
            action.c.is_current,
            release.c.state,
            func.row_number()
            .over(
                partition_by=(action.c.municipality_id, action.c.key, release.c.state),
                order_by=(by_staff().desc(), action.c.release_id.desc()),
            )
            .label("place"),
        )
        .join(named, (named.c.municipality_id == action.c.municipality_id) & (named.c.key == action.c.key))
        .join(release, release.c.id == action.c.release_id)
    )
    moved = list(_moved((row.id, bool(row.is_current), row.state == "published" and row.place == 1) for row in rows))
    if moved:
        connection.execute(
            update(action).where(action.c.id == bindparam("which")).values(is_current=bindparam("counts")), moved
        )


def _moved(rows: Iterable[tuple[int, bool, bool]]) -> Iterable[dict[str, Any]]:
    return ({"which": which, "counts": now} for which, before, now in rows if before != now)


def _written(connection: Connection, release_id: int) -> tuple[int, int]:
    return connection.execute(select(func.count()).where(action.c.release_id == release_id)).scalar_one(), 0


PROOF: Final = Proof((Sealed(action, moves=("is_current",)),), _written, choose_current=choose_current, flagged=action)
