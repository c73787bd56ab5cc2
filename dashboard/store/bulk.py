"""Many rows at once, by the fastest way each database has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table

# Values a statement may hold in every SQLite since 2004. Many rows a statement cost a third of one row a statement:
# the lists of the CHECK constraints are then built once for all of them.
_MOST_VALUES = 999


def write_rows(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Append `rows` (tuples in the table's column order): long INSERTs on SQLite, COPY on PostgreSQL."""
    names = ", ".join(column.name for column in table.columns)
    driver = connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "sqlite":
        width = len(table.columns)
        start = f"INSERT INTO {table.name} ({names}) VALUES "
        marks = f"({', '.join('?' * width)})"
        rest: list[Any] = []
        many = _MOST_VALUES // width
        driver.executemany(start + ", ".join([marks] * many), _full_batches(iter(rows), many, rest))
        driver.executemany(start + marks, rest)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _full_batches(rows: Iterator[tuple[Any, ...]], many: int, rest: list[Any]) -> Iterator[list[Any]]:
    """The values of `many` rows after one another; rows that do not fill a batch go to `rest`."""
    while True:
        batch = list(islice(rows, many))
        if len(batch) < many:
            rest += batch
            return
        yield list(chain.from_iterable(batch))
