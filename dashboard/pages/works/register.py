"""The register of works: counts and money, a list to narrow, where and when, and how well it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.lists import programmes, works_list
from dashboard.exhibits.works.money import works_by_source, works_by_village
from dashboard.exhibits.works.place import map_of
from dashboard.exhibits.works.progress import cost_deviation, delivery_rate, works_by_status
from dashboard.exhibits.works.timeline import timeline
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import NAV, exhibit_block, exhibit_blocks, page_head, pager
from dashboard.pages.works.filters import choice_of, narrowing, status_links
from dashboard.store.queries import works as queries
from dashboard.store.work_records import Work

PAGE_SIZE = 25


def register(
    view: WorksView, address: Address, connection: Connection, groups: tuple[Work, ...] = (), tiles: str = ""
) -> tuple[Component, tuple[Exhibit, ...]]:
    """The works of a place, twenty-five a page; the filters narrow list, map and time, never the counts above.

    `groups`: programmes and totals, told below and never counted; `tiles`: see `Drawing`.
    """
    place, link = view.place, link_of(address)
    # A place may have published programmes only: then there is nothing to count and nothing to narrow.
    content, exhibits = _counted(view, address, connection, tiles) if view.by_word else ([], ())
    title = t(view.lang, "works_pages.title", place=place.names.in_(view.lang))
    blocks: list[Component | None] = [page_head(title, t(view.lang, "works_pages.lead")), *content]
    if groups:
        announced = programmes(view, groups, link)
        exhibits = (*exhibits, announced)
        blocks += [exhibit_block(announced, address, full=not content, most=PAGE_SIZE), whole(address, "group")]
    return html.Div(blocks, className="content content-wide"), exhibits


def _counted(
    view: WorksView, address: Address, connection: Connection, tiles: str
) -> tuple[list[Component | None], tuple[Exhibit, ...]]:
    """The works themselves: how far they are, the list with its filters, the map, time, money."""
    today, place = view.today, view.place
    choice = choice_of(address)
    found = queries.count(connection, place.id, today, choice)
    pages = max(1, -(-found // PAGE_SIZE))
    number = min(int(address.get("page", "1")), pages)
    works = queries.works(connection, place.id, today, choice, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    years = tuple(tally.key for tally in queries.tallies(connection, place.id, today, "year"))
    link = link_of(address)
    counts = works_by_status(view)
    listed = works_list(view, works, link, found)
    points = queries.points(connection, place.id, today, choice)
    outlines = queries.boundaries(connection, (place.id,))
    located = map_of(view, points, outlines, link, found, most=queries.MOST_POINTS, tiles=tiles)
    dated = timeline(view, works, link)
    told = (delivery_rate(view), cost_deviation(view), works_by_source(view), works_by_village(view))
    around = tuple(exhibit for exhibit in (dated, *told) if exhibit is not None)
    content = [
        exhibit_block(counts, address),
        *promised_link(view, address),
        html.Div(
            [status_links(address, view.by_word), narrowing(view, address, years)],
            className="filters",
            id="works-filters",
        ),
        exhibit_block(listed, address, full=True),
        pager(address, number, pages),
        whole(address, "work"),
        *([exhibit_block(located, address, most=PAGE_SIZE)] if located else []),
        *exhibit_blocks(around, address, (*counts.notes, *listed.notes)),
    ]
    return content, tuple(exhibit for exhibit in (counts, listed, located, *around) if exhibit is not None)


def link_of(address: Address) -> Callable[[int], str]:
    """From the number of a work to the address of its page."""
    register_path = replace(address, section="works", item=None, params=()).path
    return lambda number: f"{register_path}/{number}"


def promised_link(view: WorksView, address: Address) -> list[Component]:
    """The way to what is past its date, as plain as the finished works; nothing where no open work is late."""
    late = sum(tally.late for tally in view.by_word if tally.key not in ("done", "cancelled"))
    if not late:
        return []
    words = t(view.lang, "works_pages.promised_link", n=late)
    return [html.P(html.A(words, href=address.to("promised").href, id="promised-link", **NAV), className="onward")]


def whole(address: Address, role: str) -> Component:
    """Where all rows of a role can be had, as the list shows and downloads one page of them."""
    lang = address.lang
    kinds = [("CSV", "works.csv"), ("JSON", "works"), ("GeoJSON", "works.geojson")]
    if role == "work":  # the standard knows projects only
        kinds.append(("OC4IDS", "works.oc4ids.json"))
    asked = f"?place={address.place}" + ("" if role == "work" else f"&role={role}")
    links: list[Component | str] = []
    for label, name in kinds:
        links += [" · " if links else " ", html.A(label, href=f"/api/v1/{name}{asked}")]
    return html.P([t(lang, f"works_pages.whole_{role}"), *links], className="whole downloads")
