"""Sections are read, made and laid out, in this order; one exhibit comes without the page around it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dashboard.pages.address import SECTIONS, SITE_SECTIONS, WITHIN_WORKS, parse
from dashboard.pages.build import read_page
from dashboard.pages.model import Page
from dashboard.pages.section import Section
from dashboard.pages.sections import OF_ITEM, OF_PLACE, OF_SITE
from tests.pages.conftest import PAGES, TODAY
from tests.watching import statements

ROOT = Path(__file__).resolve().parents[2] / "dashboard" / "pages"
#: What may see the database: readers, and what hands them the connection.
READERS = {"build.py", "section.py", "place_data.py", "read.py", "works/read.py", "works/whole.py", "opinion/read.py",
           "services/read.py"}  # fmt: skip
LAYOUTS = sorted(path for path in ROOT.rglob("*.py") if path.relative_to(ROOT).as_posix() not in READERS)


def test_every_section_of_an_address_is_in_the_registry() -> None:
    assert tuple(OF_SITE) == SITE_SECTIONS and set(OF_PLACE) == {*SECTIONS, *WITHIN_WORKS}
    assert [section for section in OF_PLACE if section in SECTIONS] == list(SECTIONS), "in the order of the navigation"
    assert OF_ITEM.keys() <= OF_PLACE.keys()


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_layout_sees_the_database(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    seen = [name for name in imported if name.startswith(("sqlalchemy", "dashboard.store.queries"))]
    assert not seen and not any(isinstance(node, ast.Name) and node.id == "Connection" for node in ast.walk(tree))


def test_layouts_and_exhibits_are_made_outside_of_readers() -> None:
    sections: list[Section[object]] = [*OF_SITE.values(), *OF_PLACE.values(), *OF_ITEM.values()]
    for section in sections:
        for function in (section.layout, section.exhibits):
            module = function.__module__.removeprefix("dashboard.pages.").replace(".", "/") + ".py"
            assert module not in READERS or function.__name__ == "no_exhibits"
        assert section.read.__module__.endswith((".read",))
        assert all(whole.__module__.endswith(".whole") for whole in section.long.values())


@pytest.mark.parametrize("url", [f"/ky{page}" for page in PAGES])
def test_nothing_is_read_once_a_page_is_laid_out(connection: Connection, url: str) -> None:
    draft = read_page(parse(url), connection, TODAY)
    with statements(connection.engine) as seen:
        page = draft.page()
        for exhibit in page.exhibits:
            assert draft.exhibit(exhibit.key) == exhibit
    assert not seen


def test_one_exhibit_is_made_without_those_behind_it_and_without_the_page(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, page_at: Callable[[str], Page]
) -> None:
    wanted = page_at("/ky/demo/revenue").exhibits[0]
    monkeypatch.setattr("dashboard.pages.revenue.year_by_year", None)
    monkeypatch.setattr("dashboard.pages.revenue.exhibit_blocks", None)
    draft = read_page(parse("/ky/demo/revenue"), connection, TODAY)
    assert draft.exhibit(wanted.key) == wanted
    with pytest.raises(TypeError):
        draft.page()


def test_an_exhibit_that_is_not_on_the_page_is_an_error(connection: Connection) -> None:
    with pytest.raises(KeyError):
        read_page(parse("/ky/demo"), connection, TODAY).exhibit("nothing")
