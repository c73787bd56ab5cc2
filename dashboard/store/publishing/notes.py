"""Notes of what reference rows were before a release said them, and what follows from them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Date, Table, and_, insert, select

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


class Notebook:
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
        """Note what stands in a row, once; None: there is no such row."""
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
    rows = (row._asdict() for row in connection.execute(select(table)))
    return {key_of(row, key): row for row in rows}


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
    return where_values(table, values_of(table, json.loads(key)))


def where_values(table: Table, key: Values) -> Any:
    """The condition that finds the row with these values."""
    return and_(*(table.c[name] == value for name, value in key.items()))


def _note(row: Any) -> Note:
    table = metadata.tables.get(row.table_name)
    before = None if row.before is None or table is None else values_of(table, json.loads(row.before))
    return Note(row.release_id, row.actor != PRODUCT, row.table_name, row.row_key, before)


def _json(values: Values) -> str:
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return json.dumps(said, ensure_ascii=False)
