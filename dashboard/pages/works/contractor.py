"""Who does the works: one contractor's works with counts and money, or all contractors by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.contractors import contractors
from dashboard.exhibits.works.lists import works_list
from dashboard.exhibits.works.progress import works_by_status
from dashboard.i18n import t
from dashboard.pages.data import PAGE_SIZE, ListPage
from dashboard.pages.parts import NAV, exhibit_block, page_head, pager
from dashboard.pages.works.data import ContractorData


def exhibits(data: ContractorData) -> Iterator[Exhibit]:
    """Counts and money of one contractor's works, and their list; or every name with its counts and money."""
    if not data.name:
        yield contractors(data.view, data.contractors, data.visit.links.contractor)
        return
    yield works_by_status(data.view)
    yield works_list(data.view, data.works, data.visit.links, data.page.found)


def layout(data: ContractorData, made: tuple[Exhibit, ...]) -> Component:
    """Twenty-five rows a page; the files hold all of them."""
    lang, address, page = data.visit.lang, data.address, data.page
    *above, listed = made
    if data.name:
        head = page_head(data.name, t(lang, "works_pages.contractor_lead", place=data.visit.name))
        back = html.A(
            t(lang, "works_pages.back_contractors"), href=address.to("contractor").href, className="back", **NAV
        )
    else:
        page = ListPage.of(len(listed.rows), address.get("page"), PAGE_SIZE)
        listed = replace(listed, rows=listed.rows[page.offset : page.offset + PAGE_SIZE])
        head = page_head(data.title, t(lang, "works_pages.contractors_lead"))
        back = html.A(t(lang, "works_pages.back"), href=address.to("works").href, className="back", **NAV)
    return html.Div(
        [
            back,
            head,
            *(exhibit_block(exhibit, address) for exhibit in above),
            exhibit_block(listed, address, full=True),
            pager(address, page.number, page.pages),
        ],
        className="content content-wide",
    )
