"""Reads STUDY.toml: the study as the program uses it, or everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.i18n.formats import BISHKEK
from dashboard.intake.mapping.kinds import wrong, wrong_at
from dashboard.intake.mapping.load import FileKind
from dashboard.intake.surveys.study.schema import StudyFile, StudySpec
from dashboard.intake.surveys.study.values import twice
from dashboard.store.batch import Document
from dashboard.store.survey_records import StudyFacts


def load_study(name: str) -> StudySpec:
    """The study described in the file of that path. Raises BadMapping."""
    if not Path(name).is_file():
        raise STUDY_FILE.bad("not_found", name)
    return STUDY_FILE.load(Path(name))


def read_study(table: Mapping[str, Any], name: str, sha256: str) -> StudySpec:
    """A study from its TOML tables. Raises BadMapping."""
    return STUDY_FILE.read(table, name, sha256)


def _study(told: StudyFile) -> StudySpec:
    if found := _misfits(told):
        raise wrong_at(*found)
    return StudySpec(
        name=told.name,
        sha256=told.sha256,
        facts=_facts(told),
        paper=_paper(told),
        questions=told.question,
        groups=told.group,
        columns=told.columns,
        encoding=told.file.encoding,
        delimiter=told.file.delimiter,
        sheet=told.file.sheet or None,
        empty=told.file.empty,
        personal=told.personal.drop,
        reviewed=told.personal.reviewed,
        pairs=told.cross.pairs,
        pairs_in=told.cross.pairs_in,
    )


def _misfits(told: StudyFile) -> list[Any]:
    """What is right by itself and does not fit together: (keys, error, value)."""
    found: list[Any] = []
    asking, today = told.study, datetime.now(BISHKEK).date()
    if asking.since is not None and asking.since > asking.to:
        found.append((("study", "from"), wrong("bad_value", allowed=f"≤ {asking.to}"), asking.since))
    if asking.to > today:
        found.append((("study", "to"), wrong("bad_value", allowed=f"≤ {today}"), asking.to))
    if (key := twice(each.indicator for each in told.question)) is not None:
        found.append((("question", "indicator"), wrong("twice", value=key), key))
    dimensions = [each.dimension for each in told.group]
    if (dimension := twice(dimensions)) is not None:
        found.append((("group", "dimension"), wrong("twice", value=dimension), dimension))
    if told.cross.pairs_in and not told.cross.pairs:
        found.append((("cross", "pairs"), wrong("needs"), None))
    for first, second in told.cross.pairs:
        if first == second or not {first, second} <= {*dimensions}:
            allowed = f'[["…", "…"]]: {", ".join(sorted(dimensions))}'
            found.append((("cross", "pairs"), wrong("bad_value", allowed=allowed), [first, second]))
    return found


def _facts(told: StudyFile) -> StudyFacts:
    asking, columns = told.study, told.columns
    return StudyFacts(
        key=asking.key,
        series=asking.series or asking.key,
        place=asking.place,
        kind=asking.kind,
        mode=asking.mode,
        titles=asking.title,
        asked_by=asking.asked_by,
        population=asking.population,
        method=asking.method,
        from_day=asking.since,
        to_day=asking.to,
        respondents=None,
        languages=asking.languages,
        weighted=bool(columns.weight),
        stratified=bool(columns.stratum),
        clustered=bool(columns.psu),
        few=told.limits.few,
        small=max(told.limits.few, told.limits.small),
    )


def _paper(told: StudyFile) -> Document:
    paper = {part.name: getattr(told.paper, part.name) for part in fields(told.paper)}
    usual = {"key": told.study.key, "title": told.study.title.ky, "kind": "survey"}
    return Document(**{**paper, **{key: paper[key] or value for key, value in usual.items()}})


STUDY_FILE = FileKind(StudyFile, _study, "study", "docs/surveys.md", "Open Aimak: STUDY.toml, a survey")
