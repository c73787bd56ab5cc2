"""From a table of answers to coded respondents: every value is one of the answers, or an error that names its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.answers.findings import Findings
from dashboard.intake.surveys.answers.group_coding import code_group
from dashboard.intake.surveys.answers.questions import Asked, asked_of
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import Table
from dashboard.intake.surveys.words import plain
from dashboard.store.survey_records import Indicator as Known
from dashboard.store.survey_records import Question as PublishedQuestion
from dashboard.surveys.model import Coded, Design, Indicator, Plan, Responses

FEW_ROWS = 20  # a table so short may have a stratum for every other row
FindPlaces = Callable[[str], frozenset[str]]


@dataclass(frozen=True)
class CodedStudy:
    """A study ready to be weighed.

    Attributes:
        responses: of no use where `problems` has errors.
        indicators: of the cube; a question of several ticks has one a tick (`channels-used:whatsapp`).
        unranked: keys of indicators whose answers have no better and worse: only their spread is told.
        questions: as they are published.
    """

    responses: Responses
    design: Design
    indicators: tuple[Indicator, ...]
    unranked: frozenset[str]
    plan: Plan
    questions: tuple[PublishedQuestion, ...]
    problems: tuple[Problem, ...]


def code_study(
    table: Table, spec: StudySpec, catalogue: Mapping[str, Known], place: str, find: FindPlaces
) -> CodedStudy:
    """Code the answers of a study, each respondent once.

    `place` is the code of the place it speaks of; `find` gives the codes of the places a text may mean.
    """
    findings = Findings()
    frame = table.frame
    asked: list[Asked] = []
    for question in spec.questions:
        known = catalogue.get(question.indicator)
        if known is None:
            listed = ", ".join(sorted(catalogue))
            findings.found.append(
                Problem("survey_indicator", "error", value=question.indicator, params={"known": listed})
            )
            continue
        told = asked_of(table, question, known, findings.found, findings.rows)
        asked += [told] if told else []
    places = _places(frame, spec, place, find, findings)
    plan = _plan(spec, place, places.values, find, findings)
    weight = _weights(frame, spec, findings)
    sample = {name: _part(frame, name, getattr(spec.columns, name), findings) for name in ("stratum", "psu")}
    groups = {group.dimension: code_group(frame[group.column], group, findings) for group in spec.groups}
    answers = {key: column for each in asked for key, column in each.columns.items()}
    if frame.empty:
        findings.found.append(Problem("survey_nobody", "error"))
    facts = spec.facts
    responses = Responses(facts.key, places, weight, sample["stratum"], sample["psu"], groups, answers)
    return CodedStudy(
        responses,
        Design(facts.kind, facts.weighted, facts.stratified, facts.clustered),  # type: ignore[arg-type] # read from TOML
        tuple(indicator for each in asked for indicator in each.indicators),
        frozenset(each.known.key for each in asked if each.known.kind == "choice"),
        plan,
        tuple(each.published for each in asked),
        tuple(findings.found),
    )


def _places(frame: pd.DataFrame, spec: StudySpec, place: str, find: FindPlaces, findings: Findings) -> Coded:
    if not spec.columns.place:
        return Coded(np.zeros(len(frame), dtype=np.int64), (place,))
    for text, code in spec.columns.places.items():
        if _one(find(code)) is None:
            findings.tell("survey_place_unknown", "error", "columns.places", f"{text} = {code}")
    cells = frame[spec.columns.place]
    told = {plain(text): code for text, code in spec.columns.places.items()}
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    meant = [_one(find(told.get(plain(text), text))) for text in unique]
    findings.texts("survey_place", cells, codes, [code is None for code in meant])
    return Coded.meaning(codes, meant)


def _one(codes: frozenset[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _weights(frame: pd.DataFrame, spec: StudySpec, findings: Findings) -> npt.NDArray[np.float64]:
    if not spec.columns.weight:
        return np.ones(len(frame))
    cells = frame[spec.columns.weight]
    numbers = pd.to_numeric(cells.str.replace(",", ".", regex=False), errors="coerce").to_numpy(dtype=np.float64)
    findings.rows("survey_weight", cells, ~(np.isfinite(numbers) & (numbers > 0)))
    return np.asarray(np.where(np.isfinite(numbers) & (numbers > 0), numbers, 1.0))


def _part(frame: pd.DataFrame, name: str, column: str, findings: Findings) -> Coded | None:
    """Number of the stratum or sampling unit of each respondent, from 1: nobody may lack one. Its words are not kept.

    A unit may have one respondent, as where people were drawn one by one; a stratum of one says nothing of chance.
    """
    if not column:
        return None
    cells = frame[column]
    findings.rows("survey_part_missing", cells, (cells == "").to_numpy())
    numbers, words = pd.factorize(cells.map(plain).to_numpy(dtype=object))
    if name == "stratum" and len(frame) >= FEW_ROWS and len(words) > len(frame) / 2:
        counts: dict[str, str | int] = {"n": len(words), "rows": len(frame)}
        findings.found.append(Problem("survey_strata_many", "error", column=column, params=counts))
    return Coded(numbers.astype(np.int64), tuple(str(at + 1) for at in range(len(words))))


def _plan(spec: StudySpec, place: str, places: Sequence[str], find: FindPlaces, findings: Findings) -> Plan:
    """The place of the study as a whole, and each place by itself where there are several."""
    areas: dict[str, tuple[str, ...]] = {place: tuple(places)}
    areas |= {each: (each,) for each in places if each != place and len(places) > 1}
    dimensions = [group.dimension for group in spec.groups]
    crossings: list[tuple[str, ...]] = [(), *((dimension,) for dimension in dimensions), *spec.pairs]
    pairs_in = []
    for text in spec.pairs_in:
        code = _one(find(text))
        if code is None:
            findings.tell("survey_place_unknown", "error", "cross.pairs_in", text)
        elif code not in areas:
            there = ", ".join(areas)
            findings.tell("survey_pairs_nobody", "warning", "cross.pairs_in", text, there=there)
        else:
            pairs_in.append(code)
    return Plan(areas, tuple(crossings), tuple(pairs_in or (place,)) if spec.pairs else None)
