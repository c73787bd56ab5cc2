"""Reads STUDY.toml. Anything it does not know is an error that names the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.i18n.formats import BISHKEK
from dashboard.intake.mapping.parts import BadMapping, check_keys, choose, items_of, part_of, read_toml
from dashboard.intake.surveys.study.parts import read_group, read_question
from dashboard.intake.surveys.study.study import ColumnsSpec, StudySpec
from dashboard.intake.surveys.study.values import (
    as_title,
    read_column,
    read_day,
    read_names,
    read_number,
    read_slug,
    read_text,
    read_texts,
    refuse_twice,
)
from dashboard.intake.surveys.words import plain
from dashboard.store.batch import Document
from dashboard.store.survey_records import StudyFacts
from dashboard.store.survey_tables import MODES

_SECTIONS = ("study", "paper", "file", "columns", "limits", "personal", "group", "cross", "question")
_STUDY = (
    "key", "series", "place", "kind", "mode", "from", "to", "languages", "title", "asked_by", "population", "method",
)  # fmt: skip
_PAPER = ("key", "title", "number", "date", "date_printed", "url", "publisher", "language", "kind", "authority")
_COLUMNS = ("weight", "stratum", "psu", "place", "id", "places")
_KINDS = ("probability", "self_selected")
_FEW, _SMALL = 10, 30


def load_study(name: str) -> StudySpec:
    """The study described in the file of that path. Raises BadMapping."""
    if not Path(name).is_file():
        raise BadMapping("study_not_found", name)
    with _of_study():
        table = read_toml(Path(name))
    return read_study(*table)


def read_study(table: Mapping[str, Any], name: str, sha256: str) -> StudySpec:
    """A study from its TOML tables; raises BadMapping."""
    with _of_study():
        return _study(table, name, sha256)


@contextmanager
def _of_study() -> Iterator[None]:
    """What is wrong is said of STUDY.toml, though budgets have the same kinds of mistakes in their mappings."""
    try:
        yield
    except BadMapping as bad:
        [problem] = bad.problems
        code = problem.code.replace("mapping_", "study_")
        raise BadMapping(code, problem.value or "", **problem.params) from bad


def _study(table: Mapping[str, Any], name: str, sha256: str) -> StudySpec:
    check_keys(table, _SECTIONS, "")
    limits = part_of(table, "limits", ("few", "small"))
    personal = part_of(table, "personal", ("drop", "reviewed"))
    file = part_of(table, "file", ("encoding", "delimiter", "sheet", "empty"))
    cross = part_of(table, "cross", ("pairs", "pairs_in"))
    columns = part_of(table, "columns", _COLUMNS)
    few, small = (read_number(limits, key, f"limits.{key}", usual) for key, usual in (("few", _FEW), ("small", _SMALL)))
    if few < _FEW:
        raise BadMapping("mapping_bad_value", "limits.few", value=str(few), allowed=f"≥ {_FEW}")
    if small < _SMALL:
        raise BadMapping("mapping_bad_value", "limits.small", value=str(small), allowed=f"≥ {_SMALL}")
    questions = tuple(read_question(item, f"question[{at}]") for at, item in items_of(table, "question"))
    if not questions:
        raise BadMapping("mapping_needs", "[[question]]")
    refuse_twice((question.indicator for question in questions), "question.indicator")
    groups = tuple(read_group(item, f"group[{at}]") for at, item in items_of(table, "group"))
    refuse_twice((group.dimension for group in groups), "group.dimension")
    named = _columns(columns)
    facts = _facts(part_of(table, "study", _STUDY), named, few, max(few, small))
    return StudySpec(
        name=name,
        sha256=sha256,
        facts=facts,
        paper=_paper(part_of(table, "paper", _PAPER), facts),
        questions=questions,
        groups=groups,
        columns=named,
        **{key: read_text(file, key, f"file.{key}") or None for key in ("encoding", "delimiter", "sheet")},
        empty=frozenset(map(plain, read_texts(file, "empty", "file.empty"))),
        personal=frozenset(map(as_title, read_texts(personal, "drop", "personal.drop"))),
        reviewed=frozenset(map(as_title, read_texts(personal, "reviewed", "personal.reviewed"))),
        pairs=_pairs(cross, {group.dimension for group in groups}),
        pairs_in=read_texts(cross, "pairs_in", "cross.pairs_in"),
    )


def _columns(part: dict[str, Any]) -> ColumnsSpec:
    places = part_of(part, "places", part.get("places", {}))
    if places and not part.get("place"):
        raise BadMapping("mapping_needs", "columns.place")
    refuse_twice(map(plain, places), "columns.places")
    return ColumnsSpec(
        **{key: read_column(part, key, f"columns.{key}") for key in _COLUMNS[:-1]},
        places={text: read_text(places, text, f"columns.places.{text}") for text in places},
    )


def _facts(part: dict[str, Any], columns: ColumnsSpec, few: int, small: int) -> StudyFacts:
    for key in ("key", "place", "kind", "mode", "to", "title"):
        if key not in part:
            raise BadMapping("mapping_needs", f"study.{key}")
    choose(part, "study.kind", "kind", _KINDS)
    choose(part, "study.mode", "mode", MODES)
    key = read_slug(part, "key", "study.key")
    from_day, to_day = (read_day(part, name, f"study.{name}") for name in ("from", "to"))
    assert to_day is not None, "checked above"
    if from_day is not None and from_day > to_day:
        raise BadMapping("mapping_bad_value", "study.from", value=from_day.isoformat(), allowed=f"≤ {to_day}")
    if to_day > (today := datetime.now(BISHKEK).date()):
        raise BadMapping("mapping_bad_value", "study.to", value=to_day.isoformat(), allowed=f"≤ {today}")
    return StudyFacts(
        key=key,
        series=read_slug(part, "series", "study.series") if "series" in part else key,
        place=str(part["place"]),
        kind=part["kind"],
        mode=part["mode"],
        titles=read_names(part["title"], "study.title"),
        **{name: read_names(part.get(name, ""), f"study.{name}") for name in ("asked_by", "population", "method")},
        from_day=from_day,
        to_day=to_day,
        respondents=None,
        languages=read_texts(part, "languages", "study.languages"),
        weighted=bool(columns.weight),
        stratified=bool(columns.stratum),
        clustered=bool(columns.psu),
        few=few,
        small=small,
    )


def _paper(part: dict[str, Any], facts: StudyFacts) -> Document:
    day = read_day(part, "date", "paper.date")
    texts = {
        name: read_text(part, name, f"paper.{name}")
        for name in ("number", "date_printed", "url", "publisher", "language")
    }
    return Document(
        key=read_text(part, "key", "paper.key") or facts.key,
        title=read_text(part, "title", "paper.title") or facts.titles.ky,
        kind=read_text(part, "kind", "paper.kind") or "survey",
        date=day,
        authority=read_number(part, "authority", "paper.authority", 2),
        **texts,
    )


def _pairs(part: dict[str, Any], dimensions: set[str]) -> tuple[tuple[str, str], ...]:
    pairs = part.get("pairs", [])
    if part.get("pairs_in") and not pairs:
        raise BadMapping("mapping_needs", "cross.pairs")
    good = isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and len({*pair}) == 2 and {*pair} <= dimensions for pair in pairs
    )
    if not good:
        allowed = ", ".join(sorted(dimensions))
        raise BadMapping("mapping_bad_value", "cross.pairs", value=str(pairs), allowed=f'[["…", "…"]]: {allowed}')
    return tuple((str(first), str(second)) for first, second in pairs)
