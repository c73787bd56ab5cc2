"""Small fictional files and what a fictional database knows, to test how budgets are read."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dashboard.i18n import fold
from dashboard.intake.budget import BUDGET
from dashboard.intake.mapping.load import BUDGET_FILE
from dashboard.intake.problems import Findings, Problem
from dashboard.intake.report import Counts
from dashboard.intake.run import silent
from dashboard.intake.subject import Request
from dashboard.store.batch import Batch
from dashboard.store.known import Known

KNOWN = Known(
    places={"sample": "KGS", "other": "KGS", "twin-a": "KGS", "twin-b": "KGS"},
    place_names={
        "41700000000001": frozenset({"sample"}),
        fold("Үлгү айыл аймагы"): frozenset({"sample"}),
        fold("Эгиз"): frozenset({"twin-a", "twin-b"}),
    },
    classes={"rev.tax": "source", "rev.land": "source", "func.709": "function", "econ.2111": "economic"},
    national={("function", "709"): "func.709"},
    aliases={("source", fold("Жер салыгы")): "rev.land"},
    documents={"known-paper": None},
)

PLAN = """
[columns]
label = "line"
[constants]
municipality = "sample"
direction = "revenue"
fiscal_year = 2025
[numbers]
number_style = "point"
[[amounts]]
column = "plan"
phase = "approved"
"""


@dataclass(frozen=True)
class BudgetReading:
    """A file as read. `batch` is None when it has errors; `sums`: a row per statement, with its `amount_minor`."""

    batch: Batch | None
    problems: tuple[Problem, ...]
    counts: Counts
    sums: pd.DataFrame = field(default_factory=pd.DataFrame)


def read_text(
    folder: Path, text: str, mapping: str, name: str = "made.csv", unit: str = "", year: int | None = None
) -> BudgetReading:
    """Read a file with this text by a mapping given as TOML text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_path(path, mapping, unit, year)


def read_path(path: Path, mapping: str, unit: str = "", year: int | None = None) -> BudgetReading:
    """Read a file by a mapping given as TOML text; `unit`, `year`: as --unit and --year give them."""
    layout = BUDGET_FILE.read(tomllib.loads(mapping), "made", hashlib.sha256(mapping.encode()).hexdigest())
    request, findings = Request((path,), layout, unit=unit, year=year), Findings()
    checked = BUDGET.check(BUDGET.read(request), KNOWN, request, findings, silent)
    assert checked.counts is not None
    if checked.ready is None:
        return BudgetReading(None, tuple(findings.problems), checked.counts)
    return BudgetReading(checked.ready.batch, tuple(findings.problems), checked.counts, checked.ready.sums)


def amounts(reading: BudgetReading, *columns: str) -> dict[object, float | None]:
    """Amounts in som by the given columns of the facts (default: line)."""
    assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
    facts = reading.batch.facts
    columns = columns or ("line",)
    keys = [tuple(row) if len(columns) > 1 else row[0] for row in facts[list(columns)].itertuples(index=False)]
    values = [None if pd.isna(value) else value / 100 for value in facts["amount_minor"]]
    return dict(zip(keys, values, strict=True))


def found(reading: BudgetReading, severity: str = "") -> list[tuple[str, int | None]]:
    """(code, row) of the problems, without what is only information about the form of the file and its classes."""
    return [
        (each.code, each.row)
        for each in reading.problems
        if each.code not in ("text_form", "not_classified") and severity in ("", each.severity)
    ]
