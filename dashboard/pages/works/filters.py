"""What narrows the register of works: its status as links, the rest as a form that works without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.exhibits.works.view import WorksView, service_name, word_name
from dashboard.i18n import sort_key, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.parts import NAV
from dashboard.store.work_records import Choice, Tally


def choice_of(address: Address) -> Choice:
    """What the address asks the register for."""
    year = address.get("year")
    words = tuple(filter(None, address.get("status").split(",")))
    return Choice(words, address.get("sector"), address.get("village"), int(year) if year else None)


def status_links(address: Address, tallies: Iterable[Tally]) -> Component:
    """All works, or those of one status, each with its number."""
    lang, chosen = address.lang, address.get("status")
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
                **current(word == chosen),
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
    """A GET form with sector, village and year; the status chosen by a link stays."""
    lang = address.lang
    sectors = {tally.key: service_name(lang, tally.key) for tally in view.by_service if tally.key}
    villages = {tally.key: tally.key for tally in view.by_village if tally.key}
    kept = dbc.Input(type="hidden", name="status", value=address.get("status"))
    fields = [
        _field(address, "sector", sectors),
        _field(address, "village", villages),
        _field(address, "year", {year: year for year in sorted(years, reverse=True)}, in_order=False),
    ]
    return html.Form(
        [
            *(field for field in fields if field is not None),
            dbc.Button(t(lang, "works_pages.show"), type="submit", color="primary"),
            *([kept] if address.get("status") else []),
        ],
        action=address.path,
        method="GET",
        className="narrowing",
        **NAV,
        **attributes(aria_label=t(lang, "works_pages.narrow")),
    )


def _field(address: Address, name: str, choices: Mapping[str, str], *, in_order: bool = True) -> Component | None:
    """A list to choose from; None where there is nothing to choose."""
    chosen = address.get(name)
    if len(choices) < 2 and not chosen:
        return None
    if chosen and chosen not in choices:
        choices = {**choices, chosen: chosen}
    values = sorted(choices, key=lambda value: sort_key(choices[value])) if in_order else list(choices)
    whatever = t(address.lang, "works_pages.any")
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
