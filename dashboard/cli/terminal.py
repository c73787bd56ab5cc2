"""What every verb shares: options, the database, progress, reports on the terminal."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.i18n import t
from dashboard.intake.importing import ACCEPTABLE
from dashboard.intake.mapping.load import BadMapping
from dashboard.intake.mapping.schema import Layout
from dashboard.intake.report import Report, problem_lines, show
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.settings import BadSetting, Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import SchemaTooNew, migrate, needs_migration

USAGE, UNAVAILABLE = 2, 5
STEPS = (
    "read", "check", "weigh", "lines", "slices", "works", "facts", "reports", "cells", "roll-ups", "current",
)  # fmt: skip
AnyLayout = TypeVar("AnyLayout", bound=Layout | StudySpec)
console = Console(stderr=True)


class Language(StrEnum):
    """Language of reports."""

    ky = "ky"
    ru = "ru"
    en = "en"


File = Annotated[Path, typer.Argument(help="CSV, XLS, XLSX, ODS or JSON file.", exists=True, dir_okay=False)]
Lang = Annotated[Language, typer.Option("--lang", help="Language of the report.")]
MappingName = Annotated[str, typer.Option("--mapping", help="Name in data/mappings, or the path of a .toml file.")]
Unit = Annotated[str, typer.Option("--unit", help="Place of the rows that name none: code, SOATE or name.")]
Year = Annotated[int | None, typer.Option("--year", min=2000, max=2100, help="Fiscal year of the rows that name none.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check only, write nothing.")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Write the full report as JSON.", dir_okay=False)]
Accept = Annotated[
    list[str] | None, typer.Option("--accept", help=f"Answer a question with yes: {', '.join(ACCEPTABLE)}.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the history.")]
Actor = Annotated[str, typer.Option("--actor", help="Who, for the history; default: the user of the system.")]


def mapping_of(load: Callable[[str], AnyLayout], name: str, lang: str) -> AnyLayout:
    """A mapping; what is wrong with it becomes sentences and a usage error."""
    try:
        return load(name)
    except BadMapping as bad:
        for line in problem_lines(bad.problems, lang):
            console.print(line, highlight=False, soft_wrap=True)
        raise typer.Exit(USAGE) from bad


def finish(report: Report, out: Path | None, lang: str) -> None:
    """Print a report, write it where that is asked for, and end with its exit code."""
    show(report, console, lang)
    if out is not None:
        out.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    raise typer.Exit(report.exit_code)


def accepted(accept: list[str] | None, lang: str) -> tuple[str, ...]:
    """The questions answered with yes; a usage error for one that cannot be."""
    for code in accept or ():
        if code not in ACCEPTABLE:
            say("cli.accept", lang, code=code, allowed=", ".join(ACCEPTABLE))
            raise typer.Exit(USAGE)
    return tuple(accept or ())


def actor_of(name: str) -> str:
    """Who it is, for the history."""
    if name:
        return name[:80]
    try:
        return getpass.getuser()[:80]
    except (KeyError, OSError):  # a container may run as a user without a name
        return "unknown"


def say(key: str, lang: str, **values: object) -> None:
    """A sentence of the catalogue on stderr."""
    console.print(escape(t(lang, key, **values)), highlight=False, soft_wrap=True)


@contextmanager
def database(lang: str) -> Iterator[Engine]:
    """The writing engine on an up-to-date schema; what goes wrong with the database becomes a sentence and exit 5."""
    try:
        settings = Settings.from_env()
    except BadSetting as bad:
        console.print(escape(str(bad)))
        raise typer.Exit(USAGE) from bad
    engine = None
    try:
        engine = writing_engine(settings.database_url)
        with engine.connect() as connection:
            behind = needs_migration(connection)
        if behind:
            migrate(engine)
        yield engine
    except SchemaTooNew as newer:
        say("cli.database.newer", lang)
        raise typer.Exit(UNAVAILABLE) from newer
    except (SQLAlchemyError, OSError) as error:
        # The driver's own words, without SQL and parameters.
        cause = str(getattr(error, "orig", None) or error).splitlines()
        say("cli.database.unavailable", lang, reason=cause[0] if cause else type(error).__name__)
        raise typer.Exit(UNAVAILABLE) from error
    finally:
        if engine is not None:
            engine.dispose()


@contextmanager
def progress(lang: str) -> Iterator[Callable[[str], None]]:
    """A bar on stderr that moves with the steps of an import; nothing where stderr is not a terminal."""
    if not console.is_terminal:
        yield lambda step: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(STEPS))

        def step(name: str) -> None:
            progress.update(task, description=t(lang, f"cli.step.{name}"), completed=STEPS.index(name))

        yield step
