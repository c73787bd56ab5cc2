"""The amounts of an exhibit in the measure a reader asks for: to the last som, for one resident, of a hundred som."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from dashboard.exhibits.model import Cell, Choices, Column, Exhibit
from dashboard.exhibits.view import View
from dashboard.i18n import currency_word, number, t
from dashboard.store.comparable import Reason, can_be_taken_apart, per_head
from dashboard.store.records import People, Statement

Measure = Literal["exact", "head", "hundred"]
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
_HUNDRED = 100_00  # minor units
Statements = Mapping[str, Statement | None]


@dataclass(frozen=True)
class _Part:
    """What the amounts of a column are multiplied by, in words who was counted; or why they may not be."""

    factor: float | Reason
    note: str = ""


def in_measure(view: View, exhibit: Exhibit, statements: Statements) -> Exhibit:
    """The exhibit as `view.measure` wants it, with the measures that may be asked for and the years to put beside it.

    `statements`: of every column of money, by its key; None where there is none. What may not be divided is replaced
    by the reason.
    """
    parts = {measure: _parts(view, measure, statements) for measure in ("head", "hundred")}
    known = tuple(m for m, of in parts.items() if any(not isinstance(part.factor, Reason) for part in of.values()))
    choices = Choices(("exact", *known), tuple(year for year in view.years if year != view.year))
    exhibit = replace(exhibit, choices=choices)
    if view.measure == "exact":
        columns = tuple(replace(each, exact=True) if each.kind == "money" else each for each in exhibit.columns)
        return replace(exhibit, columns=columns)
    if view.measure not in parts:
        return exhibit
    return _divided(view, exhibit, view.measure, parts[view.measure])


def _parts(view: View, measure: str, statements: Statements) -> dict[str, _Part]:
    of = _of_a_head if measure == "head" else _of_a_hundred
    return {key: of(view, statement) for key, statement in statements.items()}


def _of_a_head(view: View, statement: Statement | None) -> _Part:
    people = people_of(view, statement.year) if statement is not None else None
    if statement is None or people is None or not people.people:
        return _Part(Reason.NO_FIGURE)
    words = t(view.lang, "exhibits.per_head.people", people=number(view.lang, people.people), date=people.as_of)
    return _Part(per_head(statement, people.as_of) or 1 / people.people, words)


def _of_a_hundred(_: View, statement: Statement | None) -> _Part:
    if statement is None or statement.amount_minor is None:
        return _Part(Reason.NO_FIGURE)
    return _Part(can_be_taken_apart(statement) or _HUNDRED / max(statement.amount_minor, statement.lines_minor or 0))


def people_of(view: View, year: int) -> People | None:
    """People on 1 January of a year; without it the latest count before it; never a later one."""
    before = [count for count in view.people if count.as_of.year <= year]
    return before[-1] if before else None


def _divided(view: View, exhibit: Exhibit, measure: str, parts: Mapping[str, _Part]) -> Exhibit:
    lang = view.lang
    unit = currency_word(lang, exhibit.currency, 100)
    name = t(lang, f"tools.as.{measure}", unit=unit)
    columns = tuple(
        replace(column, exact=True, label=f"{column.label} – {name}") if column.key in parts else column
        for column in exhibit.columns
    )
    rows = tuple(
        replace(row, cells=tuple(map(_cell, row.cells, exhibit.columns, (parts.get(c.key) for c in exhibit.columns))))
        for row in exhibit.rows
    )
    notes = dict.fromkeys((*exhibit.notes, *(part.note for part in parts.values() if part.note)))
    return replace(exhibit, columns=columns, rows=rows, notes=tuple(notes))


def _cell(cell: Cell, column: Column, part: _Part | None) -> Cell:
    if part is None or column.kind != "money" or not isinstance(cell.value, (int, float)):
        return cell
    if isinstance(part.factor, Reason):
        return Cell(None, part.factor)
    before = None if cell.previous is None else _rounded(cell.previous * part.factor)
    return replace(cell, value=_rounded(cell.value * part.factor), previous=before)


def _rounded(minor: float) -> int:
    """To a som, small amounts to the last minor unit: as they are reckoned, and as other pages print them."""
    return round(minor) if abs(minor) < 100_00 else round(minor / 100) * 100
