"""Taking a release of reference data back: its rows become what they were, newest release first."""

from __future__ import annotations

import json

from sqlalchemy import Connection, Engine, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from dashboard.store.publishing import frame
from dashboard.store.publishing.notes import Note, Said, notes_by, notes_of, rows_of, steps_of, values_of, where_key
from dashboard.store.tables import metadata, municipality, reference_before

_PLACES = ("municipality_id", "predecessor_id", "successor_id")


class CannotReturn(RuntimeError):
    """A release cannot be taken back.

    `code`: `not_kept` (it was published before rows were kept as they were), `changed_since` (`later` says one of its
    rows, too) or `in_use` (other rows refer to one that would vanish). `row`: which row, for people.
    """

    def __init__(self, code: str, row: str = "", later: int = 0) -> None:
        super().__init__(f"{code} {row} {later}")
        self.code, self.row, self.later = code, row, later


def retract(engine: Engine, release_id: int, subject: str, *, actor: str, reason: str) -> None:
    """Take a release of reference data back: every row it changed is as it was before.

    Raises UnknownRelease, and CannotReturn: then nothing has changed.
    """

    def restore(connection: Connection, taken: int) -> None:
        notes = notes_by(connection, taken)
        if notes is None:
            raise CannotReturn("not_kept")
        for name in {note.table: None for note in notes}:
            _restore(connection, metadata.tables[name], [note for note in notes if note.table == name])

    frame.retract(engine, release_id, subject, restore, actor=actor, reason=reason)


def _restore(connection: Connection, table: Table, notes: list[Note]) -> None:
    """Put the rows of one table back; what did not exist before goes last, when nothing of the release refers to it."""
    history = notes_of(connection, table.name)  # of releases that are published: not of this one any more
    rows = rows_of(connection, table, list(json.loads(notes[0].key)))
    gone = []
    for note in notes:
        later = [each for each in history.get(note.key, ()) if each.release_id > note.release_id]
        [step, *following] = steps_of([note, *later], rows.get(note.key))
        if note.before == step.after:
            continue
        if blocking := next((each for each in following if note.before is None or _holds(each)), None):
            raise CannotReturn("changed_since", _named(connection, note), blocking.note.release_id)
        where = where_key(table, note.key)
        if note.before is None:
            gone.append(note)
            if "parent_id" in table.c:
                connection.execute(update(table).where(where).values(parent_id=None))
        elif step.after is None:
            connection.execute(insert(table).values(**note.before))
        else:
            connection.execute(update(table).where(where).values(**note.before))
        _forget(connection, note, following)
    for note in gone:
        try:
            connection.execute(delete(table).where(where_key(table, note.key)))
        except IntegrityError as error:
            raise CannotReturn("in_use", _named(connection, note)) from error


def _holds(step: Said) -> bool:
    """Whether a later release holds a row as it is: staff said it, or it was changed."""
    return step.note.by_staff or step.note.before != step.after


def _forget(connection: Connection, note: Note, following: list[Said]) -> None:
    """Later notes of the same row that changed nothing now start from what the row was before."""
    said = select(reference_before.c.before).where(
        reference_before.c.release_id == note.release_id,
        reference_before.c.table_name == note.table,
        reference_before.c.row_key == note.key,
    )
    for step in following:
        connection.execute(
            update(reference_before)
            .where(
                reference_before.c.release_id == step.note.release_id,
                reference_before.c.table_name == note.table,
                reference_before.c.row_key == note.key,
            )
            .values(before=said.scalar_subquery())
        )


def _named(connection: Connection, note: Note) -> str:
    """A row as people know it: places by their codes."""
    parts = []
    for name, value in values_of(metadata.tables[note.table], json.loads(note.key)).items():
        if name in _PLACES:
            value = connection.execute(select(municipality.c.code).where(municipality.c.id == value)).scalar()
        parts.append(str(value))
    return ", ".join(parts)
