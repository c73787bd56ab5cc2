"""The figures a resident sees first: revenue, expenditure, balance, spending per head, as far as they are known."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.cells import shown
from dashboard.exhibits.drawings import Headline, Headlines
from dashboard.exhibits.measured import people_of
from dashboard.exhibits.model import Caveat, Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opening import opening_of, said_of
from dashboard.exhibits.view import PHASES, View
from dashboard.i18n import day, money, number, percent, t
from dashboard.store.comparable import Reason, comparable, per_head
from dashboard.store.records import People, Statement


def headlines(view: View) -> Exhibit:
    """Revenue, expenditure, balance and per head of the year, each with its plan, share done and date.

    Only figures that are known are drawn; why others are not stands in the table and in the notes.
    """
    lang = view.lang
    revenue, expenditure = view.best("revenue"), view.best("expenditure")
    balance, why_no_balance = balance_of(view)
    made = (_side(view, "revenue"), _side(view, "expenditure"), balance, _per_head(view))
    figures = tuple(figure for figure in made if figure is not None)
    phases = [p for p in PHASES if any(p in view.phases(direction) for direction in ("revenue", "expenditure"))]
    rows = [_table_row(view, direction, phases) for direction in ("revenue", "expenditure")]
    notes = dict.fromkeys(notes_of(view, revenue, view.plan("revenue"), expenditure, view.plan("expenditure")))
    if revenue is not None and expenditure is not None and why_no_balance is not None:
        notes[Caveat(t(lang, "exhibits.balance.answer_nothing", why=t(lang, f"marks.{why_no_balance.value}")))] = None
    if expenditure is not None and population_of(view) is None:
        notes[t(lang, "exhibits.per_head.no_people")] = None
    return view.exhibit(
        key="year-at-a-glance",
        question=t(lang, "exhibits.headlines.question", year=view.year),
        answer=figures[0].sentence if figures else t(lang, "exhibits.headlines.nothing", year=view.year),
        columns=(
            Column("label", t(lang, "exhibits.columns.figure")),
            *(Column(p, t(lang, f"exhibits.phase.{p}"), "money") for p in phases),
            Column("share", t(lang, "exhibits.columns.share_done"), "share"),
            Column("as_of", t(lang, "exhibits.columns.as_of_date")),
        ),
        rows=rows,
        sources=view.sources(*_behind(view)),
        notes=tuple(notes),
        drawing=Headlines(figures=figures, left_to_table=tuple(phases)) if figures else None,
    )


def _behind(view: View) -> list[Statement]:
    """Every statement that a figure or a sentence of the headlines is from."""
    sides = ("revenue", "expenditure")
    shown = [view.pick(side, phase) for side in sides for phase in PHASES]
    known = [statement for statement in shown if statement is not None and statement.amount_minor is not None]
    before = [view.before(best) for side in sides if (best := view.best(side)) is not None]
    return known + [statement for statement in before if not isinstance(statement, Reason)]


def _side(view: View, direction: str) -> Headline | None:
    lang, currency = view.lang, view.place.currency
    best, plan = view.best(direction), view.plan(direction)
    if best is None or best.amount_minor is None:
        return None
    amount = money(lang, best.amount_minor, currency)
    sentence = said_of(view, best)
    facts, share, gone = [], None, None
    if best.phase == "executed":
        done = view.done(best, plan)
        if plan is not None and plan.amount_minor is not None and not isinstance(done, Reason):
            share = done
            facts.append(
                t(
                    lang,
                    "exhibits.headlines.of_plan",
                    phase=t(lang, f"exhibits.phase.{plan.phase}"),
                    plan=money(lang, plan.amount_minor, currency),
                    share=percent(lang, share),
                )
            )
            if plan.scope == "year" and best.is_partial:
                gone = best.gone
                facts.append(t(lang, "exhibits.headlines.elapsed", share=percent(lang, gone, 0)))
        facts += _same_month(view, best)
    else:
        facts.append(t(lang, "exhibits.headlines.plan_only", phase=t(lang, f"exhibits.phase.{best.phase}")))
        facts.append(_executed_absent(view, direction))
    label = t(lang, f"exhibits.{direction}.label")
    return Headline(direction, label, amount, sentence, tuple(facts), share, gone, _mark(best))


def _executed_absent(view: View, direction: str) -> str:
    """Why the executed figure is not shown, in words."""
    cell = view.amount(view.pick(direction, "executed"), "executed")
    why = shown(cell, Column(direction, "", "money"), view.lang, view.place.currency)
    return t(view.lang, "exhibits.headlines.executed_absent", why=why)


def _same_month(view: View, now: Statement) -> list[str]:
    before = view.before(now)
    if isinstance(before, Reason) or not before.amount_minor or now.amount_minor is None:
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


def balance_of(view: View) -> tuple[Headline | None, Reason | None]:
    """Revenue less expenditure, executed if both are known so, otherwise as planned; or why there is none."""
    lang = view.lang
    pairs = [
        (view.pick("revenue", "executed"), view.pick("expenditure", "executed")),
        (view.plan("revenue"), view.plan("expenditure")),
        (view.draft("revenue"), view.draft("expenditure")),
    ]
    reasons = []
    for revenue, expenditure in pairs:
        if revenue is None or expenditure is None:
            continue
        reason = comparable(revenue, expenditure, "balance")
        if reason is not None:
            reasons.append(reason)
            continue
        assert revenue.amount_minor is not None and expenditure.amount_minor is not None
        left = revenue.amount_minor - expenditure.amount_minor
        opening, amount = opening_of(view, revenue), money(lang, abs(left), view.place.currency)
        said = f"exhibits.{view.tense}.balance.answer_{_way(left)}"
        kind = {"executed": "executed", "forecast": "draft"}.get(revenue.phase, "plan")
        headline = Headline(
            "balance",
            t(lang, "exhibits.balance.label"),
            money(lang, left, view.place.currency),
            _opened(view, left, opening) if opening else t(lang, said, amount=amount),
            (t(lang, f"exhibits.balance.of_{kind}", date=revenue.period_end),),
            mark=Mark.ZERO if left == 0 else None,
        )
        return headline, None
    return None, next(iter(reasons), Reason.NO_FIGURE)


def _opened(view: View, left: int, opening: int) -> str:
    """Revenue less expenditure with the balance at the start of the year, and without it, in minor units."""

    def said(amount: int) -> str:
        return money(view.lang, abs(amount), view.place.currency)

    own = left - opening
    with_it = {"opening": said(opening), "amount": said(left)}
    first = t(view.lang, f"exhibits.balance.opened_{_way(left)}", **with_it)
    return first + " " + t(view.lang, f"exhibits.balance.own_{_way(own)}", amount=said(own))


def _way(left: int) -> str:
    return "surplus" if left > 0 else "deficit" if left < 0 else "even"


def _per_head(view: View) -> Headline | None:
    lang = view.lang
    spent, known = view.best("expenditure"), population_of(view)
    if spent is None or spent.amount_minor is None or known is None or not known.people:
        return None
    if per_head(spent, known.as_of) is not None:
        return None
    amount = money(lang, round(spent.amount_minor / known.people / 100) * 100, view.place.currency, exact=True)
    return Headline(
        "per-head",
        t(lang, "exhibits.per_head.label"),
        amount,
        t(lang, f"exhibits.per_head.answer_{'executed' if spent.phase == 'executed' else 'plan'}", amount=amount),
        (t(lang, "exhibits.per_head.people", people=number(lang, known.people), date=known.as_of),),
    )


def population_of(view: View) -> People | None:
    """People on 1 January of the year looked at, see `people_of`."""
    return people_of(view, view.year)


def _table_row(view: View, direction: str, phases: list[str]) -> Row:
    cells = [view.amount(view.pick(direction, phase), phase) for phase in phases]
    executed, plan = view.pick(direction, "executed"), view.plan(direction)
    best = view.best(direction)
    # A plan of the whole year is as of no day.
    dated = best is not None and (best.phase == "executed" or best.scope == "period")
    date_cell = Cell(day(best.period_end)) if best is not None and dated else Cell(None, Mark.UNDEFINED)
    share = share_cell(view.done(executed, plan))
    return Row(direction, (Cell(t(view.lang, f"exhibits.{direction}.label")), *cells, share, date_cell))


def share_cell(share: float | Reason) -> Cell:
    """A share, or in words why there is none; simply none where a figure for it is not known."""
    if not isinstance(share, Reason):
        return Cell(share)
    return Cell(None, Mark.UNDEFINED if share is Reason.NO_FIGURE else share)


def _mark(statement: Statement) -> Mark | None:
    return Mark.RESTATED if statement.restated else Mark.ZERO if statement.amount_minor == 0 else None
