"""Which documents of a place we hold, and why others are not here."""

from __future__ import annotations

from dashboard.exhibits.breakdown import plan_name
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.view import View
from dashboard.i18n import t

_SHOWN = (("revenue", "plan"), ("revenue", "executed"), ("expenditure", "plan"), ("expenditure", "executed"))


def completeness(view: View) -> Exhibit:
    """One row per year up to the present: the date of each expected document's figure, or why there is none."""
    lang = view.lang
    first = min(view.years, default=view.today.year)
    years = range(max(view.today.year, *view.years, first), first - 1, -1)
    rows = []
    for year in years:
        cells = []
        for direction, phase in _SHOWN:
            statement = view.plan(direction, year) if phase == "plan" else view.pick(direction, phase, year)
            if statement is None:
                cells.append(view.absence("approved" if phase == "plan" else phase, year))
            elif statement.amount_minor is None:
                cells.append(Cell(None, Mark.MISSING))
            elif phase == "executed":
                cells.append(Cell(t(lang, "exhibits.published.until", date=statement.period_end)))
            else:
                cells.append(Cell(plan_name(view, statement)))
        rows.append(Row(str(year), (Cell(str(year)), *cells), emphasis=year == view.year))
    absent = [cell.mark for row in rows for cell in row.cells[1:]]
    rows = _together(rows)
    late, missing = absent.count(Mark.LATE), absent.count(Mark.MISSING) + absent.count(Mark.NOT_HELD)
    there = sum(1 for mark in absent if mark is None)
    shown = [view.best(direction, year) for year in view.years for direction in ("revenue", "expenditure")]
    return view.exhibit(
        key="what-is-published",
        question=t(lang, "exhibits.published.question"),
        answer=" ".join(
            (
                t(lang, "exhibits.published.answer_there", n=there),
                *((t(lang, "exhibits.published.answer_late", n=late),) if late else ()),
                *((t(lang, "exhibits.published.answer_missing", n=missing),) if missing else ()),
            )
        ),
        columns=(
            Column("year", t(lang, "exhibits.columns.year")),
            *(
                Column(
                    f"{direction}-{phase}",
                    f"{t(lang, f'exhibits.{direction}.label')}: {t(lang, f'exhibits.published.{phase}')}",
                )
                for direction, phase in _SHOWN
            ),
        ),
        rows=rows,
        sources=view.sources(*shown),
        notes=(t(lang, "exhibits.published.rule"), *_habit(view)),
    )


def _together(rows: list[Row]) -> list[Row]:
    """Years next to each other of which nothing is held, for the same reasons, are one row."""
    joined: list[list[Row]] = []
    for row in rows:
        bare = all(cell.value is None for cell in row.cells[1:])
        if bare and joined and joined[-1][-1].cells[1:] == row.cells[1:]:
            joined[-1].append(row)
        else:
            joined.append([row])
    return [_row_of(same) for same in joined]


def _row_of(same: list[Row]) -> Row:
    first, last = same[-1], same[0]
    if first is last:
        return first
    name = f"{first.key}–{last.key}"
    return Row(name, (Cell(name), *first.cells[1:]), emphasis=any(row.emphasis for row in same))


def _habit(view: View) -> tuple[str, ...]:
    """When councils usually decide; rayons and oblasts have none that approves the budget."""
    return (t(view.lang, "exhibits.published.rule_council"),) if view.place.has_council else ()
