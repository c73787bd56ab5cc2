"""About the figures: what words mean, how figures are made, where they do not add up, what was imported."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.exhibits.making import OfSite
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.reliability import differences, papers, release_log
from dashboard.exhibits.view import View
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.parts import exhibit_block, page_head
from dashboard.store.records import Difference, Release, Term

_DEFINITIONS = (
    "phases",
    "execution",
    "pace",
    "own_share",
    "grant_dependence",
    "per_head",
    "totals",
    "authority",
    "margin",
    "marks",
)


def about_place(
    view: View, address: Address, found: tuple[Difference, ...], releases: tuple[Release, ...]
) -> tuple[Component, tuple[Exhibit, ...]]:
    """How far the figures of one place can be trusted."""
    lang = address.lang
    exhibits = (differences(view, found), papers(view), release_log(view, releases))
    tree = html.Div(
        [
            page_head(
                t(lang, "pages.about.title_place", place=view.place.names.in_(lang)), t(lang, "pages.about.lead")
            ),
            *(exhibit_block(exhibit, address, full=True) for exhibit in exhibits),
            definitions(lang),
        ],
        className="content content-wide",
    )
    return tree, exhibits


def about_site(
    address: Address, terms: tuple[Term, ...], releases: tuple[Release, ...]
) -> tuple[Component, tuple[Exhibit, ...]]:
    """What this site is, its definitions, its glossary, its latest imports."""
    lang = address.lang
    log = release_log(OfSite(lang), releases)
    tree = html.Div(
        [
            page_head(t(lang, "pages.about.title"), t(lang, "pages.about.site_lead")),
            definitions(lang),
            glossary(terms, lang),
            exhibit_block(log, address),
        ],
        className="content",
    )
    return tree, (log,)


def definitions(lang: str) -> Component:
    """Definitions with their formulas."""
    pairs = [
        part
        for name in _DEFINITIONS
        for part in (
            html.Dt(t(lang, f"pages.definitions.{name}.term")),
            html.Dd(t(lang, f"pages.definitions.{name}.meaning")),
        )
    ]
    return html.Section(
        static(html.H2(t(lang, "pages.about.definitions"), id="definitions"), html.Dl(pairs)),
        className="exhibit",
        **attributes(aria_labelledby="definitions"),
    )


def glossary(terms: tuple[Term, ...], lang: str) -> Component:
    """Words of local finance in plain language."""
    pairs = [part for term in terms for part in (html.Dt(term.term.in_(lang)), html.Dd(term.meaning.in_(lang)))]
    return html.Section(
        static(html.H2(t(lang, "pages.about.glossary"), id="glossary"), html.Dl(pairs, className="glossary")),
        className="exhibit",
        **attributes(aria_labelledby="glossary"),
    )
