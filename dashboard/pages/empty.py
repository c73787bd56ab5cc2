"""A place without data here: what we hold and lack, and who could publish it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.data import BudgetData, OfPlaceData
from dashboard.pages.lack import lack
from dashboard.pages.opinion.parts import way_to_opinion
from dashboard.pages.parts import NAV, page_head


def no_budget(data: BudgetData, _: tuple[Exhibit, ...]) -> Component:
    """Says that we hold no budget, who approves them, how to ask, and leads to what else there is."""
    lang, address, known = data.visit.lang, data.address, data.visit.known
    return html.Div(
        [
            page_head(data.visit.name, t(lang, "pages.empty.lead")),
            *_name_note(data),
            *_who(data),
            html.P(t(lang, "pages.empty.how")),
            *lack(data),
            *_way_to_works(address, known.has_works),
            *way_to_opinion(known, address),
        ],
        className="content",
    )


def _name_note(data: OfPlaceData) -> list[Component]:
    """That the name is the Russian one where no source of the Kyrgyz one is known."""
    lang, place = data.visit.lang, data.visit.known.place
    russian = lang == "ky" and place.named_in == "ru"
    return [html.P(t(lang, "pages.places.russian_name"), className="lead")] if russian else []


def _who(data: OfPlaceData) -> list[Component]:
    """Who approves and publishes a budget: only places with a council have one that does."""
    place = data.visit.known.place
    return [html.P(t(data.visit.lang, "pages.empty.who"), className="answer")] if place.has_council else []


def no_works(data: OfPlaceData, _: tuple[Exhibit, ...]) -> Component:
    """Says that we have no works of a place, and who could tell."""
    lang = data.visit.lang
    title = t(lang, "works_pages.title", place=data.visit.name)
    return _nothing(title, t(lang, "works_pages.none"), t(lang, "works_pages.none_who"))


def no_opinion(data: OfPlaceData, _: tuple[Exhibit, ...]) -> Component:
    """Says that nothing is published that this page of opinion is made of, and who would publish it."""
    lang, section = data.visit.lang, data.address.section
    if section == "quiz":
        return _nothing(data.title, t(lang, "pages.empty.lead"), t(lang, "pages.empty.who"))
    missing = "answers" if section == "answers" else "asked"
    return _nothing(data.title, t(lang, f"opinion.empty.{missing}"), t(lang, f"opinion.empty.{missing}_who"))


def _way_to_works(address: Address, has_works: bool) -> list[Component]:
    if not has_works:
        return []
    words = t(address.lang, "works_pages.only_works")
    return [html.P(html.A(words, href=address.to("works").href, **NAV), className="onward")]


def _nothing(title: str, missing: str, who: str) -> Component:
    return html.Div([page_head(title, missing), html.P(who, className="answer")], className="content")
