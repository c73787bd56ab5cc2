"""From sources through the budget to functions; only where both sides are itemised completely."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.drawings import Flows
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.exhibits.tree import branches, is_line, total_under
from dashboard.exhibits.view import View
from dashboard.i18n import money, t
from dashboard.store.comparable import comparable


def flows(view: View) -> Exhibit | None:
    """Money by revenue group into the budget and by function out of it, in one phase and period; else None."""
    lang, currency = view.lang, view.place.currency
    revenue, expenditure = view.best("revenue"), view.best("expenditure")
    if revenue is None or expenditure is None or revenue.amount_minor is None or expenditure.amount_minor is None:
        return None
    if comparable(revenue, expenditure, "balance") is not None:
        return None
    sides = {"in": (revenue, "source"), "out": (expenditure, "function")}
    rows: list[Row] = []
    for side, (statement, dimension) in sides.items():
        amounts = view.by_class(statement, dimension)
        grouped = branches(set(amounts), view.classes)
        if any(map(is_line, amounts)):
            return None
        complete = sum(amounts.values()) == statement.amount_minor and "" not in amounts and len(grouped) > 1
        if not complete:
            return None
        for branch in grouped:
            amount = total_under(branch, amounts) or 0
            cells = (Cell(t(lang, f"exhibits.flows.{side}")), Cell(view.name(branch.key)), Cell(amount))
            rows.append(Row(f"{side}:{branch.key}", cells))
    left = revenue.amount_minor - expenditure.amount_minor
    return view.exhibit(
        key="flows",
        question=t(lang, f"exhibits.{view.tense}.flows.question", year=view.year),
        answer=t(
            lang,
            "exhibits.flows.answer",
            date=revenue.period_end,
            revenue=money(lang, revenue.amount_minor, currency),
            expenditure=money(lang, expenditure.amount_minor, currency),
            left=money(lang, left, currency),
        ),
        columns=(
            Column("side", t(lang, "exhibits.columns.side")),
            Column("label", t(lang, "exhibits.columns.line")),
            Column("amount", t(lang, f"exhibits.phase.{revenue.phase}"), "money"),
        ),
        rows=rows,
        sources=view.sources(revenue, expenditure),
        notes=notes_of(view, revenue, expenditure),
        drawing=Flows(side="side", label="label", amount="amount"),
    )
