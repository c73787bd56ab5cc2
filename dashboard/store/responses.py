"""Coded answers of single respondents: a file of its own, which the web process never opens.

No text that anybody wrote is here, only codes of answers, groups and places, numbers of strata and sampling units, and
weights.
What is published does not depend on this file: it may be deleted whenever the answers need not be kept any longer.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from dashboard.surveys.model import CodedAnswers, Responses

_WAIT_S = 15
_OF = "@"
_SCHEMA = (
    # The key of a study; or, of its earlier imports, the key, "@" and what they were made of: no key holds an "@".
    "CREATE TABLE IF NOT EXISTS study (key TEXT PRIMARY KEY, sha256 TEXT NOT NULL)",
    # What the numbers in `response.codes` mean, in their order: codes[0] is 0, and -1 is no answer.
    """CREATE TABLE IF NOT EXISTS variable (
        study TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, codes TEXT NOT NULL,
        PRIMARY KEY (study, position))""",
    """CREATE TABLE IF NOT EXISTS response (
        study TEXT NOT NULL, number INTEGER NOT NULL, weight REAL NOT NULL, codes TEXT NOT NULL,
        PRIMARY KEY (study, number)) WITHOUT ROWID""",
)
_TABLES = (("study", "key"), ("variable", "study"), ("response", "study"))


@dataclass(frozen=True)
class ResponseStore:
    """The answers of every import of a study, until that import is taken back: others may have kept its figures.

    The file and its folder are made for their owner only.
    """

    path: Path

    def write(self, study: str, sha256: str, responses: Responses) -> None:
        """Keep the answers of a study beside those of its earlier imports: all of them or none.

        `sha256`: of the files they come from, as the release has it. Raises OSError when the file cannot be written.
        """
        self._make()
        variables = list(_variables(responses))
        described = [
            (study, at, role, name, json.dumps(column.values, ensure_ascii=False))
            for at, (role, name, column) in enumerate(variables)
        ]
        numbers = np.stack([column.index for _, _, column in variables], axis=1).tolist()
        rows = (
            (study, number, weight, json.dumps(codes, separators=(",", ":")))
            for number, (weight, codes) in enumerate(zip(responses.weight.tolist(), numbers, strict=True), start=1)
        )
        with self._writing() as connection:
            _put_by(connection, study)
            _forget(connection, f"{study}{_OF}{sha256}")
            connection.execute("INSERT INTO study VALUES (?, ?)", (study, sha256))
            connection.executemany("INSERT INTO variable VALUES (?, ?, ?, ?, ?)", described)
            connection.executemany("INSERT INTO response VALUES (?, ?, ?, ?)", rows)

    def studies(self) -> tuple[str, ...]:
        """The keys of the studies whose answers are kept. Raises OSError when the file cannot be read."""
        keys = (key.partition(_OF)[0] for (key,) in self._read("SELECT key FROM study ORDER BY key"))
        return tuple(dict.fromkeys(keys))

    def imports(self, study: str) -> dict[str, str]:
        """What the kept imports of a study were made of, and the name that `read` knows each by. Raises OSError."""
        kept = self._read("SELECT key, sha256 FROM study ORDER BY key")
        return {sha256: key for key, sha256 in kept if key.partition(_OF)[0] == study}

    def read(self, study: str) -> Responses | None:
        """The answers of a study, or of one of its imports, as they were written; None where they are not kept.

        Raises OSError.
        """
        described = self._read("SELECT role, name, codes FROM variable WHERE study = ? ORDER BY position", study)
        if not described:
            return None
        rows = self._read("SELECT weight, codes FROM response WHERE study = ? ORDER BY number", study)
        numbers = np.array([json.loads(codes) for _, codes in rows], dtype=np.int64).reshape(len(rows), len(described))
        columns = {
            (role, name): CodedAnswers(numbers[:, at], tuple(json.loads(codes)))
            for at, (role, name, codes) in enumerate(described)
        }
        of_role = {
            wanted: {name: column for (role, name), column in columns.items() if role == wanted}
            for wanted in ("group", "answer")
        }
        return Responses(
            study,
            columns["place", ""],
            np.array([weight for weight, _ in rows]),
            columns.get(("stratum", "")),
            columns.get(("psu", "")),
            of_role["group"],
            of_role["answer"],
        )

    def _read(self, statement: str, *values: str) -> list[Any]:
        """Rows of the file; none where there is no file, or nothing was written to it yet."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return []
        try:
            connection = sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", timeout=_WAIT_S, uri=True)
            try:
                return connection.execute(statement, values).fetchall()
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise OSError(f"{self.path}: {error}") from error

    def forget(self, sha256: str) -> bool:
        """Delete the answers that come from these files: all or none. False where there are none, or no file.

        Answers of the same study that were imported since are of other files and stay. Raises OSError.
        """
        if not self.path.exists():
            return False
        with self._writing() as connection:
            studies = [key for (key,) in connection.execute("SELECT key FROM study WHERE sha256 = ?", (sha256,))]
            for key in studies:
                _forget(connection, key)
        return bool(studies)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the file. Raises OSError when it cannot be written."""
        try:
            connection = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
            try:
                # Answers that go are overwritten with zeros, not only unlinked.
                connection.execute("PRAGMA secure_delete=ON")
                connection.execute("BEGIN IMMEDIATE")
                for statement in _SCHEMA:
                    connection.execute(statement)
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise OSError(f"{self.path}: {error}") from error

    def _make(self) -> None:
        """The file, before SQLite would make it readable to others; its journal takes the mode of the file."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            os.fchmod(file, 0o600)
        finally:
            os.close(file)


def _put_by(connection: sqlite3.Connection, study: str) -> None:
    """Call the answers that a study has now by what they were made of."""
    for (sha256,) in connection.execute("SELECT sha256 FROM study WHERE key = ?", (study,)).fetchall():
        name = f"{study}{_OF}{sha256}"
        _forget(connection, name)
        for table, column in _TABLES:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (name, study))


def _forget(connection: sqlite3.Connection, study: str) -> None:
    for table, column in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (study,))


def _variables(responses: Responses) -> Iterator[tuple[str, str, CodedAnswers]]:
    """Role, name and column of everything that is known of a respondent beside the weight."""
    yield "place", "", responses.place
    for role, part in (("stratum", responses.stratum), ("psu", responses.psu)):
        if part is not None:  # whatever they are called: only who is in the same one matters
            yield role, "", CodedAnswers(part.index, tuple(str(at + 1) for at in range(len(part.values))))
    for role, columns in (("group", responses.groups), ("answer", responses.answers)):
        for name, column in columns.items():
            yield role, name, column
