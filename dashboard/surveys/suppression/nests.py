"""Dimensions that say something of each other: pensioners are old, a village is in the town.

Readers know which people there cannot be. So the groups of such dimensions together are cells too, where the study does
not show them: a town less one of its two villages is the other, the old less the pensioners are the old who work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from dashboard.surveys.model import Bools, Ints, Responses

#: So many people at least chance would put into two groups together, and at most this share of them is there.
EXPECTED, NEARLY = 3.0, 0.05
#: For two dimensions: areas × groups × groups ("no group" counted in), whether next to nobody can be in both groups.
Nests = Mapping[frozenset[str], Bools]


def nests(responses: Responses, names: Sequence[str], within: Bools) -> Nests:
    """Pairs of dimensions, by names in rising order, of which some groups exclude each other in some area.

    `within`: areas × levels of the place. What holds in an area holds in every part of it.
    """
    found = {}
    inside = within.astype(np.float64)
    contains = ~(within[None] & ~within[:, None]).any(axis=2)  # the first holds the second
    for pair in combinations(sorted(names), 2):
        sizes = [len(responses.groups[name].values) + 1 for name in pair]
        place, first, second = (
            np.where(index < 0, size - 1, index)
            for index, size in zip(
                (responses.place.index, *(responses.groups[name].index for name in pair)),
                (within.shape[1], *sizes),
                strict=True,
            )
        )
        count = _table(place, first, second, (within.shape[1], *sizes))
        people = np.tensordot(inside, count, axes=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            everyone = people.sum(axis=(1, 2), keepdims=True)
            expected = people.sum(axis=1, keepdims=True) * people.sum(axis=2, keepdims=True) / everyone
        missing = (people <= NEARLY * expected) & (expected >= EXPECTED)
        missing = np.einsum("ab,axy->bxy", contains, missing) > 0
        if missing.any():
            found[frozenset(pair)] = missing
    return found


def together(crossings: Sequence[tuple[str, ...]], found: Nests) -> list[tuple[str, ...]]:
    """The crossings that take what readers know into account, by names in rising order.

    Beside two dimensions that say something of each other, a third that both are shown with.
    """
    shown = {frozenset(crossing) for crossing in crossings}
    others = {name for crossing in crossings for name in crossing}
    more = set(found)
    for pair in found:
        first, second = pair
        more |= {pair | {name} for name in others - pair if {first, name} in shown and {second, name} in shown}
    return sorted((tuple(sorted(names)) for names in more - shown), key=lambda names: (len(names), names))


def _table(place: Ints, first: Ints, second: Ints, sizes: tuple[int, ...]) -> np.ndarray:
    number = np.ravel_multi_index((place, first, second), sizes)
    return np.bincount(number, minlength=int(np.prod(sizes))).reshape(sizes).astype(np.float64)
