"""The works as data/ holds them, read with the csv module alone, and works made for one test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.store.records import Names, Paper
from dashboard.store.work_records import Work, WorkReport
from tests.exhibits.papers import TYIYN, Printed, table

PAPER = Paper(1, "paper", "Plan", "", date(2026, 1, 1), "", "", "", 2)
DONE = ("completion", "maintenance", "decommissioning", "decommissioned")


def current(place: str, folder: str = "demo") -> list[Printed]:
    """The latest row of each work of a place."""
    latest: dict[str, Printed] = {}
    for row in sorted(table(f"{folder}/works.csv"), key=lambda row: row["as_of"]):
        if row["municipality"] == place and row["role"] == "work":
            latest[row["key"]] = row
    return list(latest.values())


def minor(row: Printed, column: str) -> int | None:
    """A printed amount in tyiyn."""
    return int(Decimal(row[column]) * TYIYN[row["unit"]]) if row[column] else None


def summed(rows: list[Printed], column: str) -> int:
    """Sum of the amounts that are printed."""
    return sum(minor(row, column) or 0 for row in rows)


def made(status: str = "completion", title: str = "Түтүк", **other: Any) -> Work:
    """A work with one report; `other` are fields of either."""
    said: dict[str, Any] = {
        "id": 1,
        "as_of": date(2026, 1, 1),
        "status": status,
        "planned_start": None,
        "planned_end": None,
        "actual_start": None,
        "actual_end": None,
        "planned_minor": None,
        "contract_minor": None,
        "paid_minor": None,
        "contractor": "",
        "delay_reason": "",
        "new_end": None,
        "note": Names(""),
        "paper": PAPER,
        "release_id": 1,
    }
    about: dict[str, Any] = {
        "id": 7,
        "key": "a",
        "role": "work",
        "titles": Names(title),
        "printed": title,
        "description": "",
        "type": "",
        "sector": "",
        "service": "",
        "function": "",
        "village": "",
        "latitude": None,
        "longitude": None,
        "ocid": "",
        "quantity": None,
        "quantity_unit": "",
        "beneficiaries": None,
        "fundings": (),
    }
    report = WorkReport(**said | {name: value for name, value in other.items() if name in said})
    return Work(**about | {name: value for name, value in other.items() if name in about}, report=report)
