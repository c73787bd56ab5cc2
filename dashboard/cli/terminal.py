"""What every verb shares: options, the database, progress, sentences on the terminal."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dashboard.i18n import LANGUAGES, t
from dashboard.settings import BadSetting, Settings
from dashboard.store import audit
from dashboard.store.engine import WAIT_S, is_damage, reading_engine, writing_engine
from dashboard.store.integrity import anchor
from dashboard.store.migrate import SchemaTooNew, bring_up_to_date, needs_migration

USAGE, UNAVAILABLE = 2, 5
console = Console(stderr=True)


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(LANGUAGES)}")
    return name


Lang = Annotated[
    str, typer.Option("--lang", parser=_language, metavar=f"[{'|'.join(LANGUAGES)}]", help="Language of the report.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check only, write nothing.")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Write the full report as JSON.", dir_okay=False)]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the history.")]
Actor = Annotated[str, typer.Option("--actor", help="Who, for the history; default: the user of the system.")]


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


def settings_of() -> Settings:
    """The settings; what cannot be used is said, and is a usage error."""
    try:
        return Settings.from_env()
    except BadSetting as bad:
        console.print(escape(str(bad)))
        raise typer.Exit(USAGE) from bad


@contextmanager
def database(lang: str, *, wait_s: int = WAIT_S) -> Iterator[Engine]:
    """The writing engine on an up-to-date schema; what goes wrong with the database becomes a sentence and exit 5.

    In the end the head of the audit trail is appended to the file of AUDIT_ANCHOR. `wait_s`: how long another writer is
    waited for.
    """
    settings = settings_of()
    with _failures(lang), ExitStack() as opened:
        engine = writing_engine(settings.database_url, wait_s)
        opened.callback(engine.dispose)
        bring_up_to_date(settings.database_url, engine)
        try:
            yield engine
        finally:
            if settings.audit_anchor is not None:
                _note(engine, settings.audit_anchor, lang)


@contextmanager
def looking(lang: str, engine_at: Callable[[str], Engine] = reading_engine) -> Iterator[Engine]:
    """An engine that changes nothing, on a database that is there; what goes wrong becomes a sentence and exit 5."""
    settings = settings_of()
    with _failures(lang), ExitStack() as opened:
        reading = reading_engine(settings.database_url)
        opened.callback(reading.dispose)
        if _is_behind(reading):
            say("cli.database.older", lang)
            raise typer.Exit(UNAVAILABLE)
        engine = engine_at(settings.database_url)
        opened.callback(engine.dispose)
        yield engine


def _is_behind(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            return needs_migration(connection)
    except DBAPIError as error:
        if not is_damage(error):
            raise
        return False  # it will show again to whoever looks further, and to find it may be what they are for


@contextmanager
def _failures(lang: str) -> Iterator[None]:
    try:
        yield
    except SchemaTooNew as newer:
        say("cli.database.newer", lang)
        raise typer.Exit(UNAVAILABLE) from newer
    except (SQLAlchemyError, OSError) as error:
        # The driver's own words, without SQL and parameters.
        cause = str(getattr(error, "orig", None) or error).splitlines()
        say("cli.database.unavailable", lang, reason=cause[0] if cause else type(error).__name__)
        raise typer.Exit(UNAVAILABLE) from error


def _note(engine: Engine, file: Path, lang: str) -> None:
    """Append the head of the trail; where that fails it is said, and the next command brings what is missing."""
    with engine.connect() as connection:
        head = audit.head(connection)
    try:
        anchor.note(file, head)
    except OSError as error:
        say("cli.anchor.failed", lang, file=file, reason=error)


@contextmanager
def progress(lang: str, steps: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """A bar on stderr that moves with the steps of an import; nothing where stderr is not a terminal."""
    if not console.is_terminal:
        yield lambda step: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(steps))

        def step(name: str) -> None:
            progress.update(task, description=t(lang, f"cli.step.{name}"), completed=steps.index(name))

        yield step
