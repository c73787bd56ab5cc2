"""Budgets as a subject of import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine

from dashboard.intake.budget.jumps import scale_jumps, shrinking_execution
from dashboard.intake.budget.reading import read_budget
from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.mapping.load import load_mapping
from dashboard.intake.mapping.schema import BudgetMapping
from dashboard.intake.places import unknown_unit
from dashboard.intake.problems import Findings
from dashboard.intake.request import MAPPING, UNIT, YEAR, Request
from dashboard.intake.subject import Checked, Step, Subject
from dashboard.intake.table.numbers import major
from dashboard.store.batch import Batch
from dashboard.store.known import Known, current_totals, read_known
from dashboard.store.publishing import budget as publishing
from dashboard.store.releases import Origin, Published


@dataclass(frozen=True)
class BudgetReady:
    """A budget that may be published. `sums`: a row per statement, see `BudgetReading`."""

    batch: Batch
    sums: pd.DataFrame


@dataclass(frozen=True)
class BudgetSubject(Subject[BudgetMapping, SourceFile, Known, BudgetReady]):
    """A table of amounts, laid out as a mapping says."""

    def describe(self, told: Mapping[str, Any]) -> BudgetMapping:
        return load_mapping(told["mapping"])

    def known(self, connection: Connection, request: Request[BudgetMapping]) -> Known:
        return read_known(connection)

    def read(self, request: Request[BudgetMapping]) -> SourceFile:
        return read_file(request.data, encoding=request.how.file.encoding, delimiter=request.how.file.delimiter)

    def check(
        self, raw: SourceFile, known: Known, request: Request[BudgetMapping], findings: Findings, step: Step
    ) -> Checked[BudgetReady]:
        reading = read_budget(raw, request.how, known, request.told)
        ready = BudgetReady(reading.batch, reading.sums) if reading.batch else None
        problems = reading.problems
        if missing := unknown_unit(request.unit, known):
            # It is told once, not for every row.
            problems = tuple(each for each in problems if (each.code, each.value) != (missing.code, missing.value))
            ready, problems = None, (missing, *problems)
        findings.extend(problems)
        return Checked(ready, reading.counts, _control(reading.sums), raw.hidden_sheets)

    def compare(self, connection: Connection, ready: BudgetReady, findings: Findings) -> None:
        sums = ready.sums[ready.sums["amount_minor"].notna()].drop(columns="document")
        known = current_totals(connection, set(sums["municipality"]))
        findings.extend((*scale_jumps(sums, known), *shrinking_execution(sums, known)))

    def publish(self, engine: Engine, ready: BudgetReady, origin: Origin, step: Step) -> Published:
        return publishing.publish_budget(engine, ready.batch, origin, progress=step)

    def retract(self, engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
        publishing.retract(engine, release_id, actor=actor, reason=reason)


def _control(sums: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            **{name: str(value) for name, value in row.items() if name != "amount_minor"},
            "amount": "" if pd.isna(row["amount_minor"]) else major(row["amount_minor"]),
        }
        for row in sums.to_dict("records")
    )


BUDGET = BudgetSubject(
    "budget",
    "Import a budget: the whole file or nothing.",
    options=(MAPPING, UNIT, YEAR),
    accepts=("unit_jump",),
    steps=("read", "check", "lines", "slices", "facts", "roll-ups", "current"),
)
