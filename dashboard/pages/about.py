"""About the figures: what words mean, how figures are made, where they do not add up, what was imported."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.exhibits.making import OfSite
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.reliability import differences, other_documents, papers, release_log
from dashboard.i18n import t
from dashboard.pages.attributes import attributes
from dashboard.pages.data import AboutData, SiteAboutData
from dashboard.pages.parts import exhibit_block, page_head
from dashboard.store.audit import Head
from dashboard.store.records import Term

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
    "waiting",
    "marks",
)


def exhibits(data: AboutData) -> Iterator[Exhibit]:
    """How reliable the figures of one place are."""
    yield differences(data.view, data.differences)
    if (others := other_documents(data.view, data.rivals)) is not None:
        yield others
    yield papers(data.view)
    yield release_log(data.view, data.releases)


def layout(data: AboutData, made: tuple[Exhibit, ...]) -> Component:
    """The tables, then what words mean."""
    lang = data.visit.lang
    return html.Div(
        [
            page_head(t(lang, "pages.about.title_place", place=data.visit.name), t(lang, "pages.about.lead")),
            *(exhibit_block(exhibit, data.address, full=True) for exhibit in made),
            definitions(lang),
        ],
        className="content content-wide",
    )


def site_exhibits(data: SiteAboutData) -> Iterator[Exhibit]:
    """The latest imports."""
    yield release_log(OfSite(data.visit.lang), data.releases)


def site_layout(data: SiteAboutData, made: tuple[Exhibit, ...]) -> Component:
    """What this site is, its definitions, its glossary, its latest imports."""
    lang = data.visit.lang
    return html.Div(
        [
            page_head(t(lang, "pages.about.title"), t(lang, "pages.about.site_lead")),
            definitions(lang),
            glossary(data.terms, lang),
            *(exhibit_block(exhibit, data.visit) for exhibit in made),
            trail(data.head, lang),
        ],
        className="content",
    )


def trail(head: Head, lang: str) -> Component:
    """The head of the audit trail, and what a reader can do with it."""
    said = (html.P(t(lang, "pages.about.trail_meaning")), html.P(html.Code(str(head)), className="audit-head"))
    return html.Section(
        static(html.H2(t(lang, "pages.about.trail"), id="trail"), *said),
        className="exhibit",
        **attributes(aria_labelledby="trail"),
    )


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
        static(
            html.H2(t(lang, "pages.about.definitions"), id="definitions"),
            html.Details([html.Summary(t(lang, "pages.about.show")), html.Dl(pairs)]),
        ),
        className="exhibit",
        **attributes(aria_labelledby="definitions"),
    )


def glossary(terms: tuple[Term, ...], lang: str) -> Component:
    """Words of local finance in plain language."""
    pairs = [part for term in terms for part in (html.Dt(term.term.in_(lang)), html.Dd(term.meaning.in_(lang)))]
    return html.Section(
        static(
            html.H2(t(lang, "pages.about.glossary"), id="glossary"),
            html.Details([html.Summary(t(lang, "pages.about.show")), html.Dl(pairs, className="glossary")]),
        ),
        className="exhibit",
        **attributes(aria_labelledby="glossary"),
    )
