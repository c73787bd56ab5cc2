"""The pieces pages are made of: an exhibit's block, bars without a script, filters, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Cell, Exhibit, Headline, Mark, Row, Source, shown
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.slots import chart_slot

NAV = attributes(data_nav="1")
_SOURCES_SHOWN = 3


def page_head(title: str, lead: str) -> Component:
    """The page's own title and one line under it."""
    return html.Div(static(html.H1(title), html.P(lead, className="lead")), className="page-head")


def exhibit_block(
    exhibit: Exhibit, address: Address, *, body: Component | None = None, full: bool = False, groups: bool = False
) -> Component:
    """An exhibit top-down: question, answer, drawing, table, source, downloads.

    `body` replaces the bars; `full` shows the table itself instead of hiding it in `details`; `groups` draws bars
    of the groups only, the table keeps every line. Large figures bring their own sentences instead of the answer.
    """
    lang = address.lang
    drawing = body if body is not None else bars(exhibit, groups=groups)
    table = None if not exhibit.rows else data_table(exhibit)
    above = [
        html.H2(exhibit.question, id=f"{exhibit.key}-title"),
        html.P(exhibit.answer, className="answer", **attributes(data_figure=exhibit.key))
        if not exhibit.figures
        else None,
        drawing,
    ]
    below: list[Component | None] = [
        *(
            html.P([html.Span("※ ", **attributes(aria_hidden="true")), note], className="note")
            for note in exhibit.notes
        ),
    ]
    if table is not None:
        below.append(table if full else html.Details([html.Summary(t(lang, "pages.table")), table]))
    below.append(_foot(exhibit, address))
    slot = chart_slot(exhibit, lang)
    return html.Section(
        [static(*above), *([slot] if slot is not None else []), static(*below)],
        id=exhibit.key,
        className="exhibit",
        **attributes(data_exhibit=exhibit.key, aria_labelledby=f"{exhibit.key}-title"),
    )


def exhibit_blocks(
    exhibits: Iterable[Exhibit], address: Address, seen: Iterable[str] = (), *, groups: bool = False
) -> list[Component]:
    """Several exhibits; a note that an earlier one already gave is not repeated on the page."""
    said = set(seen)
    blocks = []
    for exhibit in exhibits:
        fresh = tuple(note for note in exhibit.notes if note not in said)
        said.update(exhibit.notes)
        blocks.append(exhibit_block(replace(exhibit, notes=fresh), address, groups=groups))
    return blocks


def headline_cards(exhibit: Exhibit) -> Component:
    """The large figures, each with its sentence, its bar of plan done and its small facts."""
    return html.Div([_card(figure) for figure in exhibit.figures], className="headlines")


def _card(figure: Headline) -> Component:
    missing = figure.mark in (Mark.MISSING, Mark.NOT_DUE, Mark.LATE)
    return html.Div(
        [
            html.H3(figure.label),
            html.P(
                html.Strong(
                    figure.value,
                    className="figure figure-missing" if missing else "figure",
                    **attributes(data_figure=figure.key),
                )
            ),
            html.P(figure.sentence, className="sentence"),
            *([_progress(figure)] if figure.share is not None else []),
            html.Ul([html.Li(fact) for fact in figure.facts], className="facts") if figure.facts else None,
        ],
        className="headline",
    )


def _progress(figure: Headline) -> Component:
    # The outline is the plan (100 %), the fill what was done, the tick how much of the year has gone.
    done = min(figure.share or 0.0, 1.25)
    tick = [html.Span(className="tick", style={"left": f"{figure.elapsed / 1.25:.1%}"})] if figure.elapsed else []
    return html.Div(
        [
            html.Span(className="plan", style={"width": f"{1 / 1.25:.1%}"}),
            html.Span(className="fill", style={"width": f"{done / 1.25:.1%}"}),
            *tick,
        ],
        className="progress-bar-line",
        **attributes(aria_hidden="true"),
    )


