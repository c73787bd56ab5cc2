"""Publishing a budget: lines, documents and statements get their numbers, facts and roll-ups are written once."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, case, func, select

from dashboard.store.batch import SLICE_COLUMNS, Batch
from dashboard.store.corrections import CORRECTION_HOURS
from dashboard.store.numbering import number_groups
from dashboard.store.publishing import frame
from dashboard.store.publishing.budget_current import choose_current
from dashboard.store.publishing.budget_figures import (
    write_differences,
    write_facts,
    write_notes,
    write_rollups,
    write_slices,
)
from dashboard.store.publishing.budget_lines import write_labels, write_lines
from dashboard.store.publishing.budget_sums import sums
from dashboard.store.publishing.papers import write_documents
from dashboard.store.publishing.proof import Proof, Step
from dashboard.store.publishing.reference import make_places
from dashboard.store.publishing.seals import Sealed
from dashboard.store.releases import Inconsistent, Origin, Published
from dashboard.store.tables import check_result, fact, fact_note, rollup, slice_

SUBJECT = "budget"
_SEALED = (
    Sealed(slice_, moves=("is_current", "previous_id")),
    *(Sealed(table, "slice_id", slice_) for table in (fact, fact_note, rollup, check_result)),
)


def publish_budget(
    engine: Engine,
    batch: Batch,
    origin: Origin,
    *,
    correction_hours: float = CORRECTION_HOURS,
    progress: frame.Progress = frame.silent,
) -> Published:
    """Write `batch` as a release and make it current; nothing happens when the same file was published before.

    `progress` is called with the name of each step. Raises KeyError for a place the database does not know.
    """

    def write(connection: Connection, release_id: int) -> None:
        _write(connection, batch, release_id, progress)

    control = int(batch.facts["amount_minor"].sum() or 0)
    content = frame.Content(len(batch.facts), write, control, proof(correction_hours))
    return frame.publish(engine, origin, content, progress)


def retract(
    engine: Engine, release_id: int, *, actor: str, reason: str, correction_hours: float = CORRECTION_HOURS
) -> None:
    """Take a budget release back: its figures stay in the history, the ones before them are current again.

    Raises UnknownRelease.
    """
    frame.retract(engine, release_id, SUBJECT, _choosing(correction_hours), actor=actor, reason=reason)


def _write(connection: Connection, batch: Batch, release_id: int, progress: frame.Progress) -> None:
    progress("lines")
    places = make_places(connection, batch.new_places)
    documents = write_documents(connection, batch.documents, batch.places_of_documents)
    line_numbers, line_ids = write_lines(connection, batch, places)
    progress("slices")
    numbers, slices = number_groups(batch.facts, list(SLICE_COLUMNS))
    slice_ids = write_slices(connection, slices, batch.statements, batch.sums.totals, places, documents, release_id)
    progress("facts")
    slice_of, line_of = slice_ids[numbers], line_ids[line_numbers]
    write_facts(connection, batch.facts, slice_of, line_of)
    write_labels(connection, batch.labels, places, documents)
    write_notes(connection, batch, slice_of, line_of)
    progress("roll-ups")
    write_rollups(connection, batch, numbers, line_numbers, slice_ids)
    write_differences(connection, batch.sums.differences, slice_ids, line_ids)


def _choosing(correction_hours: float) -> Step:
    """Chooses again among the statements of every place of a release."""

    def step(connection: Connection, release_id: int) -> None:
        affected = select(slice_.c.municipality_id).where(slice_.c.release_id == release_id).distinct()
        choose_current(connection, sorted(connection.execute(affected).scalars()), correction_hours)

    return step


def proof(correction_hours: float = CORRECTION_HOURS) -> Proof:
    """How a release of budgets is checked."""
    return Proof(_SEALED, written, sums, _choosing(correction_hours), slice_)


def written(connection: Connection, release_id: int) -> tuple[int, int]:
    """Rows and sum of a release; the lines of each statement must also add up to what the batch said of it."""
    of_lines = func.sum(case((fact.c.role == "line", fact.c.amount_minor)))
    statements = connection.execute(
        select(
            slice_.c.id,
            slice_.c.lines_minor,
            func.count().label("rows"),
            func.coalesce(func.sum(fact.c.amount_minor), 0).label("total"),
            of_lines.label("of_lines"),
        )
        .join(fact, fact.c.slice_id == slice_.c.id)
        .where(slice_.c.release_id == release_id)
        .group_by(slice_.c.id, slice_.c.lines_minor)
    ).all()
    for row in statements:
        if row.lines_minor != row.of_lines:
            raise Inconsistent(f"statement {row.id}: lines add up to {row.of_lines}, {row.lines_minor} was read")
    return sum(row.rows for row in statements), sum(int(row.total) for row in statements)
