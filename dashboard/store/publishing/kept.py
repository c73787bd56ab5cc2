"""Rows of reference tables, updated in place and kept as they were before, so that a release can be taken back.

Every row that a release says is noted with what stood there (`notes.py`). From these notes follows who set what: the
program's own files never change what staff set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Table, delete, insert, select, update

from dashboard.store.publishing.notes import Notebook, Values, key_of, notes_of, rows_of, steps_of, where_values
from dashboard.store.releases import PRODUCT
from dashboard.store.tables import release


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
        self._connection, self._table, self._key = connection, table, tuple(key)
        self._derived, self._guarded, self._whole = derived, guarded, whole
        self._rows = rows_of(connection, table, self._key)
        self._found = dict(self._rows)
        self._history = notes_of(connection, table.name)
        actor = connection.execute(select(release.c.actor).where(release.c.id == release_id)).scalar_one()
        self._by_staff = actor != PRODUCT
        self._noted = Notebook(connection, release_id)

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
            where = where_values(self._table, {name: old[name] for name in self._key})
            self._connection.execute(update(self._table).where(where).values(**changed))
            self._rows[key] = {**old, **changed}

    def drop(self, values: Values) -> None:
        """Delete a row."""
        key = key_of(values, self._key)
        self._noted.note(self._table, key, self._found.get(key))
        row = self._rows.pop(key)
        self._connection.execute(
            delete(self._table).where(where_values(self._table, {name: row[name] for name in self._key}))
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
