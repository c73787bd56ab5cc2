"""`verify`: is what is published still what was published?"""

from __future__ import annotations

from typing import Annotated

import typer

from dashboard.cli.terminal import UNAVAILABLE, USAGE, Lang, looking, say
from dashboard.i18n import DEFAULT
from dashboard.settings import Settings
from dashboard.store.engine import copied_engine
from dashboard.store.integrity import anchor
from dashboard.store.integrity.verify import verify

TAMPERED = 3
_SHOWN = 50


def check(
    noted: Annotated[
        str, typer.Option("--head", help="A head noted elsewhere (a report, the page About): NUMBER:HASH.")
    ] = "",
    lang: Lang = DEFAULT,
) -> None:
    """Recompute every release's rows, control sums, roll-ups and seals, what counts, and the audit trail.

    The trail is compared with the heads noted in AUDIT_ANCHOR. The database is not changed.
    """
    head = anchor.read(noted) if noted else None
    if noted and head is None:
        say("cli.verify.no_head", lang, value=noted)
        raise typer.Exit(USAGE)
    with looking(lang, copied_engine) as engine:
        file = Settings.from_env().audit_anchor
        try:
            found = verify(engine, file, head)
        except OSError as error:
            say("cli.verify.anchor_unread", lang, reason=error)
            raise typer.Exit(UNAVAILABLE) from error
    for fault in found.faults[:_SHOWN]:
        say(f"cli.verify.{fault.code}", lang, **fault.values)
    if len(found.faults) > _SHOWN:
        say("cli.more", lang, n=len(found.faults) - _SHOWN)
    if found.unsealed:
        say("cli.verify.unsealed", lang, n=found.unsealed)
    if found.faults:
        say("cli.verify.broken", lang, n=len(found.faults))
        raise typer.Exit(TAMPERED)
    say("cli.verify.whole", lang, n=found.releases, head=found.head)
