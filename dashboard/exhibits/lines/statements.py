"""Which statements a table of lines sets beside each other, and which rows of the database it therefore reads."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.exhibits.view import View
from dashboard.store.comparable import Reason
from dashboard.store.records import Statement

#: The sides of a budget in the order in which they are shown.
SIDES = ("revenue", "expenditure", "balance")


def sides_of(view: View) -> tuple[str, ...]:
    """Sides of the budget with any document in the year, revenue first."""
    have = {s.direction for s in view.statements if s.year == view.year}
    return tuple(side for side in SIDES if side in have)


def sides_asked(view: View, asked: str) -> tuple[str, ...]:
    """The side asked for; if none, every side published in the year, or revenue where there is no document at all."""
    return (asked,) if asked else sides_of(view) or SIDES[:1]


def statements_shown(view: View, direction: str) -> tuple[Statement, ...]:
    """The statements whose lines are compared, one per phase of the year; then parts of the budget, and documents that
    only mention lines.
    """
    picked = [view.pick(direction, phase) for phase in view.phases(direction)]
    others = [s for s in view.partial if s.direction == direction]
    return tuple(dict.fromkeys(s for s in (*picked, *others) if s is not None))


def year_before(view: View, direction: str) -> Statement | None:
    """The same figure a year ago, of the statement the year opens with: executed to the same day, or the same plan."""
    best = view.best(direction)
    before = view.before(best) if best is not None else Reason.NO_FIGURE
    return None if isinstance(before, Reason) else before


def annexes_of(view: View, directions: Iterable[str]) -> tuple[str, ...]:
    """Annexes that break the same money down another way, of the statements shown."""
    shown = [statement for direction in directions for statement in statements_shown(view, direction)]
    return tuple(dict.fromkeys(annex.part for statement in shown for annex in statement.annexes))


def rows_shown(statement: Statement, annex: str = "") -> tuple[int, ...]:
    """Rows of the database whose lines are those of a statement, or of one of its annexes."""
    if not annex:
        return statement.members
    return tuple(each.id for each in statement.annexes if each.part == annex)


def rows_read(view: View, directions: Iterable[str], annex: str = "") -> frozenset[int]:
    """Rows of the database that the tables of these sides are made from: shown, restated, and of the year before."""
    found: set[int] = set()
    for direction in directions:
        for statement in statements_shown(view, direction):
            found.update(rows_shown(statement, annex), statement.previous_ids)
        if (before := year_before(view, direction)) is not None:
            found.update(rows_shown(before, annex))
    return frozenset(found)
