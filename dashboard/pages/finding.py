"""Which places a reader means by a name: in Kyrgyz, Russian or Latin letters, or by one of their villages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.gazetteer import Village
from dashboard.i18n import sort_key
from dashboard.i18n.fold import loose
from dashboard.store.records import Place

_heard = lru_cache(maxsize=16_384)(loose)  # some thousand names, the same at every search


@dataclass(frozen=True)
class PlaceFound:
    """A place, and the name of the village through which it was found; "" where it bears the name itself."""

    place: Place
    village: str = ""


def find(
    typed: str, places: Mapping[int, Place], villages: Iterable[Village], known: Collection[int]
) -> tuple[PlaceFound, ...]:
    """What `typed` may mean, the best first: whole names, beginnings, then the rest; those `known` (ids) to have papers
    before others. A village stands a step behind a place whose name fits as well.
    """
    wanted = loose(typed)
    if not wanted:
        return ()
    ranked = [
        ((rank, place.id not in known, False, sort_key(place.names.ky)), PlaceFound(place))
        for place in places.values()
        if (rank := min((_rank(wanted, name) for name in _names(place)), default=_NOT)) < _NOT
    ]
    of_code = {place.code: place for place in places.values()}
    ranked += [
        ((rank + 1, place.id not in known, True, sort_key(village.name)), PlaceFound(place, village.name))
        for village in villages
        if (rank := _rank(wanted, village.name)) < _NOT
        if (place := of_code.get(village.place)) is not None
    ]
    ranked.sort(key=lambda each: each[0])
    return tuple(found for _, found in ranked)


def above(place: Place, places: Mapping[int, Place]) -> list[Place]:
    """What a place lies in, the nearest first."""
    chain: list[Place] = []
    while place.parent_id is not None and place.parent_id in places:
        place = places[place.parent_id]
        chain.append(place)
    return chain


_NOT = 4


def _rank(wanted: str, name: str) -> int:
    """0 for the whole name or its own words before the kind of place, 1 for its beginning, 2 for that of a later word,
    3 for anywhere, `_NOT` for nowhere.
    """
    heard = _heard(name)
    if wanted not in heard:
        return _NOT
    if heard.startswith(wanted):
        return 0 if wanted in (heard, _heard(_KIND.sub("", name))) else 1
    return 2 if any(_heard(word).startswith(wanted) for word in re.split(r"[\W_]+", name) if word) else 3


_KIND = re.compile(r" (айыл аймагы|шаары|району|облусу|aiyl aimak|city|rayon|district|oblast)$", re.IGNORECASE)


def _names(place: Place) -> Iterator[str]:
    yield from {place.names.ky, place.names.ru, place.names.en} - {""}
