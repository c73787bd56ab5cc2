"""The page of guesses: before them it holds no answer, after them those that were asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from dashboard.channels.html import render
from dashboard.document import layout
from dashboard.i18n import LANGUAGES, t
from dashboard.pages.address import BadAddress, NotFound, parse
from dashboard.pages.build import build_page
from dashboard.pages.model import Page
from dashboard.pages.opinion.read import ask
from dashboard.pages.place_data import read_place
from dashboard.shell import frame
from tests.pages.opinion import made
from tests.watching import statements

At = Callable[[str], Page]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_before_the_guesses_no_answer_is_on_the_page_nor_in_its_source(
    made_at: At, made_place: Connection, lang: str
) -> None:
    page = made_at(f"/{lang}/made/quiz")
    known = read_place(made.PLACE, made_place)
    assert known is not None and page.exhibits == ()
    source = render(page.tree) + json.dumps(layout(page).to_plotly_json(), default=str) + page.description
    form = render(page.tree).split("<form")[1]
    for each in ask(known, lang, made.TODAY, made_place)[1]:
        assert each.question in source
        assert not re.search(rf"(?<![\d.]){each.truth}(?![\d.])", re.sub(r"<[^>]+>", " ", form))
        assert each.exhibit_name not in source


def test_the_form_is_one_that_works_without_a_script(made_at: At) -> None:
    html = render(made_at("/ru/made/quiz").tree)
    form = html.split("<form")[1].split("</form>")[0]
    assert 'action="/ru/made/quiz"' in form and 'method="POST"' in form and "data-nav" not in form
    fields = re.findall(r"<input[^>]*>", form)
    assert [re.search(r'name="(\w+)"', field)[1] for field in fields] == ["g1", "g2", "g3", "g4"]
    for field in fields:
        assert 'type="number"' in field and 'min="0"' in field and 'max="100"' in field and "required" in field
        name = re.search(r'id="([^"]+)"', field)
        assert name and f'for="{name[1]}"' in form


def test_each_guess_is_answered_by_its_exhibit_with_source_and_link(made_at: At) -> None:
    page = made_at("/en/made/quiz?g1=30&g2=0&g3=100&g4=64")
    assert [exhibit.key for exhibit in page.exhibits] == ["guess-g1", "guess-g2", "guess-g3", "guess-g4"]
    html = render(page.tree)
    for link in (
        "/en/made/spending?year=2026#expenditure-by-function",
        "/en/made/revenue?year=2026#own-revenue",
        "/en/made?year=2026#year-at-a-glance",
        "/en/made/works#works-by-status",
    ):
        assert f'href="{link}"' in html
        target, anchor = link.split("#")
        assert f'id="{anchor}"' in render(made_at(target).tree), "the link leads to the exhibit"
    for exhibit in page.exhibits:
        assert exhibit.sources
    assert "<form" not in html and 'href="/en/made/quiz"' in html


def test_only_what_was_guessed_is_answered(made_at: At) -> None:
    page = made_at("/en/made/quiz?g2=40")
    assert [exhibit.key for exhibit in page.exhibits] == ["guess-g2"]


@pytest.mark.parametrize("query", ["g1=101", "g1=-1", "g1=7.5", "g1=x", "g1=007", "g4=1e2", "counted=yes"])
def test_an_address_with_an_impossible_guess_is_refused(query: str) -> None:
    with pytest.raises(BadAddress):
        parse(f"/ky/made/quiz?{query}")


def test_what_others_guessed_is_asked_of_this_place_only_after_the_guess(made_place: Connection) -> None:
    known = read_place(made.PLACE, made_place)
    assert known is not None
    called = []

    def counted(place: str) -> dict[tuple[str, int], dict[str, int]]:
        called.append(place)
        return {("func.709", 2026): {"low": 20, "close": 10, "high": 10}}

    for query, keys in (("", []), ("?g1=30", ["guess-g1", "guesses-of-others"])):
        page = build_page(parse(f"/ky/made/quiz{query}"), made_place, made.TODAY, counted=counted)
        exhibits = page.exhibits
        assert [exhibit.key for exhibit in exhibits] == keys
    assert called == [made.PLACE]
    assert exhibits[-1].card.badge


def test_a_guess_that_was_not_counted_says_so(made_at: At) -> None:
    told = "could not be added to the count"
    assert told in render(made_at("/en/made/quiz?g1=30&counted=no").tree)
    assert told not in render(made_at("/en/made/quiz?g1=30").tree)


def test_a_place_without_a_budget_has_nothing_to_guess(made_at: At) -> None:
    page = made_at(f"/ky/{made.NOTHING_ASKED}/quiz")
    assert t("ky", "pages.empty.lead") in render(page.tree) and "<form" not in render(page.tree)
    with pytest.raises(NotFound):
        made_at(f"/ky/{made.NOTHING_ASKED}/quiz?g1=30")


def test_the_page_costs_the_same_statements_with_and_without_guesses(made_place: Connection, made_at: At) -> None:
    costs = []
    for query in ("", "?g1=1&g2=2&g3=3&g4=4"):
        with statements(made_place.engine) as seen:
            made_at(f"/ky/made/quiz{query}")
        costs.append(len(seen))
    assert costs[0] == costs[1] == 11


def test_the_way_to_the_guesses_is_in_the_navigation_where_no_page_of_opinion_leads_to_it(
    made_at: At, page_at: At
) -> None:
    """A place with a budget and no study still asks what people know of it."""

    def ways(page: Page) -> dict[str, bool]:
        """Links to pages of opinion, and whether each is marked as the one being read."""
        navigation = "".join(map(render, frame(page))).split('class="sections"')[1].split("</nav>")[0]
        links = re.findall(r"<a [^>]*>", navigation)
        named = ((re.search(r'href="/ky/[a-z-]+/(opinion|gap|quiz|answers)"', link), link) for link in links)
        return {found[1]: 'aria-current="page"' in link for found, link in named if found}

    assert ways(page_at("/ky/kara-kujur")) == {"quiz": False}
    assert ways(page_at("/ky/kara-kujur/quiz")) == {"quiz": True}
    assert ways(made_at("/ky/made")) == ways(made_at("/ky/made/quiz")) == {"opinion": False}
