"""Places: search by name, a list by oblast and rayon, what each has published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.exhibits.model import Exhibit
from dashboard.i18n import day, sort_key, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.data import PlacesData
from dashboard.pages.parts import NAV, page_head, search_form
from dashboard.store.records import Place, PublishedPlace

MUNICIPAL = ("city", "aiyl_aimak")
_PHASES = ("forecast", "approved", "revised", "executed")


def layout(data: PlacesData, _: tuple[Exhibit, ...]) -> Component:
    """The list of places, or what a search found of it."""
    address, places, published, found = data.visit, data.places, data.published, data.found
    lang = address.lang
    wanted = [
        place
        for place in places.values()
        if (found is not None or place.kind in MUNICIPAL or place.id in published)
        and (found is None or not found.isdisjoint({place.id, *(p.id for p in _above(place, places))}))
        and (not address.get("oblast") or address.get("oblast") in _codes_above(place, places))
    ]
    with_data = [p for p in wanted if p.id in published and not p.fictional]
    fictional = [p for p in wanted if p.fictional]
    without = [p for p in wanted if p.id not in published and not p.fictional]
    children: list[Component] = [
        page_head(t(lang, "pages.places.title"), t(lang, "pages.places.lead")),
        search_form(address, t(lang, "pages.places.search")),
        _oblasts(address, places),
    ]
    if not wanted:
        children.append(html.P(t(lang, "pages.places.nothing", typed=address.get("q")), className="answer"))
    if with_data:
        children.append(_section(address, "with_data", with_data, places, published))
    if fictional:
        children.append(_section(address, "fictional", fictional, places, published))
    if without and (found is not None or address.get("oblast")):
        names = _section(address, "without", without, places, published)
        # A search must show what it found; those of an oblast are many and stay folded.
        summary = html.Summary(t(lang, "pages.places.without_summary", n=len(without)))
        children.append(names if found is not None else html.Details([summary, names]))
    elif without:
        words = (t(lang, "pages.places.without_summary", n=len(without)), t(lang, "pages.places.without_hint"))
        children.append(html.P(". ".join(words), className="lead"))
    return html.Div(children, className="content")


def _section(
    address: Address,
    name: str,
    members: list[Place],
    places: Mapping[int, Place],
    published: Mapping[int, PublishedPlace],
) -> Component:
    lang = address.lang
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in members:
        groups[_region(place, places, lang)].append(place)
    blocks: list[Component] = []
    # Villages and towns by rayon first; the republic, oblasts and Bishkek, which lie in no rayon or oblast, last.
    for region in sorted(groups, key=lambda name: (not name, sort_key(name))):
        if region or name != "fictional":
            blocks.append(html.H3(region or t(lang, "pages.places.whole")))
        ordered = sorted(groups[region], key=lambda p: sort_key(p.names.in_(lang)))
        blocks.append(
            html.Ul([_item(address, place, published.get(place.id)) for place in ordered], className="places")
        )
    return html.Section(
        static(html.H2(t(lang, f"pages.places.{name}"), id=f"places-{name}"), *blocks),
        className="exhibit",
        **attributes(aria_labelledby=f"places-{name}"),
    )


def _item(address: Address, place: Place, known: PublishedPlace | None) -> Component:
    lang = address.lang
    name = place.names.in_(lang)
    if known is None:
        empty = html.A(name, href=Address(lang, place.code).href, className="place-name", **NAV)
        return html.Li([empty, *_russian(place, lang)], className="place")
    # A place that has published works and no budget opens with its works.
    target = Address(lang, place.code, "" if known.years else "works")
    return html.Li(
        [
            html.A(name, href=target.href, className="place-name", **NAV),
            html.Span(_has(known, lang), className="place-has"),
            *_newest(known, lang),
        ],
        className="place",
    )


def _russian(place: Place, lang: str) -> list[Component]:
    """That a name is Russian in the Kyrgyz list: no source of the Kyrgyz one is known."""
    if lang != "ky" or place.named_in != "ru":
        return []
    return [html.Span(t(lang, "pages.places.russian_name"), className="place-has")]


def _newest(known: PublishedPlace, lang: str) -> list[Component]:
    when = known.newest_printed or (day(known.newest) if known.newest else "")
    return [html.Span(t(lang, "pages.places.newest", when=when), className="place-updated")] if when else []


def _has(known: PublishedPlace, lang: str) -> str:
    parts = []
    if known.years:
        years = f"{known.years[0]}–{known.years[-1]}" if len(known.years) > 1 else str(known.years[0])
        phases = [name for name in _PHASES if any(kind[1] == name for kind in known.kinds)]
        kinds = ", ".join(t(lang, f"exhibits.phase.{phase}") for phase in phases)
        parts.append(t(lang, "pages.places.has", years=years, kinds=kinds))
    if known.works:
        parts.append(t(lang, "pages.places.has_works"))
    return " · ".join(parts)


def _oblasts(address: Address, places: Mapping[int, Place]) -> Component:
    lang = address.lang
    oblasts = sorted((p for p in places.values() if p.kind == "oblast"), key=lambda p: sort_key(p.names.in_(lang)))
    chosen = address.get("oblast")
    links = [("", t(lang, "pages.places.all"))] + [(p.code, p.names.in_(lang)) for p in oblasts]
    items = [
        html.Li(
            html.A(
                label,
                href=address.with_params(oblast=code or None).href,
                id=f"oblast-{code or 'all'}",
                **NAV,
                **current(code == chosen),
            )
        )
        for code, label in links
    ]
    name = t(lang, "pages.places.oblast")
    return html.Nav(
        [html.Span(name, className="filter-name"), html.Ul(items)],
        className="filter",
        **attributes(data_filter="oblast", aria_label=name),
    )


def _above(place: Place, places: Mapping[int, Place]) -> list[Place]:
    chain: list[Place] = []
    while place.parent_id is not None and place.parent_id in places:
        place = places[place.parent_id]
        chain.append(place)
    return chain


def _codes_above(place: Place, places: Mapping[int, Place]) -> set[str]:
    return {place.code, *(p.code for p in _above(place, places))}


def _region(place: Place, places: Mapping[int, Place], lang: str) -> str:
    above = [p.names.in_(lang) for p in reversed(_above(place, places)) if p.kind in ("oblast", "rayon")]
    return ", ".join(above)
