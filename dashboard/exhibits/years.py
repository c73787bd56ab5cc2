"""Over time: year by year, and month by month within the year."""

from __future__ import annotations

from dashboard.exhibits.breakdown import notes_of, nothing_known
from dashboard.exhibits.calendar import month_end
from dashboard.exhibits.drawings import Months, Years
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.view import View
from dashboard.i18n import Lang, day, money, month_name, percent, t
from dashboard.store.comparable import Reason
from dashboard.store.records import Statement


def year_by_year(view: View, direction: str) -> Exhibit:
    """Plan in force, draft or outlook, and execution of every year with a figure. Part of a year is named as such."""
    lang = view.lang
    years = [y for y in view.years if view.best(direction, y) is not None]
    plans = {year: view.plan(direction, year, whole_year=True) for year in years}
    drafts = {year: None if plans[year] else view.draft(direction, year) for year in years}
    drafted = any(drafts.values())
    rows, statements, partly = [], [], []
    for year in years:
        plan, draft, executed = plans[year], drafts[year], view.pick(direction, "executed", year)
        statements += [plan, draft, executed]
        done = executed if executed is not None and executed.amount_minor is not None else None
        if done is not None and done.is_partial:
            partly.append(str(year))
        cells = (
            Cell(_year_name(lang, year, done)),
            Cell(plan.amount_minor) if plan else view.absence("approved", year),
            *((Cell(draft.amount_minor) if draft else Cell(None, Mark.UNDEFINED),) if drafted else ()),
            Cell(t(lang, f"exhibits.phase.{named.phase}") if (named := plan or draft) else ""),
            Cell(done.amount_minor) if done else view.absence("executed", year),
            Cell(day(done.period_end)) if done else view.absence("executed", year),
        )
        rows.append(Row(str(year), cells, emphasis=year == view.year))
    return view.exhibit(
        key=f"{direction}-by-year",
        question=t(lang, f"exhibits.{direction}.question_years"),
        answer=_change(view, direction),
        columns=(
            Column("year", t(lang, "exhibits.columns.year")),
            Column("plan", t(lang, "exhibits.columns.plan"), "money"),
            *((Column("draft", t(lang, "exhibits.phase.forecast"), "money"),) if drafted else ()),
            Column("phase", t(lang, "exhibits.columns.phase")),
            Column("executed", t(lang, "exhibits.phase.executed"), "money"),
            Column("as_of", t(lang, "exhibits.columns.as_of_date")),
        ),
        rows=rows,
        sources=view.sources(*statements),
        notes=(t(lang, "exhibits.notes.nominal"),),
        drawing=Years(
            label="year", plan="plan", draft="draft" if drafted else None, done="executed", partly=tuple(partly)
        )
        if len(rows) > 1
        else None,
    )


def _year_name(lang: Lang, year: int, executed: Statement | None) -> str:
    """The year, with its months where only some of it has been executed."""
    if executed is None or not executed.is_partial:
        return str(year)
    return t(lang, "exhibits.months_of_year", year=year, n=executed.months)


def month_by_month(view: View, direction: str) -> Exhibit | None:
    """Executed since January at the end of each month, the plan, and last year; None without monthly figures."""
    lang = view.lang
    executed = _months(view, direction, view.year)
    if len(executed) < 2:
        return None
    last_year = _months(view, direction, view.year - 1)
    plan = view.plan(direction, whole_year=True)
    rows = []
    now = view.pick(direction, "executed")
    ends = now.year_ends if now is not None else 12
    months = [(ends + after) % 12 + 1 for after in range(12)]
    last = max(months.index(month) for month in executed)
    if len(executed) <= last:
        # Of a year of which some months only are known, the others are nothing to look at.
        months = [month for month in months if month in executed]
    for month in months:
        cell = Cell(executed[month]) if month in executed else Cell(None, _why_no_month(view, month, ends))
        cells = [Cell(month_name(lang, month)), cell, Cell(plan.amount_minor) if plan else Cell(None, Mark.MISSING)]
        if last_year:
            cells.append(Cell(last_year[month]) if month in last_year else Cell(None, Mark.MISSING))
        rows.append(Row(f"{view.year - (month > ends)}-{month:02}", tuple(cells)))
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
        sources=view.sources(*_monthly(view, direction, view.year), *_monthly(view, direction, view.year - 1), plan),
        notes=notes_of(view, now),
        drawing=Months(label="month", plan="plan", done="executed", before="last_year" if last_year else None),
    )


def _months(view: View, direction: str, year: int) -> dict[int, int]:
    return {s.period_end.month: s.amount_minor or 0 for s in _monthly(view, direction, year)}


def _monthly(view: View, direction: str, year: int) -> list[Statement]:
    """Execution of the whole budget to the end of each month that is known."""
    until = view.period if year == view.year else None
    return [
        s
        for s in view.statements
        if (s.year, s.direction, s.phase) == (year, direction, "executed")
        and s.is_whole
        and s.amount_minor is not None
        and (until is None or s.period_end <= until)
    ]


def _why_no_month(view: View, month: int, ends: int) -> Mark:
    # Nobody has set a day for reports of a month: one that is over is simply not here.
    year = view.year - (month > ends)
    return Mark.NOT_DUE if view.today <= month_end(year, month) else Mark.NOT_HELD


def _pace(view: View, direction: str) -> str:
    now = view.pick(direction, "executed")
    assert now is not None and now.amount_minor is not None
    values = {"date": now.period_end, "amount": money(view.lang, now.amount_minor, view.place.currency)}
    before = view.before(now)
    if isinstance(before, Reason) or not before.amount_minor:
        return t(view.lang, f"exhibits.{direction}.answer_executed", year=view.year, **values)
    change = now.amount_minor / before.amount_minor - 1
    way = "more" if change > 0 else "less" if change < 0 else "same"
    return t(view.lang, f"exhibits.pace_{way}", change=percent(view.lang, abs(change)), **values)


def _change(view: View, direction: str) -> str:
    lang, currency = view.lang, view.place.currency
    now = view.best(direction)
    if now is None or now.amount_minor is None:
        return nothing_known(view, direction)
    before = view.before(now)
    if now.phase == "executed" and now.is_partial and not isinstance(before, Reason):
        return _pace(view, direction)
    if isinstance(before, Reason) or not before.amount_minor:
        amount, phase = money(lang, now.amount_minor, currency), t(lang, f"exhibits.phase.{now.phase}")
        said = {"year": view.year, "amount": amount, "phase": phase}
        if isinstance(before, Reason) and before is not Reason.NO_FIGURE:
            why = t(lang, "exhibits.not_compared", why=t(lang, f"marks.{before.value}"))
            return f"{t(lang, 'exhibits.only_this', **said)} {why}"
        return t(lang, "exhibits.only_year", **said)
    change = now.amount_minor / before.amount_minor - 1
    way = "more" if change > 0 else "less" if change < 0 else "same"
    return t(
        lang,
        f"exhibits.year_{way}",
        year=view.year,
        last=view.year - 1,
        phase=t(lang, f"exhibits.phase.{now.phase}"),
        change=percent(lang, abs(change)),
        now=money(lang, now.amount_minor, currency),
        before=money(lang, before.amount_minor, currency),
    )
