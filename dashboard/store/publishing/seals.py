"""Seals: a fingerprint of every row that a release wrote and that never changes, kept in the audit trail.

A seal says which columns it was made of, so a column that a later schema adds belongs to later seals only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Select, String, Table, collate, select

#: By the name of a table: `columns`, how many `rows`, and their `sha256`.
Seals = Mapping[str, Mapping[str, Any]]
_AT_ONCE = 20_000


@dataclass(frozen=True)
class Sealed:
    """A table whose rows stay as a release wrote them, but for the columns `moves`.

    `by` leads to the release, or to a row of the table `through` that does.
    """

    table: Table
    by: str = "release_id"
    through: Table | None = None
    moves: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """What is sealed of a row."""
        return tuple(column.name for column in self.table.c if column.name not in self.moves)

    def rows(self, release_id: int, columns: Sequence[str], dialect: str) -> Select[Any]:
        """The rows of a release in the order of their key, whatever language the database sorts in."""
        belongs = self.table.c[self.by]
        if self.through is None:
            mine = belongs == release_id
        else:
            mine = belongs.in_(select(self.through.c.id).where(self.through.c.release_id == release_id))
        text = dialect == "postgresql"
        order = (collate(key, "C") if text and isinstance(key.type, String) else key for key in self.table.primary_key)
        return select(*(self.table.c[name] for name in columns)).where(mine).order_by(*order)


def seal(connection: Connection, sealed: Iterable[Sealed], release_id: int) -> Seals:
    """The seals of a release as its rows are now."""
    return {each.table.name: _seal(connection, each, release_id, each.columns) for each in sealed}


def broken(connection: Connection, sealed: Iterable[Sealed], release_id: int, seals: Seals) -> list[str]:
    """Tables whose rows of a release are not those that were sealed, or that can no longer be looked at."""
    known = {each.table.name: each for each in sealed}
    return [
        name
        for name, said in seals.items()
        if (each := known.get(name)) is None
        or not {*said["columns"]} <= {*each.table.c.keys()}
        or _seal(connection, each, release_id, said["columns"]) != said
    ]


def _seal(connection: Connection, sealed: Sealed, release_id: int, columns: Sequence[str]) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    found = connection.execute(sealed.rows(release_id, columns, connection.dialect.name))
    # A million rows as the driver has them: what SQLAlchemy makes of them would take most of the time.
    while rows := found.cursor.fetchmany(_AT_ONCE):
        count += len(rows)
        digest.update(orjson.dumps(rows)[1:-1] + b",")
    return {"columns": [*columns], "rows": count, "sha256": digest.hexdigest()}
