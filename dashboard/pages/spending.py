"""Where the money was planned to go and where it went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.flows import flows
from dashboard.exhibits.function_lines import function_lines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.partial import partial
from dashboard.exhibits.works.money import bought
from dashboard.exhibits.works.view import Frame
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import t
from dashboard.pages.chart_tools import chosen_function
from dashboard.pages.data import SpendingData
from dashboard.pages.parts import choice_filter, exhibit_blocks, year_filter, year_head

DIMENSIONS = ("function", "economic")


def exhibits(data: SpendingData) -> Iterator[Exhibit]:
    """Functions or economic items with plan and execution, what the money bought, composition, months, flows, years."""
    view, by = data.view, _dimension(data)
    yield breakdown(view, "expenditure", by, (lambda key: _narrowed(data, key)) if by == "function" else None)
    if data.function:
        yield function_lines(view, data.function, data.figures, lambda number: _line(data, number))
    frame, of = Frame(view.place, view.lang, view.today), data.bought
    some = (
        partial(view, "expenditure"),
        bought(frame, of.tallies, view.classes, year=view.year, papers=of.papers),
        composition(view, "expenditure", by),
        month_by_month(view, "expenditure"),
        flows(view),
    )
    yield from (exhibit for exhibit in some if exhibit is not None)
    yield year_by_year(view, "expenditure")


def layout(data: SpendingData, made: tuple[Exhibit, ...]) -> Component:
    """One below the other, by the dimension chosen."""
    lang, address, view = data.visit.lang, data.address, data.view
    choices = {name: t(lang, f"pages.spending.by_{name}") for name in DIMENSIONS}
    return html.Div(
        [
            year_head(t(lang, "pages.spending.title", place=data.visit.name), t(lang, "pages.spending.lead"), view),
            year_filter(address, view.years, view.year),
            choice_filter(address, "by", choices, _dimension(data)),
            *([chosen_function(address, view.name(data.function))] if data.function else []),
            *exhibit_blocks(made, address),
        ],
        className="content",
    )


def _dimension(data: SpendingData) -> str:
    return data.address.get("by") or data.view.spending_by


def _narrowed(data: SpendingData, function: str) -> str:
    """The page narrowed to a function; the one chosen leads back to all of them."""
    return data.address.with_params(function=None if function == data.function else function).href


def _line(data: SpendingData, number: int) -> str:
    return replace(data.address, section="lines", item=number, params=()).href
