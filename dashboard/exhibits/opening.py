"""What a statement of revenue or expenditure says in a sentence, and the balance at the start of the year inside it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.exhibits.tree import group_of
from dashboard.exhibits.view import View
from dashboard.i18n import money, t
from dashboard.store.records import Class, Statement

#: What was left of the year before: no money of the year.
OPENING = "rev.opening"


def opening_in(amounts: Mapping[str, int], classes: Mapping[str, Class]) -> int:
    """The balance at the start of the year among amounts (minor units) by class; 0 without one."""
    return sum(amount for key, amount in amounts.items() if key in classes and group_of(key, classes) == OPENING)


def opening_of(view: View, statement: Statement) -> int:
    """The balance at the start of the year that a statement counts as revenue, in minor units; 0 without one."""
    if statement.direction != "revenue":
        return 0
    return opening_in(view.by_class(statement, "source"), view.classes)


def said_of(view: View, statement: Statement) -> str:
    """The amount (which must be known) of a statement with its stage and day; that it holds the balance at the start of
    the year, if it does."""
    lang, currency = view.lang, view.place.currency
    assert statement.amount_minor is not None
    said = t(
        lang,
        f"exhibits.{statement.direction}.answer_{statement.phase}",
        year=view.year,
        amount=money(lang, statement.amount_minor, currency),
        date=statement.period_end,
    )
    opening = opening_of(view, statement)
    return f"{said} {t(lang, 'exhibits.revenue.opened', opening=money(lang, opening, currency))}" if opening else said
