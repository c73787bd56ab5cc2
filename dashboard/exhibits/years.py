"""Over time: year by year, and month by month within the year."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of
from dashboard.exhibits.calendar import absence, month_end
from dashboard.exhibits.drawings import Months, Years
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.view import View
from dashboard.i18n import day, money, month_name, percent, t


def year_by_year(view: View, direction: str) -> Exhibit:
    """Plan in force and execution of every year with a figure; forecasts are plans of later years."""
    lang = view.lang
    years = [y for y in view.years if view.best(direction, y) is not None]
    rows, statements = [], []
    for year in years:
        plan, executed = view.plan(direction, year, whole_year=True), view.pick(direction, "executed", year)
        statements += [plan, executed]
        cells = (
            Cell(str(year)),
            Cell(plan.amount_minor) if plan else Cell(None, absence(year, "approved", view.today)),
            Cell(t(lang, f"exhibits.phase.{plan.phase}") if plan else ""),
            Cell(executed.amount_minor)
            if executed and executed.amount_minor is not None
            else Cell(None, absence(year, "executed", view.today)),
            Cell(day(executed.period_end)) if executed else Cell(None, absence(year, "executed", view.today)),
        )
        rows.append(Row(str(year), cells, emphasis=year == view.year))
    return view.exhibit(
        key=f"{direction}-by-year",
        question=t(lang, f"exhibits.{direction}.question_years"),
        answer=_change(view, direction),
        columns=(
            Column("year", t(lang, "exhibits.columns.year")),
            Column("plan", t(lang, "exhibits.columns.plan"), "money"),
            Column("phase", t(lang, "exhibits.columns.phase")),
            Column("executed", t(lang, "exhibits.phase.executed"), "money"),
            Column("as_of", t(lang, "exhibits.columns.as_of_date")),
        ),
        rows=rows,
        sources=view.sources(*statements),
        notes=(t(lang, "exhibits.notes.nominal"),),
        drawing=Years(label="year", plan="plan", done="executed") if len(rows) > 1 else None,
    )


def month_by_month(view: View, direction: str) -> Exhibit | None:
    """Executed since January at the end of each month, the plan, and last year; None without monthly figures."""
    lang = view.lang
    executed = _months(view, direction, view.year)
    if len(executed) < 2:
        return None
    last_year = _months(view, direction, view.year - 1)
    plan = view.plan(direction, whole_year=True)
    rows = []
    for month in range(1, 13):
        cell = Cell(executed[month]) if month in executed else Cell(None, _why_no_month(view, month, executed))
        cells = [Cell(month_name(lang, month)), cell, Cell(plan.amount_minor) if plan else Cell(None, Mark.MISSING)]
        if last_year:
            cells.append(Cell(last_year[month]) if month in last_year else Cell(None, Mark.MISSING))
        rows.append(Row(f"{view.year}-{month:02}", tuple(cells)))
    now = view.pick(direction, "executed")
    columns = [
        Column("month", t(lang, "exhibits.columns.month")),
        Column("executed", t(lang, "exhibits.columns.since_january", year=view.year), "money"),
        Column("plan", t(lang, "exhibits.columns.plan_of_year", year=view.year), "money"),
    ]
    if last_year:
        columns.append(Column("last_year", t(lang, "exhibits.columns.since_january", year=view.year - 1), "money"))
    return view.exhibit(
        key=f"{direction}-by-month",
        question=t(lang, f"exhibits.{direction}.question_months", year=view.year),
        answer=_pace(view, direction),
        columns=columns,
        rows=rows,
        sources=view.sources(now, plan),
        notes=notes_of(view, now),
        drawing=Months(label="month", plan="plan", done="executed", before="last_year" if last_year else None),
    )


def _months(view: View, direction: str, year: int) -> dict[int, int]:
    until = view.period if year == view.year else None
    return {
        s.period_end.month: s.amount_minor
        for s in view.statements
        if (s.year, s.direction, s.phase) == (year, direction, "executed")
        and s.amount_minor is not None
        and (until is None or s.period_end <= until)
    }


def _why_no_month(view: View, month: int, executed: dict[int, int]) -> Mark:
    # A month is due once a later one is published or a quarter has passed; before that it is simply not yet there.
    if month < max(executed):
        return Mark.MISSING
    over = (view.today - month_end(view.year, month)).days
    return Mark.NOT_DUE if over <= 92 else Mark.LATE


def _pace(view: View, direction: str) -> str:
    now = view.pick(direction, "executed")
    assert now is not None and now.amount_minor is not None
    values = {"date": day(now.period_end), "amount": money(view.lang, now.amount_minor, view.place.currency)}
    before = view.same_month_last_year(now)
    if before is None or not before.amount_minor:
        return t(view.lang, f"exhibits.{direction}.answer_executed", year=view.year, **values)
    change = now.amount_minor / before.amount_minor - 1
    way = "more" if change > 0 else "less" if change < 0 else "same"
    return t(view.lang, f"exhibits.pace_{way}", change=percent(view.lang, abs(change)), **values)


def _change(view: View, direction: str) -> str:
    lang, currency = view.lang, view.place.currency
    now = view.best(direction)
    if now is None or now.amount_minor is None:
        return t(lang, f"exhibits.{direction}.answer_nothing", year=view.year)
    # Like with like: execution with the same months of last year, a plan with last year's plan.
    executed = now.phase == "executed"
    before = view.same_month_last_year(now) if executed else view.plan(direction, view.year - 1)
    if executed and now.period_end.month < 12 and before is not None:
        return _pace(view, direction)
    if before is None or not before.amount_minor:
        return t(
            lang,
            "exhibits.only_year",
            year=view.year,
            amount=money(lang, now.amount_minor, currency),
            phase=t(lang, f"exhibits.phase.{now.phase}"),
        )
    change = now.amount_minor / before.amount_minor - 1
    way = "more" if change > 0 else "less" if change < 0 else "same"
    return t(
        lang,
        f"exhibits.year_{way}",
        year=view.year,
        last=view.year - 1,
        change=percent(lang, abs(change)),
        now=money(lang, now.amount_minor, currency),
        before=money(lang, before.amount_minor, currency),
    )
