"""Rows of a register of works: works written or renewed, and every row kept as a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from dashboard.store.publishing.bulk import new_ids, write_rows
from dashboard.store.publishing.papers import ids_by
from dashboard.store.tables import classification
from dashboard.store.work_records import Funding, Link
from dashboard.store.works_tables import work, work_funding, work_link, work_report

#: What is said about the work itself; the report that counts decides.
_OF_WORK = (
    "role", "title", "title_ky", "title_ru", "title_en", "description", "type", "sector", "service", "village",
    "latitude", "longitude", "ocid", "quantity", "quantity_unit", "beneficiaries",
)  # fmt: skip
#: The amounts that a report itself holds.
MONEY = ("planned_minor", "contract_minor", "paid_minor")


@dataclass(frozen=True)
class WorkRow:
    """What one row of a file says about one work on one day. Money in minor units of the place's currency.

    `municipality` is the place's code, `key` the work's own number there, `function` a key of the classification or
    "", `document` its key, `row_no` the row as a person counts it. The other fields are as in the tables.
    """

    municipality: str
    key: str
    title: str
    document: str
    as_of: date
    status: str
    row_no: int
    role: str = "work"
    title_ky: str = ""
    title_ru: str = ""
    title_en: str = ""
    description: str = ""
    type: str = ""
    sector: str = ""
    service: str = ""
    function: str = ""
    village: str = ""
    latitude: float | None = None
    longitude: float | None = None
    ocid: str = ""
    quantity: float | None = None
    quantity_unit: str = ""
    beneficiaries: int | None = None
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    planned_minor: int | None = None
    contract_minor: int | None = None
    paid_minor: int | None = None
    contractor: str = ""
    delay_reason: str = ""
    new_end: date | None = None
    planned_start_precision: str = ""
    planned_end_precision: str = ""
    actual_start_precision: str = ""
    actual_end_precision: str = ""
    new_end_precision: str = ""
    missing_from: date | None = None
    progress: str = ""
    note_ky: str = ""
    note_ru: str = ""
    note_en: str = ""
    fundings: tuple[Funding, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def control_minor(self) -> int:
        """Sum of all amounts of the row, compared after writing."""
        own = sum(getattr(self, name) or 0 for name in MONEY)
        return own + sum(part.amount_minor or 0 for part in self.fundings)


def write_works(connection: Connection, rows: Sequence[WorkRow], places: dict[str, int]) -> dict[tuple[int, str], int]:
    """Write new works and renew known ones; number of each work by (place, key)."""
    latest: dict[tuple[int, str], WorkRow] = {}
    for row in rows:
        identity = (places[row.municipality], row.key)
        if identity not in latest or row.as_of >= latest[identity].as_of:
            latest[identity] = row
    functions = {"": None, **ids_by(connection, classification, "key")}
    known = _known(connection, sorted({place for place, _ in latest}))
    fresh, changed = [], []
    for (place, key), row in latest.items():
        values = {name: getattr(row, name) for name in _OF_WORK} | {"function_id": functions[row.function]}
        old = known.get((place, key))
        if old is None:
            fresh.append({"municipality_id": place, "key": key, **values})
        # An older document imported later adds to the history and does not speak for the work of today.
        elif row.as_of >= (old["as_of"] or date.min) and any(old[name] != value for name, value in values.items()):
            changed.append({"known_id": old["id"], **{f"new_{name}": value for name, value in values.items()}})
    ids = {identity: int(old["id"]) for identity, old in known.items()}
    ids |= _insert(connection, fresh)
    if changed:
        renewed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*_OF_WORK, "function_id")}
        connection.execute(update(work).where(work.c.id == bindparam("known_id")).values(renewed), changed)
    return ids


def _insert(connection: Connection, fresh: list[dict[str, Any]]) -> dict[tuple[int, str], int]:
    """Write new works; number of each by (place, key)."""
    numbers = new_ids(connection, work, len(fresh))
    columns = [column.name for column in work.columns]
    write_rows(
        connection,
        work,
        (
            tuple(values[name] for name in columns)
            for values in ({"id": number, **made} for number, made in zip(numbers, fresh, strict=True))
        ),
    )
    return {(made["municipality_id"], made["key"]): number for number, made in zip(numbers, fresh, strict=True)}


def _known(connection: Connection, place_ids: list[int]) -> dict[tuple[int, str], Any]:
    """The works some places have, each with the day of the report that counts."""
    known = {}
    for place in place_ids:
        rows = connection.execute(
            select(work, work_report.c.as_of)
            .outerjoin(work_report, (work_report.c.work_id == work.c.id) & work_report.c.is_current)
            .where(work.c.municipality_id == place)
        ).mappings()
        known.update({(place, row["key"]): row for row in rows})
    return known


def write_reports(
    connection: Connection,
    rows: Sequence[WorkRow],
    places: dict[str, int],
    papers: dict[str, int],
    work_ids: dict[tuple[int, str], int],
    release_id: int,
) -> None:
    """Write what the rows say on their days, with where the money comes from and what they point to."""
    ids = new_ids(connection, work_report, len(rows))
    columns = [column.name for column in work_report.columns]
    write_rows(
        connection,
        work_report,
        (
            _report(columns, number, row, places, papers, work_ids, release_id)
            for number, row in zip(ids, rows, strict=True)
        ),
    )
    fundings = (
        (report, position, part.source, part.label, part.amount_minor)
        for report, row in zip(ids, rows, strict=True)
        for position, part in enumerate(row.fundings)
    )
    write_rows(connection, work_funding, fundings)
    links = (
        (report, position, link.title, link.url)
        for report, row in zip(ids, rows, strict=True)
        for position, link in enumerate(row.links)
    )
    write_rows(connection, work_link, links)


def _report(
    columns: list[str],
    number: int,
    row: WorkRow,
    places: dict[str, int],
    papers: dict[str, int],
    work_ids: dict[tuple[int, str], int],
    release_id: int,
) -> tuple[Any, ...]:
    """A row of the table of reports; days as text, which both databases read the same way."""
    place = places[row.municipality]
    values = {
        "id": number,
        "work_id": work_ids[(place, row.key)],
        "municipality_id": place,
        "release_id": release_id,
        "document_id": papers[row.document],
        "is_current": False,
    }
    cells = (values[name] if name in values else getattr(row, name) for name in columns)
    return tuple(cell.isoformat() if isinstance(cell, date) else cell for cell in cells)
