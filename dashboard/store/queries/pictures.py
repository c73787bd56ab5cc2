"""Pictures of all works of a place. Each function is one SQL statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dashboard.store.queries.work_rows import photo_of, titles_of
from dashboard.store.tables import release
from dashboard.store.work_records import Leads, Pictured
from dashboard.store.works_tables import photo, work, work_report


def numbers(connection: Connection, municipality_id: int) -> tuple[int, ...]:
    """Of all pictures of a place's works, the newest first; those without a day come last."""
    day = photo.c.taken_on
    rows = _of_place(municipality_id, photo.c.id).order_by(day.is_(None), day.desc(), photo.c.id.desc())
    return tuple(connection.execute(rows).scalars())


def pictured(connection: Connection, wanted: Sequence[int]) -> tuple[Pictured, ...]:
    """The pictures that have these numbers, in their order, each with its work."""
    own = (work.c.title.label("printed"), work.c.title_ky, work.c.title_ru, work.c.title_en)
    rows = connection.execute(
        select(photo, *own).join(work, work.c.id == photo.c.work_id).where(photo.c.id.in_(wanted))
    )
    found = {row.id: Pictured(row.id, photo_of(row), row.work_id, titles_of(row.printed, *row[-3:])) for row in rows}
    return tuple(found[number] for number in wanted if number in found)


def leads(connection: Connection, municipality_id: int) -> Leads:
    """How many pictures the works of a place have, and how many contractors they name."""
    report = work_report.c
    named = (
        select(func.count(func.distinct(report.contractor)))
        .join(work, work.c.id == report.work_id)
        .where(
            report.municipality_id == municipality_id, report.is_current, work.c.role == "work", report.contractor != ""
        )
    )
    shown = _of_place(municipality_id, func.count())
    return Leads(*connection.execute(select(shown.scalar_subquery(), named.scalar_subquery())).one())


def _of_place(municipality_id: int, *columns: Any) -> Select[Any]:
    """Pictures of the works of a place that have a page: a published release says something of them."""
    return (
        select(*columns)
        .select_from(photo)
        .join(release, release.c.id == photo.c.release_id)
        .join(work_report, (work_report.c.work_id == photo.c.work_id) & work_report.c.is_current)
        .where(work_report.c.municipality_id == municipality_id, release.c.state == "published")
    )
