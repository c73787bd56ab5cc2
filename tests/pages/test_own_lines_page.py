"""A document whose lines nobody has classified: its pages show them, for one statement of SQL more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from dashboard.intake.content import MAPPING
from dashboard.intake.mapping.load import load_mapping
from dashboard.pages.address import parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from tests.exhibits.reading import value
from tests.importing import import_files
from tests.pages.conftest import TODAY
from tests.pages.opinion import made
from tests.watching import reading, statements


@pytest.fixture(scope="module", params=["classified", "bare"])
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """How a place's lines are, and a connection to a database with its budget."""
    folder = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{folder / 'lines.db'}"
    engine = writing_engine(url)
    migrate(engine)
    classes = made.DATA / "reference/classification.csv"
    assert import_files(engine, "classification", classes).outcome == "published"
    for subject, rows in made.reference_rows().items():
        assert import_files(engine, subject, made.written(folder, subject, rows)).outcome == "published"
    rows = made.budget_rows()
    if request.param == "bare":
        rows = [row | {"source_key": "", "function_key": "", "economic_key": ""} for row in rows]
    file = made.written(folder, "budget", rows)
    assert import_files(engine, "budget", file, how=load_mapping(MAPPING)).outcome == "published"
    engine.dispose()
    with reading(url) as connection:
        yield request.param, connection


def page_and_cost(connection: Connection, url: str) -> tuple[Page, int]:
    """A page and how many statements it took."""
    with statements(connection.engine) as seen:
        page = build_page(parse(url), connection, TODAY)
    return page, len(seen)


@pytest.mark.parametrize(
    ("section", "exhibit", "side", "cost"),
    [("", "revenue-by-source", "revenue", 17), ("/revenue", "revenue-by-source", "revenue", 10),
     ("/spending", "expenditure-by-function", "expenditure", 12)],
)  # fmt: skip
def test_lines_without_a_class_stand_in_its_place_for_one_statement_more(
    imported: tuple[str, Connection], section: str, exhibit: str, side: str, cost: int
) -> None:
    how, connection = imported
    page, found = page_and_cost(connection, f"/en/{made.PLACE}{section}")
    table = page.exhibit(exhibit)
    executed = {row[4]: row[5] for row in made.BUDGET if row[:2] == (side, "executed")}
    own = [row for row in table.rows if row.key.startswith("line-")]
    assert value(table, "total", "executed") == sum(executed.values()) * 100_000
    if how == "classified":
        assert own == [] and found == cost
        return
    assert found == cost + 1
    assert sorted(str(row.cells[0].value) for row in own) == sorted(
        row[3] for row in made.BUDGET if row[:2] == (side, "approved")
    )
    assert sum(value(table, row.key, "executed") for row in own) == sum(executed.values()) * 100_000
    assert table.columns[0].label == "Line" and any("names of the document" in note for note in table.notes)
