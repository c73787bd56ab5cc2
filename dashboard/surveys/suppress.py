"""Which cells of a study may not be shown, so that none of them follows from those that are.

Hidden first: cells of too few answers, and small ones in which all or none gave the top answer. Then more cells
("complement") until every hidden one passes the audit of worlds.py, however the published tables are put together:
one dimension with two, groups with totals, areas with the areas they lie in.

What a reader is taken to know: every cell with nobody in it; the number of answers and of top answers of every shown
cell as exact numbers (weights and rounding are not relied upon); the whole spread where it is shown; and the base of
a cell hidden for one indicator when another with nearly the same base shows it. Therefore cells of few are hidden for
all indicators of nearly the same base together. Not audited: what the bases of clearly different questions (asked of
everyone, asked of users) bound about each other, and studies of the same people under other names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from dashboard.surveys.layout import Bools, Layout, layout
from dashboard.surveys.model import CubeCell, Indicator, Ints, Plan, Reason, Responses, Spread
from dashboard.surveys.people import Measure, People, people
from dashboard.surveys.worlds import Published, Worlds


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
class _Hiding:
    """One indicator on its way: its counts by cell, and which cells are hidden for it by now."""

    indicator: Indicator
    who: People
    n: Ints
    top: Ints
    few: Bools
    uniform: Bools
    hidden: Bools
    passed: Bools


def suppress(
    cells: Sequence[CubeCell],
    spreads: Sequence[Spread],
    responses: Responses,
    indicators: Sequence[Indicator],
    plan: Plan,
    rule: Rule,
) -> tuple[tuple[CubeCell, ...], tuple[Spread, ...]]:
    """Empty the cells that must be hidden, mark the small ones, and keep the spreads of shown, not small cells."""
    cells_of = layout(responses, plan)
    reasons: dict[tuple[str, int], Reason] = {}
    for family in _families(responses, indicators, rule):
        hidings = [_start(responses, cells_of, indicator, rule) for indicator in family]
        base_hidden = np.logical_or.reduce([hiding.few for hiding in hidings])
        for hiding in hidings:
            hiding.hidden |= base_hidden
        if rule.complementary:
            _complete(cells_of, hidings, base_hidden, rule)
        for hiding in hidings:
            for cell in np.flatnonzero(hiding.hidden).tolist():
                reasons[hiding.indicator.key, cell] = (
                    "few" if hiding.few[cell] else "uniform" if hiding.uniform[cell] else "complement"
                )
    number = {key: k for k, key in enumerate(cells_of.keys)}
    marked = tuple(
        _marked(cell, reasons.get((cell.indicator, number[cell.place, cell.groups]), ""), rule) for cell in cells
    )
    large = {
        (cell.indicator, cell.place, cell.groups) for cell in marked if not cell.hidden and not cell.small
    }
    return marked, tuple(spread for spread in spreads if (spread.indicator, spread.place, spread.groups) in large)


def _marked(cell: CubeCell, reason: Reason, rule: Rule) -> CubeCell:
    if reason:
        return replace(cell, n=None, top=None, share=None, n_eff=None, low=None, high=None, reason=reason)
    return replace(cell, small=cell.n is not None and cell.n < rule.small)


def _families(responses: Responses, indicators: Sequence[Indicator], rule: Rule) -> list[list[Indicator]]:
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
    families: list[list[Indicator]] = []
    free = set(range(len(indicators)))
    while free:
        members, reached = set[int](), {min(free)}
        while reached:
            members |= reached
            reached = {j for i in reached for j in np.flatnonzero(near[i]).tolist()} - members
        families.append([indicators[i] for i in sorted(members)])
        free -= members
    return families


def _start(responses: Responses, plan: Layout, indicator: Indicator, rule: Rule) -> _Hiding:
    """Count, and hide what the rule hides for its own sake."""
    names = sorted({name for table in plan.tables for name in table.crossing})
    who = people(responses, plan, names, indicator)
    # A cell that is not made counts as one of nobody: never hidden, never published.
    n, top = who.counts(plan, "n") * plan.made, who.counts(plan, "top") * plan.made
    few = (n > 0) & (n < rule.few)
    uniform = (n >= rule.few) & (n < rule.uniform) & ((top == 0) | (top == n))
    return _Hiding(indicator, who, n, top, few, uniform, few | uniform, np.zeros(len(n), dtype=np.bool_))


def _complete(plan: Layout, hidings: list[_Hiding], base_hidden: Bools, rule: Rule) -> None:
    """Hide more until every hidden cell of every indicator passes; `base_hidden` is shared by all of them."""
    open_questions = True
    while open_questions:
        open_questions = False
        for hiding in hidings:
            hiding.hidden |= base_hidden
            while True:
                _close_lines(plan, hiding.n, hiding.hidden)
                before = hiding.hidden.sum() + base_hidden.sum()
                by_base, by_answers = _audit(plan, hiding, base_hidden, rule)
                for hidden, exposed in ((base_hidden, by_base), (hiding.hidden, by_answers)):
                    for cell in exposed:
                        _hide_another(plan, hiding.n, hidden, cell)
                    _close_lines(plan, hiding.n, hidden)
                hiding.hidden |= base_hidden
                if hiding.hidden.sum() + base_hidden.sum() == before:
                    break  # nothing is exposed, or everything is hidden
                open_questions |= bool(by_base)


def _audit(plan: Layout, hiding: _Hiding, base_hidden: Bools, rule: Rule) -> tuple[list[int], list[int]]:
    """Hidden cells, not passed yet, whose base or whose answers are known too well: one of each area, the smallest.

    One only, as hiding one more cell often makes its neighbours safe too.
    """
    empty = hiding.n == 0
    shown = (~hiding.hidden | empty) & plan.made
    one_way = np.array([len(groups) < 2 for _, groups in plan.keys])
    published = Published((~base_hidden | empty) & plan.made, shown, shown & one_way & (hiding.n >= rule.small))
    worlds = Worlds(plan, hiding.who, published)
    by_base: list[int] = []
    by_answers: list[int] = []
    settled: set[str] = set()
    unsure = np.flatnonzero(hiding.hidden & ~hiding.passed & ~empty)
    for cell in unsure[np.argsort(hiding.n[unsure], kind="stable")].tolist():
        area = plan.keys[cell][0]
        if area in settled:
            continue
        said = _said_around(plan, hiding, cell)
        if base_hidden[cell] and not _base_is_safe(worlds, hiding, cell, rule):
            by_base.append(cell)
            settled.add(area)
        elif not _answers_are_safe(worlds, hiding, cell, said, rule):
            by_answers.append(cell)
            settled.add(area)
        else:
            # Hiding more keeps a cell safe, unless it needed no protection because of what is hidden by then.
            hiding.passed[cell] = not any(said.values())
    return by_base, by_answers


def _base_is_safe(worlds: Worlds, hiding: _Hiding, cell: int, rule: Rule) -> bool:
    n = int(hiding.n[cell])
    if hiding.few[cell]:
        return worlds.reaches(cell, "n", 1, max(rule.few - n, rule.width))
    lower = worlds.reach(cell, "n", -1, rule.width / 2)
    return lower + worlds.reach(cell, "n", 1, rule.width - lower) >= rule.width


def _said_around(plan: Layout, hiding: _Hiding, cell: int) -> dict[Measure, bool]:
    """Whether a shown cell around this one says that nobody in it answered so: then that is no secret of this one."""
    around = [other for other in plan.ancestors[cell] if plan.made[other] and not hiding.hidden[other]]
    others = hiding.n - hiding.top
    return {
        "top": any(hiding.top[other] == 0 for other in around),
        "other": any(others[other] == 0 for other in around),
    }


def _answers_are_safe(
    worlds: Worlds, hiding: _Hiding, cell: int, said: dict[Measure, bool], rule: Rule
) -> bool:
    """Whether neither the top answers nor the others are known exactly, those said around aside."""
    wanted = rule.unlike if hiding.uniform[cell] else 1
    counts: tuple[tuple[Measure, Ints], ...] = (("top", hiding.top), ("other", hiding.n - hiding.top))
    for measure, count in counts:
        if not said[measure]:
            signs: tuple[Literal[-1, 1], ...] = (1,) if count[cell] == 0 else (-1, 1)
            if not any(worlds.reaches(cell, measure, sign, wanted) for sign in signs):
                return False
    return True


def _close_lines(plan: Layout, n: Ints, hidden: Bools) -> None:
    """Hide one more cell of every sum that has a single hidden one, which the others would give away."""
    waiting = [line for cell in np.flatnonzero(hidden).tolist() for line in plan.lines_of[cell]]
    while waiting:
        line = plan.lines[waiting.pop()]
        if hidden[line].sum() == 1:
            more = _best(plan, n, hidden, line[1:].tolist(), line[:1].tolist())
            if more is not None:
                hidden[more] = True
                waiting.extend(plan.lines_of[more])


def _hide_another(plan: Layout, n: Ints, hidden: Bools, cell: int) -> None:
    """Hide one more of the cells this one is added up with, or any where all of them are hidden."""
    lines = [plan.lines[line] for line in plan.lines_of[cell]]
    children = [other for line in lines for other in line[1:].tolist()]
    parents = [int(line[0]) for line in lines]
    more = _best(plan, n, hidden, children, parents, list(range(len(n))))
    if more is not None:
        hidden[more] = True


def _best(plan: Layout, n: Ints, hidden: Bools, *choices: list[int]) -> int | None:
    """Of the first choice that has any shown cell: the one that leaves the fewest sums to close, then the smallest."""
    for cells in choices:
        free = [cell for cell in cells if n[cell] > 0 and not hidden[cell]]
        if free:
            opened = {c: sum(not hidden[plan.lines[line]].any() for line in plan.lines_of[c]) for c in free}
            return min(free, key=lambda cell: (opened[cell], n[cell], cell))
    return None
