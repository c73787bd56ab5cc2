"""Which hidden cells are known too well: no world of the published figures (worlds.py) has another count in them."""

from __future__ import annotations

import numpy as np

from dashboard.surveys.suppression.beside import Exposed
from dashboard.surveys.suppression.hiding import Hiding, Rule, SharedBase
from dashboard.surveys.suppression.layout import CellLayout
from dashboard.surveys.suppression.people import Measure
from dashboard.surveys.suppression.search import ShownFigures, Sign
from dashboard.surveys.suppression.worlds import Worlds


def audit(plan: CellLayout, hiding: Hiding, base: SharedBase, rule: Rule) -> tuple[list[Exposed], list[Exposed]]:
    """Hidden cells, not passed yet, whose base or whose answers are known too well: one of each area, the smallest.

    One only, as hiding one more cell often makes its neighbours safe too. The bases first, then the answers.
    """
    empty = hiding.n == 0
    shown = (~hiding.hidden | empty) & plan.made
    one_way = np.array([len(groups) < 2 for _, groups in plan.keys])
    published = ShownFigures(
        (~base.hidden | empty | plan.known) & plan.made, shown, shown & one_way & (hiding.n >= rule.small)
    )
    worlds = Worlds(plan, hiding.who, published)
    secret_base = base.hidden & ~base.free
    by_base: list[Exposed] = []
    by_answers: list[Exposed] = []
    settled: set[str] = set()
    unsure = np.flatnonzero(hiding.secret & ~hiding.passed & ~empty)
    for cell in unsure[np.argsort(hiding.n[unsure], kind="stable")].tolist():
        area = plan.keys[cell][0]
        if area in settled:
            continue
        said = _said_around(plan, hiding, cell)
        if secret_base[cell] and (exposed := _base_exposed(worlds, hiding, cell, rule)):
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


def _said_around(plan: CellLayout, hiding: Hiding, cell: int) -> dict[Measure, bool]:
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
