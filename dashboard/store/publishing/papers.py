"""Documents of a release, written or refreshed, and the numbers of things known by a key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, select, union, update

from dashboard.store.batch import Document
from dashboard.store.publishing.notes import key_of, notes_of
from dashboard.store.survey_tables import study
from dashboard.store.tables import document, municipality, slice_
from dashboard.store.works_tables import work_report

#: Codes of the places whose figures a document holds, by its key.
Places = Mapping[str, Collection[str]]
_USERS = (slice_, work_report, study)


@dataclass(frozen=True)
class Taken:
    """A document of the database that other figures rest on, and that a release would change."""

    key: str
    title: str


class DocumentTaken(RuntimeError):
    """A release says something else of a document than what is known, and it is not the release's to change."""

    def __init__(self, taken: Taken) -> None:
        super().__init__(taken.key)
        self.taken = taken


def ids_by(connection: Connection, table: Table, key: str) -> dict[str, int]:
    """Number of each row of `table` by the text in its column `key`."""
    return {row[0]: row[1] for row in connection.execute(select(table.c[key], table.c.id))}


def write_documents(connection: Connection, papers: Iterable[Document], places: Places) -> dict[str, int]:
    """Add the documents the database does not have, renew what is said about the others; key → number of each.

    Raises DocumentTaken where what would be renewed holds figures of other places, or was published as a document.
    """
    papers = tuple(papers)
    if taken := taken_documents(connection, papers, places):
        raise DocumentTaken(taken[0])
    known = ids_by(connection, document, "key")
    for paper in papers:
        values = _values(paper)
        if paper.key in known:
            connection.execute(update(document).where(document.c.key == paper.key).values(**values))
        else:
            inserted = connection.execute(insert(document).values(**values).returning(document.c.id))
            known[paper.key] = inserted.scalar_one()
    return known


def taken_documents(connection: Connection, papers: Iterable[Document], places: Places) -> list[Taken]:
    """Documents of the database of which these would say something else, and which are not only of their places."""
    said = {paper.key: _values(paper) for paper in papers}
    rows = connection.execute(select(document).where(document.c.key.in_(sorted(said)))).all()
    changed = [row for row in rows if any(getattr(row, name) != value for name, value in said[row.key].items())]
    if not changed:
        return []
    reference = notes_of(connection, document.name)
    return [
        Taken(row.key, row.title)
        for row in changed
        if key_of({"key": row.key}, ("key",)) in reference
        or not _users(connection, row.id) <= {*places.get(row.key, ())}
    ]


def _users(connection: Connection, document_id: int) -> set[str]:
    """Codes of the places that have figures of a document."""
    parts = (
        select(municipality.c.code)
        .join(table, table.c.municipality_id == municipality.c.id)
        .where(table.c.document_id == document_id)
        for table in _USERS
    )
    return set(connection.execute(union(*parts)).scalars())


def _values(paper: Document) -> dict[str, object]:
    return {column.name: getattr(paper, column.name) for column in document.c if column.name != "id"}
