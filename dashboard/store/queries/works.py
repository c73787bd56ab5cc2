"""The works of a place: counts and money, lists, one work with its history, points on the map.

Money and counts are of works only (role "work") and of the report that counts for each. Each function is one SQL
statement, unless it says otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from dashboard.store.queries.papers import paper_columns, paper_of
from dashboard.store.queries.work_rows import (
    ORDER,
    count_where,
    end_known,
    from_works,
    in_time,
    is_done,
    is_open,
    late,
    photo_of,
    plain_word,
    report_of,
    reports,
    titles_of,
    with_fundings,
    work_of,
    work_year,
    works_with_papers,
)
from dashboard.store.records import Paper
from dashboard.store.tables import classification, document, release
from dashboard.store.work_records import WORDS, Boundary, Choice, Link, Order, Photo, Point, Tally, Work, WorkReport
from dashboard.store.works_tables import (
    boundary,
    photo,
    work_funding,
    work_link,
    work_register,
    work_report,
    work_standing,
)
from dashboard.store.works_tables import work as work_table

By = Literal["word", "service", "village", "year", "function", "contractor"]

#: Points of one map, as many as a page can read in time; a place with more of them says so.
MOST_POINTS: Final = 5_000
_ALL = Choice()
_KEYS: dict[str, ColumnElement[Any]] = {
    "word": plain_word, "service": work_table.c.service, "village": work_table.c.village, "year": work_year,
    "function": func.coalesce(classification.c.key, ""), "contractor": work_report.c.contractor,
}  # fmt: skip


def tallies(
    connection: Connection, municipality_id: int, today: date, by: By, choice: Choice = _ALL
) -> tuple[Tally, ...]:
    """Counts and money of a place's works by status word (in the order of WORDS), or by another of their sides."""
    rows = connection.execute(_tallying(municipality_id, today, by, choice))
    found = [_tally(row) for row in rows]
    return tuple(sorted(found, key=lambda tally: WORDS.index(tally.key)) if by == "word" else found)


@lru_cache(maxsize=512)  # putting it together takes longer than the database does
def _tallying(municipality_id: int, today: date, by: By, choice: Choice) -> Select[Any]:
    key = _KEYS[by].label("key")
    report = work_report.c
    amounts = (work_standing.c.last_planned_minor, report.contract_minor, report.paid_minor)
    chosen = from_works(
        key,
        func.count(),
        count_where(late(today)),
        *(func.sum(amount) for amount in amounts),
        func.count(func.coalesce(*amounts)),
        *(func.count(amount) for amount in amounts),
        func.count(work_standing.c.first_end),
        count_where(plain_word.in_(("planned", "preparing"))),
        count_where(plain_word == "under_way"),
        count_where(plain_word == "done"),
        count_where(late(today, "last")),
        count_where(work_standing.c.last_end > work_standing.c.first_end),
        count_where(and_(work_standing.c.first_end.is_not(None), or_(is_open, and_(is_done, end_known)))),
    )
    if by == "function":
        chosen = chosen.outerjoin(classification, classification.c.id == work_table.c.function_id)
    return chosen.where(_chosen(municipality_id, today, choice)).group_by(key).order_by(key)


def funding_tallies(connection: Connection, municipality_id: int) -> tuple[Tally, ...]:
    """The sources of the works' money: `count` of works, `planned_minor` the sum of the amounts that are known.

    `with_money` and `with_planned` count the amounts: a work may name a source twice.
    """
    source, amount = work_funding.c.source, work_funding.c.amount_minor
    rows = connection.execute(
        from_works(source, func.count(func.distinct(work_table.c.id)), func.sum(amount), func.count(amount))
        .join(work_funding, work_funding.c.report_id == work_report.c.id)
        .where(work_table.c.municipality_id == municipality_id, work_table.c.role == "work")
        .group_by(source)
        .order_by(source)
    )
    return tuple(Tally(row[0], row[1], 0, _known(row[2]), None, None, row[3], with_planned=row[3]) for row in rows)


