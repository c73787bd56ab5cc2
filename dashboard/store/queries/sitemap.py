"""What search engines may list: the places that have something published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dashboard.store.queries.surveys import opinion_of
from dashboard.store.tables import municipality, slice_
from dashboard.store.works_tables import work_report


@dataclass(frozen=True)
class Listed:
    """A place and what it `has`: "budget", "works", and what `opinion_of` tells."""

    code: str
    has: frozenset[str]


def places_listed(connection: Connection) -> tuple[Listed, ...]:
    """Places with anything that counts, in alphabetical order of their codes."""
    budgets = select(slice_.c.municipality_id).where(slice_.c.is_current)
    reports = select(work_report.c.municipality_id).where(work_report.c.is_current)
    has = {
        "budget": municipality.c.id.in_(budgets),
        "works": municipality.c.id.in_(reports),
        **opinion_of(municipality.c.id),
    }
    rows = connection.execute(
        select(municipality.c.code, *(condition.label(name) for name, condition in has.items())).order_by(
            municipality.c.code
        )
    )
    found = (Listed(row.code, frozenset(name for name in has if row._mapping[name])) for row in rows)
    return tuple(place for place in found if place.has)
