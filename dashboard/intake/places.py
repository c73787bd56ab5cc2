"""The places a text may mean, and the place of a whole file, which --unit names."""

from __future__ import annotations

from dashboard.intake.problems import Problem
from dashboard.store.known import Known


def find_places(text: str, known: Known) -> frozenset[str]:
    """Codes of the places a text may mean."""
    return known.find_places(text)


def unknown_unit(unit: str, known: Known) -> Problem | None:
    """The error where staff named a place with --unit that the database does not know."""
    if not unit or find_places(unit, known):
        return None
    return Problem("place_unknown", "error", column="--unit", value=unit)
