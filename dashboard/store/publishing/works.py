"""Publishing works: they get their numbers, every row becomes a report, and of each work one report counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, func, select, update

from dashboard.store.batch import Document
from dashboard.store.publishing import frame
from dashboard.store.publishing.papers import ids_by, write_documents
from dashboard.store.publishing.proof import Proof, Spoken
from dashboard.store.publishing.seals import Sealed
from dashboard.store.publishing.standings import registered, renew_standings, wrong_standings
from dashboard.store.publishing.work_rows import MONEY, WorkRow, write_reports, write_works
from dashboard.store.releases import Origin, Published, by_staff
from dashboard.store.tables import municipality, release
from dashboard.store.works_tables import work, work_funding, work_link, work_register, work_report, work_standing

SUBJECT = "works"


def publish_works(
    engine: Engine,
    rows: Sequence[WorkRow],
    documents: tuple[Document, ...],
    origin: Origin,
    *,
    complete: bool = False,
    progress: frame.Progress = frame.silent,
) -> Published:
    """Write `rows` as a release; nothing happens when the same file was published before.

    `complete`: they are all works of their places on the day they speak of, not some that are mentioned.
    `progress` is called with the name of each step. Raises KeyError for a place, document or class the database does
    not know.
    """

    def write(connection: Connection, release_id: int) -> None:
        progress("works")
        places = ids_by(connection, municipality, "code")
        papers = write_documents(connection, documents, places_of_documents(rows))
        work_ids = write_works(connection, rows, places)
        progress("reports")
        write_reports(connection, rows, places, papers, work_ids, release_id)
        registered(connection, release_id, complete=complete)

    control = sum(row.control_minor for row in rows)
    return frame.publish(engine, origin, frame.Content(len(rows), write, control, PROOF), progress)


def places_of_documents(rows: Iterable[WorkRow]) -> dict[str, set[str]]:
    """Codes of the places whose works each document speaks of, by its key."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.document].add(row.municipality)
    return found


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a release of works back: its reports stay in the tables, the ones before them count again.

    Raises UnknownRelease.
    """
    frame.retract(engine, release_id, SUBJECT, choose_current, actor=actor, reason=reason)


def choose_current(connection: Connection, release_id: int) -> None:
    """For every work of a release's places the report that counts: of the latest day, then of staff, then the last.

    And what all reports of those works say together.
    """
    affected = select(work_report.c.municipality_id).where(work_report.c.release_id == release_id).distinct()
    for place in sorted(connection.execute(affected).scalars()):
        newest = (work_report.c.release_id.desc(), work_report.c.id.desc())
        order = (work_report.c.as_of.desc(), by_staff().desc(), *newest)
        ranked = (
            select(
                work_report.c.id,
                func.row_number().over(partition_by=work_report.c.work_id, order_by=order).label("position"),
            )
            .join(release, release.c.id == work_report.c.release_id)
            .where(work_report.c.municipality_id == place, release.c.state == "published")
            .subquery()
        )
        counts = work_report.c.id.in_(select(ranked.c.id).where(ranked.c.position == 1))
        mine = update(work_report).where(work_report.c.municipality_id == place)
        connection.execute(mine.where(work_report.c.is_current, ~counts).values(is_current=False))
        connection.execute(mine.where(~work_report.c.is_current, counts).values(is_current=True))
        renew_standings(connection, place)


def written(connection: Connection, release_id: int) -> tuple[int, int]:
    """Reports of a release, and the sum of their money."""
    planned, contract, paid = (func.coalesce(work_report.c[name], 0) for name in MONEY)
    own = planned + contract + paid
    reports, total = connection.execute(
        select(func.count(), func.coalesce(func.sum(own), 0)).where(work_report.c.release_id == release_id)
    ).one()
    funded = connection.execute(
        select(func.coalesce(func.sum(work_funding.c.amount_minor), 0))
        .join(work_report, work_report.c.id == work_funding.c.report_id)
        .where(work_report.c.release_id == release_id)
    ).scalar_one()
    return reports, int(total) + int(funded)


PROOF: Final = Proof(
    sealed=(
        Sealed(work_report, moves=("is_current",)),
        Sealed(work_register),
        *(Sealed(table, "report_id", work_report) for table in (work_funding, work_link)),
    ),
    written=written,
    sums=wrong_standings,
    choose_current=choose_current,
    flagged=work_report,
    spoken=tuple(Spoken(column, work_report.c.work_id) for column in (work.c.id, work_standing.c.work_id)),
)
