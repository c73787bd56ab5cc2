"""Where the works are: those that the filters leave, on a map and as a list."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.place import map_of
from dashboard.i18n import t
from dashboard.pages.data import PAGE_SIZE, RegisterData
from dashboard.pages.parts import exhibit_block, page_head
from dashboard.pages.works.filters import folded_narrowing


def exhibits(data: RegisterData) -> Iterator[Exhibit]:
    """The map, where any of the works has a place on it."""
    listed = data.listed
    if listed is None:
        return
    made = map_of(
        data.view,
        listed.points,
        listed.outlines,
        data.visit.work_link,
        listed.page.found,
        lambda village: data.address.with_params(village=village).href,
        most=listed.most_points,
        tiles=data.visit.tiles,
    )
    if made is not None:
        yield made


def layout(data: RegisterData, made: tuple[Exhibit, ...]) -> Component:
    """The map under what narrows it; a sentence where no work has a place."""
    lang, address, listed = data.visit.lang, data.address, data.listed
    narrowed = [folded_narrowing(data.view, address, listed.years)] if listed is not None else []
    shown = [exhibit_block(exhibit, address, most=PAGE_SIZE) for exhibit in made]
    nothing = html.P(t(lang, "works_pages.no_map"), className="answer")
    head = page_head(data.title, t(lang, "works_pages.map_lead"))
    return html.Div([head, *narrowed, *(shown or [nothing])], className="content content-wide")
