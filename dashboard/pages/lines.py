"""Line by line: a table to search and sort, and a page for each line with its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.lines import annexes_of, line_history, line_table, searched, side_of, sides_of
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.data import LineData, LinesData, ListPage
from dashboard.pages.parts import (
    NAV,
    choice_filter,
    exhibit_block,
    page_head,
    pager,
    search_form,
    year_filter,
    year_head,
)
from dashboard.pages.services.link import found_services

PAGE_SIZE = 50


def exhibits(data: LinesData) -> Iterator[Exhibit]:
    """Every line of one side of the year's budget that was searched for, in the order asked for."""
    address, view = data.address, data.view
    side = side_of(view, address.get("side"))
    whole = line_table(view, side, data.figures, lambda number: _line_address(address, number), address.get("annex"))
    yield searched(whole, address.get("q"), address.get("sort"), address.get("order", "up"))


def layout(data: LinesData, made: tuple[Exhibit, ...]) -> Component:
    """A page of them: the download holds all found lines, the page fifty."""
    lang, address, view = data.visit.lang, data.address, data.view
    (found,) = made
    page = ListPage.of(len(found.rows), address.get("page"), PAGE_SIZE)
    on_page = replace(found, rows=found.rows[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE])
    sides = {name: t(lang, f"exhibits.side.{name}") for name in sides_of(view)}
    return html.Div(
        [
            year_head(t(lang, "pages.lines.title", place=data.visit.name), t(lang, "pages.lines.lead"), view),
            year_filter(address, view.all_years, view.year, drop=("period", "page")),
            choice_filter(address, "side", sides, side_of(view, address.get("side"))),
            *_annexes(data, side_of(view, address.get("side"))),
            search_form(address, t(lang, "pages.lines.search")),
            *found_services(address, address.get("q")),
            _sorting(address),
            exhibit_block(on_page, address, full=True),
            pager(address, page.number, page.pages),
        ],
        className="content content-wide",
    )


def _annexes(data: LinesData, side: str) -> list[Component]:
    """The document's own lines, or one of its annexes that break the same money down another way."""
    annexes = annexes_of(data.view, side)
    if not annexes:
        return []
    choices = {"": t(data.visit.lang, "pages.lines.main_lines"), **{annex: annex for annex in annexes}}
    return [choice_filter(data.address, "annex", choices, data.address.get("annex"))]


def line_exhibits(data: LineData) -> Iterator[Exhibit]:
    """One line's history in all documents."""
    yield line_history(data.view, data.statements, data.figures)


def line_layout(data: LineData, made: tuple[Exhibit, ...]) -> Component:
    """The page of one line."""
    lang, address = data.visit.lang, data.address
    (history,) = made
    back = html.A(t(lang, "pages.lines.back"), href=address.to("lines").href, className="back", **NAV)
    return html.Div(
        [
            back,
            page_head(history.question, t(lang, "pages.lines.history_lead", place=data.visit.name)),
            exhibit_block(replace(history, question=t(lang, "pages.lines.history")), address, full=True),
        ],
        className="content content-wide",
    )


def _line_address(address: Address, number: int) -> str:
    return replace(address, item=number, params=()).href


def _sorting(address: Address) -> Component:
    lang = address.lang
    sort, order = address.get("sort", "line"), address.get("order", "up")
    links = []
    for name in ("line", "label", "approved", "revised", "executed"):
        turned = (
            "down" if (name == sort and order == "up") or (name != sort and name not in ("line", "label")) else "up"
        )
        arrow = (" ↑" if order == "up" else " ↓") if name == sort else ""
        links.append(
            html.Li(
                html.A(
                    t(lang, f"pages.lines.sort_{name}") + arrow,
                    href=address.with_params(sort=name, order=turned, page=None).href,
                    id=f"sort-{name}",
                    **NAV,
                    **current(name == sort),
                )
            )
        )
    name = t(lang, "pages.lines.sort")
    return html.Nav(
        [html.Span(name, className="filter-name"), html.Ul(links)],
        className="filter",
        **attributes(data_filter="sort", aria_label=name),
    )
