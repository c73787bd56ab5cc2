"""Rows that say what pictures of works show; their files are written before them (see picture_files.py).

Killed in between, some files belong to no row, which harms nobody; a row without its file cannot come about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, insert, select, update

from dashboard.store.picture_files import SIZES
from dashboard.store.publishing import frame
from dashboard.store.releases import Origin, Published
from dashboard.store.tables import municipality, release
from dashboard.store.works_tables import photo, work, work_report

SUBJECT: Final = "photos"


@dataclass(frozen=True)
class PhotoRow:
    """A picture of a work of `municipality` (code). `file`: the name `store_files` gave. Alt texts are never empty."""

    municipality: str
    work: str
    file: str
    stage: str
    pair: str
    taken_on: date | None
    width: int
    height: int
    drawn: bool
    alt_ky: str
    alt_ru: str
    alt_en: str


def files_whole(connection: Connection, release_id: int, folder: Path) -> bool:
    """Whether the folder still has every size of the pictures of a release."""
    names = connection.execute(select(photo.c.file).where(photo.c.release_id == release_id)).scalars()
    return all((folder / f"{name}-{size}.webp").exists() for name in names for size in SIZES)


def known_works(connection: Connection, municipality_code: str) -> dict[str, int]:
    """The works of a place: key → id."""
    rows = connection.execute(
        select(work.c.key, work.c.id).join(municipality).where(municipality.c.code == municipality_code)
    )
    return {row.key: row.id for row in rows}


@dataclass(frozen=True)
class NamedWork:
    """What a list of pictures may call a work by. `title` is "" of a work that no published report speaks of."""

    key: str
    title: str
    village: str


def named_works(connection: Connection, municipality_code: str) -> tuple[NamedWork, ...]:
    """The works of a place, with the titles and villages by which they are published now (one statement)."""
    current = (work_report.c.work_id == work.c.id) & work_report.c.is_current
    rows = connection.execute(
        select(work.c.key, work.c.title, work.c.village, work_report.c.id)
        .join_from(work, municipality, municipality.c.id == work.c.municipality_id)
        .outerjoin(work_report, current)
        .where(municipality.c.code == municipality_code)
    )
    return tuple(NamedWork(row.key, row.title if row.id else "", row.village) for row in rows)


def publish_photos(engine: Engine, rows: Sequence[PhotoRow], origin: Origin) -> Published:
    """Write pictures as a release; nothing happens when the same folder was published before.

    A picture that a work has already keeps its release and takes the new words. Raises KeyError for an unknown work.
    """

    def write(connection: Connection, release_id: int) -> None:
        works = {code: known_works(connection, code) for code in {row.municipality for row in rows}}
        for row in rows:
            _write(connection, row, works[row.municipality][row.work], release_id)

    return frame.publish(engine, origin, frame.Content(len(rows), write))


def _write(connection: Connection, row: PhotoRow, work_id: int, release_id: int) -> None:
    names = ("stage", "pair", "taken_on", "width", "height", "drawn", "alt_ky", "alt_ru", "alt_en")
    values = {name: getattr(row, name) for name in names}
    known = connection.execute(
        select(photo.c.id, release.c.state)
        .join(release, release.c.id == photo.c.release_id)
        .where(photo.c.work_id == work_id, photo.c.file == row.file)
    ).first()
    if known is None:
        connection.execute(insert(photo).values(work_id=work_id, release_id=release_id, file=row.file, **values))
        return
    if known.state != "published":
        values["release_id"] = release_id
    connection.execute(update(photo).where(photo.c.id == known.id).values(**values))


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a release of pictures back: pages no longer show them, their files stay. Raises UnknownRelease."""
    frame.retract(engine, release_id, SUBJECT, actor=actor, reason=reason)
