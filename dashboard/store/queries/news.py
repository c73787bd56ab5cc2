"""What is new on the whole site, and how much there is: fictional places are left out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, Connection, func, select, union

from dashboard.store.records import NewPaper, SiteHoldings
from dashboard.store.survey_tables import study
from dashboard.store.tables import document, municipality, slice_
from dashboard.store.works_tables import work, work_report


def newest_papers(connection: Connection, most: int) -> tuple[NewPaper, ...]:
    """The newest documents behind what the pages show, the newest first (one statement).

    A document that prints no day could stand anywhere among them and is left out.
    """
    used = _used()
    newest = (
        select(document.c.id)
        .where(document.c.id.in_(select(used.c.document_id)), document.c.date.is_not(None))
        .order_by(document.c.date.desc(), document.c.key)
        .limit(most)
        .subquery()
    )
    rows = connection.execute(
        select(document.c.id, document.c.date, document.c.title, document.c.language, used.c.municipality_id)
        .join(newest, newest.c.id == document.c.id)
        .join(used, used.c.document_id == document.c.id)
        .order_by(document.c.date.desc(), document.c.key, used.c.municipality_id)
    )
    found: dict[int, Any] = {}
    for row in rows:
        found.setdefault(row.id, (row, []))[1].append(row.municipality_id)
    return tuple(NewPaper(row.date, row.title, row.language, tuple(places)) for row, places in found.values())


def holdings(connection: Connection) -> SiteHoldings:
    """Counts over all real places (one statement)."""
    works = (
        select(func.count(work_report.c.work_id.distinct()), func.count(work_report.c.municipality_id.distinct()))
        .join(work, work.c.id == work_report.c.work_id)
        .join(municipality, municipality.c.id == work_report.c.municipality_id)
        .where(work_report.c.is_current, work.c.role == "work", ~municipality.c.is_fictional)
        .subquery()
    )
    studies = (
        select(func.count())
        .select_from(study.join(municipality, municipality.c.id == study.c.municipality_id))
        .where(study.c.is_current, ~municipality.c.is_fictional)
        .scalar_subquery()
    )
    row = connection.execute(select(*works.c, studies)).one()
    return SiteHoldings(row[0], row[1], row[2])


def _used() -> CTE:
    """(document, place) of everything that counts now."""
    return union(
        *(
            select(table.c.document_id, table.c.municipality_id)
            .join(municipality, municipality.c.id == table.c.municipality_id)
            .where(table.c.is_current, ~municipality.c.is_fictional)
            for table in (slice_, work_report, study)
        )
    ).cte("used")
