"""What is published of a study once it is known what must be hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.surveys.model import CubeCell, Floats, Group, Plan, Reason, Responses, Spread
from dashboard.surveys.suppression.hiding import Hiding, Rule
from dashboard.surveys.suppression.layout import CellLayout
from dashboard.surveys.suppression.margins import Margins
from dashboard.surveys.suppression.people import Respondents
from dashboard.surveys.suppression.rounding import reported, reported_spread, step_of


@dataclass(frozen=True)
class Publication:
    """A study with what is hidden of each indicator.

    Attributes:
        deciding: for an indicator those whose answers decide who is asked it, see linked.py.
    """

    layout: CellLayout
    hidings: Mapping[str, Hiding]
    deciding: Mapping[str, frozenset[str]]
    responses: Responses
    plan: Plan
    rule: Rule

    def of(
        self, cells: Sequence[CubeCell], spreads: Sequence[Spread]
    ) -> tuple[tuple[CubeCell, ...], tuple[Spread, ...]]:
        """Hidden cells emptied, shown ones as they are reported, spreads of those that are shown and not small."""
        number = {key: k for k, key in enumerate(self.layout.keys)}
        steps = {key: self._steps(hiding) for key, hiding in self.hidings.items()}
        made = []
        margins = Margins(self.responses, self.plan)
        reasons = [self.hidings[cell.indicator].reason(number[cell.place, cell.groups]) for cell in cells]
        hidden: dict[str, list[CubeCell]] = {}
        for cell, reason in zip(cells, reasons, strict=True):
            if reason and cell.n_eff is not None:
                hidden.setdefault(cell.indicator, []).append(cell)
        for cell, reason in zip(cells, reasons, strict=True):
            at, hiding = number[cell.place, cell.groups], self.hidings[cell.indicator]
            inside = [other for other in hidden.get(cell.indicator, ()) if not reason and margins.holds(cell, other)]
            shown = reported(margins.safe(cell, hiding.indicator, inside), float(steps[cell.indicator][0][at]))
            made.append(_emptied(cell, reason) if reason else replace(shown, small=(cell.n or 0) < self.rule.small))
        large = {
            (key, *self.layout.keys[at])
            for key, hiding in self.hidings.items()
            for at in self._with_spread(hiding, [cell for cell in made if cell.indicator == key], number)
        }
        bars = [
            reported_spread(spread, float(steps[spread.indicator][1][number[spread.place, spread.groups]]))
            for spread in spreads
            if (spread.indicator, spread.place, spread.groups) in large
        ]
        return (*made, *self._not_asked()), tuple(bars)

    def _with_spread(
        self, hiding: Hiding, cells: Sequence[CubeCell], number: Mapping[tuple[str, tuple[Group, ...]], int]
    ) -> set[int]:
        """Cells whose spread is told: not that of a small one, nor that of the smallest beside it where a sum has no
        other part without, as the small one's would follow.
        """
        one_way = [cell for cell in cells if not (cell.hidden or cell.small) and len(cell.groups) < 2]
        told = {number[cell.place, cell.groups] for cell in one_way}
        again = True
        while again:
            again = False
            for line in self.layout.lines:
                total, *parts = (at for at in line.tolist() if hiding.n[at] > 0 or at == line[0])
                untold = [at for at in parts if at not in told]
                if total in told and len(untold) == 1 and len(parts) > 1:
                    told.remove(min((at for at in parts if at in told), key=lambda at: (int(hiding.n[at]), at)))
                    again = True
        return told

    def _steps(self, hiding: Hiding) -> tuple[Floats, Floats]:
        """The step in which the share of every cell is reported, and of its spread, which counts everyone."""
        who = hiding.who
        of_base, everyone = who.holders("n")[who.coords[:, -1]].astype(np.float64), np.ones(len(who.number))
        return self._steps_of(who, of_base), self._steps_of(who, everyone)

    def _steps_of(self, who: Respondents, counted: Floats) -> Floats:
        sums = [self.layout.sums(who.coords, values * counted) for values in (who.people, who.weight, who.square)]
        return np.array([step_of(round(n), weight, square) for n, weight, square in zip(*sums, strict=True)])

    def _not_asked(self) -> Iterator[CubeCell]:
        """Cells where nobody was asked, because of hidden answers: a report would give these away."""
        listed = self.layout.made & ~self.layout.outside
        for key, those in self.deciding.items():
            hiding = self.hidings[key]
            secret = np.logical_or.reduce([self.hidings[other].hidden for other in those])
            for at in np.flatnonzero(listed & secret & (hiding.n == 0)).tolist():
                place, groups = self.layout.keys[at]
                yield CubeCell(self.responses.study, place, key, groups, *(None,) * 6, reason="complement")


def _emptied(cell: CubeCell, reason: Reason) -> CubeCell:
    return replace(cell, n=None, top=None, share=None, n_eff=None, low=None, high=None, reason=reason)
