"""Outlines of places: one per place, the latest import counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select

from dashboard.store.publishing import frame
from dashboard.store.publishing.papers import ids_by
from dashboard.store.releases import PRODUCT, Origin, Published
from dashboard.store.tables import municipality, release
from dashboard.store.works_tables import boundary

SUBJECT: Final = "boundaries"


@dataclass(frozen=True)
class BoundaryRow:
    """The outline of a place (code): JSON of rings of [longitude, latitude]."""

    municipality: str
    rings: str
    source_title: str
    source_url: str


def publish_boundaries(engine: Engine, rows: Sequence[BoundaryRow], origin: Origin) -> Published:
    """Write outlines as a release; nothing happens when the same file was published before.

    Raises KeyError for a place the database does not know.
    """

    def write(connection: Connection, release_id: int) -> None:
        ids = ids_by(connection, municipality, "code")
        of_staff = _of_staff(connection) if origin.actor == PRODUCT else frozenset()
        for row in rows:
            place = ids[row.municipality]
            if place in of_staff:
                continue
            connection.execute(delete(boundary).where(boundary.c.municipality_id == place))
            connection.execute(
                insert(boundary).values(
                    municipality_id=place,
                    release_id=release_id,
                    rings=row.rings,
                    source_title=row.source_title,
                    source_url=row.source_url,
                )
            )

    return frame.publish(engine, origin, frame.Content(len(rows), write))


def _of_staff(connection: Connection) -> frozenset[int]:
    """Places whose outlines staff brought."""
    rows = select(boundary.c.municipality_id).join(release, release.c.id == boundary.c.release_id)
    return frozenset(connection.execute(rows.where(release.c.actor != PRODUCT)).scalars())


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a release of outlines back: maps no longer show them. Raises UnknownRelease."""
    frame.retract(engine, release_id, SUBJECT, actor=actor, reason=reason)
