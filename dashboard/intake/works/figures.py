"""Amounts, quantities, days and sources of money of works, column by column."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import numpy as np

from dashboard.i18n import fold
from dashboard.intake.mapping.schema import NumberStyle
from dashboard.intake.mapping.tables import ColumnRef, DateOrder, Words
from dashboard.intake.problems import BadValue
from dashboard.intake.table.columns import Coded, Objects, combine
from dashboard.intake.table.dates import BadDate, parse_date, parse_period_end, parse_period_start
from dashboard.intake.table.numbers import BadNumber, parse_number
from dashboard.intake.works.mapping import FundingSpec, Style
from dashboard.intake.works.texts import WorksTable, clean_column
from dashboard.store.work_records import Funding
from dashboard.store.works_tables import FUNDING_SOURCES


def read_money(table: WorksTable, ref: ColumnRef | None, name: str) -> Objects:
    """Amounts in minor units, None where there is none. `name` tells how its figures are written."""
    made = np.full(len(table), None, dtype=object)
    if ref is None:
        return made
    mapping, style = table.mapping, number_style(table.mapping.style_of(name))
    rounded = mapping.numbers.round is not None
    # A number of a workbook is read as it is; only joined and cut columns are text.
    amounts = table.amounts(ref, style, cut=True, left_out=mapping.leave_out, rounded=rounded)
    if amounts is not None:
        made[~amounts.missing] = amounts.minor[~amounts.missing].tolist()
    return made


def read_numbers(table: WorksTable, name: str, *, whole: bool = False) -> Coded:
    """Quantities (float) or, with `whole`, counts (int); None where there is none."""
    style = number_style(table.mapping.style_of(name))

    def read(text: str) -> float:
        number = parse_number(text, style)
        if number is None:
            raise BadNumber("")
        if number < 0 or (whole and number != int(number)) or number > 10**9:
            raise BadNumber("bad_count" if whole else "bad_quantity")
        return int(number) if whole else float(number)

    return _read(table, name, read)


def read_dates(table: WorksTable, name: str) -> Coded:
    """Days, None where there is none. A year or a month means its first day for a start and its last for an end."""
    start = name.endswith("_start")
    return _read(table, name, lambda text: read_day(text, table.mapping.numbers.date_order, start=start))


def read_precisions(table: WorksTable, name: str, dates: Coded) -> Coded:
    """How narrowly each of the days that `read_dates` gave is known, one of PRECISIONS."""
    order = table.mapping.numbers.date_order
    return combine([table.text(name), dates], lambda text, day: precision_of(text, order) if day is not None else "")


def precision_of(text: str, order: DateOrder) -> str:
    """Whether a text that `read_day` reads names a day, a month (or months up to one), a quarter or a year."""
    with suppress(BadDate):
        parse_date(text, order=order)
        return ""
    try:
        start, end = parse_period_start(text), parse_period_end(text)
    except BadDate:  # a day that is written otherwise than the rest of its column: it names no period
        return ""
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    return {3: "quarter", 12: "year"}.get(months, "month")


def read_day(text: str, order: DateOrder, *, start: bool) -> date:
    """One day; of a year, quarter or month the first (`start`) or the last. Raises BadDate."""
    try:
        return parse_date(text, order=order)
    except BadDate as error:
        if error.reason != "bad_date":
            raise
    try:
        return parse_period_start(text) if start else parse_period_end(text)
    except BadDate as error:
        # Where the order is told there is nothing left to ask: the day is none.
        raise BadDate("bad_date" if order != "auto" else error.reason) from error


def _read(table: WorksTable, name: str, read: Callable[[str], Any]) -> Coded:
    column = table.text(name)

    def verdict(text: str) -> tuple[Any, str]:
        if not text:
            return None, ""
        try:
            return read(text), ""
        except BadValue as error:
            return None, error.reason

    answers = column.map(lambda text: (text, *verdict(text)))
    bad = [(row, answers.at(row)[2]) for row in np.flatnonzero(answers.mask(lambda answer: bool(answer[2]))).tolist()]
    # What can be read is asked about even where the rest is left out: a mapping can say in what order days are written.
    asked = [each for each in bad if each[1] == "ambiguous_date"]
    unread = [each for each in bad if each[1] != "ambiguous_date"]
    table.tell_cells(asked, table.name_of(name), column.to_numpy())
    table.tell_cells(unread, table.name_of(name), column.to_numpy(), left_out=table.mapping.leave_out)
    return answers.map(lambda answer: answer[1])


def number_style(style: Style) -> NumberStyle:
    """The style a single cell is read in: of a mixed column only what can be read one way is taken."""
    return "auto" if style == "mixed" else style


def read_fundings(table: WorksTable) -> list[tuple[Funding, ...]]:
    """The sources of money of each row. A source that gives nothing, or is not named in the row, is none."""
    words = {fold(word): source for word, source in table.mapping.values.get("funding", {}).items()}
    found: list[list[Funding]] = [[] for _ in range(len(table))]
    for spec in table.mapping.fundings:
        _add_fundings(found, spec, words, table)
    return [tuple(parts) for parts in found]


def _add_fundings(found: list[list[Funding]], spec: FundingSpec, words: Words, table: WorksTable) -> None:
    printed, label = clean_column(table, spec.source_column), clean_column(table, spec.label_column)
    amounts = read_money(table, spec.amount_column, "funding")
    unknown = np.zeros(len(table), dtype=bool)
    for row, parts in enumerate(found):
        source, said, amount = printed.at(row), label.at(row) or spec.label, amounts[row]
        if amount == 0 or not (source or label.at(row) or amount is not None):
            continue
        told = source or spec.source or said
        kind = told if told in FUNDING_SOURCES else words.get(fold(told), "")
        unknown[row] = bool(source) and not kind
        parts.append(Funding(kind or "other", said, amount))
    named, allowed = str(spec.source_column or spec.label_column or "funding"), ", ".join(FUNDING_SOURCES)
    table.tell("bad_choice", unknown, "funding", column=named, values=printed, field="funding", allowed=allowed)
