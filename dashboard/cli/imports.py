"""`import` and `check`: one command per subject of a registry, with the files and options that it takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dashboard.cli.terminal import (
    USAGE,
    Actor,
    DryRun,
    Lang,
    Reason,
    ReportFile,
    actor_of,
    console,
    database,
    progress,
    say,
)
from dashboard.i18n import DEFAULT
from dashboard.intake.mapping.load import BadMapping
from dashboard.intake.registry import Registry
from dashboard.intake.report import Report, problem_lines, show
from dashboard.intake.run import run
from dashboard.intake.subject import AnySubject, Files, Option, Request
from dashboard.settings import Settings

#: What `check FILE` checks: it had no other subject once.
FIRST = "budget"
_LANG = Parameter("lang", Parameter.KEYWORD_ONLY, default=DEFAULT, annotation=Lang)


def import_commands(registry: Registry) -> typer.Typer:
    """`import SUBJECT FILE …` of every subject."""
    commands = typer.Typer(no_args_is_help=True, help="Import a file: budget, works, units, population, …")
    for subject in registry.values():
        who = [
            Parameter("reason", Parameter.KEYWORD_ONLY, default="", annotation=Reason),
            Parameter("actor", Parameter.KEYWORD_ONLY, default="", annotation=Actor),
        ]
        dry_run = Parameter("dry_run", Parameter.KEYWORD_ONLY, default=False, annotation=DryRun)
        _add(commands, subject, [*_asked(subject, dry_run), *who, _LANG], subject.help)
    return commands


def check_commands(registry: Registry) -> typer.Typer:
    """`check SUBJECT FILE …` of every subject, and `check FILE …` of a budget."""

    class BudgetUnlessNamed(TyperGroup):
        """A group whose first word may be left out."""

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            # A word that is neither a file nor a path is a subject, if only a misspelt one.
            named = args[:1] == ["--help"] or (args[:1] and (args[0] in registry or _is_word(args[0])))
            return super().parse_args(ctx, args if named else [FIRST, *args])

    commands = typer.Typer(
        cls=BudgetUnlessNamed,
        help="Read and check a file (of a budget unless a subject is named), and print what an import would say. "
        "Writes nothing.",
    )
    for subject in registry.values():
        words = f"Read and check, and print what `import {subject.name}` would say. Writes nothing."
        _add(commands, subject, [*_asked(subject), _LANG], words)
    return commands


def _is_word(text: str) -> bool:
    return text.isalpha() and not Path(text).exists()


def finish(report: Report, out: Path | None, lang: str) -> None:
    """Print a report, write it where that is asked for, and end with its exit code."""
    show(report, console, lang)
    if out is not None:
        out.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    raise typer.Exit(report.exit_code)


def _add(commands: typer.Typer, subject: AnySubject, parameters: list[Parameter], words: str) -> None:
    def command(**given: Any) -> None:
        lang = given["lang"]
        request = _request(subject, given)
        with database(lang) as engine, progress(lang, subject.steps) as step:
            report = run(engine, subject.settled(Settings.from_env()), request, step)
        finish(report, given["report"], lang)

    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # typer reads it, mypy knows none
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    commands.command(subject.name, help=words)(command)


def _asked(subject: AnySubject, *more: Parameter) -> Iterator[Parameter]:
    """What import and check take alike; `more` stands before the report."""
    yield _files(subject.files)
    yield from map(_option, subject.options)
    yield from more
    yield Parameter("report", Parameter.KEYWORD_ONLY, default=None, annotation=ReportFile)
    if subject.accepts:
        accept = typer.Option("--accept", help=f"Answer a question with yes: {', '.join(subject.accepts)}.")
        yield Parameter("accept", Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[list[str] | None, accept])


def _files(files: Files) -> Parameter:
    info = typer.Argument(help=files.help, exists=True, dir_okay=files.folder, file_okay=not files.folder)
    kind: Any = list[Path] if files.most > 1 else Path
    return Parameter(files.name, Parameter.KEYWORD_ONLY, annotation=Annotated[kind, info])


def _option(option: Option) -> Parameter:
    kind: Any = bool if option.flag else int | None if option.between else str
    least, most = option.between or (None, None)
    name, words = f"--{option.name.replace('_', '-')}", _one_of(option.among) if option.among else None
    info = typer.Option(name, help=option.help, min=least, max=most, parser=words, metavar="TEXT" if words else None)
    default = Parameter.empty if option.needed else False if option.flag else None if option.between else ""
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, info])


def _one_of(among: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and text not in among:
            raise typer.BadParameter(f"{text!r} is not one of {', '.join(among)}.")
        return text

    return read


def _request(subject: AnySubject, given: dict[str, Any]) -> Request[Any]:
    """What the command line asks for. What is wrong with it becomes sentences and a usage error."""
    lang = given["lang"]
    files = given[subject.files.name] if subject.files.most > 1 else [given[subject.files.name]]
    if len(files) > subject.files.most:
        say(subject.files.too_many, lang)
        raise typer.Exit(USAGE)
    accept = tuple(code.replace("-", "_") for code in given.get("accept") or ())
    for code in accept:
        if code not in subject.accepts:
            say("cli.accept", lang, code=code, allowed=", ".join(subject.accepts))
            raise typer.Exit(USAGE)
    options = {option.name: given[option.name] for option in subject.options}
    dry_run, reason = given.get("dry_run", True), given.get("reason", "")
    actor = actor_of(given.get("actor", ""))
    try:
        return subject.request(files, options, accept=accept, actor=actor, reason=reason, dry_run=dry_run)
    except BadMapping as bad:
        for line in problem_lines(bad.problems, lang):
            console.print(line, highlight=False, soft_wrap=True)
        raise typer.Exit(USAGE) from bad
