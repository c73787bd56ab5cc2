"""The command line of staff: import, check, history, retract. Reports go to stderr, results to stdout.

Exit codes: 0 done or nothing to do, 2 usage, 3 refused, 4 a question for staff, 5 the database cannot be used.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine

from dashboard.cli import backups, verifying
from dashboard.cli.imports import check_commands, finish, import_commands
from dashboard.cli.schema import schema
from dashboard.cli.terminal import UNAVAILABLE, USAGE, Actor, Lang, actor_of, console, database, looking, say
from dashboard.i18n import DEFAULT, t
from dashboard.intake.content import load_content
from dashboard.intake.registry import SUBJECTS
from dashboard.intake.subject import AnySubject
from dashboard.settings import Settings
from dashboard.store import audit, releases
from dashboard.store.integrity.verify import seal_older
from dashboard.store.publishing.put_back import CannotReturn

REFUSED = 3
#: A service that starts calls `init`, and whoever imports a large file meanwhile must not stop it.
_PATIENT_S = 300
app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False, add_completion=False, help=__doc__)
app.add_typer(import_commands(SUBJECTS), name="import")
app.add_typer(check_commands(SUBJECTS), name="check")
app.command("schema")(schema)
app.command("verify")(verifying.check)
app.command("backup")(backups.make)
app.command("restore")(backups.put_back)


def main() -> None:
    """Run the command line."""
    app(prog_name="python -m dashboard")


@app.command("init")
def init(
    no_demo: Annotated[bool, typer.Option("--no-demo", help="Leave out the fictional place.")] = False,
    lang: Lang = DEFAULT,
) -> None:
    """Create or upgrade the database and load the content that comes with the program."""
    _load(real=True, demo=not no_demo, lang=lang)


@app.command("load-demo")
def load_demo(lang: Lang = DEFAULT) -> None:
    """Load the fictional place that shows every feature."""
    _load(real=False, demo=True, lang=lang)


def _load(*, real: bool, demo: bool, lang: str) -> None:
    with database(lang, wait_s=_PATIENT_S) as engine:
        photo_folder = Settings.from_env().photo_folder
        for report in load_content(engine, photo_folder, real=real, demo=demo):
            if report.exit_code:
                finish(report, None, lang)
            words = t(lang, f"cli.outcome.{report.outcome}", release=report.release or "")
            console.print(escape(f"{report.file}: {words}"), highlight=False, soft_wrap=True)
        seal_older(engine)


@app.command("history")
def history(
    as_json: Annotated[bool, typer.Option("--json", help="Every column, as JSON.")] = False, lang: Lang = DEFAULT
) -> None:
    """List every release, newest first."""
    with looking(lang) as engine, engine.connect() as connection:
        rows = releases.history(connection)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(box=None)
    columns = ("id", "imported_at", "subject", "file_name", "row_count", "state", "actor", "reason")
    for name in columns:
        table.add_column(t(lang, f"cli.history.{name}"))
    for row in rows:
        table.add_row(*(escape(_cell(name, row[name], lang)) for name in columns))
    # Piped into a file or a pager there is no width to fit in.
    Console(width=None if sys.stdout.isatty() else 240).print(table)


def _cell(name: str, value: object, lang: str) -> str:
    return t(lang, f"cli.state.{value}") if name == "state" else str(value)


@app.command("retract")
def retract(
    release: Annotated[int, typer.Argument(help="Number of the release, see `history`.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the history.")],
    actor: Actor = "",
    lang: Lang = DEFAULT,
) -> None:
    """Take a release back: what was before counts again, its own stays in the history.

    Answers of single respondents, which no page shows, are deleted.
    """
    if not reason.strip():
        say("cli.retract.why", lang)
        raise typer.Exit(USAGE)
    with database(lang) as engine:
        try:
            with engine.connect() as connection:
                subject = SUBJECTS[releases.subject_of(connection, release)].settled(Settings.from_env())
        except LookupError as unknown:
            say("cli.retract.unknown", lang, release=release)
            raise typer.Exit(USAGE) from unknown
        try:
            taken_back = _take_back(engine, subject, release, actor_of(actor), reason)
        except CannotReturn as stays:
            say(f"cli.retract.{stays.code}", lang, release=release, row=stays.row, later=stays.later)
            raise typer.Exit(REFUSED) from stays
        if taken_back:
            say("cli.retract.done", lang, release=release)
        # Also where the release was taken back before, when the answers could not be deleted.
        if not _forget(engine, subject, release, lang) and not taken_back:
            say("cli.retract.unknown", lang, release=release)
            raise typer.Exit(USAGE)


def _take_back(engine: Engine, subject: AnySubject, release: int, actor: str, reason: str) -> bool:
    try:
        subject.retract(engine, release, actor=actor, reason=reason)
    except releases.UnknownRelease:
        return False
    return True


def _forget(engine: Engine, subject: AnySubject, release: int, lang: str) -> bool:
    """Delete the coded answers of an import that was taken back; whether there were any."""
    try:
        file = subject.forget(engine, release)
    except OSError as error:
        say("cli.retract.answers_stay", lang, reason=error)
        raise typer.Exit(UNAVAILABLE) from error
    if file:
        say("cli.retract.answers_gone", lang, file=file)
    return file is not None


@app.command("audit")
def check_audit(lang: Lang = DEFAULT) -> None:
    """Verify that nobody changed the audit trail; `verify` looks at what is published, too."""
    with looking(lang) as engine, engine.connect() as connection:
        broken = audit.broken_at(connection)
    if broken is not None:
        say("cli.audit.broken", lang, entry=broken)
        raise typer.Exit(3)
    say("cli.audit.whole", lang)


@app.command("serve")
def serve() -> None:
    """Serve the dashboard with the built-in server (see HOST and PORT)."""
    from app import main as run  # the web layer is not needed by any other verb

    run()
