"""Rows of reference tables, updated in place and kept as they were before, so that a release can be taken back.

Every row that a release says is noted in `reference_before` with what stood there. From these notes follows who set
what: the program's own files never change what staff set.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Date, Table, and_, delete, insert, select, update

from dashboard.store.releases import PRODUCT
from dashboard.store.tables import metadata, reference_before, release

Values = Mapping[str, Any]
#: The note at position 0 names no table: it says that a release kept what it replaced.
_MARK: Final = ""


@dataclass(frozen=True)
class Note:
    """What stood in a row (`key`: JSON) before a published release said it; None: there was no such row."""

    release_id: int
    by_staff: bool
    table: str
    key: str
    before: Values | None


@dataclass(frozen=True)
class Said:
    """A note, the row as its release left it, and the note of the next release that says the same row."""

    note: Note
    after: Values | None
    following: Note | None

    @property
    def changed(self) -> frozenset[str]:
        """Names of the columns that the release filled or changed; an empty cell of a new row is not filled."""
        before, after = self.note.before, self.after or {}
        if before is None:
            return frozenset(name for name, value in after.items() if value not in (None, "", False))
        return frozenset(name for name in before if before[name] != after.get(name))


class KeptRows:
    """A table as one release finds it and writes it.

    `key`: columns that tell its rows apart. `derived`: columns that follow from the others. `guarded`: columns whose
    values belong to staff where nobody knows who set them. `whole`: a row that staff set in part is theirs altogether.
    """

    def __init__(
        self,
        connection: Connection,
        release_id: int,
        table: Table,
        key: Sequence[str],
        *,
        derived: Callable[[Values], Values] = lambda row: {},
        guarded: Sequence[str] = (),
        whole: bool = False,
    ) -> None:
        self._connection, self._release, self._table, self._key = connection, release_id, table, tuple(key)
        self._derived, self._guarded, self._whole = derived, guarded, whole
        self._rows = rows_of(connection, table, self._key)
        self._found = dict(self._rows)
        self._history = notes_of(connection, table.name)
        actor = connection.execute(select(release.c.actor).where(release.c.id == release_id)).scalar_one()
        self._by_staff = actor != PRODUCT
        self._noted = _Notebook(connection, release_id)

    def ids(self, column: str) -> dict[str, int]:
        """Number of every row by the text in `column`."""
        return {row[column]: row["id"] for row in self._rows.values()}

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def of_staff(self) -> bool:
        """Whether staff said any row of the table."""
        return any(note.by_staff for notes in self._history.values() for note in notes)

    def put(self, values: Values) -> None:
        """Write a row, new or known; columns that `values` does not name keep what they hold."""
        key = key_of(values, self._key)
        old = self._rows.get(key)
        self._noted.note(self._table, key, self._found.get(key))
        new = {**values, **self._derived({**(old or {}), **values})}
        if old is None:
            made = self._connection.execute(insert(self._table).values(**new).returning(*self._table.c))
            self._rows[key] = dict(made.mappings().one())
            return
        fixed = self._fixed(key) if not self._by_staff else frozenset()
        kept = {name: value for name, value in values.items() if name not in fixed}
        kept |= self._derived({**old, **kept})
        changed = {name: value for name, value in kept.items() if old[name] != value}
        if changed:
            where = _where(self._table, {name: old[name] for name in self._key})
            self._connection.execute(update(self._table).where(where).values(**changed))
            self._rows[key] = {**old, **changed}

    def drop(self, values: Values) -> None:
        """Delete a row."""
        key = key_of(values, self._key)
        self._noted.note(self._table, key, self._found.get(key))
        row = self._rows.pop(key)
        self._connection.execute(
            delete(self._table).where(_where(self._table, {name: row[name] for name in self._key}))
        )

    def _fixed(self, key: str) -> frozenset[str]:
        """Columns of a row that staff set."""
        row = self._found.get(key)
        if row is None:
            return frozenset()
        steps = list(steps_of(self._history.get(key, ()), row))
        staff = {name for step in steps if step.note.by_staff for name in step.changed}
        known = {name for step in steps for name in step.changed}
        staff |= {name for name in self._guarded if row[name] and name not in known}
        return frozenset(row) if staff and self._whole else frozenset(staff)


class _Notebook:
    """Writes the notes of one release, one per row."""

    def __init__(self, connection: Connection, release_id: int) -> None:
        self._connection, self._release = connection, release_id
        rows = connection.execute(
            select(reference_before.c.table_name, reference_before.c.row_key).where(
                reference_before.c.release_id == release_id
            )
        )
        self._noted = {(row.table_name, row.row_key) for row in rows}
        if not self._noted:
            self._write(_MARK, "{}", None)

    def note(self, table: Table, key: str, before: Values | None) -> None:
        if (table.name, key) not in self._noted:
            self._write(table.name, key, before)

    def _write(self, table: str, key: str, before: Values | None) -> None:
        said = None if before is None else _json(before)
        values = {"release_id": self._release, "position": len(self._noted), "table_name": table, "row_key": key}
        self._connection.execute(insert(reference_before).values(**values, before=said))
        self._noted.add((table, key))


def key_of(row: Values, key: Sequence[str]) -> str:
    """The columns that tell a row from others, as JSON."""
    return _json({name: row[name] for name in key})


def rows_of(connection: Connection, table: Table, key: Sequence[str]) -> dict[str, Values]:
    """Every row of a table by its key."""
    return {key_of(dict(row), key): dict(row) for row in connection.execute(select(table)).mappings()}


def notes_of(connection: Connection, table: str) -> dict[str, list[Note]]:
    """What published releases noted of a table by key, the first first."""
    rows = connection.execute(
        select(reference_before, release.c.actor)
        .join(release, release.c.id == reference_before.c.release_id)
        .where(reference_before.c.table_name == table, release.c.state == "published")
        .order_by(reference_before.c.release_id)
    )
    found: dict[str, list[Note]] = defaultdict(list)
    for row in rows:
        found[row.row_key].append(_note(row))
    return found


def notes_by(connection: Connection, release_id: int) -> list[Note] | None:
    """What a release noted, in its order; None where it kept nothing of what it replaced."""
    rows = connection.execute(
        select(reference_before, release.c.actor)
        .join(release, release.c.id == reference_before.c.release_id)
        .where(reference_before.c.release_id == release_id)
        .order_by(reference_before.c.position)
    ).all()
    return [_note(row) for row in rows if row.table_name != _MARK] if rows else None


def steps_of(notes: Sequence[Note], now: Values | None) -> Iterator[Said]:
    """The history of one row: its notes, the first first, and the row as it is now."""
    for note, following in zip(notes, [*notes[1:], None], strict=False):
        yield Said(note, following.before if following else now, following)


def said_instead(connection: Connection, release_id: int) -> int | None:
    """The last release that changed a row which this published one said; None where its rows are as it left them."""
    later: set[int] = set()
    notes = notes_by(connection, release_id) or ()
    for name in {note.table for note in notes}:
        keys = [note.key for note in notes if note.table == name]
        history = notes_of(connection, name)
        rows = rows_of(connection, metadata.tables[name], list(json.loads(keys[0])))
        for key in keys:
            steps = [step for step in steps_of(history[key], rows.get(key)) if step.note.release_id >= release_id]
            if steps and steps[0].after != rows.get(key):
                later |= {step.note.release_id for step in steps[1:] if step.note.before != step.after}
    return max(later, default=None)


def values_of(table: Table, said: Mapping[str, Any]) -> dict[str, Any]:
    """A row of JSON as the table takes it: days are text there."""
    return {
        name: date.fromisoformat(value) if value and isinstance(table.c[name].type, Date) else value
        for name, value in said.items()
    }


def where_key(table: Table, key: str) -> Any:
    """The condition that finds the row of a key."""
    return _where(table, values_of(table, json.loads(key)))


def _where(table: Table, key: Values) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _note(row: Any) -> Note:
    table = metadata.tables.get(row.table_name)
    before = None if row.before is None or table is None else values_of(table, json.loads(row.before))
    return Note(row.release_id, row.actor != PRODUCT, row.table_name, row.row_key, before)


def _json(values: Values) -> str:
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return json.dumps(said, ensure_ascii=False)
