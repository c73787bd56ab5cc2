"""Money beside a service: that of the whole function which pays for it, per resident, and what else it pays for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dashboard.exhibits.headlines import population_of
from dashboard.exhibits.model import Cell, Mark
from dashboard.exhibits.view import View
from dashboard.exhibits.works.view import amount_cell
from dashboard.i18n import t
from dashboard.store import comparable


def of_survey(budget: View, until: date | None) -> View:
    """The budget of the year a survey ended in, where expenditure of it is published; else the budget as it is."""
    if until is None or budget.best("expenditure", until.year) is None:
        return budget
    return replace(budget, year=until.year)


def per_head(budget: View, function: str) -> Cell:
    """Money of a function and what lies under it, per resident: executed; without it the plan in force."""
    best, people = budget.best("expenditure"), population_of(budget)
    if not function:
        return Cell(None, Mark.UNDEFINED)
    if best is None or people is None or not people.people:
        return Cell(None, Mark.NOT_HELD)
    if (reason := comparable.per_head(best, people.as_of)) is not None:
        return Cell(None, reason)
    mine = [amount for key, amount in budget.by_class(best, "function").items() if _is_in(key, function)]
    return amount_cell(round(sum(mine) / people.people) if mine else None)


def sharing(function: str, functions: Iterable[str]) -> int:
    """How many of some services, by their functions, are paid for by the money of one."""
    return sum(_is_in(each, function) for each in functions)


def money_notes(budget: View, until: date | None) -> Iterable[str]:
    """Of which year the money is and why, and where it is not of all of it."""
    lang, best = budget.lang, budget.best("expenditure")
    if best is None:
        return
    said = {"year": budget.year, "phase": t(lang, f"exhibits.phase.{best.phase}")}
    if until is None:
        yield t(lang, "gap.notes.money", **said)
    elif until.year == budget.year:
        yield t(lang, "gap.notes.money_of_survey", **said)
    else:
        yield t(lang, "gap.notes.money_of_other_year", **said, asked=until.year)
    if best.scope != "year":
        yield t(lang, "gap.notes.money_until", date=best.period_end)


def _is_in(function: str, whole: str) -> bool:
    return function == whole or function.startswith(f"{whole}.")
