"""What a reader can do with a chart, in one row under it: other amounts, another year, the table, a large view, files.

What changes the figures is a link, so that it stands in the address and works without a script; what only concerns the
drawing on this screen is a button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.static import Static
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import Lang, currency_word, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current

_NAV = attributes(data_nav="1")
_FORMATS = ("png", "svg")


def chart_tools(exhibit: Exhibit, address: Address) -> Static:
    """All of it folded; beside it the way back from the table to the chart."""
    lang = address.lang
    switch = list(_table(exhibit, address))
    shown = shows_table(exhibit, address)
    groups = [*_choices(exhibit, address), *([] if shown else switch), _buttons(exhibit, address)]
    aloud = html.Span(f": {t(lang, 'tools.drawing')}", className="visually-hidden")
    folded = html.Details(
        [html.Summary([t(lang, "tools.more"), aloud]), html.Div(groups, className="chart-tools-open")],
        className="chart-tools",
    )
    return static(*(switch if shown else []), folded)


def shows_table(exhibit: Exhibit, address: Address) -> bool:
    """Whether the address asks for the table of an exhibit instead of its chart."""
    return address.get("table") == exhibit.key


def chosen_function(address: Address, name: str, ways: Mapping[str, str]) -> Component:
    """The function the page is narrowed to, the way back to all of them, and ways on by their words."""
    lang = address.lang
    undo = html.A(
        [html.Span(t(lang, "tools.function.undo")), html.Span(" ×", **attributes(aria_hidden="true"))],
        href=address.with_params(function=None).href,
        id="function-undo",
        **_NAV,
    )
    return html.Nav(
        [
            html.Span(t(lang, "tools.function.chosen"), className="filter-name"),
            html.Strong(name),
            undo,
            *(html.A(words, href=href, className="way-on", **_NAV) for words, href in ways.items()),
        ],
        className="filter chosen-function",
        **attributes(data_filter="function", aria_label=t(lang, "tools.function.chosen")),
    )


def _table(exhibit: Exhibit, address: Address) -> Iterator[Component]:
    """The switch between chart and table, where the page's address can hold it."""
    if not address.takes("table") or not exhibit.rows:
        return
    shown = shows_table(exhibit, address)
    word = t(address.lang, "tools.as_chart" if shown else "tools.as_table")
    href = address.with_params(table=None if shown else exhibit.key).href
    yield html.A(word, href=href, id=f"{exhibit.key}-switch", className="chart-switch", **_NAV)


def _choices(exhibit: Exhibit, address: Address) -> Iterator[Component]:
    lang, choices = address.lang, exhibit.choices
    if choices.measures and address.takes("as"):
        unit = currency_word(lang, exhibit.currency, 100)
        names = {"": t(lang, "tools.as.usual")}
        names |= {measure: t(lang, f"tools.as.{measure}", unit=unit) for measure in choices.measures}
        yield _links(exhibit, address, "as", names, t(lang, "tools.amounts"))
    if choices.years and address.takes("beside"):
        years = {"": t(lang, "tools.beside_usual"), **{str(year): str(year) for year in reversed(choices.years)}}
        yield _links(exhibit, address, "beside", years, t(lang, "tools.beside"))


def _links(exhibit: Exhibit, address: Address, parameter: str, names: Mapping[str, str], title: str) -> Component:
    links = [
        html.Li(
            html.A(
                name,
                href=address.with_params(**{parameter: value or None}).href,
                id=f"{exhibit.key}-{parameter}-{value or 'usual'}",
                **_NAV,
                **current(address.get(parameter) == value),
            )
        )
        for value, name in names.items()
    ]
    return html.Nav(
        [html.Span(title, className="filter-name"), html.Ul(links)], className="filter", **attributes(aria_label=title)
    )


def _buttons(exhibit: Exhibit, address: Address) -> Component:
    """They need the script, which reads here what is written into a picture."""
    lang = address.lang
    buttons = [_button("screen", t(lang, "tools.full_screen"))]
    buttons += [_button(kind, t(lang, "tools.save", kind=kind.upper())) for kind in _FORMATS]
    return html.Div(
        buttons,
        className="chart-buttons",
        role="group",
        **attributes(aria_label=t(lang, "tools.drawing"), data_source=_source(exhibit, lang), data_href=address.href),
    )


def _button(name: str, words: str) -> Component:
    return html.Button(words, type="button", className="chart-tool", **attributes(data_tool=name))


def _source(exhibit: Exhibit, lang: Lang) -> str:
    """Where the figures are from, as one line of a picture; that they are invented, where they are."""
    parts = [t(lang, "marks.fictional")] if exhibit.fictional else []
    if exhibit.sources:
        newest = exhibit.sources[-1]
        named = ", ".join(filter(None, (newest.title, newest.date)))
        others = len(exhibit.sources) - 1
        only = t(lang, "tools.source", source=named)
        parts.append(t(lang, "tools.source_and", source=named, n=others) if others else only)
    return ". ".join(parts)
