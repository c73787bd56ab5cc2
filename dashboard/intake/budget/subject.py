"""Budgets as a subject of import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine

from dashboard.intake.budget.changes import tell_changes
from dashboard.intake.budget.falls import falling_lines
from dashboard.intake.budget.jumps import scale_jumps, shrinking_execution
from dashboard.intake.budget.reading import BudgetReady, read_budget
from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.mapping.load import load_mapping
from dashboard.intake.mapping.schema import BudgetMapping
from dashboard.intake.problems import Findings, Refused
from dashboard.intake.report import Counts
from dashboard.intake.subject import MAPPING, UNIT, YEAR, Checked, Option, Request, Step, Subject
from dashboard.settings import Settings
from dashboard.store.corrections import CORRECTION_HOURS
from dashboard.store.known import Known, current_lines, current_totals, read_known
from dashboard.store.publishing import budget as publishing
from dashboard.store.publishing.papers import taken_documents
from dashboard.store.releases import Origin, Published
from dashboard.store.tables import COVERS, PART_ROLES

_SCOPE = (
    Option("covers", "What all of the file covers: whole, own_revenue, without_transfers, transfers.", among=COVERS),
    Option("part", "The annex of its document that the file is."),
    Option("part_role", "Whether the annex adds to the others or breaks_down the same money.", among=PART_ROLES),
)
_MAKE_UNITS = Option(
    "make_units", "Make the places that the file names and nobody knows, as [units] of the mapping says.", flag=True
)


@dataclass(frozen=True)
class BudgetSubject(Subject[BudgetMapping, SourceFile, Known, BudgetReady]):
    """A table of amounts, laid out as a mapping says. `correction_hours`: how long it may be corrected unmarked."""

    correction_hours: float = CORRECTION_HOURS

    def describe(self, told: Mapping[str, Any]) -> BudgetMapping:
        return load_mapping(told["mapping"]).told(**{option.name: told.get(option.name, "") for option in _SCOPE})

    def known(self, connection: Connection, request: Request[BudgetMapping]) -> Known:
        return read_known(connection)

    def read(self, request: Request[BudgetMapping]) -> SourceFile:
        return read_file(request.data, encoding=request.how.file.encoding, delimiter=request.how.file.delimiter)

    def check(
        self, raw: SourceFile, known: Known, request: Request[BudgetMapping], findings: Findings, step: Step
    ) -> Checked[BudgetReady]:
        findings.extend(raw.problems)
        checked = Checked[BudgetReady](None, Counts(), hidden_sheets=raw.hidden_sheets)
        try:
            checked = read_budget(raw, request.how, known, findings, request.told, make_units=request.make_units)
        except Refused as refused:
            findings.extend(refused.problems)
        if missing := request.unknown_unit(known.find_places):
            findings.put_first(missing)
            checked = replace(checked, ready=None)
        return checked

    def compare(self, connection: Connection, ready: BudgetReady, findings: Findings) -> None:
        sums = ready.sums[ready.sums["amount_minor"].notna()].drop(columns="document")
        known = current_totals(connection, set(sums["municipality"]))
        findings.extend((*scale_jumps(sums, known), *shrinking_execution(sums, known)))
        tell_changes(connection, ready.batch, ready.sums, findings)
        facts = ready.batch.facts
        for taken in taken_documents(connection, ready.batch.documents, ready.batch.places_of_documents):
            row = int(facts["row_no"][facts["document"] == taken.key].min())
            findings.add("document_taken", "error", row=row, value=taken.key, title=taken.title)
        batch, read = ready.batch, partial(current_lines, connection)
        findings.extend(falling_lines(batch.facts, batch.lines, known, read))

    def publish(self, engine: Engine, ready: BudgetReady, origin: Origin, step: Step) -> Published:
        hours = self.correction_hours
        return publishing.publish_budget(engine, ready.batch, origin, correction_hours=hours, progress=step)

    def settled(self, settings: Settings) -> BudgetSubject:
        hours = settings.correction_hours
        return replace(self, correction_hours=hours, undo=partial(publishing.retract, correction_hours=hours))


BUDGET = BudgetSubject(
    "budget",
    "Import a budget: the whole file or nothing.",
    options=(MAPPING, UNIT, YEAR, *_SCOPE, _MAKE_UNITS),
    accepts=("unit_jump", "replaces", "looks_like_total", "code_two_forms"),
    steps=("read", "check", "lines", "slices", "facts", "roll-ups", "current"),
    undo=publishing.retract,
)
