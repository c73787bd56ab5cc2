"""Reports and pictures of the works of several places, for the open data API: page by page, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from dashboard.store.queries.work_rows import fundings_of, in_time, photo_of, report_of, reports
from dashboard.store.tables import release
from dashboard.store.work_records import Funding, Photo, WorkReport
from dashboard.store.works_tables import photo, work, work_report


@dataclass(frozen=True)
class Reported:
    """What a document said of a work on a day. `current`: it is what counts now."""

    place_id: int
    work_id: int
    key: str
    current: bool
    report: WorkReport
    fundings: tuple[Funding, ...]


@dataclass(frozen=True)
class PhotoOfWork:
    """A picture of a work, and the release that brought it."""

    place_id: int
    work_id: int
    key: str
    photo: Photo
    release_id: int


def reported(
    connection: Connection, place_ids: Sequence[int], role: str, work_id: int | None, *, limit: int, offset: int
) -> tuple[int, list[Reported]]:
    """How many reports published releases have of works of a role, and a page of them: by place and work, the oldest
    first. Three statements of SQL."""
    wanted = [*_of(place_ids, work_id), work.c.role == role, release.c.state == "published"]
    found = reports().add_columns(work.c.key).join(work, work.c.id == work_report.c.work_id).where(*wanted)
    order = (work.c.municipality_id, work.c.id, work_report.c.as_of, work_report.c.release_id, work_report.c.id)
    total, rows = _page(connection, found, order, limit, offset)
    fundings = fundings_of(connection, [row.id for row in rows])
    return total, [
        Reported(row.municipality_id, row.work_id, row.key, row.is_current, report_of(row), fundings.get(row.id, ()))
        for row in rows
    ]


def pictured(
    connection: Connection, place_ids: Sequence[int], work_id: int | None, *, limit: int, offset: int
) -> tuple[int, list[PhotoOfWork]]:
    """How many published pictures there are, and a page of them: by place and work, as the page of the work shows them.
    Two statements of SQL."""
    found = (
        select(photo, work.c.key, work.c.municipality_id)
        .join(work, work.c.id == photo.c.work_id)
        .join(release, release.c.id == photo.c.release_id)
        .where(*_of(place_ids, work_id), release.c.state == "published")
    )
    order = (work.c.municipality_id, work.c.id, *in_time())
    total, rows = _page(connection, found, order, limit, offset)
    return total, [
        PhotoOfWork(row.municipality_id, row.work_id, row.key, photo_of(row), row.release_id) for row in rows
    ]


def _of(place_ids: Sequence[int], work_id: int | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [work.c.municipality_id.in_(place_ids)]
    return found if work_id is None else [*found, work.c.id == work_id]


def _page(
    connection: Connection, found: Select[Any], order: Sequence[ColumnElement[Any]], limit: int, offset: int
) -> tuple[int, Sequence[Row[Any]]]:
    total = int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())
    return total, connection.execute(found.order_by(*order).limit(limit).offset(offset)).all()
