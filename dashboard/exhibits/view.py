"""What every exhibit of a place looks at: its statements, the year chosen, and which document counts for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.exhibits.calendar import absence
from dashboard.exhibits.making import OfPlace
from dashboard.exhibits.model import Cell, Mark, Source
from dashboard.i18n import Lang, day, moment, t
from dashboard.store.records import Class, Paper, People, Place, Remark, Statement, Sum

PLAN_PHASES = ("revised", "approved", "forecast")


@dataclass(frozen=True)
class View(OfPlace):
    """One place, one year, one language.

    Attributes:
        statements: all current statements of the place, any year.
        sums, remarks: by class, and notes on printed figures, for the statements that `needed` names.
        period: last day to look at; later statements of the year are left out.
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
    period: date | None = None

    def pick(self, direction: str, phase: str, year: int | None = None, until: date | None = None) -> Statement | None:
        """The statement that counts: the latest period not after `until`; plans for the whole year first."""
        year = self.year if year is None else year
        until = until or (self.period if year == self.year else None)
        of_year = self._by_phase.get((year, direction, phase), ())
        mine = [s for s in of_year if until is None or known_by(s, until)]

        def rank(s: Statement) -> tuple[bool, bool, date]:
            return s.amount_minor is not None, phase != "executed" and s.scope == "year", s.period_end

        return max(mine, key=rank, default=None)

    def plan(self, direction: str, year: int | None = None, *, whole_year: bool = False) -> Statement | None:
        """The plan in force: revised, or approved, or a forecast; only plans of the whole year if asked."""
        picked = (self.pick(direction, phase, year) for phase in PLAN_PHASES)
        known = (s for s in picked if s is not None and s.amount_minor is not None)
        return next((s for s in known if s.scope == "year" or not whole_year), None)

    def best(self, direction: str, year: int | None = None) -> Statement | None:
        """The figure to open with: what was executed; without it the plan in force."""
        executed = self.pick(direction, "executed", year)
        return executed if executed is not None and executed.amount_minor is not None else self.plan(direction, year)

    def done(self, executed: Statement | None, plan: Statement | None) -> float | None:
        """Executed as a share of a plan; None where the plan is nothing or covers another period."""
        if executed is None or plan is None or executed.amount_minor is None or not covers_same(plan, executed):
            return None
        return executed.amount_minor / plan.amount_minor if plan.amount_minor and plan.amount_minor > 0 else None

    def same_month_last_year(self, statement: Statement) -> Statement | None:
        """The executed figure for the same period of the year before."""
        return next(
            (
                s
                for s in self.statements
                if (s.year, s.direction, s.phase) == (statement.year - 1, statement.direction, "executed")
                and s.period_end.month == statement.period_end.month
            ),
            None,
        )

    def phases(self, direction: str) -> tuple[str, ...]:
        """Phases to put side by side: what exists, and always approved and executed unless all is forecast."""
        have = {s.phase for s in self.statements if (s.year, s.direction) == (self.year, direction)}
        if have == {"forecast"}:
            return ("forecast",)
        return tuple(p for p in ("approved", "revised", "executed") if p in have or p in ("approved", "executed"))

    def amount(self, statement: Statement | None, phase: str) -> Cell:
        """The total of a statement as a cell, or why there is none."""
        if statement is None:
            return Cell(None, absence(self.year, phase, self.today))
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
            found[(s.year, s.direction, s.phase)].append(s)
        return dict(found)

    def by_class(self, statement_id: int | None, dimension: str) -> dict[str, int]:
        """Amount by classification key (all funds) of one statement; empty without a breakdown."""
        return dict(self._grouped.get((statement_id, dimension), {}))

    @cached_property
    def _grouped(self) -> dict[tuple[int | None, str], dict[str, int]]:
        grouped: dict[tuple[int | None, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for s in self.sums:
            grouped[(s.statement_id, s.dimension)][s.key] += s.amount_minor
        return grouped

    def name(self, key: str) -> str:
        """Name of a class in the reader's language."""
        return self.classes[key].names.in_(self.lang) if key else t(self.lang, "exhibits.unclassified")

    def sources(self, *statements: Statement | None) -> tuple[Source, ...]:
        """The documents behind some statements, each once, oldest first, superseded ones included."""
        papers: dict[str, Paper] = {}
        for statement in statements:
            if statement is not None:
                if statement.restated and statement.previous_paper is not None:
                    papers.setdefault(statement.previous_paper.key, statement.previous_paper)
                papers.setdefault(statement.paper.key, statement.paper)
        return tuple(source(paper) for paper in sorted(papers.values(), key=lambda p: (p.date or date.max, p.key)))


def known_by(statement: Statement, day: date) -> bool:
    """Whether a statement was there to be read on a day: its period was over, or its year's plan was passed."""
    passed = statement.paper.date is None or statement.paper.date <= day
    return statement.period_end <= day or (statement.phase != "executed" and statement.scope == "year" and passed)


def covers_same(plan: Statement, executed: Statement) -> bool:
    """Whether execution may be measured against a plan: the whole year's plan, or one of just the same months."""
    return plan.scope == "year" or plan.period_end == executed.period_end


def needed(view: View) -> frozenset[int]:
    """Ids of the statements whose sums a view's exhibits read: this year's, last year's, and what they restate."""
    picked: list[Statement | None] = [
        view.pick(direction, phase, year)
        for direction in ("revenue", "expenditure")
        for phase in (*PLAN_PHASES, "executed")
        for year in (view.year, view.year - 1)
    ]
    picked += [view.same_month_last_year(s) for s in picked if s is not None and s.phase == "executed"]
    ids = {s.id for s in picked if s is not None}
    return frozenset(ids | {s.previous_id for s in picked if s is not None and s.previous_id is not None})


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
    )
