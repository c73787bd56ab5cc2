"""Importers killed at moments chosen by chance, forty on each database: the long run of `tests/store/test_crash.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy.exc import OperationalError

from bench.results import Measure
from tests.conftest import POSTGRES, fresh_postgres
from tests.store.kills import kill_importers

_KILLS, _ROWS = 40, 20_000


def measure(folder: Path, *, quick: bool) -> list[Measure]:
    """How many kills left a mixture of old and new data: none, or the run ends with an AssertionError.

    `plain` is how many were made, and `ours` how many left a mixture. PostgreSQL takes part where a server answers
    that TEST_POSTGRES_URL names (by itself the one on 127.0.0.1); a database is made for it and dropped.
    """
    kills = 8 if quick else _KILLS
    measures = [_measured("SQLite", f"sqlite:///{folder / 'kills.db'}", kills)]
    try:
        with fresh_postgres(POSTGRES[0]) as url:
            measures.append(_measured("PostgreSQL", url, kills))
    except OperationalError:
        print("no PostgreSQL server answers: it is left out", file=sys.stderr)
    return measures


def _measured(name: str, url: str, kills: int) -> Measure:
    inside = kill_importers(url, kills, _ROWS)
    return Measure("faults", f"importers killed on {name} ({inside} inside the write), mixtures", kills, 0, "kills", 0)
