"""How long people wait for an answer, with those who still do."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

HALF, MOST = Fraction(1, 2), Fraction(9, 10)


def days_until(part: Fraction, answered: Sequence[int], waiting: Sequence[int]) -> float | None:
    """Days within which `part` (0-1) of the requests is answered; None where fewer than that have been.

    `answered`: days from request to answer; `waiting`: days that the others have waited so far. They count as
    unanswered for that long, so that slow answers do not vanish (Kaplan and Meier 1958, J. Am. Stat. Assoc. 53). Where
    exactly `part` is answered by a day, it is halfway to the next answer: without `waiting` the half is the median.
    """
    left = Fraction(1)
    days = sorted(set(answered))
    for at, day in enumerate(days):
        still_open = sum(each >= day for each in (*answered, *waiting))
        left *= 1 - Fraction(answered.count(day), still_open)
        if left < 1 - part:
            return float(day)
        if left == 1 - part:
            return (day + days[at + 1]) / 2 if at + 1 < len(days) else float(day)
    return None
