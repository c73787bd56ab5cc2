"""When a document is expected, and the three ways in which it may be absent: we hold none, none was found, not due.

No date of approval or of the report on execution could be read in the law. Councils approve the budget between
January and the end of March of the budget year and hear the execution of the past year in the same months (dates of
the resolutions seen in published documents, 2013-2023): a habit, by which nobody is late but who feeds this site.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dashboard.exhibits.model import Cell, Mark
from dashboard.store.records import LookedFor, Place

#: How long a document is waited for after the day it is expected on.
_WAITED_FOR_DAYS = 366
#: The kind of document that has each phase. Nobody has to revise a plan.
KIND_OF = {"approved": "budget", "executed": "execution"}


def expected_on(year: int, phase: str) -> date:
    """Day by which a document with this phase of the year's budget is usually public."""
    return date(year + 1, 3, 31) if phase == "executed" else date(year, 3, 31)


def absence(place: Place, looked_for: tuple[LookedFor, ...], year: int, phase: str, today: date) -> Cell:
    """Why there is no figure of a year and phase."""
    expected = expected_on(year, phase)
    if today <= expected:
        return Cell(None, Mark.NOT_DUE)
    kind = KIND_OF.get(phase)
    looked = [each for each in looked_for if (each.kind, each.year) == (kind, year) and not each.found]
    if looked:
        return Cell(None, Mark.NOT_PUBLISHED, looked_on=max(each.looked_on for each in looked))
    fed = place.feeds_since is not None and place.feeds_since <= expected
    if kind and fed and (today - expected).days <= _WAITED_FOR_DAYS:
        return Cell(None, Mark.LATE)
    return Cell(None, Mark.NOT_HELD)


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])
