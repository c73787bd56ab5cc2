"""`import`: a file of budget, works, a survey, pictures, boundaries or reference data becomes a release, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.terminal import (
    USAGE,
    Accept,
    Actor,
    DryRun,
    File,
    Lang,
    Language,
    MappingName,
    Reason,
    ReportFile,
    Unit,
    Year,
    accepted,
    actor_of,
    database,
    finish,
    mapping_of,
    progress,
    say,
)
from dashboard.intake.importing import Options, import_budget, import_reference
from dashboard.intake.mapping.load import load_mapping
from dashboard.intake.pictures.photos import import_photos
from dashboard.intake.reference import SUBJECTS
from dashboard.intake.reference.boundaries import Source, import_boundaries
from dashboard.intake.surveys.importing import import_survey
from dashboard.intake.surveys.study.load import load_study
from dashboard.intake.works.importing import import_works
from dashboard.intake.works.mapping import load_works_mapping
from dashboard.settings import Settings
from dashboard.store.responses import ResponseStore

imports = typer.Typer(no_args_is_help=True, help="Import a file: budget, works, units, population, …")


@imports.command("budget")
def budget(
    file: File,
    mapping: MappingName,
    unit: Unit = "",
    year: Year = None,
    dry_run: DryRun = False,
    report: ReportFile = None,
    accept: Accept = None,
    reason: Reason = "",
    actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:
    """Import a budget: the whole file or nothing."""
    options = Options(unit, year, accepted(accept, lang), actor_of(actor), reason, dry_run)
    from_budget(file, mapping, options, report, lang)


@imports.command("works")
def works(
    file: File,
    mapping: MappingName,
    unit: Unit = "",
    year: Year = None,
    dry_run: DryRun = False,
    report: ReportFile = None,
    accept: Accept = None,
    reason: Reason = "",
    actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:
    """Import a register of works: the whole file or nothing. --year: the file speaks of the end of that year."""
    options = Options(unit, year, accepted(accept, lang), actor_of(actor), reason, dry_run)
    layout = mapping_of(load_works_mapping, mapping, lang)
    with database(lang) as engine, progress(lang) as step:
        done = import_works(engine, file, layout, options, step)
    finish(done, report, lang)


@imports.command("survey")
def survey(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="[FORM.xlsx] DATA: the form of KoboToolbox or ODK, if any, and the answers.",
            exists=True,
            dir_okay=False,
        ),
    ],
    study: Annotated[str, typer.Option("--study", help="STUDY.toml: who was asked, and what the columns mean.")],
    dry_run: DryRun = False,
    report: ReportFile = None,
    reason: Reason = "",
    actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:
    """Import a survey: its answers become shares that may be shown. What is personal is dropped before."""
    if len(files) > 2:
        say("cli.survey_files", lang)
        raise typer.Exit(USAGE)
    options = Options("", None, (), actor_of(actor), reason, dry_run)
    spec = mapping_of(load_study, study, lang)
    with database(lang) as engine, progress(lang) as step:
        keep = ResponseStore(Settings.from_env().responses_file).write
        done = import_survey(engine, files, spec, options, step, keep)
    finish(done, report, lang)


@imports.command("photos")
def import_pictures(
    folder: Annotated[Path, typer.Argument(help="Folder with photos.csv.", exists=True, file_okay=False)],
    unit: Annotated[str, typer.Option("--unit", help="Code of the place whose works the pictures show.")],
    dry_run: DryRun = False,
    report: ReportFile = None,
    reason: Reason = "",
    actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:
    """Import pictures of works: the whole folder or nothing. They are kept in PHOTO_FOLDER."""
    options = Options(unit, None, (), actor_of(actor), reason, dry_run)
    with database(lang) as engine, progress(lang) as step:
        store = Settings.from_env().photo_folder
        done = import_photos(engine, folder, store, options, progress=step)
    finish(done, report, lang)


@imports.command("boundaries")
def import_outlines(
    file: Annotated[Path, typer.Argument(help="GeoJSON file.", exists=True, dir_okay=False)],
    name: Annotated[str, typer.Option("--property", help="Property with the place's code, SOATE or name.")] = "",
    title: Annotated[str, typer.Option("--title", help="Where the boundaries come from, for readers.")] = "",
    url: Annotated[str, typer.Option("--url", help="Web address of the source.")] = "",
    dry_run: DryRun = False,
    report: ReportFile = None,
    reason: Reason = "",
    actor: Actor = "",
    lang: Lang = Language.ky,
) -> None:
    """Import boundaries of places, simplified: the whole file or nothing."""
    options = Options("", None, (), actor_of(actor), reason, dry_run)
    with database(lang) as engine:
        done = import_boundaries(engine, file, Source(name, title, url), options)
    finish(done, report, lang)


def from_budget(file: Path, mapping: str, options: Options, out: Path | None, lang: str) -> None:
    """Import a budget, or check it where `options` is a dry run, and end with the exit code of its report."""
    layout = mapping_of(load_mapping, mapping, lang)
    with database(lang) as engine, progress(lang) as step:
        report = import_budget(engine, file, layout, options, step)
    finish(report, out, lang)


def _reference_command(subject: str) -> None:
    def command(
        file: File,
        dry_run: DryRun = False,
        report: ReportFile = None,
        reason: Reason = "",
        actor: Actor = "",
        lang: Lang = Language.ky,
    ) -> None:
        with database(lang) as engine:
            done = import_reference(engine, file, subject, Options("", None, (), actor_of(actor), reason, dry_run))
        finish(done, report, lang)

    columns = ", ".join(SUBJECTS[subject].columns)
    imports.command(subject, help=f"Import {subject}. Columns: {columns}.")(command)


for _subject in SUBJECTS:
    _reference_command(_subject)
