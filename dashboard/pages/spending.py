"""Where the money was planned to go and where it went."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.flows import flows
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import choice_filter, exhibit_blocks, page_head, year_filter

DIMENSIONS = ("function", "economic")


def spending(view: View, address: Address, bought: Exhibit | None) -> tuple[Component, tuple[Exhibit, ...]]:
    """Functions or economic items with plan and execution, what the money bought, composition, months, flows, years."""
    lang = address.lang
    by = address.get("by", DIMENSIONS[0])
    candidates = (
        breakdown(view, "expenditure", by),
        bought,
        composition(view, "expenditure", by),
        month_by_month(view, "expenditure"),
        flows(view),
        year_by_year(view, "expenditure"),
    )
    exhibits = tuple(exhibit for exhibit in candidates if exhibit is not None)
    choices = {name: t(lang, f"pages.spending.by_{name}") for name in DIMENSIONS}
    tree = html.Div(
        [
            page_head(
                t(lang, "pages.spending.title", place=view.place.names.in_(lang)), t(lang, "pages.spending.lead")
            ),
            year_filter(address, view.years, view.year),
            choice_filter(address, "by", choices, by),
            *exhibit_blocks(exhibits, address),
        ],
        className="content",
    )
    return tree, exhibits
