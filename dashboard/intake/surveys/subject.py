"""Surveys as a subject of import: read, drop what is personal, code, weigh, hide what must be hidden, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine

from dashboard.intake.files import read_file
from dashboard.intake.problems import Findings, Problem
from dashboard.intake.report import Counts
from dashboard.intake.subject import Checked, Files, Option, Request, Step, Subject, digest
from dashboard.intake.surveys import before
from dashboard.intake.surveys.answers import CodedStudy, code_study, last_of_each, without_personal
from dashboard.intake.surveys.exports import LIMITS, in_words_of_form, read_of_form, read_plain
from dashboard.intake.surveys.forms import read_form
from dashboard.intake.surveys.study.schema import StudySpec, load_study
from dashboard.intake.surveys.table import AnswerTable
from dashboard.settings import Settings
from dashboard.store import releases
from dashboard.store.known import Known, read_known
from dashboard.store.publishing import surveys as publishing
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.queries.surveys import indicators
from dashboard.store.releases import Origin, Published
from dashboard.store.responses import ResponseStore
from dashboard.store.survey_records import Indicator, NumberSaid, StudyFacts, StudyGroup
from dashboard.surveys.cube import build
from dashboard.surveys.model import CubeCell, Plan, Responses, thinned
from dashboard.surveys.numbers import outlying, summary
from dashboard.surveys.suppression import Rule, suppress

#: Raised when the same answers are read or hidden otherwise: an import of the same files then publishes them anew.
RULES = 4
#: Places and what belongs to them, and the indicators by their keys.
Catalogues = tuple[Known, dict[str, Indicator]]


@dataclass(frozen=True)
class StudyRead:
    """The answers, the study in the words of its form, and sheets nobody sees."""

    table: AnswerTable
    spec: StudySpec
    hidden_sheets: tuple[str, ...]


@dataclass(frozen=True)
class StudyReady:
    """What may be published of a study, and the coded answers of single respondents, which may not.

    `sha256`: of the files and the description they come from.
    """

    batch: StudyBatch
    responses: Responses
    sha256: str


@dataclass(frozen=True)
class SurveySubject(Subject[StudySpec, StudyRead, Catalogues, StudyReady]):
    """The answers to a study, before them its form where there is one.

    `answers`: where coded answers of single respondents go, apart from everything that is published; None: nowhere.
    """

    answers: ResponseStore | None = None

    def settled(self, settings: Settings) -> SurveySubject:
        return replace(self, answers=ResponseStore(settings.responses_file))

    def describe(self, told: Mapping[str, Any]) -> StudySpec:
        return load_study(told["study"])

    def rules(self, how: StudySpec) -> str:
        return f"{how.sha256} {RULES}"

    def fingerprint(self, request: Request[StudySpec]) -> str:
        """Of the form, where there is one, the answers and the description."""
        parts = (*map(digest, request.files), request.how.sha256)
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def known(self, connection: Connection, request: Request[StudySpec]) -> Catalogues:
        return read_known(connection), indicators(connection)

    def read(self, request: Request[StudySpec]) -> StudyRead:
        *form, answers = request.files
        spec = request.how
        data = read_file(answers, encoding=spec.file.encoding, delimiter=spec.file.delimiter, limits=LIMITS)
        if not form:
            return StudyRead(read_plain(data, spec), spec, data.hidden_sheets)
        asked = read_form(form[0])
        spec = in_words_of_form(spec, asked)
        return StudyRead(read_of_form(asked, data, spec), spec, data.hidden_sheets)

    def check(
        self, raw: StudyRead, known: Catalogues, request: Request[StudySpec], findings: Findings, step: Step
    ) -> Checked[StudyReady]:
        places, catalogue = known
        spec = raw.spec
        find = places.find_places
        named = find(spec.facts.place)
        if len(named) != 1:
            findings.extend([_no_place(named, spec)])
            return Checked(None, hidden_sheets=raw.hidden_sheets)
        [place] = named
        once, repeated = last_of_each(raw.table, spec)
        safe, dropped = without_personal(once, spec)
        coded = code_study(safe, spec, catalogue, place, find)
        findings.extend((*raw.table.problems, *dropped, *repeated, *coded.problems))
        read, people = len(raw.table.frame), len(coded.responses.weight)
        counts = Counts(read, people, skipped=read - people)
        checked = Checked[StudyReady](None, counts, hidden_sheets=raw.hidden_sheets)
        if findings.refused:
            return checked
        step("weigh")
        batch, kept_back = _weighed(coded, spec)
        findings.extend(kept_back)
        return replace(checked, ready=StudyReady(batch, coded.responses, self.fingerprint(request)))

    def compare(self, connection: Connection, ready: StudyReady, findings: Findings) -> None:
        if self.answers is not None:
            found = before.compared(connection, self.answers, ready.batch, ready.responses, ready.sha256)
            findings.extend(found)

    def publish(self, engine: Engine, ready: StudyReady, origin: Origin, step: Step) -> Published:
        """The answers are kept first, so that a crash leaves at worst rows nobody uses."""
        if self.answers is not None:
            self.answers.write(ready.batch.facts.key, origin.file_sha256, ready.responses)
        return publishing.publish_studies(engine, [ready.batch], origin, progress=step)

    def forget(self, engine: Engine, release_id: int) -> Path | None:
        """Delete the coded answers, unless another published release is made of the same files."""
        if self.answers is None:
            return None
        with engine.connect() as connection:
            sha256 = releases.last_of_file(connection, release_id)
        return self.answers.path if sha256 and self.answers.forget(sha256) else None


def _no_place(codes: frozenset[str], spec: StudySpec) -> Problem:
    code = "place_ambiguous" if codes else "place_unknown"
    params = {"codes": ", ".join(sorted(codes))}
    return Problem(code, "error", column="study.place", value=spec.facts.place, params=params)


def _weighed(coded: CodedStudy, spec: StudySpec) -> tuple[StudyBatch, tuple[Problem, ...]]:
    """The study as it may be published, and what readers will not see of it."""
    facts, responses = spec.facts, coded.responses
    plan = thinned(coded.plan, responses, least=2 * facts.few)
    cells, spreads = build(responses, coded.design, coded.indicators, plan)
    rule = Rule(few=facts.few, small=facts.small, uniform=facts.small)
    cells, spreads = suppress(cells, spreads, responses, coded.indicators, plan, rule)
    groups = tuple(
        StudyGroup(group.dimension, value.code, value.names) for group in spec.groups for value in group.values
    )
    place = next(iter(coded.plan.areas))
    questions = tuple(replace(each, number=_number(each.indicator, coded, cells, facts)) for each in coded.questions)
    batch = StudyBatch(
        facts=replace(facts, place=place, respondents=len(responses.weight)),
        paper=spec.paper,
        questions=questions,
        groups=groups,
        cells=tuple(cell for cell in cells if cell.indicator not in coded.unranked),
        spreads=spreads,
        own=coded.own,
    )
    return batch, (*_kept_back(batch, plan), *_far_from_all(coded))


def _number(key: str, coded: CodedStudy, cells: Iterable[CubeCell], facts: StudyFacts) -> NumberSaid | None:
    """What all respondents said in numbers, where the share of them all is shown and not of few."""
    if key not in coded.numbers:
        return None
    place = next(iter(coded.plan.areas))
    shown = any(
        (cell.indicator, cell.place, cell.groups) == (key, place, ()) and not (cell.hidden or cell.small)
        for cell in cells
    )
    said = (
        summary(coded.numbers[key], coded.responses, sampled=facts.kind == "probability", least=facts.small)
        if shown
        else None
    )
    return NumberSaid(key, said.n, said.mean, said.median, said.low, said.high, said.step) if said else None


def _far_from_all(coded: CodedStudy) -> Iterator[Problem]:
    """Questions of a number to which a few said one far from all others: their mean is not told."""
    for key, values in sorted(coded.numbers.items()):
        said = np.isfinite(values)
        if said.any() and outlying(values[said], coded.responses.weight[said]):
            yield Problem("survey_outlier", "warning", value=key)


def _kept_back(batch: StudyBatch, plan: Plan) -> Iterator[Problem]:
    """Pairs of groups that are not made, and how many shares are hidden."""
    for area, crossing in sorted(plan.too_thin):
        yield Problem("survey_thin", "warning", value=" × ".join(crossing), params={"place": area})
    if hidden := sum(cell.hidden for cell in batch.cells):
        yield Problem("survey_hidden", "info", params={"n": hidden, "all": len(batch.cells)})


SURVEY = SurveySubject(
    publishing.SUBJECT,
    "Import a survey: its answers become shares that may be shown. What is personal is dropped before.",
    files=Files(
        "[FORM.xlsx] DATA: the form of KoboToolbox or ODK, if any, and the answers.",
        "files",
        most=2,
        too_many="cli.survey_files",
    ),
    options=(Option("study", "STUDY.toml: who was asked, and what the columns mean.", needed=True),),
    accepts=before.ACCEPTS,
    steps=("read", "check", "weigh", "cells", "current"),
    undo=publishing.retract,
)
