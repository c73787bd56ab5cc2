"""From opinion to action: every request with what was answered and done, twenty-five per page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row, shown
from dashboard.exhibits.opinion.actions import answers_by_state, answers_list, answers_time
from dashboard.i18n import number, t
from dashboard.pages.address import Address
from dashboard.pages.data import PAGE_SIZE, AnswersData, ListPage
from dashboard.pages.parts import NAV, exhibit_block, page_head, pager
from dashboard.store.survey_records import Action


def exhibits(data: AnswersData) -> Iterator[Exhibit]:
    """Counts by state, days to an answer, and one page of the requests, the latest first."""
    view, actions, page = data.frame, data.actions, _page(data)
    yield answers_by_state(view, actions)
    yield answers_time(view, actions)
    of_page = actions[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE]
    study_link = partial(_study_link, data.address)
    yield answers_list(view, of_page, data.visit.work_link, study_link, len(actions))


def layout(data: AnswersData, made: tuple[Exhibit, ...]) -> Component:
    """The counts, then one card per request."""
    lang, address, page = data.visit.lang, data.address, _page(data)
    counts, time, listed = made
    return html.Div(
        [
            page_head(t(lang, "answers.title", place=data.visit.name), t(lang, "answers.lead")),
            exhibit_block(counts, address),
            exhibit_block(time, address),
            exhibit_block(listed, address, body=_cards(listed)),
            pager(address, page.number, page.pages),
        ],
        className="content",
    )


def _page(data: AnswersData) -> ListPage:
    return ListPage.of(len(data.actions), data.address.get("page"), PAGE_SIZE)


def _study_link(address: Address, action: Action) -> str:
    return address.to("opinion", study=action.study).href if action.study_shown else ""


def _cards(listed: Exhibit) -> Component:
    """The rows as cards, for reading: a table of so many words is hard to follow."""
    return html.Ul([html.Li(_card(listed, row)) for row in listed.rows], className="requests")


def _card(listed: Exhibit, row: Row) -> Component:
    lang = listed.lang
    cells = {column.key: cell for column, cell in zip(listed.columns, row.cells, strict=True)}
    words = {
        column.key: shown(cell, column, lang, listed.currency)
        for column, cell in zip(listed.columns, row.cells, strict=True)
    }
    waits = cells["waiting"].value is not None
    card: Component = dbc.Card(
        dbc.CardBody(
            [
                html.H3(words["label"]),
                html.P(_facts(lang, cells, words), className="request-facts"),
                html.P([html.Strong(words["state"]), *_how_fast(lang, cells, words)]),
                *([] if waits else [html.P([f"{t(lang, 'answers.card.answer')} ", words["answer"]])]),
                *_work(lang, cells["work"]),
                html.P(_next_check(lang, cells, words)),
            ]
        ),
        className="request request-waiting" if waits else "request",
    )
    return card


def _facts(lang: str, cells: dict[str, Cell], words: dict[str, str]) -> list[Component | str]:
    """When and where it was asked, about what, by how many, and the document that says so."""
    where = t(lang, "answers.card.asked", date=words["asked_on"], where=words["asked_at"])
    facts: list[Component | str] = [_linked(cells["asked_at"], where)]
    if cells["service"].value is not None:
        facts.append(words["service"])
    if isinstance(people := cells["people"].value, int):
        facts.append(t(lang, "answers.card.people", n=people, count=number(lang, people)))
    if cells["document"].href:
        facts.append(_linked(cells["document"], words["document"]))
    return [part for fact in facts for part in (" · ", fact)][1:]


def _how_fast(lang: str, cells: dict[str, Cell], words: dict[str, str]) -> list[str]:
    """How long the answer took, or how long it has been waited for."""
    if isinstance(days := cells["days"].value, int):
        return [" · ", t(lang, "answers.card.answered", n=days, date=words["answered_on"])]
    if isinstance(waited := cells["waiting"].value, int):
        return [" · ", t(lang, "answers.card.waiting", n=waited)]
    return []


def _work(lang: str, cell: Cell) -> list[Component]:
    if cell.mark is Mark.UNDEFINED:
        return []
    return [html.P([f"{t(lang, 'answers.card.work')} ", _linked(cell, str(cell.value))])]


def _next_check(lang: str, cells: dict[str, Cell], words: dict[str, str]) -> Component | str:
    if cells["next_check"].value is None:
        return t(lang, "answers.card.no_check")
    said = t(lang, "answers.card.next_check", date=words["next_check"], when=words["check"])
    return html.Span(said, className="why-late") if cells["check"].mark is Mark.LATE else said


def _linked(cell: Cell, words: str) -> Component | str:
    """The words as a link to where the cell leads; links within the site may be answered without loading a page."""
    if not safe_url(cell.href) or not cell.href:
        return words
    return html.A(words, href=cell.href, **(NAV if cell.href.startswith("/") else {"rel": "noopener noreferrer"}))
