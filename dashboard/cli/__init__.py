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

from dashboard.cli.imports import from_budget, imports
from dashboard.cli.schema import schema
from dashboard.cli.terminal import (
    UNAVAILABLE,
    USAGE,
    Accept,
    Actor,
    File,
    Lang,
    Language,
    MappingName,
    ReportFile,
    Unit,
    Year,
    accepted,
    actor_of,
    console,
    database,
    finish,
    say,
)
from dashboard.i18n import t
from dashboard.intake.importing import Options
from dashboard.intake.initial import load_content
from dashboard.settings import Settings
from dashboard.store import (
    audit,
    boundaries,
    photos,
    publish,
    publish_actions,
    publish_figures,
    publish_surveys,
    publish_works,
    releases,
)
from dashboard.store.responses import ResponseStore

RETRACTS = {
    "budget": publish.retract, publish_works.SUBJECT: publish_works.retract, photos.SUBJECT: photos.retract,
    boundaries.SUBJECT: boundaries.retract, publish_figures.SUBJECT: publish_figures.retract,
    publish_surveys.SUBJECT: publish_surveys.retract, publish_actions.SUBJECT: publish_actions.retract,
}  # fmt: skip

app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False, add_completion=False, help=__doc__)
app.add_typer(imports, name="import")
app.command("schema")(schema)


def main() -> None:
    """Run the command line."""
    app(prog_name="python -m dashboard")


@app.command("check")
def check(
    file: File,
    mapping: MappingName,
    unit: Unit = "",
    year: Year = None,
    report: ReportFile = None,
    accept: Accept = None,
    lang: Lang = Language.ky,
) -> None:
    """Read and check a budget, and print what an import would say. Writes nothing."""
    from_budget(file, mapping, Options(unit, year, accepted(accept, lang), dry_run=True), report, lang)


@app.command("init")
def init(
    no_demo: Annotated[bool, typer.Option("--no-demo", help="Leave out the fictional place.")] = False,
    lang: Lang = Language.ky,
) -> None:
    """Create or upgrade the database and load the content that comes with the program."""
    _load(real=True, demo=not no_demo, lang=lang)


@app.command("load-demo")
def load_demo(lang: Lang = Language.ky) -> None:
    """Load the fictional place that shows every feature."""
    _load(real=False, demo=True, lang=lang)


def _load(*, real: bool, demo: bool, lang: str) -> None:
    with database(lang) as engine:
        photo_folder = Settings.from_env().photo_folder
        for report in load_content(engine, photo_folder, real=real, demo=demo, actor=actor_of("")):
            if report.exit_code:
                finish(report, None, lang)
            words = t(lang, f"cli.outcome.{report.outcome}", release=report.release or "")
            console.print(escape(f"{report.file}: {words}"), highlight=False, soft_wrap=True)


@app.command("history")
def history(
    as_json: Annotated[bool, typer.Option("--json", help="Every column, as JSON.")] = False, lang: Lang = Language.ky
) -> None:
    """List every release, newest first."""
    with database(lang) as engine, engine.connect() as connection:
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
    lang: Lang = Language.ky,
) -> None:
    """Take a release back (not of reference data): what was before counts again, its own stays in the history.

    Answers of single respondents, which no page shows, are deleted.
    """
    subject = ""
    with database(lang) as engine:
        try:
            with engine.connect() as connection:
                subject = releases.subject_of(connection, release)
            if subject not in RETRACTS:
                raise releases.UnknownRelease(release)
            RETRACTS[subject](engine, release, actor=actor_of(actor), reason=reason)
        except releases.UnknownRelease as unknown:
            # Taken back before, when the answers could not be deleted.
            if subject != publish_surveys.SUBJECT or not _forget_answers(engine, release, lang):
                say("cli.retract.unknown", lang, release=release)
                raise typer.Exit(USAGE) from unknown
            return
        say("cli.retract.done", lang, release=release)
        if subject == publish_surveys.SUBJECT:
            _forget_answers(engine, release, lang)


def _forget_answers(engine: Engine, release: int, lang: str) -> bool:
    """Delete the coded answers of an import that was taken back; whether there were any."""
    store = ResponseStore(Settings.from_env().responses_file)
    with engine.connect() as connection:
        sha256 = releases.last_of_file(connection, release)
    try:
        gone = bool(sha256) and store.forget(sha256)
    except OSError as error:
        say("cli.retract.answers_stay", lang, reason=error)
        raise typer.Exit(UNAVAILABLE) from error
    if gone:
        say("cli.retract.answers_gone", lang, file=store.path)
    return gone


@app.command("audit")
def check_audit(lang: Lang = Language.ky) -> None:
    """Verify that nobody changed the audit trail."""
    with database(lang) as engine, engine.connect() as connection:
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
