"""Every service in a few words: its money per resident, its works, what people say; each leads to a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.model import Cell, Exhibit, Row, shown
from dashboard.exhibits.services.listing import KEY, services_list
from dashboard.exhibits.services.works import works_words
from dashboard.i18n import t
from dashboard.pages.lack import lack
from dashboard.pages.parts import NAV, exhibit_block, year_head
from dashboard.pages.services.beside import way_to_opinion, way_to_parts, way_to_works
from dashboard.pages.services.data import ServicesData
from dashboard.service_pages import service_pages


def exhibits(data: ServicesData) -> Iterator[Exhibit]:
    """All of them in one table."""
    year = data.address.get("year")
    yield services_list(data.services, lambda key: data.address.to_service(key, year=year).href)


def layout(data: ServicesData, made: tuple[Exhibit, ...]) -> Component:
    """One tile a service; the table holds the same figures and the rest of the budget."""
    lang, address, view = data.visit.lang, data.address, data.view
    (listed,) = made
    title = t(lang, "services.title", place=data.visit.name)
    return html.Div(
        [
            year_head(title, view, address, view.years),
            exhibit_block(listed, address, body=_tiles(data, listed)),
            *way_to_parts(data),
            *way_to_works(data),
            *way_to_opinion(data),
            *lack(data),
        ],
        className="content",
    )


def _tiles(data: ServicesData, listed: Exhibit) -> Component:
    pages = service_pages()
    tiles = [_tile(data, listed, row) for row in listed.rows if row.key in pages and not row.level]
    return html.Ul(tiles, className=KEY)


def _tile(data: ServicesData, listed: Exhibit, row: Row) -> Component:
    """What is lacked of all services is said once, under the tiles."""
    view, name = data.services, row.cells[0]
    page = service_pages()[row.key]
    lines = [*([works_words(view, page)] if view.tally(page.services).count else []), *_opinion(listed, row)]
    return html.Li(
        [
            html.A(str(name.value), href=name.href, className="service-name", **NAV),
            *([html.Span(_money(listed, row), className="service-money")] if view.best is not None else []),
            *(html.Span(line, className="service-line") for line in lines),
        ]
    )


def _money(listed: Exhibit, row: Row) -> list[Component | str]:
    """The amount per resident; without it the amount, without that the reason why there is none."""
    lang, figure = listed.lang, _shown(listed, row, "per_head")
    if _cell(listed, row, "per_head").value is not None:
        of = "of_shared" if _cell(listed, row, "shared").value is not None else "of"
        return [html.Em(figure), " ", html.Span(t(lang, f"services.glance.{of}"))]
    for column in ("executed", "plan", "shared"):
        if _cell(listed, row, column).value is not None:
            heading = listed.columns[listed.column(column)].label
            return [html.Em(_shown(listed, row, column)), " ", html.Span(heading)]
    return [html.Span(t(lang, "services.list.no_line"))]


def _opinion(listed: Exhibit, row: Row) -> Iterator[str]:
    """Who is satisfied with the service, or with what is below it: never said of more than was asked about."""
    rows = [row, *_below(listed, row)]
    known = [each for each in rows if _cell(listed, each, "satisfied").value is not None]
    shares = [(_shown(listed, each, "satisfied"), str(each.cells[0].value)) for each in known]
    parts = [share if known == [row] else f"{name} {share}" for share, name in shares]
    if parts:
        yield t(listed.lang, "services.list.satisfied", shares=t(listed.lang, "exhibits.list_joiner").join(parts))


def _below(listed: Exhibit, row: Row) -> Iterator[Row]:
    after = listed.rows[listed.rows.index(row) + 1 :]
    return takewhile(lambda each: each.level, after)


def _cell(listed: Exhibit, row: Row, column: str) -> Cell:
    return row.cells[listed.column(column)]


def _shown(listed: Exhibit, row: Row, column: str) -> str:
    at = listed.column(column)
    return shown(row.cells[at], listed.columns[at], listed.lang, listed.currency)
