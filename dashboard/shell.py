"""The frame of every page: header, sections, languages, footer. Drawn by Dash and written as HTML alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import with_islands
from dashboard.i18n import KNOWN, t
from dashboard.pages.address import OPINION_SECTIONS, SITE_SECTIONS, WITHIN_WORKS, WORKS_SECTIONS, Address
from dashboard.pages.attributes import attributes
from dashboard.pages.model import Page
from dashboard.store.records import paper_day

NAV = attributes(data_nav="1")  # links the script may answer without loading a page
#: Sections that have no place of their own in the navigation where the place has the section they are found in.
WITHIN = {**dict.fromkeys(OPINION_SECTIONS[1:], OPINION_SECTIONS[0]), **dict.fromkeys(WITHIN_WORKS, WORKS_SECTIONS[0])}
API_HREF = "/api/v1/"


def document_title(page: Page) -> str:
    """What the browser's tab says."""
    return f"{page.title} · {t(page.address.lang, 'shell.brand')}"


def frame(page: Page) -> list[Component]:
    """Everything inside `#frame`, the content in `#page`; what a script has to draw is an island."""
    main = html.Main(
        with_islands(page.tree, t(page.address.lang, "shell.needs_scripts")),
        id="page",
        tabIndex="-1",
        **attributes(data_address=page.address.href, data_title=document_title(page)),
    )
    return [*_fictional(page), _header(page), main, _footer(page)]


def _fictional(page: Page) -> Iterator[Component]:
    if page.fictional:
        lang = page.address.lang
        yield html.Aside(
            [html.Strong(t(lang, "marks.fictional")), " ", t(lang, "shell.fictional")],
            className="fictional-banner",
            **attributes(aria_label=t(lang, "marks.fictional")),
        )


def _header(page: Page) -> Component:
    lang = page.address.lang
    words = [
        html.Span(t(lang, "shell.brand"), className="wordmark"),
        html.Span(t(lang, "shell.brand_about"), className="motto"),
    ]
    brand = html.A(words, href=Address(lang).href, className="brand", **NAV)
    return html.Header(
        [html.Div([brand, _languages(page.address)], className="header-row"), *_place(page), _sections(page)],
        className="site-header",
    )


def _place(page: Page) -> Iterator[Component]:
    if page.address.place:
        lang = page.address.lang
        back = html.A(t(lang, "shell.all_places"), href=Address(lang).href, className="back", **NAV)
        yield html.Div([back, html.Span(page.place_name, className="place-name")], className="place-row")


def _languages(address: Address) -> Component:
    links = [
        html.Li(
            html.A(
                language.name,
                href=address.in_language(lang).href,
                lang=lang,
                hrefLang=lang,
                **_current(lang == address.lang, "true"),
            )
        )
        for lang, language in KNOWN.items()
    ]
    return html.Nav(html.Ul(links), className="languages", **attributes(aria_label=t(address.lang, "shell.languages")))


def _sections(page: Page) -> Component:
    address = page.address
    there = page.sections if address.place else SITE_SECTIONS
    names = [name for name in there if WITHIN.get(name) not in there]
    here = address.section if address.section in names else WITHIN.get(address.section, address.section)
    first = "overview" if address.place else "places"
    links = [
        html.Li(
            html.A(
                t(address.lang, f"shell.section.{name or first}"),
                href=_section_address(address, name).href,
                **NAV,
                **_current(name == here, "page" if address.item is None and name == address.section else "true"),
            )
        )
        for name in names
    ]
    return html.Nav(html.Ul(links), className="sections", **attributes(aria_label=t(address.lang, "shell.sections")))


def _section_address(address: Address, section: str) -> Address:
    """Another section keeps the year where it shows one year; a register of works opens with all its years."""
    year = address.get("year") if address.place and section not in ("about", *WORKS_SECTIONS, *OPINION_SECTIONS) else ""
    return address.to(section, year=year)


def _current(is_current: bool, value: str) -> dict[str, Any]:
    return attributes(aria_current=value) if is_current else {}


def _papers(page: Page) -> Iterator[str]:
    """The day of the newest document of the page, and what its sources are. When they were loaded stands in About."""
    lang = page.address.lang
    sources = {(source.title, source.url): source for exhibit in page.exhibits for source in exhibit.sources}
    newest = max(sources.values(), key=lambda source: paper_day(source.dated, source.date), default=None)
    if newest is not None and newest.date:
        yield t(lang, "shell.newest", when=newest.date)
    counts = Counter(source.authority for source in sources.values())
    kinds = [t(lang, f"shell.kinds.{authority}", n=counts[authority]) for authority in (3, 2, 1) if counts[authority]]
    if kinds:
        yield t(lang, "shell.sources_of", kinds=", ".join(kinds))


def _footer(page: Page) -> Component:
    lang = page.address.lang
    updated = [html.P(line, className="updated") for line in _papers(page)]
    links = html.P(
        [
            html.A(t(lang, "shell.about"), href=Address(lang).to("about").href, **NAV),
            " · ",
            html.A(t(lang, "shell.api"), href=API_HREF),
        ]
    )
    return html.Footer(
        [html.P(t(lang, "shell.what")), *updated, links, html.P(t(lang, "shell.licence"), className="licence")],
        className="site-footer",
    )
