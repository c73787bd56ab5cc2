"""Places and what each has published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from dashboard.store.records import Names, People, Place, PublishedPlace, Term
from dashboard.store.tables import document, glossary, municipality, population, slice_
from dashboard.store.works_tables import work_report


def places(connection: Connection) -> dict[int, Place]:
    """Every place by its id, oblasts and rayons included."""
    return {row["id"]: _place(row) for row in connection.execute(select(municipality)).mappings()}


def place(connection: Connection, code: str) -> Place | None:
    """The place of that code, or None."""
    row = connection.execute(select(municipality).where(municipality.c.code == code)).mappings().first()
    return _place(row) if row is not None else None


def places_of_codes(connection: Connection, codes: Sequence[str]) -> tuple[Place, ...]:
    """The places that exist among `codes`, in the order of their ids."""
    query = select(municipality).where(municipality.c.code.in_(codes)).order_by(municipality.c.id)
    return tuple(_place(row) for row in connection.execute(query).mappings())


def published(connection: Connection) -> dict[int, PublishedPlace]:
    """For each place we hold anything of: years, kinds, works, newest document (two statements)."""
    rows = connection.execute(
        select(
            slice_.c.municipality_id,
            slice_.c.fiscal_year,
            slice_.c.direction,
            slice_.c.phase,
            func.max(document.c.date).label("newest"),
            func.max(document.c.date_printed).label("printed"),
        )
        .join(document, document.c.id == slice_.c.document_id)
        .where(slice_.c.is_current)
        .group_by(slice_.c.municipality_id, slice_.c.fiscal_year, slice_.c.direction, slice_.c.phase)
    )
    of_place: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_place[row.municipality_id].append(row)
    works = {row.municipality_id: row for row in connection.execute(_works_of_places())}
    found = {}
    for place in of_place.keys() | works.keys():
        mine, about_works = of_place.get(place, []), works.get(place)
        papers = (*mine, *([about_works] if about_works else []))
        days = [row.newest for row in papers if row.newest is not None]
        found[place] = PublishedPlace(
            years=tuple(sorted({row.fiscal_year for row in mine})),
            kinds=frozenset((row.direction, row.phase) for row in mine),
            newest=(newest := max(days, default=None)),
            newest_printed=_later((row.printed for row in papers), newest),
            works=about_works.works if about_works else 0,
        )
    return found


def _later(printed: Iterable[str | None], newest: date | None) -> str:
    """What documents without a day print, where that is of a later year than the newest day."""
    last = max((text or "" for text in printed), default="")
    return last if last[:4] > (str(newest.year) if newest else "") else ""


def _works_of_places() -> Select[Any]:
    """For each place with reports about works (or programmes of works): how many, and the newest document."""
    return (
        select(
            work_report.c.municipality_id,
            func.count().label("works"),
            func.max(document.c.date).label("newest"),
            func.max(document.c.date_printed).label("printed"),
        )
        .join(document, document.c.id == work_report.c.document_id)
        .where(work_report.c.is_current)
        .group_by(work_report.c.municipality_id)
    )


def people(connection: Connection, municipality_id: int) -> tuple[People, ...]:
    """Population of a place, oldest first."""
    rows = connection.execute(
        select(population).where(population.c.municipality_id == municipality_id).order_by(population.c.as_of)
    )
    return tuple(People(row.as_of, row.people, row.source_title, row.source_url) for row in rows)


def terms(connection: Connection) -> tuple[Term, ...]:
    """The glossary, in its order."""
    return tuple(
        Term(
            term=Names(row.term_ky, row.term_ru, row.term_en),
            meaning=Names(row.meaning_ky, row.meaning_ru, row.meaning_en),
        )
        for row in connection.execute(select(glossary).order_by(glossary.c.position))
    )


def _place(row: RowMapping) -> Place:
    return Place(
        id=row["id"],
        code=row["code"],
        kind=row["kind"],
        names=Names(row["name_ky"], row["name_ru"], row["name_en"]),
        currency=row["currency"],
        soate=row["soate"] or "",
        parent_id=row["parent_id"],
        fictional=row["is_fictional"],
        source_url=row["source_url"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        email=row["email"],
        whatsapp=row["whatsapp"],
        feeds_since=row["feeds_since"],
        named_in=row["named_in"],
    )
