"""Did you know? A form of guesses; once they are made, the published figures and what others guessed.

Before the guesses no figure is on the page, nor in its source. The form is an ordinary POST, see dashboard.web.guesses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.quiz import QuizQuestion, guessed, others, questions
from dashboard.exhibits.view import View, needed, opening_year
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import Lang, t
from dashboard.pages.address import Address, NotFound
from dashboard.pages.attributes import attributes
from dashboard.pages.opinion.parts import opinion_nav
from dashboard.pages.parts import NAV, exhibit_block, page_head
from dashboard.pages.place_data import PlaceData, read_place
from dashboard.pages.works.read import read_works_glance
from dashboard.store.guesses import Counts
from dashboard.store.queries import budget

Counted = Callable[[str], Counts]
_YEARS = 3  # the latest ones, of which each question takes the first that answers it


def nobody(place: str) -> Counts:
    """The counters where no guesses are kept."""
    return {}


def quiz(
    known: PlaceData, address: Address, connection: Connection, today: date, counted: Counted = nobody
) -> tuple[Component, tuple[Exhibit, ...], str]:
    """The form, or the answers to the guesses in the address; `counted` gives what others guessed, by place."""
    place, lang = known.place, address.lang
    works, asked = ask(known, lang, today, connection)
    guesses = {each: int(guess) for each in asked if (guess := address.get(each.parameter))}
    exhibits = tuple(_answers(guesses, works, address, counted)) if guesses else ()
    if not asked:
        content: list[Component] = [html.P(t(lang, "quiz.nothing"), className="answer")]
    elif guesses:
        content = _answered(exhibits, guesses, address)
    else:
        content = [_form(asked, address)]
    title = t(lang, "quiz.title", place=place.names.in_(lang))
    tree = html.Div(
        [page_head(title, t(lang, "quiz.lead")), opinion_nav(address, known.sections), *content], className="content"
    )
    imported = (each.paper.imported_at for each in known.statements)
    return tree, exhibits, max((*imported, *(paper.imported_at for paper in works.papers)), default="")


def ask(
    known: PlaceData, lang: Lang, today: date, connection: Connection
) -> tuple[WorksView, tuple[QuizQuestion, ...]]:
    """What can be asked about a place (three statements), and the view of its works that the last question needs."""
    firm = {s.year for s in known.statements if s.phase != "forecast" and s.amount_minor is not None}
    years = sorted((year for year in firm if year <= today.year), reverse=True)[:_YEARS]
    views = [
        View(known.place, year, lang, today, known.statements, known.classes, people=known.people)
        for year in years or [opening_year(known.statements, today) or today.year]
    ]
    sums = budget.sums(connection, frozenset().union(*map(needed, views)))
    works = read_works_glance(known.place, lang, today, connection)
    return works, questions((replace(view, sums=sums) for view in views), works)


def asked_at(address: Address, connection: Connection, today: date) -> tuple[QuizQuestion, ...]:
    """What can be asked at an address. Raises NotFound where no such page is."""
    known = read_place(address.place, connection)
    if known is None or address.section not in known.sections:
        raise NotFound(address.href)
    return ask(known, address.lang, today, connection)[1]


def _answers(
    guesses: Mapping[QuizQuestion, int], works: WorksView, address: Address, counted: Counted
) -> list[Exhibit]:
    made = [guessed(asked, guess, works, link_to(asked, address)) for asked, guess in guesses.items()]
    poll = others(guesses, counted(address.place), works)
    return [*made, *([poll] if poll else [])]


def link_to(asked: QuizQuestion, address: Address) -> str:
    """The exhibit that holds the answer, on its page."""
    page = address.to(asked.section, **({"year": str(asked.year)} if asked.one_year else {}))
    return f"{page.href}#{asked.exhibit}"


def _answered(exhibits: tuple[Exhibit, ...], guesses: Mapping[QuizQuestion, int], address: Address) -> list[Component]:
    lang = address.lang
    bars = [_bar(guess, asked.truth) for asked, guess in guesses.items()]
    blocks = [
        exhibit_block(exhibit, address, body=bar, full=True)
        for exhibit, bar in zip(exhibits, [*bars, None], strict=False)
    ]
    told = [html.P(t(lang, "quiz.not_counted"), className="note", role="status")] if address.get("counted") else []
    again = html.P(html.A(t(lang, "quiz.again"), href=address.to("quiz").href, id="again", **NAV), className="onward")
    return [*told, *blocks, again]


def _bar(guess: int, truth: int) -> Component:
    """The guess an outline, the published figure a fill, on a scale of 100 (or more, where the figure is)."""
    scale = max(100, truth)
    return html.Div(
        [
            html.Span(className="plan", style={"width": f"{guess / scale:.1%}"}),
            html.Span(className="fill", style={"width": f"{truth / scale:.1%}"}),
        ],
        className="progress-bar-line guess-bar",
        **attributes(aria_hidden="true"),
    )


def _form(asked: tuple[QuizQuestion, ...], address: Address) -> Component:
    lang = address.lang
    return html.Form(
        [
            *(_field(each, lang) for each in asked),
            html.P(t(lang, "quiz.counted"), className="note"),
            dbc.Button(t(lang, "quiz.show"), type="submit", color="primary"),
        ],
        action=address.path,
        method="POST",
        className="exhibit guesses",
        id="guesses",
    )


def _field(asked: QuizQuestion, lang: Lang) -> Component:
    name = f"field-{asked.parameter}"
    field = dbc.Input(
        id=name,
        name=asked.parameter,
        type="number",
        min="0",
        max="100",
        step="1",
        required=True,
        inputMode="numeric",
        autoComplete="off",
    )
    return html.Div(
        [
            html.Label(asked.question, htmlFor=name),
            html.Div([field, html.Span(t(lang, "quiz.of_hundred"))], className="guess-row"),
        ],
        className="guess",
    )
