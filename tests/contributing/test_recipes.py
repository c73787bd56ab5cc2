"""Every recipe of CONTRIBUTING.md works as it is printed, and does what it promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.contributing.recipes import Tree, copy_of_the_tree, names

TESTED = {
    "An exhibit", "A page", "A component and a callback", "A drawing", "An indicator", "A subject", "A language",
}  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    yield copy_of_the_tree(tmp_path)


def asked(tree: Tree, sql: str) -> list[tuple[object, ...]]:
    """Rows of the copy's database."""
    engine = create_engine(tree.database_url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(sql))]
    engine.dispose()
    return rows


def test_every_recipe_is_tested() -> None:
    assert set(names()) == TESTED


def test_an_exhibit(tree: Tree, content_db: str) -> None:
    tree.perform("An exhibit")
    page = tree.page("/en/demo/revenue?year=2025", content_db)
    assert "Which grants came in 2025?" in page
    assert 'id="grants-title"' in page
    assert "/en/demo/revenue/grants.csv" in page
    assert "grants-title" not in tree.page("/en/demo/revenue?year=2027", content_db), "of a forecast nothing came in"


def test_a_page(tree: Tree, content_db: str) -> None:
    tree.perform("A page")
    page = tree.page("/en/demo/trend", content_db)
    assert "Revenue and expenditure of every year, side by side." in page
    assert ">Years</a>" in page
    assert "/en/demo/trend/revenue-by-year.csv" in page


def test_a_component_and_a_callback(tree: Tree, content_db: str) -> None:
    tree.perform("A component and a callback")
    href = "/en/demo/revenue?year=2025"
    page = tree.page(href, content_db)
    assert page.count("The table below has the amounts of every source.") >= 1
    assert 'id="picked-says"' in page
    said = tree.answer("picked-says", "picked", "rev.grant", href, content_db)
    assert "Source: " in said and "som" in said
    assert tree.answer("picked-says", "picked", None, href, content_db) == ""


def test_a_drawing(tree: Tree) -> None:
    tree.perform("A drawing")


def test_an_indicator(tree: Tree) -> None:
    tree.perform("An indicator")
    found = asked(tree, "SELECT theme, kind, name_en FROM indicator WHERE key = 'knows-hearing'")
    assert found == [("awareness", "binary", "The date of the hearing")]


def test_a_subject(tree: Tree) -> None:
    tree.perform("A subject")
    assert "mailboxes" in tree.run(".venv/bin/python -m dashboard import --help")
    found = asked(tree, "SELECT email, whatsapp FROM municipality WHERE code = 'batken-oblusu'")
    assert found == [("office@example.org", "996555123456")]
    assert asked(tree, "SELECT subject FROM release ORDER BY id") == [("units",), ("mailboxes",)]


def test_a_language(tree: Tree) -> None:
    tree.perform("A language")
    tree.run(".venv/bin/python -m dashboard import indicators data/reference/indicators.csv")  # makes the database
    page = tree.page("/uz")
    assert '<html lang="uz">' in page
    assert 'hreflang="uz"' in page
    assert "Oʻzbekcha" in page
