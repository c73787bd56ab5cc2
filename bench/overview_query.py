"""All SQL of the overview page, with the usual content and with a hundred times the facts."""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Engine, event, func, select

from bench.results import Measure
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.store.arithmetic import add_up
from dashboard.store.batch import (
    FACT_COLUMNS,
    LABEL_COLUMNS,
    LINE_COLUMNS,
    NOTE_COLUMNS,
    SLICE_COLUMNS,
    STATEMENT_COLUMNS,
    Batch,
    Document,
)
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.numbering import number_groups
from dashboard.store.publishing.budget import publish_budget
from dashboard.store.releases import Origin
from dashboard.store.tables import fact, municipality

TIMES = 100
_LINES = 400


def measure(url: str, multiplied_url: str, *, rounds: int) -> list[Measure]:
    """Time in the database for one overview page; `multiplied_url` is a copy of the database to fill up."""
    facts = _fill(multiplied_url)
    once, many = reading_engine(url), reading_engine(multiplied_url)
    page = _statements(once), _statements(many)
    small, large = [], []
    for _ in range(rounds):
        small.append(_sql_ms(once, page[0]))
        large.append(_sql_ms(many, page[1]))
    name = f"overview, {facts:,} facts against {facts // (TIMES + 1):,}"
    return [Measure("query", name, statistics.median(small), statistics.median(large), "ms SQL", 1.3)]


def _statements(engine: Engine) -> list[tuple[str, Any]]:
    """The statements of the overview page with their parameters, as the driver gets them."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        build_page(parse("/ky/demo?year=2025"), connection, date(2026, 11, 24))
    event.remove(engine, "before_cursor_execute", note)
    return seen


def _sql_ms(engine: Engine, statements: list[tuple[str, Any]]) -> float:
    """Milliseconds to run the statements in the driver and read every row."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        start = time.perf_counter()
        for statement, parameters in statements:
            cursor.execute(statement, parameters)
            cursor.fetchall()
        return (time.perf_counter() - start) * 1000


def _fill(url: str) -> int:
    """Publish a hundred times as many facts for other places; returns how many there are now."""
    engine = writing_engine(url)
    with engine.begin() as connection:
        already = connection.execute(select(func.count()).select_from(fact)).scalar_one()
        places = connection.execute(select(municipality.c.code).where(municipality.c.code != "demo")).scalars().all()
    wanted = already * TIMES
    rows_a_place = -(-wanted // len(places))
    for number, place in enumerate(places):
        publish_budget(engine, _batch(place, rows_a_place), Origin("budget", place, f"{number:064d}", "bench", "", "b"))
    engine.dispose()
    return int(already + rows_a_place * len(places))


def _batch(place: str, rows: int) -> Batch:
    numbers = range(rows)
    facts = pd.DataFrame(
        {
            "municipality": place,
            "fiscal_year": [2000 + n // _LINES % 27 for n in numbers],
            "direction": "expenditure",
            "phase": "executed",
            "scope": "period",
            "period_end": [date(2000 + n // _LINES % 27, 1 + n // (_LINES * 27) % 12, 28) for n in numbers],
            "document": f"bench-{place}",
            "covers": "whole",
            "covers_ky": "",
            "part": "",
            "line": [f"l{n % _LINES}" for n in numbers],
            "fund": "budget",
            "role": "line",
            "amount_minor": pd.array([n * 100 for n in numbers], dtype="Int64"),
            "unit": "som",
            "row_no": list(numbers),
        },
        columns=list(FACT_COLUMNS),
    )
    empty = dict.fromkeys(LINE_COLUMNS, "")
    lines = pd.DataFrame(
        [
            {**empty, "municipality": place, "direction": "expenditure", "line": f"l{n}", "label": f"Line {n}"}
            for n in range(min(rows, _LINES))
        ],
        columns=list(LINE_COLUMNS),
    )
    nothing = pd.DataFrame(columns=list(LABEL_COLUMNS)), pd.DataFrame(columns=list(NOTE_COLUMNS))
    slices, distinct = number_groups(facts, list(SLICE_COLUMNS))
    usual = {"itemises": "all", "rounded_to_minor": 1, "year_ends": 12, "read_rounded": False}
    statements = pd.DataFrame([{name: usual.get(name, "") for name in STATEMENT_COLUMNS}] * len(distinct))
    own = facts[["fund", "role", "amount_minor"]]
    sums = add_up(own.assign(slice=slices, line=[n % _LINES for n in numbers], parent=-1))
    return Batch(facts, lines, *nothing, (Document(f"bench-{place}", "Made up for measuring"),), sums, statements)


def copy_database(url: str, folder: Path) -> str:
    """A copy of a SQLite database that nobody writes to; gives its address."""
    target = folder / "multiplied.db"
    engine = writing_engine(url)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    target.write_bytes(Path(url.removeprefix("sqlite:///")).read_bytes())
    return f"sqlite:///{target}"
