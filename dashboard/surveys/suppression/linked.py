"""Which questions say something about the answers to others: who was asked at all, and ticks that go together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from dashboard.surveys.model import MeasuredIndicator, Responses

#: A question is taken for a filter when it decides rightly about this share of people.
AGREEMENT = 0.95


def filters(
    responses: Responses, indicators: Sequence[MeasuredIndicator], surely: float
) -> Mapping[str, frozenset[str]]:
    """For every indicator those whose answers decide who was asked it ("did you appeal?" before "were you answered?").

    So it is where the answer says of nearly everybody whether they were asked, and of most on either side; or where an
    answer is nearly missing among those asked, or among those left out (who would have been asked after it, whatever
    else they answered), that at least `surely` of them would have given by chance. Nearly, as people skip a question
    and interviewers ask one too many: see AGREEMENT.
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
        left = count - both
        some = both.any(axis=1) & left.any(axis=1)
        asks = both >= left  # the answers after which most were asked
        rightly_asked, rightly_left = ((side * of).sum(axis=1) for side, of in ((both, asks), (left, ~asks)))
        agree = rightly_asked + rightly_left >= AGREEMENT * len(answered)
        agree &= (2 * rightly_asked >= both.sum(axis=1)) & (2 * rightly_left >= left.sum(axis=1))
        missing = np.zeros(both.shape, dtype=np.bool_)
        for side in (both, left):
            expected = count * side.sum(axis=1, keepdims=True) / max(len(answered), 1)
            missing |= (side <= (1 - AGREEMENT) * expected) & (expected >= surely)
        decided = some & (agree | missing.any(axis=1))
        for other, base in zip(indicators, which, strict=True):
            if decided[base] and other.key != indicator.key:
                found[other.key].add(indicator.key)
    return {key: frozenset(those) for key, those in found.items() if those}


def implied(
    responses: Responses, indicators: Sequence[MeasuredIndicator], surely: float, same_base: float
) -> Mapping[str, frozenset[str]]:
    """For every indicator those whose top answers say of its own: who is very satisfied is satisfied.

    Of nearly its base: at most such a share of the people of both is in one only.
    Two say something of each other where next to nobody gave a top answer, or another, to both, of those whom at least
    `surely` would have by chance: as two thresholds of one number. Ticks of one question are told by `question_of`.
    """
    found: dict[str, set[str]] = {indicator.key: set() for indicator in indicators}
    asked = np.array([_in_base(responses, indicator) for indicator in indicators], dtype=np.float64)
    top = np.array([_chosen(responses, indicator, indicator.top) for indicator in indicators]) * asked
    sides = (top, asked - top)
    together = asked @ asked.T
    linked = np.zeros(together.shape, dtype=np.bool_)
    for one in sides:
        for other in sides:
            with np.errstate(invalid="ignore", divide="ignore"):
                expected = (one @ asked.T) * (asked @ other.T) / together
            linked |= (one @ other.T <= (1 - AGREEMENT) * expected) & (expected >= surely)
    union = together.diagonal()[:, None] + together.diagonal()[None] - together
    linked &= union - together <= same_base * union
    for at, indicator in enumerate(indicators):
        for which in np.flatnonzero(linked[at]).tolist():
            if question_of(indicators[which].key) != question_of(indicator.key):
                found[indicator.key].add(indicators[which].key)
    return {key: frozenset(those) for key, those in found.items() if those}


def question_of(key: str) -> str:
    """The question an indicator is of: ticks of one question are indicators `question:answer`."""
    return key.partition(":")[0]


def _in_base(responses: Responses, indicator: MeasuredIndicator) -> np.ndarray:
    return _chosen(responses, indicator, indicator.base)


def _chosen(responses: Responses, indicator: MeasuredIndicator, codes: Collection[str]) -> np.ndarray:
    """Who gave one of these answers."""
    column = responses.answers[indicator.key]
    counted = np.array([code in codes for code in column.values] + [False])
    return np.asarray(counted[column.index])
