"""What every exhibit of a place looks at: its statements, the year chosen, and which document counts for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.exhibits import calendar
from dashboard.exhibits.making import OfPlace
from dashboard.exhibits.model import Cell, Mark, Source
from dashboard.exhibits.tree import is_line
from dashboard.i18n import Lang, day, moment, t
from dashboard.store.comparable import PLANS, Reason, comparable
from dashboard.store.records import Class, LookedFor, Paper, People, Place, Remark, Statement, Sum

PHASES = ("forecast", "approved", "revised", "executed")


@dataclass(frozen=True)
class View(OfPlace):
    """One place, one year, one language.

    Attributes:
        statements: all current statements of the place, any year.
        sums, remarks: by class, and notes on printed figures, for the statements that `needed` names.
        period: last day to look at; later statements of the year are left out.
        measure: of amounts, "" for the usual one; beside: the year to put beside this one, None for the one before it.
    """

    place: Place
    year: int
    lang: Lang
    today: date
    statements: tuple[Statement, ...]
    classes: Mapping[str, Class]
    sums: tuple[Sum, ...] = ()
    people: tuple[People, ...] = ()
    remarks: tuple[Remark, ...] = ()
    looked_for: tuple[LookedFor, ...] = ()
    period: date | None = None
    measure: str = ""
    beside: int | None = None

    def pick(self, direction: str, phase: str, year: int | None = None, until: date | None = None) -> Statement | None:
        """The statement of the whole budget that counts: the latest period not after `until`; plans for the whole
        year first.
        """
        year = self.year if year is None else year
        until = until or (self.period if year == self.year else None)
        of_year = self._by_phase.get((year, direction, phase), ())
        mine = [s for s in of_year if until is None or known_by(s, until)]

        def rank(s: Statement) -> tuple[bool, bool, date]:
            return s.amount_minor is not None, phase != "executed" and s.scope == "year", s.period_end

        return max(mine, key=rank, default=None)

    def plan(self, direction: str, year: int | None = None, *, whole_year: bool = False) -> Statement | None:
        """The plan in force: revised, or approved; only plans of the whole year if asked. A draft is no plan."""
        picked = (self.pick(direction, phase, year) for phase in PLANS)
        known = (s for s in picked if s is not None and s.amount_minor is not None)
        return next((s for s in known if s.scope == "year" or not whole_year), None)

    def draft(self, direction: str, year: int | None = None) -> Statement | None:
        """The draft or outlook of a year."""
        drafted = self.pick(direction, "forecast", year)
        return drafted if drafted is not None and drafted.amount_minor is not None else None

    def best(self, direction: str, year: int | None = None) -> Statement | None:
        """The figure to open with: what was executed; without it the plan in force; without one a draft."""
        executed = self.pick(direction, "executed", year)
        if executed is not None and executed.amount_minor is not None:
            return executed
        return self.plan(direction, year) or self.draft(direction, year)

    def done(self, executed: Statement | None, plan: Statement | None) -> float | Reason:
        """Executed as a share of a plan, or why there is none."""
        if executed is None or plan is None:
            return Reason.NO_FIGURE
        reason = comparable(executed, plan, "share_of_plan")
        if reason is not None:
            return reason
        assert executed.amount_minor is not None and plan.amount_minor
        return executed.amount_minor / plan.amount_minor

    def before(self, now: Statement, year: int | None = None) -> Statement | Reason:
        """The same figure of the year before, or of `year`: execution to the same month, a plan of the same kind; or
        why there is none.
        """
        earlier = self._by_phase.get((year or now.year - 1, now.direction, now.phase), ())
        found = [(s, comparable(now, s, "change")) for s in earlier]
        alike = next((s for s, reason in found if reason is None), None)
        if alike is not None:
            return alike
        return next((reason for _, reason in found if reason is not None), Reason.NO_FIGURE)

    @cached_property
    def partial(self) -> tuple[Statement, ...]:
        """What is known of the year that is not of the whole budget, by side, coverage, phase and period; also lines
        of documents whose total is not known.
        """
        mine = [s for s in self.statements if s.year == self.year and (not s.is_whole or s.basis == "none")]
        order = ("revenue", "expenditure", "balance")
        return tuple(
            sorted(
                mine, key=lambda s: (order.index(s.direction), s.coverage, PHASES.index(s.phase), s.period_end, s.id)
            )
        )

    def coverage_name(self, statement: Statement) -> str:
        """What a statement covers, in the reader's language."""
        return statement.part_names.in_(self.lang) or t(self.lang, f"exhibits.covers.{statement.covers}")

    def phases(self, direction: str) -> tuple[str, ...]:
        """Phases to put side by side: what exists, and always approved and executed unless all is forecast."""
        have = {s.phase for s in self.statements if (s.year, s.direction) == (self.year, direction) and s.is_whole}
        if have == {"forecast"}:
            return ("forecast",)
        return tuple(p for p in ("approved", "revised", "executed") if p in have or p in ("approved", "executed"))

    def absence(self, phase: str, year: int | None = None) -> Cell:
        """Why there is no figure of a phase."""
        year = self.year if year is None else year
        return calendar.absence(self.place, self.looked_for, year, phase, self.today)

    def amount(self, statement: Statement | None, phase: str) -> Cell:
        """The total of a statement as a cell, or why there is none."""
        if statement is None:
            return self.absence(phase)
        if statement.amount_minor is None:
            return Cell(None, Mark.MISSING)
        if statement.restated:
            return Cell(statement.amount_minor, Mark.RESTATED, statement.previous_minor)
        return Cell(statement.amount_minor, Mark.ZERO if statement.amount_minor == 0 else None)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years with a figure of revenue or expenditure, oldest first; without any every year any document names."""
        firm = {s.year for s in self.statements if s.amount_minor is not None and s.direction != "balance"}
        return tuple(sorted(firm)) or self.all_years

    @cached_property
    def all_years(self) -> tuple[int, ...]:
        """Every year any document names, oldest first."""
        return tuple(sorted({s.year for s in self.statements}))

    @cached_property
    def _by_phase(self) -> dict[tuple[int, str, str], list[Statement]]:
        found: dict[tuple[int, str, str], list[Statement]] = defaultdict(list)
        for s in self.statements:
            if s.is_whole:
                found[(s.year, s.direction, s.phase)].append(s)
        return dict(found)

    @property
    def spending_by(self) -> str:
        """What the year's expenditure is first shown by: functions, unless only economic items are known."""
        best = self.best("expenditure")
        known = (name for name in ("function", "economic") if _has_classes(self.by_class(best, name)))
        return next(known, "function")

    def by_class(self, statement: Statement | None, dimension: str) -> dict[str, int]:
        """Amount by classification key (all funds) of one statement; empty without a breakdown.

        Where its own lines are not classified that way, an annex that breaks the same money down may be.
        """
        if statement is None:
            return {}
        own = self._summed(statement.members, dimension)
        if own.keys() - {""}:
            return own
        beside = (self._summed((annex.id,), dimension) for annex in statement.annexes)
        return next((sums for sums in beside if sums.keys() - {""}), own)

    def before_by_class(self, statement: Statement | None, dimension: str) -> dict[str, int]:
        """What the statements that this one restates said by class."""
        return self._summed(statement.previous_ids, dimension) if statement is not None else {}

    def _summed(self, ids: tuple[int, ...], dimension: str) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for number in ids:
            for key, amount in self._grouped.get((number, dimension), {}).items():
                found[key] += amount
        return dict(found)

    @cached_property
    def _grouped(self) -> dict[tuple[int, str], dict[str, int]]:
        grouped: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for s in self.sums:
            grouped[(s.statement_id, s.dimension)][s.key] += s.amount_minor
        return grouped

    @property
    def tense(self) -> str:
        """Whether questions about the year are asked of what is or of what was."""
        return "past" if self.year < self.today.year else "now"

    def name(self, key: str) -> str:
        """Name of a class in the reader's language."""
        return self.classes[key].names.in_(self.lang) if key else t(self.lang, "exhibits.unclassified")

    def said_name(self, key: str) -> str:
        """The name as sentences say it: what stands in brackets at its end, as an official name, is for tables."""
        return self.name(key).partition(" (")[0] if self.name(key).endswith(")") else self.name(key)

    def sources(self, *statements: Statement | None) -> tuple[Source, ...]:
        """The documents behind some statements, each once, oldest first, superseded ones included."""
        papers: dict[str, Paper] = {}
        for statement in statements:
            if statement is not None:
                if statement.restated and statement.previous_paper is not None:
                    papers.setdefault(statement.previous_paper.key, statement.previous_paper)
                papers.setdefault(statement.paper.key, statement.paper)
        return tuple(source(paper) for paper in sorted(papers.values(), key=lambda p: (p.date or date.max, p.key)))


