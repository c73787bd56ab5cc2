"""Which cells of a study may not be shown, so that none of them follows from those that are.

Hidden first: cells of too few answers, and small ones in which all or none gave the top answer. Then more cells
("complement") until every hidden one passes the audit (audit.py), however the published tables are put together:
one dimension with two, groups with totals, areas with the areas they lie in.

What a reader is taken to know: every cell with nobody in it; of every shown cell how many were asked and, exactly,
how many of them (in a weighted study: how much weight) gave the top answer, and what a person of every kind weighs; the
whole spread where it is shown; and the base of a cell hidden for one indicator when another with nearly the same base
shows it. Therefore cells of few are hidden for all indicators of nearly the same base together, and shares that mix
weights are rounded (rounding.py), so that sums of weights do not tell one set of whole people from another.

Where the answer to one question decides who is asked another (linked.py), the second is hidden wherever the first is,
also where nobody was asked it, and its bases are taken to be known. Indicators whose answers imply one another, as two
thresholds of one number, are hidden together. Where all of a small cell ticked one answer, all
answers of the question are hidden there, as few other ticks would tell. People in no group are in cells of their own
(layout.py), of which only the answers are protected. Not audited: other publications of the same people (overlap.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.surveys.model import Bools, CubeCell, MeasuredIndicator, Plan, Responses, Spread
from dashboard.surveys.suppression.audit import audit
from dashboard.surveys.suppression.beside import close_lines, hide_another, hide_partners
from dashboard.surveys.suppression.hiding import Hiding, Rule, SharedBase, families, start
from dashboard.surveys.suppression.layout import CellLayout, layout
from dashboard.surveys.suppression.linked import filters, implied, question_of
from dashboard.surveys.suppression.publication import Publication


def suppress(
    cells: Sequence[CubeCell],
    spreads: Sequence[Spread],
    responses: Responses,
    indicators: Sequence[MeasuredIndicator],
    plan: Plan,
    rule: Rule,
) -> tuple[tuple[CubeCell, ...], tuple[Spread, ...]]:
    """Empty the cells that must be hidden, mark the small ones, and keep the spreads of shown, not small cells."""
    cells_of = layout(responses, plan)
    deciding = filters(responses, indicators, rule.width) if rule.complementary else {}
    beside = implied(responses, indicators, rule.width, rule.same_base) if rule.complementary else {}
    groups = [
        _Family([start(responses, cells_of, indicator, rule) for indicator in family])
        for family in families(responses, indicators, rule)
    ]
    # Those who were asked most come first: their answers decide who was asked the rest.
    groups.sort(key=lambda family: -max(int(hiding.n.max(initial=0)) for hiding in family.hidings))
    by_key = {hiding.indicator.key: hiding for family in groups for hiding in family.hidings}
    for family in groups:
        family.start(cells_of, frozenset(deciding))
    open_questions = rule.complementary
    first = True
    while open_questions:
        open_questions = False
        for family in groups:
            if _hide_the_linked(family, by_key, deciding, beside) or first:
                _complete(cells_of, family.hidings, family.base, rule)
                open_questions = True
        first = False
    return Publication(cells_of, by_key, deciding, responses, plan, rule).of(cells, spreads)


@dataclass
class _Family:
    """Indicators of nearly the same base, and where that is hidden for all of them."""

    hidings: list[Hiding]
    base: SharedBase = field(init=False)

    def start(self, plan: CellLayout, decided: frozenset[str]) -> None:
        """Hide cells of few for all; `decided`: indicators whose base other answers tell, so that it is no secret."""
        few: Bools = np.logical_or.reduce([hiding.few for hiding in self.hidings])
        outside: Bools = np.logical_or.reduce([hiding.n > 0 for hiding in self.hidings]) & plan.outside
        self.base = SharedBase(few | outside, outside)
        if any(hiding.indicator.key in decided for hiding in self.hidings):
            self.base.hidden[:] = False
        by_question: dict[str, Bools] = {}
        for hiding in self.hidings:
            everyone = hiding.uniform & (hiding.top > 0)
            question = question_of(hiding.indicator.key)
            by_question[question] = by_question.get(question, few) | everyone
        for hiding in self.hidings:
            hiding.hide(by_question[question_of(hiding.indicator.key)] & (hiding.n > 0))
            hide_partners(plan, hiding.n, hiding.hidden, hiding.secret & plan.outside)


def _hide_the_linked(family: _Family, by_key: Mapping[str, Hiding], *linked: Mapping[str, frozenset[str]]) -> bool:
    """Hide what an answer says something of wherever that answer is hidden; whether that is more than before."""
    more = False
    for hiding in family.hidings:
        for key in sorted(frozenset().union(*(those.get(hiding.indicator.key, frozenset()) for those in linked))):
            fresh = by_key[key].secret & ~hiding.secret & (hiding.n > 0)
            more |= bool(fresh.any())
            hiding.hide(fresh)
    return more


def _complete(plan: CellLayout, hidings: list[Hiding], base: SharedBase, rule: Rule) -> None:
    """Hide more until every hidden cell of every indicator passes; `base` is shared by all of them."""
    open_questions = True
    while open_questions:
        open_questions = False
        for hiding in hidings:
            close_lines(plan, hiding.n, base.hidden, base.free)
            hiding.hidden |= base.hidden
            while True:
                close_lines(plan, hiding.n, hiding.hidden, hiding.free)
                before = hiding.hidden.sum() + base.hidden.sum()
                by_base, by_answers = audit(plan, hiding, base, rule)
                for hidden, free, exposed in (
                    (base.hidden, base.free, by_base),
                    (hiding.hidden, hiding.free, by_answers),
                ):
                    for one in exposed:
                        hide_another(plan, hiding.n, hidden, one)
                    close_lines(plan, hiding.n, hidden, free)
                hiding.hidden |= base.hidden
                if hiding.hidden.sum() + base.hidden.sum() == before:
                    break  # nothing is exposed, or everything is hidden
                open_questions |= bool(by_base)
