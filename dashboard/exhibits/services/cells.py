"""Cells of services: money per resident and of the plan, counts of works, and in which words each may be absent."""

from __future__ import annotations

from dashboard.exhibits.headlines import population_of
from dashboard.exhibits.model import Cell, Mark
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.works.view import amount_cell
from dashboard.service_pages import ServicePage
from dashboard.store import comparable
from dashboard.store.comparable import Reason
from dashboard.store.records import Statement


def amount(view: ServicesView, statement: Statement | None, phase: str, minor: int | None) -> Cell:
    """An amount of a statement; without the statement why it is absent, without a line that none is named."""
    return view.budget.absence(phase) if statement is None else amount_cell(minor)


def per_head(view: ServicesView, statement: Statement | None, minor: int | None) -> Cell:
    """An amount of a statement per resident, or why it may not be divided; an excerpt may lack lines."""
    people = population_of(view.budget)
    if statement is None or people is None or not people.people:
        return Cell(None, Mark.NOT_HELD)
    reason = Reason.EXCERPT if statement.itemises == "some" else comparable.per_head(statement, people.as_of)
    if reason is not None:
        return Cell(None, reason)
    return amount_cell(None if minor is None else round(minor / people.people))


def of_plan(view: ServicesView, page: ServicePage) -> Cell:
    """The money of a service executed as a share (0-1) of its plan, or why there is none.

    Both documents have to print the service alike: a line of its own is no part of a whole purpose.
    """
    done, plan = view.money(page, view.executed), view.money(page, view.planned)
    if done.basis != plan.basis and "none" not in (done.basis, plan.basis):
        return Cell(None, Reason.COVERS)
    return share_of_plan(view, done.amount_minor, plan.amount_minor)


def share_of_plan(view: ServicesView, done: int | None, plan: int | None) -> Cell:
    """An executed amount as a share of a planned one of the same lines, if their documents may be compared."""
    executed, planned = view.executed, view.planned
    if executed is None or planned is None or done is None or not plan or plan < 0:
        return Cell(None, Mark.UNDEFINED)
    if "some" in (executed.itemises, planned.itemises):
        return Cell(None, Reason.EXCERPT)
    reason = comparable.comparable(executed, planned, "share_of_plan")
    return Cell(done / plan) if reason is None else Cell(None, reason)


def works_cell(view: ServicesView, count: int, of: int) -> Cell:
    """A count among `of` works of a service. Where these are none, only a full register can say that it is zero."""
    if not of and view.lists_all is None:
        return Cell(None, Mark.NOT_HELD)
    return amount_cell(count)
