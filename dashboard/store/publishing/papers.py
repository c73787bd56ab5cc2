"""Documents of a release, written or refreshed, and the numbers of things known by a key."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Table, insert, select, update

from dashboard.store.batch import Document
from dashboard.store.tables import document


def ids_by(connection: Connection, table: Table, key: str) -> dict[str, int]:
    """Number of each row of `table` by the text in its column `key`."""
    return {row[0]: row[1] for row in connection.execute(select(table.c[key], table.c.id))}


def write_documents(connection: Connection, papers: Iterable[Document]) -> dict[str, int]:
    """Add the documents the database does not have, renew what is said about the others; key → number of each."""
    known = ids_by(connection, document, "key")
    for paper in papers:
        values = {column.name: getattr(paper, column.name) for column in document.c if column.name != "id"}
        if paper.key in known:
            connection.execute(update(document).where(document.c.key == paper.key).values(**values))
        else:
            inserted = connection.execute(insert(document).values(**values).returning(document.c.id))
            known[paper.key] = inserted.scalar_one()
    return known
