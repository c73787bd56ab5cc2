"""Registers of works as a subject of import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from dashboard.i18n.dates import BISHKEK
from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.problems import Findings, Refused
from dashboard.intake.report import Counts
from dashboard.intake.subject import MAPPING, UNIT, YEAR, Checked, Option, Request, Step, Subject
from dashboard.intake.works.changes import tell_changes
from dashboard.intake.works.checks import scale_jump
from dashboard.intake.works.geojson import read_features
from dashboard.intake.works.mapping import WorksMapping, load_works_mapping
from dashboard.intake.works.oc4ids import project_rows
from dashboard.intake.works.ocds import release_rows
from dashboard.intake.works.packages import read_table
from dashboard.intake.works.reading import WorksReady, read_works
from dashboard.store.known import Known, complete_registers, current_works, read_known
from dashboard.store.publishing import works as publishing
from dashboard.store.publishing.papers import taken_documents
from dashboard.store.releases import Origin, Published

_COMPLETE = Option("complete", "The file lists all works of its places on the day it speaks of.", flag=True)
_PACKAGES = {"oc4ids": project_rows, "ocds": release_rows}
#: A table, and the mapping with the columns it turned out to have.
SourceAndMapping = tuple[SourceFile, WorksMapping]


@dataclass(frozen=True)
class WorksSubject(Subject[WorksMapping, SourceAndMapping, Known, WorksReady]):
    """A register laid out as a mapping says, points of a map, or an open contracting package."""

    def describe(self, told: Mapping[str, Any]) -> WorksMapping:
        return load_works_mapping(told["mapping"]).told(complete=bool(told.get(_COMPLETE.name)))

    def known(self, connection: Connection, request: Request[WorksMapping]) -> Known:
        return read_known(connection)

    def read(self, request: Request[WorksMapping]) -> SourceAndMapping:
        mapping = request.how
        if mapping.format == "geojson":
            return read_features(request.data, mapping)
        if mapping.format in _PACKAGES:
            return read_table(request.data, mapping, _PACKAGES[mapping.format])
        return read_file(request.data, encoding=mapping.file.encoding, delimiter=mapping.file.delimiter), mapping

    def check(
        self, raw: SourceAndMapping, known: Known, request: Request[WorksMapping], findings: Findings, step: Step
    ) -> Checked[WorksReady]:
        source, mapping = raw
        if missing := request.unknown_unit(known.find_places):
            findings.extend([missing])
            return Checked(None, hidden_sheets=source.hidden_sheets)
        findings.extend(source.problems)
        try:
            return read_works(source, mapping, known, findings, request.told, datetime.now(BISHKEK).date())
        except Refused as refused:
            findings.extend(refused.problems)
            return Checked(None, Counts(), hidden_sheets=source.hidden_sheets)

    def compare(self, connection: Connection, ready: WorksReady, findings: Findings) -> None:
        places = {row.municipality for row in ready.rows}
        known = current_works(connection, places)
        findings.extend(scale_jump(ready.rows, known))
        tell_changes(ready.rows, known, findings, complete_registers(connection, places) if ready.complete else None)
        for taken in taken_documents(connection, ready.documents, publishing.places_of_documents(ready.rows)):
            row = min(row.row_no for row in ready.rows if row.document == taken.key)
            findings.add("document_taken", "error", row=row, value=taken.key, title=taken.title)

    def publish(self, engine: Engine, ready: WorksReady, origin: Origin, step: Step) -> Published:
        return publishing.publish_works(
            engine, ready.rows, ready.documents, origin, complete=ready.complete, progress=step
        )


WORKS = WorksSubject(
    publishing.SUBJECT,
    "Import a register of works: the whole file or nothing. --year: the file speaks of the end of that year, or of the "
    "day of its paper where that comes first.",
    options=(MAPPING, UNIT, YEAR, _COMPLETE),
    accepts=("unit_jump", "works_renamed", "works_moved", "works_days"),
    steps=("read", "check", "works", "reports", "current"),
    undo=publishing.retract,
)
