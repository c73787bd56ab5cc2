"""Many rows at once, by the fastest way each database has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table, cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS

# Values a statement may hold in every SQLite since 2004. Many rows per statement cost a third of one row per statement:
# the lists of the CHECK constraints are then built once for all of them.
_MOST_VALUES = 999


def new_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """`count` unused ids of `table`, rising. The caller is the only one who writes (see releases.writing)."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        taken = select(func.nextval(cast(sequence, REGCLASS))).select_from(func.generate_series(1, count))
        return sorted(connection.execute(taken).scalars())
    start = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one() + 1
    return list(range(start, start + count))


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
