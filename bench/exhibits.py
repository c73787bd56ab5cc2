"""The exhibits of the measured pages, read from the database without building our pages around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.completeness import completeness
from dashboard.exhibits.flows import flows
from dashboard.exhibits.headlines import headlines
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View, needed
from dashboard.exhibits.years import month_by_month, year_by_year
from dashboard.i18n import Lang
from dashboard.pages.place_data import read_place
from dashboard.store.queries import budget

PLACE = "demo"
LANG: Lang = "ky"
YEAR = 2025
OVERVIEW, SPENDING = "", "spending"


def href(section: str, year: int = YEAR) -> str:
    """Address of our page."""
    return f"/{LANG}/{PLACE}{'/' if section else ''}{section}?year={year}"


def exhibits_of(section: str, year: int, connection: Connection, today: date) -> tuple[Exhibit, ...]:
    """What our page at that address shows, in its order. Everything is read anew."""
    view = view_of(year, connection, today)
    return tuple(exhibit for exhibit in _PAGES[section](view) if exhibit is not None)


def view_of(year: int, connection: Connection, today: date) -> View:
    """The place's year."""
    known = read_place(PLACE, connection)
    assert known is not None, f"the content has no place {PLACE!r}"
    view = View(known.place, year, LANG, today, known.statements, known.classes, people=known.people)
    wanted = needed(view)
    return replace(view, sums=budget.sums(connection, wanted), remarks=budget.remarks(connection, wanted))


def _spending(view: View) -> tuple[Exhibit | None, ...]:
    return (
        breakdown(view, "expenditure", "function"), composition(view, "expenditure", "function"),
        month_by_month(view, "expenditure"), flows(view), year_by_year(view, "expenditure"),
    )  # fmt: skip


def _overview(view: View) -> tuple[Exhibit | None, ...]:
    return (
        headlines(view), breakdown(view, "revenue", "source"), breakdown(view, "expenditure", "function"),
        month_by_month(view, "expenditure"), completeness(view),
    )  # fmt: skip


_PAGES: dict[str, Callable[[View], tuple[Exhibit | None, ...]]] = {OVERVIEW: _overview, SPENDING: _spending}
