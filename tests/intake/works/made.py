"""Small fictional registers of works, and one of any size."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.i18n import fold
from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.problems import Findings, Problem
from dashboard.intake.report import Counts
from dashboard.intake.run import silent
from dashboard.intake.subject import Request
from dashboard.intake.works import WORKS
from dashboard.intake.works.mapping import WORKS_FILE, WorksMapping
from dashboard.store.batch import Document
from dashboard.store.known import Known
from dashboard.store.publishing.work_rows import WorkRow

KNOWN = Known(
    places={"sample": "KGS", "other": "KGS", "far": "EUR", "dollars": "USD"},
    place_names={fold("Үлгү айыл аймагы"): frozenset({"sample"})},
    classes={"func.706": "function", "rev.tax": "source"},
    documents={"known-paper": None},
)
LAYOUT = """
[columns]
key = { column = "no", optional = true }
title = "title"
status = "state"
description = { column = "about", optional = true }
village = { column = "village", optional = true }
latitude = { column = "lat", optional = true }
longitude = { column = "lon", optional = true }
planned_start = { column = "start", optional = true }
planned_end = { column = "end", optional = true }
actual_end = { column = "done", optional = true }
planned_amount = { column = "plan", optional = true }
paid_amount = { column = "paid", optional = true }
as_of = { column = "day", optional = true }
quantity = { column = "quantity", optional = true }
beneficiaries = { column = "people", optional = true }
[constants]
municipality = "sample"
[defaults]
as_of = "2026-01-01"
"""


def layout(text: str = LAYOUT) -> WorksMapping:
    """A mapping from TOML text."""
    return WORKS_FILE.read(tomllib.loads(text), "made", hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True)
class WorksReading:
    """A register as read. `rows` is None when it has errors."""

    rows: tuple[WorkRow, ...] | None
    problems: tuple[Problem, ...]
    counts: Counts
    documents: tuple[Document, ...] = ()


def read_source(source: SourceFile, mapping: WorksMapping, unit: str = "", year: int | None = None) -> WorksReading:
    """Read a register that was opened."""
    request, findings = Request((source.path,), mapping, unit=unit, year=year), Findings()
    checked = WORKS.check((source, mapping), KNOWN, request, findings, silent)
    assert checked.counts is not None
    if checked.ready is None:
        return WorksReading(None, tuple(findings.problems), checked.counts)
    return WorksReading(checked.ready.rows, tuple(findings.problems), checked.counts, checked.ready.documents)


def read_text(
    folder: Path, text: str | bytes, mapping: str = LAYOUT, unit: str = "", year: int | None = None
) -> WorksReading:
    """Read a register with this text."""
    path = folder / "made.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    made = layout(mapping)
    source = read_file(path, encoding=made.file.encoding, delimiter=made.file.delimiter)
    return read_source(source, made, unit, year)


def rows_of(reading: WorksReading) -> tuple[WorkRow, ...]:
    """The rows of a reading that has no errors."""
    assert reading.rows is not None, [problem.text("en") for problem in reading.problems]
    return reading.rows


def found(reading: WorksReading) -> list[tuple[str, str, int | None]]:
    """(code, severity, row) of the problems, without what is only information about the form of the file."""
    return [
        (each.code, each.severity, each.row) for each in reading.problems if each.code not in ("text_form", "keys_made")
    ]


def many_works(rows: int) -> Iterator[str]:
    """Lines of a register of `rows` works in som, all different; amounts are 1000, 1001, …"""
    yield "no;title;about;state;village;lat;lon;start;end;plan;paid;day\n"
    states = ("Пландалды", "Тендер", "Жүрүүдө", "Бүттү", "Жокко чыгарылды")
    for n in range(rows):
        yield (
            f"{n};Иш {n};Көчөнү оңдоо <br> {n};{states[n % 5]};Айыл {n % 300};{41 + n % 1000 / 1000:.4f};"
            f"{74 + n % 997 / 1000:.4f};{1 + n % 28:02d}.03.2025;{1 + n % 28:02d}.10.2025;{1000 + n}.50;{n};"
            "2026-01-01\n"
        )
