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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.surveys.beside import Exposed, close_lines, hide_another
from dashboard.surveys.hiding import Hiding, Rule, families, start
from dashboard.surveys.layout import Bools, Layout, layout
from dashboard.surveys.linked import filters, question_of
from dashboard.surveys.model import CubeCell, Indicator, Plan, Responses, Spread
from dashboard.surveys.people import Measure
from dashboard.surveys.publication import Publication
from dashboard.surveys.worlds import Published, Sign, Worlds


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
    groups = [
        _Family([start(responses, cells_of, indicator, rule) for indicator in family])
        for family in families(responses, indicators, rule)
    ]
    # Those who were asked most come first: their answers decide who was asked the rest.
    groups.sort(key=lambda family: -max(int(hiding.n.max(initial=0)) for hiding in family.hidings))
    by_key = {hiding.indicator.key: hiding for family in groups for hiding in family.hidings}
    for family in groups:
        family.start(frozenset(deciding))
    open_questions = rule.complementary
    first = True
    while open_questions:
        open_questions = False
        for family in groups:
            if _hide_the_linked(family, by_key, deciding) or first:
                _complete(cells_of, family.hidings, family.base_hidden, rule)
                open_questions = True
        first = False
    return Publication(cells_of, by_key, deciding, responses, rule).of(cells, spreads)


@dataclass
class _Family:
    """Indicators of nearly the same base, and where that is hidden for all of them."""

    hidings: list[Hiding]
    base_hidden: Bools = field(init=False)

    def start(self, decided: frozenset[str]) -> None:
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


def _hide_the_linked(family: _Family, by_key: Mapping[str, Hiding], deciding: Mapping[str, frozenset[str]]) -> bool:
    """Hide what was asked because of an answer wherever that answer is hidden; whether that is more than before."""
    more = False
    for hiding in family.hidings:
        for key in deciding.get(hiding.indicator.key, ()):
            fresh = by_key[key].hidden & ~hiding.hidden & (hiding.n > 0)
            more |= bool(fresh.any())
            hiding.hidden |= fresh
    return more


def _complete(plan: Layout, hidings: list[Hiding], base_hidden: Bools, rule: Rule) -> None:
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


def _audit(plan: Layout, hiding: Hiding, base_hidden: Bools, rule: Rule) -> tuple[list[Exposed], list[Exposed]]:
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


def _base_exposed(worlds: Worlds, hiding: Hiding, cell: int, rule: Rule) -> Exposed | None:
    n = int(hiding.n[cell])
    if hiding.few[cell]:
        wanted = float(max(rule.few - n, rule.width))
        safe = worlds.reaches(cell, "n", 1, wanted)
    else:
        lower = worlds.reach(cell, "n", -1, rule.width / 2)
        wanted = rule.width - lower
        safe = worlds.reach(cell, "n", 1, wanted) >= wanted
    return None if safe else _exposed(worlds, hiding, cell, "n", 1, wanted)


def _said_around(plan: Layout, hiding: Hiding, cell: int) -> dict[Measure, bool]:
    """Whether a shown cell around this one says that nobody in it answered so: then that is no secret of this one."""
    around = [other for other in plan.ancestors[cell] if plan.made[other] and not hiding.hidden[other]]
    others = hiding.n - hiding.top
    return {
        "top": any(hiding.top[other] == 0 for other in around),
        "other": any(others[other] == 0 for other in around),
    }


def _answers_exposed(
    worlds: Worlds, hiding: Hiding, cell: int, said: dict[Measure, bool], rule: Rule
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


def _exposed(worlds: Worlds, hiding: Hiding, cell: int, measure: Measure, sign: Sign, wanted: float) -> Exposed:
    source, line, room = worlds.tightest(cell, measure, sign)
    return Exposed(cell, hiding.counts(source), wanted, line, room)
