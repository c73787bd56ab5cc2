"""When to hide, and the indicators of a study on their way: what they count in every cell, what is hidden of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.surveys.model import Bools, Ints, MeasuredIndicator, Reason, Responses
from dashboard.surveys.suppression.layout import CellLayout
from dashboard.surveys.suppression.people import Measure, Respondents, people


@dataclass(frozen=True)
class Rule:
    """When to hide.

    Attributes:
        few: cells with fewer answers are hidden; small: with fewer are marked and show no spread.
        uniform: cells with fewer answers are hidden when all or none gave the top answer.
        width: by how many answers at least the reader must be unsure of the base of a hidden cell; a cell of few
            must also pass for one that is not.
        unlike: how many at least in a uniform cell may, for all the reader can tell, have answered otherwise.
        same_base: bases are nearly the same when at most this share of their union is in only one of them.
        complementary: off only to show in tests what happens without.
    """

    few: int = 10
    small: int = 30
    uniform: int = 30
    width: int = 5
    unlike: int = 3
    same_base: float = 0.2
    complementary: bool = True


@dataclass
class Hiding:
    """One indicator on its way: its counts by cell, and which cells are hidden for it by now.

    Attributes:
        hidden: nothing is published of the cell, as of everybody outside of all groups.
        free: of these, the cells of so many people outside of all groups that they need no protection.
        passed: hidden cells that are known to be safe.
    """

    indicator: MeasuredIndicator
    who: Respondents
    n: Ints
    top: Ints
    few: Bools
    uniform: Bools
    hidden: Bools
    free: Bools
    passed: Bools

    @property
    def secret(self) -> Bools:
        """Hidden cells that need protection."""
        return self.hidden & ~self.free

    def hide(self, those: Bools) -> None:
        """Hide cells, and protect them."""
        self.hidden |= those
        self.free &= ~those

    def counts(self, measure: Measure) -> Ints:
        """A measure of every cell."""
        return {"n": self.n, "top": self.top, "other": self.n - self.top}[measure]

    def reason(self, cell: int) -> Reason:
        """Why a cell is hidden, "" where it is not."""
        if not self.hidden[cell]:
            return ""
        return "few" if self.few[cell] else "uniform" if self.uniform[cell] else "complement"


def families(
    responses: Responses, indicators: Sequence[MeasuredIndicator], rule: Rule
) -> list[list[MeasuredIndicator]]:
    """Indicators whose bases are nearly the same, directly or through others."""
    bases = []
    for indicator in indicators:
        column = responses.answers[indicator.key]
        counted = np.array([code in indicator.base for code in column.values] + [False])
        bases.append(counted[column.index])
    inside = np.array(bases, dtype=np.float64)
    both = inside @ inside.T
    union = both.diagonal()[:, None] + both.diagonal()[None, :] - both
    near = union - both <= rule.same_base * union
    families: list[list[MeasuredIndicator]] = []
    free = set(range(len(indicators)))
    while free:
        members, reached = set[int](), {min(free)}
        while reached:
            members |= reached
            reached = {j for i in reached for j in np.flatnonzero(near[i]).tolist()} - members
        families.append([indicators[i] for i in sorted(members)])
        free -= members
    return families


def start(responses: Responses, plan: CellLayout, indicator: MeasuredIndicator, rule: Rule) -> Hiding:
    """Count, and hide what the rule hides for its own sake."""
    names = sorted({name for table in plan.tables for name in table.crossing})
    who = people(responses, plan, names, indicator)
    # A cell that is not made counts as one of nobody: never hidden, never published.
    n, top = who.counts(plan, "n") * plan.made, who.counts(plan, "top") * plan.made
    few = (n > 0) & (n < rule.few)
    uniform = (n >= rule.few) & (n < rule.uniform) & ((top == 0) | (top == n))
    outside = plan.outside & (n > 0)
    secret = few | uniform
    return Hiding(
        indicator, who, n, top, few, uniform, secret | outside, outside & ~secret, np.zeros(len(n), dtype=np.bool_)
    )


@dataclass
class SharedBase:
    """Which cells have a base that is hidden for all indicators of nearly that base.

    Attributes:
        free: of these, the cells of people outside of all groups: how many they are is not told, but no secret.
    """

    hidden: Bools
    free: Bools
