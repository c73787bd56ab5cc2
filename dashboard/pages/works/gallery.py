"""The pictures of a place's works, the newest first, each leading to its work."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.pictures import gallery
from dashboard.i18n import t
from dashboard.pages.parts import exhibit_block, page_head, pager
from dashboard.pages.works.data import GalleryData
from dashboard.pages.works.pictures import gallery_html


def exhibits(data: GalleryData) -> Iterator[Exhibit]:
    """The pictures in words: of what, when, and at what stage."""
    yield gallery(data.frame, data.pictures, data.visit.work_link, data.page.found)


def layout(data: GalleryData, made: tuple[Exhibit, ...]) -> Component:
    """Twenty-five pictures a page."""
    lang, address, page = data.visit.lang, data.address, data.page
    (shown,) = made
    body = gallery_html(data.pictures, data.visit.work_link, lang)
    return html.Div(
        [
            page_head(data.title, t(lang, "works_pages.gallery_lead")),
            exhibit_block(shown, address, body=body),
            pager(address, page.number, page.pages),
        ],
        className="content content-wide",
    )
