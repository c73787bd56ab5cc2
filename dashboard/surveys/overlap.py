"""Whether two sets of answers are of the same people, told by the answers alone: nothing else of anybody is kept.

Figures that were published once limit what may be published next: of two publications that differ by a few people, the
difference says what these few answered.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboard.surveys.model import CodedAnswers, Ints, Responses

#: Neighbours in a file that are looked at together, where the answers of one person are like those of many.
RUNS = (1, 2, 4, 8, 16)
#: So large a share of runs must be unlike all others of their file. What agrees by chance then stays well below a half:
#: of runs that come λ times in a file like this, λ·exp(-λ) ≤ 0.37 come once in the other.
UNLIKE = 0.5
FEWEST = 30  # runs; of fewer nothing is said
SAME = 0.8  # of the people of a code, for it to be another name of an earlier one


def changed(before: Responses, after: Responses) -> int:
    """How many people were added, taken out or answer otherwise; of the larger of the two files."""
    first, second = _rows(before, after)
    size = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    both = np.minimum(np.bincount(first, minlength=size), np.bincount(second, minlength=size)).sum()
    return int(max(len(first), len(second)) - both)


def shared(one: Responses, other: Responses) -> float:
    """The share (0-1) of the people of the smaller file who seem to be in the larger one, too.

    A person is known by their answers to what both studies ask, and where these are common by those of the people next
    to them in the file. 0 where that is not enough, or where no question is in both.
    """
    if len(one.weight) > len(other.weight):
        one, other = other, one
    if not one.answers.keys() & other.answers.keys():
        return 0.0
    rows = _rows(one, other)
    return max(_found(*_runs(*rows, length)) for length in RUNS)


def _found(first: Ints, second: Ints) -> float:
    """Of the runs that come once in the first file, the share that come once in the second."""
    size = int(max(first.max(initial=-1), second.max(initial=-1))) + 1
    once, there = (np.bincount(numbers, minlength=size) == 1 for numbers in (first, second))
    if once.sum() < max(FEWEST, UNLIKE * len(first)):
        return 0.0
    return float((once & there).sum() / once.sum())


def _rows(one: Responses, other: Responses) -> tuple[Ints, Ints]:
    """A number for each person, the same for people who agree in everything that both studies know."""
    pairs = [
        (mine[name], theirs[name])
        for mine, theirs in ((one.groups, other.groups), (one.answers, other.answers))
        for name in mine
        if name in theirs
    ]
    if min(len(one.place.values), len(other.place.values)) > 1:
        pairs.append((one.place, other.place))
    columns = [np.zeros(len(one.weight) + len(other.weight), dtype=np.int64), *(_joined(*pair) for pair in pairs)]
    return _numbered(np.stack(columns, axis=1), len(one.weight))


def _joined(one: CodedAnswers, other: CodedAnswers) -> Ints:
    """The codes of both columns as numbers of one list of codes."""
    codes = {code: at for at, code in enumerate(dict.fromkeys((*one.values, *_renamed(one, other))))}
    first, second = (
        np.array([*(codes[value] for value in values), -1])[column.index]
        for column, values in ((one, one.values), (other, _renamed(one, other)))
    )
    return np.concatenate([first, second])


def _renamed(one: CodedAnswers, other: CodedAnswers) -> tuple[str, ...]:
    """What the codes of the second column are called in the first, where rows of both are of the same people.

    So a band that is a year wider, under a new name, is seen as what it is.
    """
    if len(one.index) != len(other.index):
        return other.values
    return tuple(
        value if value in one.values else _name_in(one, other.index == at, value)
        for at, value in enumerate(other.values)
    )


def _name_in(column: CodedAnswers, rows: npt.NDArray[np.bool_], else_: str) -> str:
    """The code that nearly all of these rows have."""
    codes = column.index[rows]
    count = np.bincount(codes[codes >= 0], minlength=1)
    return column.values[int(count.argmax())] if count.max() > SAME * len(codes) else else_


def _runs(first: Ints, second: Ints, length: int) -> tuple[Ints, Ints]:
    """A number for each run of so many neighbours."""
    windows = [
        np.lib.stride_tricks.sliding_window_view(rows, length) if len(rows) >= length else np.empty((0, length))
        for rows in (first, second)
    ]
    return _numbered(np.concatenate(windows).astype(np.int64), len(windows[0]))


def _numbered(rows: Ints, first: int) -> tuple[Ints, Ints]:
    number = np.unique(rows, axis=0, return_inverse=True)[1].astype(np.int64).ravel()
    return number[:first], number[first:]
