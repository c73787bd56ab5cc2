"""The pieces pages are made of: an exhibit's block, its large figures, its sources, filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.channels.drawn import picture_of
from dashboard.channels.foot_html import foot_html
from dashboard.channels.html import static
from dashboard.channels.markup import Markup
from dashboard.channels.table_html import table_html
from dashboard.exhibits.drawings import Headlines
from dashboard.exhibits.model import Asked, Caveat, Exhibit
from dashboard.exhibits.view import View
from dashboard.i18n import Lang, day, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.reach import ways_of
from dashboard.pages.slots import chart_slot

NAV = attributes(data_nav="1")
_UNFOLDED = 1  # questions that stand under a title; more are folded


def page_head(title: str, lead: str, place: str = "") -> Component:
    """The page's own title and one line under it; the name of a place is seen in the bar and said in the title."""
    said = [html.Span(f"{place}: ", className="visually-hidden")] if place else []
    return html.Div(static(html.H1([*said, title]), html.P(lead, className="lead")), className="page-head")


def year_head(
    title: str, view: View, address: Address, years: Iterable[int], *, drop: tuple[str, ...] = ("period",)
) -> Component:
    """The title of a page of one year, how old its figures are, and the way to other years."""
    age = age_of(view)
    return html.Div(
        [
            static(html.H1(title), html.Span(age, className="age") if age else None),
            year_filter(address, years, view.year, drop=drop),
        ],
        className="page-head year-head",
    )


def age_of(view: View) -> str:
    """To what day the year's figures reach; of older years how long ago that was; "" without a figure."""
    lang, ago = view.lang, view.today.year - view.year
    best = view.best("expenditure") or view.best("revenue")
    parts = []
    if best is not None:
        partial = best.phase == "executed" and best.is_partial
        words = t(lang, "pages.months", n=best.months) if partial else t(lang, f"exhibits.phase.{best.phase}")
        parts.append(f"{words}, {day(best.period_end)}" if best.phase == "executed" else words)
    if ago > 1:
        parts.append(t(lang, "pages.age", n=ago))
    return " · ".join(parts)


def exhibit_block(
    exhibit: Exhibit,
    address: Address,
    *,
    body: Component | Markup | None = None,
    rows: Markup | None = None,
    full: bool = False,
    most: int | None = None,
    files: bool = True,
) -> Component:
    """A card top-down: question, answer, drawing, then one line of source, table, notes, files, and the ways on.

    `body` replaces the picture; `rows` the usual table, notes below it; `full` shows the table itself instead of hiding
    it in `details`; `most` is the most rows the table shows; `files`: whether there are any at the address. Large
    figures bring their own sentences instead of the answer.
    """
    lang = address.lang
    drawing = body if body is not None else picture_of(exhibit)
    table = None if not exhibit.rows or rows is not None else table_html(exhibit, most)
    above = [
        html.H2(exhibit.question, id=f"{exhibit.key}-title"),
        _asked(exhibit),
        dbc.Badge(exhibit.card.badge, color="var(--warn-soft)", className="poll-badge") if exhibit.card.badge else None,
        html.P(exhibit.answer, className="answer", **attributes(data_figure=exhibit.key))
        if not isinstance(exhibit.drawing, Headlines)
        else None,
        *(html.P(note, className="caveat") for note in exhibit.notes if isinstance(note, Caveat)),
        drawing,
    ]
    foot = foot_html(exhibit, address.download if files else None, None if full else table)
    slot = chart_slot(exhibit, address)
    ways = html.Div(
        ways_of(lang, key=exhibit.key, text=exhibit.answer, can_ask=bool(address.place)), className="ways-on"
    )
    return html.Section(
        [
            static(*above),
            *([slot] if slot is not None else []),
            static(rows or (table if full else None), html.Footer([foot, ways], className="exhibit-foot")),
        ],
        id=exhibit.key,
        className="exhibit",
        **attributes(data_exhibit=exhibit.key, aria_labelledby=f"{exhibit.key}-title"),
    )


def _asked(exhibit: Exhibit) -> Component | None:
    """The words people were asked, each with how many answered; many of them folded."""
    asked, lang = exhibit.card.asked, exhibit.lang
    if not asked:
        return None
    lines = [html.Li(_question(each, lang)) for each in asked]
    if len(asked) <= _UNFOLDED:
        return html.Ul(lines, className="asked")
    return html.Details([html.Summary(t(lang, "pages.asked", n=len(asked))), html.Ul(lines)], className="asked")


def _question(asked: Asked, lang: Lang) -> list[Component | str]:
    words: Component | str = t(lang, "opinion.asked.no_words")
    if asked.words:
        words = html.Q(asked.words, **attributes(lang=asked.lang))
    return [*([f"{asked.about}: "] if asked.about else []), words, f" · {asked.base}"]


def study_cards(exhibits: Iterable[Exhibit]) -> list[Component]:
    """Who asked whom, how many, when and how: each study of a page once."""
    cards = {exhibit.card.facts: exhibit.lang for exhibit in exhibits if exhibit.card.facts}
    blocks: list[Component] = []
    for facts, lang in cards.items():
        pairs = [part for name, value in facts for part in (html.Dt(name), html.Dd(value))]
        details = html.Details([html.Summary(t(lang, "pages.study_card")), html.Dl(pairs, className="study-card")])
        blocks.append(html.Section(static(details), className="exhibit study"))
    return blocks


def exhibit_blocks(exhibits: Iterable[Exhibit], address: Address, seen: Iterable[str] = ()) -> list[Component]:
    """Several exhibits; a note that an earlier one already gave is not repeated on the page."""
    said = set(seen)
    blocks = []
    for exhibit in exhibits:
        fresh = tuple(note for note in exhibit.notes if note not in said)
        said.update(exhibit.notes)
        blocks.append(exhibit_block(replace(exhibit, notes=fresh), address))
    return blocks


def year_filter(
    address: Address, years: Iterable[int], chosen: int, *, drop: tuple[str, ...] = ("period",)
) -> Component:
    """Years as links in a menu: they work without a script, and Dash answers them without a page load."""
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
    return html.Details(
        [
            html.Summary(str(chosen), **attributes(aria_label=f"{t(address.lang, 'pages.choose_year')}: {chosen}")),
            html.Nav(
                html.Ul(links), className="menu-content", **attributes(aria_label=t(address.lang, "pages.choose_year"))
            ),
        ],
        className="menu year-menu",
        **attributes(data_filter="year"),
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


def search_form(address: Address, label: str, **offers: Any) -> Component:
    """A GET form that keeps the page's other parameters; `offers` are attributes of a form that makes suggestions."""
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
        **offers,
    )


def pager(address: Address, number: int, pages: int) -> Component | None:
    """Where one is among the pages of a list, and links to those beside; None when there is only one."""
    if pages == 1:
        return None
    lang = address.lang
    links = [
        html.Li(html.A(t(lang, f"pages.{word}"), href=address.with_params(page=str(target)).href, **NAV))
        for word, target in (("previous", number - 1), ("next", number + 1))
        if 1 <= target <= pages
    ]
    here = html.Li(t(lang, "pages.page_of", number=number, pages=pages))
    return html.Nav(html.Ul([here, *links]), className="pager", **attributes(aria_label=t(lang, "pages.pages")))
