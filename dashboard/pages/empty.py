"""A place that has published nothing yet: what is missing, since when, and who publishes it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.view import View
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import page_head
from dashboard.store.records import Place


def empty_place(view: View, address: Address) -> Component:
    """Says that nothing is published, who publishes local budgets, and how figures get here."""
    lang = address.lang
    return html.Div(
        [
            page_head(view.place.names.in_(lang), t(lang, "pages.empty.lead")),
            html.P(t(lang, "pages.empty.who"), className="answer"),
            html.P(t(lang, "pages.empty.how")),
        ],
        className="content",
    )


def no_works(place: Place, address: Address) -> Component:
    """Says that a place has published no works, and who would publish them."""
    lang = address.lang
    return html.Div(
        [
            page_head(t(lang, "works_pages.title", place=place.names.in_(lang)), t(lang, "works_pages.none")),
            html.P(t(lang, "works_pages.none_who"), className="answer"),
        ],
        className="content",
    )
