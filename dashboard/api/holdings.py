"""`/api/v1/holdings`: which documents of a budget are held, and why others are not, by the rule of the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, RowMapping

from dashboard.api.places import asked_for
from dashboard.exhibits.calendar import KIND_OF, absence
from dashboard.store.comparable import PLANS, WHOLE
from dashboard.store.queries.contacts import looked_for_at
from dashboard.store.queries.holdings import held_statements
from dashboard.store.records import LookedFor, Place

#: Phases that a document of each kind has, the one that counts first.
_PHASES: Final = {"budget": PLANS, "execution": ("executed",)}
_SIDES: Final = ("revenue", "expenditure")
_NOT_HELD: Final[dict[str, Any]] = {"directions": [], "period_end": None, "document_key": "", "document_date": None}
_NO_CHECK: Final[dict[str, Any]] = {"looked_on": None, "check_url": ""}


def rows(connection: Connection, asked: Mapping[str, str], today: date) -> tuple[int, list[dict[str, Any]]]:
    """How many rows fit `asked`, and the asked page of them: one per place, year and kind of document.

    Years go from the first one with any statement to the present; of places without any the last year and the present
    one. Raises BadQuery for an unknown place and places that must not be put side by side.
    """
    places = asked_for(connection, asked["place"])
    ids = [place.id for place in places]
    statements: dict[int, list[RowMapping]] = defaultdict(list)
    for statement in held_statements(connection, ids):
        statements[statement["municipality_id"]].append(statement)
    checks = looked_for_at(connection, ids)
    found = [
        _row(place, year, kind, statements[place.id], checks.get(place.id, ()), today)
        for place in places
        for year in _years(asked.get("year"), statements[place.id], today)
        for kind in KIND_OF.values()
    ]
    start = int(asked["offset"])
    return len(found), found[start : start + int(asked["limit"])]


def _years(asked: str | None, statements: Sequence[RowMapping], today: date) -> Iterable[int]:
    """The asked year whatever is known of it; otherwise see `rows`. Plans of years to come have theirs too."""
    if asked is not None:
        return (int(asked),)
    known = {statement["fiscal_year"] for statement in statements}
    return range(min(known, default=today.year - 1), max(known | {today.year}) + 1)


def _row(
    place: Place, year: int, kind: str, statements: Sequence[RowMapping], checks: tuple[LookedFor, ...], today: date
) -> dict[str, Any]:
    row = {"place": place.code, "year": year, "kind": kind, "fictional": place.fictional}
    held = [statement for statement in statements if statement["fiscal_year"] == year and _says(statement, kind)]
    if held:
        return row | _NO_CHECK | _held(held, kind)
    phase = next(phase for phase, of_kind in KIND_OF.items() if of_kind == kind)
    absent = absence(place, checks, year, phase, today)
    assert absent.mark is not None
    row |= {"state": absent.mark.value, **_NOT_HELD, **_NO_CHECK}
    if absent.looked_on is not None:
        url = next(check.url for check in checks if (check.kind, check.year) == (kind, year))
        row |= {"looked_on": absent.looked_on, "check_url": url}
    return row


def _says(statement: RowMapping, kind: str) -> bool:
    """Whether a statement gives a figure of the whole budget in a document of this kind. A draft is no budget."""
    whole = statement["covers"] == WHOLE and statement["amount_minor"] is not None
    return whole and statement["direction"] in _SIDES and statement["phase"] in _PHASES[kind]


def _held(statements: Sequence[RowMapping], kind: str) -> dict[str, Any]:
    """The sides that are held, and the document that counts: of the last plan, of the latest report."""

    def rank(statement: RowMapping) -> tuple[int, bool, date, bool]:
        phase = -_PHASES[kind].index(statement["phase"])
        of_year = kind == "budget" and statement["scope"] == "year"
        return phase, of_year, statement["period_end"], statement["direction"] == "revenue"

    shown = max(statements, key=rank)
    sides = {statement["direction"] for statement in statements}
    return {
        "state": "held",
        "directions": [side for side in _SIDES if side in sides],
        **{name: shown[name] for name in ("period_end", "document_key", "document_date")},
    }
