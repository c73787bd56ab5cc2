"""Promised, not done: works past their date, with the reason given and the new date, shown as plainly as the others."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.lists import promised
from dashboard.i18n import t
from dashboard.pages.data import PromisedData
from dashboard.pages.parts import exhibit_block, page_head, pager


def exhibits(data: PromisedData) -> Iterator[Exhibit]:
    """Open works past their planned end."""
    yield promised(data.view, data.works, data.visit.work_link)


def layout(data: PromisedData, made: tuple[Exhibit, ...]) -> Component:
    """The list, twenty-five per page."""
    lang, address = data.visit.lang, data.address
    title = t(lang, "works_pages.promised_title", place=data.visit.name)
    return html.Div(
        [
            page_head(title, t(lang, "works_pages.promised_lead")),
            *(exhibit_block(exhibit, address, full=True) for exhibit in made),
            pager(address, data.page.number, data.page.pages),
        ],
        className="content content-wide",
    )
