"""Reading what all pages of a place share: the place, its statements, the classification, its people."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from dashboard.pages.data import PlaceData
from dashboard.store.queries import budget, contacts, places, surveys, works
from dashboard.store.releases import data_version

Read = Callable[[str, Connection], PlaceData | None]


def read_place(code: str, connection: Connection) -> PlaceData | None:
    """Eight statements; None when there is no place of that code."""
    place = places.place(connection, code)
    if place is None:
        return None
    return PlaceData(
        place=place,
        statements=budget.statements(connection, place.id),
        classes=budget.classes(connection),
        people=places.people(connection, place.id),
        looked_for=contacts.looked_for(connection, place.id),
        contact=contacts.contact_of(connection, place.id),
        work_roles=works.roles(connection, place.id),
        opinion=surveys.glance(connection, place.id),
    )


class RememberedPlaces:
    """`read_place` that keeps the last places of a data version: another year of a place reads only that year."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._known: dict[tuple[int, str], PlaceData] = {}

    def __call__(self, code: str, connection: Connection) -> PlaceData | None:
        """The place as of the present data version."""
        key = (data_version(connection), code)
        known = self._known.get(key)
        if known is None:
            known = read_place(code, connection)
            if known is not None:
                if len(self._known) >= self._size:
                    self._known.clear()
                self._known[key] = known
        return known
