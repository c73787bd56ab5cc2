"""What search engines may list: the places that have something published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dashboard.store.tables import municipality, slice_
from dashboard.store.works_tables import work_report


@dataclass(frozen=True)
class Listed:
    """A place and what it has: figures of a budget, reports about works."""

    code: str
    budget: bool
    works: bool


def places_listed(connection: Connection) -> tuple[Listed, ...]:
    """Places with a current figure or a current report about a work, in alphabetical order of their codes."""
    budgets = select(slice_.c.municipality_id).where(slice_.c.is_current)
    reports = select(work_report.c.municipality_id).where(work_report.c.is_current)
    has_budget, has_works = (municipality.c.id.in_(places) for places in (budgets, reports))
    rows = connection.execute(
        select(municipality.c.code, has_budget.label("budget"), has_works.label("works")).order_by(municipality.c.code)
    )
    return tuple(Listed(row.code, bool(row.budget), bool(row.works)) for row in rows if row.budget or row.works)
