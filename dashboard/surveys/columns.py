"""Columns of two files that say the same of the same people, whatever the columns and their codes are called.

Stretches of neighbours of one file are laid beside those of the other, a few rows up or down, as rows may have been
added or left out. Where the codes of two columns go with each other one to one all along a stretch, they are the same
column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dashboard.surveys.model import Bools, CodedAnswers, Floats, Ints, Responses

STRETCHES, LENGTH = 12, 120  # of how many rows each, at most
APART = 12  # rows: how far down or up a stretch is looked for
SEVERAL = 5  # rows of a stretch at least must not have its commonest code: fewer may go together by chance

_Columns = dict[tuple[str, str], CodedAnswers]  # by role and name


def as_called_in(one: Responses, other: Responses) -> Responses:
    """The second with its groups and answers called as in the first, where both are seen to be of the same people."""
    mine, theirs = _columns(one), _columns(other)
    length = min(LENGTH, len(one.weight) // 2, len(other.weight) // 2)
    if length < 2 * SEVERAL or not mine or not theirs:
        return other
    first, second = _Marks(mine), _Marks(theirs)
    same = np.zeros((len(mine), len(theirs)))
    together = np.zeros((first.marks.shape[1], second.marks.shape[1]))
    differ = len(other.weight) - len(one.weight)
    offsets = {*range(-APART, APART + 1), *range(differ - APART, differ + APART + 1)}
    for start in np.linspace(0, len(one.weight) - length, STRETCHES).astype(int).tolist():
        best, best_counts, most = None, None, 0
        for offset in sorted(offsets, key=abs):
            if 0 <= start + offset <= len(other.weight) - length:
                rows = slice(start + offset, start + offset + length)
                counts = first.marks[start : start + length].T @ second.marks[rows]
                found = _one_to_one(first, second, counts, length)
                if found.sum() > most:
                    best, best_counts, most = found, counts, int(found.sum())
        if best is not None and best_counts is not None:
            same += best
            together += best_counts
    return _called(one, other, mine, theirs, (first, second), same, together)


class _Marks:
    """Rows × codes of all columns (no code is one, too), 1 where the row has the code; where each column begins."""

    def __init__(self, columns: _Columns) -> None:
        sizes = [len(column.values) + 1 for column in columns.values()]
        self.begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        self.marks: Floats = np.concatenate(
            [np.eye(size)[column.index] for size, column in zip(sizes, columns.values(), strict=True)], axis=1
        )


def _one_to_one(first: _Marks, second: _Marks, counts: Floats, length: int) -> Bools:
    """Columns × columns, whether each code of one goes with a single code of the other, and more than one is there."""
    by_first = np.add.reduceat(np.maximum.reduceat(counts, second.begins, axis=1), first.begins, axis=0)
    by_second = np.add.reduceat(np.maximum.reduceat(counts, first.begins, axis=0), second.begins, axis=1)
    own = counts[:, : second.begins[1] if len(second.begins) > 1 else None].sum(axis=1)  # every row has one code
    commonest = np.maximum.reduceat(own, first.begins)
    return np.asarray((by_first == length) & (by_second == length) & (commonest <= length - SEVERAL)[:, None])


def _called(
    one: Responses,
    other: Responses,
    mine: _Columns,
    theirs: _Columns,
    marks: tuple[_Marks, _Marks],
    same: Floats,
    together: Floats,
) -> Responses:
    """Each column of the second under the name of the one in the first it goes with most, each name given once."""
    names, called, taken = list(mine), dict[tuple[str, str], tuple[str, str]](), set[tuple[str, str]]()
    codes: dict[tuple[str, str], tuple[str, ...]] = {}
    for at, key in enumerate(theirs):
        free = [i for i in np.flatnonzero(same[:, at]).tolist() if names[i][0] == key[0] and names[i] not in taken]
        if not free:
            continue
        best = min(
            free, key=[(-count, name != key) for count, name in zip(same[:, at], names, strict=True)].__getitem__
        )
        called[key] = names[best]
        taken.add(names[best])
        codes[key] = _codes(mine[names[best]], theirs[key], together, marks[0].begins[best], marks[1].begins[at])
    groups, answers = dict[str, CodedAnswers](), dict[str, CodedAnswers]()
    for key, column in theirs.items():
        role, name = called.get(key, key)
        if key not in called and (role, name) in taken:
            name = f"{name} (other)"
        (groups if role == "group" else answers)[name] = replace(column, values=codes.get(key, column.values))
    return replace(other, groups=groups, answers=answers)


def _codes(mine: CodedAnswers, theirs: CodedAnswers, together: Floats, top: int, left: int) -> tuple[str, ...]:
    """What the codes of a column are called in the other; those that were not met keep their names."""
    table = together[top : top + len(mine.values) + 1, left : left + len(theirs.values) + 1]
    found: dict[int, str] = {}
    for at in range(len(theirs.values)):
        best = int(table[:, at].argmax())
        if table[best, at] > 0 and best < len(mine.values) and mine.values[best] not in found.values():
            found[at] = mine.values[best]
    used = set(found.values())
    return tuple(
        found.get(at, value if value not in used else f"{value} (other)") for at, value in enumerate(theirs.values)
    )


def _columns(responses: Responses) -> _Columns:
    return {
        (role, name): column
        for role, columns in (("group", responses.groups), ("answer", responses.answers))
        for name, column in _some(columns).items()
    }


def _some(columns: Mapping[str, CodedAnswers]) -> Mapping[str, CodedAnswers]:
    return {name: column for name, column in columns.items() if len(column.values) > 0}


def numbers_alike(one: Responses, other: Responses, few: int) -> bool:
    """Whether every question of one has a question of the other whose answers are as many each, but for a few people.

    So it is of the same people in another order under other names. Of questions under one name it is not asked: there
    whole sets of answers tell more.
    """
    mine, theirs = one.answers, other.answers
    if any(set(mine[name].values) & set(theirs[name].values) for name in mine.keys() & theirs.keys()):
        return False
    fewer, more = sorted(([_counts(column) for column in each.values()] for each in (mine, theirs)), key=len)
    apart = abs(len(one.weight) - len(other.weight))
    return apart < few and bool(fewer) and all(any(_near(counts, each, few) for each in more) for counts in fewer)


def _counts(column: CodedAnswers) -> Ints:
    return np.sort(np.bincount(column.index[column.index >= 0], minlength=1))[::-1].astype(np.int64)


def _near(counts: Ints, others: Ints, few: int) -> bool:
    size = max(len(counts), len(others))
    padded = [np.pad(each, (0, size - len(each))) for each in (counts, others)]
    return bool(np.abs(padded[0] - padded[1]).sum() < 2 * few)
