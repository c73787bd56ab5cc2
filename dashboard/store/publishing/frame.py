"""The one frame of publishing: lock, seen before?, release, rows, what counts, comparison, seals and audit, commit.

Killed at any moment, the database holds the old or the new data. A kind of content gives only its own part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from dashboard.store import releases
from dashboard.store.publishing.proof import NOTHING, Proof, Step
from dashboard.store.publishing.seals import seal
from dashboard.store.publishing.standing import seen_before
from dashboard.store.releases import Inconsistent, Origin, Published

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Tell nobody which step has begun."""


@dataclass(frozen=True)
class Content:
    """What one import brings, as the frame needs to know it.

    Attributes:
        rows: how many rows were read; control_minor: the sum of their money.
        write: writes them as a release.
        proof: how what arrived is compared with what was read, and sealed.
    """

    rows: int
    write: Step
    control_minor: int = 0
    proof: Proof = NOTHING


def publish(engine: Engine, origin: Origin, content: Content, progress: Progress = silent) -> Published:
    """Write `content` as a release; nothing happens when one of the same file and recipe is what counts already.

    `progress` is called with the name of a step. Raises Inconsistent when other rows or another sum arrived than were
    read, and whatever `content.write` raises; then nothing is committed.
    """
    with releases.writing(engine) as connection:
        if seen := seen_before(connection, origin):
            return seen
        rows, control, proof, at = content.rows, content.control_minor, content.proof, releases.now()
        release_id = releases.open_release(connection, origin, rows=rows, control_minor=control, at=at)
        content.write(connection, release_id)
        if proof.choose_current is not None:
            progress("current")
            proof.choose_current(connection, release_id)
        if proof.written is not None and (arrived := proof.written(connection, release_id)) != (rows, control):
            written, total = arrived
            raise Inconsistent(f"{written} rows with sum {total} written, {rows} rows with sum {control} read")
        releases.announce(connection, origin, release_id, seal(connection, proof.sealed, release_id), at=at)
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
