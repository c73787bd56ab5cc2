"""Suggestions while a reader types the name of a place: who offers them, and what is offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.gazetteer import villages
from dashboard.i18n import Lang, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.finding import PlaceFound, above, find
from dashboard.pages.places_list import target
from dashboard.store.records import Place, PublishedPlace

PATH = "/suggest/"
MOST = 8


def suggest_attributes(lang: Lang) -> dict[str, Any]:
    """Attributes of a search form that offers places while one types (assets/js/suggest.js)."""
    return attributes(data_suggest=f"{PATH}{lang}", data_suggested=t(lang, "landing.suggested"))


def suggestions(
    address: Address, places: Mapping[int, Place], published: Mapping[int, PublishedPlace]
) -> list[dict[str, str]]:
    """What the typed text (`q`) may mean, the best first: name, where it lies, and the address to go to."""
    found = find(address.get("q"), places, villages(), published)
    return [_suggestion(address, each, places, published.get(each.place.id)) for each in found[:MOST]]


def _suggestion(
    address: Address, found: PlaceFound, places: Mapping[int, Place], known: PublishedPlace | None
) -> dict[str, str]:
    lang, place = address.lang, found.place
    name = place.names.in_(lang)
    where = [p.names.in_(lang) for p in above(place, places) if p.kind in ("rayon", "oblast")]
    if found.village:
        name, where = t(lang, "landing.village", name=found.village), [name, *where]
    if place.fictional:
        where = [t(lang, "marks.fictional")]
    return {"name": name, "where": ", ".join(where), "href": target(address, place, known)}
