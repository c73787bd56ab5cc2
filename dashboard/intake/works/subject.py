"""Registers of works as a subject of import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.places import unknown_unit
from dashboard.intake.problems import Findings
from dashboard.intake.request import MAPPING, UNIT, YEAR, Request
from dashboard.intake.subject import Checked, Step, Subject
from dashboard.intake.table.numbers import major
from dashboard.intake.works.checks import scale_jump
from dashboard.intake.works.mapping import WorksMapping, load_works_mapping
from dashboard.intake.works.oc4ids import project_rows
from dashboard.intake.works.ocds import release_rows
from dashboard.intake.works.packages import read_table
from dashboard.intake.works.reading import read_works
from dashboard.store.batch import Document
from dashboard.store.known import Known, planned_works, read_known
from dashboard.store.publishing import works as publishing
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.releases import Origin, Published

_PACKAGES = {"oc4ids": project_rows, "ocds": release_rows}
_KINDS = ("planned", "contract", "paid", "funding")
#: A table, and the mapping with the columns it turned out to have.
SourceAndMapping = tuple[SourceFile, WorksMapping]


@dataclass(frozen=True)
class WorksReady:
    """Works that may be published, with the papers they name."""

    rows: tuple[WorkRow, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class WorksSubject(Subject[WorksMapping, SourceAndMapping, Known, WorksReady]):
    """A register laid out as a mapping says, or an open contracting package."""

    def describe(self, told: Mapping[str, Any]) -> WorksMapping:
        return load_works_mapping(told["mapping"])

    def known(self, connection: Connection, request: Request[WorksMapping]) -> Known:
        return read_known(connection)

    def read(self, request: Request[WorksMapping]) -> SourceAndMapping:
        mapping = request.how
        if mapping.format in _PACKAGES:
            return read_table(request.data, mapping, _PACKAGES[mapping.format])
        return read_file(request.data, encoding=mapping.file.encoding, delimiter=mapping.file.delimiter), mapping

    def check(
        self, raw: SourceAndMapping, known: Known, request: Request[WorksMapping], findings: Findings, step: Step
    ) -> Checked[WorksReady]:
        source, mapping = raw
        if missing := unknown_unit(request.unit, known):
            findings.extend([missing])
            return Checked(None, hidden_sheets=source.hidden_sheets)
        reading = read_works(source, mapping, known, request.told)
        findings.extend(reading.problems)
        ready = None if reading.rows is None else WorksReady(reading.rows, reading.documents)
        return Checked(ready, reading.counts, control(reading.rows or ()), source.hidden_sheets)

    def compare(self, connection: Connection, ready: WorksReady, findings: Findings) -> None:
        known = planned_works(connection, {row.municipality for row in ready.rows})
        findings.extend(scale_jump(ready.rows, known))

    def publish(self, engine: Engine, ready: WorksReady, origin: Origin, step: Step) -> Published:
        return publishing.publish_works(engine, ready.rows, ready.documents, origin, progress=step)

    def retract(self, engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
        publishing.retract(engine, release_id, actor=actor, reason=reason)


def control(rows: Sequence[WorkRow]) -> tuple[dict[str, Any], ...]:
    """Sums of the works (not of programmes and totals): one dict per place, year and kind of amount."""
    sums: dict[tuple[str, int, str], int] = defaultdict(int)
    last: dict[tuple[str, int], date] = {}
    for row in rows:
        if row.role != "work":
            continue
        place = (row.municipality, row.as_of.year)
        last[place] = max(last.get(place, row.as_of), row.as_of)
        for kind in _KINDS[:-1]:
            sums[(*place, kind)] += getattr(row, f"{kind}_minor") or 0
        sums[(*place, "funding")] += sum(part.amount_minor or 0 for part in row.fundings)
    return tuple(
        {
            "municipality": place,
            "fiscal_year": str(year),
            "direction": publishing.SUBJECT,
            "phase": kind,
            "period_end": last[(place, year)].isoformat(),
            "amount": major(total),
        }
        for (place, year, kind), total in sorted(sums.items(), key=lambda item: (item[0][:2], _KINDS.index(item[0][2])))
    )


WORKS = WorksSubject(
    publishing.SUBJECT,
    "Import a register of works: the whole file or nothing. --year: the file speaks of the end of that year.",
    options=(MAPPING, UNIT, YEAR),
    accepts=("unit_jump",),
    steps=("read", "check", "works", "reports", "current"),
)
