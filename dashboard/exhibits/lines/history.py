"""One line in all documents that name it."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.exhibits.lines.amounts import figure_cell
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.exhibits.paper import short_name
from dashboard.exhibits.view import View
from dashboard.i18n import day, money, t
from dashboard.store.records import LineFigure, Paper, Statement


def line_history(view: View, statements: Iterable[Statement], figures: Iterable[LineFigure]) -> Exhibit:
    """One line in every document that names it, oldest first; a restated figure is shown with the one it replaced."""
    lang = view.lang
    by_id = {s.id: s for s in statements}
    mine = sorted(
        (f for f in figures if f.statement_id in by_id),
        key=lambda f: (by_id[f.statement_id].year, by_id[f.statement_id].period_end, by_id[f.statement_id].id, f.fund),
    )
    amounts = {(f.statement_id, f.fund): f.amount_minor for f in mine}
    rows = []
    for figure in mine:
        statement = by_id[figure.statement_id]
        superseded = any(statement.id in s.previous_ids for s in by_id.values())
        old = next((amounts.get((before, figure.fund)) for before in statement.previous_ids), None)
        if old is not None and not statement.restates(figure.amount_minor or 0, old):
            old = None
        cell = figure_cell(figure, old)
        rows.append(
            Row(
                f"{statement.id}-{figure.fund}",
                (
                    Cell(str(statement.year)),
                    Cell(t(lang, f"exhibits.phase.{statement.phase}")),
                    Cell(day(statement.period_end)),
                    Cell(t(lang, f"exhibits.fund.{figure.fund}")),
                    cell,
                    Cell(t(lang, "exhibits.lines.superseded" if superseded else "exhibits.lines.current")),
                    Cell(figure.printed),
                    Cell(_paper(statement.paper), href=statement.paper.url, lang=statement.paper.language),
                    Cell(figure.note.in_(lang) if figure.note else ""),
                ),
            )
        )
    name = mine[-1].names.in_(lang) if mine else ""
    latest = mine[-1] if mine else None
    answer = (
        t(
            lang,
            "exhibits.lines.history_answer",
            n=len(rows),
            amount=money(lang, latest.amount_minor, view.place.currency),
            year=by_id[latest.statement_id].year,
        )
        if latest is not None and latest.amount_minor is not None
        else t(lang, "exhibits.lines.history_answer_missing", n=len(rows))
    )
    return view.exhibit(
        key="line-history",
        question=name,
        answer=answer,
        columns=tuple(
            Column(key, t(lang, f"exhibits.columns.{label}"), "money" if key == "amount" else "text")
            for key, label in (
                ("year", "year"),
                ("phase", "phase"),
                ("period", "as_of_date"),
                ("fund", "fund"),
                ("amount", "amount"),
                ("state", "state"),
                ("printed", "printed"),
                ("paper", "paper"),
                ("note", "note"),
            )
        ),
        rows=rows,
        sources=view.sources(*by_id.values()),
    )


def _paper(paper: Paper) -> str:
    short = short_name(paper)
    return paper.title if short == paper.title else f"{short}, {paper.title}"
