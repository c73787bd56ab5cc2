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
from dashboard.pages.address import parse
from dashboard.pages.build import read_page
from dashboard.pages.model import Page
from dashboard.pages.opinion.quiz import answered
from dashboard.pages.opinion.read import ask
from dashboard.pages.place_data import read_place
from dashboard.shell import frame
from dashboard.store.guesses import Counts
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


def answered_at(
    url: str, connection: Connection, guesses: dict[str, int], counts: Counts | None = None, *, counted: bool = True
) -> Page:
    """The page that answers these guesses, by the names of the form."""
    draft = read_page(parse(url), connection, made.TODAY)
    chosen = {each: guesses[each.parameter] for each in draft.data.asked if each.parameter in guesses}
    return answered(draft, chosen, counts or {}, counted=counted)


def test_each_guess_is_answered_by_its_exhibit_with_source_and_link(made_place: Connection, made_at: At) -> None:
    page = answered_at("/en/made/quiz", made_place, {"g1": 30, "g2": 0, "g3": 100, "g4": 64})
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
    assert "<form" not in html and 'href="/en/made/quiz"' in html and 'class="downloads"' not in html


def test_the_way_back_to_the_questions_is_loaded_because_it_has_the_same_address(made_place: Connection) -> None:
    html = render(answered_at("/en/made/quiz", made_place, {"g1": 30}).tree)
    (again,) = re.findall(r'<a [^>]*id="again"[^>]*>', html)
    assert 'href="/en/made/quiz"' in again and "data-nav" not in again


def test_an_address_knows_no_guesses() -> None:
    assert parse("/ky/made/quiz?g1=30&g2=x&counted=no") == parse("/ky/made/quiz")


def test_what_others_guessed_stands_below_ones_own_guess(made_place: Connection) -> None:
    counts = {("func.709", 2026): {"low": 20, "close": 10, "high": 10}}
    page = answered_at("/ky/made/quiz", made_place, {"g1": 30}, counts)
    assert [exhibit.key for exhibit in page.exhibits] == ["guess-g1", "guesses-of-others"]
    assert page.exhibits[-1].card.badge


def test_a_guess_that_was_not_counted_says_so(made_place: Connection) -> None:
    told = "could not be added to the count"
    assert told in render(answered_at("/en/made/quiz", made_place, {"g1": 30}, counted=False).tree)
    assert told not in render(answered_at("/en/made/quiz", made_place, {"g1": 30}).tree)


def test_a_place_without_a_budget_has_nothing_to_guess(made_at: At) -> None:
    page = made_at(f"/ky/{made.NOTHING_ASKED}/quiz")
    assert t("ky", "pages.empty.lead") in render(page.tree) and "<form" not in render(page.tree)


def test_the_page_costs_the_same_statements_with_and_without_guesses(made_place: Connection, made_at: At) -> None:
    with statements(made_place.engine) as without:
        made_at("/ky/made/quiz")
    with statements(made_place.engine) as seen:
        answered_at("/ky/made/quiz", made_place, {"g1": 1, "g2": 2, "g3": 3, "g4": 4})
    assert len(without) == len(seen) == 12


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
