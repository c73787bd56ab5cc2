"""Reads STUDY.toml. Anything it does not know is an error that names the key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from dashboard.i18n import LANGUAGES
from dashboard.intake.mapping_parts import BadMapping, check_keys, choose, items_of, load_toml, part_of
from dashboard.intake.surveys.study import (
    AnswerSpec,
    ColumnsSpec,
    GroupSpec,
    GroupValue,
    QuestionSpec,
    StudySpec,
)
from dashboard.intake.surveys.words import plain
from dashboard.store.batch import Document
from dashboard.store.records import Names
from dashboard.store.survey_records import StudyFacts
from dashboard.store.survey_tables import ANSWER_ROLES, DIMENSIONS, MODES

_SECTIONS = ("study", "paper", "file", "columns", "limits", "personal", "group", "cross", "question")
_STUDY = (
    "key", "series", "place", "kind", "mode", "from", "to", "languages", "title", "asked_by", "population", "method",
)  # fmt: skip
_PAPER = ("key", "title", "number", "date", "date_printed", "url", "publisher", "language", "kind", "authority")
_QUESTION = (
    "indicator", "column", "columns", "text", "wording", "answers", "separator", "unknown_in_base", "refused_in_base",
)  # fmt: skip
_COLUMNS = ("weight", "stratum", "psu", "place", "id", "places")
_KINDS = ("probability", "self_selected")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
#: Answers may be named by the key of a work, so they are looser than other codes.
_CODE = re.compile(r"[^\s:]{1,60}")
_FEW, _SMALL = 10, 30


def load_study(name: str) -> StudySpec:
    """The study described in the file of that path. Raises BadMapping."""
    return read_study(*load_toml(name))


def read_study(table: Mapping[str, Any], name: str, sha256: str) -> StudySpec:
    """A study from its TOML tables; raises BadMapping."""
    check_keys(table, _SECTIONS, "")
    limits = part_of(table, "limits", ("few", "small"))
    personal = part_of(table, "personal", ("drop", "reviewed"))
    file = part_of(table, "file", ("encoding", "delimiter", "sheet", "empty"))
    cross = part_of(table, "cross", ("pairs", "pairs_in"))
    columns = part_of(table, "columns", _COLUMNS)
    few, small = (_number(limits, key, f"limits.{key}", usual) for key, usual in (("few", _FEW), ("small", _SMALL)))
    if few < _FEW:
        raise BadMapping("mapping_bad_value", "limits.few", value=str(few), allowed=f"≥ {_FEW}")
    questions = tuple(_question(item, f"question[{at}]") for at, item in items_of(table, "question"))
    if not questions:
        raise BadMapping("mapping_needs", "[[question]]")
    _once((question.indicator for question in questions), "question.indicator")
    groups = tuple(_group(item, f"group[{at}]") for at, item in items_of(table, "group"))
    _once((group.dimension for group in groups), "group.dimension")
    facts = _facts(part_of(table, "study", _STUDY), columns, few, max(few, small))
    return StudySpec(
        name=name,
        sha256=sha256,
        facts=facts,
        paper=_paper(part_of(table, "paper", _PAPER), facts),
        questions=questions,
        groups=groups,
        columns=ColumnsSpec(**{key: _text(columns, key, f"columns.{key}") for key in _COLUMNS[:-1]},
                            places=part_of(columns, "places", columns.get("places", {}))),
        **{key: _text(file, key, f"file.{key}") or None for key in ("encoding", "delimiter", "sheet")},
        empty=frozenset(map(plain, _texts(file, "empty", "file.empty"))),
        personal=frozenset(_texts(personal, "drop", "personal.drop")),
        reviewed=frozenset(_texts(personal, "reviewed", "personal.reviewed")),
        pairs=_pairs(cross, {group.dimension for group in groups}),
        pairs_in=_texts(cross, "pairs_in", "cross.pairs_in"),
    )  # fmt: skip


def _facts(part: dict[str, Any], columns: Mapping[str, Any], few: int, small: int) -> StudyFacts:
    for key in ("key", "place", "kind", "mode", "to", "title"):
        if key not in part:
            raise BadMapping("mapping_needs", f"study.{key}")
    choose(part, "study.kind", "kind", _KINDS)
    choose(part, "study.mode", "mode", MODES)
    key = _slug(part, "key", "study.key")
    from_day, to_day = (_day(part, name, f"study.{name}") for name in ("from", "to"))
    assert to_day is not None, "checked above"
    if from_day is not None and from_day > to_day:
        raise BadMapping("mapping_bad_value", "study.from", value=from_day.isoformat(), allowed=f"≤ {to_day}")
    return StudyFacts(
        key=key, series=_slug(part, "series", "study.series") if "series" in part else key, place=str(part["place"]),
        kind=part["kind"], mode=part["mode"], titles=_names(part["title"], "study.title"),
        **{name: _names(part.get(name, ""), f"study.{name}") for name in ("asked_by", "population", "method")},
        from_day=from_day, to_day=to_day, respondents=None, languages=_texts(part, "languages", "study.languages"),
        weighted="weight" in columns, stratified="stratum" in columns, clustered="psu" in columns, few=few, small=small,
    )  # fmt: skip


def _paper(part: dict[str, Any], facts: StudyFacts) -> Document:
    day = _day(part, "date", "paper.date")
    texts = {
        name: _text(part, name, f"paper.{name}")
        for name in ("number", "date_printed", "url", "publisher", "language")
    }
    return Document(
        key=_text(part, "key", "paper.key") or facts.key, title=_text(part, "title", "paper.title") or facts.titles.ky,
        kind=_text(part, "kind", "paper.kind") or "survey", date=day,
        authority=_number(part, "authority", "paper.authority", 2), **texts,
    )  # fmt: skip


def _question(part: dict[str, Any], where: str) -> QuestionSpec:
    check_keys(part, _QUESTION, f"{where}.")
    if "indicator" not in part:
        raise BadMapping("mapping_needs", f"{where}.indicator")
    if ("column" in part) == ("columns" in part):
        raise BadMapping("mapping_needs", f"{where}.column | {where}.columns")
    listed = part.get("answers", [])
    if not isinstance(listed, list) or not all(isinstance(answer, dict) for answer in listed):
        raise BadMapping("mapping_wrong_kind", f"{where}.answers", wanted="[{ code = …, is = […], name = … }, …]")
    answers = tuple(_answer(answer, f"{where}.answers[{at}]") for at, answer in enumerate(listed, 1))
    if "separator" in part and not answers:
        raise BadMapping("mapping_needs", f"{where}.answers")
    _once((answer.code for answer in answers), f"{where}.answers.code")
    _once(chain.from_iterable(answer.texts for answer in answers), f"{where}.answers.is")
    ticks = part_of(part, "columns", part["columns"]) if isinstance(part.get("columns"), dict) else {}
    if "columns" in part and not ticks:
        raise BadMapping("mapping_wrong_kind", f"{where}.columns", wanted='{ code = "…" }')
    if stray := sorted(set(ticks) - {answer.code for answer in answers}):
        raise BadMapping("mapping_bad_value", f"{where}.columns", value=stray[0],
                         allowed=", ".join(answer.code for answer in answers))  # fmt: skip
    return QuestionSpec(
        indicator=_slug(part, "indicator", f"{where}.indicator"),
        columns=_one_or_more(part["column"], f"{where}.column") if "column" in part else (),
        answers=answers,
        ticks={code: str(column) for code, column in ticks.items()},
        separator=_text(part, "separator", f"{where}.separator"),
        texts=_names(part.get("text", ""), f"{where}.text"),
        wording=_text(part, "wording", f"{where}.wording"),
        unknown_in_base=_flag(part, "unknown_in_base", where, usual=True),
        refused_in_base=_flag(part, "refused_in_base", where, usual=False),
    )


def _answer(part: dict[str, Any], where: str) -> AnswerSpec:
    check_keys(part, ("code", "is", "role", "name"), f"{where}.")
    code = _text(part, "code", f"{where}.code")
    if not _CODE.fullmatch(code):
        raise BadMapping("mapping_bad_value", f"{where}.code", value=code, allowed="a-z 0-9 -")
    choose(part, f"{where}.role", "role", ANSWER_ROLES)
    texts = _one_or_more(part["is"], f"{where}.is") if "is" in part else (code,)
    return AnswerSpec(code, texts, part.get("role", "other"), _names(part.get("name", code), f"{where}.name"))


def _group(part: dict[str, Any], where: str) -> GroupSpec:
    check_keys(part, ("dimension", "column", "values", "none"), f"{where}.")
    for key in ("dimension", "column", "values"):
        if key not in part:
            raise BadMapping("mapping_needs", f"{where}.{key}")
    choose(part, f"{where}.dimension", "dimension", DIMENSIONS)
    values = part["values"]
    if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
        raise BadMapping("mapping_wrong_kind", f"{where}.values", wanted="[{ code = …, is = […], name = … }, …]")
    read = tuple(_value(value, f"{where}.values[{at}]") for at, value in enumerate(values, 1))
    _once((value.code for value in read), f"{where}.values.code")
    none = frozenset(map(plain, _texts(part, "none", f"{where}.none")))
    return GroupSpec(part["dimension"], _text(part, "column", f"{where}.column"), read, none)


def _value(part: dict[str, Any], where: str) -> GroupValue:
    check_keys(part, ("code", "is", "from", "to", "name"), f"{where}.")
    code = _text(part, "code", f"{where}.code")
    if not _CODE.fullmatch(code):
        raise BadMapping("mapping_bad_value", f"{where}.code", value=code, allowed="a-z 0-9 -")
    names = _names(part.get("name", code), f"{where}.name")
    if "from" not in part and "to" not in part:
        return GroupValue(code, names, _one_or_more(part["is"], f"{where}.is") if "is" in part else (code,))
    if "is" in part:
        raise BadMapping("mapping_needs", f"{where}.is | {where}.from, {where}.to")
    low, high = (part.get(key, usual) for key, usual in (("from", float("-inf")), ("to", float("inf"))))
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or low > high:
        raise BadMapping("mapping_bad_value", f"{where}.from", value=str(low), allowed=f"≤ {high}")
    return GroupValue(code, names, low=low, high=high)


def _pairs(part: dict[str, Any], dimensions: set[str]) -> tuple[tuple[str, str], ...]:
    pairs = part.get("pairs", [])
    good = isinstance(pairs, list) and all(
        isinstance(pair, list) and len(pair) == 2 and len({*pair}) == 2 and {*pair} <= dimensions for pair in pairs
    )
    if not good:
        allowed = ", ".join(sorted(dimensions))
        raise BadMapping("mapping_bad_value", "cross.pairs", value=str(pairs), allowed=f'[["…", "…"]]: {allowed}')
    return tuple((str(first), str(second)) for first, second in pairs)


def _names(value: object, where: str) -> Names:
    """A text in some languages; a plain one is that of all."""
    if isinstance(value, dict):
        check_keys(value, LANGUAGES, f"{where}.")
        if not all(isinstance(text, str) for text in value.values()) or not value.get("ky", "").strip():
            raise BadMapping("mapping_needs", f"{where}.ky")
        return Names(*(value.get(lang, "") for lang in LANGUAGES))
    if not isinstance(value, str):
        raise BadMapping("mapping_wrong_kind", where, wanted='"…", { ky = "…", ru = "…", en = "…" }')
    return Names(value)


def _slug(part: Mapping[str, Any], key: str, where: str) -> str:
    text = _text(part, key, where)
    if not _SLUG.fullmatch(text):
        raise BadMapping("mapping_bad_value", where, value=text, allowed="a-z 0-9 -")
    return text


def _text(part: Mapping[str, Any], key: str, where: str) -> str:
    value = part.get(key, "")
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise BadMapping("mapping_wrong_kind", where, wanted='"…"')
    return str(value)


def _texts(part: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    return _one_or_more(part[key], where) if part.get(key) else ()


def _one_or_more(value: object, where: str) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, (str, int)) and not isinstance(each, bool) for each in listed):
        raise BadMapping("mapping_wrong_kind", where, wanted='"…", ["…", "…"]')
    return tuple(str(each) for each in listed)


def _day(part: Mapping[str, Any], key: str, where: str) -> date | None:
    value = part.get(key)
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    raise BadMapping("mapping_wrong_kind", where, wanted="2025-09-01")


def _flag(part: Mapping[str, Any], key: str, where: str, *, usual: bool) -> bool:
    value = part.get(key, usual)
    if not isinstance(value, bool):
        raise BadMapping("mapping_wrong_kind", f"{where}.{key}", wanted="true, false")
    return value


def _number(part: Mapping[str, Any], key: str, where: str, usual: int) -> int:
    value = part.get(key, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadMapping("mapping_wrong_kind", where, wanted="10")
    return value


def _once(values: Iterable[str], where: str) -> None:
    """The same thing twice means two things, so it is refused."""
    twice = [value for value, number in Counter(values).items() if number > 1]
    if twice:
        raise BadMapping("mapping_bad_value", where, value=twice[0], allowed="≠")
