"""The four figures a resident sees first: revenue, expenditure, balance, spending per head."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.calendar import elapsed
from dashboard.exhibits.drawings import Headline, Headlines
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.view import View
from dashboard.i18n import day, money, number, percent, t
from dashboard.store.records import People, Statement

PHASES = ("forecast", "approved", "revised", "executed")


def headlines(view: View) -> Exhibit:
    """Revenue, expenditure, balance and per head of the year, each with its plan, share done and date."""
    lang = view.lang
    revenue, expenditure = view.best("revenue"), view.best("expenditure")
    figures = (_side(view, "revenue"), _side(view, "expenditure"), _balance(view), _per_head(view))
    phases = [p for p in PHASES if any(p in view.phases(direction) for direction in ("revenue", "expenditure"))]
    rows = [_table_row(view, direction, phases) for direction in ("revenue", "expenditure")]
    return view.exhibit(
        key="year-at-a-glance",
        question=t(lang, "exhibits.headlines.question", year=view.year),
        answer=figures[0].sentence if revenue else figures[1].sentence,
        columns=(
            Column("label", t(lang, "exhibits.columns.figure")),
            *(Column(p, t(lang, f"exhibits.phase.{p}"), "money") for p in phases),
            Column("share", t(lang, "exhibits.columns.share_done"), "share"),
            Column("as_of", t(lang, "exhibits.columns.as_of_date")),
        ),
        rows=rows,
        sources=view.sources(revenue, view.plan("revenue"), expenditure, view.plan("expenditure")),
        notes=tuple(
            dict.fromkeys(notes_of(view, revenue, view.plan("revenue"), expenditure, view.plan("expenditure")))
        ),
        drawing=Headlines(figures=figures, left_to_table=tuple(phases)),
    )


def _side(view: View, direction: str) -> Headline:
    lang, currency = view.lang, view.place.currency
    label = t(lang, f"exhibits.{direction}.label")
    best, plan = view.best(direction), view.plan(direction)
    if best is None or best.amount_minor is None:
        return Headline(
            direction,
            label,
            t(lang, "marks.missing"),
            t(lang, f"exhibits.{direction}.answer_nothing", year=view.year),
            mark=Mark.MISSING,
        )
    amount = money(lang, best.amount_minor, currency)
    sentence = t(
        lang, f"exhibits.{direction}.answer_{best.phase}", year=view.year, amount=amount, date=day(best.period_end)
    )
    facts, share, gone = [], None, None
    if best.phase == "executed":
        share = view.done(best, plan)
        if plan is not None and plan.amount_minor is not None and share is not None:
            facts.append(
                t(
                    lang,
                    "exhibits.headlines.of_plan",
                    phase=t(lang, f"exhibits.phase.{plan.phase}"),
                    plan=money(lang, plan.amount_minor, currency),
                    share=percent(lang, share),
                )
            )
            if plan.scope == "year" and best.period_end.month < 12:
                gone = elapsed(best.period_end)
                facts.append(t(lang, "exhibits.headlines.elapsed", share=percent(lang, gone, 0)))
        facts += _same_month(view, best)
    else:
        facts.append(t(lang, "exhibits.headlines.plan_only", phase=t(lang, f"exhibits.phase.{best.phase}")))
        facts.append(_executed_absent(view, direction))
    return Headline(direction, label, amount, sentence, tuple(facts), share, gone, _mark(best))


def _executed_absent(view: View, direction: str) -> str:
    """Why the executed figure is not shown, in words."""
    cell = view.amount(view.pick(direction, "executed"), "executed")
    return t(
        view.lang, "exhibits.headlines.executed_absent", why=t(view.lang, f"marks.{(cell.mark or Mark.MISSING).value}")
    )


def _same_month(view: View, now: Statement) -> list[str]:
    before = view.same_month_last_year(now)
    if before is None or not before.amount_minor or now.amount_minor is None:
        return []
    change = now.amount_minor / before.amount_minor - 1
    return [
        t(
            view.lang,
            "exhibits.headlines.same_month",
            year=before.year,
            amount=money(view.lang, before.amount_minor, view.place.currency),
            change=("+" if change > 0 else "") + percent(view.lang, change),
        )
    ]


def _balance(view: View) -> Headline:
    lang = view.lang
    label = t(lang, "exhibits.balance.label")
    pair = _comparable(view)
    if pair is None:
        return Headline(
            "balance", label, t(lang, "marks.missing"), t(lang, "exhibits.balance.answer_nothing"), mark=Mark.MISSING
        )
    revenue, expenditure = pair
    assert revenue.amount_minor is not None and expenditure.amount_minor is not None
    left = revenue.amount_minor - expenditure.amount_minor
    way = "surplus" if left > 0 else "deficit" if left < 0 else "even"
    kind = "executed" if revenue.phase == "executed" else "plan"
    amount = money(lang, left, view.place.currency)
    return Headline(
        "balance",
        label,
        amount,
        t(lang, f"exhibits.balance.answer_{way}", amount=money(lang, abs(left), view.place.currency)),
        (t(lang, f"exhibits.balance.of_{kind}", date=day(revenue.period_end)),),
        mark=Mark.ZERO if left == 0 else None,
    )


def _comparable(view: View) -> tuple[Statement, Statement] | None:
    """Revenue and expenditure of one phase at one date: executed if both have it, otherwise the plans."""
    pairs = [
        (view.pick("revenue", "executed"), view.pick("expenditure", "executed")),
        (view.plan("revenue"), view.plan("expenditure")),
    ]
    for revenue, expenditure in pairs:
        if (
            revenue is not None
            and expenditure is not None
            and revenue.amount_minor is not None
            and expenditure.amount_minor is not None
            and (revenue.phase, revenue.period_end) == (expenditure.phase, expenditure.period_end)
        ):
            return revenue, expenditure
    return None


def _per_head(view: View) -> Headline:
    lang = view.lang
    label = t(lang, "exhibits.per_head.label")
    spent, known = view.best("expenditure"), population_of(view)
    if spent is None or spent.amount_minor is None or known is None or not known.people:
        key = "no_people" if known is None else "answer_nothing"
        return Headline(
            "per-head", label, t(lang, "marks.missing"), t(lang, f"exhibits.per_head.{key}"), mark=Mark.MISSING
        )
    amount = money(lang, round(spent.amount_minor / known.people / 100) * 100, view.place.currency, exact=True)
    return Headline(
        "per-head",
        label,
        amount,
        t(lang, f"exhibits.per_head.answer_{'executed' if spent.phase == 'executed' else 'plan'}", amount=amount),
        (t(lang, "exhibits.per_head.people", people=number(lang, known.people), date=day(known.as_of)),),
    )


def population_of(view: View) -> People | None:
    """People on 1 January of the year; without it the latest count before it; never a later one."""
    before = [p for p in view.people if p.as_of.year <= view.year]
    return before[-1] if before else None


def _table_row(view: View, direction: str, phases: list[str]) -> Row:
    cells = [view.amount(view.pick(direction, phase), phase) for phase in phases]
    executed, plan = view.pick(direction, "executed"), view.plan(direction)
    share = view.done(executed, plan)
    share_cell = Cell(share) if share is not None else Cell(None, Mark.UNDEFINED)
    best = view.best(direction)
    date_cell = Cell(day(best.period_end)) if best else Cell(None, Mark.MISSING)
    return Row(direction, (Cell(t(view.lang, f"exhibits.{direction}.label")), *cells, share_cell, date_cell))


def _mark(statement: Statement) -> Mark | None:
    return Mark.RESTATED if statement.restated else Mark.ZERO if statement.amount_minor == 0 else None
