"""Whether two sets of answers are of the same people, told by the answers alone: nothing else of anybody is kept.

Figures that were published once limit what may be published next: of two publications that differ by a few people, the
difference says what these few answered (see differences.py).
"""

from __future__ import annotations

import numpy as np

from dashboard.surveys.columns import as_called_in, numbers_alike
from dashboard.surveys.model import CodedAnswers, Ints, Responses

#: Neighbours in a file that are looked at together, where the answers of one person are like those of many.
RUNS = (1, 2, 4, 8, 16)
#: So large a share of runs must be unlike all others of their file. What agrees by chance then stays well below a half:
#: of runs that come λ times in a file like this, λ·exp(-λ) ≤ 0.37 come once in the other.
UNLIKE = 0.5
FEWEST = 30  # runs; of fewer nothing is said


def matched(before: Responses, after: Responses) -> tuple[Ints, Ints]:
    """Rows of both that are of the same people, as far as can be told; each row once.

    First of those who agree in everything that both know, then of the rest by their answers alone: others may be told
    apart otherwise now.
    """
    left = [np.arange(len(each.weight)) for each in (before, after)]
    found: list[tuple[Ints, Ints]] = []
    for with_groups in (True, False):
        numbers = _rows(before, after, with_groups)
        keys = [_and_which(rows[here]) for rows, here in zip(numbers, left, strict=True)]
        _, first, second = _common(*keys)
        found.append((left[0][first], left[1][second]))
        left = [np.delete(here, used) for here, used in zip(left, (first, second), strict=True)]
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def shared(one: Responses, other: Responses, few: int = 10) -> float:
    """The share (0-1) of the people of the smaller file who seem to be in the larger one, too.

    A person is known by their answers to what both studies ask, and where these are common by those of the people next
    to them in the file. Files of nearly as many people are also compared by how often each set of answers comes, and by
    how often each answer does. 0 where that is not enough.
    """
    if len(one.weight) > len(other.weight):
        one, other = other, one
    if not len(one.weight):
        return 0.0
    if numbers_alike(one, other, few):
        return 1.0
    other = as_called_in(one, other)
    if not one.answers.keys() & other.answers.keys():
        return 0.0
    rows = _rows(one, other)
    if len(other.weight) - len(one.weight) < few and len(one.weight) - _both(*rows) < few:
        return 1.0
    return max(_found(*_runs(*rows, length)) for length in RUNS)


def _both(first: Ints, second: Ints) -> int:
    """How many rows come in both."""
    size = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    return int(np.minimum(np.bincount(first, minlength=size), np.bincount(second, minlength=size)).sum())


def _found(first: Ints, second: Ints) -> float:
    """Of the runs that come once in the first file, the share that come once in the second."""
    size = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    once, there = (np.bincount(numbers, minlength=size) == 1 for numbers in (first, second))
    if once.sum() < max(FEWEST, UNLIKE * len(first)):
        return 0.0
    return float((once & there).sum() / once.sum())


def _rows(one: Responses, other: Responses, with_groups: bool = True) -> tuple[Ints, Ints]:
    """A number for each person, the same for people who agree in everything that both studies know."""
    pairs = [
        (mine[name], theirs[name])
        for mine, theirs in (((one.groups, other.groups),) if with_groups else ()) + ((one.answers, other.answers),)
        for name in mine
        if name in theirs
    ]
    if min(len(one.place.values), len(other.place.values)) > 1:
        pairs.append((one.place, other.place))
    columns = [np.zeros(len(one.weight) + len(other.weight), dtype=np.int64), *(_joined(*pair) for pair in pairs)]
    return _numbered(np.stack(columns, axis=1), len(one.weight))


def _joined(one: CodedAnswers, other: CodedAnswers) -> Ints:
    """The codes of both columns as numbers of one list of codes."""
    codes = {code: at for at, code in enumerate(dict.fromkeys((*one.values, *other.values)))}
    first, second = (
        np.array([*(codes[value] for value in column.values), -1])[column.index] for column in (one, other)
    )
    return np.concatenate([first, second])


def _and_which(rows: Ints) -> Ints:
    """A number for each row, the same for none: its own, and whether it is the first, the second … of them."""
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    rank = np.empty_like(rows)
    rank[order] = np.arange(len(rows)) - np.searchsorted(ordered, ordered)
    return np.asarray(rows * (2**31) + rank)


def _common(first: Ints, second: Ints) -> tuple[Ints, Ints, Ints]:
    both, at_first, at_second = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    return both, at_first.astype(np.int64), at_second.astype(np.int64)


def _runs(first: Ints, second: Ints, length: int) -> tuple[Ints, Ints]:
    """A number for each run of so many neighbours."""
    windows = [
        np.lib.stride_tricks.sliding_window_view(rows, length) if len(rows) >= length else np.empty((0, length))
        for rows in (first, second)
    ]
    return _numbered(np.concatenate(windows).astype(np.int64), len(windows[0]))


def _numbered(rows: Ints, first: int) -> tuple[Ints, Ints]:
    """A number for each row, the same for rows alike; told by a sum of 64 bits, as sorting whole rows takes long."""
    factors = np.random.default_rng(0).integers(1, 2**63, rows.shape[1], dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    sums = (rows.astype(np.uint64) * factors).sum(axis=1, dtype=np.uint64)
    number = np.unique(sums, return_inverse=True)[1].astype(np.int64).ravel()
    return number[:first], number[first:]
