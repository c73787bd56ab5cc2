"""The frame of every page: one bar, five parts, the ways to ask and to pass on, footer.

Drawn by Dash and written as HTML alike; the menus are `details`, so that they open without a script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.channels.foot_html import PAPERS, papers_html
from dashboard.channels.html import static, with_islands
from dashboard.channels.markup import Markup, element
from dashboard.exhibits.model import Source
from dashboard.i18n import KNOWN, Lang, t
from dashboard.pages.address import PARTS, SITE_SECTIONS, WITHIN_WORKS, WORKS_SECTIONS, Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.model import Page
from dashboard.pages.reach import ask_panel, share_panel, ways_of
from dashboard.pages.suggesting import suggest_attributes
from dashboard.store.records import paper_day

NAV = attributes(data_nav="1")  # links the script may answer without loading a page
API_HREF = "/api/v1/"


def document_title(page: Page) -> str:
    """What the browser's tab says."""
    return f"{page.title} · {t(page.address.lang, 'shell.brand')}"


def frame_of_site(lang: Lang) -> list[Component]:
    """The bar and the parts of the site, for pages that are none: they lead on."""
    nowhere = Page(Address(lang), title="", description="", tree=html.Div())
    return [_bar(nowhere), *_navigation(nowhere, somewhere=False)]


def style_groups(address: Address) -> tuple[str, ...]:
    """Whose style sheets the first screen of a page needs beside those of all pages (`assets/css/NN-<group>….css`)."""
    if not address.place:
        return ("landing",) if not address.section else ()
    part = next((part for part, of in PARTS.items() if _section_shown(address) in of), "")
    return tuple(dict.fromkeys((part, address.section)))


def frame(page: Page) -> list[Component]:
    """Everything inside `#frame`, the content in `#page`; what a script has to draw is an island."""
    main = html.Main(
        with_islands(page.tree, t(page.address.lang, "shell.needs_scripts")),
        id="page",
        tabIndex="-1",
        **attributes(data_address=page.address.href, data_title=document_title(page)),
    )
    return [_bar(page), *_navigation(page), main, *_papers_of(page), *_panels(page), _footer(page), *_phone_bar(page)]


def _bar(page: Page) -> Component:
    lang = page.address.lang
    mark = html.A(
        html.Span(className="mark"),
        href=Address(lang).href,
        className="brand",
        **attributes(aria_label=_home(lang)),
        **NAV,
    )
    name = _switcher(page) if page.address.place else _wordmark(lang)
    return html.Header([mark, name, *_fictional(page), _languages(page.address)], className="bar")


def _wordmark(lang: str) -> Component:
    motto = html.Span(t(lang, "shell.brand_about"), className="motto")
    return html.Span([t(lang, "shell.brand"), " ", motto], className="wordmark")


def _home(lang: str) -> str:
    return f"{t(lang, 'shell.brand')} – {t(lang, 'shell.all_places')}"


def _switcher(page: Page) -> Component:
    """The place one is at; opened, it takes the name of another."""
    lang = page.address.lang
    # The script offers names as one types; without it the list of places answers. Dash has no such field that a form
    # sends, and a component of Bootstrap would bring its scripts to every page.
    field = {"id": "switch", "name": "q", "type": "search", "maxLength": "80", "autocomplete": "off"}
    fields = static(
        html.Label(t(lang, "frame.another_place"), htmlFor="switch"),
        Markup(element("input", field)),
        html.Button(t(lang, "pages.search"), type="submit"),
    )
    form = html.Form(
        fields,
        action=Address(lang).href,
        method="GET",
        className="search-row",
        role="search",
        **NAV,
        **suggest_attributes(lang),
    )
    everywhere = html.A(t(lang, "shell.all_places"), href=Address(lang).href, className="back", **NAV)
    return html.Details(
        [
            html.Summary(html.Span(page.place_name, className="place-name")),
            html.Div([form, everywhere], className="menu-content"),
        ],
        className="menu switcher",
    )


def _fictional(page: Page) -> Iterator[Component]:
    """A mark that stays in sight; the sentence stands at the end of the page."""
    if page.fictional:
        lang = page.address.lang
        yield html.A(
            t(lang, "frame.fictional"),
            href="#fictional",
            className="fictional-chip",
            title=t(lang, "shell.fictional"),
            **attributes(aria_label=f"{t(lang, 'frame.fictional')}: {t(lang, 'shell.fictional')}"),
        )


def _languages(address: Address) -> Component:
    links = [
        html.Li(
            html.A(
                language.name,
                href=address.in_language(lang).href,
                lang=lang,
                hrefLang=lang,
                **current(lang == address.lang),
            )
        )
        for lang, language in KNOWN.items()
    ]
    code = address.lang.upper()  # the name holds what is seen: those who speak to their device say that
    label = f"{code} – {t(address.lang, 'shell.languages')}: {KNOWN[address.lang].name}"
    return html.Details(
        [
            html.Summary(code, **attributes(aria_label=label)),
            html.Nav(
                html.Ul(links), className="menu-content", **attributes(aria_label=t(address.lang, "shell.languages"))
            ),
        ],
        className="menu languages",
    )


