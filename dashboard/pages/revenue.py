"""Where the money comes from."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.ratios import own_revenue
from dashboard.exhibits.view import View
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import exhibit_blocks, page_head, year_filter


def revenue(view: View, address: Address) -> tuple[Component, tuple[Exhibit, ...]]:
    """Sources with plan and execution, their composition, own-revenue share, months and years."""
    candidates = (
        breakdown(view, "revenue", "source"),
        composition(view, "revenue", "source"),
        own_revenue(view),
        month_by_month(view, "revenue"),
        year_by_year(view, "revenue"),
    )
    exhibits = tuple(exhibit for exhibit in candidates if exhibit is not None)
    lang = address.lang
    tree = html.Div(
        [
            page_head(t(lang, "pages.revenue.title", place=view.place.names.in_(lang)), t(lang, "pages.revenue.lead")),
            year_filter(address, view.years, view.year),
            *exhibit_blocks(exhibits, address),
        ],
        className="content",
    )
    return tree, exhibits
