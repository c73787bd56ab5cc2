"""Works of several places at once, for the open data API: the report that counts, with its money and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from dashboard.store.queries.work_rows import (
    ORDER,
    from_works,
    is_done,
    is_open,
    late,
    plain_word,
    with_fundings,
    work_of,
    work_year,
    works_with_papers,
)
from dashboard.store.work_records import Link, Work
from dashboard.store.works_tables import work, work_link, work_report, work_standing


@dataclass(frozen=True)
class WorksWanted:
    """Which works are asked for.

    Attributes:
        place_ids: database numbers of the places.
        role: work, group or total; never more than one, so that nothing is counted twice.
        word, status: one of the plain words, an OC4IDS status; "" takes all.
        service, village: as published; "" takes all.
        year: the year a work was finished in; if unknown was to be finished, began, was reported on.
        work_id: database number of one work; None takes all.
        late: "open" for unfinished works past the date promised first, "done" for works finished after it, "" for all.
    """

    place_ids: tuple[int, ...]
    role: str = "work"
    word: str = ""
    status: str = ""
    service: str = ""
    village: str = ""
    year: int | None = None
    late: str = ""
    work_id: int | None = None


@dataclass(frozen=True)
class Found:
    """One page of works, each with the id of its place, and how many all pages have."""

    total: int
    works: tuple[tuple[int, Work], ...]


def works_of(connection: Connection, wanted: WorksWanted, today: date, *, limit: int, offset: int) -> Found:
    """Works `offset`…`offset + limit` in a fixed order: by place, what is under way first, by the date promised last.

    Four statements of SQL.
    """
    conditions = _conditions(wanted, today)
    total = int(connection.execute(from_works(func.count()).where(*conditions)).scalar_one())
    page = works_with_papers().where(*conditions).order_by(*_in_order()).limit(limit).offset(offset)
    rows = connection.execute(page).all()
    found = _with_links(connection, with_fundings(connection, [work_of(row) for row in rows]))
    return Found(total, tuple((row.municipality_id, each) for row, each in zip(rows, found, strict=True)))


def _conditions(wanted: WorksWanted, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        work_report.c.municipality_id.in_(wanted.place_ids),
        work_report.c.is_current,
        work.c.role == wanted.role,
    ]
    if wanted.word:
        found.append(plain_word == wanted.word)
    if wanted.status:
        found.append(work_report.c.status == wanted.status)
    if wanted.service:
        found.append(work.c.service == wanted.service)
    if wanted.village:
        found.append(work.c.village == wanted.village)
    if wanted.work_id is not None:
        found.append(work.c.id == wanted.work_id)
    if wanted.year is not None:
        found.append(work_year == wanted.year)
    if wanted.late:
        found += [late(today), is_open if wanted.late == "open" else is_done]
    return found


def _in_order() -> list[ColumnElement[Any]]:
    rank = case({word: position for position, word in enumerate(ORDER)}, value=plain_word)
    end = work_standing.c.last_end
    return [work_report.c.municipality_id, rank, end.is_(None), end, work.c.id]


def _with_links(connection: Connection, found: Sequence[Work]) -> tuple[Work, ...]:
    rows = connection.execute(
        select(work_link)
        .where(work_link.c.report_id.in_([each.report.id for each in found]))
        .order_by(work_link.c.report_id, work_link.c.position)
    )
    links: dict[int, list[Link]] = defaultdict(list)
    for row in rows:
        links[row.report_id].append(Link(row.title, row.url))
    return tuple(replace(each, links=tuple(links[each.report.id])) for each in found)
