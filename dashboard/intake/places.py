"""The places a text may mean."""

from __future__ import annotations

from dashboard.store.known import Known


def find_places(text: str, known: Known) -> frozenset[str]:
    """Codes of the places a text may mean."""
    return known.find_places(text)
