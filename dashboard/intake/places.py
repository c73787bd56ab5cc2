"""The place of a whole file, which staff name with --unit."""

from __future__ import annotations

from dashboard.intake.problems import Problem
from dashboard.store.known import Known


def unknown_unit(unit: str, known: Known) -> Problem | None:
    """The error where --unit names a place that the database does not know."""
    if not unit or known.find_places(unit):
        return None
    return Problem("place_unknown", "error", column="--unit", value=unit)
