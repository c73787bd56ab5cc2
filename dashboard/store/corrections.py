"""When a later release only takes back a mistake of an earlier one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

#: How long the one who imported a document may correct it without a mark on the figure; installations set their own.
CORRECTION_HOURS = 24


class Import(Protocol):
    """A release as far as corrections go: who made it, when (ISO 8601), and of what."""

    @property
    def subject(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def imported_at(self) -> str: ...


def is_correction(earlier: Import, later: Import, hours: float) -> bool:
    """Whether `later` only puts right what `earlier` got wrong: the same hand, the same subject, within `hours`."""
    if (earlier.subject, earlier.actor) != (later.subject, later.actor):
        return False
    passed = datetime.fromisoformat(later.imported_at) - datetime.fromisoformat(earlier.imported_at)
    return timedelta(0) <= passed <= timedelta(hours=hours)
