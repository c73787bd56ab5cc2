"""From a table of answers to coded respondents: every value is one of the answers, or an error that names its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.problems import Param, Problem
from dashboard.intake.surveys.questions import Asked, asked_of
from dashboard.intake.surveys.study import GroupSpec, GroupValue, StudySpec
from dashboard.intake.surveys.table import Table
from dashboard.intake.surveys.words import plain
from dashboard.store.survey_records import Indicator as Known
from dashboard.store.survey_records import Question as PublishedQuestion
from dashboard.surveys.model import Coded, Design, Indicator, Plan, Responses

SHOWN = 20  # wrong values of a column that are told, each once
FEW_ROWS = 20  # a table so short may have a stratum for every other row
FindPlaces = Callable[[str], frozenset[str]]
_Codes = npt.NDArray[np.int64]


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


@dataclass
class _Findings:
    """What is wrong or worth telling, with at most SHOWN wrong values of a column, each once."""

    found: list[Problem] = field(default_factory=list)

    def rows(self, code: str, cells: pd.Series, wrong: npt.NDArray[np.bool_], **params: Param) -> None:
        """An error for every value that stands in rows of a column where `wrong`: the first row, and how many."""
        bad = cells[wrong]
        codes, values = pd.factorize(bad.to_numpy(dtype=object))
        counts = np.bincount(codes, minlength=len(values)).tolist()
        firsts = bad.index[~pd.Series(codes).duplicated().to_numpy()]
        self.found += [
            Problem(code, "error", int(row), str(cells.name), str(value), {**params, "n": n})
            for row, value, n in list(zip(firsts, values, counts, strict=True))[:SHOWN]
        ]
        if len(values) > SHOWN:
            told = {"n": len(values) - SHOWN}
            self.found.append(Problem("survey_more", "error", column=str(cells.name), params=told))


def code_study(
    table: Table, spec: StudySpec, catalogue: Mapping[str, Known], place: str, find: FindPlaces
) -> CodedStudy:
    """Code the answers of a study.

    `place` is the code of the place it speaks of; `find` gives the codes of the places a text may mean.
    """
    findings = _Findings()
    frame = _once_each(table.frame, spec, findings)
    kept = replace(table, frame=frame, ticks={name: ticks.loc[frame.index] for name, ticks in table.ticks.items()})
    asked: list[Asked] = []
    for question in spec.questions:
        known = catalogue.get(question.indicator)
        if known is None:
            listed = ", ".join(sorted(catalogue))
            findings.found.append(Problem("survey_indicator", "error", value=question.indicator,
                                          params={"known": listed}))  # fmt: skip
            continue
        told = asked_of(kept, question, known, findings.found, findings.rows)
        asked += [told] if told else []
    places = _places(frame, spec, place, find, findings)
    weight = _weights(frame, spec, findings)
    sample = {name: _part(frame, name, getattr(spec.columns, name), findings) for name in ("stratum", "psu")}
    groups = {group.dimension: _group(frame[group.column], group, findings) for group in spec.groups}
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
        _plan(spec, place, places.values),
        tuple(each.published for each in asked),
        tuple(findings.found),
    )


def _once_each(frame: pd.DataFrame, spec: StudySpec, findings: _Findings) -> pd.DataFrame:
    """Of the answers sent several times by one respondent the last."""
    if spec.columns.id:
        ids = frame[spec.columns.id]
        repeated = (ids != "") & ids.duplicated(keep="last")
        if repeated.any():
            findings.found.append(
                Problem("survey_repeated", "warning", column=spec.columns.id, params={"n": int(repeated.sum())})
            )
        return frame[~repeated]
    return frame


def _places(frame: pd.DataFrame, spec: StudySpec, place: str, find: FindPlaces, findings: _Findings) -> Coded:
    if not spec.columns.place:
        return Coded(np.zeros(len(frame), dtype=np.int64), (place,))
    cells = frame[spec.columns.place]
    told = {plain(text): code for text, code in spec.columns.places.items()}
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    meant = [_one(find(told.get(plain(text), text))) for text in unique]
    _tell(findings, "survey_place", cells, codes, [code is None for code in meant])
    return Coded.meaning(codes, meant)


def _one(codes: frozenset[str]) -> str | None:
    return next(iter(codes)) if len(codes) == 1 else None


def _weights(frame: pd.DataFrame, spec: StudySpec, findings: _Findings) -> npt.NDArray[np.float64]:
    if not spec.columns.weight:
        return np.ones(len(frame))
    cells = frame[spec.columns.weight]
    numbers = pd.to_numeric(cells.str.replace(",", ".", regex=False), errors="coerce").to_numpy(dtype=np.float64)
    findings.rows("survey_weight", cells, ~(np.isfinite(numbers) & (numbers > 0)))
    return np.asarray(np.where(np.isfinite(numbers) & (numbers > 0), numbers, 1.0))


def _part(frame: pd.DataFrame, name: str, column: str, findings: _Findings) -> Coded | None:
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


def _group(cells: pd.Series, spec: GroupSpec, findings: _Findings) -> Coded:
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    by_number = any(not value.texts for value in spec.values)
    meant: list[str | None] = []
    wrong, outside = [False] * len(unique), 0
    for at, text in enumerate(unique):
        found = _value(spec, text)
        meant.append(found)
        if not text or found is not None or plain(text) in spec.none:
            continue
        if by_number and _number(text) is not None:
            outside += int((codes == at).sum())
        else:
            wrong[at] = True
    allowed = {lang: ", ".join(_shown(value, lang) for value in spec.values) for lang in LANGUAGES}
    _tell(findings, "survey_group", cells, codes, wrong, allowed=allowed)
    if outside:
        findings.found.append(Problem("survey_outside", "warning", column=str(cells.name),
                                      params={"n": outside, "allowed": allowed}))  # fmt: skip
    return Coded.meaning(codes, meant)


def _value(spec: GroupSpec, text: str) -> str | None:
    """The group a text or a number belongs to; what is named as a text is no number of a band: 99 may be a refusal."""
    for value in spec.values:
        if plain(text) in map(plain, value.texts):
            return value.code
    number = None if plain(text) in spec.none else _number(text)
    bands = (value for value in spec.values if not value.texts)
    return next((band.code for band in bands if number is not None and band.low <= number <= band.high), None)


def _shown(value: GroupValue, lang: str) -> str:
    """What a group is for a person: its first text, or its numbers."""
    if value.texts:
        return value.texts[0]
    if np.isinf(value.high):
        return t(lang, "problems.band.more", n=f"{value.low:g}")
    if np.isinf(value.low):
        return t(lang, "problems.band.less", n=f"{value.high:g}")
    return f"{value.low:g}–{value.high:g}"


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _tell(
    findings: _Findings, code: str, cells: pd.Series, codes: _Codes, wrong: Sequence[bool], **params: Param
) -> None:
    findings.rows(code, cells, np.array([*wrong, False])[codes], **params)


def _plan(spec: StudySpec, place: str, places: Sequence[str]) -> Plan:
    """The place of the study as a whole, and each place by itself where there are several."""
    areas: dict[str, tuple[str, ...]] = {place: tuple(places)}
    areas |= {each: (each,) for each in places if each != place and len(places) > 1}
    dimensions = [group.dimension for group in spec.groups]
    crossings: list[tuple[str, ...]] = [(), *((dimension,) for dimension in dimensions), *spec.pairs]
    return Plan(areas, tuple(crossings), spec.pairs_in or (place,) if spec.pairs else None)
