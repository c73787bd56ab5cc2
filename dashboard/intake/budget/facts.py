"""Columns of amounts become facts, one row per figure; and what looks at many of them: flows and hierarchies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.intake.mapping.schema import LINE_FIELDS, YEARS, Amount, BudgetMapping, FiscalYear, year_of
from dashboard.intake.mapping.tables import DateOrder
from dashboard.intake.table.columns import Coded, Codes, Mask, concat, group_numbers, together
from dashboard.intake.table.dates import BadDate, parse_date, parse_period_end
from dashboard.intake.table.numbers import Minor
from dashboard.intake.table.table import Amounts, SourceTable
from dashboard.store.batch import SLICE_COLUMNS

#: What a line is known by.
LINE = ("municipality", "direction", "line")
_OF_LINE = ("line", "fund", "role", "unit")
#: What a fact is where nothing is said; without the empty ones it cannot be placed.
_USUAL = {"scope": "year", "fund": "budget", "phase": "", "direction": ""}
#: What a statement is where nothing is said: the whole budget, not an annex.
_WHOLE = {"covers": "whole", "covers_ky": "", "part": ""}
WHOLE_YEAR = "year"

BudgetTable = SourceTable[BudgetMapping]


@dataclass(frozen=True)
class Facts:
    """One row per figure; `rows` are positions in the table, `header` the column the amount stood in."""

    columns: Mapping[str, Coded]
    rows: Codes
    row_no: Codes
    minor: Minor
    missing: Mask
    header: Coded

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def slices(self) -> tuple[Codes, Codes]:
        """Number of the slice of each fact, and the first fact of each slice."""
        return self.groups(*SLICE_COLUMNS)

    @cached_property
    def lines(self) -> tuple[Codes, Codes]:
        """Number of the line of each fact, and the first fact of each line."""
        return self.groups(*LINE)

    def groups(self, *names: str) -> tuple[Codes, Codes]:
        """Number of the combination of values of each fact, and the first fact of each combination."""
        return group_numbers([self.columns[name] for name in names])

    def distinct(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """(first fact, *values) of every combination of values, in order of appearance."""
        for first in self.groups(*names)[1].tolist():
            yield first, *(self.columns[name].at(first) for name in names)

    def rows_of(self, first: Codes, names: Sequence[str]) -> pd.DataFrame:
        """Some columns of some facts."""
        return pd.DataFrame({name: self.columns[name].take(first).to_numpy() for name in names})

    def take(self, at: Codes, **changed: Coded) -> Facts:
        """Some of the facts, with some of their columns changed."""
        columns = {name: column.take(at) for name, column in self.columns.items()} | changed
        return Facts(columns, self.rows[at], self.row_no[at], self.minor[at], self.missing[at], self.header.take(at))

    def frame(self) -> pd.DataFrame:
        """The facts as a batch wants them."""
        names = (*SLICE_COLUMNS, *_OF_LINE)
        data: dict[str, object] = {name: self.columns[name].categorical() for name in names if name != "fiscal_year"}
        years = self.columns["fiscal_year"]
        data["fiscal_year"] = years.values.astype(np.int64)[years.codes]
        data["amount_minor"] = pd.arrays.IntegerArray(self.minor, self.missing)
        data["row_no"] = self.row_no
        return pd.DataFrame(data)


def join(parts: Sequence[Facts]) -> Facts:
    """The facts of several parts, one under the other."""
    return Facts(
        columns={name: concat([part.columns[name] for part in parts]) for name in parts[0].columns},
        rows=np.concatenate([part.rows for part in parts]),
        row_no=np.concatenate([part.row_no for part in parts]),
        minor=np.concatenate([part.minor for part in parts]),
        missing=np.concatenate([part.missing for part in parts]),
        header=concat([part.header for part in parts]),
    )


def facts_of(table: BudgetTable, spec: Amount, amounts: Amounts) -> Facts:
    """Facts of one column of the table, with what the column says about all of them."""
    blank = table.mapping.numbers.blank
    left_out = amounts.missing if blank == "drop" else amounts.bad
    chosen = np.flatnonzero(~left_out if amounts.elsewhere is None else ~(left_out | amounts.elsewhere))
    own = {**table.fields, "unit": amounts.unit}
    if len(chosen) < len(table):
        own = {name: each.take(chosen) for name, each in own.items()}
    own |= {name: Coded.constant(value, len(chosen)) for name, value in spec.set.items() if name not in LINE_FIELDS}
    for name, usual in _USUAL.items():
        own[name] = own[name].filled(usual) if name in own else Coded.constant(usual, len(chosen))
        if not usual:
            table.tell("field_missing", ~own[name].said, name, rows=chosen, field=name)
    for name, usual in _WHOLE.items():
        own[name] = own[name].filled(usual) if name in own else Coded.constant(usual, len(chosen))
    own["fiscal_year"], own["period_end"] = _read_periods(table, own, chosen)
    return Facts(
        columns={name: own[name] for name in (*SLICE_COLUMNS, *_OF_LINE)},
        rows=chosen,
        row_no=table.row_no[chosen],
        minor=amounts.minor[chosen],
        missing=amounts.missing[chosen] & (blank == "missing"),
        header=Coded.constant(amounts.header, len(chosen)),
    )


@dataclass(frozen=True)
class _Period:
    year: int | None
    end: date | None
    problem: str = ""
    field: str = ""


def _read_periods(table: BudgetTable, fields: Mapping[str, Coded], rows: Codes) -> tuple[Coded, Coded]:
    """Fiscal year (int) and period end (date) of each fact; None where they could not be read.

    A fiscal year that is not given is the one of the period. A period that is not given is the whole year;
    only execution with an empty cell in a column of periods is an error.
    """
    mapping = table.mapping
    needed = "period_end" in mapping.columns or "month" in mapping.columns
    empty = Coded.constant("", len(rows))
    parts = [fields.get(name, empty) for name in ("fiscal_year", "month", "period_end", "phase")]
    said = together(parts)
    periods = [
        _read_period(*texts, order=mapping.numbers.date_order, needed=needed, years=mapping.year)
        for texts in said.values
    ]
    for problem, name in sorted({(each.problem, each.field) for each in periods if each.problem}):
        wrong = said.rows([(each.problem, each.field) == (problem, name) for each in periods])
        table.tell(problem, wrong, name, values=fields.get(name), rows=rows, field=name)
    return said.with_values([each.year for each in periods]), said.with_values([each.end for each in periods])


def _read_period(
    year_text: str, month: str, end_text: str, phase: str, *, order: DateOrder, needed: bool, years: FiscalYear
) -> _Period:
    year = None
    if year_text:
        year = year_of(year_text)
        if year is None:
            return _Period(None, None, "bad_year", "fiscal_year")
    try:
        end = _end(year, month, end_text, order, years)
    except BadDate as error:
        return _Period(None, None, error.reason, "period_end" if end_text else "month")
    year = year if year is not None or end is None else years.of(end)
    if year is None:
        return _Period(None, None, "field_missing", "fiscal_year")
    if end is not None and end.year not in YEARS:
        return _Period(None, None, "bad_year", "period_end")
    if end is None and needed and phase == "executed":
        return _Period(None, None, "field_missing", "period_end")
    return _Period(year, end or years.last_day(year))


def _end(year: int | None, month: str, text: str, order: DateOrder, years: FiscalYear) -> date | None:
    if text == WHOLE_YEAR:
        return None if year is None else years.last_day(year)
    if text:
        if order != "auto" and re.fullmatch(r"[0-9./ -]{8,}", text):
            return parse_date(text, order=order)
        return parse_period_end(text, year, year_ends=years.ends)
    if month and year is not None:
        return parse_period_end(month, year, year_ends=years.ends)
    return None


def cumulate(facts: Facts) -> Facts:
    """Sums of single periods as sums since January, for every line of every year.

    A line without a figure in a later period keeps its sum: nothing came, but what came before still counts.
    """
    statement, _ = facts.groups(*(name for name in SLICE_COLUMNS if name != "period_end"), "fund")
    end, minor = facts.columns["period_end"].to_numpy(), np.where(facts.missing, 0, facts.minor)
    frame = pd.DataFrame({"statement": statement, "line": facts.lines[0], "end": end, "minor": minor})
    frame["at"] = np.arange(len(facts))
    pieces = []
    for _, one in frame.groupby("statement", sort=False):
        wide = one.pivot(index="line", columns="end", values=["minor", "at"]).sort_index(axis=1)
        sums = wide["minor"].fillna(0).cumsum(axis=1)
        last = wide["at"].ffill(axis=1)
        flat = pd.DataFrame({"minor": sums.stack(), "at": last.stack(future_stack=True)})
        pieces.append(flat[flat["at"].notna()].reset_index())
    result = pd.concat(pieces, ignore_index=True)
    ends, values = pd.factorize(result["end"].to_numpy(dtype=object))
    at = result["at"].to_numpy(dtype=np.int64)
    known = np.zeros(len(at), dtype=bool)
    summed = facts.take(at, period_end=Coded(ends.astype(np.int32), values))
    return replace(summed, minor=result["minor"].to_numpy(dtype=np.int64), missing=known)


def sum_repeated(facts: Facts) -> Facts:
    """One fact per line, fund and statement: the sum of all its rows, at the place of the first.

    It is missing only where all of its rows are.
    """
    number, first = facts.groups(*SLICE_COLUMNS, "line", "fund")
    if len(first) == len(facts):
        return facts
    minor = np.zeros(len(first), dtype=np.int64)
    np.add.at(minor, number, np.where(facts.missing, 0, facts.minor))
    known = np.bincount(number[~facts.missing], minlength=len(first)) > 0
    return replace(facts.take(first), minor=minor, missing=~known)


def subtotals_by_parents(facts: Facts, parent_of_line: Codes) -> Facts:
    """Facts of lines that have a child in the same statement become subtotals of it.

    `parent_of_line`: number of the parent of each line (-1 without one).
    """
    slices, lines = facts.slices[0], facts.lines[0]
    parents = parent_of_line[lines]
    count = len(parent_of_line)
    has_child = np.isin(slices * count + lines, (slices * count + parents)[parents >= 0])
    role = facts.columns["role"]
    role = role.where(has_child & role.isin(("line",)), Coded.constant("subtotal", len(facts)))
    return replace(facts, columns={**facts.columns, "role": role})
