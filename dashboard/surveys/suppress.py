"""Which cells of a study may not be shown, so that none of them follows from those that are.

Hidden first: cells of too few answers, and small ones in which all or none gave the top answer. Then more cells
("complement") until every hidden one passes the audit of worlds.py, however the published tables are put together:
one dimension with two, groups with totals, areas with the areas they lie in.

What a reader is taken to know: every cell with nobody in it; of every shown cell how many were asked and, exactly,
how many of them (in a weighted study: how much weight) gave the top answer, and what a person of every kind weighs; the
whole spread where it is shown; and the base of a cell hidden for one indicator when another with nearly the same base
shows it. Therefore cells of few are hidden for all indicators of nearly the same base together, and shares that mix
weights are rounded (rounding.py), so that sums of weights do not tell one set of whole people from another.

Where the answer to one question decides who is asked another (linked.py), the second is hidden wherever the first is,
also where nobody was asked it, and its bases are taken to be known. Where all of a small cell ticked one answer, all
answers of the question are hidden there, as few other ticks would tell. Not audited: studies of the same people under
other names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dashboard.surveys.beside import Exposed, close_lines, hide_another
from dashboard.surveys.layout import Bools, Layout, layout
from dashboard.surveys.linked import filters, question_of
from dashboard.surveys.model import CubeCell, Floats, Indicator, Ints, Plan, Reason, Responses, Spread
from dashboard.surveys.people import Measure, People, people
from dashboard.surveys.rounding import step_of, told, told_spread
from dashboard.surveys.worlds import Published, Sign, Worlds


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

    def counts(self, measure: Measure) -> Ints:
        """A measure of every cell."""
        return {"n": self.n, "top": self.top, "other": self.n - self.top}[measure]


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
    deciding = filters(responses, indicators, rule.width) if rule.complementary else {}
    families = [
        _Family([_start(responses, cells_of, indicator, rule) for indicator in family])
        for family in _families(responses, indicators, rule)
    ]
    # Those who were asked most come first: their answers decide who was asked the rest.
    families.sort(key=lambda family: -max(int(hiding.n.max(initial=0)) for hiding in family.hidings))
    by_key = {hiding.indicator.key: hiding for family in families for hiding in family.hidings}
    for family in families:
        family.start({key for key in by_key if key in deciding})
    open_questions = rule.complementary
    first = True
    while open_questions:
        open_questions = False
        for family in families:
            if _hide_the_linked(family, by_key, deciding) or first:
                _complete(cells_of, family.hidings, family.base_hidden, rule)
                open_questions = True
        first = False
    return _Publication(cells_of, by_key, deciding, responses, rule).of(cells, spreads)


@dataclass
class _Family:
    """Indicators of nearly the same base, and where that is hidden for all of them."""

    hidings: list[_Hiding]
    base_hidden: Bools = field(init=False)

    def start(self, decided: set[str]) -> None:
        """Hide cells of few for all; `decided`: indicators whose base other answers tell, so that it is no secret."""
        few: Bools = np.logical_or.reduce([hiding.few for hiding in self.hidings])
        self.base_hidden = few.copy()
        if any(hiding.indicator.key in decided for hiding in self.hidings):
            self.base_hidden[:] = False
        by_question: dict[str, Bools] = {}
        for hiding in self.hidings:
            everyone = hiding.uniform & (hiding.top > 0)
            question = question_of(hiding.indicator.key)
            by_question[question] = by_question.get(question, few) | everyone
        for hiding in self.hidings:
            hiding.hidden |= by_question[question_of(hiding.indicator.key)] & (hiding.n > 0)


def _hide_the_linked(
    family: _Family, by_key: Mapping[str, _Hiding], deciding: Mapping[str, frozenset[str]]
) -> bool:
    """Hide what was asked because of an answer wherever that answer is hidden; whether that is more than before."""
    more = False
    for hiding in family.hidings:
        for key in deciding.get(hiding.indicator.key, ()):
            fresh = by_key[key].hidden & ~hiding.hidden & (hiding.n > 0)
            more |= bool(fresh.any())
            hiding.hidden |= fresh
    return more


@dataclass(frozen=True)
class _Publication:
    """What is published of a study once it is known what must be hidden."""

    layout: Layout
    hidings: Mapping[str, _Hiding]
    deciding: Mapping[str, frozenset[str]]
    responses: Responses
    rule: Rule

    def of(
        self, cells: Sequence[CubeCell], spreads: Sequence[Spread]
    ) -> tuple[tuple[CubeCell, ...], tuple[Spread, ...]]:
        """Hidden cells emptied, shown ones as they are told, spreads of those that are shown and not small."""
        number = {key: k for k, key in enumerate(self.layout.keys)}
        design = self.responses.stratum is not None or self.responses.psu is not None
        steps = {key: self._steps(hiding) for key, hiding in self.hidings.items()}
        made = []
        for cell in cells:
            at, hiding = number[cell.place, cell.groups], self.hidings[cell.indicator]
            reason = _reason(hiding, at)
            shown = told(cell, float(steps[cell.indicator][0][at]), design=design)
            made.append(_emptied(cell, reason) if reason else replace(shown, small=(cell.n or 0) < self.rule.small))
        large = {(cell.indicator, cell.place, cell.groups) for cell in made if not cell.hidden and not cell.small}
        bars = [
            told_spread(spread, float(steps[spread.indicator][1][number[spread.place, spread.groups]]))
            for spread in spreads
            if (spread.indicator, spread.place, spread.groups) in large
        ]
        return (*made, *self._not_asked()), tuple(bars)

    def _steps(self, hiding: _Hiding) -> tuple[Floats, Floats]:
        """The step in which the share of every cell is told, and its spread, which counts those out of the base too."""
        who = hiding.who
        of_base, everyone = who.holders("n")[who.coords[:, -1]].astype(np.float64), np.ones(len(who.number))
        return self._steps_of(who, of_base), self._steps_of(who, everyone)

    def _steps_of(self, who: People, counted: Floats) -> Floats:
        sums = [self.layout.sums(who.coords, values * counted) for values in (who.people, who.weight, who.square)]
        return np.array([step_of(round(n), weight, square) for n, weight, square in zip(*sums, strict=True)])

    def _not_asked(self) -> Iterator[CubeCell]:
        """Cells where nobody was asked, because of answers that are hidden there: to be told would tell these."""
        for key, those in self.deciding.items():
            hiding = self.hidings[key]
            secret = np.logical_or.reduce([self.hidings[other].hidden for other in those])
            for at in np.flatnonzero(secret & self.layout.made & (hiding.n == 0)).tolist():
                place, groups = self.layout.keys[at]
                yield CubeCell(self.responses.study, place, key, groups, *(None,) * 6, reason="complement")


def _reason(hiding: _Hiding, cell: int) -> Reason:
    if not hiding.hidden[cell]:
        return ""
    return "few" if hiding.few[cell] else "uniform" if hiding.uniform[cell] else "complement"


def _emptied(cell: CubeCell, reason: Reason) -> CubeCell:
    return replace(cell, n=None, top=None, share=None, n_eff=None, low=None, high=None, reason=reason)


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
                close_lines(plan, hiding.n, hiding.hidden)
                before = hiding.hidden.sum() + base_hidden.sum()
                by_base, by_answers = _audit(plan, hiding, base_hidden, rule)
                for hidden, exposed in ((base_hidden, by_base), (hiding.hidden, by_answers)):
                    for one in exposed:
                        hide_another(plan, hiding.n, hidden, one)
                    close_lines(plan, hiding.n, hidden)
                hiding.hidden |= base_hidden
                if hiding.hidden.sum() + base_hidden.sum() == before:
                    break  # nothing is exposed, or everything is hidden
                open_questions |= bool(by_base)


def _audit(
    plan: Layout, hiding: _Hiding, base_hidden: Bools, rule: Rule
) -> tuple[list[Exposed], list[Exposed]]:
    """Hidden cells, not passed yet, whose base or whose answers are known too well: one of each area, the smallest.

    One only, as hiding one more cell often makes its neighbours safe too.
    """
    empty = hiding.n == 0
    shown = (~hiding.hidden | empty) & plan.made
    one_way = np.array([len(groups) < 2 for _, groups in plan.keys])
    published = Published((~base_hidden | empty) & plan.made, shown, shown & one_way & (hiding.n >= rule.small))
    worlds = Worlds(plan, hiding.who, published)
    by_base: list[Exposed] = []
    by_answers: list[Exposed] = []
    settled: set[str] = set()
    unsure = np.flatnonzero(hiding.hidden & ~hiding.passed & ~empty)
    for cell in unsure[np.argsort(hiding.n[unsure], kind="stable")].tolist():
        area = plan.keys[cell][0]
        if area in settled:
            continue
        said = _said_around(plan, hiding, cell)
        if base_hidden[cell] and (exposed := _base_exposed(worlds, hiding, cell, rule)):
            by_base.append(exposed)
            settled.add(area)
        elif exposed := _answers_exposed(worlds, hiding, cell, said, rule):
            by_answers.append(exposed)
            settled.add(area)
        else:
            # Hiding more keeps a cell safe, unless it needed no protection because of what is hidden by then.
            hiding.passed[cell] = not any(said.values())
    return by_base, by_answers


def _base_exposed(worlds: Worlds, hiding: _Hiding, cell: int, rule: Rule) -> Exposed | None:
    n = int(hiding.n[cell])
    if hiding.few[cell]:
        wanted = float(max(rule.few - n, rule.width))
        safe = worlds.reaches(cell, "n", 1, wanted)
    else:
        lower = worlds.reach(cell, "n", -1, rule.width / 2)
        wanted = rule.width - lower
        safe = worlds.reach(cell, "n", 1, wanted) >= wanted
    return None if safe else _exposed(worlds, hiding, cell, "n", 1, wanted)


def _said_around(plan: Layout, hiding: _Hiding, cell: int) -> dict[Measure, bool]:
    """Whether a shown cell around this one says that nobody in it answered so: then that is no secret of this one."""
    around = [other for other in plan.ancestors[cell] if plan.made[other] and not hiding.hidden[other]]
    others = hiding.n - hiding.top
    return {
        "top": any(hiding.top[other] == 0 for other in around),
        "other": any(others[other] == 0 for other in around),
    }


def _answers_exposed(
    worlds: Worlds, hiding: _Hiding, cell: int, said: dict[Measure, bool], rule: Rule
) -> Exposed | None:
    """What is missing where the top answers or the others are known exactly, those said around aside."""
    wanted = rule.unlike if hiding.uniform[cell] else 1
    answers: tuple[Measure, ...] = ("top", "other")
    for measure in answers:
        if not said[measure]:
            signs: tuple[Sign, ...] = (1,) if hiding.counts(measure)[cell] == 0 else (-1, 1)
            if not any(worlds.reaches(cell, measure, sign, wanted) for sign in signs):
                return _exposed(worlds, hiding, cell, measure, signs[0], wanted)
    return None


def _exposed(
    worlds: Worlds, hiding: _Hiding, cell: int, measure: Measure, sign: Sign, wanted: float
) -> Exposed:
    source, line, room = worlds.tightest(cell, measure, sign)
    return Exposed(cell, hiding.counts(source), wanted, line, room)
