"""Releases: one import each. The frame around every change: lock, seen before?, audit, data version, commit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, case, insert, select, text, tuple_, update

from dashboard.store import audit
from dashboard.store.tables import release, state

# One writer at a time on PostgreSQL; SQLite's BEGIN IMMEDIATE does the same by itself.
_LOCK = 7277002
#: Who brings the files that come with the program. What anybody else brings is of staff and stands above them.
PRODUCT: Final = "init"


class Inconsistent(RuntimeError):
    """What was written differs from what was read; nothing is committed."""


class UnknownRelease(LookupError):
    """There is no published release of that number and subject."""


@dataclass(frozen=True)
class Origin:
    """Where the rows of a release come from and who brings them."""

    subject: str
    file_name: str
    file_sha256: str
    mapping: str
    recipe_sha256: str
    actor: str
    reason: str = ""


@dataclass(frozen=True)
class Published:
    """What an import did: `published`, or `same` when a release of this file and recipe is what counts already."""

    outcome: str
    release_id: int
    rows: int


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that no other import can overlap; everything in it happens or nothing does."""
    with engine.begin() as connection:
        wait_for_others(connection)
        yield connection


def wait_for_others(connection: Connection) -> None:
    """Until no other import writes; none begins before the transaction of `connection` ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def published_before(connection: Connection, origin: Origin) -> Published | None:
    """The last published release of the same file read with the same recipe, whether or not it still counts."""
    row = connection.execute(_made_of(origin, "published")).first()
    return Published("same", row.id, row.row_count) if row else None


def taken_back_before(connection: Connection, origin: Origin) -> int | None:
    """The last release of the same file and recipe that staff retracted, where none of it is published."""
    if published_before(connection, origin):
        return None
    row = connection.execute(_made_of(origin, "retracted")).first()
    return row.id if row else None


def by_product(connection: Connection, release_id: int) -> bool:
    """Whether a release is of the files that come with the program."""
    return connection.execute(select(release.c.actor).where(release.c.id == release_id)).scalar() == PRODUCT


def by_staff() -> ColumnElement[int]:
    """1 for releases of staff, 0 for those of the program: orders what may count."""
    return case((release.c.actor == PRODUCT, 0), else_=1)


def claim(connection: Connection, made: Collection[tuple[str, str, str]]) -> None:
    """Sign the releases of the program's own files from before it signed them, by (subject, file, mapping).

    Does nothing once any release is signed.
    """
    if connection.execute(select(release.c.id).where(release.c.actor == PRODUCT)).first():
        return
    own = tuple_(release.c.subject, release.c.file_name, release.c.mapping).in_(sorted(made))
    found = connection.execute(select(release.c.id, release.c.actor).where(own).order_by(release.c.id)).all()
    if found:
        connection.execute(update(release).where(own).values(actor=PRODUCT))
        before = {str(row.id): row.actor for row in found}
        change(connection, at=now(), actor=PRODUCT, action="claim", detail={"releases": before})


def _made_of(origin: Origin, state: str) -> Select[tuple[int, int]]:
    """Releases of the same file read with the same recipe, the last first: id, number of rows."""
    mine = select(release.c.id, release.c.row_count).where(
        release.c.file_sha256 == origin.file_sha256,
        release.c.recipe_sha256 == origin.recipe_sha256,
        release.c.state == state,
    )
    return mine.order_by(release.c.id.desc())


def open_release(connection: Connection, origin: Origin, *, rows: int, control_minor: int, at: datetime) -> int:
    """Write the release, to which rows can refer then; returns its id. `announce` ends what begins here."""
    return int(
        connection.execute(
            insert(release)
            .values(
                subject=origin.subject,
                file_name=origin.file_name,
                file_sha256=origin.file_sha256,
                recipe_sha256=origin.recipe_sha256,
                mapping=origin.mapping,
                actor=origin.actor,
                reason=origin.reason,
                imported_at=at.isoformat(),
                row_count=rows,
                control_minor=control_minor,
                state="published",
            )
            .returning(release.c.id)
        ).scalar_one()
    )


def announce(
    connection: Connection, origin: Origin, release_id: int, seals: Mapping[str, Mapping[str, Any]], *, at: datetime
) -> None:
    """Audit a release that is written, with the seals of its rows, and raise the data version."""
    counted = select(release.c.row_count, release.c.control_minor).where(release.c.id == release_id)
    rows, control = connection.execute(counted).one()
    detail = {
        "release": release_id,
        "file": origin.file_name,
        "sha256": origin.file_sha256,
        "rows": rows,
        "control_minor": control,
        "seals": seals,
    }
    change(connection, at=at, actor=origin.actor, action=f"import {origin.subject}", detail=detail)


def subject_of(connection: Connection, release_id: int) -> str:
    """What a release is about (budget, works, ...); raises UnknownRelease."""
    subject = connection.execute(select(release.c.subject).where(release.c.id == release_id)).scalar()
    if subject is None:
        raise UnknownRelease(release_id)
    return str(subject)


def last_of_file(connection: Connection, release_id: int) -> str:
    """Fingerprint of the files of a release, "" where another release that is published is made of the same."""
    sha256 = connection.execute(select(release.c.file_sha256).where(release.c.id == release_id)).scalar_one()
    others = select(release.c.id).where(release.c.file_sha256 == sha256, release.c.state == "published")
    return "" if connection.execute(others.where(release.c.id != release_id)).first() else str(sha256)


def take_back(connection: Connection, release_id: int, subject: str, *, actor: str, reason: str) -> None:
    """Mark a published release of `subject` as retracted, with its audit entry; raises UnknownRelease."""
    found = connection.execute(
        update(release)
        .where(release.c.id == release_id, release.c.subject == subject, release.c.state == "published")
        .values(state="retracted")
    ).rowcount
    if not found:
        raise UnknownRelease(release_id)
    change(connection, at=now(), actor=actor, action="retract", detail={"release": release_id, "reason": reason})


def change(connection: Connection, *, at: datetime, actor: str, action: str, detail: dict[str, Any]) -> None:
    """Audit a change and raise the data version, so that every cache of pages lets go of what it holds."""
    audit.record(connection, at=at, actor=actor, action=action, detail=detail)
    raised = connection.execute(
        update(state).where(state.c.key == "data_version").values(value=state.c.value + 1)
    ).rowcount
    if not raised:
        connection.execute(insert(state).values(key="data_version", value=1))


def data_version(connection: Connection) -> int:
    """Number that goes up with every published change; 0 before the first."""
    return connection.execute(select(state.c.value).where(state.c.key == "data_version")).scalar() or 0


def history(connection: Connection) -> list[dict[str, Any]]:
    """Every release, newest first."""
    return [dict(row) for row in connection.execute(select(release).order_by(release.c.id.desc())).mappings()]


def now() -> datetime:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
