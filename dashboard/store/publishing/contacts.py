"""How to reach local governments: one row per place, as one source prints it."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from dashboard.store.publishing import frame
from dashboard.store.publishing.kept import KeptRows
from dashboard.store.publishing.reference import Rows, known_places
from dashboard.store.releases import Origin, Published
from dashboard.store.tables import contact


def publish_contacts(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Rows: `municipality` (a code), `phone`, `email`, `site`, `address`, `hours`, and who printed them and when.

    A row is one source's word and takes the place of the row before it, its empty cells too; a row of staff stays
    whole under the program's own files. Raises UnknownReference for an unknown place.
    """

    def write(connection: Connection, release_id: int) -> None:
        places = known_places(connection, (row["municipality"] for row in rows))
        contacts = KeptRows(connection, release_id, contact, ("municipality_id",), whole=True)
        for row, place in zip(rows, places, strict=True):
            values = {name: value for name, value in row.items() if name != "municipality"}
            contacts.put({**values, "municipality_id": place})

    return frame.publish(engine, origin, frame.Content(len(rows), write))
