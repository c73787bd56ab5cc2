"""Fiscal year and period end of each fact, from what the file gives: a year, a month, a date, a period's name."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.intake.findings import Findings
from dashboard.intake.mapping.schema import Mapping
from dashboard.intake.table.columns import Coded, combine
from dashboard.intake.table.dates import BadDate, DateOrder, parse_date, parse_period_end
from dashboard.intake.table.fields import Fields

YEARS = range(2000, 2101)
WHOLE_YEAR = "year"
_YEAR = re.compile(r"\s*([0-9]{4})(?:\D.*)?")


@dataclass(frozen=True)
class Periods:
    """Fiscal year (int) and period end (date) of each fact; None where they could not be read."""

    year: Coded
    end: Coded


@dataclass(frozen=True)
class _Read:
    year: int | None
    end: date | None
    problem: str = ""
    field: str = ""


def read_periods(fields: Fields, row_no: npt.NDArray[np.int64], mapping: Mapping, findings: Findings) -> Periods:
    """Read the periods of a block of facts.

    A fiscal year that is not given is the one of the period. A period that is not given is the whole year;
    only execution with an empty cell in a column of periods is an error.
    """
    rows = len(row_no)
    empty = Coded.constant("", rows)
    needed = "period_end" in mapping.columns or "month" in mapping.columns
    parts = [fields.get(name, empty) for name in ("fiscal_year", "month", "period_end", "phase")]
    read = combine(parts, lambda *texts: _read(*texts, order=mapping.date_order, needed=needed))
    complaints = read.map(lambda each: (each.problem, each.field))
    for problem, field in sorted(set(complaints.values) - {("", "")}):
        wrong = complaints.mask((problem, field).__eq__)
        findings.rows(
            problem,
            "error",
            wrong,
            row_no,
            column=str(mapping.columns.get(field, field)),
            values=fields.get(field),
            field=field,
        )
    return Periods(read.map(lambda each: each.year), read.map(lambda each: each.end))


def _read(year_text: str, month: str, end_text: str, phase: str, *, order: DateOrder, needed: bool) -> _Read:
    year = None
    if year_text:
        found = _YEAR.fullmatch(year_text)
        year = int(found[1]) if found else None
        if year not in YEARS:
            return _Read(None, None, "bad_year", "fiscal_year")
    try:
        end = _end(year, month, end_text, order)
    except BadDate as error:
        return _Read(None, None, error.reason, "period_end" if end_text else "month")
    year = year if year is not None or end is None else end.year
    if year is None:
        return _Read(None, None, "field_missing", "fiscal_year")
    if end is not None and end.year not in YEARS:
        return _Read(None, None, "bad_year", "period_end")
    if end is None and needed and phase == "executed":
        return _Read(None, None, "field_missing", "period_end")
    return _Read(year, end or date(year, 12, 31))


def _end(year: int | None, month: str, text: str, order: DateOrder) -> date | None:
    if text == WHOLE_YEAR:
        return None if year is None else date(year, 12, 31)
    if text:
        if order != "auto" and re.fullmatch(r"[0-9./ -]{8,}", text):
            return parse_date(text, order=order)
        return parse_period_end(text, year)
    if month and year is not None:
        if month.isdigit() and 1 <= int(month) <= 12:
            return date(year, int(month), calendar.monthrange(year, int(month))[1])
        return parse_period_end(month, year)
    return None
