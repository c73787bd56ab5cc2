"""The figures of a row: of a line, or of several lines added up; and what was executed set against the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from dashboard.exhibits.lines.sheet import PARTED, LineSheet, SheetLine
from dashboard.exhibits.model import Cell, Mark
from dashboard.store.comparable import Reason, comparable
from dashboard.store.records import LineFigure, Statement
from dashboard.store.rounding import differ

#: The last column of amounts: the year before.
LAST_YEAR = "last_year"


@dataclass(frozen=True)
class Pair:
    """What was executed and the plan in force, whose lines may be set against each other."""

    executed: Statement
    plan: Statement

    @property
    def step(self) -> int:
        """What the coarser of the two documents rounds its figures to, in minor units."""
        return max(self.executed.rounded_to_minor, self.plan.rounded_to_minor)

    def cells(self, done: Cell, planned: Cell) -> tuple[Cell, Cell]:
        """The share of the plan that was done, and by how much it differs from the plan: to the coarser step."""
        if not isinstance(done.value, int) or not isinstance(planned.value, int):
            return Cell(None, Mark.UNDEFINED), Cell(None, Mark.UNDEFINED)
        share = Cell(done.value / planned.value) if planned.value > 0 else Cell(None, Mark.UNDEFINED)
        left = done.value - planned.value
        steps = self.executed.rounded_to_minor, self.plan.rounded_to_minor
        if left and not differ(done.value, steps[0], planned.value, steps[1]):
            return share, Cell(None, Reason.ROUNDING)
        left = round(left / self.step) * self.step
        return share, Cell(left, None if left else Mark.ZERO)


def pair_of(sheet: LineSheet) -> Pair | Reason:
    """The two statements a share of the plan is made of, or why there is none."""
    executed, plan = sheet.of_phase.get("executed"), sheet.view.plan(sheet.direction)
    if sheet.direction == "balance" or executed is None or plan is None or plan not in sheet.statements:
        return Reason.NO_FIGURE
    # Lines have figures where a total may be missing: asked is whether figures of the two may meet at all.
    reason = comparable(replace(executed, amount_minor=1), replace(plan, amount_minor=1), "share_of_plan")
    return Pair(executed, plan) if reason is None or reason is Reason.ROUNDING else reason


def line_amount(sheet: LineSheet, line: SheetLine, phase: str) -> Cell:
    """The figure of a line in a phase or, under `LAST_YEAR`, of the year before."""
    figure = figure_of(line, phase)
    if figure is None:
        held = phase == LAST_YEAR or phase in sheet.phases
        return Cell(None, Mark.MISSING) if held else sheet.view.absence(phase)
    return figure_cell(figure, None if phase == LAST_YEAR else line.restated.get(phase))


def figure_cell(figure: LineFigure, before: int | None) -> Cell:
    """A printed figure, with the one it restates."""
    if figure.amount_minor is None:
        return Cell(None, Mark.MISSING)
    if before is not None and before != figure.amount_minor:
        return Cell(figure.amount_minor, Mark.RESTATED, before)
    return Cell(figure.amount_minor, Mark.ZERO if figure.amount_minor == 0 else None)


def counted(sheet: LineSheet, lines: Iterable[SheetLine], phase: str) -> list[LineFigure]:
    """The figures of a phase (or of the year before) that may be added up without counting any money twice.

    Lines count; a part of a line only where neither that line nor a part between them is there; sums and what is told
    for information never. Lines of statements of a part of the budget are in no sum: the same money may stand in
    another one.
    """
    found = [figure for line in lines if not line.key[2] and (figure := figure_of(line, phase)) is not None]
    whole = {figure.line_id for figure in found if figure.role in PARTED}
    return [figure for figure in found if figure.role == "line" or _alone(sheet, figure, whole)]


def _alone(sheet: LineSheet, figure: LineFigure, whole: Collection[int]) -> bool:
    """Whether a figure is a part of a line, and nothing it is a part of is among `whole`."""
    parent = sheet.parts.get(figure.line_id)
    if figure.role != "of_which" or parent is None:
        return False
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        if parent in whole:
            return False
        seen.add(parent)
        parent = sheet.parts.get(parent)
    return True


def added(sheet: LineSheet, lines: Iterable[SheetLine], phase: str) -> Cell:
    """Lines added up; a reason where their document is an excerpt, which adds up to nothing."""
    statement = sheet.before if phase == LAST_YEAR else sheet.of_phase.get(phase)
    if statement is None:
        return sheet.view.absence(phase)
    if statement.itemises != "all":
        return Cell(None, Reason.EXCERPT)
    given = [f.amount_minor for f in counted(sheet, lines, phase) if f.amount_minor is not None]
    if not given:
        return Cell(None, Mark.MISSING)
    return Cell(sum(given), None if sum(given) else Mark.ZERO)


def all_known(lines: Iterable[SheetLine], phase: str) -> bool:
    """Whether no line that the document names in a phase lacks its figure there."""
    figures = (figure_of(line, phase) for line in lines)
    return all(figure is None or figure.amount_minor is not None for figure in figures)


def figure_of(line: SheetLine, phase: str) -> LineFigure | None:
    """Of a phase or, under `LAST_YEAR`, of the year before."""
    return line.last_year if phase == LAST_YEAR else line.figures.get(phase)