def works(
    connection: Connection,
    municipality_id: int,
    today: date,
    choice: Choice = _ALL,
    limit: int = 50,
    offset: int = 0,
    order: Order = "stage",
) -> tuple[Work, ...]:
    """A page of a place's works with their sources of money (two statements).

    By stage: under way first, then planned, being prepared, done and the rest; within each by the date promised last.
    By `late`: those longest past the date promised first; by `planned`: the dearest first; unknown ones last.
    """
    rows = connection.execute(
        works_with_papers()
        .where(_chosen(municipality_id, today, choice))
        .order_by(*_in_order(order), work_table.c.id)
        .limit(limit)
        .offset(offset)
    )
    return with_fundings(connection, [work_of(row) for row in rows])


def numbers(
    connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL, order: Order = "stage"
) -> tuple[int, ...]:
    """The numbers (`Work.id`) of all works that `works` would list, in the same order."""
    chosen = from_works(work_table.c.id).where(_chosen(municipality_id, today, choice))
    return tuple(connection.execute(chosen.order_by(*_in_order(order), work_table.c.id)).scalars())


def numbered(connection: Connection, wanted: Sequence[int]) -> tuple[Work, ...]:
    """The works that have these numbers, in their order; without sources of money."""
    rows = connection.execute(works_with_papers().where(work_table.c.id.in_(wanted)))
    found = {row.work_id: row for row in rows}
    return tuple(work_of(found[number]) for number in wanted if number in found)


def _in_order(order: Order) -> tuple[ColumnElement[Any], ...]:
    stands = work_standing.c
    if order == "stage":
        position = case(*((plain_word == meant, number) for number, meant in enumerate(ORDER)), else_=len(ORDER))
        return position, stands.last_end.is_(None), stands.last_end
    if order == "title":
        return (stands.search,)
    if order == "planned":
        return stands.last_planned_minor.is_(None), stands.last_planned_minor.desc()
    if order == "as_of":
        return (work_report.c.as_of.desc(),)
    return stands.first_end.is_(None), stands.first_end


def count(connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL) -> int:
    """How many works `works` would list without a limit."""
    chosen = from_works(func.count()).where(_chosen(municipality_id, today, choice))
    return int(connection.execute(chosen).scalar_one())


def by_key(connection: Connection, municipality_id: int, keys: Iterable[str]) -> dict[str, Work]:
    """The works of a place that have one of some keys, by key; without sources of money."""
    rows = connection.execute(
        works_with_papers().where(
            work_table.c.municipality_id == municipality_id,
            work_table.c.role == "work",
            work_table.c.key.in_(sorted(keys)),
        )
    )
    return {row.key: work_of(row) for row in rows}


def groups(connection: Connection, municipality_id: int) -> tuple[Work, ...]:
    """Programmes and totals, which mean several works and are never counted; without sources of money."""
    rows = connection.execute(
        works_with_papers()
        .where(work_table.c.municipality_id == municipality_id, work_table.c.role != "work")
        .order_by(work_table.c.id)
    )
    return tuple(work_of(row) for row in rows)


def work(connection: Connection, municipality_id: int, work_id: int) -> Work | None:
    """One work (or programme) with its sources of money and links (three statements)."""
    row = connection.execute(
        works_with_papers().where(work_table.c.id == work_id, work_table.c.municipality_id == municipality_id)
    ).first()
    if row is None:
        return None
    links = connection.execute(
        select(work_link.c.title, work_link.c.url).where(work_link.c.report_id == row.id).order_by(work_link.c.position)
    )
    found = replace(work_of(row), links=tuple(Link(link.title, link.url) for link in links))
    return with_fundings(connection, [found])[0]


def history(connection: Connection, work_id: int) -> tuple[WorkReport, ...]:
    """Everything published releases say about a work, the oldest first."""
    rows = connection.execute(
        reports()
        .where(work_report.c.work_id == work_id, release.c.state == "published")
        .order_by(work_report.c.as_of, work_report.c.release_id, work_report.c.id)
    )
    return tuple(report_of(row) for row in rows)


def photos(connection: Connection, work_ids: Iterable[int]) -> dict[int, tuple[Photo, ...]]:
    """Pictures of some works, by work, in the order of time."""
    rows = connection.execute(
        select(photo)
        .join(release, release.c.id == photo.c.release_id)
        .where(photo.c.work_id.in_(sorted(work_ids)), release.c.state == "published")
        .order_by(*in_time())
    )
    found: dict[int, list[Photo]] = defaultdict(list)
    for row in rows:
        found[row.work_id].append(photo_of(row))
    return {number: tuple(pictures) for number, pictures in found.items()}


