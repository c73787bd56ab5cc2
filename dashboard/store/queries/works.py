"""The works of a place: counts and money, lists, one work with its history, points on the map.

Money and counts are of works only (role "work") and of the report that counts for each. Each function is one SQL
statement, unless it says otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, extract, func, or_, select

from dashboard.store.queries.papers import paper_columns, paper_of
from dashboard.store.records import Names
from dashboard.store.tables import classification, document, release
from dashboard.store.work_records import (
    WORD_OF,
    WORDS,
    Boundary,
    Choice,
    Funding,
    Link,
    Photo,
    Report,
    Tally,
    Work,
)  # fmt: skip
from dashboard.store.works_tables import STAGES, boundary, photo, work_funding, work_link, work_report
from dashboard.store.works_tables import work as work_table

By = Literal["word", "service", "village", "year"]
#: In a list: what is happening first, then what will, then what was.
_ORDER = ("under_way", "planned", "preparing", "done", "cancelled")

_ALL = Choice()
_word = case(
    *((work_report.c.status == status, meant) for status, meant in WORD_OF.items()), else_=work_report.c.status
)
#: The year a work belongs to: in which it was finished, else is due, else began, else was reported on.
_year = extract(
    "year",
    func.coalesce(
        work_report.c.actual_end, work_report.c.planned_end, work_report.c.actual_start, work_report.c.planned_start,
        work_report.c.as_of,
    ),
)  # fmt: skip
_KEYS: dict[str, ColumnElement[Any]] = {
    "word": _word, "service": work_table.c.service, "village": work_table.c.village, "year": _year,
}  # fmt: skip


def tallies(
    connection: Connection, municipality_id: int, today: date, by: By, choice: Choice = _ALL
) -> tuple[Tally, ...]:
    """Counts and money of a place's works by status word (in the order of WORDS), service, village or year.

    `late` counts finished works that ended, and open ones that are, past their planned end.
    """
    key = _KEYS[by].label("key")
    report = work_report.c
    known = func.coalesce(report.planned_minor, report.contract_minor, report.paid_minor)
    rows = connection.execute(
        _from_works(
            key, func.count().label("works"), _count_where(_late(today)).label("late"),
            *(func.coalesce(func.sum(report[name]), 0).label(name)
              for name in ("planned_minor", "contract_minor", "paid_minor")),
            func.count(known).label("with_money"),
        )
        .where(_chosen(municipality_id, today, choice))
        .group_by(key)
        .order_by(key)
    ).all()  # fmt: skip
    found = [
        Tally(
            str(row.key), int(row.works), int(row.late), int(row.planned_minor), int(row.contract_minor),
            int(row.paid_minor), int(row.with_money),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda tally: WORDS.index(tally.key)) if by == "word" else found)


def funding_tallies(connection: Connection, municipality_id: int) -> tuple[Tally, ...]:
    """The sources of the works' money: `count` of works, `planned_minor` the sum of the amounts that are known."""
    rows = connection.execute(
        _from_works(
            work_funding.c.source, func.count(func.distinct(work_table.c.id)),
            func.coalesce(func.sum(work_funding.c.amount_minor), 0), func.count(work_funding.c.amount_minor),
        )
        .join(work_funding, work_funding.c.report_id == work_report.c.id)
        .where(work_table.c.municipality_id == municipality_id, work_table.c.role == "work")
        .group_by(work_funding.c.source)
        .order_by(work_funding.c.source)
    )  # fmt: skip
    return tuple(Tally(row[0], row[1], 0, int(row[2]), 0, 0, row[3]) for row in rows)


def works(
    connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL,
    limit: int = 50, offset: int = 0,
) -> tuple[Work, ...]:  # fmt: skip
    """A page of a place's works with their sources of money (two statements).

    Under way first, then planned, being prepared, done and cancelled ones; within each by the planned end.
    """
    position = case(*((_word == meant, number) for number, meant in enumerate(_ORDER)), else_=len(_ORDER))
    rows = connection.execute(
        _works()
        .where(_chosen(municipality_id, today, choice))
        .order_by(position, work_report.c.planned_end.is_(None), work_report.c.planned_end, work_table.c.id)
        .limit(limit)
        .offset(offset)
    )
    return _with_fundings(connection, [_work(row) for row in rows])


