"""Which more cells to hide, so that those which must be hidden do not follow from the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dashboard.surveys.model import Bools, Group, Ints
from dashboard.surveys.suppression.layout import NO_GROUP, CellLayout


@dataclass(frozen=True)
class Exposed:
    """A hidden cell that is known too well.

    Attributes:
        counts: by cell, what there must be more of in hidden cells beside it; wanted: how much more.
        line: the published sum that leaves least room for another count, if there is any; room: how much.
    """

    cell: int
    counts: Ints
    wanted: float
    line: int | None
    room: float


def close_lines(plan: CellLayout, n: Ints, hidden: Bools, free: Bools) -> None:
    """Hide one more cell of every sum that has a single hidden one, which the others would give away.

    `free`: hidden cells that need no protection.
    """
    # The whole place and its totals first, so that smaller cells follow what had to be hidden there.
    waiting = [line for cell in np.flatnonzero(hidden & ~free)[::-1].tolist() for line in plan.lines_of[cell]]
    while waiting:
        line = plan.lines[waiting.pop()]
        if hidden[line].sum() == 1:
            more = _best(plan, n, hidden, line[1:].tolist(), line[:1].tolist())
            if more is not None:
                hidden[more] = True
                waiting.extend(plan.lines_of[more])


def hide_partners(plan: CellLayout, n: Ints, hidden: Bools, secret: Bools) -> None:
    """Beside people in no group of a dimension hide one of its groups, the same wherever there are such people.

    A person in no group and one of that group may then be exchanged in every place, whatever else is known of them, and
    no published figure changes. It is the smallest group of the whole study.
    """
    smallest: dict[str, str] = {}
    largest = Counter[Group]()
    for (_, groups), people in zip(plan.keys, n.tolist(), strict=True):
        if len(groups) == 1 and groups[0][1] != NO_GROUP:
            largest[groups[0]] = max(largest[groups[0]], people)
    for (name, value), people in largest.most_common():
        if people:
            smallest[name] = value
    for cell in np.flatnonzero(secret).tolist():
        area, groups = plan.keys[cell]
        for at, (name, value) in enumerate(groups):
            if value == NO_GROUP and name in smallest:
                partner = plan.number[area, (*groups[:at], (name, smallest[name]), *groups[at + 1 :])]
                hidden[partner] |= n[partner] > 0


def hide_another(plan: CellLayout, n: Ints, hidden: Bools, exposed: Exposed) -> None:
    """Hide one more cell beside an exposed one.

    Where a sum gives it away: another part of the sum that has enough of what is missing, or has most of it, or else
    the sum itself. Where the cells beside it would have enough, but none may be different in its larger area: the same
    cells of another area, so that people of both may be exchanged, and at last those of the larger area.
    """
    cell, enough = exposed.cell, exposed.counts >= exposed.wanted
    area = plan.keys[cell][0]
    lines = [plan.lines[line] for line in plan.lines_of[cell]]
    tightest = [] if exposed.line is None else plan.lines[exposed.line].tolist()
    parts = [part for part in tightest[1:] if not hidden[part] and exposed.counts[part] > 0]
    missing = exposed.wanted - exposed.room
    beside = [part for line in lines for part in line[1:].tolist() if plan.keys[part][0] == area]
    more = _best(
        plan,
        n,
        hidden,
        *([] if missing > 0 else _opposite(plan, hidden, exposed, exposed.wanted)),
        [part for part in parts if enough[part]],
        [max(parts, key=exposed.counts.__getitem__)] if parts and exposed.counts[parts].sum() >= missing else [],
        beside if plan.elsewhere(cell) else [],
        *([] if missing > 0 else _opposite(plan, hidden, exposed, 1)),
        [] if missing > 0 else _in_larger_areas(plan, hidden & (exposed.counts > 0), cell),
        tightest[:1],
        beside,
        [other for other, (where, _) in enumerate(plan.keys) if where == area],
        [part for line in lines for part in line.tolist()],
        list(range(len(n))),
    )
    if more is not None:
        hidden[more] = True


def _opposite(plan: CellLayout, hidden: Bools, exposed: Exposed, least: float) -> tuple[list[int], ...]:
    """Cells of other areas to hide, so that people there change their groups the other way round and no larger area
    sees it: first those that need only one more cell hidden in their area. All have so many people at `least` to give.
    """
    cell = exposed.cell
    area = plan.keys[cell][0]
    of_area = [plan.lines[line] for line in plan.lines_of[cell] if plan.keys[plan.lines[line][0]][0] == area]
    beside = [part for line in of_area for part in line[1:].tolist() if part != cell and hidden[part]]
    giving = [part for part in beside if exposed.counts[part] >= least]
    one: list[int] = []
    both: list[int] = []
    for other in plan.elsewhere(cell):
        if exposed.counts[other] < least:
            continue
        for part in giving:
            there = plan.number[plan.keys[other][0], plan.keys[part][1]]
            if hidden[other] and hidden[there]:
                continue
            (one if hidden[other] or hidden[there] else both).extend((other, there))
    return one, both


def _in_larger_areas(plan: CellLayout, like: Bools, cell: int) -> list[int]:
    """The sums over areas of a cell, and of the cells like it that it is added up with; totals of areas aside."""

    def above(one: int) -> list[int]:
        totals = [int(plan.lines[line][0]) for line in plan.lines_of[one]]
        return [total for total in totals if plan.keys[total][0] != plan.keys[one][0] and plan.keys[total][1]]

    beside = [part for line in plan.lines_of[cell] for part in plan.lines[line][1:].tolist() if like[part]]
    return [total for one in (cell, *beside) if plan.keys[one][0] == plan.keys[cell][0] for total in above(one)]


def _best(plan: CellLayout, n: Ints, hidden: Bools, *choices: list[int]) -> int | None:
    """Of the first choice that has any shown cell: the one that leaves the fewest sums to close, then the smallest.

    What all people of the study said is hidden at last, when nothing else is left.
    """
    for cells, last in (*((cells, False) for cells in choices), *((cells, True) for cells in choices)):
        free = [cell for cell in cells if n[cell] > 0 and not hidden[cell] and (last or plan.ancestors[cell])]
        if free:
            opened = {c: sum(not hidden[plan.lines[line]].any() for line in plan.lines_of[c]) for c in free}
            return min(free, key=lambda cell: (opened[cell], n[cell], cell))
    return None
