"""The works as data/ holds them, read with the csv module alone, and works made for one test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dashboard.store.promises import PlanStated, standing_of
from dashboard.store.records import Names, Paper
from dashboard.store.work_records import Work, WorkReport
from dashboard.store.works_tables import DATES
from tests.exhibits.papers import TYIYN, Printed, table

PAPER = Paper(1, "paper", "Plan", "", date(2026, 1, 1), "", "", "", 2)
DONE = ("completion", "maintenance")
STANDS = ("first_end", "last_end", "first_planned_minor", "last_planned_minor", "postponements", "missing_from")


def current(place: str, folder: str = "demo") -> list[Printed]:
    """The latest row of each work of a place."""
    latest: dict[str, Printed] = {}
    for row in sorted(table(f"{folder}/works.csv"), key=lambda row: row["as_of"]):
        if row["municipality"] == place and row["role"] == "work":
            latest[row["key"]] = row
    return list(latest.values())


def promises(place: str, folder: str = "demo") -> dict[str, tuple[str, str]]:
    """The dates of completion promised first and last for each work of a place, by its key; "" where none was."""
    found: dict[str, tuple[str, str]] = {}
    planned: dict[str, str] = {}
    for row in sorted(table(f"{folder}/works.csv"), key=lambda row: row["as_of"]):
        if row["municipality"] == place and row["role"] == "work":
            first, last = found.get(row["key"], ("", ""))
            again = row["planned_end"] == planned.get(row["key"])
            found[row["key"]] = (
                first or row["planned_end"] or row["new_end"],
                row["new_end"] or (last if again else row["planned_end"] or last),
            )
            planned[row["key"]] = row["planned_end"] or planned.get(row["key"], "")
    return found


def counted(row: Printed, today: date) -> str:
    """The day the lateness of an open work is counted to."""
    return today.isoformat() if date.fromisoformat(row["as_of"]) > today - timedelta(days=45) else row["as_of"]


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
        **dict.fromkeys((f"{name}_precision" for name in DATES), ""),
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
    plan = PlanStated(**{name: getattr(report, name) for name in PlanStated.__dataclass_fields__})
    standing = replace(standing_of([plan]), **{name: value for name, value in other.items() if name in STANDS})
    about |= {name: value for name, value in other.items() if name in about}
    return Work(**about, report=report, standing=standing)
