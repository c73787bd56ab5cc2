"""The first page of the site; or, where a reader searched or chose an oblast, the places that fit."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.data import PlacesData
from dashboard.pages.finding import PlaceFound, above
from dashboard.pages.landing import MUNICIPAL, landing
from dashboard.pages.parts import NAV, page_head, search_form
from dashboard.pages.places_list import oblast_filter, section, target
from dashboard.pages.suggesting import suggest_attributes
from dashboard.store.records import Place

_MOST_VILLAGES = 30


def layout(data: PlacesData, _: tuple[Exhibit, ...]) -> Component:
    """Search first; below it what was found, or the country."""
    lang = data.visit.lang
    head = [
        page_head(t(lang, "pages.places.title"), t(lang, "pages.places.lead")),
        search_form(data.visit, t(lang, "pages.places.search"), **suggest_attributes(lang)),
    ]
    narrowed = data.found is not None or data.visit.get("oblast")
    return html.Div([*head, *(_narrowed(data) if narrowed else landing(data))], className="content landing")


def _narrowed(data: PlacesData) -> Iterable[Component]:
    """The places that fit, those with papers first; then villages and where they belong."""
    address, places, published = data.visit, data.places, data.published
    lang, oblast = address.lang, address.get("oblast")
    named = None if data.found is None else {found.place.id for found in data.found if not found.village}
    wanted = [
        place
        for place in places.values()
        for over in [{place.id: place.code, **{p.id: p.code for p in above(place, places)}}]
        if (named is not None or place.kind in MUNICIPAL or place.id in published)
        and (named is None or not named.isdisjoint(over))
        and (not oblast or oblast in over.values())
    ]
    with_data = [p for p in wanted if p.id in published and not p.fictional]
    fictional = [p for p in wanted if p.fictional]
    without = [p for p in wanted if p.id not in published and not p.fictional]
    through = [found for found in data.found or () if found.village and _lies_in(found.place, oblast, data)]
    yield oblast_filter(address, places)
    if not wanted and not through:
        yield html.P(t(lang, "pages.places.nothing", typed=address.get("q")), className="answer")
    if with_data:
        yield section(address, "with_data", with_data, places, published)
    if fictional:
        yield section(address, "fictional", fictional, places, published)
    if through:
        yield _villages(data, through[:_MOST_VILLAGES])
    if without:
        names = section(address, "without", without, places, published)
        # A search must show what it found; those of an oblast are many and stay folded.
        summary = html.Summary(t(lang, "pages.places.without_summary", n=len(without)))
        yield names if named is not None else html.Details([summary, names])


def _lies_in(place: Place, oblast: str, data: PlacesData) -> bool:
    return not oblast or oblast in {p.code for p in (place, *above(place, data.places))}


def _villages(data: PlacesData, found: Iterable[PlaceFound]) -> Component:
    """Villages, each leading to its aiyl aimak or city."""
    address, lang = data.visit, data.visit.lang
    items = [_village(address, each, data) for each in found]
    return html.Section(
        static(html.H2(t(lang, "landing.villages"), id="places-villages"), html.Ul(items, className="places")),
        className="exhibit",
        **attributes(aria_labelledby="places-villages"),
    )


def _village(address: Address, found: PlaceFound, data: PlacesData) -> Component:
    place = found.place
    link = html.A(
        place.names.in_(address.lang),
        href=target(address, place, data.published.get(place.id)),
        className="place-name",
        **NAV,
    )
    said = t(address.lang, "landing.village", name=found.village)
    return html.Li([html.Span(said), link], className="place")
