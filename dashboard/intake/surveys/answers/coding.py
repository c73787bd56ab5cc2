"""From a table of answers to coded respondents: every value is one of the answers, or an error that names its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.problems import Findings, Problem
from dashboard.intake.surveys.answers.numbers import number_in
from dashboard.intake.surveys.answers.questions import code_question
from dashboard.intake.surveys.study.questions import GroupSpec, GroupValue
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import AnswerTable
from dashboard.intake.surveys.words import Cells, plain
from dashboard.store.survey_records import Indicator as Known
from dashboard.store.survey_records import Question as PublishedQuestion
from dashboard.surveys.model import CodedAnswers, Design, Floats, MeasuredIndicator, Plan, Responses

FEW_ROWS = 20  # a table so short may have a stratum for every other row
FindPlaces = Callable[[str], frozenset[str]]


@dataclass(frozen=True)
class CodedStudy:
    """A study ready to be weighed.

    Attributes:
        responses: of no use where `problems` has errors.
        indicators: of the cube; a question of several ticks has one a tick (`channels-used:whatsapp`).
        unranked: keys of indicators whose answers have no better and worse: only their distribution is shown.
        questions: as they are published.
        own: indicators of the study's own that it asks about. numbers: of each that is a number, what people said.
    """

    responses: Responses
    design: Design
    indicators: tuple[MeasuredIndicator, ...]
    unranked: frozenset[str]
    plan: Plan
    questions: tuple[PublishedQuestion, ...]
    problems: tuple[Problem, ...]
    own: tuple[Known, ...] = ()
    numbers: Mapping[str, Floats] = field(default_factory=dict)


def code_study(
    table: AnswerTable, spec: StudySpec, catalogue: Mapping[str, Known], place: str, find: FindPlaces
) -> CodedStudy:
    """Code the answers of a study, each respondent once.

    `place` is the code of the place it speaks of; `find` gives the codes of the places a text may mean.
    """
    findings = Findings()
    frame = table.frame
    asked = []
    own = {each.key: each.known for each in spec.indicators}
    for key in sorted(own.keys() & catalogue.keys()):
        findings.add("survey_own_taken", "error", value=key)
    for question in spec.questions:
        known = own.get(question.indicator) or catalogue.get(question.indicator)
        if known is None:
            listed = ", ".join((*own, *sorted(catalogue)))
            findings.add("survey_indicator", "error", value=question.indicator, known=listed)
        elif coded := code_question(table, question, known, findings):
            asked.append(coded)
    places = _places(frame, spec, place, find, findings)
    plan = _plan(spec, place, places.values, find, findings)
    weight = _weights(frame, spec, findings)
    sample = {name: _part(frame, name, getattr(spec.columns, name), findings) for name in ("stratum", "psu")}
    groups = {group.dimension: _group(Cells.of(frame, group.column), group, findings) for group in spec.groups}
    answers = {key: column for each in asked for key, column in each.columns.items()}
    if frame.empty:
        findings.add("survey_nobody", "error")
    facts = spec.facts
    responses = Responses(facts.key, places, weight, sample["stratum"], sample["psu"], groups, answers)
    design = Design(facts.kind, facts.weighted, facts.stratified, facts.clustered)  # type: ignore[arg-type] # read from TOML
    indicators = tuple(indicator for each in asked for indicator in each.indicators)
    unranked = frozenset(each.known.key for each in asked if each.known.kind == "choice")
    questions = tuple(each.published for each in asked)
    numbers = {each.known.key: each.numbers for each in asked if each.numbers is not None}
    used = tuple(each.known for each in asked if each.known.own)
    problems = tuple(findings.problems)
    return CodedStudy(responses, design, indicators, unranked, plan, questions, problems, used, numbers)


def _places(frame: pd.DataFrame, spec: StudySpec, place: str, find: FindPlaces, findings: Findings) -> CodedAnswers:
    if not spec.columns.place:
        return CodedAnswers(np.zeros(len(frame), dtype=np.int64), (place,))
    for text, code in spec.columns.places.items():
        if _one(find(code)) is None:
            findings.add("survey_place_unknown", "error", column="columns.places", value=f"{text} = {code}")
    cells = Cells.of(frame, spec.columns.place)
    told = {plain(text): code for text, code in spec.columns.places.items()}
    meant = [_one(find(told.get(plain(text), text))) for text in cells.texts]
    cells.tell_wrong(findings, "survey_place", [code is None for code in meant])
    return CodedAnswers.meaning(cells.codes, meant)


def _one(codes: frozenset[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _weights(frame: pd.DataFrame, spec: StudySpec, findings: Findings) -> npt.NDArray[np.float64]:
    if not spec.columns.weight:
        return np.ones(len(frame))
    cells = Cells.of(frame, spec.columns.weight)
    texts = pd.Series(cells.texts, dtype=str).str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64)
    right = np.isfinite(numbers) & (numbers > 0)
    cells.tell_wrong(findings, "survey_weight", (~right).tolist())
    return np.asarray(np.where(right, numbers, 1.0)[cells.codes])


def _part(frame: pd.DataFrame, name: str, column: str, findings: Findings) -> CodedAnswers | None:
    """Number of the stratum or sampling unit of each respondent, from 1: nobody may lack one. Its words are not kept.

    A unit may have one respondent, as where people were drawn one by one; a stratum of one says nothing of chance.
    """
    if not column:
        return None
    cells = Cells.of(frame, column)
    cells.tell_wrong(findings, "survey_part_missing", [text == "" for text in cells.texts])
    numbers, words = pd.factorize(frame[column].map(plain).to_numpy(dtype=object))
    if name == "stratum" and len(frame) >= FEW_ROWS and len(words) > len(frame) / 2:
        findings.add("survey_strata_many", "error", column=column, n=len(words), rows=len(frame))
    return CodedAnswers(numbers.astype(np.int64), tuple(str(at + 1) for at in range(len(words))))


def _group(cells: Cells, spec: GroupSpec, findings: Findings) -> CodedAnswers:
    """The group of each respondent; texts that are none are errors, numbers outside of all bands are reported."""
    by_number = any(not value.texts for value in spec.values)
    meant = [_value(spec, text) for text in cells.texts]
    stray = [
        bool(text) and found is None and plain(text) not in spec.none
        for text, found in zip(cells.texts, meant, strict=True)
    ]
    numbers = [
        number_in(text) if by_number and is_stray else None for text, is_stray in zip(cells.texts, stray, strict=True)
    ]
    outside = [(number, n) for number, n in zip(numbers, cells.rows, strict=True) if number is not None]
    allowed = {lang: ", ".join(_shown(value, lang) for value in spec.values) for lang in LANGUAGES}
    wrong = [is_stray and number is None for number, is_stray in zip(numbers, stray, strict=True)]
    if spec.others and any(wrong):
        rows = sum(n for n, is_wrong in zip(cells.rows, wrong, strict=True) if is_wrong)
        findings.add("survey_group_others", "info", column=cells.name, n=rows)
        wrong = [False] * len(wrong)
    cells.tell_wrong(findings, "survey_group", wrong, allowed=allowed)
    for code, n in (
        ("survey_outside", sum(n for number, n in outside if number >= 0)),
        ("survey_negative", sum(n for number, n in outside if number < 0)),
    ):
        if n:
            findings.add(code, "warning", column=cells.name, n=n, allowed=allowed)
    return CodedAnswers.meaning(cells.codes, meant)


def _value(spec: GroupSpec, text: str) -> str | None:
    """The group a text or a number belongs to; what is named as a text is no number of a band: 99 may be a refusal."""
    for value in spec.values:
        if plain(text) in map(plain, value.texts):
            return value.code
    number = None if plain(text) in spec.none else number_in(text)
    if number is None:
        return None
    bands = [value for value in spec.values if not value.texts and value.low <= number <= value.high]
    # -1 is how files write that nothing was said, so a band that is only open below does not take it.
    return next((band.code for band in bands if number >= 0 or np.isfinite(band.low)), None)


def _shown(value: GroupValue, lang: str) -> str:
    """What a group is for a person: its first text, or its numbers."""
    if value.texts:
        return value.texts[0]
    if np.isinf(value.high):
        return t(lang, "problems.band.more", n=f"{value.low:g}")
    if np.isinf(value.low):
        return t(lang, "problems.band.less", n=f"{value.high:g}")
    return f"{value.low:g}–{value.high:g}"


def _plan(spec: StudySpec, place: str, places: Sequence[str], find: FindPlaces, findings: Findings) -> Plan:
    """The place of the study as a whole, and each place by itself where there are several."""
    areas: dict[str, tuple[str, ...]] = {place: tuple(places)}
    areas |= {each: (each,) for each in places if each != place and len(places) > 1}
    dimensions = [group.dimension for group in spec.groups]
    crossings: list[tuple[str, ...]] = [(), *((dimension,) for dimension in dimensions), *spec.cross.pairs]
    pairs_in = []
    for text in spec.cross.pairs_in:
        code = _one(find(text))
        if code is None:
            findings.add("survey_place_unknown", "error", column="cross.pairs_in", value=text)
        elif code not in areas:
            there = ", ".join(areas)
            findings.add("survey_pairs_nobody", "warning", column="cross.pairs_in", value=text, there=there)
        else:
            pairs_in.append(code)
    return Plan(areas, tuple(crossings), tuple(pairs_in or (place,)) if spec.cross.pairs else None)
