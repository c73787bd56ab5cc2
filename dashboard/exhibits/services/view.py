"""What the pages of services look at: the lines of a year's budget, the works of the place, the study that asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.exhibits.opinion.view import OpinionView
from dashboard.exhibits.services.belonging import ServiceMoney, counted, money_of, owner
from dashboard.exhibits.view import View
from dashboard.exhibits.works.view import Frame
from dashboard.service_pages import ServicePage, page_of
from dashboard.services import services
from dashboard.store.comparable import PLANS
from dashboard.store.records import LineFigure, Paper, Statement
from dashboard.store.work_records import Tally


@dataclass(frozen=True)
class ServicesView(Frame):
    """One place, one year, one language.

    Attributes:
        budget: without sums; `figures`: every line of the statements that `statements_read` names.
        works, overdue: all works, and the open ones past the date promised first, by service.
        register: the day of the latest register that lists all works of the place; None where none does.
        groups: whether programmes or totals of several works are held, which are in none of these counts.
        papers: of the works.
        opinion: the study that asked about services; None where none was read.
    """

    budget: View
    figures: tuple[LineFigure, ...] = ()
    works: tuple[Tally, ...] = ()
    overdue: tuple[Tally, ...] = ()
    register: date | None = None
    groups: bool = False
    papers: tuple[Paper, ...] = ()
    opinion: OpinionView | None = None

    @cached_property
    def executed(self) -> Statement | None:
        """What was spent; of an excerpt the total may not be known."""
        return self.budget.pick("expenditure", "executed")

    @cached_property
    def planned(self) -> Statement | None:
        """The plan in force; without one the draft."""
        return _planned(self.budget)

    @cached_property
    def best(self) -> Statement | None:
        """The statement to open with: what was spent; the plan where only that is broken down by purpose."""
        known = [each for each in (self.executed, self.planned) if each is not None]
        return next(
            (each for each in known if any(line.function for line in self.lines(each))), next(iter(known), None)
        )

    @property
    def is_divided(self) -> bool:
        """Whether the statement to open with is broken down by purpose."""
        return any(line.function for line in self.lines(self.best))

    @property
    def has_parts(self) -> bool:
        """Whether lines of expenditure are held that are of parts of the budget: no service is counted from them."""
        return any(each.direction == "expenditure" and each.itemises != "none" for each in self.budget.partial)

    def money(self, page: ServicePage, statement: Statement | None) -> ServiceMoney:
        """What a statement has for a service."""
        return money_of(page, self.lines(statement), self.budget.classes)

    def lines(self, statement: Statement | None) -> tuple[LineFigure, ...]:
        """The lines a statement is the sum of; those of an annex where only that breaks the money down by purpose."""
        if statement is None:
            return ()
        own = self._counted(statement.members)
        if any(line.function for line in own):
            return own
        beside = (self._counted((annex.id,)) for annex in statement.annexes)
        return next((lines for lines in beside if any(line.function for line in lines)), own)

    def elsewhere(self, statement: Statement | None) -> int | None:
        """What a statement has for none of the services, what it does not itemise included; None without a total."""
        if statement is None or statement.amount_minor is None:
            return None
        classes = self.budget.classes
        owned = (line.amount_minor or 0 for line in self.lines(statement) if owner(line, classes))
        return statement.amount_minor - sum(owned)

    def tally(self, services: Iterable[str]) -> Tally:
        """Counts of all works of some services together."""
        return _together(self.works, services)

    def late_open(self, services: Iterable[str]) -> int:
        """How many works of some services are open and past the date promised first."""
        return _together(self.overdue, services).count

    @cached_property
    def lists_all(self) -> date | None:
        """The day of a register by which a service without works has none: it is full, and each work names one service
        (not "several", "other", or nothing); None where there is no such register.
        """
        return None if any(_is_vague(tally.key) for tally in self.works) else self.register

    def _counted(self, ids: tuple[int, ...]) -> tuple[LineFigure, ...]:
        return tuple(counted(figure for figure in self.figures if figure.statement_id in ids))


def statements_read(budget: View) -> frozenset[int]:
    """Ids of the rows whose lines the exhibits of services read."""
    chosen = [each for each in (budget.pick("expenditure", "executed"), _planned(budget)) if each is not None]
    return frozenset(number for each in chosen for number in (*each.members, *(annex.id for annex in each.annexes)))


def _planned(budget: View) -> Statement | None:
    in_force = budget.plan("expenditure") or budget.draft("expenditure")
    return in_force or next(filter(None, (budget.pick("expenditure", phase) for phase in PLANS)), None)


def _is_vague(service: str) -> bool:
    """Whether what works name may mean any service: residents have no word for it, and no page tells of it."""
    known = services().get(service)
    return page_of(service) is None and (known is None or not any(known.words.values()))


def _together(tallies: Iterable[Tally], services: Iterable[str]) -> Tally:
    wanted = set(services)
    mine = [tally for tally in tallies if tally.key in wanted]
    counts = {
        name: sum(getattr(tally, name) for tally in mine) for name in ("count", "late", "to_come", "under_way", "done")
    }
    return Tally("", planned_minor=None, contract_minor=None, paid_minor=None, with_money=0, **counts)
