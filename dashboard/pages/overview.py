"""A place's year in a minute: four figures, where the money comes from and goes, what is published."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.partial import partial
from dashboard.exhibits.works.progress import works_by_status
from dashboard.exhibits.years import month_by_month
from dashboard.i18n import t
from dashboard.pages.data import OverviewData
from dashboard.pages.lack import lack
from dashboard.pages.opinion.parts import way_to_opinion
from dashboard.pages.parts import exhibit_block, exhibit_blocks, year_filter, year_head

_LEADS = {"now": "lead", "past": "lead_past"}


def exhibits(data: OverviewData) -> Iterator[Exhibit]:
    """The year; beside its money the stages of its works, where it has any."""
    view = data.view
    yield headlines(view)
    if data.works.by_word:
        yield works_by_status(data.works)
    sides = (("revenue", "source"), ("expenditure", view.spending_by))
    yield from (breakdown(view, side, dimension) for side, dimension in sides if view.best(side) is not None)
    yield from (some for some in (partial(view), month_by_month(view, "expenditure")) if some is not None)
    yield completeness(view)


def layout(data: OverviewData, made: tuple[Exhibit, ...]) -> Component:
    """The large figures first, what is published last; under the figures the way to what is not of one year."""
    view, address = data.view, data.address
    glance, *others, published = made
    return html.Div(
        [
            year_head(data.visit.name, t(view.lang, f"pages.overview.{_LEADS[view.tense]}", year=view.year), view),
            year_filter(address, view.years, view.year),
            exhibit_block(glance, address),
            *lack(data),
            *way_to_opinion(data.visit.known, address),
            *exhibit_blocks(others, address, glance.notes, groups=True),
            exhibit_block(published, address, full=True),
        ],
        className="content",
    )
