"""The first screen of a place: how much was spent, what was done, whom to ask. Each answer leads to its page."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.channels.headlines_html import progress
from dashboard.channels.html import static
from dashboard.channels.markup import Markup
from dashboard.exhibits.drawings import Headline, Headlines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import Lang, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.data import OverviewData
from dashboard.pages.parts import NAV
from dashboard.pages.reach import ASK, Reach
from dashboard.store.work_records import OPEN


def three_answers(data: OverviewData, glance: Exhibit) -> Component:
    """Money from the exhibit of the year, works from their counts, and how to reach the body."""
    lang, address = data.view.lang, data.address
    cards = (_money(glance, address), _works(data, address), ask_answer(data.visit.reach, lang))
    return html.Div(cards, className="three", **attributes(data_exhibit_part=glance.key))


def _answer(
    name: str, href: str, question: str, figure: str, said: list[str], bar: Markup | None = None, **link: Any
) -> Component:
    lines = [html.P(line) for line in said if line]
    return html.A(
        static(
            html.Span(question, className="three-question"),
            html.Strong(figure, className="figure", **attributes(data_figure=name)),
            bar,
            *lines,
        ),
        href=href,
        id=f"answer-{name}",
        className="three-answer",
        **link,
    )


def _money(glance: Exhibit, address: Address) -> Component:
    """What was spent of the plan, and how far the year is; what was planned where nothing is known to be spent."""
    lang = address.lang
    figures = {each.key: each for each in glance.drawing.figures} if isinstance(glance.drawing, Headlines) else {}
    found: Headline | None = figures.get("expenditure") or figures.get("revenue")
    if found is None:
        return _answer(
            "money", address.to("spending").href, t(lang, "frame.answers.spent"), "–", [glance.answer], **NAV
        )
    section = "spending" if found.key == "expenditure" else "revenue"
    href = address.to(section, year=address.get("year")).href
    said = [" · ".join(found.facts[: 2 if found.share is not None else 1]) or found.sentence]
    return _answer("money", href, found.label, found.value, said, progress(found), **NAV)


def _works(data: OverviewData, address: Address) -> Component:
    """How many of all works we hold are done, under way, and open past the first date they were promised for."""
    lang, href, works = address.lang, address.to("works").href, data.works
    question = t(lang, "frame.answers.works")
    count = {tally.key: tally.count for tally in works.by_word}
    if not count:
        nothing = "only_programmes" if data.visit.known.has_works else "no_works"
        return _answer("works", href, question, "–", [t(lang, f"frame.answers.{nothing}")], **NAV)
    late = sum(tally.late for tally in works.by_word if tally.key in OPEN)
    said = [t(lang, "works.part.under_way", n=count["under_way"])] if "under_way" in count else []
    said += [t(lang, "frame.answers.late", n=late)] if late else []
    done = t(lang, "works.part.done", n=count.get("done", 0))
    return _answer("works", href, question, done, [" · ".join(said), _of_when(works)], **NAV)


def _of_when(works: WorksView) -> str:
    """That these are all works, whatever their year, and the day of the latest document about them."""
    days = [paper.date for paper in works.papers if paper.date is not None]
    return t(works.lang, "frame.answers.all_works", date=max(days)) if days else ""


def ask_answer(reach: Reach, lang: Lang) -> Component:
    """The way to the body that people use most; that we hold none."""
    question = t(lang, "frame.answers.ask")
    if not reach.foremost:
        return _answer("ask", ASK, question, "–", [t(lang, "frame.answers.no_contact")])
    hours = reach.contact.hours if reach.contact else ""
    name = t(lang, f"frame.ways.{reach.name_of_foremost}")
    return _answer("ask", ASK, question, reach.foremost, [" · ".join(part for part in (name, hours) if part)])
