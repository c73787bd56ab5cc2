"""Folders of pictures as a subject of import."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from dashboard.intake.pictures.folder import LIST, PhotoFolder, Rows, read_folder
from dashboard.intake.pictures.naming import ALTERNATIVES, PlaceWorks, checked_rows
from dashboard.intake.pictures.picture import Picture, PictureLimits, read_picture
from dashboard.intake.problems import Findings, Refused
from dashboard.intake.report import Counts
from dashboard.intake.subject import FIXED, Checked, Files, Fixed, Option, Request, Step, Subject
from dashboard.settings import Settings
from dashboard.store.known import read_known
from dashboard.store.picture_files import store_files
from dashboard.store.publishing import photos
from dashboard.store.publishing.photos import PhotoRow
from dashboard.store.releases import Origin, Published

LIMITS = PictureLimits()


@dataclass(frozen=True)
class PhotosReady:
    """Rows of the list, and each picture drawn anew, by its file name."""

    unit: str
    rows: Rows
    pictures: Mapping[str, Picture]


@dataclass(frozen=True)
class PhotosSubject(Subject[Fixed, PhotoFolder, PlaceWorks, PhotosReady]):
    """Pictures of the works of one place. `store`: the folder they are kept in; nothing is published without one."""

    store: Path | None = None
    limits: PictureLimits = LIMITS

    def settled(self, settings: Settings) -> PhotosSubject:
        return replace(self, store=settings.photo_folder)

    def describe(self, told: Mapping[str, Any]) -> Fixed:
        return FIXED

    def file_name(self, request: Request[Fixed]) -> str:
        return f"{request.data.resolve().name}/{LIST}"

    def fingerprint(self, request: Request[Fixed]) -> str:
        return read_folder(request.data, self.limits).sha256

    def whole(self, connection: Connection, release_id: int) -> bool:
        """A database that was moved without its pictures gets them back."""
        return self.store is None or photos.files_whole(connection, release_id, self.store)

    def known(self, connection: Connection, request: Request[Fixed]) -> PlaceWorks:
        works = photos.named_works(connection, request.unit)
        return PlaceWorks(request.unit in read_known(connection).places, works)

    def read(self, request: Request[Fixed]) -> PhotoFolder:
        return read_folder(request.data, self.limits)

    def check(
        self, raw: PhotoFolder, known: PlaceWorks, request: Request[Fixed], findings: Findings, step: Step
    ) -> Checked[PhotosReady]:
        findings.extend(raw.problems)
        rows = checked_rows(raw, request.unit, known, findings)
        pictures = {} if findings.refused else _drawn(raw.pictures, self.limits, findings)
        _tell_same(rows, raw.row_nos, pictures, findings)
        return Checked(PhotosReady(request.unit, rows, pictures), Counts(len(rows), len(rows)))

    def publish(self, engine: Engine, ready: PhotosReady, origin: Origin, step: Step) -> Published:
        """Files first, rows after them."""
        if self.store is None:
            raise ValueError("pictures need a folder to be kept in")
        kept = {name: store_files(self.store, picture.files) for name, picture in ready.pictures.items()}
        rows = [_row(row, ready.unit, kept[row["file"]], ready.pictures[row["file"]]) for row in ready.rows]
        step("facts")
        return photos.publish_photos(engine, rows, origin)


def _drawn(paths: Sequence[Path], limits: PictureLimits, findings: Findings) -> dict[str, Picture]:
    """Every picture drawn anew, by its file name; what cannot be is named."""

    def draw(path: Path) -> Picture | Refused:
        try:
            return read_picture(path.read_bytes(), limits)
        except Refused as refused:
            return refused

    drawn = {}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for path, result in zip(paths, pool.map(draw, paths), strict=True):
            if isinstance(result, Picture):
                drawn[path.name] = result
            else:
                findings.extend(replace(problem, column="file", value=path.name) for problem in result.problems)
    return drawn


def _tell_same(rows: Rows, row_nos: Sequence[int], pictures: Mapping[str, Picture], findings: Findings) -> None:
    """Errors of rows that show of one work what a row before shows: of the two only one would be seen."""
    first: dict[tuple[str, Picture], str] = {}
    for row, row_no in zip(rows, row_nos, strict=True):
        if (picture := pictures.get(row["file"])) is not None:
            before = first.setdefault((row["work"], picture), row["file"])
            if before != row["file"]:
                findings.add("picture_same", "error", row=row_no, column="file", value=row["file"], first=before)


def _row(row: Mapping[str, Any], unit: str, file: str, picture: Picture) -> PhotoRow:
    told = {name: row[name] for name in ("work", "stage", "pair", "taken_on", "drawn")}
    # A reader of another language is helped more by Kyrgyz words than by none.
    told |= {name: row[name] or row["alt_ky"] for name in ALTERNATIVES}
    return PhotoRow(municipality=unit, file=file, width=picture.width, height=picture.height, **told)


PHOTOS = PhotosSubject(
    photos.SUBJECT,
    "Import pictures of works: the whole folder or nothing. They are kept in PHOTO_FOLDER.",
    files=Files("Folder with photos.csv.", "folder", folder=True),
    options=(Option("unit", "Code of the place whose works the pictures show.", needed=True),),
    steps=("read", "check", "facts"),
    undo=photos.retract,
)
