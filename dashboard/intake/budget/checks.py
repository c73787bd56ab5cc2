"""Checks of facts against each other and against common sense. Differences are told, never corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from dashboard.intake.budget.facts import Facts
from dashboard.intake.findings import Findings
from dashboard.intake.table.columns import Codes, combine
from dashboard.store.arithmetic import Sums

#: A budget may be approved in the autumn before its year begins.
_AUTUMN = 9


def major(minor: int) -> str:
    """An amount in minor units for a report: "12 345.60"."""
    return f"{Decimal(int(minor)) / 100:,.2f}".replace(",", " ")


def check_duplicates(facts: Facts, slices: Codes, lines: Codes, findings: Findings) -> None:
    """The same line twice in one statement and fund is an error that names both rows."""
    fund = facts.columns["fund"]
    key = (slices * (int(lines.max(initial=0)) + 1) + lines) * len(fund.values) + fund.codes
    repeated = pd.Series(key).duplicated().to_numpy()
    if not repeated.any():
        return
    first: dict[int, int] = {}
    involved = np.flatnonzero(np.isin(key, key[repeated]))
    for i in involved:
        before = first.setdefault(int(key[i]), int(i))
        if before != i:
            findings.add(
                "line_twice",
                "error",
                row=int(facts.row_no[i]),
                column=str(facts.header.at(int(i))),
                value=facts.columns["line"].at(int(i)),
                first=int(facts.row_no[before]),
            )


def check_signs(facts: Facts, findings: Findings) -> None:
    """A plan below zero is unusual."""
    plan = facts.columns["phase"].mask(lambda phase: phase != "executed")
    spent = facts.columns["direction"].mask(lambda direction: direction != "balance")
    for i in np.flatnonzero((facts.minor < 0) & plan & spent):
        findings.add(
            "negative_plan",
            "warning",
            row=int(facts.row_no[i]),
            column=str(facts.header.at(int(i))),
            value=major(facts.minor[i]),
        )


def check_years(facts: Facts, dates: Mapping[str, date | None], findings: Findings) -> None:
    """The year of a figure should fit the date of its paper, and its period should lie in its year.

    `dates`: document key → date.
    """

    def doubt(document: str, year: int, phase: str, end: date) -> str:
        if end.year != year:
            return "period_outside_year"
        day = dates.get(document)
        if day is None or phase == "forecast":
            return ""
        if phase == "executed":
            fits = day >= end
        else:
            # A report on execution repeats the plan of the year before it.
            fits = day.year in (year, year + 1) or (day.year == year - 1 and day.month >= _AUTUMN)
        return "" if fits else "year_differs"

    names = ("document", "fiscal_year", "phase", "period_end")
    doubts = combine([facts.columns[name] for name in names], lambda *key: (doubt(*key), *key))
    seen, first = np.unique(doubts.codes, return_index=True)
    for number, i in sorted(zip(seen, first, strict=True), key=lambda pair: int(pair[1])):
        code, document, year, phase, end = doubts.values[number]
        if code:
            day = dates.get(document)
            findings.add(
                code,
                "warning",
                row=int(facts.row_no[i]),
                value=document,
                year=year,
                phase=phase,
                end=end.isoformat(),
                date=day.isoformat() if day else "",
            )


def tell_differences(
    facts: Facts, slices: Codes, lines: Codes, sums: Sums, labels: pd.Series[str], findings: Findings
) -> None:
    """Totals that differ from their parts, as warnings with both numbers."""
    if sums.differences.empty:
        return
    count = int(lines.max(initial=0)) + 1
    wanted = sums.differences["slice"].to_numpy() * count + sums.differences["line"].to_numpy()
    key = slices * count + lines
    places = np.flatnonzero(np.isin(key, wanted))
    row_of = dict(zip(key[places].tolist(), facts.row_no[places].tolist(), strict=True))
    for at, difference in zip(wanted.tolist(), sums.differences.itertuples(), strict=True):
        findings.add(
            str(difference.kind),
            "warning",
            row=row_of[at],
            value=labels.iat[difference.line],
            stated=major(difference.stated_minor),
            computed=major(difference.computed_minor),
        )
