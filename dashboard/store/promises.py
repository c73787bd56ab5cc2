"""What all published reports of a work say together: the first promise, the last one, how often it was put off.

Pure: reports in, one standing out. Publishing keeps it (`store.publishing.standings`), readers of works read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

#: A day and how narrowly it is known.
End = tuple[date, str]


@dataclass(frozen=True)
class PlanStated:
    """What a report says of the plan on a day. `new_end`: the date promised instead of `planned_end`.

    Precisions: see `works_tables.PRECISIONS`.
    """

    as_of: date
    planned_end: date | None = None
    new_end: date | None = None
    planned_minor: int | None = None
    planned_end_precision: str = ""
    new_end_precision: str = ""

    @property
    def ends(self) -> tuple[End | None, End | None]:
        """The planned date of completion and the new one, each with its precision."""
        return (
            (self.planned_end, self.planned_end_precision) if self.planned_end else None,
            (self.new_end, self.new_end_precision) if self.new_end else None,
        )


@dataclass(frozen=True)
class Standing:
    """Where a work stands by all of its reports.

    Attributes:
        first_reported: the day of the first report.
        first_end, last_end: the completion date promised first, and last.
        first_planned_minor, last_planned_minor: the planned cost stated first, and last, in minor units.
        postponements: how many times the completion date was moved to a later one.
        missing_from: the day of the latest complete register of its place, where that no longer lists it.
    """

    first_reported: date
    first_end: date | None = None
    last_end: date | None = None
    first_planned_minor: int | None = None
    last_planned_minor: int | None = None
    postponements: int = 0
    missing_from: date | None = None
    first_end_precision: str = ""
    last_end_precision: str = ""


def promises(plans: Iterable[tuple[End | None, End | None]]) -> tuple[End | None, ...]:
    """The completion date that stands after each report of a work, from its planned and its new one, the oldest first.

    A report that only repeats the planned date of the report before it, or names none, states no new promise: the one
    that stands, stands on.
    """
    found: list[End | None] = []
    standing = planned = None
    for planned_end, new_end in plans:
        if new_end is not None:
            standing = new_end
        elif planned_end not in (None, planned):
            standing = planned_end
        planned = planned_end or planned
        found.append(standing)
    return tuple(found)


def standing_of(reports: Sequence[PlanStated], missing_from: date | None = None) -> Standing:
    """The standing of a work by its reports, the oldest first, one of each day; there is at least one.

    A promise stands until another is stated (see `promises`); so does a cost.
    """
    promised = [end for end in promises(said.ends for said in reports) if end is not None]
    # The first report may name the date it moves away from.
    first = next((end for said in reports for end in said.ends if end is not None), None)
    last = promised[-1] if promised else None
    costs = [said.planned_minor for said in reports if said.planned_minor is not None]
    return Standing(
        first_reported=reports[0].as_of,
        first_end=first[0] if first else None,
        last_end=last[0] if last else None,
        first_planned_minor=costs[0] if costs else None,
        last_planned_minor=costs[-1] if costs else None,
        postponements=sum(later[0] > before[0] for before, later in pairwise([*filter(None, (first,)), *promised])),
        missing_from=missing_from,
        first_end_precision=first[1] if first else "",
        last_end_precision=last[1] if last else "",
    )