def points(
    connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL, limit: int = MOST_POINTS
) -> tuple[Point, ...]:
    """The works whose place on the map is known, by id; at most `limit` of them."""
    own = work_table.c
    names = (own.title, own.title_ky, own.title_ru, own.title_en)
    rows = connection.execute(
        from_works(own.id, own.latitude, own.longitude, plain_word, own.village, *names)
        .where(
            _chosen(municipality_id, today, choice),
            work_table.c.latitude.is_not(None),
            work_table.c.longitude.is_not(None),
        )
        .order_by(work_table.c.id)
        .limit(limit)
    )
    return tuple(
        Point(number, north, east, word, titles_of(*titles), village)
        for number, north, east, word, village, *titles in rows
    )


def papers(connection: Connection, municipality_id: int, today: date, choice: Choice = _ALL) -> tuple[Paper, ...]:
    """The documents whose reports count for a place's works, the oldest first, as they were imported last."""
    rows = connection.execute(_papers(municipality_id, today, choice))
    found = {row.paper_id: paper_of(row, "paper", row.file_sha256, row.imported_at) for row in rows}
    return tuple(sorted(found.values(), key=lambda paper: (paper.date or date.max, paper.id)))


@lru_cache(maxsize=512)
def _papers(municipality_id: int, today: date, choice: Choice) -> Select[Any]:
    imported = (release.c.file_sha256, release.c.imported_at)
    return (
        from_works(*paper_columns(document), *imported)
        .join(document, document.c.id == work_report.c.document_id)
        .join(release, release.c.id == work_report.c.release_id)
        .where(_chosen(municipality_id, today, choice))
        .distinct()
        .order_by(document.c.id, release.c.imported_at)
    )


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
            row.source_title,
            row.source_url,
        )
        for row in rows
    )


def complete_register(connection: Connection, municipality_id: int) -> date | None:
    """The day of the latest published register that lists all works of a place; None where no register says so."""
    day = (
        select(func.max(work_register.c.as_of))
        .join(release, release.c.id == work_register.c.release_id)
        .where(
            work_register.c.municipality_id == municipality_id, work_register.c.complete, release.c.state == "published"
        )
    )
    found: date | None = connection.execute(day).scalar_one()
    return found


def roles(connection: Connection, municipality_id: int) -> frozenset[str]:
    """Whether works, programmes of works or totals of a place are published; empty for none of them."""
    found = from_works(work_table.c.role).where(work_table.c.municipality_id == municipality_id).distinct()
    return frozenset(connection.execute(found).scalars())


def _chosen(municipality_id: int, today: date, choice: Choice) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [
        work_table.c.municipality_id == municipality_id,
        work_table.c.role == "work",
    ]
    for name in ("service", "village"):
        if wanted := getattr(choice, name):
            conditions.append(_KEYS[name] == wanted)
    if choice.services:
        conditions.append(work_table.c.service.in_(choice.services))
    if choice.words:
        conditions.append(plain_word.in_(choice.words))
    if choice.year is not None:
        conditions.append(work_year == choice.year)
    if choice.late_only:
        conditions += [is_open, late(today)]
    conditions += [work_standing.c.search.contains(word, autoescape=True) for word in choice.text]
    if choice.contractor:
        conditions.append(work_report.c.contractor == choice.contractor)
    if choice.source:
        named = select(work_funding.c.report_id).where(work_funding.c.source == choice.source)
        conditions.append(work_report.c.id.in_(named))
    if choice.ended_by is not None:
        ended = func.coalesce(work_report.c.actual_end, work_report.c.as_of)
        conditions.append(and_(is_done, ended <= choice.ended_by))
    return and_(*conditions)


def _tally(row: Row[Any]) -> Tally:
    key, count, late, planned, contract, paid, *counts = tuple(row)
    return Tally(str(key), count, int(late), _known(planned), _known(contract), _known(paid), *map(int, counts))


def _known(total: Any) -> int | None:
    """A sum as PostgreSQL (a decimal number) and SQLite give it; None where nothing was known."""
    return None if total is None else int(total)
