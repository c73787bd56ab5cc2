"""Line by line: a table of each side to search, sort, fold and print, and a page for each line with its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard.channels.lines_html import Sorting, lines_html
from dashboard.exhibits.lines.balance import balance
from dashboard.exhibits.lines.history import line_history
from dashboard.exhibits.lines.outline import outline
from dashboard.exhibits.lines.sheet import LineSheet
from dashboard.exhibits.lines.statements import annexes_of, sides_asked, sides_of
from dashboard.exhibits.lines.table import line_table
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.paper import short_name
from dashboard.i18n import currency_word, t
from dashboard.pages.address import Address
from dashboard.pages.data import LineData, LinesData, ListPage
from dashboard.pages.parts import NAV, choice_filter, exhibit_block, page_head, pager, search_form, year_head
from dashboard.pages.services.link import found_services

#: Most lines of a side on a page: what councils print is there whole, a capital's thousands are not.
PAGE_SIZE = 500


def exhibits(data: LinesData) -> Iterator[Exhibit]:
    """Every line of each side of the year's budget that was searched for, in the order asked for; what is left."""
    for sheet in data.sheets:
        yield line_table(sheet, lambda number: _line_address(data.address, number), *_asked(data.address))
    if not data.address.get("side") and not data.address.get("q") and (left := balance(data.view)) is not None:
        yield left


def layout(data: LinesData, made: tuple[Exhibit, ...]) -> Component:
    """The sides one below the other; downloads hold all found lines, a page at most so many of each side."""
    lang, address, view = data.visit.lang, data.address, data.view
    sides, others = made[: len(data.sheets)], made[len(data.sheets) :]
    typed, sort, _ = _asked(address)
    tables = [
        outline(sheet, each, searched=bool(typed), in_order=not sort)
        for sheet, each in zip(data.sheets, sides, strict=True)
    ]
    page = ListPage.of(max(len(each.rows) for each in tables), address.get("page"), PAGE_SIZE)
    return html.Div(
        [
            year_head(
                t(lang, "pages.lines.title", year=view.year), view, address, view.all_years, drop=("period", "page")
            ),
            _contents(data, sides),
            search_form(address, t(lang, "pages.lines.search")),
            *found_services(address, address.get("q")),
            html.Div([_sides(data), *_annexes(data), *_orders(address)], className="lines-filters"),
            *(_block(address, *each, page) for each in zip(data.sheets, tables, strict=True)),
            *(exhibit_block(each, address, full=True) for each in others),
            pager(address, page.number, page.pages),
        ],
        className="content content-lines",
    )


def _asked(address: Address) -> tuple[str, str, str]:
    """What was searched for, the column to sort by ("" for the order of the documents), and upwards or downwards."""
    sort = address.get("sort")
    return address.get("q"), "" if sort == "line" else sort, address.get("order", "up")


def _block(address: Address, sheet: LineSheet, table: Exhibit, page: ListPage) -> Component:
    _, sort, order = _asked(address)
    on_page = replace(table, rows=table.rows[page.offset : page.offset + PAGE_SIZE])
    sorting = Sorting(sort, order, lambda column: _sorted_by(address, column).href)
    rows = lines_html(on_page, sorting, _legend(sheet, table), folded=bool(address.get("fold")))
    return exhibit_block(table, address, rows=rows if table.rows else None)


def _legend(sheet: LineSheet, exhibit: Exhibit) -> str:
    """The unit of all amounts, and once for each column the document it is from."""
    lang, papers = exhibit.lang, []
    for phase, statement in sheet.of_phase.items():
        words = {"phase": t(lang, f"exhibits.phase.{phase}"), "paper": short_name(statement.paper)}
        restated = any(phase in line.restated for line in sheet.lines)
        if restated and statement.previous_paper is not None:
            papers.append(t(lang, "lines.paper_before", **words, before=short_name(statement.previous_paper)))
        else:
            papers.append(t(lang, "lines.paper", **words))
    unit = currency_word(lang, exhibit.currency, 1)
    return t(lang, "lines.unit", unit=unit, papers="; ".join(papers)) if papers else ""


def _sorted_by(address: Address, column: str) -> Address:
    """The page in the order of a column: names upwards first, amounts downwards, and back."""
    first, other = ("up", "down") if column == "label" else ("down", "up")
    turned = other if (address.get("sort"), address.get("order", "up")) == (column, first) else first
    return address.with_params(sort=column, order=turned, page=None)


def _contents(data: LinesData, tables: tuple[Exhibit, ...]) -> Component:
    """The answer of each side, under a link to its table."""
    entries = [
        html.Li([html.A(t(each.lang, f"exhibits.side.{sheet.direction}"), href=f"#{each.key}"), f": {each.answer}"])
        for sheet, each in zip(data.sheets, tables, strict=True)
    ]
    return html.Ul(entries, className="lines-contents")


def _sides(data: LinesData) -> Component:
    lang = data.visit.lang
    sides = {side: t(lang, f"exhibits.side.{side}") for side in sides_of(data.view)}
    return choice_filter(data.address, "side", {"": t(lang, "lines.both"), **sides}, data.address.get("side"))


def _annexes(data: LinesData) -> list[Component]:
    """The document's own lines, or one of its annexes that break the same money down another way."""
    annexes = annexes_of(data.view, sides_asked(data.view, data.address.get("side")))
    if not annexes:
        return []
    choices = {"": t(data.visit.lang, "pages.lines.main_lines"), **{annex: annex for annex in annexes}}
    return [choice_filter(data.address, "annex", choices, data.address.get("annex"))]


def _orders(address: Address) -> list[Component]:
    """Headings only or every line, where lines stand under headings; and back to the order of the documents."""
    lang, (typed, sort, _) = address.lang, _asked(address)
    links = []
    if not typed and not sort:
        words = "lines.unfold" if address.get("fold") else "lines.fold"
        turned = address.with_params(fold=None if address.get("fold") else "yes").href
        links.append(html.A(t(lang, words), href=turned, id="fold", **NAV))
    if sort:
        back = address.with_params(sort=None, order=None, page=None).href
        links.append(html.A(t(lang, "lines.in_order"), href=back, id="in-order", **NAV))
    return [html.P(links, className="lines-orders")] if links else []


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
