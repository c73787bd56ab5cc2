"""Which questions say something about the answers to others: who was asked at all, and ticks that go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.surveys.model import MeasuredIndicator, Responses

#: A question is taken for a filter when it decides rightly about this share of people.
AGREEMENT = 0.95


def filters(
    responses: Responses, indicators: Sequence[MeasuredIndicator], surely: float
) -> Mapping[str, frozenset[str]]:
    """For every indicator those whose answers decide who was asked it ("did you appeal?" before "were you answered?").

    So it is where the answer says of nearly everybody whether they were asked, and of most on either side; or where an
    answer is nearly missing among those asked that at least `surely` of them would have given by chance. Nearly, as
    people skip a question and interviewers ask one too many: see AGREEMENT.
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
        expected = count * both.sum(axis=1, keepdims=True) / max(len(answered), 1)
        missing = (both <= (1 - AGREEMENT) * expected) & (expected >= surely)
        decided = some & (agree | missing.any(axis=1))
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
