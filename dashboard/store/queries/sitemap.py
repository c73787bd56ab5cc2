"""What search engines may list: the places that have something published."""

from __future__ import annotations

from sqlalchemy import Connection, select

from dashboard.store.tables import municipality, slice_


def place_codes(connection: Connection) -> tuple[str, ...]:
    """Codes of the places with a current figure, in alphabetical order."""
    published = select(slice_.c.municipality_id).where(slice_.c.is_current)
    query = select(municipality.c.code).where(municipality.c.id.in_(published)).order_by(municipality.c.code)
    return tuple(connection.execute(query).scalars())
