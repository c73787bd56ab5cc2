"""In what order lines stand, how far they are indented, and which of them fold under a heading."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import groupby
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def merged(orders: Iterable[Iterable[K]]) -> list[K]:
    """One order of several: that of the first, and what only later ones have right after what stands before it there,
    at the end where they share nothing.
    """
    whole: list[K] = []
    for order in orders:
        known, after, last = set(whole), dict[K | None, list[K]](), None
        for key in order:
            if key in known:
                last = key
            else:
                after.setdefault(last, []).append(key)
        first = after.pop(None, [])
        rest = [each for key in whole for each in (key, *after.get(key, ()))]
        whole = rest + first if last is None else first + rest
    return whole


def tree(parents: Mapping[K, K | None]) -> list[tuple[K, int]]:
    """Each key with its depth: what stands under another right below it, otherwise in the order given.

    A parent that is not among the keys is none, and so is one that would make a circle.
    """
    below: dict[K | None, list[K]] = {}
    for key in parents:
        below.setdefault(_parent(key, parents), []).append(key)
    found: list[tuple[K, int]] = []
    waiting = [(key, 0) for key in reversed(below.get(None, []))]
    while waiting:
        key, depth = waiting.pop()
        found.append((key, depth))
        waiting += ((child, depth + 1) for child in reversed(below.get(key, [])))
    return found


def runs(groups: Iterable[str]) -> bool:
    """Whether the lines of each group stand together, and there are at least two groups; "" is no group."""
    found = [group for group, _ in groupby(groups) if group]
    return len(found) == len(set(found)) > 1


def _parent(key: K, parents: Mapping[K, K | None]) -> K | None:
    above, seen = parents[key], {key}
    while above is not None and above in parents:
        if above in seen:
            return None
        seen.add(above)
        above = parents[above]
    found = parents[key]
    return found if found in parents else None
