"""A place's year in a minute: four figures, where the money comes from and goes, what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.partial import partial
from dashboard.exhibits.works.progress import STATUS as WORKS
from dashboard.exhibits.works.progress import works_by_status
from dashboard.i18n import t
from dashboard.pages.answers import three_answers
from dashboard.pages.data import OverviewData
from dashboard.pages.lack import lack
from dashboard.pages.opinion.parts import way_to_opinion
from dashboard.pages.parts import exhibit_block, exhibit_blocks, year_head
from dashboard.pages.services.glance import service_chips


def exhibits(data: OverviewData) -> Iterator[Exhibit]:
    """The year; beside its money the stages of its works, where it has any."""
    view = data.view
    yield headlines(view)
    if data.works.by_word:
        yield works_by_status(data.works)
    sides = (("revenue", "source"), ("expenditure", view.spending_by))
    yield from (breakdown(view, side, dimension) for side, dimension in sides if view.best(side) is not None)
    if (some := partial(view)) is not None:
        yield some
    yield completeness(view)


def layout(data: OverviewData, made: tuple[Exhibit, ...]) -> Component:
    """Three answers first, what is published last; between them one card a question."""
    view, address = data.view, data.address
    glance, *others, published = made
    return html.Div(
        [
            year_head(t(view.lang, "pages.overview.title", year=view.year), view, address, view.years),
            three_answers(data, glance),
            *service_chips(data.services, address),
            *lack(data),
            exhibit_block(glance, address),
            *way_to_opinion(data.visit.known, address),
            *exhibit_blocks(_told_below(others), address, glance.notes),
            exhibit_block(published, address),
        ],
        className="content",
    )


def _told_below(others: Iterable[Exhibit]) -> Iterator[Exhibit]:
    """The stages of the works stand among the first answers; their files are of this page, too."""
    return (exhibit for exhibit in others if exhibit.key != WORKS)
