"""Import of one file from beginning to end: read, check, compare with what is known, publish. Needs no terminal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from dashboard.intake.budget.jumps import scale_jumps, shrinking_execution
from dashboard.intake.budget.reading import BudgetReading, read_budget
from dashboard.intake.files import read_file
from dashboard.intake.mapping.schema import Layout, Mapping
from dashboard.intake.places import find_places
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.reference import SUBJECTS, read_subject
from dashboard.intake.report import Report
from dashboard.intake.table.numbers import major
from dashboard.store.known import Known, current_totals, read_known
from dashboard.store.publish import publish_budget
from dashboard.store.reference import UnknownReference
from dashboard.store.releases import Origin, seen_before

#: Questions that staff may answer with --accept; the others are answered in the mapping.
ACCEPTABLE = ("unit_jump",)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How to import: place and year where the file names none, what is accepted, who does it and why."""

    unit: str = ""
    year: int | None = None
    accept: tuple[str, ...] = ()
    actor: str = "unknown"
    reason: str = ""
    dry_run: bool = False


def _silent(step: str) -> None:
    """No progress is shown."""


def import_budget(
    engine: Engine, path: Path, mapping: Mapping, options: Options | None = None, progress: Progress = _silent
) -> Report:
    """Import a budget file. Nothing is written unless the whole file can be published.

    Raises sqlalchemy's errors when the database cannot be used.
    """
    options = options or Options()
    report = Report("budget", path.name, "refused", mapping=mapping.name, accepted=options.accept)
    progress("read")
    try:
        source = read_file(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
    except Refused as refused:
        return replace(report, problems=refused.problems)
    report = replace(report, sha256=source.sha256, hidden_sheets=source.hidden_sheets)
    origin = origin_of(path.name, source.sha256, "budget", options, mapping)
    with engine.connect() as connection:
        seen = seen_before(connection, origin)
        known = read_known(connection)
    if seen and not options.dry_run:
        return replace(report, outcome="same", release=seen.release_id)
    progress("check")
    told = {"municipality": options.unit, "fiscal_year": str(options.year or "")}
    reading = _with_place_checked(read_budget(source, mapping, known, told), options, known)
    problems = (*reading.problems, *_compared(engine, reading)) if reading.batch else reading.problems
    report = replace(report, problems=problems, counts=asdict(reading.counts), control=_control(reading.sums))
    severities = {problem.severity for problem in problems if problem.code not in options.accept}
    if "error" in severities or (reading.batch is None and "question" not in severities):
        return report
    if "question" in severities or reading.batch is None:
        return replace(report, outcome="question")
    if options.dry_run:
        return replace(report, outcome="checked")
    published = publish_budget(engine, reading.batch, origin, progress=progress)
    return replace(report, outcome=published.outcome, release=published.release_id)


def import_reference(engine: Engine, path: Path, subject: str, options: Options | None = None) -> Report:
    """Import a file of reference data (a key of SUBJECTS) in its fixed layout."""
    options = options or Options()
    report = Report(subject, path.name, "refused")
    try:
        source = read_file(path)
    except Refused as refused:
        return replace(report, problems=refused.problems)
    report = replace(report, sha256=source.sha256, hidden_sheets=source.hidden_sheets)
    rows, row_nos, problems = read_subject(source, SUBJECTS[subject])
    problems = (*source.problems, *problems)
    if check := SUBJECTS[subject].check:
        with engine.connect() as connection:
            problems += tuple(check(connection, rows, row_nos))
    report = replace(
        report,
        problems=problems,
        counts={"read": len(rows), "kept": len(rows), "filtered": 0, "skipped": 0, "totals": 0},
    )
    if any(problem.severity == "error" for problem in problems):
        return report
    if any(problem.severity == "question" for problem in problems):
        return replace(report, outcome="question")
    if options.dry_run:
        return replace(report, outcome="checked")
    origin = origin_of(path.name, source.sha256, subject, options)
    try:
        published = SUBJECTS[subject].publish(engine, rows, origin)
    except UnknownReference as unknown:
        # Publishers count the rows they are given from 2; the file may have empty ones between them.
        row_no = row_nos[unknown.row - 2]
        missing = Problem("reference_unknown", "error", row_no, unknown.column, unknown.value)
        return replace(report, problems=(*problems, missing))
    return replace(report, outcome=published.outcome, release=published.release_id)


def recipe(subject: str, mapping_sha256: str, options: Options) -> str:
    """Fingerprint of all that decides how the same bytes are read."""
    told = json.dumps([subject, mapping_sha256, options.unit, options.year])
    return hashlib.sha256(told.encode()).hexdigest()


def origin_of(file_name: str, sha256: str, subject: str, options: Options, mapping: Layout | None = None) -> Origin:
    """Where a release comes from, and the fingerprint of all that decides how its bytes are read."""
    name, fingerprint = (mapping.name, mapping.sha256) if mapping else ("", "")
    return Origin(
        subject=subject,
        file_name=file_name,
        file_sha256=sha256,
        mapping=name,
        recipe_sha256=recipe(subject, fingerprint, options),
        actor=options.actor,
        reason=options.reason,
    )


def _with_place_checked(reading: BudgetReading, options: Options, known: Known) -> BudgetReading:
    """A place given with --unit that the database does not know is told once, not for every row."""
    if not options.unit or find_places(options.unit, known):
        return reading
    others = tuple(each for each in reading.problems if each.code != "place_unknown" or each.value != options.unit)
    missing = Problem("place_unknown", "error", column="--unit", value=options.unit)
    return replace(reading, batch=None, problems=(missing, *others))


def _compared(engine: Engine, reading: BudgetReading) -> Sequence[Problem]:
    sums = reading.sums[reading.sums["amount_minor"].notna()].drop(columns="document")
    with engine.connect() as connection:
        known = current_totals(connection, set(sums["municipality"]))
    return [*scale_jumps(sums, known), *shrinking_execution(sums, known)]


def _control(sums: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            **{name: str(value) for name, value in row.items() if name != "amount_minor"},
            "amount": "" if pd.isna(row["amount_minor"]) else major(row["amount_minor"]),
        }
        for row in sums.to_dict("records")
    )
