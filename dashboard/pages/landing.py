"""The first page below its search: how much there is, the map with its list, the example, and what is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.channels.country_html import country_html, key_html
from dashboard.channels.html import static
from dashboard.exhibits.country import country
from dashboard.gazetteer import points
from dashboard.i18n import Lang, day, number, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.data import PlacesData
from dashboard.pages.finding import above
from dashboard.pages.parts import NAV
from dashboard.pages.places_list import listed, oblasts_of, target
from dashboard.store.records import NewPaper, Place, PublishedPlace, SiteHoldings

#: Local self-governments; with the associations in them, what has a dot: a rayon or an oblast is no point.
MUNICIPAL: Final = ("city", "aiyl_aimak")
LOCAL: Final = (*MUNICIPAL, "association")
_IN_VIEW: Final = 5
_GEONAMES: Final = "https://www.geonames.org/"
_CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"


def landing(data: PlacesData) -> Iterator[Component]:
    """The parts in their order; real and fictional places stand apart."""
    address, places, published = data.visit, data.places, data.published
    real = {place_id: places[place_id] for place_id in published if not places[place_id].fictional}
    fictional = [places[place_id] for place_id in published if places[place_id].fictional]
    if data.news is not None:
        yield static(_numbers(data.news.holdings, data.news.papers, real, data))
    yield html.Div([*_map(data, real), _lists(data, real)], className="country-beside")
    yield from (_example(address, place) for place in fictional)
    if data.news is not None and data.news.papers:
        yield _news(data, data.news.papers)


def _numbers(
    holdings: SiteHoldings, papers: tuple[NewPaper, ...], real: Mapping[int, Place], data: PlacesData
) -> Component:
    """Three sentences."""
    lang = data.visit.lang
    budgets = sum(place.kind in MUNICIPAL and bool(data.published[place.id].years) for place in real.values())
    works, places = number(lang, holdings.works), number(lang, holdings.works_places)
    said = [
        t(lang, "landing.budgets", n=number(lang, budgets)),
        t(lang, "landing.works", works=works, places=places, studies=number(lang, holdings.studies)),
    ]
    if papers:
        said.append(t(lang, "landing.newest", when=day(papers[0].day), place=_names(papers[0], data)))
    return html.Ul([html.Li(sentence) for sentence in said], className="numbers")


def _map(data: PlacesData, real: Mapping[int, Place]) -> Iterator[Component]:
    """The map; nothing where the front-end was not built: an outline is never invented."""
    if data.outline is None:
        return
    address, lang, published = data.visit, data.visit.lang, data.published
    local = [place for place in real.values() if place.kind in LOCAL]
    drawn = country(local, data.places, published, points(), data.outline)
    picture = country_html(drawn, data.outline, lang, lambda place: target(address, place, published.get(place.id)))
    lacking = [html.P(t(lang, "landing.no_point", n=len(drawn.without)))] if drawn.without else []
    yield html.Section(
        static(
            html.H2(t(lang, "landing.map"), id="country-title"),
            picture,
            html.P(t(lang, "landing.key"), className="key-name"),
            key_html(drawn, lang),
            html.Div([*lacking, _credit(lang)], className="country-credit"),
        ),
        id="country",
        className="exhibit",
        **attributes(aria_labelledby="country-title"),
    )


def _credit(lang: Lang) -> Component:
    return html.P(
        [
            t(lang, "landing.schematic"),
            " ",
            html.A("GeoNames", href=_GEONAMES, rel="noopener noreferrer"),
            " (",
            html.A("CC BY 4.0", href=_CC_BY, rel="noopener noreferrer"),
            "), Natural Earth.",
        ]
    )


def _lists(data: PlacesData, real: Mapping[int, Place]) -> Component:
    """The same places as words, by oblast, folded."""
    lang = data.visit.lang
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in real.values():
        groups[_oblast(place, data)].append(place)
    folded = [_fold(data, oblast.code, oblast.names.in_(lang), groups) for oblast in oblasts_of(data.places, lang)]
    folded.append(_fold(data, "", t(lang, "pages.places.whole"), groups))
    return html.Section(
        static(html.H2(t(lang, "landing.lists"), id="places-lists"), *filter(None, folded)),
        className="exhibit country-lists",
        **attributes(aria_labelledby="places-lists"),
    )


def _fold(data: PlacesData, code: str, name: str, groups: Mapping[str, list[Place]]) -> Component | None:
    members = groups.get(code, [])
    if not members and not code:
        return None
    lang = data.visit.lang
    summary = html.Summary([name, " ", html.Span(number(lang, len(members)), className="count")])
    inside: list[Component] = [listed(data.visit, members, data.published)] if members else []
    if code:
        every = Address(lang).with_params(oblast=code).href
        inside.append(html.P(html.A(t(lang, "landing.all_of_oblast"), href=every, **NAV)))
    return html.Details([summary, *inside], className="oblast")


def _oblast(place: Place, data: PlacesData) -> str:
    """Code of the oblast a place lies in or is; "" for none."""
    return next((p.code for p in (place, *above(place, data.places)) if p.kind == "oblast"), "")


def _example(address: Address, place: Place) -> Component:
    """The fictional place that shows every page; its name says that it is one."""
    link = html.A(place.names.in_(address.lang), href=Address(address.lang, place.code).href, **NAV)
    title = html.H2(t(address.lang, "landing.example"), id="example-title")
    return html.Section(
        static(title, html.P([html.Span(t(address.lang, "marks.fictional"), className="chip"), link])),
        className="exhibit example",
        **attributes(aria_labelledby="example-title"),
    )


def _news(data: PlacesData, papers: tuple[NewPaper, ...]) -> Component:
    """The newest papers, each with its day, its place and its title in its own language; from some on folded."""
    lang = data.visit.lang
    items = [_paper(data, paper) for paper in papers]
    first, others = items[:_IN_VIEW], items[_IN_VIEW:]
    summary = html.Summary(t(lang, "landing.more_news", n=len(others)))
    more = html.Details([summary, html.Ol(others, className="news", start=str(_IN_VIEW + 1))]) if others else None
    return html.Section(
        static(html.H2(t(lang, "landing.news"), id="news-title"), html.Ol(first, className="news"), more),
        id="news",
        className="exhibit",
        **attributes(aria_labelledby="news-title"),
    )


def _paper(data: PlacesData, paper: NewPaper) -> Component:
    place = data.places[paper.places[0]]
    title = html.Span(paper.title, className="news-title", lang=paper.language or None)
    return html.Li(
        [
            html.Time(day(paper.day), dateTime=date.isoformat(paper.day)),
            html.A(_names(paper, data), href=_leads(data, place, data.published.get(place.id)), **NAV),
            title,
        ]
    )


def _names(paper: NewPaper, data: PlacesData) -> str:
    """The place a paper speaks of, and how many others."""
    name = data.places[paper.places[0]].names.in_(data.visit.lang)
    return f"{name} (+{len(paper.places) - 1})" if len(paper.places) > 1 else name


def _leads(data: PlacesData, place: Place, known: PublishedPlace | None) -> str:
    """A place of which only a study is known opens with it."""
    return (
        target(data.visit, place, known) if known is not None else Address(data.visit.lang, place.code, "opinion").href
    )
