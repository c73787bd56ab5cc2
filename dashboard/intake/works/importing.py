"""Import of works from beginning to end: read, check, compare with what is known, publish. Needs no terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.intake.files import SourceFile, read_file
from dashboard.intake.importing import Options, Progress, origin_of
from dashboard.intake.places import find_places
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.report import Report
from dashboard.intake.table.numbers import major
from dashboard.intake.works.checks import scale_jump
from dashboard.intake.works.mapping import WorksMapping
from dashboard.intake.works.oc4ids import project_rows
from dashboard.intake.works.ocds import release_rows
from dashboard.intake.works.packages import read_table
from dashboard.intake.works.reading import WorksReading, read_works
from dashboard.store.known import planned_works, read_known
from dashboard.store.publish_works import SUBJECT, WorkRow, publish_works
from dashboard.store.releases import seen_before

_PACKAGES = {"oc4ids": project_rows, "ocds": release_rows}
_KINDS = ("planned", "contract", "paid", "funding")


def _silent(step: str) -> None:
    """No progress is shown."""


def import_works(
    engine: Engine, path: Path, mapping: WorksMapping, options: Options | None = None, progress: Progress = _silent
) -> Report:
    """Import a register of works. Nothing is written unless the whole file can be published.

    Raises sqlalchemy's errors when the database cannot be used.
    """
    options = options or Options()
    report = Report(SUBJECT, path.name, "refused", mapping=mapping.name, accepted=options.accept)
    progress("read")
    try:
        source, mapping = _source(path, mapping)
    except Refused as refused:
        return replace(report, problems=refused.problems)
    report = replace(report, sha256=source.sha256, hidden_sheets=source.hidden_sheets)
    origin = origin_of(path.name, source.sha256, SUBJECT, options, mapping)
    with engine.connect() as connection:
        seen = seen_before(connection, origin)
        known = read_known(connection)
    if seen and not options.dry_run:
        return replace(report, outcome="same", release=seen.release_id)
    progress("check")
    if options.unit and not find_places(options.unit, known):
        missing = Problem("place_unknown", "error", column="--unit", value=options.unit)
        return replace(report, problems=(missing,))
    told = {"municipality": options.unit, "fiscal_year": str(options.year or "")}
    reading = read_works(source, mapping, known, told)
    problems = (*reading.problems, *_compared(engine, reading))
    report = replace(report, problems=problems, counts=asdict(reading.counts), control=control(reading.rows or ()))
    severities = {problem.severity for problem in problems if problem.code not in options.accept}
    if "error" in severities or (reading.rows is None and "question" not in severities):
        return report
    if "question" in severities or reading.rows is None:
        return replace(report, outcome="question")
    if options.dry_run:
        return replace(report, outcome="checked")
    published = publish_works(engine, reading.rows, reading.documents, origin, progress=progress)
    return replace(report, outcome=published.outcome, release=published.release_id)


def _source(path: Path, mapping: WorksMapping) -> tuple[SourceFile, WorksMapping]:
    if mapping.format in _PACKAGES:
        return read_table(path, mapping, _PACKAGES[mapping.format])
    return read_file(path, encoding=mapping.encoding, delimiter=mapping.delimiter), mapping


def _compared(engine: Engine, reading: WorksReading) -> Sequence[Problem]:
    if not reading.rows:
        return ()
    with engine.connect() as connection:
        known = planned_works(connection, {row.municipality for row in reading.rows})
    return list(scale_jump(reading.rows, known))


def control(rows: Sequence[WorkRow]) -> tuple[dict[str, Any], ...]:
    """Sums of the works (not of programmes and totals), one dict a place, year and kind of amount."""
    sums: dict[tuple[str, int, str], int] = defaultdict(int)
    last: dict[tuple[str, int], Any] = {}
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
            "direction": SUBJECT,
            "phase": kind,
            "period_end": last[(place, year)].isoformat(),
            "amount": major(total),
        }
        for (place, year, kind), total in sorted(sums.items(), key=lambda item: (item[0][:2], _KINDS.index(item[0][2])))
    )
