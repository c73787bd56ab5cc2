"""Promised, not done: works past their date, with the reason given and the new date, shown as plainly as the others."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.lists import promised as promised_list
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import NAV, exhibit_block, page_head, pager
from dashboard.pages.works.register import PAGE_SIZE, link_of
from dashboard.store.queries import works as queries
from dashboard.store.work_records import Choice

_LATE = Choice(late_only=True)


def promised(view: WorksView, address: Address, connection: Connection) -> tuple[Component, tuple[Exhibit, ...]]:
    """Open works past their planned end, the longest overdue first in each status."""
    lang, place, today = view.lang, view.place, view.today
    pages = max(1, -(-queries.count(connection, place.id, today, _LATE) // PAGE_SIZE))
    number = min(int(address.get("page", "1")), pages)
    works = queries.works(connection, place.id, today, _LATE, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    listed = promised_list(view, works, link_of(address))
    back = html.A(t(lang, "works_pages.back"), href=address.to("works").href, className="back", **NAV)
    title = t(lang, "works_pages.promised_title", place=place.names.in_(lang))
    tree = html.Div(
        [
            back,
            page_head(title, t(lang, "works_pages.promised_lead")),
            exhibit_block(listed, address, full=True),
            pager(address, number, pages),
        ],
        className="content content-wide",
    )
    return tree, (listed,)