def count(connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL) -> int:
    """How many works `works` would list without a limit."""
    chosen = _from_works(func.count()).where(_chosen(municipality_id, today, choice))
    return int(connection.execute(chosen).scalar_one())


def groups(connection: Connection, municipality_id: int) -> tuple[Work, ...]:
    """Announced programmes and totals, which stand for several works and are never counted (two statements)."""
    rows = connection.execute(
        _works()
        .where(work_table.c.municipality_id == municipality_id, work_table.c.role != "work")
        .order_by(work_table.c.id)
    )
    return _with_fundings(connection, [_work(row) for row in rows])


def work(connection: Connection, municipality_id: int, work_id: int) -> Work | None:
    """One work (or programme) with its sources of money and links (three statements)."""
    row = connection.execute(
        _works().where(work_table.c.id == work_id, work_table.c.municipality_id == municipality_id)
    ).first()
    if row is None:
        return None
    links = connection.execute(
        select(work_link.c.title, work_link.c.url).where(work_link.c.report_id == row.id).order_by(work_link.c.position)
    )
    found = replace(_work(row), links=tuple(Link(link.title, link.url) for link in links))
    return _with_fundings(connection, [found])[0]


def history(connection: Connection, work_id: int) -> tuple[Report, ...]:
    """Everything published releases say about a work, the oldest first."""
    rows = connection.execute(
        _reports()
        .where(work_report.c.work_id == work_id, release.c.state == "published")
        .order_by(work_report.c.as_of, work_report.c.release_id, work_report.c.id)
    )
    return tuple(_report(row) for row in rows)


def photos(connection: Connection, work_ids: Iterable[int]) -> dict[int, tuple[Photo, ...]]:
    """Pictures of some works, by work: before, during, after, and by day."""
    stage = case(*((photo.c.stage == name, number) for number, name in enumerate(STAGES)))
    rows = connection.execute(
        select(photo)
        .join(release, release.c.id == photo.c.release_id)
        .where(photo.c.work_id.in_(sorted(work_ids)), release.c.state == "published")
        .order_by(stage, photo.c.taken_on, photo.c.id)
    )
    found: dict[int, list[Photo]] = defaultdict(list)
    for row in rows:
        found[row.work_id].append(
            Photo(
                row.file, row.stage, row.pair, row.taken_on, row.width, row.height, row.drawn,
                Names(row.alt_ky, row.alt_ru, row.alt_en),
            )
        )  # fmt: skip
    return {number: tuple(pictures) for number, pictures in found.items()}


def points(
    connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL,
    limit: int = 5000,
) -> tuple[tuple[int, float, float, str, str], ...]:  # fmt: skip
    """(id, latitude, longitude, status word, printed title) of the works whose place on the map is known."""
    rows = connection.execute(
        _from_works(work_table.c.id, work_table.c.latitude, work_table.c.longitude, _word, work_table.c.title)
        .where(
            _chosen(municipality_id, today, choice),
            work_table.c.latitude.is_not(None),
            work_table.c.longitude.is_not(None),
        )
        .order_by(work_table.c.id)
        .limit(limit)
    )
    return tuple((row[0], row[1], row[2], row[3], row[4]) for row in rows)


def delivery(connection: Connection, municipality_id: int, today: date) -> tuple[tuple[int, int, int], ...]:
    """(year, works due in it until today, those of them completed on time), by year; cancelled works do not count.

    Completed on time: it ended, or was reported as completed, by its planned end.
    """
    due = work_report.c.planned_end
    year = extract("year", due).label("year")
    on_time = and_(_word == "done", func.coalesce(work_report.c.actual_end, work_report.c.as_of) <= due)
    rows = connection.execute(
        _from_works(year, func.count(), _count_where(on_time))
        .where(
            work_table.c.municipality_id == municipality_id,
            work_table.c.role == "work",
            due <= today,
            _word != "cancelled",
        )
        .group_by(year)
        .order_by(year)
    )
    return tuple((int(row[0]), row[1], row[2]) for row in rows)


