"""Files of reference data as subjects of import: one layout each, one way for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine

from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.problems import Findings, Problem, Refused
from dashboard.intake.reference import layouts
from dashboard.intake.reference.actions import look_at_actions
from dashboard.intake.reference.contacts import look_at_contacts
from dashboard.intake.reference.layouts import ReferenceLayout
from dashboard.intake.reference.reader import ReferenceRows, read_rows
from dashboard.intake.report import Counts
from dashboard.intake.subject import FIXED, Checked, Fixed, Request, Step, Subject
from dashboard.store.known import work_keys
from dashboard.store.publishing import actions, checks, contacts, figures, put_back, reference
from dashboard.store.publishing.reference import UnknownReference
from dashboard.store.releases import Origin, Published

Works = frozenset[tuple[str, str]]
Publish = Callable[[Engine, reference.Rows, Origin], Published]


@dataclass(frozen=True, kw_only=True)
class ReferenceSubject(Subject[Fixed, SourceFile, Works, ReferenceRows]):
    """A file with one row per thing, in a fixed layout.

    `look`: checks whole rows against the works that the database has.
    """

    layout: ReferenceLayout
    write: Publish
    look: Callable[[ReferenceRows, Works], ReferenceRows] | None = None

    def describe(self, told: Mapping[str, Any]) -> Fixed:
        return FIXED

    def known(self, connection: Connection, request: Request[Fixed]) -> Works:
        return work_keys(connection) if self.look else frozenset()

    def read(self, request: Request[Fixed]) -> SourceFile:
        return read_file(request.data)

    def check(
        self, raw: SourceFile, known: Works, request: Request[Fixed], findings: Findings, step: Step
    ) -> Checked[ReferenceRows]:
        read = read_rows(raw, self.layout)
        read = self.look(read, known) if self.look else read
        findings.extend((*raw.problems, *read.problems))
        return Checked(read, Counts(len(read.rows), len(read.rows)), hidden_sheets=raw.hidden_sheets)

    def publish(self, engine: Engine, ready: ReferenceRows, origin: Origin, step: Step) -> Published:
        try:
            return self.write(engine, ready.rows, origin)
        except UnknownReference as unknown:
            # Publishers count the rows they are given from 2; the file may have empty ones between them.
            row_no = ready.row_nos[unknown.row - 2]
            raise Refused(Problem("reference_unknown", "error", row_no, unknown.column, unknown.value)) from unknown


def _subject(name: str, layout: ReferenceLayout, write: Publish, **more: Any) -> ReferenceSubject:
    columns = ", ".join(layout.columns)
    return ReferenceSubject(name=name, help=f"Import {name}. Columns: {columns}.", layout=layout, write=write, **more)


def _updated(name: str, layout: ReferenceLayout, write: Publish, **more: Any) -> ReferenceSubject:
    """Rows updated in place: what they replaced is kept and put back."""
    return _subject(name, layout, write, undo=partial(_put_back, name), **more)


def _put_back(subject: str, engine: Engine, release_id: int, /, *, actor: str, reason: str) -> None:
    put_back.retract(engine, release_id, subject, actor=actor, reason=reason)


REFERENCE: Final = (
    _updated("units", layouts.UNITS, reference.publish_units),
    _updated("population", layouts.POPULATION, reference.publish_population),
    _updated("succession", layouts.SUCCESSION, reference.publish_successions),
    _updated("classification", layouts.CLASSIFICATION, reference.publish_classification),
    _updated("aliases", layouts.ALIASES, reference.publish_aliases),
    _updated("documents", layouts.DOCUMENTS, reference.publish_documents),
    _updated("glossary", layouts.GLOSSARY, reference.publish_glossary),
    _updated("indicators", layouts.INDICATORS, reference.publish_indicators),
    _updated("contacts", layouts.CONTACTS, contacts.publish_contacts, look=look_at_contacts),
    _subject(checks.SUBJECT, layouts.CHECKS, checks.publish_checks, undo=checks.retract),
    _subject(actions.SUBJECT, layouts.ACTIONS, actions.publish_actions, undo=actions.retract, look=look_at_actions),
    _subject(figures.SUBJECT, layouts.FIGURES, figures.publish_figures, undo=figures.retract),
)
