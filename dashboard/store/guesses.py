"""How many guessed what, and nothing about who: a small database of its own, which the pages may write.

One row per place, question, year and kind of guess. No moment is kept, nothing of the request, nothing per person.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, String, Table, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable

from dashboard.store.engine import reading_engine, writing_engine

log = logging.getLogger(__name__)
#: Lower than the figure by more than ten of a hundred, within ten, or higher by more.
KINDS = ("low", "close", "high")
_LOCK = 7277003
_WAIT_S = 1  # a page is waiting

guess = Table(
    "guess",
    MetaData(),
    Column("place", String(60), primary_key=True),
    Column("question", String(60), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(5), primary_key=True),
    Column("number", Integer, nullable=False),
    CheckConstraint(f"kind IN {KINDS}", name="kind"),
)
#: Two processes that count at once both count: the database adds.
_ADD = text(
    "INSERT INTO guess (place, question, year, kind, number) VALUES (:place, :question, :year, :kind, 1) "
    "ON CONFLICT (place, question, year, kind) DO UPDATE SET number = guess.number + 1"
)
#: By (question, year): how many guesses of each kind.
Counts = Mapping[tuple[str, int], Mapping[str, int]]


class NotCounted(RuntimeError):
    """The guesses could not be written; nothing of them was."""


@dataclass(frozen=True)
class Guess:
    """What is kept of one guess."""

    question: str
    year: int
    kind: str


@dataclass(frozen=True)
class Guesses:
    """The counters at an address (SQLite, whose file is created when the first guess comes, or PostgreSQL).

    Every call opens a connection of its own: guesses are rare, and a file that was removed or replaced is noticed.
    """

    url: str

    def count(self, place: str, guesses: Iterable[Guess]) -> None:
        """Add one to each guess's counter, all of them or none. Raises NotCounted."""
        rows = [{"place": place, "question": each.question, "year": each.year, "kind": each.kind} for each in guesses]
        if not rows:
            return
        try:
            engine = writing_engine(self.url, wait_s=_WAIT_S)
            try:
                with engine.begin() as connection:
                    if connection.dialect.name == "postgresql":
                        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                    connection.execute(CreateTable(guess, if_not_exists=True))
                    connection.execute(_ADD, rows)
            finally:
                engine.dispose()
        except (DBAPIError, OSError) as error:
            raise NotCounted(type(error).__name__) from error

    def of(self, place: str) -> Counts:
        """The counters of a place; empty where there are none or they cannot be read."""
        engine = reading_engine(self.url)
        found: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        try:
            with engine.connect() as connection:
                for row in connection.execute(select(guess).where(guess.c.place == place)):
                    found[row.question, row.year][row.kind] = row.number
        except DBAPIError as error:
            # Before the first guess there is no file, or no table in it.
            log.info("no guesses to read: %s", type(error.orig).__name__)
        finally:
            engine.dispose()
        return dict(found)
