"""`/api/v1/places`: every place and what is published for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping

from dashboard.api.parameters import BadQuery
from dashboard.i18n.fold import sound
from dashboard.store.queries import api as queries
from dashboard.store.queries.places import places_of_codes, published
from dashboard.store.records import Place, PublishedPlace
from dashboard.store.tables import DIRECTIONS, PHASES

_NOTHING = PublishedPlace(years=(), kinds=frozenset(), newest=None)


def rows(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
    """How many places fit `asked`, and the asked page of them.

    Raises BadQuery for an oblast that does not exist. The table of places is small (some hundreds), so names are
    searched and the tree is walked here, the same way on every database.
    """
    places = queries.all_places(connection)
    by_id = {place["id"]: place for place in places}
    held, loaded = published(connection), queries.loaded(connection)
    oblasts = [place["code"] for place in places if place["kind"] == "oblast"]
    if "oblast" in asked and asked["oblast"] not in oblasts:
        raise BadQuery("bad_value", parameter="oblast", value=asked["oblast"], allowed=oblasts)
    found = [
        _row(place, by_id, held.get(place["id"], _NOTHING)) | {"updated": loaded.get(place["id"])}
        for place in places
        if _named(place, asked.get("q", "")) and place["kind"] == asked.get("kind", place["kind"])
        if (oblast := _within(place, "oblast", by_id)) == asked.get("oblast", oblast)
    ]
    start = int(asked["offset"])
    return len(found), found[start : start + int(asked["limit"])]


def asked_for(connection: Connection, text: str) -> tuple[Place, ...]:
    """The places whose codes are in `text`, separated by commas.

    Raises BadQuery for an unknown place and for places that must not be put side by side: of different currencies,
    fictional ones among real ones.
    """
    codes = list(dict.fromkeys(text.split(",")))
    found = places_of_codes(connection, codes)
    if unknown := sorted(set(codes) - {place.code for place in found}, key=codes.index):
        raise BadQuery("unknown_place", status=404, parameter="place", value=", ".join(unknown))
    if len(currencies := sorted({place.currency for place in found})) > 1:
        raise BadQuery("mixed_currencies", parameter="place", value=", ".join(currencies))
    made_up = [place.code for place in found if place.fictional]
    if made_up and len(made_up) < len(found):
        raise BadQuery("mixed_fictional", parameter="place", value=", ".join(made_up))
    return found


def _named(place: RowMapping, words: str) -> bool:
    """Whether a name or the code contains `words`, typed in any letters; signs alone are in no name."""
    heard = sound(words)
    return not words or (heard != "" and any(heard in name for name in place["search"].split(" ")))


def _row(place: RowMapping, by_id: Mapping[int, RowMapping], held: PublishedPlace) -> dict[str, Any]:
    directions, phases = ({kind[at] for kind in held.kinds} for at in (0, 1))
    return {
        **{name: place[name] for name in ("code", "soate", "kind", "name_ky", "name_ru", "name_en", "named_in")},
        "oblast": _within(place, "oblast", by_id),
        "rayon": _within(place, "rayon", by_id),
        "currency": place["currency"],
        "valid_from": place["valid_from"],
        "valid_to": place["valid_to"],
        "fictional": place["is_fictional"],
        "feeds_since": place["feeds_since"],
        "years": list(held.years),
        "directions": [direction for direction in DIRECTIONS if direction in directions],
        "phases": [phase for phase in PHASES if phase in phases],
        "newest_document": held.newest,
    }


def _within(place: RowMapping, kind: str, by_id: Mapping[int, RowMapping]) -> str | None:
    """Code of the oblast or rayon a place lies in, or is."""
    seen: set[int] = set()
    here: RowMapping | None = place
    while here is not None and here["id"] not in seen:
        if here["kind"] == kind:
            return str(here["code"])
        seen.add(here["id"])
        here = by_id.get(here["parent_id"])
    return None
