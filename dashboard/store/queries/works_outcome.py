"""How works turned out beside what was planned: on time or not, dearer or not. Works only, cancelled ones left out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, case, extract, func

from dashboard.store.queries.work_rows import count_where, from_works, plain_word
from dashboard.store.work_records import Delivery, Deviation
from dashboard.store.works_tables import work as work_table
from dashboard.store.works_tables import work_report


def delivery(connection: Connection, municipality_id: int, today: date) -> tuple[Delivery, ...]:
    """Works due until today by the year of their planned end; cancelled works do not count.

    Completed on time: it ended, or was reported as completed, by its planned end.
    """
    due = work_report.c.planned_end
    year = extract("year", due).label("year")
    on_time = and_(plain_word == "done", func.coalesce(work_report.c.actual_end, work_report.c.as_of) <= due)
    rows = connection.execute(
        from_works(year, func.count(), count_where(on_time))
        .where(
            work_table.c.municipality_id == municipality_id,
            work_table.c.role == "work",
            due <= today,
            plain_word != "cancelled",
        )
        .group_by(year)
        .order_by(year)
    )
    return tuple(Delivery(int(row[0]), row[1], int(row[2])) for row in rows)


def deviations(connection: Connection, municipality_id: int) -> tuple[Deviation, ...]:
    """What the works that have both a plan and a cost were to cost and did, by service; cancelled ones left out.

    The cost of a finished work is what was paid for it, where that is known; otherwise its contract, as for the others.
    """
    report = work_report.c
    # What is being taken down has not been paid for in full yet.
    finished = and_(plain_word == "done", report.status != "decommissioning")
    cost = case((and_(finished, report.paid_minor.is_not(None)), report.paid_minor), else_=report.contract_minor)
    rows = connection.execute(
        from_works(work_table.c.service, func.count(), func.sum(report.planned_minor), func.sum(cost))
        .where(
            work_table.c.municipality_id == municipality_id,
            work_table.c.role == "work",
            plain_word != "cancelled",
            report.planned_minor.is_not(None),
            cost.is_not(None),
        )
        .group_by(work_table.c.service)
        .order_by(work_table.c.service)
    )
    return tuple(Deviation(row[0], row[1], int(row[2]), int(row[3])) for row in rows)
