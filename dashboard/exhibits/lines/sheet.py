"""The lines of one side of a year, in the order and under the headings of the documents, before any word is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from dashboard.exhibits.lines.order import merged
from dashboard.exhibits.lines.statements import rows_shown, statements_shown, year_before
from dashboard.exhibits.view import PHASES, View
from dashboard.store.records import LineFigure, Statement

#: A line in a fund; of a statement of a part of the budget with its id, else with 0.
Key = tuple[int, str, int]
#: Roles of lines that may have parts of their own.
PARTED = ("line", "of_which")


@dataclass(frozen=True)
class SheetLine:
    """One line and its figures.

    Attributes:
        figures: by phase.
        restated: by phase, what the same issuer said before, where rounding does not explain the difference.
        last_year: the figure of the year before, if that document has the line.
    """

    key: Key
    figures: Mapping[str, LineFigure] = field(default_factory=dict)
    restated: Mapping[str, int] = field(default_factory=dict)
    last_year: LineFigure | None = None

    @property
    def figure(self) -> LineFigure:
        """The one of the last stage: it names the line."""
        return next(self.figures[phase] for phase in reversed(PHASES) if phase in self.figures)

    @property
    def role(self) -> str:
        """Whether it counts, or is a sum or a part of others."""
        return self.figure.role


@dataclass(frozen=True)
class LineSheet:
    """One side of a year.

    Attributes:
        statements: whose lines are compared, those of parts of the budget among them.
        before: the statement of the year before.
        lines: in the order of the documents.
    """

    view: View
    direction: str
    annex: str
    statements: tuple[Statement, ...]
    before: Statement | None
    lines: tuple[SheetLine, ...]

    @cached_property
    def of_phase(self) -> Mapping[str, Statement]:
        """The statement of the whole budget of each phase."""
        return {s.phase: s for s in self.statements if s not in self.view.partial}

    @cached_property
    def owner(self) -> Mapping[int, Statement]:
        """The statement that each shown row of the database belongs to."""
        return {number: s for s in self.statements for number in rows_shown(s, self.annex)}

    @cached_property
    def parts(self) -> Mapping[int, int]:
        """Of parts of lines: the line that each is a part of."""
        roles = {line.key[0]: line.role for line in self.lines}
        parents = {line.key[0]: line.figure.parent_id for line in self.lines if line.role == "of_which"}
        return {part: above for part, above in parents.items() if above is not None and roles.get(above) in PARTED}

    @property
    def phases(self) -> tuple[str, ...]:
        """Those with a document, in their order."""
        there = {statement.phase for statement in self.statements}
        return tuple(phase for phase in PHASES if phase in there)


def sheet_of(view: View, direction: str, figures: Collection[LineFigure], annex: str = "") -> LineSheet:
    """The sheet of a side. `figures`: of the statements shown, of what they restate, and of the year before; `annex`:
    only its lines; annexes that break down are never among the others.
    """
    bare = LineSheet(view, direction, annex, statements_shown(view, direction), year_before(view, direction), ())
    printed = _added(figures, bare.owner)
    restated = _restated(bare, figures)
    before = {number: bare.before for number in rows_shown(bare.before, annex)} if bare.before is not None else {}
    last_year = {(f.line_id, f.fund): f for f, _ in _added(figures, before)}
    by_key: dict[Key, dict[str, LineFigure]] = {}
    orders: dict[int, list[Key]] = {}
    earlier: dict[Key, dict[str, int]] = {}
    for figure, annexes in printed:
        statement = bare.owner[figure.statement_id]
        # Only statements of the whole budget stand beside each other in one row.
        key = (figure.line_id, figure.fund, statement.id if statement in view.partial else 0)
        by_key.setdefault(key, {})[statement.phase] = figure
        orders.setdefault(statement.id, []).append(key)
        was = restated.get((statement.id, figure.line_id, figure.fund))
        # A sum of annexes is compared as a whole, where its total stands.
        if annexes == 1 and was is not None and statement.restates(figure.amount_minor or 0, was):
            earlier.setdefault(key, {})[statement.phase] = was
    # The order is that of the last stage; what only other documents have stands where they have it.
    last = sorted(
        (s for s in bare.statements if s.id in orders), key=lambda s: (s in view.partial, -PHASES.index(s.phase))
    )
    lines = [
        SheetLine(key, by_key[key], earlier.get(key, {}), last_year.get(key[:2]) if not key[2] else None)
        for key in merged(orders[statement.id] for statement in last)
    ]
    return replace(bare, lines=tuple(lines))


def _added(figures: Iterable[LineFigure], owner: Mapping[int, Statement]) -> list[tuple[LineFigure, int]]:
    """The figures of statements, and of how many annexes each is the sum: a line that several have is one figure."""
    found: dict[tuple[int, int, str], tuple[LineFigure, int]] = {}
    for figure in figures:
        if figure.statement_id not in owner:
            continue
        key = (owner[figure.statement_id].id, figure.line_id, figure.fund)
        there, annexes = found.get(key, (None, 0))
        if there is not None:
            given = [each.amount_minor for each in (there, figure) if each.amount_minor is not None]
            figure = replace(there, amount_minor=sum(given) if given else None)
        found[key] = figure, annexes + 1
    return list(found.values())


def _restated(sheet: LineSheet, figures: Iterable[LineFigure]) -> Mapping[tuple[int, int, str], int]:
    """What lines were before, by the statement that restates them."""
    by: dict[int, list[int]] = {}
    for statement in sheet.statements:
        for number in statement.previous_ids:
            by.setdefault(number, []).append(statement.id)
    return {
        (number, figure.line_id, figure.fund): figure.amount_minor
        for figure in figures
        if figure.amount_minor is not None
        for number in by.get(figure.statement_id, ())
    }
