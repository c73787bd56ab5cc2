"""Which questions say something about the answers to others: who was asked at all, and ticks that go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.surveys.model import MeasuredIndicator, Responses


def filters(
    responses: Responses, indicators: Sequence[MeasuredIndicator], surely: float
) -> Mapping[str, frozenset[str]]:
    """For every indicator those whose answers decide who was asked it ("did you appeal?" before "were you answered?").

    So it is where the people who were not asked all gave other answers than those who were, or where an answer is
    missing among those asked that at least `surely` of them would have given by chance.
    """
    asked = np.array([_in_base(responses, indicator) for indicator in indicators])
    bases, which = np.unique(asked, axis=0, return_inverse=True)
    found: dict[str, set[str]] = {indicator.key: set() for indicator in indicators}
    for at, indicator in enumerate(indicators):
        column = responses.answers[indicator.key]
        answered = np.flatnonzero(asked[at])
        code, size = column.index[answered], len(column.values)
        inside = bases[:, answered].astype(np.float64)
        count = np.bincount(code, minlength=size).astype(np.float64)
        both = np.stack([np.bincount(code, row, size) for row in inside])  # bases × codes
        absent, left = both == 0, count - both
        some = both.any(axis=1) & left.any(axis=1)
        exactly = some & ~((both > 0) & (left > 0)).any(axis=1)
        expected = count * both.sum(axis=1, keepdims=True) / max(len(answered), 1)
        decided = exactly | (some & (absent & (expected >= surely)).any(axis=1))
        for other, base in zip(indicators, which, strict=True):
            if decided[base] and other.key != indicator.key:
                found[other.key].add(indicator.key)
    return {key: frozenset(those) for key, those in found.items() if those}


def question_of(key: str) -> str:
    """The question an indicator is of: ticks of one question are indicators `question:answer`."""
    return key.partition(":")[0]


def _in_base(responses: Responses, indicator: MeasuredIndicator) -> np.ndarray:
    column = responses.answers[indicator.key]
    counted = np.array([code in indicator.base for code in column.values] + [False])
    return np.asarray(counted[column.index])
