"""What is left of revenue after expenditure, stage by stage: below the lines of both sides."""

from __future__ import annotations

from dashboard.exhibits.headlines import balance_of
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.view import PHASES, View
from dashboard.i18n import t
from dashboard.store.comparable import Reason, comparable
from dashboard.store.records import Statement


def balance(view: View) -> Exhibit | None:
    """The totals of both sides and their difference; None where no stage has a document of each side."""
    pairs = {phase: (view.pick("revenue", phase), view.pick("expenditure", phase)) for phase in PHASES}
    both = {phase: (a, b) for phase, (a, b) in pairs.items() if a is not None and b is not None}
    if not both:
        return None
    lang = view.lang
    headline, why = balance_of(view)
    nothing = t(lang, "exhibits.balance.answer_nothing", why=t(lang, f"marks.{(why or Reason.NO_FIGURE).value}"))
    rows = [
        Row(side, (Cell(t(lang, f"exhibits.side.{side}")), *(view.amount(pair[at], p) for p, pair in both.items())))
        for at, side in enumerate(("revenue", "expenditure"))
    ]
    left = (_left(revenue, expenditure) for revenue, expenditure in both.values())
    rows.append(Row("balance", (Cell(t(lang, "exhibits.balance.label")), *left), emphasis=True))
    return view.exhibit(
        key="lines-balance",
        question=t(lang, "lines.balance", year=view.year),
        answer=headline.sentence if headline is not None else nothing,
        columns=(
            Column("label", t(lang, "exhibits.columns.figure")),
            *(Column(phase, t(lang, f"exhibits.phase.{phase}"), "money", exact=True) for phase in both),
        ),
        rows=rows,
        sources=view.sources(*(statement for pair in both.values() for statement in pair)),
    )


def _left(revenue: Statement, expenditure: Statement) -> Cell:
    reason = comparable(revenue, expenditure, "balance")
    if reason is not None:
        return Cell(None, reason)
    assert revenue.amount_minor is not None and expenditure.amount_minor is not None
    left = revenue.amount_minor - expenditure.amount_minor
    return Cell(left, None if left else Mark.ZERO)
