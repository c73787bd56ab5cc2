"""A folder of pictures: `photos.csv` names each file, its work and what it shows."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.intake.files import MIB, read_file
from dashboard.intake.pictures.picture import PictureLimits
from dashboard.intake.problems import Problem
from dashboard.intake.reference import ReferenceColumn, ReferenceLayout, cells, read_rows
from dashboard.intake.subject import digest
from dashboard.store.works_tables import STAGES

LIST = "photos.csv"
KINDS = (".jpg", ".jpeg", ".png", ".webp")
Rows = list[dict[str, Any]]


def file_name(cell: str) -> str:
    """The name of a picture in the same folder, never a path."""
    if not re.fullmatch(r"[\w][\w .()-]{0,119}", cell) or Path(cell).suffix.lower() not in KINDS:
        raise cells.BadCell("picture_bad_name", allowed=", ".join(KINDS))
    return cell


_TEXT, _NEEDED = ReferenceColumn(), ReferenceColumn(needed=True)
PHOTO_LIST = ReferenceLayout(
    {
        "work": _TEXT, "title": _TEXT, "village": _TEXT, "file": ReferenceColumn(file_name, needed=True),
        "stage": ReferenceColumn(cells.one_of(*STAGES), needed=True), "pair": _TEXT,
        "taken_on": ReferenceColumn(cells.day, empty=None), "drawn": ReferenceColumn(cells.flag, empty=False),
        "alt_ky": _NEEDED, "alt_ru": _TEXT, "alt_en": _TEXT, "note": ReferenceColumn(stored=False),
    },
    ("work", "title", "village", "file"),
)  # fmt: skip


@dataclass(frozen=True)
class PhotoFolder:
    """A folder whose list was read: its rows and their numbers, the pictures named there that may be opened, and what
    is wrong."""

    list_sha256: str
    rows: Rows
    row_nos: tuple[int, ...]
    pictures: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def sha256(self) -> str:
        """Of the list and all pictures with their names."""
        told = hashlib.sha256(self.list_sha256.encode())
        for path in self.pictures:
            told.update(path.name.encode() + b"\0" + bytes.fromhex(digest(path)))
        return told.hexdigest()


def read_folder(folder: Path, limits: PictureLimits) -> PhotoFolder:
    """Read the list and look at the files it names, without opening them. Raises Refused when there is no list."""
    source = read_file(folder / LIST)
    read = read_rows(source, PHOTO_LIST)
    found = [folder / name for name in dict.fromkeys(row["file"] for row in read.rows) if name]
    wrong = {path: problem for path in found if (problem := _problem(path, limits))}
    others = {path.name for path in folder.iterdir() if path.suffix.lower() in KINDS} - {path.name for path in found}
    unlisted = (Problem("picture_not_listed", "warning", value=name) for name in sorted(others))
    problems = (*source.problems, *read.problems, *wrong.values(), *unlisted)
    return PhotoFolder(
        source.sha256, read.rows, tuple(read.row_nos), tuple(path for path in found if path not in wrong), problems
    )


def _problem(path: Path, limits: PictureLimits) -> Problem | None:
    # A link may lead out of the folder, to a file nobody meant to publish.
    if path.is_symlink() or not path.is_file():
        return Problem("picture_missing", "error", column="file", value=path.name)
    if (size := path.stat().st_size) > limits.file_bytes:
        params = {"size": -(-size // MIB), "most": limits.file_bytes // MIB}
        return Problem("file_too_big", "error", column="file", value=path.name, params=params)
    return None
