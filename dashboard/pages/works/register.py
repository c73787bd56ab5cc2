"""The register of works: counts and money, a list to narrow, when, and how well it went."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.lists import programmes, works_list
from dashboard.exhibits.works.money import works_by_source, works_by_village
from dashboard.exhibits.works.progress import cost_change, cost_deviation, delivery_rate, works_by_status
from dashboard.exhibits.works.timeline import timeline
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.data import PAGE_SIZE, RegisterData, WorksListed
from dashboard.pages.parts import NAV, exhibit_block, exhibit_blocks, page_head, pager
from dashboard.pages.services.link import found_services
from dashboard.pages.works.filters import folded_narrowing, status_links


def exhibits(data: RegisterData) -> Iterator[Exhibit]:
    """Counts, the list, time and money; the filters narrow list and time, never the counts.

    Programmes and totals come last and are never counted.
    """
    if data.listed is not None:
        yield from _counted(data, data.listed)
    if data.groups:
        yield programmes(data.view, data.groups, data.visit.work_link)


def _counted(data: RegisterData, listed: WorksListed) -> Iterator[Exhibit]:
    view, link, found = data.view, data.visit.work_link, listed.page.found
    yield works_by_status(view)
    yield works_list(view, listed.works, data.visit.links, found)
    some = (
        timeline(view, listed.works, link),
        delivery_rate(view),
        cost_change(view),
        cost_deviation(view),
        works_by_source(view),
        works_by_village(view),
    )
    yield from (exhibit for exhibit in some if exhibit is not None)


def layout(data: RegisterData, made: tuple[Exhibit, ...]) -> Component:
    """The works of a place, twenty-five per page, and what documents announce as a whole."""
    lang, address, listed = data.visit.lang, data.address, data.listed
    counted, announced = (made[:-1], made[-1:]) if data.groups else (made, ())
    title = t(lang, "works_pages.title", place=data.visit.name)
    blocks: list[Component | None] = [page_head(title, t(lang, "works_pages.lead"))]
    if listed is not None:
        blocks += _works(data, listed, counted)
    for programme in announced:
        blocks += [exhibit_block(programme, address, full=listed is None, most=PAGE_SIZE), _whole(address, "group")]
    return html.Div(blocks, className="content content-wide")


def _works(data: RegisterData, listed: WorksListed, made: tuple[Exhibit, ...]) -> list[Component | None]:
    """Their stages, the list with its filters, time, money."""
    view, address, page = data.view, data.address, listed.page
    counts, table, *around = made
    return [
        exhibit_block(counts, address),
        *_promised_link(view, address),
        *_leads(data),
        html.Div(
            [status_links(address, view.by_word), folded_narrowing(view, address, listed.years)],
            className="filters",
            id="works-filters",
        ),
        *found_services(address, address.get("q")),
        exhibit_block(table, address, full=True),
        pager(address, page.number, page.pages),
        _whole(address, "work"),
        *exhibit_blocks(around, address, (*counts.notes, *table.notes)),
    ]


def _promised_link(view: WorksView, address: Address) -> list[Component]:
    """The way to what is past its date, as plain as the finished works; nothing where no open work is late."""
    if not view.overdue.count:
        return []
    words = t(view.lang, "works_pages.promised_link", n=view.overdue.count)
    return [html.P(html.A(words, href=address.to("promised").href, id="promised-link", **NAV), className="onward")]


def _leads(data: RegisterData) -> list[Component]:
    """The ways to the pictures of the works and to who does them, where there are some."""
    lang, address, leads = data.visit.lang, data.address, data.leads
    ways = {"gallery": leads.pictures, "contractor": leads.contractors}
    links = [
        html.Li(html.A(t(lang, f"works_pages.to_{way}", n=n), href=address.to(way).href, id=f"to-{way}", **NAV))
        for way, n in ways.items()
        if n
    ]
    return [html.Ul(links, className="ways")] if links else []


def _whole(address: Address, role: str) -> Component:
    """Where all rows of a role can be had as open data, whatever the filters leave."""
    lang = address.lang
    kinds = [("CSV", "works.csv"), ("JSON", "works"), ("GeoJSON", "works.geojson")]
    if role == "work":  # the standard knows projects only
        kinds.append(("OC4IDS", "works.oc4ids.json"))
    asked = f"?place={address.place}" + ("" if role == "work" else f"&role={role}")
    links: list[Component | str] = []
    for label, name in kinds:
        links += [" · " if links else " ", html.A(label, href=f"/api/v1/{name}{asked}")]
    return html.P([t(lang, f"works_pages.whole_{role}"), *links], className="whole downloads")
