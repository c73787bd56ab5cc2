"""A coded study becomes shares that may be shown: weighed, and with what must be hidden hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.answers import CodedStudy
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.survey_records import StudyGroup
from dashboard.surveys.cube import build
from dashboard.surveys.model import Plan, thinned
from dashboard.surveys.suppression import Rule, suppress


def weighed(coded: CodedStudy, spec: StudySpec) -> tuple[StudyBatch, tuple[Problem, ...]]:
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
    batch = StudyBatch(
        facts=replace(facts, place=place, respondents=len(responses.weight)),
        paper=spec.paper,
        questions=coded.questions,
        groups=groups,
        cells=tuple(cell for cell in cells if cell.indicator not in coded.unranked),
        spreads=spreads,
    )
    return batch, tuple(_kept_back(batch, plan))


def _kept_back(batch: StudyBatch, plan: Plan) -> Iterator[Problem]:
    """Pairs of groups that are not made, and how many shares are hidden."""
    for area, crossing in sorted(plan.too_thin):
        yield Problem("survey_thin", "warning", value=" × ".join(crossing), params={"place": area})
    if hidden := sum(cell.hidden for cell in batch.cells):
        yield Problem("survey_hidden", "info", params={"n": hidden, "all": len(batch.cells)})
