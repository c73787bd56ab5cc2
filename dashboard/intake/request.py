"""What an import is asked for: files, how they are laid out, options; and how the command line shows that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from dashboard.intake.problems import refuse


class Description(Protocol):
    """How files are laid out: a mapping, a study. `sha256` differs whenever the same bytes are read otherwise."""

    @property
    def name(self) -> str:
        """The name the history has for it, or ""."""

    @property
    def sha256(self) -> str:
        """Its fingerprint."""


@dataclass(frozen=True)
class Fixed:
    """The description of files whose layout is fixed."""

    name: str = ""
    sha256: str = ""


FIXED = Fixed()
How = TypeVar("How", bound=Description)  # how the files are laid out


@dataclass(frozen=True)
class Option:
    """An option of the command line. `between`: it is a whole number in these bounds."""

    name: str
    help: str
    needed: bool = False
    between: tuple[int, int] | None = None


MAPPING = Option("mapping", "Name in data/mappings, or the path of a .toml file.", needed=True)
UNIT = Option("unit", "Place of the rows that name none: code, SOATE or name.")
YEAR = Option("year", "Fiscal year of the rows that name none.", between=(2000, 2100))


@dataclass(frozen=True)
class Files:
    """What stands in the place of FILE on the command line. `too_many`: what to say of more than `most` files."""

    help: str = "CSV, XLS, XLSX, ODS or JSON file."
    name: str = "file"
    most: int = 1
    folder: bool = False
    too_many: str = ""


ONE_FILE = Files()


@dataclass(frozen=True)
class Request(Generic[How]):
    """What is to be imported: files, their description, place and year where they name none, who does it and why."""

    files: tuple[Path, ...]
    how: How
    unit: str = ""
    year: int | None = None
    accept: tuple[str, ...] = ()
    actor: str = "unknown"
    reason: str = ""
    dry_run: bool = False

    @property
    def data(self) -> Path:
        """The file with the rows: the last one."""
        return self.files[-1]

    @property
    def told(self) -> dict[str, str]:
        """Place and year as readers of tables take them: texts, "" where they are not given."""
        return {"municipality": self.unit, "fiscal_year": str(self.year or "")}


def digest(path: Path) -> str:
    """SHA-256 of a file of any size. Raises Refused when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise refuse("file_not_readable", name=path.name) from error
