"""Keeping what all reports of a place's works say together, whenever other reports count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from dashboard.i18n import fold_words
from dashboard.store.promises import PlanStated, standing_of
from dashboard.store.publishing.bulk import write_rows
from dashboard.store.releases import by_staff
from dashboard.store.tables import release
from dashboard.store.works_tables import work, work_register, work_report, work_standing

#: What a reader may look for a work by.
_SEARCHED = ("title", "title_ky", "title_ru", "title_en", "key", "ocid", "contractor")

_PLAN = tuple(PlanStated.__dataclass_fields__)


def registered(connection: Connection, release_id: int, *, complete: bool) -> None:
    """Note for every place of a release the latest day its works are reported of, and whether it lists them all."""
    found = connection.execute(
        select(work_report.c.municipality_id, func.max(work_report.c.as_of))
        .where(work_report.c.release_id == release_id)
        .group_by(work_report.c.municipality_id)
    ).all()
    rows = [
        {"release_id": release_id, "municipality_id": place, "as_of": day, "complete": complete} for place, day in found
    ]
    if rows:
        connection.execute(insert(work_register), rows)


def renew_standings(connection: Connection, municipality_id: int) -> None:
    """Write the standing of every work of a place anew from its published reports."""
    connection.execute(delete(work_standing).where(work_standing.c.municipality_id == municipality_id))
    columns = [column.name for column in work_standing.columns]
    # All of them are read before the first is written: PostgreSQL does one thing at a time on a connection.
    made = list(_standings(connection, municipality_id))
    write_rows(connection, work_standing, (tuple(values[name] for name in columns) for values in made))


def wrong_standings(connection: Connection, release_id: int) -> Iterator[str]:
    """The works of a release's places whose standing is not what their reports say, by number."""
    places = select(work_report.c.municipality_id).where(work_report.c.release_id == release_id).distinct()
    for place in sorted(connection.execute(places).scalars()):
        kept = connection.execute(select(work_standing).where(work_standing.c.municipality_id == place)).mappings()
        there = {row["work_id"]: _as_written(dict(row)) for row in kept}
        said = {values["work_id"]: values for values in _standings(connection, place)}
        for number in sorted(there.keys() | said.keys()):
            if there.get(number) != said.get(number):
                yield f"work_standing {number}"


def _standings(connection: Connection, municipality_id: int) -> Iterator[dict[str, Any]]:
    register = _register(connection, municipality_id)
    for work_id, rows in groupby(_reports(connection, municipality_id), key=lambda row: int(row.work_id)):
        yield _cells(work_id, municipality_id, list(rows), register)


def _as_written(values: Mapping[str, Any]) -> dict[str, Any]:
    """Days as text, which both databases read the same way."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _cells(
    work_id: int, municipality_id: int, reports: Sequence[Row[Any]], register: Row[int, date] | None
) -> dict[str, Any]:
    """A row of the table, as it is written."""
    listed = register is None or any(
        each.release_id == register.release_id or each.as_of > register.as_of for each in reports
    )
    # Of several reports of one day the last in their order counts.
    days = {each.as_of: PlanStated(**{name: getattr(each, name) for name in _PLAN}) for each in reports}
    missing = reports[-1].missing_from if listed or register is None else register.as_of
    standing = standing_of(list(days.values()), missing)
    return {
        "work_id": work_id,
        "municipality_id": municipality_id,
        **_as_written(vars(standing)),
        "search": "\n".join(
            dict.fromkeys(filter(None, (fold_words(getattr(reports[-1], name)) for name in _SEARCHED)))
        ),
    }


def _register(connection: Connection, municipality_id: int) -> Row[int, date] | None:
    """The latest register that lists all works of a place."""
    mine = (work_register.c.municipality_id == municipality_id, work_register.c.complete)
    found = (
        select(work_register.c.release_id, work_register.c.as_of)
        .join(release, release.c.id == work_register.c.release_id)
        .where(*mine, release.c.state == "published")
        .order_by(work_register.c.as_of.desc(), by_staff().desc(), work_register.c.release_id.desc())
        .limit(1)
    )
    return connection.execute(found).first()


def _reports(connection: Connection, municipality_id: int) -> Iterator[Row[Any]]:
    """Published reports, work by work, the oldest first; of one day the one that counts last."""
    report = work_report.c
    said = (report.work_id, report.release_id, report.missing_from, *(report[name] for name in _PLAN))
    searched = (report.contractor, *(work.c[name] for name in _SEARCHED if name != "contractor"))
    yield from connection.execute(
        select(*said, *searched)
        .join(work, work.c.id == report.work_id)
        .join(release, release.c.id == report.release_id)
        .where(report.municipality_id == municipality_id, release.c.state == "published")
        .order_by(report.work_id, report.as_of, by_staff(), report.release_id, report.id)
    )
