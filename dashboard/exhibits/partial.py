"""What is known of a year that is not of the whole budget: each figure with what it covers, set against nothing."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.exhibits.view import View
from dashboard.i18n import day, money, t


def partial(view: View) -> Exhibit | None:
    """One row per statement of a part, its classes below it; None where every document is of the whole budget."""
    lang = view.lang
    if not view.partial:
        return None
    rows = []
    for statement in view.partial:
        phase = t(lang, f"exhibits.phase.{statement.phase}")
        if statement.phase == "executed" or statement.scope == "period":
            phase = t(lang, "exhibits.columns.as_of", phase=phase, date=day(statement.period_end))
        side = t(lang, f"exhibits.side.{statement.direction}")
        name = f"{side}: {view.coverage_name(statement)}"
        rows.append(
            Row(str(statement.id), (Cell(name), Cell(phase), Cell(statement.amount_minor), Cell(statement.paper.title)))
        )
        dimension = "source" if statement.direction == "revenue" else "function"
        parts = view.by_class(statement, dimension)
        for key in sorted(parts.keys() - {""}, key=lambda key: view.classes[key].position):
            cells = (Cell(view.name(key)), Cell(phase), Cell(parts[key]), Cell(statement.paper.title))
            rows.append(Row(f"{statement.id}:{key}", cells, level=1))
    first = view.partial[0]
    assert first.amount_minor is not None
    return view.exhibit(
        key="parts-of-the-budget",
        question=t(lang, "exhibits.partial.question", year=view.year),
        answer=t(
            lang,
            "exhibits.partial.answer",
            name=rows[0].cells[0].value,
            phase=rows[0].cells[1].value,
            amount=money(lang, first.amount_minor, view.place.currency),
        ),
        columns=(
            Column("label", t(lang, "exhibits.columns.covers")),
            Column("phase", t(lang, "exhibits.columns.phase")),
            Column("amount", t(lang, "exhibits.columns.amount"), "money"),
            Column("paper", t(lang, "exhibits.columns.paper")),
        ),
        rows=rows,
        sources=view.sources(*view.partial),
        notes=(t(lang, "exhibits.partial.note"), *notes_of(view, *view.partial)),
        drawing=Bars(label="label", done="amount"),
    )
