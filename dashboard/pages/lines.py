"""Line by line: a table to search and sort, and a page for each line with its history."""

from __future__ import annotations

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.lines import line_history, line_table, searched
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.parts import NAV, choice_filter, exhibit_block, page_head, pager, search_form, year_filter
from dashboard.store.records import LineFigure, Statement

PAGE_SIZE = 50


def lines(
    view: View, address: Address, figures: tuple[LineFigure, ...], before: tuple[LineFigure, ...]
) -> tuple[Component, tuple[Exhibit, ...]]:
    """Every line of one side of the year's budget. The download holds all found lines, the page fifty of them."""
    lang = address.lang
    side = side_of(view, address)
    whole = line_table(view, side, figures, before, lambda line_id: replace(address, item=line_id, params=()).href)
    found = searched(whole, address.get("q"), address.get("sort"), address.get("order", "up"))
    pages = max(1, -(-len(found.rows) // PAGE_SIZE))
    number = min(int(address.get("page", "1")), pages)
    on_page = replace(found, rows=found.rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    sides = {name: t(lang, f"exhibits.side.{name}") for name in sides_of(view)}
    tree = html.Div(
        [
            page_head(t(lang, "pages.lines.title", place=view.place.names.in_(lang)), t(lang, "pages.lines.lead")),
            year_filter(address, view.all_years, view.year, drop=("period", "page")),
            choice_filter(address, "side", sides, side),
            search_form(address, t(lang, "pages.lines.search")),
            _sorting(address),
            exhibit_block(on_page, address, full=True),
            pager(address, number, pages),
        ],
        className="content content-wide",
    )
    return tree, (found,)


def line_page(
    view: View, address: Address, statements: tuple[Statement, ...], figures: tuple[LineFigure, ...]
) -> tuple[Component, tuple[Exhibit, ...]]:
    """One line's history in all papers."""
    lang = address.lang
    history = line_history(view, statements, figures)
    back = html.A(t(lang, "pages.lines.back"), href=address.to("lines").href, className="back", **NAV)
    tree = html.Div(
        [
            back,
            page_head(history.question, t(lang, "pages.lines.history_lead", place=view.place.names.in_(lang))),
            exhibit_block(replace(history, question=t(lang, "pages.lines.history")), address, full=True),
        ],
        className="content content-wide",
    )
    return tree, (history,)


def side_of(view: View, address: Address) -> str:
    """The side asked for, else the first one published in the year."""
    return address.get("side") or next(iter(sides_of(view)), "revenue")


def sides_of(view: View) -> tuple[str, ...]:
    """Sides of the budget with any paper in the year, revenue first."""
    have = {s.direction for s in view.statements if s.year == view.year}
    return tuple(side for side in ("revenue", "expenditure", "balance") if side in have)


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
