"""What narrows the register of works: a form that works without a script, and its statuses one by one as links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.markup import Markup, element, text
from dashboard.exhibits.works.view import WorksView, service_name, source_name, word_name
from dashboard.i18n import fold_words, sort_key, t
from dashboard.pages.address import MAX_SEARCH, WORKS_ORDERS, Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.parts import NAV
from dashboard.store.work_records import Choice, Order, Tally

#: Open works past the date promised first.
LATE: Final = Choice(late_only=True)
#: Fields of the form that are folded until one of them is chosen.
_SELDOM = ("late", "source", "contractor", "sort")


def choice_of(address: Address) -> Choice:
    """What the address asks the register for."""
    year = address.get("year")
    return Choice(
        words=_words(address),
        service=address.get("sector"),
        village=address.get("village"),
        year=int(year) if year else None,
        late_only=bool(address.get("late")),
        text=tuple(filter(None, map(fold_words, address.get("q").split()))),
        contractor=address.get("contractor"),
        source=address.get("source"),
    )


def order_of(address: Address) -> Order:
    """In what order the address asks for it."""
    return next((order for order in WORKS_ORDERS if order == address.get("sort")), "stage")


def _words(address: Address) -> tuple[str, ...]:
    return tuple(filter(None, address.get("status").split(",")))


def status_links(address: Address, tallies: Iterable[Tally]) -> Component:
    """All works, or those of one status, each with its number."""
    lang, chosen = address.lang, _words(address)
    found = tuple(tallies)
    choices = [("", t(lang, "works_pages.all"), sum(tally.count for tally in found))]
    choices += [(tally.key, word_name(lang, tally.key), tally.count) for tally in found]
    links = [
        html.Li(
            html.A(
                f"{label}: {number}",
                href=address.with_params(status=word or None, page=None).href,
                id=f"status-{word or 'all'}",
                **NAV,
                **current(word in chosen if word else not chosen),
            )
        )
        for word, label, number in choices
    ]
    name = t(lang, "works_pages.status")
    return html.Nav(
        [html.Span(name, className="filter-name"), html.Ul(links)],
        className="filter",
        **attributes(data_filter="status", aria_label=name),
    )


def narrowing(view: WorksView, address: Address, years: Iterable[str]) -> Component:
    """A GET form: words, service, village and year; folded below them several statuses, and what is asked seldom."""
    lang = address.lang
    services = {tally.key: service_name(lang, tally.key) for tally in view.by_service if tally.key}
    villages = {tally.key: tally.key for tally in view.by_village if tally.key}
    shown = [
        _search(address),
        _field(address, "sector", services),
        _field(address, "village", villages),
        _field(address, "year", {year: year for year in sorted(years, reverse=True)}, in_order=False),
    ]
    return html.Form(
        [
            *(field for field in shown if field is not None),
            dbc.Button(t(lang, "works_pages.show"), type="submit", color="primary"),
            _more(view, address),
        ],
        action=address.path,
        method="GET",
        className="narrowing",
        **NAV,
        **attributes(aria_label=t(lang, "works_pages.narrow")),
    )


def folded_narrowing(view: WorksView, address: Address, years: Iterable[str]) -> Component:
    """The form, folded until something is chosen."""
    words = t(address.lang, "works_pages.narrow")
    return html.Details(
        [html.Summary(words), narrowing(view, address, years)], open=bool(address.params), className="folded-narrowing"
    )


def _search(address: Address) -> Component:
    field = dbc.Input(
        id="works-q", name="q", type="search", value=address.get("q"), maxLength=str(MAX_SEARCH), key=address.get("q")
    )
    label = dbc.Label(t(address.lang, "works_pages.q"), html_for="works-q")
    return html.Div([label, field], className="narrowing-field narrowing-words")


def _more(view: WorksView, address: Address) -> Component:
    """Several statuses at once, late ones only, whose money, the order; all of it gone by one link."""
    lang = address.lang
    named = dict.fromkeys([*(tally.key for tally in view.by_source), *filter(None, (address.get("source"),))])
    orders: dict[str, str] = {order: t(lang, f"works_pages.sort_{order}") for order in WORKS_ORDERS}
    fields = [
        _field(address, "source", {key: source_name(lang, key) for key in named}),
        _field(address, "contractor", {}),
        _field(address, "sort", orders, in_order=False, whatever=t(lang, "works_pages.sort_stage")),
    ]
    clear = html.A(t(lang, "works_pages.clear"), href=address.path, id="works-clear", **NAV)
    return html.Details(
        [
            html.Summary(t(lang, "works_pages.more")),
            static(*_boxes(view, address)),
            html.Div([field for field in fields if field is not None], className="narrowing-more"),
            *([html.P(clear)] if address.params else []),
        ],
        open=len(_words(address)) > 1 or any(map(address.get, _SELDOM)),
        className="narrowing-details",
    )


def _boxes(view: WorksView, address: Address) -> Iterator[Markup]:
    """Boxes to tick: a status each, and works past their date. Dash has no such field that a form sends."""
    lang, words = address.lang, _words(address)
    boxes = [_box("status", tally.key, word_name(lang, tally.key), tally.key in words) for tally in view.by_word]
    legend = element("legend", {}, text(t(lang, "works_pages.statuses")))
    yield Markup(element("fieldset", {"className": "narrowing-boxes"}, legend + "".join(boxes)))
    if view.overdue.count or address.get("late"):
        late = _box("late", "yes", t(lang, "works_pages.late"), bool(address.get("late")))
        yield Markup(element("div", {"className": "narrowing-boxes"}, late))


def _box(name: str, value: str, label: str, ticked: bool) -> str:
    box = element("input", {"type": "checkbox", "name": name, "value": value, "checked": ticked})
    return element("label", {}, f"{box} {text(label)}")


def _field(
    address: Address, name: str, choices: Mapping[str, str], *, in_order: bool = True, whatever: str = ""
) -> Component | None:
    """A list to choose from, first what stands where nothing is chosen; None where there is nothing to choose."""
    chosen = address.get(name)
    if len(choices) < 2 and not chosen:
        return None
    if chosen and chosen not in choices:
        choices = {**choices, chosen: chosen}
    values = sorted(choices, key=lambda value: sort_key(choices[value])) if in_order else list(choices)
    whatever = whatever or t(address.lang, "works_pages.any")
    options = [{"value": "", "label": whatever}]
    options += [{"value": value, "label": choices[value]} for value in values]
    # A list of a new address is a new list: the browser would keep what the reader chose in the old one.
    key = f"{name}-{chosen}"
    return html.Div(
        [
            dbc.Label(t(address.lang, f"works_pages.{name}"), html_for=f"works-{name}"),
            dbc.Select(id=f"works-{name}", name=name, options=options, value=chosen, placeholder=whatever, key=key),
        ],
        className="narrowing-field",
    )
