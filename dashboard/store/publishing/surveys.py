"""Publishing studies: from suppressed cubes to what pages read. No respondent passes through here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, func, select, update

from dashboard.store.publishing import frame
from dashboard.store.publishing.papers import ids_by
from dashboard.store.publishing.proof import Proof
from dashboard.store.publishing.seals import Sealed
from dashboard.store.publishing.study_rows import StudyBatch, write_study
from dashboard.store.releases import Origin, Published, by_staff
from dashboard.store.survey_tables import (
    answer_share,
    indicator,
    study,
    study_answer,
    study_figure,
    study_group,
    study_number,
    study_question,
    survey_cell,
)
from dashboard.store.tables import municipality, release

SUBJECT = "survey"


def publish_studies(
    engine: Engine, batches: Sequence[StudyBatch], origin: Origin, *, progress: frame.Progress = frame.silent
) -> Published:
    """Write the studies of one file as a release; nothing happens when the same file was published before.

    `progress` is called with the name of each step. Raises KeyError for a place or an indicator the database does not
    know.
    """

    def write(connection: Connection, release_id: int) -> None:
        places = ids_by(connection, municipality, "code")
        catalogue = select(indicator.c.key, indicator.c.id).where(indicator.c.study_id.is_(None))
        indicators = {row.key: row.id for row in connection.execute(catalogue)}
        progress("cells")
        for batch in batches:
            write_study(connection, batch, places, indicators, release_id)

    rows = sum(batch.rows for batch in batches)
    return frame.publish(engine, origin, frame.Content(rows, write, proof=PROOF), progress)


def retract(engine: Engine, release_id: int, *, actor: str, reason: str, subject: str = SUBJECT) -> None:
    """Take a release of studies back: the release before it of the same studies counts again. Raises UnknownRelease."""
    frame.retract(engine, release_id, subject, choose_current, actor=actor, reason=reason)


def choose_current(connection: Connection, release_id: int) -> None:
    """Of every study of a release the latest published release counts, one of staff before one of the program."""
    named = select(study.c.key).where(study.c.release_id == release_id)
    rows = connection.execute(
        select(study.c.id, study.c.key, study.c.is_current, release.c.state)
        .join(release, release.c.id == study.c.release_id)
        .where(study.c.key.in_(named))
        .order_by(by_staff(), study.c.release_id)
    ).all()
    latest = {row.key: row.id for row in rows if row.state == "published"}
    moved = [
        {"which": row.id, "now": latest.get(row.key) == row.id}
        for row in rows
        if bool(row.is_current) != (latest.get(row.key) == row.id)
    ]
    if moved:
        connection.execute(
            update(study).where(study.c.id == bindparam("which")).values(is_current=bindparam("now")), moved
        )


def written(connection: Connection, release_id: int) -> tuple[int, int]:
    """Published figures of a release; they are no money."""
    figures = sum(
        connection.execute(
            select(func.count())
            .select_from(table.join(study, study.c.id == table.c.study_id))
            .where(study.c.release_id == release_id)
        ).scalar_one()
        for table in (survey_cell, study_figure)
    )
    return figures, 0


PROOF: Final = Proof(
    sealed=(
        Sealed(study, moves=("is_current",)),
        *(
            Sealed(table, "study_id", study)
            for table in (
                study_question,
                study_answer,
                study_group,
                survey_cell,
                answer_share,
                study_number,
                study_figure,
                indicator,  # those of its own
            )
        ),
    ),
    written=written,
    choose_current=choose_current,
    flagged=study,
)
