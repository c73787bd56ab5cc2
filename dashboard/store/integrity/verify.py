"""Everything that can be looked at again: the file, the trail, noted heads, every release, and what counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.exc import DBAPIError

from dashboard.store import releases
from dashboard.store.audit import Head
from dashboard.store.engine import is_damage, is_of_rows
from dashboard.store.integrity.anchor import anchor_faults, head_fault
from dashboard.store.integrity.proofs import PROOFS, proof_of, strays
from dashboard.store.integrity.trail import SEAL, Fault, Told, Trail, guard_faults, read_trail, trail_faults
from dashboard.store.publishing.proof import Step
from dashboard.store.publishing.seals import Sealed, broken, seal
from dashboard.store.releases import PRODUCT, Inconsistent
from dashboard.store.tables import release


@dataclass(frozen=True)
class Verified:
    """What was found: nothing is wrong without `faults`. `unsealed`: releases of which only sums could be checked."""

    faults: tuple[Fault, ...]
    releases: int
    unsealed: int
    head: Head


def verify(engine: Engine, anchor: Path | None = None, noted: Head | None = None) -> Verified:
    """Look at everything again and change nothing; imports into that database wait meanwhile (see `copied_engine`).

    `anchor`: the file of noted heads, `noted`: one head from elsewhere. Raises OSError where `anchor` cannot be read.
    """
    if damaged := _damage(engine):
        return Verified((Fault("file", {"reason": damaged}),), 0, 0, Head())
    with engine.connect() as connection, connection.begin() as transaction:
        releases.wait_for_others(connection)
        trail = read_trail(connection)
        faults = [*trail_faults(connection, trail), *guard_faults(connection, trail.head)]
        if anchor is not None:
            faults += anchor_faults(anchor, trail.hashes)
        if noted is not None:
            faults += head_fault(noted, trail.hashes)
        columns = (release.c.id, release.c.subject, release.c.row_count, release.c.control_minor)
        published = connection.execute(select(*columns).order_by(release.c.id)).all()
        for number, subject, rows, control in published:
            faults += _release_faults(connection, number, subject, (rows, control), trail.told.get(number))
        subjects = {number: subject for number, subject, *_ in published}
        faults += (Fault("stray", {"table": table, "n": n}) for table, n in strays(connection))
        faults += _current_faults(connection, subjects)
        # To see what counts it was chosen again.
        transaction.rollback()
    return Verified(tuple(faults), len(published), len(_unsealed(subjects, trail)), trail.head)


def seal_older(engine: Engine) -> int:
    """Seal what was published before its tables were sealed as it is now, in one entry; how many releases that are."""
    with releases.writing(engine) as connection:
        subjects = {row.id: row.subject for row in connection.execute(select(release.c.id, release.c.subject))}
        trail = read_trail(connection)
        missing = _unsealed(subjects, trail)
        if missing:
            tables = {number: _missing(subjects[number], trail.told[number]) for number in missing}
            seals = {str(number): seal(connection, of, number) for number, of in tables.items()}
            releases.change(connection, at=releases.now(), actor=PRODUCT, action=SEAL, detail={"releases": seals})
        return len(missing)


def _unsealed(subjects: Mapping[int, str], trail: Trail) -> list[int]:
    """Releases with tables whose rows stay as they were written and are not sealed."""
    return [
        number
        for number, subject in sorted(subjects.items())
        if number in trail.told and _missing(subject, trail.told[number])
    ]


def _missing(subject: str, told: Told) -> list[Sealed]:
    """Tables of a release that the program of its day did not seal."""
    return [each for each in proof_of(subject).sealed if each.table.name not in told.seals]


def _damage(engine: Engine) -> str:
    """What SQLite finds wrong with its file, "" where nothing is; PostgreSQL has checksums of its own for that.

    A file may be so damaged that not even a connection can be made. Raises DBAPIError where it cannot be looked at.
    """
    if engine.dialect.name != "sqlite":
        return ""
    try:
        with engine.connect() as connection:
            [said, *_] = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars()
    except DBAPIError as error:
        if not is_damage(error):
            raise
        return str(error.orig)
    return "" if said == "ok" else str(said)


def _release_faults(
    connection: Connection, number: int, subject: str, counted: tuple[int, int], told: Told | None
) -> Iterator[Fault]:
    """What is no longer as it was published in one release. Seals come first: they are of the rows as they stand."""
    proof = proof_of(subject)
    seals = told.seals if told is not None else {}

    def sealed() -> Iterator[Fault]:
        for table in broken(connection, proof.sealed, number, seals):
            yield Fault("seal", {"release": number, "table": table})

    def written() -> Iterator[Fault]:
        try:
            found = proof.written(connection, number) if proof.written is not None else counted
        except Inconsistent as error:
            yield Fault("lines", {"release": number, "reason": str(error)})
            return
        if found != counted:
            (rows, total), (of_rows, of_total) = found, counted
            values = {"rows": rows, "total": total, "of_rows": of_rows, "of_total": of_total}
            yield Fault("rows", {"release": number, **values})

    def sums() -> Iterator[Fault]:
        for what in proof.sums(connection, number):
            yield Fault("sums", {"release": number, "what": what})

    for look in (sealed, written, sums):
        yield from _looked(connection, number, look)


def _looked(connection: Connection, number: int, look: Callable[[], Iterable[Fault]]) -> list[Fault]:
    """What is found about a release; that its rows cannot even be computed with is a finding, too.

    Raises DBAPIError where the database is what fails.
    """
    try:
        with connection.begin_nested():
            return [*look()]
    except (DBAPIError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if isinstance(error, DBAPIError) and not is_of_rows(error):
            raise
        reason = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
        return [Fault("failed", {"release": number, "reason": reason or type(error).__name__})]


def _current_faults(connection: Connection, subjects: Mapping[int, str]) -> Iterator[Fault]:
    """Rows that are shown or not shown against the rule; the caller takes back what is done to see it."""
    tables = {proof.flagged.name: proof.flagged for proof in PROOFS.values() if proof.flagged is not None}
    before = {name: _counting(connection, table) for name, table in tables.items()}
    for number, subject in subjects.items():
        choose = proof_of(subject).choose_current
        if choose is not None:
            yield from _looked(connection, number, partial(_chosen, connection, number, choose))
    for name, table in tables.items():
        if wrong := before[name] ^ _counting(connection, table):
            yield Fault("current", {"table": name, "n": len(wrong)})


def _chosen(connection: Connection, number: int, choose: Step) -> tuple[Fault, ...]:
    choose(connection, number)
    return ()


def _counting(connection: Connection, table: Table) -> frozenset[int]:
    return frozenset(connection.execute(select(table.c.id).where(table.c.is_current)).scalars())
