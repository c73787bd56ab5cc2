"""Checks: who looked where for a paper, on which day, and whether it was there. Every import keeps its own rows."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, func, insert, select

from dashboard.store.publishing import frame
from dashboard.store.publishing.proof import Proof
from dashboard.store.publishing.reference import Rows, known_places
from dashboard.store.publishing.seals import Sealed
from dashboard.store.releases import Origin, Published
from dashboard.store.tables import looked_for

SUBJECT: Final = "checks"


def publish_checks(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Rows: `municipality` (a code), `kind` (LOOKED_FOR), `fiscal_year`, `looked_on`, `url`, `found`.

    Raises UnknownReference for an unknown place.
    """

    def write(connection: Connection, release_id: int) -> None:
        places = known_places(connection, (row["municipality"] for row in rows))
        written = [
            {name: value for name, value in row.items() if name != "municipality"}
            | {"municipality_id": place, "release_id": release_id}
            for row, place in zip(rows, places, strict=True)
        ]
        if written:
            connection.execute(insert(looked_for), written)

    return frame.publish(engine, origin, frame.Content(len(rows), write, proof=PROOF))


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a release of checks back: pages no longer know of them. Raises UnknownRelease."""
    frame.retract(engine, release_id, SUBJECT, actor=actor, reason=reason)


def _written(connection: Connection, release_id: int) -> tuple[int, int]:
    return connection.execute(select(func.count()).where(looked_for.c.release_id == release_id)).scalar_one(), 0


PROOF: Final = Proof((Sealed(looked_for),), _written)
