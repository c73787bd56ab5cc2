"""What all pages of a place share: the place, its statements, the classification, its people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from dashboard.pages.address import sections_of
from dashboard.store.queries import budget, places, surveys, works
from dashboard.store.records import Class, People, Place, Statement
from dashboard.store.releases import data_version
from dashboard.store.survey_records import Glance


@dataclass(frozen=True)
class PlaceData:
    """Everything about a place that does not depend on the year a reader looks at.

    Attributes:
        work_roles: as in the tables.
        opinion: whether there are studies of it and answers to what residents asked, and one figure.
    """

    place: Place
    statements: tuple[Statement, ...]
    classes: dict[str, Class]
    people: tuple[People, ...]
    work_roles: frozenset[str] = frozenset()
    opinion: Glance = field(default_factory=Glance)

    @property
    def has_works(self) -> bool:
        """Whether the place has a register to lead to, be it of programmes only."""
        return bool(self.work_roles)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the place's pages that have something to show, in the order of the navigation."""
        return sections_of(budget=bool(self.statements), works=self.has_works, opinion=self.opinion.there)


Read = Callable[[str, Connection], PlaceData | None]


def read_place(code: str, connection: Connection) -> PlaceData | None:
    """Six statements; None when there is no place of that code."""
    place = places.place(connection, code)
    if place is None:
        return None
    return PlaceData(
        place=place,
        statements=budget.statements(connection, place.id),
        classes=budget.classes(connection),
        people=places.people(connection, place.id),
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
