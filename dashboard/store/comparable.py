"""What may be set against what: the one answer every ratio, difference, balance and restatement asks for.

Pure: it looks at two statements (or one) and says nothing, or the reason why no number may be shown.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Literal, Protocol

from dashboard.store.rounding import differ

#: Plans a council has passed. A draft or an outlook is nobody's denominator.
PLANS = ("revised", "approved")
WHOLE = "whole"

#: What two statements are set against each other for: execution as a share of a plan; revenue less expenditure;
#: one year against another; two reports of the same thing.
Use = Literal["share_of_plan", "balance", "change", "restatement"]


class Reason(Enum):
    """Why two figures may not be set against each other; the words come from the catalogue (`marks.<value>`)."""

    NO_FIGURE = "no_figure"
    PLACE = "other_place"
    BOUNDARIES = "other_boundaries"
    CURRENCY = "other_currency"
    DIRECTION = "other_direction"
    COVERS = "other_coverage"
    MONTHS = "other_months"
    PHASE = "other_phase"
    DRAFT = "draft"
    PAPERS = "other_documents"
    ISSUER = "other_issuer"
    ROUNDING = "within_rounding"
    EXCERPT = "excerpt"


class Scoped(Protocol):
    """What a figure has to say of itself to be compared.

    `coverage` is equal where two statements cover the same: the kind, and the name of a part. `boundaries` is the day
    of the last merger or split of the place before the period ended. `rounded_to_minor` is the step of the printed
    figure. `issuer` is whose figure it is, "" for the place's own body.
    """

    @property
    def place(self) -> int: ...
    @property
    def boundaries(self) -> date | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def direction(self) -> str: ...
    @property
    def phase(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def period_end(self) -> date: ...
    @property
    def months(self) -> int: ...
    @property
    def coverage(self) -> str: ...
    @property
    def itemises(self) -> str: ...
    @property
    def rounded_to_minor(self) -> int: ...
    @property
    def issuer(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def document_day(self) -> date | None: ...
    @property
    def amount_minor(self) -> int | None: ...


def comparable(a: Scoped, b: Scoped, use: Use) -> Reason | None:
    """Why `a` and `b` may not be set against each other for `use`; None where they may.

    For a share of a plan `a` is the execution and `b` the plan; for a balance `a` is revenue and `b` expenditure; for
    a change `a` is now and `b` before; for a restatement `a` is the later figure.
    """
    return _same_thing(a, b, use) or _RULES[use](a, b)


def of_the_whole(a: Scoped) -> Reason | None:
    """Why a figure may not be divided by the number of people, or set against a norm; None where it may."""
    if a.amount_minor is None:
        return Reason.NO_FIGURE
    if a.coverage != WHOLE:
        return Reason.COVERS
    return Reason.DRAFT if a.phase == "forecast" else None


def per_head(a: Scoped, counted_on: date) -> Reason | None:
    """Why a figure may not be divided by the people of a day; None where it may."""
    other_people = a.boundaries is not None and counted_on < a.boundaries
    return of_the_whole(a) or (Reason.BOUNDARIES if other_people else None)


def can_be_taken_apart(a: Scoped) -> Reason | None:
    """Why the lines of a figure may not be shown as parts of a hundred; None where they may.

    An excerpt has a figure only where its total is printed: then it is known how much of it the lines are not.
    """
    if a.amount_minor is None or a.amount_minor <= 0:
        return Reason.NO_FIGURE
    return Reason.COVERS if a.coverage != WHOLE else None


def parts_are_all(a: Scoped) -> Reason | None:
    """Why it may not be said what share of a figure is of a kind; None where it may: its lines are all there are."""
    reason = can_be_taken_apart(a)
    return reason or (Reason.EXCERPT if a.itemises == "some" else None)


def is_plan(a: Scoped) -> bool:
    """Whether a council has passed it as the plan of its period."""
    return a.phase in PLANS


def beyond_rounding(a: Scoped, b: Scoped) -> bool:
    """Whether two figures differ by more than their rounding explains: by half of each step or more."""
    assert a.amount_minor is not None and b.amount_minor is not None
    return differ(a.amount_minor, a.rounded_to_minor, b.amount_minor, b.rounded_to_minor)


def _same_thing(a: Scoped, b: Scoped, use: Use) -> Reason | None:
    if a.amount_minor is None or b.amount_minor is None:
        return Reason.NO_FIGURE
    sides = ("revenue", "expenditure") if use == "balance" else (a.direction, a.direction)
    same = {
        Reason.PLACE: a.place == b.place,
        Reason.CURRENCY: a.currency == b.currency,
        Reason.DIRECTION: (a.direction, b.direction) == sides,
        Reason.COVERS: a.coverage == b.coverage,
        Reason.BOUNDARIES: a.boundaries == b.boundaries,
    }
    return next((reason for reason, alike in same.items() if not alike), None)


def _share_of_plan(a: Scoped, b: Scoped) -> Reason | None:
    if b.phase == "forecast":
        return Reason.DRAFT
    if a.phase != "executed" or not is_plan(b):
        return Reason.PHASE
    if a.year != b.year or not (b.scope == "year" or b.period_end == a.period_end):
        return Reason.MONTHS
    return None if b.amount_minor is not None and b.amount_minor > 0 else Reason.NO_FIGURE


def _balance(a: Scoped, b: Scoped) -> Reason | None:
    if a.phase != b.phase:
        return Reason.PHASE
    if (a.year, a.scope, a.period_end) != (b.year, b.scope, b.period_end):
        return Reason.MONTHS
    # Plans change during a year: both sides must be of one moment, which one document or one day shows.
    one_moment = a.phase == "executed" or (b.phase != "forecast" and a.document_day == b.document_day)
    if a.document != b.document and not (a.issuer == b.issuer and one_moment):
        return Reason.PAPERS
    return Reason.ROUNDING if a.amount_minor != b.amount_minor and not beyond_rounding(a, b) else None


def _change(a: Scoped, b: Scoped) -> Reason | None:
    if a.phase != b.phase:
        return Reason.PHASE
    if a.phase == "forecast":
        return Reason.DRAFT
    if (a.scope, a.months, a.period_end.month) != (b.scope, b.months, b.period_end.month):
        return Reason.MONTHS
    if b.amount_minor is None or b.amount_minor <= 0:
        return Reason.NO_FIGURE
    return Reason.ROUNDING if a.amount_minor != b.amount_minor and not beyond_rounding(a, b) else None


def _restatement(a: Scoped, b: Scoped) -> Reason | None:
    if a.phase != b.phase:
        return Reason.PHASE
    if (a.year, a.scope, a.period_end) != (b.year, b.scope, b.period_end):
        return Reason.MONTHS
    if not beyond_rounding(a, b):
        return Reason.ROUNDING
    return Reason.ISSUER if a.issuer != b.issuer else None


_RULES = {"share_of_plan": _share_of_plan, "balance": _balance, "change": _change, "restatement": _restatement}