def bars(exhibit: Exhibit, *, groups: bool = False) -> Component | None:
    """The drawing without a script: a list of rows, each with its value in words and bars to one scale."""
    if exhibit.drawing is None:
        return None
    label, *amounts = (exhibit.column(key) for key in exhibit.drawing.columns if key != "side")
    rows = [
        row
        for row in exhibit.rows
        if not (row.emphasis and exhibit.drawing.figure == "bullets") and not (groups and row.level)
    ]
    largest = max((abs(_amount(row.cells[i])) for row in rows for i in amounts), default=0)
    if not largest:
        return None
    side = exhibit.column("side") if exhibit.drawing.figure == "flows" else None
    main = _spoken(exhibit, rows, amounts)
    items = [_bar(exhibit, row, label, main, amounts, largest, side) for row in rows]
    drawn = html.Ul(items, className=f"strips strips-{exhibit.drawing.figure}")
    return html.Div([_key(exhibit, amounts), drawn]) if len(amounts) > 1 else drawn


def _key(exhibit: Exhibit, amounts: Sequence[int]) -> Component:
    """What outline, fill and dashed mark stand for."""
    items = [
        html.Li(
            [
                html.Span(
                    className=f"bar-mark swatch mark-{_bar_kind(exhibit.columns[i].key)}",
                    **attributes(aria_hidden="true"),
                ),
                exhibit.columns[i].label,
            ]
        )
        for i in amounts
    ]
    return html.Ul(items, className="key")


def _bar(
    exhibit: Exhibit, row: Row, label: int, main: int, amounts: Sequence[int], largest: float, side: int | None
) -> Component:
    lang = exhibit.lang
    shares = [i for i, column in enumerate(exhibit.columns) if column.key == "share"]
    words = shown(row.cells[main], exhibit.columns[main], lang, exhibit.currency)
    if shares and row.cells[shares[0]].value is not None:
        words += f" · {shown(row.cells[shares[0]], exhibit.columns[shares[0]], lang)}"
    name = shown(row.cells[label], exhibit.columns[label], lang)
    if side is not None:
        name = f"{row.cells[side].value}: {name}"
    marks = [
        html.Span(
            className=f"bar-mark mark-{_bar_kind(exhibit.columns[i].key)}",
            style={"width": f"{min(abs(_amount(row.cells[i])) / largest, 1):.2%}"},
        )
        for i in amounts
        if isinstance(row.cells[i].value, (int, float))
    ]
    return html.Li(
        [
            html.Span(name, className="strip-label"),
            html.Span(words, className="strip-value"),
            html.Div(marks, className="strip-track", **attributes(aria_hidden="true")),
        ],
        className=f"strip level-{row.level}",
    )


def _bar_kind(column: str) -> str:
    return {"approved": "plan", "forecast": "plan", "plan": "plan", "revised": "revised", "last_year": "last"}.get(
        column, "executed"
    )


def _spoken(exhibit: Exhibit, rows: Sequence[Row], amounts: Sequence[int]) -> int:
    """Which amount the words say, the same in every row: executed where any row has it, else the plan in force."""
    by_key = {exhibit.columns[i].key: i for i in amounts}
    for key in ("executed", "amount", "revised", "approved", "forecast", "plan"):
        if key in by_key and any(row.cells[by_key[key]].value is not None for row in rows):
            return by_key[key]
    return amounts[0]


def _amount(cell: Cell) -> float:
    return cell.value if isinstance(cell.value, (int, float)) else 0.0


def data_table(exhibit: Exhibit) -> Component:
    """The table behind the drawing; wide ones scroll inside their own frame."""
    head = html.Thead(
        html.Tr([html.Th(column.label, scope="col", className=_align(column.kind)) for column in exhibit.columns])
    )
    body = html.Tbody([_table_row(exhibit, row) for row in exhibit.rows])
    table = dbc.Table([html.Caption(exhibit.question, className="visually-hidden"), head, body], size="sm")
    name = t(exhibit.lang, "pages.table_of", name=exhibit.question)
    return html.Div(table, className="table-frame", tabIndex="0", role="region", **attributes(aria_label=name))


def _table_row(exhibit: Exhibit, row: Row) -> Component:
    cells = []
    for position, (cell, column) in enumerate(zip(row.cells, exhibit.columns, strict=True)):
        text = shown(cell, column, exhibit.lang, exhibit.currency)
        inside: Any = html.A(text, href=cell.href, **_navigates(cell.href)) if safe_url(cell.href) else text
        if cell.mark is not None:
            inside = html.Span(inside, className=f"why why-{cell.mark.value}")
        cells.append(
            html.Th(inside, scope="row")
            if position == 0
            else html.Td(inside, className=_align(column.kind), **attributes(data_label=column.label))
        )
    return html.Tr(cells, className=f"level-{row.level}" + (" total" if row.emphasis else ""))


