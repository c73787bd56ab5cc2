"""What all published reports of a work say together: the first promise, the last one, how often it was put off.

Pure: reports in, one standing out. Publishing keeps it (`store.publishing.standings`), readers of works read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True)
class PlanStated:
    """What a report says of the plan on a day. `new_end`: the date promised instead of `planned_end`."""

    as_of: date
    planned_end: date | None = None
    new_end: date | None = None
    planned_minor: int | None = None


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


def promises(plans: Iterable[tuple[date | None, date | None]]) -> tuple[date | None, ...]:
    """The completion date that stands after each report of a work, from their (planned_end, new_end), the oldest first.

    A report that only repeats the planned date of the report before it, or names none, states no new promise: the one
    that stands, stands on.
    """
    found: list[date | None] = []
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
    promised = [end for end in promises((said.planned_end, said.new_end) for said in reports) if end is not None]
    # The first report may name the date it moves away from.
    first = next((said.planned_end or said.new_end for said in reports if said.planned_end or said.new_end), None)
    costs = [said.planned_minor for said in reports if said.planned_minor is not None]
    return Standing(
        first_reported=reports[0].as_of,
        first_end=first,
        last_end=promised[-1] if promised else None,
        first_planned_minor=costs[0] if costs else None,
        last_planned_minor=costs[-1] if costs else None,
        postponements=sum(later > before for before, later in pairwise([*filter(None, (first,)), *promised])),
        missing_from=missing_from,
    )
