"""The one frame of publishing: lock, seen before?, release, audit, rows, what counts, comparison, commit.

Killed at any moment, the database holds the old or the new data. A kind of content gives only its own part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from dashboard.store import releases
from dashboard.store.publishing.standing import seen_before
from dashboard.store.releases import Inconsistent, Origin, Published

Progress = Callable[[str], None]
#: What to do inside the transaction for the release of that number.
Step = Callable[[Connection, int], None]


def silent(step: str) -> None:
    """Tell nobody which step has begun."""


@dataclass(frozen=True)
class Content:
    """What one import brings, as the frame needs to know it.

    Attributes:
        rows: how many rows were read; control_minor: the sum of their money.
        write: writes them as a release.
        choose_current: moves the flags of what counts among the releases that speak of the same things.
        written: rows and sum of money that the database holds for a release, to compare before it is committed.
    """

    rows: int
    write: Step
    control_minor: int = 0
    choose_current: Step | None = None
    written: Callable[[Connection, int], tuple[int, int]] | None = None


def publish(engine: Engine, origin: Origin, content: Content, progress: Progress = silent) -> Published:
    """Write `content` as a release; nothing happens when one of the same file and recipe is what counts already.

    `progress` is called with the name of a step. Raises Inconsistent when other rows or another sum arrived than were
    read, and whatever `content.write` raises; then nothing is committed.
    """
    with releases.writing(engine) as connection:
        if seen := seen_before(connection, origin):
            return seen
        rows, control = content.rows, content.control_minor
        release_id = releases.open_release(connection, origin, rows=rows, control_minor=control, at=releases.now())
        content.write(connection, release_id)
        if content.choose_current is not None:
            progress("current")
            content.choose_current(connection, release_id)
        if content.written is not None and (arrived := content.written(connection, release_id)) != (rows, control):
            written, total = arrived
            raise Inconsistent(f"{written} rows with sum {total} written, {rows} rows with sum {control} read")
        return Published("published", release_id, rows)


def retract(
    engine: Engine, release_id: int, subject: str, choose_current: Step | None = None, *, actor: str, reason: str
) -> None:
    """Retract a published release of `subject`: its rows stay in the history, the ones before them count again.

    Raises UnknownRelease.
    """
    with releases.writing(engine) as connection:
        releases.take_back(connection, release_id, subject, actor=actor, reason=reason)
        if choose_current is not None:
            choose_current(connection, release_id)
