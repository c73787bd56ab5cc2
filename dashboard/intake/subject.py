"""What every kind of file that can be imported answers: the contract between a subject and `run`.

A subject knows its files. It never asks whether a file was published before, shows no progress of its own accord,
answers no question for staff and writes no report: `run` does.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from sqlalchemy import Connection, Engine

from dashboard.intake.problems import Findings, Problem, refuse
from dashboard.intake.report import Counts
from dashboard.settings import Settings
from dashboard.store.releases import Origin, Published

#: Called with the name of each step of an import, a key of `cli.step` in the catalogues.
Step = Callable[[str], None]


class Description(Protocol):
    """How files are laid out: a mapping, a study. `sha256` differs whenever the same bytes are read otherwise."""

    @property
    def name(self) -> str:
        """The name the history has for it, or ""."""

    @property
    def sha256(self) -> str:
        """Its fingerprint."""


How = TypeVar("How", bound=Description)  # how the files are laid out
Raw = TypeVar("Raw")  # files as they were read, before anything is checked
Known = TypeVar("Known")  # what the database knows and a check needs
Ready = TypeVar("Ready")  # what may be published


@dataclass(frozen=True)
class Fixed:
    """The description of files whose layout is fixed."""

    name: str = ""
    sha256: str = ""


FIXED = Fixed()


@dataclass(frozen=True)
class Option:
    """An option of the command line. `between`: it is a whole number in these bounds; `among`: one of these words;
    `flag`: it is there or not."""

    name: str
    help: str
    needed: bool = False
    between: tuple[int, int] | None = None
    among: tuple[str, ...] = ()
    flag: bool = False


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


@dataclass(frozen=True)
class Request(Generic[How]):
    """What is to be imported: files, their description, place and year where they name none, who does it and why.

    `make_units`: places that the database does not know are made.
    """

    files: tuple[Path, ...]
    how: How
    unit: str = ""
    year: int | None = None
    accept: tuple[str, ...] = ()
    actor: str = "unknown"
    reason: str = ""
    dry_run: bool = False
    make_units: bool = False

    @property
    def data(self) -> Path:
        """The file with the rows: the last one."""
        return self.files[-1]

    @property
    def told(self) -> dict[str, str]:
        """Place and year as readers of tables take them: texts, "" where they are not given."""
        return {"municipality": self.unit, "fiscal_year": str(self.year or "")}

    def unknown_unit(self, find_places: Callable[[str], Collection[str]]) -> Problem | None:
        """The error where --unit names a place that the database does not know."""
        if not self.unit or find_places(self.unit):
            return None
        return Problem("place_unknown", "error", column="--unit", value=self.unit)


class Retract(Protocol):
    """Takes a release back."""

    def __call__(self, engine: Engine, release_id: int, /, *, actor: str, reason: str) -> None: ...


@dataclass(frozen=True)
class Checked(Generic[Ready]):
    """A file as read. `ready` is None where not all of it could be; the rest is for the report."""

    ready: Ready | None
    counts: Counts | None = None
    control: tuple[Mapping[str, Any], ...] = ()
    hidden_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject(ABC, Generic[How, Raw, Known, Ready]):
    """A kind of files. The fields are what the command line shows and takes.

    `accepts`: codes of questions that --accept answers. `steps`: names of the steps of an import, in their order.
    `undo`: takes a release back.
    """

    name: str
    help: str
    files: Files = Files()
    options: tuple[Option, ...] = ()
    accepts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ("read", "check")
    undo: Retract = field(kw_only=True)

    @abstractmethod
    def describe(self, told: Mapping[str, Any]) -> How:
        """The description that the options name. Raises BadMapping."""

    @abstractmethod
    def known(self, connection: Connection, request: Request[How]) -> Known:
        """What the database knows that `check` needs."""

    @abstractmethod
    def read(self, request: Request[How]) -> Raw:
        """Open and parse the files. Raises Refused."""

    @abstractmethod
    def check(self, raw: Raw, known: Known, request: Request[How], findings: Findings, step: Step) -> Checked[Ready]:
        """Check everything the files say, and tell `findings` all that is wrong. Raises Refused."""

    def compare(self, connection: Connection, ready: Ready, findings: Findings) -> None:
        """Tell `findings` how what may be published differs from what is published."""

    @abstractmethod
    def publish(self, engine: Engine, ready: Ready, origin: Origin, step: Step) -> Published:
        """Write it as a release: all of it or nothing. Raises Refused, and OSError for files that cannot be written."""

    def retract(self, engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
        """Take a release back. Raises UnknownRelease where it is taken back already."""
        self.undo(engine, release_id, actor=actor, reason=reason)

    def forget(self, engine: Engine, release_id: int) -> Path | None:
        """Delete what a retracted release left beside the database; in which file. Raises OSError."""
        return None

    def whole(self, connection: Connection, release_id: int) -> bool:
        """Whether all that belongs to a release is still there; if not, importing its files once more repairs it."""
        return True

    def settled(self, settings: Settings) -> Self:
        """The subject as this installation has it: where files beside the database are kept."""
        return self

    def file_name(self, request: Request[How]) -> str:
        """The name that reports and the history have for the files."""
        return request.data.name

    def fingerprint(self, request: Request[How]) -> str:
        """SHA-256 of all bytes that a release is made of. Raises Refused."""
        return digest(request.data)

    def rules(self, how: How) -> str:
        """What of the description, and of the program, decides how the same bytes are read."""
        return how.sha256

    def request(self, files: Sequence[Path], told: Mapping[str, Any], **who: Any) -> Request[How]:
        """A request from options by name (`told`) and other fields of Request (`who`). Raises BadMapping."""
        place = {name: told[name] for name in ("unit", "year", "make_units") if name in told}
        return Request(tuple(files), self.describe(told), **place, **who)


def digest(path: Path) -> str:
    """SHA-256 of a file of any size. Raises Refused when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise refuse("file_not_readable", name=path.name) from error


AnySubject = Subject[Any, Any, Any, Any]
