"""What is known of a year that is not of the whole budget: each figure with what it covers, set against nothing."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of, plan_name
from dashboard.exhibits.cells import title_cell
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Caveat, Cell, Column, Exhibit, Row
from dashboard.exhibits.view import View
from dashboard.i18n import money, t
from dashboard.store.comparable import Reason
from dashboard.store.records import Statement


def partial(view: View, *directions: str) -> Exhibit | None:
    """One row per statement of a part, or of an excerpt without a total, its lines below it; None without any.

    `directions`: only of these sides.
    """
    lang = view.lang
    rows: list[Row] = []
    shown = []
    for statement in view.partial:
        if directions and statement.direction not in directions:
            continue
        name, phase = _name(view, statement), _phase(view, statement)
        dimension = "function" if statement.direction == "expenditure" else "source"
        parts = view.by_class(statement, dimension)
        lines = sorted(parts.keys() - {""}, key=lambda key: view.classes[key].position)
        if statement.amount_minor is None and not lines:
            continue
        whole = Cell(statement.amount_minor, Reason.EXCERPT if statement.amount_minor is None else None)
        rows.append(Row(str(statement.id), (Cell(f"{name}, {phase}"), Cell(phase), whole, title_cell(statement.paper))))
        for key in lines:
            cells = (Cell(view.name(key)), Cell(phase), Cell(parts[key]), title_cell(statement.paper))
            rows.append(Row(f"{statement.id}:{key}", cells, level=1))
        shown.append(statement)
    if not shown:
        return None
    first = shown[0]
    named = rows[0].cells[0].value
    answer = (
        t(lang, "exhibits.partial.answer_some", name=named)
        if first.amount_minor is None
        else t(lang, "exhibits.partial.answer", name=named, amount=money(lang, first.amount_minor, view.place.currency))
    )
    return view.exhibit(
        key="parts-of-the-budget",
        question=t(lang, "exhibits.partial.question", year=view.year),
        answer=answer,
        columns=(
            Column("label", t(lang, "exhibits.columns.covers")),
            Column("phase", t(lang, "exhibits.columns.phase")),
            Column("amount", t(lang, "exhibits.columns.amount"), "money"),
            Column("paper", t(lang, "exhibits.columns.paper")),
        ),
        rows=rows,
        sources=view.sources(*shown),
        notes=(Caveat(t(lang, "exhibits.partial.note")), *notes_of(view, *shown)),
        drawing=Bars(label="label", done="amount"),
    )


def _name(view: View, statement: Statement) -> str:
    """The side, and what of it is covered."""
    side = t(view.lang, f"exhibits.side.{statement.direction}")
    return side if statement.is_whole else f"{side}: {view.coverage_name(statement)}"


def _phase(view: View, statement: Statement) -> str:
    """Plan or execution, with the months it is of."""
    if statement.phase != "executed":
        return plan_name(view, statement)
    phase = t(view.lang, "exhibits.phase.executed")
    return t(view.lang, "exhibits.columns.as_of", phase=phase, date=statement.period_end)
