"""Did you know? A form of guesses; once they are sent, the published figures and what others guessed.

Before the guesses no figure is on the page, nor in its source. The form is an ordinary POST whose answer is the page
with the figures (see dashboard.web.guesses), so no address holds a guess: there are no files of these exhibits, and no
link leads back to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.quiz import QuizQuestion, guessed, others
from dashboard.i18n import Lang, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.data import QuizData
from dashboard.pages.model import Page
from dashboard.pages.parts import exhibit_block, page_head
from dashboard.pages.section import Draft
from dashboard.store.guesses import Counts


def exhibits(data: QuizData) -> Iterator[Exhibit]:
    """Each guess beside the published figure, then what others guessed; nothing before a guess."""
    guesses, works = data.guesses, data.works
    for asked, guess in guesses.items():
        yield guessed(asked, guess, works, link_to(asked, data.address))
    poll = others(guesses, data.counts, works)
    if poll is not None:
        yield poll


def answered(
    draft: Draft[QuizData], guesses: Mapping[QuizQuestion, int], counts: Counts, *, counted: bool = True
) -> Page:
    """The page that answers guesses; `counted`: whether they were added to `counts`, what all have guessed."""
    data = replace(draft.data, guesses=guesses, counts=counts, not_counted=not counted)
    return replace(draft, data=data).page()


def layout(data: QuizData, made: tuple[Exhibit, ...]) -> Component:
    """The form, or the answers to the guesses."""
    lang, address = data.visit.lang, data.address
    if not data.asked:
        content: list[Component] = [html.P(t(lang, "quiz.nothing"), className="answer")]
    elif data.guesses:
        content = _answers(data, made)
    else:
        content = [_form(data.asked, address)]
    title = t(lang, "quiz.title", place=data.visit.name)
    return html.Div([page_head(title, t(lang, "quiz.lead")), *content], className="content")


def link_to(asked: QuizQuestion, address: Address) -> str:
    """The exhibit that holds the answer, on its page."""
    page = address.to(asked.section, **({"year": str(asked.year)} if asked.one_year else {}))
    return f"{page.href}#{asked.exhibit}"


def _answers(data: QuizData, exhibits: tuple[Exhibit, ...]) -> list[Component]:
    lang, address = data.visit.lang, data.address
    bars = [_bar(guess, asked.truth) for asked, guess in data.guesses.items()]
    blocks = [
        exhibit_block(exhibit, address, body=bar, full=True, files=False)
        for exhibit, bar in zip(exhibits, [*bars, None], strict=False)
    ]
    told = [html.P(t(lang, "quiz.not_counted"), className="note", role="status")] if data.not_counted else []
    # The form has the same address, so a script would see no step to take: the page is loaded.
    again = html.P(html.A(t(lang, "quiz.again"), href=address.href, id="again"), className="onward")
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