def boundaries(connection: Connection, place_ids: Iterable[int]) -> tuple[Boundary, ...]:
    """Outlines of some places."""
    rows = connection.execute(
        select(boundary)
        .join(release, release.c.id == boundary.c.release_id)
        .where(boundary.c.municipality_id.in_(sorted(place_ids)), release.c.state == "published")
        .order_by(boundary.c.municipality_id)
    )
    return tuple(
        Boundary(
            row.municipality_id,
            tuple(tuple((point[0], point[1]) for point in ring) for ring in json.loads(row.rings)),
            row.source_title, row.source_url,
        )
        for row in rows
    )  # fmt: skip


def has_works(connection: Connection, municipality_id: int) -> bool:
    """Whether anything about works (or programmes of works) of a place is published."""
    found = select(work_report.c.id).where(work_report.c.municipality_id == municipality_id, work_report.c.is_current)
    return connection.execute(found.limit(1)).scalar() is not None


def _from_works(*columns: Any) -> Select[Any]:
    """Works joined with the report that counts."""
    return select(*columns).select_from(
        work_table.join(work_report, and_(work_report.c.work_id == work_table.c.id, work_report.c.is_current))
    )


def _chosen(municipality_id: int, today: date, choice: Choice) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [
        work_table.c.municipality_id == municipality_id,
        work_table.c.role == "work",
    ]
    for name in ("word", "service", "village"):
        if wanted := getattr(choice, name):
            conditions.append(_KEYS[name] == wanted)
    if choice.year is not None:
        conditions.append(_year == choice.year)
    if choice.late_only:
        conditions.append(and_(_word.not_in(("done", "cancelled")), work_report.c.planned_end < today))
    return and_(*conditions)


def _late(today: date) -> ColumnElement[bool]:
    """The rule of `Report.days_late`."""
    end = work_report.c.planned_end
    return or_(
        and_(_word == "done", work_report.c.actual_end > end), and_(_word.not_in(("done", "cancelled")), end < today)
    )


def _count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _reports() -> Select[Any]:
    return (
        select(
            work_report, *paper_columns(document), release.c.file_sha256, release.c.imported_at,
        )
        .join(document, document.c.id == work_report.c.document_id)
        .join(release, release.c.id == work_report.c.release_id)
    )  # fmt: skip


def _works() -> Select[Any]:
    own = (column for column in work_table.c if column.name not in ("id", "municipality_id", "function_id"))
    return (
        _reports()
        .add_columns(*own, classification.c.key.label("function"))
        .join(work_table, work_table.c.id == work_report.c.work_id)
        .outerjoin(classification, classification.c.id == work_table.c.function_id)
        .where(work_report.c.is_current)
    )


def _work(row: Row[Any]) -> Work:
    same = (
        "key", "role", "description", "type", "sector", "service", "village", "latitude", "longitude", "ocid",
        "quantity", "quantity_unit", "beneficiaries",
    )  # fmt: skip
    return Work(
        id=row.work_id,
        titles=Names(row.title_ky or row.title, row.title_ru or row.title, row.title_en or row.title),
        printed=row.title,
        function=row.function or "",
        report=_report(row),
        **{name: getattr(row, name) for name in same},
    )


def _report(row: Row[Any]) -> Report:
    same = (
        "id", "as_of", "status", "planned_start", "planned_end", "actual_start", "actual_end", "planned_minor",
        "contract_minor", "paid_minor", "contractor", "delay_reason", "new_end", "release_id",
    )  # fmt: skip
    return Report(
        note=Names(row.note_ky, row.note_ru, row.note_en),
        paper=paper_of(row, "paper", row.file_sha256, row.imported_at),
        **{name: getattr(row, name) for name in same},
    )


def _with_fundings(connection: Connection, found: list[Work]) -> tuple[Work, ...]:
    rows = connection.execute(
        select(work_funding)
        .where(work_funding.c.report_id.in_([each.report.id for each in found]))
        .order_by(work_funding.c.report_id, work_funding.c.position)
    )
    parts: dict[int, list[Funding]] = defaultdict(list)
    for row in rows:
        parts[row.report_id].append(Funding(row.source, row.label, row.amount_minor))
    return tuple(replace(each, fundings=tuple(parts[each.report.id])) for each in found)
