"""Import of a folder of pictures: `photos.csv` names each file, its work and what it shows."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.intake.files import read_file
from dashboard.intake.importing import Options, recipe
from dashboard.intake.pictures.picture import Picture, PictureLimits, read_picture
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.reference import cells, read_subject
from dashboard.intake.reference.layouts import Column, Layout
from dashboard.intake.report import Report
from dashboard.store.known import read_known
from dashboard.store.picture_files import store_files
from dashboard.store.publishing.photos import SUBJECT, PhotoRow, files_whole, known_works, publish_photos
from dashboard.store.releases import Origin, seen_before
from dashboard.store.works_tables import STAGES

LIST = "photos.csv"
KINDS = (".jpg", ".jpeg", ".png", ".webp")
Rows = list[dict[str, Any]]
Progress = Callable[[str], None]


def file_name(cell: str) -> str:
    """The name of a picture in the same folder, never a path."""
    if not re.fullmatch(r"[\w][\w .()-]{0,119}", cell) or Path(cell).suffix.lower() not in KINDS:
        raise cells.BadCell("picture_bad_name", allowed=", ".join(KINDS))
    return cell


@dataclass(frozen=True)
class _Folder:
    """A folder that was read: rows of the list, bytes of each picture named there, one fingerprint of it all."""

    rows: Rows
    pictures: Mapping[str, bytes]
    sha256: str
    problems: tuple[Problem, ...]


_TEXT, _NEEDED = Column(), Column(needed=True)
PHOTOS = Layout(
    {
        "work": _NEEDED,
        "file": Column(file_name, needed=True),
        "stage": Column(cells.one_of(*STAGES), needed=True),
        "pair": _TEXT,
        "taken_on": Column(cells.day, empty=None),
        "drawn": Column(cells.flag, empty=False),
        "alt_ky": _NEEDED,
        "alt_ru": _TEXT,
        "alt_en": _TEXT,
        "note": Column(stored=False),
    },
    ("work", "file"),
)


def import_photos(
    engine: Engine,
    folder: Path,
    store: Path,
    options: Options,
    *,
    limits: PictureLimits | None = None,
    progress: Progress = lambda step: None,
) -> Report:
    """Import the pictures of `folder` for the place `options.unit` into the photo folder `store`; all or nothing.

    Raises sqlalchemy's errors when the database cannot be used and OSError when `store` cannot be written.
    """
    limits = limits or PictureLimits()
    report = Report(SUBJECT, f"{folder.resolve().name}/{LIST}", "refused")
    progress("read")
    try:
        read = _read_folder(folder, limits)
    except Refused as refused:
        return replace(report, problems=refused.problems)
    counts = {"read": len(read.rows), "kept": len(read.rows), "filtered": 0, "skipped": 0, "totals": 0}
    report = replace(report, sha256=read.sha256, problems=read.problems, counts=counts)
    origin = Origin(SUBJECT, report.file, read.sha256, "", recipe(SUBJECT, "", options), options.actor, options.reason)
    with engine.connect() as connection:
        seen = seen_before(connection, origin)
        known = read_known(connection).places
        works = known_works(connection, options.unit)
        # A database that was moved without its pictures gets them back.
        whole = seen is None or files_whole(connection, seen.release_id, store)
    if seen and whole and not options.dry_run:
        return replace(report, outcome="same", release=seen.release_id)
    progress("check")
    report = replace(report, problems=(*read.problems, *_compared(read.rows, options.unit, set(known), set(works))))
    drawn, refusals = _drawn(read, limits) if not _refused(report) else ({}, ())
    report = replace(report, problems=(*report.problems, *refusals))
    if _refused(report):
        return report
    if options.dry_run:
        return replace(report, outcome="checked")
    files = {name: store_files(store, picture.files) for name, picture in drawn.items()}
    rows = [_row(row, options.unit, files[row["file"]], drawn[row["file"]]) for row in read.rows]
    progress("facts")
    published = publish_photos(engine, rows, origin)
    return replace(report, outcome=published.outcome, release=published.release_id)


def _refused(report: Report) -> bool:
    return any(problem.severity == "error" for problem in report.problems)


def _read_folder(folder: Path, limits: PictureLimits) -> _Folder:
    source = read_file(folder / LIST)
    rows, _, problems = read_subject(source, PHOTOS)
    fingerprint = hashlib.sha256(source.sha256.encode())
    pictures: dict[str, bytes] = {}
    found = [*source.problems, *problems]
    for name in dict.fromkeys(row["file"] for row in rows if row["file"]):
        path = folder / name
        # A link may lead out of the folder, to a file nobody meant to publish.
        if path.is_symlink() or not path.is_file():
            found.append(Problem("picture_missing", "error", column="file", value=name))
        elif path.stat().st_size > limits.file_bytes:
            most = limits.file_bytes // 2**20
            params = {"size": -(-path.stat().st_size // 2**20), "most": most}
            found.append(Problem("file_too_big", "error", column="file", value=name, params=params))
        else:
            pictures[name] = path.read_bytes()
            fingerprint.update(name.encode() + b"\0" + hashlib.sha256(pictures[name]).digest())
    others = {path.name for path in folder.iterdir() if path.suffix.lower() in KINDS} - {row["file"] for row in rows}
    found += [Problem("picture_not_listed", "warning", value=name) for name in sorted(others)]
    return _Folder(rows, pictures, fingerprint.hexdigest(), tuple(found))


def _compared(rows: Rows, unit: str, places: set[str], works: set[str]) -> Iterator[Problem]:
    """What the list says against what the database knows, and whether every pair has both sides."""
    if unit not in places:
        yield Problem("place_unknown", "error", column="--unit", value=unit)
        return
    if not rows:
        yield Problem("no_pictures", "error")
    for key in sorted({row["work"] for row in rows if row["work"]} - works):
        yield Problem("work_unknown", "error", column="work", value=key)
    sides = Counter((row["work"], row["pair"], row["stage"]) for row in rows if row["pair"])
    for work, pair in sorted({(work, pair) for work, pair, _ in sides}):
        if (sides[work, pair, "before"], sides[work, pair, "after"]) != (1, 1):
            yield Problem("picture_pair", "warning", column="pair", value=pair, params={"work": work})


def _drawn(read: _Folder, limits: PictureLimits) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """Every picture drawn anew; what cannot be is named."""

    def draw(name: str) -> Picture | Refused:
        try:
            return read_picture(read.pictures[name], limits)
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = dict(zip(read.pictures, pool.map(draw, read.pictures), strict=True))
    problems = tuple(
        replace(problem, column="file", value=name)
        for name, result in results.items()
        if isinstance(result, Refused)
        for problem in result.problems
    )
    return {name: result for name, result in results.items() if isinstance(result, Picture)}, problems


def _row(row: Mapping[str, Any], unit: str, file: str, picture: Picture) -> PhotoRow:
    # A reader of another language is helped more by Kyrgyz words than by none.
    return PhotoRow(
        unit,
        row["work"],
        file,
        row["stage"],
        row["pair"],
        row["taken_on"],
        picture.width,
        picture.height,
        row["drawn"],
        row["alt_ky"],
        row["alt_ru"] or row["alt_ky"],
        row["alt_en"] or row["alt_ky"],
    )
