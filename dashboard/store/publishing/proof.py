"""What a subject of publishing says of itself, so that its releases can be looked at again at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, Table

from dashboard.store.publishing.seals import Sealed

#: What to do inside the transaction for the release of that number.
Step = Callable[[Connection, int], None]
#: Rows, and the sum of their money in minor units, that the database holds for a release.
Written = Callable[[Connection, int], tuple[int, int]]


def _none(_connection: Connection, _release_id: int) -> Iterator[str]:
    return iter(())


@dataclass(frozen=True)
class Spoken:
    """A table whose rows stand there only as long as something is said of them: `column` is one of `among`."""

    column: Column[int]
    among: Column[int]


@dataclass(frozen=True)
class Proof:
    """How a subject's releases are checked, when they are published and later.

    Attributes:
        sealed: tables whose rows never change once written.
        written: what the database holds of a release, to compare with what was read.
        sums: names what does not add up in a release: its parts and the sums that are kept of them, such as roll-ups.
        choose_current: moves the flags of what counts among the releases that speak of the same things.
        flagged: the table with these flags (`is_current`).
        spoken: tables beside the sealed ones that have no rows of their own accord.
    """

    sealed: tuple[Sealed, ...] = ()
    written: Written | None = None
    sums: Callable[[Connection, int], Iterator[str]] = _none
    choose_current: Step | None = None
    flagged: Table | None = None
    spoken: tuple[Spoken, ...] = ()


#: Of a subject that updates rows in place.
NOTHING: Final = Proof()
