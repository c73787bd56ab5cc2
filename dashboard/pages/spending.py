"""Where the money was planned to go and where it went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.flows import flows
from dashboard.exhibits.function_lines import FUNCTION_LINES, function_lines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.partial import partial
from dashboard.exhibits.tree import lies_under
from dashboard.exhibits.works.money import bought
from dashboard.exhibits.works.view import Frame
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import t
from dashboard.pages.chart_tools import chosen_function
from dashboard.pages.data import SpendingData
from dashboard.pages.parts import choice_filter, exhibit_block, exhibit_blocks, year_head
from dashboard.services import services

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
            year_head(t(lang, "pages.spending.title", year=view.year), view, address, view.years),
            choice_filter(address, "by", choices, _dimension(data)),
            *_chosen(data),
            *exhibit_blocks(made[:1], address),
            *(exhibit_block(each, address, full=True) for each in made if each.key == FUNCTION_LINES),
            *exhibit_blocks([each for each in made[1:] if each.key != FUNCTION_LINES], address, made[0].notes),
        ],
        className="content",
    )


def _dimension(data: SpendingData) -> str:
    return data.address.get("by") or data.view.spending_by


def _chosen(data: SpendingData) -> Iterator[Component]:
    """The function chosen, with the ways to its works and to what residents say of them."""
    if not data.function:
        return
    address, there = data.address, data.visit.known.sections
    mine = [each for each in services().values() if lies_under(each.function, data.function, data.view.classes)]
    ways = {}
    if "works" in there:
        for each in mine:
            words = t(address.lang, "tools.function.works", name=each.name(address.lang))
            ways[words] = address.to("works", sector=each.key).href
    if "gap" in there and mine:
        ways[t(address.lang, "tools.function.opinion")] = address.to("gap").href
    yield chosen_function(address, data.view.name(data.function), ways)


def _narrowed(data: SpendingData, function: str) -> str:
    """The page narrowed to a function; the one chosen leads back to all of them."""
    return data.address.with_params(function=None if function == data.function else function).href


def _line(data: SpendingData, number: int) -> str:
    return replace(data.address, section="lines", item=number, params=()).href
