"""When a figure is due, so that "not yet" and "late" are distinguished.

Councils approve the budget between January and the end of March of the budget year and hear the execution of the
past year in the same months (dates of the resolutions seen in published documents, 2013–2023).
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date

from dashboard.exhibits.model import Mark


def due_on(year: int, phase: str) -> date:
    """Day by which a council document with this phase of the year's budget is usually public."""
    return date(year + 1, 3, 31) if phase == "executed" else date(year, 3, 31)


def absence(year: int, phase: str, today: date) -> Mark:
    """Why there is no figure: not due yet, late (due within the last year), or simply never published."""
    due = due_on(year, phase)
    if today <= due:
        return Mark.NOT_DUE
    return Mark.LATE if (today - due).days <= 366 else Mark.MISSING


def elapsed(period_end: date) -> float:
    """Share (0–1) of the year that is over at the end of `period_end`."""
    days = 366 if isleap(period_end.year) else 365
    return period_end.timetuple().tm_yday / days


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])
