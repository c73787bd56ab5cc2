"""Where the money comes from."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.partial import partial
from dashboard.exhibits.ratios import own_revenue
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import t
from dashboard.pages.data import BudgetData
from dashboard.pages.parts import exhibit_blocks, year_head


def exhibits(data: BudgetData) -> Iterator[Exhibit]:
    """Sources with plan and execution, their composition, own-revenue share, months and years."""
    view = data.view
    yield breakdown(view, "revenue", "source")
    parts = partial(view, "revenue")
    for some in (parts, composition(view, "revenue", "source"), own_revenue(view), month_by_month(view, "revenue")):
        if some is not None:
            yield some
    yield year_by_year(view, "revenue")


def layout(data: BudgetData, made: tuple[Exhibit, ...]) -> Component:
    """One below the other."""
    lang, address, view = data.visit.lang, data.address, data.view
    return html.Div(
        [
            year_head(t(lang, "pages.revenue.title", year=view.year), view, address, view.years),
            *exhibit_blocks(made, address),
        ],
        className="content",
    )
