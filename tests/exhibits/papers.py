"""The figures as data/ holds them, read with the csv module alone: what every exhibit is compared with."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
TYIYN = {"som": 100, "thousand_som": 100_000, "million_som": 100_000_000}
Printed = dict[str, str]


@cache
def printed() -> tuple[Printed, ...]:
    """Every figure of every paper, real and fictional."""
    rows: list[Printed] = []
    for folder in ("published", "demo"):
        with (DATA / folder / "budget.csv").open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return tuple(rows)


@cache
def table(name: str) -> tuple[Printed, ...]:
    """A file under data/."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def minor(row: Printed) -> int:
    """A printed amount in tyiyn."""
    return int(Decimal(row["amount"]) * TYIYN[row["unit"]])


def rows(place: str, year: int, direction: str, phase: str, **wanted: str) -> list[Printed]:
    """The figures of one place, year, direction and phase; `wanted` are values of other columns."""
    slice_ = {"municipality": place, "fiscal_year": str(year), "direction": direction, "phase": phase, **wanted}
    return [row for row in printed() if all(row[column] == value for column, value in slice_.items())]


def amount(place: str, year: int, direction: str, phase: str, line: str, **wanted: str) -> int:
    """The one figure of a line, in tyiyn."""
    (row,) = rows(place, year, direction, phase, line=line, **wanted)
    return minor(row)


def counted(place: str, year: int, direction: str, phase: str, **wanted: str) -> int:
    """Sum of the lines that count, in tyiyn."""
    return sum(minor(row) for row in rows(place, year, direction, phase, role="line", **wanted) if row["amount"])
