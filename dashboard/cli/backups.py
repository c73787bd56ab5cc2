"""`backup` and `restore`: everything an installation keeps, as one folder, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from dashboard.cli.terminal import UNAVAILABLE, Lang, say, settings_of
from dashboard.i18n import DEFAULT
from dashboard.settings import Settings
from dashboard.store.backup.databases import BackupFailed
from dashboard.store.backup.folder import Belongings, back_up, restore
from dashboard.store.releases import now

Folder = Annotated[Path, typer.Argument(help="Folder of the backup.")]
Answers = Annotated[
    bool, typer.Option("--answers", help="With the coded answers of respondents: personal data, kept apart otherwise.")
]


def make(folder: Folder, answers: Answers = False, lang: Lang = DEFAULT) -> None:
    """Copy database, guesses and pictures (and answers with --answers) into a new folder, while all of it is in use."""
    with _failures(lang):
        kept = _kept(settings_of(), answers)
        head = back_up(kept, folder, now())
        say("cli.backup.made", lang, folder=folder, head=head)
        if kept.answers is not None and not kept.answers.exists():
            say("cli.backup.no_answers", lang, file=kept.answers)


def put_back(
    folder: Folder,
    replace: Annotated[bool, typer.Option("--replace", help="Also where a database stands already.")] = False,
    answers: Answers = False,
    lang: Lang = DEFAULT,
) -> None:
    """Put a backup in the place of what this installation has; start the servers again afterwards."""
    with _failures(lang):
        head = restore(_kept(settings_of(), answers), folder, now(), replace=replace)
        say("cli.backup.restored", lang, folder=folder, head=head)


def _kept(settings: Settings, answers: bool) -> Belongings:
    file = settings.responses_file if answers else None
    return Belongings(settings.database_url, settings.guesses_url, settings.photo_folder, file)


@contextmanager
def _failures(lang: str) -> Iterator[None]:
    """What goes wrong becomes a sentence and exit 5."""
    try:
        yield
    except BackupFailed as failed:
        say(f"cli.backup.{failed.code}", lang, what=failed.what, reason=failed.reason)
        raise typer.Exit(UNAVAILABLE) from failed
    except (OSError, DBAPIError) as error:
        say("cli.backup.database", lang, reason=getattr(error, "orig", None) or error)
        raise typer.Exit(UNAVAILABLE) from error
