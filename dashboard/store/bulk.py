"""Many rows at once, by the fastest way each database has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table


def write_rows(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Append `rows` (tuples in the table's column order): executemany on SQLite, COPY on PostgreSQL."""
    names = ", ".join(column.name for column in table.columns)
    driver = connection.connection.driver_connection
    assert driver is not None
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in table.columns)
        driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