def _navigates(href: str) -> dict[str, Any]:
    """Links within the site may be answered without loading a page; others lead away and say so to nobody."""
    return NAV if href.startswith("/") else attributes(rel="noopener noreferrer")


def _align(kind: str) -> str:
    return "number" if kind in ("money", "share", "count", "number") else ""


def _foot(exhibit: Exhibit, address: Address) -> Component:
    lang = address.lang
    sources = exhibit.sources
    children: list[Component | str] = []
    if sources:
        shown_first, more = sources[-_SOURCES_SHOWN:], sources[:-_SOURCES_SHOWN]
        children.append(
            html.Div([html.Span(t(lang, "pages.source")), html.Ul([_source(s, lang) for s in shown_first])])
        )
        if more:
            children.append(
                html.Details(
                    [
                        html.Summary(t(lang, "pages.more_sources", n=len(more))),
                        html.Ul([_source(s, lang) for s in more]),
                    ]
                )
            )
    if exhibit.rows:
        name = exhibit.question
        links = [
            html.A(
                kind.upper(),
                href=address.download(exhibit.key, kind),
                download="",
                **attributes(aria_label=t(lang, "pages.download_of", kind=kind.upper(), name=name)),
            )
            for kind in ("csv", "xlsx")
        ]
        children.append(html.P([t(lang, "pages.download"), " ", links[0], " · ", links[1]], className="downloads"))
    return html.Footer(children, className="exhibit-foot")


def _source(source: Source, lang: str) -> Component:
    number = f"№ {source.number}" if source.number else ""
    words = ", ".join(part for part in (number, source.date, source.title) if part)
    where = html.A(words, href=source.url, rel="noopener noreferrer") if safe_url(source.url) else words
    host = f" ({source.url.split('/')[2].removeprefix('www.')})" if safe_url(source.url) else ""
    imported = f" · {t(lang, 'pages.imported', when=source.imported)}" if source.imported else ""
    return html.Li([where, host, imported])


def year_filter(
    address: Address, years: Iterable[int], chosen: int, *, drop: tuple[str, ...] = ("period",)
) -> Component:
    """Years as links: they work without a script, and Dash answers them without a page load."""
    links = [
        html.Li(
            html.A(
                str(year),
                href=address.with_params(**{"year": str(year), **dict.fromkeys(drop)}).href,
                id=f"year-{year}",
                **NAV,
                **current(year == chosen),
            )
        )
        for year in sorted(years, reverse=True)
    ]
    return html.Nav(
        [html.Span(t(address.lang, "pages.year"), className="filter-name"), html.Ul(links)],
        className="filter",
        **attributes(data_filter="year", aria_label=t(address.lang, "pages.choose_year")),
    )


def choice_filter(address: Address, parameter: str, choices: dict[str, str], chosen: str) -> Component:
    """One of a few values of a parameter, as links."""
    links = [
        html.Li(
            html.A(
                label,
                href=address.with_params(**{parameter: value}, page=None).href,
                id=f"{parameter}-{value}",
                **NAV,
                **current(value == chosen),
            )
        )
        for value, label in choices.items()
    ]
    name = t(address.lang, f"pages.filter_{parameter}")
    return html.Nav(
        [html.Span(name, className="filter-name"), html.Ul(links)],
        className="filter",
        **attributes(data_filter=parameter, aria_label=name),
    )


def search_form(address: Address, label: str) -> Component:
    """A GET form that keeps the page's other parameters."""
    lang = address.lang
    hidden = [
        dbc.Input(type="hidden", name=name, value=value) for name, value in address.params if name not in ("q", "page")
    ]
    return html.Form(
        [
            html.Label(label, htmlFor="search"),
            html.Div(
                [
                    dbc.Input(id="search", name="q", type="search", value=address.get("q"), maxLength="80"),
                    dbc.Button(t(lang, "pages.search"), type="submit", color="primary"),
                ],
                className="search-row",
            ),
            *hidden,
        ],
        action=address.path,
        method="GET",
        className="search",
        role="search",
        **NAV,
    )
