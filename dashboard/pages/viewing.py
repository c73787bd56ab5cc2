"""What a reader looks at: the year and period of an address, among what is known of the place."""

from __future__ import annotations

from datetime import date

from dashboard.exhibits.calendar import month_end
from dashboard.exhibits.view import View, opening_year
from dashboard.pages.address import Address
from dashboard.pages.data import PlaceVisit


def view_of(visit: PlaceVisit) -> View:
    """The year looked at."""
    known, address = visit.known, visit.address
    year = int(address.get("year") or opening_year(known.statements, visit.today) or visit.today.year)
    return View(
        place=known.place,
        year=year,
        lang=visit.lang,
        today=visit.today,
        statements=known.statements,
        classes=known.classes,
        people=known.people,
        looked_for=known.looked_for,
        period=_period(address, year),
        measure=address.get("as"),
        beside=int(beside) if (beside := address.get("beside")) and int(beside) != year else None,
    )


def _period(address: Address, year: int) -> date | None:
    text = address.get("period")
    if not text or not text.startswith(f"{year}-"):
        return None
    return month_end(year, int(text[5:]))
