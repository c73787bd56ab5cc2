"""A place's year in a minute: four figures, where the money comes from and goes, what is published."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View
from dashboard.exhibits.works.progress import works_by_status
from dashboard.exhibits.works.view import WorksView
from dashboard.exhibits.years import month_by_month
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import exhibit_block, exhibit_blocks, page_head, year_filter


def overview(
    view: View, address: Address, works: WorksView, onward: list[Component]
) -> tuple[Component, tuple[Exhibit, ...]]:
    """The overview of a place in one year; how far its works are stands beside the money, where it has any.

    `onward` leads to what is not of one year.
    """
    lang = address.lang
    glance = headlines(view)
    months = month_by_month(view, "expenditure")
    exhibits = (
        glance,
        *((works_by_status(works),) if works.by_word else ()),
        breakdown(view, "revenue", "source"),
        breakdown(view, "expenditure", "function"),
        *((months,) if months is not None else ()),
        completeness(view),
    )
    tree = html.Div(
        [
            page_head(view.place.names.in_(lang), t(lang, "pages.overview.lead", year=view.year)),
            year_filter(address, view.years, view.year),
            exhibit_block(glance, address),
            *onward,
            *exhibit_blocks(exhibits[1:-1], address, glance.notes, groups=True),
            exhibit_block(exhibits[-1], address, full=True),
        ],
        className="content",
    )
    return tree, exhibits
