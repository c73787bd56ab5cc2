"""The command line of staff: import, check, history, retract. Reports go to stderr, results to stdout.

Exit codes: 0 done or nothing to do, 2 usage, 3 refused, 4 a question for staff, 5 the database cannot be used.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.i18n import t
from dashboard.intake.boundaries import Source, import_boundaries
from dashboard.intake.importing import ACCEPTABLE, Options, import_budget, import_reference
from dashboard.intake.initial import load_content
from dashboard.intake.mapping import Layout
from dashboard.intake.mapping_file import load_mapping
from dashboard.intake.mapping_parts import BadMapping
from dashboard.intake.photos import import_photos
from dashboard.intake.report import Report, problem_lines, show
from dashboard.intake.subjects import SUBJECTS
from dashboard.intake.surveys.importing import import_survey
from dashboard.intake.surveys.study import StudySpec
from dashboard.intake.surveys.study_file import load_study
from dashboard.intake.works.importing import import_works
from dashboard.intake.works.mapping import load_works_mapping
from dashboard.settings import BadSetting, Settings
from dashboard.store import (
    audit,
    boundaries,
    photos,
    publish,
    publish_figures,
    publish_surveys,
    publish_works,
    releases,
)
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import SchemaTooNew, migrate, needs_migration
from dashboard.store.responses import ResponseStore

USAGE, UNAVAILABLE = 2, 5
STEPS = (
    "read", "check", "weigh", "lines", "slices", "works", "facts", "reports", "cells", "roll-ups", "current",
)  # fmt: skip
RETRACTS = {
    "budget": publish.retract, publish_works.SUBJECT: publish_works.retract, photos.SUBJECT: photos.retract,
    boundaries.SUBJECT: boundaries.retract, publish_figures.SUBJECT: publish_figures.retract,
    publish_surveys.SUBJECT: publish_surveys.retract,
}  # fmt: skip

AnyLayout = TypeVar("AnyLayout", bound=Layout | StudySpec)
app = typer.Typer(no_args_is_help=True, pretty_exceptions_show_locals=False, add_completion=False, help=__doc__)
imports = typer.Typer(no_args_is_help=True, help="Import a file: budget, works, units, population, …")
app.add_typer(imports, name="import")
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


def main() -> None:
    """Run the command line."""
    app(prog_name="python -m dashboard")


@imports.command("budget")
def budget(
    file: File, mapping: MappingName, unit: Unit = "", year: Year = None, dry_run: DryRun = False,
    report: ReportFile = None, accept: Accept = None, reason: Reason = "", actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:  # fmt: skip
    """Import a budget: the whole file or nothing."""
    _budget(file, mapping, Options(unit, year, _accepted(accept, lang), _actor(actor), reason, dry_run), report, lang)


@app.command("check")
def check(
    file: File, mapping: MappingName, unit: Unit = "", year: Year = None, report: ReportFile = None,
    accept: Accept = None, lang: Lang = Language.ky,
) -> None:  # fmt: skip
    """Read and check a budget, and print what an import would say. Writes nothing."""
    _budget(file, mapping, Options(unit, year, _accepted(accept, lang), dry_run=True), report, lang)


@imports.command("works")
def works(
    file: File, mapping: MappingName, unit: Unit = "", year: Year = None, dry_run: DryRun = False,
    report: ReportFile = None, accept: Accept = None, reason: Reason = "", actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:  # fmt: skip
    """Import a register of works: the whole file or nothing. --year: the file speaks of the end of that year."""
    options = Options(unit, year, _accepted(accept, lang), _actor(actor), reason, dry_run)
    layout = _mapping(load_works_mapping, mapping, lang)
    with _database(lang) as engine, _progress(lang) as step:
        done = import_works(engine, file, layout, options, step)
    _finish(done, report, lang)


@imports.command("survey")
def survey(
    files: Annotated[
        list[Path], typer.Argument(help="[FORM.xlsx] DATA: the form of KoboToolbox or ODK, if any, and the answers.",
                                   exists=True, dir_okay=False)
    ],
    study: Annotated[str, typer.Option("--study", help="STUDY.toml: who was asked, and what the columns mean.")],
    dry_run: DryRun = False, report: ReportFile = None, reason: Reason = "", actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:  # fmt: skip
    """Import a survey: its answers become shares that may be shown. What is personal is dropped before."""
    if len(files) > 2:
        _say("cli.survey_files", lang)
        raise typer.Exit(USAGE)
    options = Options("", None, (), _actor(actor), reason, dry_run)
    spec = _mapping(load_study, study, lang)
    with _database(lang) as engine, _progress(lang) as step:
        keep = ResponseStore(Settings.from_env().responses_file).write
        done = import_survey(engine, files, spec, options, step, keep)
    _finish(done, report, lang)


@imports.command("photos")
def import_pictures(
    folder: Annotated[Path, typer.Argument(help="Folder with photos.csv.", exists=True, file_okay=False)],
    unit: Annotated[str, typer.Option("--unit", help="Code of the place whose works the pictures show.")],
    dry_run: DryRun = False, report: ReportFile = None, reason: Reason = "", actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:  # fmt: skip
    """Import pictures of works: the whole folder or nothing. They are kept in PHOTO_FOLDER."""
    options = Options(unit, None, (), _actor(actor), reason, dry_run)
    with _database(lang) as engine, _progress(lang) as step:
        store = Settings.from_env().photo_folder
        done = import_photos(engine, folder, store, options, progress=step)
    _finish(done, report, lang)


@imports.command("boundaries")
def import_outlines(
    file: Annotated[Path, typer.Argument(help="GeoJSON file.", exists=True, dir_okay=False)],
    name: Annotated[str, typer.Option("--property", help="Property with the place's code, SOATE or name.")] = "",
    title: Annotated[str, typer.Option("--title", help="Where the boundaries come from, for readers.")] = "",
    url: Annotated[str, typer.Option("--url", help="Web address of the source.")] = "",
    dry_run: DryRun = False, report: ReportFile = None, reason: Reason = "", actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:  # fmt: skip
    """Import boundaries of places, simplified: the whole file or nothing."""
    options = Options("", None, (), _actor(actor), reason, dry_run)
    with _database(lang) as engine:
        done = import_boundaries(engine, file, Source(name, title, url), options)
    _finish(done, report, lang)


def _budget(file: Path, mapping: str, options: Options, out: Path | None, lang: str) -> None:
    layout = _mapping(load_mapping, mapping, lang)
    with _database(lang) as engine, _progress(lang) as step:
        report = import_budget(engine, file, layout, options, step)
    _finish(report, out, lang)


def _mapping(load: Callable[[str], AnyLayout], name: str, lang: str) -> AnyLayout:
    """A mapping; what is wrong with it becomes sentences and a usage error."""
    try:
        return load(name)
    except BadMapping as bad:
        for line in problem_lines(bad.problems, lang):
            console.print(line, highlight=False, soft_wrap=True)
        raise typer.Exit(USAGE) from bad


def _reference_command(subject: str) -> None:
    def command(
        file: File, dry_run: DryRun = False, report: ReportFile = None, reason: Reason = "", actor: Actor = "",
        lang: Lang = Language.ky,
    ) -> None:  # fmt: skip
        with _database(lang) as engine:
            done = import_reference(engine, file, subject, Options("", None, (), _actor(actor), reason, dry_run))
        _finish(done, report, lang)

    columns = ", ".join(SUBJECTS[subject].columns)
    imports.command(subject, help=f"Import {subject}. Columns: {columns}.")(command)


for _subject in SUBJECTS:
    _reference_command(_subject)


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
    with _database(lang) as engine:
        photo_folder = Settings.from_env().photo_folder
        for report in load_content(engine, photo_folder, real=real, demo=demo, actor=_actor("")):
            if report.exit_code:
                _finish(report, None, lang)
            words = t(lang, f"cli.outcome.{report.outcome}", release=report.release or "")
            console.print(escape(f"{report.file}: {words}"), highlight=False, soft_wrap=True)


@app.command("history")
def history(
    as_json: Annotated[bool, typer.Option("--json", help="Every column, as JSON.")] = False, lang: Lang = Language.ky
) -> None:
    """List every release, newest first."""
    with _database(lang) as engine, engine.connect() as connection:
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
    """Take a release of a budget or of works back: what was before it counts again, its own stays in the history."""
    with _database(lang) as engine:
        try:
            with engine.connect() as connection:
                subject = releases.subject_of(connection, release)
            if subject not in RETRACTS:
                raise releases.UnknownRelease(release)
            RETRACTS[subject](engine, release, actor=_actor(actor), reason=reason)
        except releases.UnknownRelease as unknown:
            _say("cli.retract.unknown", lang, release=release)
            raise typer.Exit(USAGE) from unknown
    _say("cli.retract.done", lang, release=release)


@app.command("audit")
def check_audit(lang: Lang = Language.ky) -> None:
    """Verify that nobody changed the audit trail."""
    with _database(lang) as engine, engine.connect() as connection:
        broken = audit.broken_at(connection)
    if broken is not None:
        _say("cli.audit.broken", lang, entry=broken)
        raise typer.Exit(3)
    _say("cli.audit.whole", lang)


@app.command("serve")
def serve() -> None:
    """Serve the dashboard with the built-in server (see HOST and PORT)."""
    from app import main as run  # the web layer is not needed by any other verb

    run()


def _finish(report: Report, out: Path | None, lang: str) -> None:
    show(report, console, lang)
    if out is not None:
        out.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    raise typer.Exit(report.exit_code)


def _accepted(accept: list[str] | None, lang: str) -> tuple[str, ...]:
    for code in accept or ():
        if code not in ACCEPTABLE:
            _say("cli.accept", lang, code=code, allowed=", ".join(ACCEPTABLE))
            raise typer.Exit(USAGE)
    return tuple(accept or ())


def _actor(name: str) -> str:
    if name:
        return name[:80]
    try:
        return getpass.getuser()[:80]
    except (KeyError, OSError):  # a container may run as a user without a name
        return "unknown"


def _say(key: str, lang: str, **values: object) -> None:
    console.print(escape(t(lang, key, **values)), highlight=False, soft_wrap=True)


@contextmanager
def _database(lang: str) -> Iterator[Engine]:
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
        _say("cli.database.newer", lang)
        raise typer.Exit(UNAVAILABLE) from newer
    except (SQLAlchemyError, OSError) as error:
        # The driver's own words, without SQL and parameters.
        cause = str(getattr(error, "orig", None) or error).splitlines()
        _say("cli.database.unavailable", lang, reason=cause[0] if cause else type(error).__name__)
        raise typer.Exit(UNAVAILABLE) from error
    finally:
        if engine is not None:
            engine.dispose()


@contextmanager
def _progress(lang: str) -> Iterator[Callable[[str], None]]:
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