def _has_classes(amounts: Mapping[str, int]) -> bool:
    return any(key and not is_line(key) for key in amounts)


def known_by(statement: Statement, day: date) -> bool:
    """Whether a statement was there to be read on a day: its period was over, or its year's plan was passed."""
    passed = statement.paper.date is None or statement.paper.date <= day
    return statement.period_end <= day or (statement.phase != "executed" and statement.scope == "year" and passed)


def needed(view: View) -> frozenset[int]:
    """Ids of the rows whose sums a view's exhibits read: this year's, last year's, and what they restate."""
    picked = [
        view.pick(direction, phase, year)
        for direction in ("revenue", "expenditure")
        for phase in PHASES
        for year in (view.year, view.year - 1)
    ]
    known = [s for s in picked if s is not None]
    of_year = [s for s in known if s.year == view.year]
    besides = [*map(view.before, known), *(view.before(s, view.beside) for s in of_year)]
    before = [s for s in besides if not isinstance(s, Reason)]
    return frozenset[int]().union(*(s.reads for s in (*known, *before, *view.partial)))


def opening_year(statements: tuple[Statement, ...], today: date) -> int | None:
    """The year a page opens at: the last one with more than a forecast, otherwise the last one with anything."""
    firm = [s.year for s in statements if s.phase != "forecast" and s.amount_minor is not None and s.year <= today.year]
    return max(firm, default=max((s.year for s in statements), default=None))


def source(paper: Paper) -> Source:
    """A document as readers see it."""
    return Source(
        title=paper.title,
        number=paper.number,
        date=day(paper.date) if paper.date else paper.date_printed,
        url=paper.url,
        publisher=paper.publisher,
        imported=moment(paper.imported_at),
        sha256=paper.file_sha256,
        language=paper.language,
        dated=paper.date,
        authority=paper.authority,
    )
