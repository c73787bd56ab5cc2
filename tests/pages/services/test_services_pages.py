"""The pages of services: all of them, one each, and the quiet way there from a search (real content)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest
from sqlalchemy import Connection

from dashboard.channels.html import render
from dashboard.pages.address import NotFound, parse
from dashboard.pages.build import build_page, read_page
from dashboard.pages.data import PlaceVisit
from dashboard.pages.model import Page
from dashboard.pages.place_data import read_place
from dashboard.pages.read import view_of
from dashboard.pages.services.read import read_services_glance
from dashboard.service_pages import service_pages
from tests.pages.conftest import TODAY, panel
from tests.watching import statements

At = Callable[[str], Page]
PLACES = ["demo", "bagysh", "kara-kujur", "kurama", "bishkek"]


def links(page: Page) -> list[str]:
    """Where the links of a page lead."""
    return re.findall(r'href="([^"]+)"', render(page.tree))


def test_every_service_has_a_tile_that_leads_to_its_page(page_at: At) -> None:
    tiles = render(page_at("/ru/demo/services?year=2025").tree).split("<table")[0]
    assert re.findall(r'href="(/ru/demo/services/[^".]+)"', tiles) == [
        f"/ru/demo/services/{key}?year=2025" for key in service_pages()
    ]


@pytest.mark.parametrize("key", list(service_pages()))
def test_every_service_has_a_page_with_money_works_opinion_and_whom_to_ask(page_at: At, key: str) -> None:
    page = page_at(f"/en/demo/services/{key}")
    assert [exhibit.key for exhibit in page.exhibits] == [f"{key}-money", f"{key}-works", f"{key}-opinion"]
    assert all(exhibit.answer.endswith(".") and exhibit.fictional for exhibit in page.exhibits)
    html = render(page.tree)
    assert "Whom to ask?" in html and service_pages()[key].name("en") in page.title
    assert f'href="/en/demo/services/{key}/{key}-money.csv"' in html


def test_the_page_of_a_service_leads_to_lines_works_and_pictures(page_at: At) -> None:
    page = page_at("/ky/demo/services/road")
    found = links(page)
    assert {"/ky/demo/works?sector=roads", "/ky/demo/works?sector=bridge", "/ky/demo/services"} <= set(found)
    assert any(re.fullmatch(r"/ky/demo/lines/\d+", link) for link in found)
    works = [link for link in found if re.fullmatch(r"/ky/demo/works/\d+", link)]
    assert works and all("services" not in link for link in works)
    html = render(page.tree)
    assert html.count("<figure") == 2, "before and after"
    answer = html.split('class="three-answer"')[1]
    assert 'href="#ask"' in answer and "demo@example.org" in answer, "the answer leads to the panel of the page"
    mail = re.search(r'href="(mailto:demo@example\.org[^"]*)" id="ask-mail"', panel(page, "ask"))
    assert mail and page.address.href in unquote(mail[1])


def test_a_place_that_publishes_no_address_says_so(page_at: At) -> None:
    page = page_at("/en/kurama/services/road")
    assert "We do not know how to reach this body." in render(page.tree).split('class="three-answer"')[1]
    said = panel(page, "ask")
    assert "we hold neither its telephone" in said and "<a" not in said


def test_what_is_lacked_of_all_services_is_said_once(page_at: At) -> None:
    html = render(page_at("/en/kurama/services").tree)
    assert html.count("We hold no survey of this place") == 1
    tiles = html.split("<table")[0]
    assert tiles.count("we hold no document") == 1 and tiles.count("1 finished") == 1
    assert html.count("the documents we hold name none of theirs") == 1


def test_what_is_held_beside_services_is_led_to(page_at: At) -> None:
    for path in ("services", "services/school"):
        assert {"/en/bishkek/opinion", "/en/bishkek/works"} <= set(links(page_at(f"/en/bishkek/{path}"))), path
        assert 'id="to-works"' in render(page_at(f"/en/bishkek/{path}").tree)
        assert 'id="to-overview"' in render(page_at(f"/en/bishkek/{path}?year=2017").tree)
        assert 'id="to-opinion"' not in render(page_at(f"/en/demo/{path}").tree)
        assert 'id="to-works"' not in render(page_at(f"/en/demo/{path}").tree)


def test_satisfaction_is_said_of_what_was_asked_about(page_at: At) -> None:
    tiles = render(page_at("/en/demo/services").tree).split("<table")[0]
    culture = tiles.split("Culture and sport</a>")[1].split("</li>")[0]
    assert re.search(r"Satisfied: Sport \d+", culture), culture
    assert re.search(r"Satisfied: \d+", tiles.split("Drinking water</a>")[1].split("</li>")[0])


def test_pages_keep_their_year(page_at: At) -> None:
    money, works, _ = page_at("/en/demo/services/road?year=2024").exhibits
    assert works.question.endswith("(all we hold, to 30.09.2026)")
    assert "31.12.2024" in money.answer
    assert "/en/demo/services/road?year=2023" in links(page_at("/en/demo/services/road?year=2024"))


@pytest.mark.parametrize("url", ["/ky/demo/services/unknown", "/ky/demo/services/7", "/ky/demo/services/road/x",
                                 "/ky/demo/services/Road", "/ky/demo/spending/road", "/ky/services/road",
                                 "/ky/no-such/services/road"])  # fmt: skip
def test_there_is_no_page_of_a_service_nobody_knows(connection: Connection, url: str) -> None:
    with pytest.raises(NotFound):
        build_page(parse(url), connection, TODAY)


def test_an_address_of_a_service_can_be_written_again() -> None:
    address = parse("/ru/demo/services/school?year=2025&utm_source=x")
    assert (address.section, address.service, address.item) == ("services", "school", None)
    assert address.href == "/ru/demo/services/school?year=2025" and parse(address.href) == address
    assert address.in_language("ky").href == "/ky/demo/services/school?year=2025"
    assert address.to("works").href == "/ru/demo/works"
    assert address.download("school-money", "csv") == "/ru/demo/services/school/school-money.csv?year=2025"


@pytest.mark.parametrize("path", ["services", "services/road", "services/office"])
def test_a_page_of_services_costs_the_same_however_much_there_is(connection: Connection, path: str) -> None:
    costs = set()
    for code in PLACES:
        known = read_place(code, connection)
        with statements(connection.engine) as seen:
            read_page(parse(f"/ky/{code}/{path}"), connection, TODAY, lambda *_, known=known: known)
        costs.add(len(seen))
    assert max(costs) <= (12 if path == "services" else 15), costs


def test_chips_cost_four_statements(connection: Connection) -> None:
    for code in PLACES:
        known = read_place(code, connection)
        assert known is not None
        visit = PlaceVisit(known, parse(f"/ky/{code}"), TODAY)
        with statements(connection.engine) as seen:
            read_services_glance(visit, view_of(visit), connection)
        assert len(seen) == 4


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/ky/demo/lines?side=expenditure&q=жол&year=2025", ["/ky/demo/services/road?year=2025"]),
        ("/en/demo/lines?q=road", ["/en/demo/services/road"]),
        ("/ru/demo/works?q=школа", ["/ru/demo/services/school"]),
        ("/ru/demo/works?q=школа&year=2025", ["/ru/demo/services/school"]),
        ("/ru/demo/lines?q=налог", []),
        ("/ru/demo/lines", []),
    ],
)
def test_a_search_leads_to_the_service_it_means(page_at: At, url: str, found: list[str]) -> None:
    assert [link for link in links(page_at(url)) if "/services/" in link] == found


def test_a_place_without_anything_has_no_services(connection: Connection) -> None:
    known = read_place("bagysh", connection)
    assert known is not None
    assert ("services" in known.sections) == bool(known.statements or known.has_works or "asked" in known.opinion.there)


def test_lateness_is_as_of_the_report(connection: Connection) -> None:
    now, later = (
        build_page(parse("/en/demo/services/road"), connection, day).exhibits[1]
        for day in (date(2027, 3, 1), date(2027, 9, 1))
    )
    assert (now.answer, now.rows, now.notes) == (later.answer, later.rows, later.notes)
    assert now.notes[0] == "Counted as of 30 September 2026."
