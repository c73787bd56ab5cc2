"""The one way from files to a release: seen before?, read, check, compare, ask, publish, report. Needs no terminal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from sqlalchemy import Connection, Engine

from dashboard.intake.problems import Findings, Refused
from dashboard.intake.report import Report
from dashboard.intake.subject import How, Known, Raw, Ready, Request, Step, Subject
from dashboard.store import audit
from dashboard.store.publishing.papers import DocumentTaken
from dashboard.store.publishing.standing import counts_instead, seen_before
from dashboard.store.releases import Origin


def silent(step: str) -> None:
    """No progress is shown."""


def run(engine: Engine, subject: Subject[How, Raw, Known, Ready], request: Request[How], step: Step = silent) -> Report:
    """Import files. Nothing is written unless all of them can be published.

    Raises sqlalchemy's errors when the database cannot be used, and OSError when files beside it cannot be written.
    """
    findings = Findings()
    report = Report(
        subject.name, subject.file_name(request), "refused", mapping=request.how.name, accepted=request.accept
    )
    try:
        origin = origin_of(subject, request)
        report = replace(report, sha256=origin.file_sha256)
        with engine.connect() as connection:
            seen = None if request.dry_run else seen_before(connection, origin)
            if seen and subject.whole(connection, seen.release_id):
                return replace(report, outcome="same", release=seen.release_id, head=_head(connection))
            known = subject.known(connection, request)
        step("read")
        raw = subject.read(request)
        step("check")
        checked = subject.check(raw, known, request, findings, step)
        report = replace(report, counts=checked.counts, control=checked.control, hidden_sheets=checked.hidden_sheets)
        if checked.ready is not None:
            with engine.connect() as connection:
                subject.compare(connection, checked.ready, findings)
        if (stop := findings.stops(request.accept)) or checked.ready is None:
            report = replace(report, outcome=stop or "refused")
        elif request.dry_run:
            report = replace(report, outcome="checked")
        else:
            published = subject.publish(engine, checked.ready, origin, step)
            report = replace(report, outcome=published.outcome, release=published.release_id)
            with engine.connect() as connection:
                if (other := counts_instead(connection, subject.name, published.release_id)) is not None:
                    findings.add("stands_behind", "warning", release=other)
    except DocumentTaken as error:  # since it was compared; or by figures that are not compared
        taken = error.taken
        findings.add("document_taken", "error", value=taken.key, title=taken.title)
        report = replace(report, outcome="refused")
    except Refused as refused:
        findings.extend(refused.problems)
        report = replace(report, outcome=findings.stops() or "refused")
    with engine.connect() as connection:
        return replace(report, problems=tuple(findings.problems), head=_head(connection))


def _head(connection: Connection) -> str:
    head = audit.head(connection)
    return str(head) if head.entry else ""


def origin_of(subject: Subject[How, Raw, Known, Ready], request: Request[How]) -> Origin:
    """Where a release comes from, and the fingerprint of all that decides how its bytes are read. Raises Refused."""
    decides = json.dumps([subject.name, subject.rules(request.how), request.unit, request.year])
    return Origin(
        subject=subject.name,
        file_name=subject.file_name(request),
        file_sha256=subject.fingerprint(request),
        mapping=request.how.name,
        recipe_sha256=hashlib.sha256(decides.encode()).hexdigest(),
        actor=request.actor,
        reason=request.reason,
    )
