"""`schema`: what mappings and STUDY.toml may say, for editors; and the tables of keys in the guides."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard.cli.terminal import USAGE
from dashboard.intake.mapping.guide import with_tables
from dashboard.intake.mapping.load import BUDGET_FILE, FileKind
from dashboard.intake.surveys.study.schema import STUDY_FILE
from dashboard.intake.works.mapping import WORKS_FILE
from dashboard.settings import ROOT


class SchemaName(StrEnum):
    """Kinds of files."""

    budget = "budget"
    works = "works"
    study = "study"


FILES: dict[str, FileKind[Any]] = {"budget": BUDGET_FILE, "works": WORKS_FILE, "study": STUDY_FILE}


def schema(
    subject: Annotated[SchemaName | None, typer.Argument(help="Whose JSON Schema to print.")] = None,
    write_docs: Annotated[
        bool, typer.Option("--write-docs", help="Write the tables of keys in docs/ anew instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of a mapping (budget, works) or of STUDY.toml (study), for editors of TOML."""
    if write_docs:
        for file, text in guides().items():
            (ROOT / file).write_text(text, encoding="utf-8")
    elif subject is not None:
        typer.echo(json.dumps(FILES[subject].json_schema, ensure_ascii=False, indent=1, default=str))
    else:
        typer.echo("budget, works or study?", err=True)
        raise typer.Exit(USAGE)


def guides() -> dict[str, str]:
    """The guides by their paths, with the tables of keys as the schemas have them."""
    return {
        kind.guide: with_tables((ROOT / kind.guide).read_text(encoding="utf-8"), kind.json_schema)
        for kind in FILES.values()
    }