def _navigation(page: Page, *, somewhere: bool = True) -> Iterator[Component]:
    """The parts of a place, and the pages of the part one is in; of the site its pages. `somewhere`: one is in one."""
    address = page.address
    names: list[tuple[str, tuple[str, ...], str]]
    if not address.place:
        names = [(section, (section,), f"shell.section.{section or 'places'}") for section in SITE_SECTIONS]
    else:
        there = [(part, tuple(each for each in of if each in page.sections)) for part, of in PARTS.items()]
        names = [(part, of, f"frame.part.{part}") for part, of in there if of]
    here = _section_shown(address) if somewhere else None
    links = [_to(address, of[0], words, here in of) for _, of, words in names]
    yield html.Nav(html.Ul(links), className="sections", **attributes(aria_label=t(address.lang, "shell.sections")))
    inside = next((of for _, of, _ in names if here in of), ())
    if len(inside) > 1 and here:  # the first screen of a place has no room to spare
        yield _tabs(address, inside, here)


def _tabs(address: Address, sections: tuple[str, ...], here: str) -> Component:
    """The pages of one part."""
    links = [_to(address, section, f"shell.section.{section or 'overview'}", section == here) for section in sections]
    return html.Nav(html.Ul(links), className="tabs", **attributes(aria_label=t(address.lang, "frame.tabs")))


def _to(address: Address, section: str, words: str, is_here: bool) -> Component:
    """The way to a section, with the year that was chosen; `is_here`: one is in it, or in what it stands for."""
    there = address.to(section, year=address.get("year")) if address.place else address.to(section)
    itself = address.is_section and address.section == section
    link = html.A(t(address.lang, words), href=there.href, **NAV, **current(is_here, "page" if itself else "true"))
    return html.Li(link)


def _section_shown(address: Address) -> str:
    """The section of the navigation that a page is found in."""
    return WORKS_SECTIONS[0] if address.section in WITHIN_WORKS else address.section


def _panels(page: Page) -> Iterator[Component]:
    """How to ask the body, and how to pass the page on."""
    ask = [ask_panel(page.reach, page.address, page.title)] if page.reach is not None else []
    yield html.Div([share_panel(page.address), *ask], className="panels")


def _phone_bar(page: Page) -> Iterator[Component]:
    """At the foot of a phone, always in reach."""
    lang = page.address.lang
    ways = ways_of(lang, can_ask=page.reach is not None)
    yield html.Nav(ways, className="phone-bar", **attributes(aria_label=t(lang, "frame.reach")))


def _sources(page: Page) -> tuple[Source, ...]:
    """The documents of all exhibits of a page, each once."""
    return tuple({(each.title, each.url, each.number): each for of in page.exhibits for each in of.sources}.values())


def _papers_of(page: Page) -> Iterator[Component]:
    """Every document of the page, folded: under a card only the latest is named."""
    sources, lang = _sources(page), page.address.lang
    if sources:
        summary = html.Summary(t(lang, "pages.papers", n=len(sources)))
        yield html.Details([summary, static(papers_html(sources, lang))], id=PAPERS, className="papers", tabIndex="-1")


def _papers(page: Page) -> Iterator[str]:
    """The day of the newest document of the page, and what its sources are. When they were loaded stands in About."""
    lang, sources = page.address.lang, _sources(page)
    newest = max(sources, key=lambda source: paper_day(source.dated, source.date), default=None)
    if newest is not None and newest.date:
        yield t(lang, "shell.newest", when=newest.date)
    counts = Counter(source.authority for source in sources)
    kinds = [t(lang, f"shell.kinds.{authority}", n=counts[authority]) for authority in (3, 2, 1) if counts[authority]]
    if kinds:
        yield t(lang, "shell.sources_of", kinds=", ".join(kinds))


def _footer(page: Page) -> Component:
    lang = page.address.lang
    fiction = html.P(t(lang, "shell.fictional"), id="fictional", className="fictional-banner")
    updated = [html.P(line, className="updated") for line in _papers(page)]
    links = html.P(
        [
            html.A(t(lang, "shell.about"), href=Address(lang).to("about").href, **NAV),
            " · ",
            html.A(t(lang, "shell.api"), href=API_HREF),
        ]
    )
    # On paper only: the script fetches it when it has time, so that it is there when a page is printed.
    paper = html.Div(
        [html.Img(alt="", **attributes(data_qr=page.address.meant.href)), html.Span(page.address.meant.href)],
        className="on-paper",
    )
    return html.Footer(
        [
            paper,
            *([fiction] if page.fictional else []),
            html.P(t(lang, "shell.what"), className="what"),
            *updated,
            links,
            html.P(t(lang, "shell.licence"), className="licence"),
        ],
        className="site-footer",
    )
