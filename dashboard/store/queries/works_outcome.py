"""How works turned out beside what was promised: on time or not, dearer or not.

Works only; those that were cancelled, taken down or are no longer listed are left out.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, extract, func, or_

from dashboard.store.queries.work_rows import count_where, counted_to, end_known, from_works, is_done, is_open, late
from dashboard.store.work_records import Delivery, Deviation, Overdue, Replanned
from dashboard.store.works_tables import work as work_table
from dashboard.store.works_tables import work_report, work_standing


def delivery(connection: Connection, municipality_id: int, today: date) -> tuple[Delivery, ...]:
    """Works that were due by the date promised first, by its year.

    The day itself still belongs to the promise, as in `Work.is_late`: an open work is due when the day its report
    speaks of is past it, a finished one when today is.
    Completed on time: it ended, or was reported as completed, by that date (`on_time_now`: by the one promised last).
    """
    first, last = work_standing.c.first_end, work_standing.c.last_end
    year = extract("year", first).label("year")
    ended = func.coalesce(work_report.c.actual_end, work_report.c.as_of)
    counts = (and_(is_done, ended <= first), and_(is_done, ended <= last), and_(is_done, ~end_known), is_open)
    rows = connection.execute(
        from_works(year, func.count(), *map(count_where, counts))
        .where(_works_of(municipality_id), or_(and_(is_done, first < today), and_(is_open, first < counted_to(today))))
        .group_by(year)
        .order_by(year)
    )
    return tuple(Delivery(int(row[0]), *map(int, row[1:])) for row in rows)


def overdue(connection: Connection, municipality_id: int, today: date) -> Overdue:
    """All open works of a place past the date promised first, in one row."""
    planned, counted = work_standing.c.last_planned_minor, counted_to(today)
    row = connection.execute(
        from_works(
            func.count(),
            count_where(late(today, "last")),
            func.sum(planned),
            count_where(planned.is_(None)),
            count_where(work_report.c.delay_reason == ""),
            func.min(counted),
            func.max(counted),
        ).where(_works_of(municipality_id), is_open, late(today))
    ).one()
    days = (_day(row[5]), _day(row[6])) if row[0] else None
    return Overdue(int(row[0]), int(row[1]), None if row[2] is None else int(row[2]), int(row[3]), int(row[4]), days)


def deviations(connection: Connection, municipality_id: int) -> tuple[Deviation, ...]:
    """What the finished works that have both a plan and a cost were to cost, first and last, and did, by service.

    The cost is what was paid, where that is known; otherwise the contract.
    """
    standing, report = work_standing.c, work_report.c
    cost = func.coalesce(report.paid_minor, report.contract_minor)
    amounts = (standing.first_planned_minor, standing.last_planned_minor, cost)
    rows = connection.execute(
        from_works(work_table.c.service, func.count(), *map(func.sum, amounts))
        .where(_works_of(municipality_id), is_done, *(amount.is_not(None) for amount in amounts))
        .group_by(work_table.c.service)
        .order_by(work_table.c.service)
    )
    return tuple(Deviation(row[0], *map(int, row[1:])) for row in rows)


def replanned(connection: Connection, municipality_id: int) -> tuple[Replanned, ...]:
    """The planned cost stated first beside the one stated last, by service, of works finished or still open."""
    first, last = work_standing.c.first_planned_minor, work_standing.c.last_planned_minor
    rows = connection.execute(
        from_works(work_table.c.service, func.count(), count_where(first != last), func.sum(first), func.sum(last))
        .where(_works_of(municipality_id), or_(is_done, is_open), first.is_not(None))
        .group_by(work_table.c.service)
        .order_by(work_table.c.service)
    )
    return tuple(Replanned(row[0], *map(int, row[1:])) for row in rows)


def _works_of(municipality_id: int) -> ColumnElement[bool]:
    return and_(work_table.c.municipality_id == municipality_id, work_table.c.role == "work")


def _day(value: date | str) -> date:
    """A day as PostgreSQL and SQLite give the least of an expression."""
    return date.fromisoformat(value) if isinstance(value, str) else value
