"""Lists of places: what each has published, grouped by where it lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.i18n import day, sort_key, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes, current
from dashboard.pages.finding import above
from dashboard.pages.parts import NAV
from dashboard.store.records import Place, PublishedPlace

_PHASES = ("forecast", "approved", "revised", "executed")


def section(
    address: Address,
    name: str,
    members: Iterable[Place],
    places: Mapping[int, Place],
    published: Mapping[int, PublishedPlace],
) -> Component:
    """Places under a title, by oblast and rayon."""
    lang = address.lang
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in members:
        groups[_region(place, places, lang)].append(place)
    blocks: list[Component] = []
    # Villages and towns by rayon first; the republic, oblasts and Bishkek, which lie in no rayon or oblast, last.
    for region in sorted(groups, key=lambda name: (not name, sort_key(name))):
        if region or name != "fictional":
            blocks.append(html.H3(region or t(lang, "pages.places.whole")))
        blocks.append(listed(address, groups[region], published))
    return html.Section(
        static(html.H2(t(lang, f"pages.places.{name}"), id=f"places-{name}"), *blocks),
        className="exhibit",
        **attributes(aria_labelledby=f"places-{name}"),
    )


def listed(address: Address, members: Iterable[Place], published: Mapping[int, PublishedPlace]) -> Component:
    """Places by the alphabet, each with what it has published."""
    ordered = sorted(members, key=lambda place: sort_key(place.names.in_(address.lang)))
    return html.Ul([_item(address, place, published.get(place.id)) for place in ordered], className="places")


def target(address: Address, place: Place, known: PublishedPlace | None) -> str:
    """Where a place opens: one that has published works and no budget with its works."""
    works_only = known is not None and not known.years and known.works
    return Address(address.lang, place.code, "works" if works_only else "").href


def _item(address: Address, place: Place, known: PublishedPlace | None) -> Component:
    lang = address.lang
    link = html.A(place.names.in_(lang), href=target(address, place, known), className="place-name", **NAV)
    if known is None:
        return html.Li([link, *_russian(place, lang)], className="place")
    return html.Li(
        [link, html.Span(_has(known, lang), className="place-has"), *_newest(known, lang)], className="place"
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


def oblasts_of(places: Mapping[int, Place], lang: str) -> list[Place]:
    """The oblasts by the alphabet."""
    found = (place for place in places.values() if place.kind == "oblast")
    return sorted(found, key=lambda place: sort_key(place.names.in_(lang)))


def oblast_filter(address: Address, places: Mapping[int, Place]) -> Component:
    """The oblasts as links that narrow the list."""
    lang, chosen = address.lang, address.get("oblast")
    links = [("", t(lang, "pages.places.all"))] + [(p.code, p.names.in_(lang)) for p in oblasts_of(places, lang)]
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


def _region(place: Place, places: Mapping[int, Place], lang: str) -> str:
    over = [p.names.in_(lang) for p in reversed(above(place, places)) if p.kind in ("oblast", "rayon")]
    return ", ".join(over)
