"""What two publications of one study tell together: shown shares of nearly the same people, whose difference is few.

A share is of a set of people. Whoever has the sets of both publications takes one from the other: the same group before
and after one more was asked; men from men and people of no sex; a wide band from the two that it was. So every set that
is new is compared with those shown before and with what these make together: parts of a sum added up, or a sum less
some of its parts; and the other way round. Sets that were shown already tell nothing new.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.surveys.columns import as_called_in
from dashboard.surveys.model import Bools, Floats, Group, Ints, Responses
from dashboard.surveys.overlap import matched

ShownKey = tuple[str, str, tuple[Group, ...]]  # area, indicator, groups
_Set = tuple[str, tuple[Group, ...]]
SAME = 0.1  # a set of people is nearly the same when at most this share of it is in one publication only


@dataclass(frozen=True)
class Shown:
    """A publication: its people, the area that holds all of them, which of its shares are shown and which hidden."""

    responses: Responses
    whole: str
    cells: Collection[ShownKey]
    hidden: Collection[ShownKey] = ()


@dataclass(frozen=True)
class Together:
    """What follows from two publications, and from neither alone.

    Attributes:
        fewest: the fewest people of whom it does, None where they are not few.
        anew: how many shares of people are shown that were hidden before.
    """

    fewest: int | None
    anew: int


def told_apart(before: Shown, after: Shown, few: int) -> Together:
    """Which answers of few people, fewer than `few`, both publications tell together, and what is no longer hidden."""
    named = as_called_in(before.responses, after.responses)
    people = _People(before.responses, after.responses, matched(before.responses, named))
    called = dict(zip(named.answers, after.responses.answers, strict=True))
    fewest: list[float] = []
    anew = 0
    cache: dict[tuple[tuple[_Set, ...], ...], tuple[_Sets, _Sets, _Sets]] = {}
    for question in before.responses.answers:
        if question not in called:
            continue
        key = _keys(before.cells, question), _keys(after.cells, called[question]), _keys(before.hidden, question)
        if key not in cache:
            old, new, kept_back = key
            cache[key] = (
                _Sets.of(old, people.before, before),
                _Sets.of(new, people.after, after),
                _Sets.of(kept_back, people.before, before),
            )
        shown, now, hidden = cache[key]
        counts = people.counts(before.responses.answers[question].index, named.answers[question].index)
        told = _Distances.of(shown, now, counts)
        fewest += [*told.few(few), *told.turned().few(few)]
        anew += _Distances.of(hidden, now, counts).nearly_same()
    return Together(round(min(fewest)) if fewest else None, anew)


class _People:
    """Everybody of both publications in kinds, that are in the same sets.

    Attributes:
        before, after: place and groups of every kind as numbers, -1 where nobody of it is in the publication.
    """

    def __init__(self, one: Responses, other: Responses, pairs: tuple[Ints, Ints]) -> None:
        first, second = pairs
        alone = [np.delete(np.arange(len(each.weight)), at) for each, at in ((one, first), (other, second))]
        self._rows = (
            np.concatenate([first, alone[0], np.full(len(alone[1]), -1)]),
            np.concatenate([second, np.full(len(alone[0]), -1), alone[1]]),
        )
        columns = [
            np.append(column.index, -2)[rows]
            for each, rows in zip((one, other), self._rows, strict=True)
            for column in (each.place, *each.groups.values())
        ]
        kinds, self._kind = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
        self._kind, width = self._kind.ravel(), 1 + len(one.groups)
        self.before, self.after = kinds[:, :width], kinds[:, width:]

    def counts(self, one: Ints, other: Ints) -> tuple[Floats, Floats, Floats]:
        """By kind, how many answered a question in both publications, in the first alone and in the second alone."""
        asked = [np.append(index, -1)[rows] >= 0 for index, rows in zip((one, other), self._rows, strict=True)]
        both, size = asked[0] & asked[1], len(self.before)

        def by_kind(part: Bools) -> Floats:
            return np.bincount(self._kind[part], minlength=size).astype(np.float64)

        return by_kind(both), by_kind(asked[0] & ~both), by_kind(asked[1] & ~both)


@dataclass(frozen=True)
class _Sets:
    """Sets × kinds of person, 1 where the set holds the kind; and sums of sets, see `_lines`."""

    held: Floats
    lines: list[tuple[int, list[int]]]

    @classmethod
    def of(cls, keys: tuple[_Set, ...], kinds: Ints, shown: Shown) -> _Sets:
        return cls(_held(kinds, keys, shown), _lines(keys, shown.whole))


@dataclass(frozen=True)
class _Distances:
    """Sets of one publication × sets of the other, of people who answered a question.

    Attributes:
        theirs, own: how many are in each set of either.
        common: how many are in both.
        lines: sums of sets of the first.
    """

    theirs: Floats
    own: Floats
    common: Floats
    lines: list[tuple[int, list[int]]]
    other_lines: list[tuple[int, list[int]]]

    @classmethod
    def of(cls, one: _Sets, other: _Sets, counts: tuple[Floats, Floats, Floats]) -> _Distances:
        both, gone, come = counts
        common = (one.held * both) @ other.held.T
        return cls(one.held @ (both + gone), other.held @ (both + come), common, one.lines, other.lines)

    def turned(self) -> _Distances:
        return _Distances(self.own, self.theirs, self.common.T, self.other_lines, self.lines)

    @property
    def larger(self) -> Floats:
        """How many are in one of two sets and not in the other; of the larger."""
        return np.maximum(self.theirs[:, None], self.own[None]) - self.common

    def nearly_same(self) -> int:
        """How many sets of the second are of nearly the same people as one of the first."""
        return int((self.larger <= SAME * self.theirs[:, None]).any(axis=0).sum())

    def few(self, few: int) -> list[float]:
        """By how few people a set of the second that the first does not show differs from what the first tells."""
        larger = self.larger
        fresh = ~(larger == 0).any(axis=0) & (self.own > 0)
        common, own = self.common[:, fresh], self.own[fresh]
        apart = self.theirs[:, None] + own - 2 * common
        distances = [larger[:, fresh]]
        for total, parts in self.lines:
            gained = self.theirs[parts][:, None] - 2 * common[parts]
            distances.append((own + np.minimum(gained, 0).sum(axis=0))[None])
            if total >= 0:
                distances.append((apart[total] - np.maximum(gained, 0).sum(axis=0))[None])
        near = np.concatenate(distances)
        return [int(distance) for distance in near[(near > 0) & (near < few)]]


def _keys(cells: Collection[ShownKey], question: str) -> tuple[_Set, ...]:
    return tuple(sorted((area, groups) for area, indicator, groups in cells if indicator == question))


def _held(kinds: Ints, sets: Sequence[_Set], shown: Shown) -> Floats:
    """Sets × kinds, 1 where the set holds the kind."""
    responses = shown.responses
    names = list(responses.groups)
    rows: list[Bools] = []
    for area, groups in sets:
        place = responses.place.values.index(area) if area in responses.place.values else -3
        inside = kinds[:, 0] >= 0 if area == shown.whole else kinds[:, 0] == place
        for name, value in groups:
            values = responses.groups[name].values if name in responses.groups else ()
            inside = inside & (kinds[:, 1 + names.index(name)] == values.index(value) if value in values else False)
        rows.append(np.asarray(inside, dtype=np.bool_))
    return np.array(rows, dtype=np.float64).reshape(len(sets), len(kinds))


def _lines(sets: Sequence[_Set], whole: str) -> list[tuple[int, list[int]]]:
    """Shown sets that have no person in common, and the shown sum of which they are parts (-1: it is not shown)."""
    number = {key: at for at, key in enumerate(sets)}
    found: dict[tuple[_Set, str], list[int]] = {}
    for at, (area, groups) in enumerate(sets):
        for name, value in groups:
            found.setdefault(((area, tuple(group for group in groups if group != (name, value))), name), []).append(at)
        if area != whole:
            found.setdefault(((whole, groups), ""), []).append(at)
    return [(number.get(parent, -1), parts) for (parent, _), parts in found.items()]
