"""The page of requests: cards, twenty-five a page, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from dashboard.channels.files import FORMATS
from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES, t
from dashboard.pages.model import Page
from tests.exhibits.reading import cell
from tests.pages.opinion import made
from tests.watching import statements

At = Callable[[str], Page]
ALL = len(made.ACTIONS) + 30


def card(page: Page, key: str) -> str:
    """The card of a request, as written in English or Kyrgyz."""
    cards = re.findall(r'<li><div class="request .*?</li>', render(page.tree), re.S)
    (found,) = [each for each in cards if f"{key}</h3>" in each]
    return found


def test_requests_are_paged_and_the_latest_come_first(made_at: At) -> None:
    first, second = (made_at(f"/ky/made/answers?page={number}").exhibit("answers-list") for number in (1, 2))
    assert (len(first.rows), len(second.rows)) == (25, ALL - 25)
    days = [row.cells[first.column("asked_on")].value for row in (*first.rows, *second.rows)]
    assert days == sorted(days, reverse=True)
    assert len({row.key for row in (*first.rows, *second.rows)}) == ALL
    assert made_at("/ky/made/answers?page=99").exhibit("answers-list").rows == second.rows
    assert 'href="/ky/made/answers?page=2"' in render(made_at("/ky/made/answers").tree)


def test_the_counts_are_of_all_pages(made_at: At) -> None:
    for page in ("", "?page=2"):
        exhibit = made_at(f"/en/made/answers{page}").exhibit("answers-by-state")
        assert exhibit.answer.startswith(f"{ALL} requests:")
        assert cell(exhibit, "asked", "count").value == ALL - 4


def test_a_card_says_who_asked_what_became_of_it_and_leads_on(made_at: At) -> None:
    page = made_at("/en/made/answers")
    pipe, bus, street, ditch, lamps = (card(page, key) for key in ("pipe", "bus", "street", "ditch", "lamps"))
    assert "34 people asked" in pipe and "answered on 20.01.2026, after 10 days" in pipe
    link = re.search(r'href="(/en/made/works/\d+)"[^>]*>Work water-1<', pipe)
    assert link and "Work water-1" in made_at(link[1]).title
    assert "No answer in our list after 296 days" in bus and "request-waiting" in bus
    assert '<span class="why-late">Next check: 01.09.2026 – the day passed 84 days ago</span>' in bus
    assert "roads-9 (not in the register)" in street and "request-waiting" not in street
    assert 'href="https://example.org/answer"' in ditch and "Refused" in ditch
    assert f'href="/en/made/opinion?study={made.STUDY}"' in lamps
    assert "opinion?study" not in bus


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exhibit_has_question_answer_source_and_files(made_at: At, lang: str) -> None:
    page = made_at(f"/{lang}/made/answers")
    html = render(page.tree)
    assert [exhibit.key for exhibit in page.exhibits] == ["answers-by-state", "answers-time", "answers-list"]
    for exhibit in page.exhibits:
        assert exhibit.question and exhibit.answer and exhibit.fictional and exhibit.rows
        assert [source.sha256 for source in exhibit.sources] != [""] and "actions.csv" in exhibit.sources[0].title
        assert all(page.address.download(exhibit.key, extension) in html for extension in FORMATS)
    words = re.sub(r"<[^>]+>", " ", html)
    assert not re.findall(r"\banswers\.[a-z_.]+", words) and not re.findall(r"\b(?:None|nan)\b", words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_without_requests_says_who_would_publish_them(made_at: At, lang: str) -> None:
    page = made_at(f"/{lang}/{made.NOTHING_ASKED}/answers")
    assert t(lang, "opinion.empty.answers_who") in render(page.tree)
    assert page.exhibits == () and "answers" not in page.sections


def test_the_page_adds_one_statement_to_those_of_the_place(made_place: Connection, made_at: At) -> None:
    with statements(made_place.engine) as seen:
        made_at("/ky/made/answers")
        one = len(seen)
        made_at("/ky/made/answers?page=2")
    assert len(seen) == 2 * one and sum("FROM action" in statement for statement in seen) == 4
    assert one == 9
