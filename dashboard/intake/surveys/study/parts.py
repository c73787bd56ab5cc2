"""Questions and groups of STUDY.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from typing import Any

from dashboard.intake.mapping.parts import BadMapping, check_keys, choose, part_of
from dashboard.intake.surveys.study.study import AnswerSpec, GroupSpec, GroupValue, QuestionSpec
from dashboard.intake.surveys.study.values import (
    as_title,
    one_or_more,
    read_column,
    read_flag,
    read_names,
    read_slug,
    read_text,
    read_texts,
    refuse_shared,
    refuse_twice,
)
from dashboard.intake.surveys.words import plain
from dashboard.store.survey_tables import ANSWER_ROLES, DIMENSIONS

_QUESTION = (
    "indicator", "column", "columns", "text", "wording", "answers", "separator", "other_is_free", "unknown_in_base",
    "refused_in_base",
)  # fmt: skip
#: Answers may be named by the key of a work, so they are looser than other codes.
_CODE = re.compile(r"[^\s:]{1,60}")


def read_question(part: dict[str, Any], where: str) -> QuestionSpec:
    """A [[question]]. Raises BadMapping."""
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
    refuse_twice((answer.code for answer in answers), f"{where}.answers.code")
    refuse_shared((answer.texts for answer in answers), f"{where}.answers.is")
    ticks = part_of(part, "columns", part["columns"]) if isinstance(part.get("columns"), dict) else {}
    if "columns" in part and not ticks:
        raise BadMapping("mapping_wrong_kind", f"{where}.columns", wanted='{ code = "…" }')
    if stray := sorted(set(ticks) - {answer.code for answer in answers}):
        raise BadMapping(
            "mapping_bad_value",
            f"{where}.columns",
            value=stray[0],
            allowed=", ".join(answer.code for answer in answers),
        )
    return QuestionSpec(
        indicator=read_slug(part, "indicator", f"{where}.indicator"),
        columns=tuple(map(as_title, one_or_more(part["column"], f"{where}.column"))) if "column" in part else (),
        answers=answers,
        ticks={code: as_title(str(column)) for code, column in ticks.items()},
        separator=read_text(part, "separator", f"{where}.separator"),
        texts=read_names(part.get("text", ""), f"{where}.text"),
        wording=read_text(part, "wording", f"{where}.wording"),
        other_is_free=read_flag(part, "other_is_free", where, usual=False),
        unknown_in_base=read_flag(part, "unknown_in_base", where, usual=True),
        refused_in_base=read_flag(part, "refused_in_base", where, usual=False),
    )


def _answer(part: dict[str, Any], where: str) -> AnswerSpec:
    check_keys(part, ("code", "is", "role", "name"), f"{where}.")
    code = read_text(part, "code", f"{where}.code")
    if not _CODE.fullmatch(code):
        raise BadMapping("mapping_bad_value", f"{where}.code", value=code, allowed="a-z 0-9 -")
    choose(part, f"{where}.role", "role", ANSWER_ROLES)
    texts = one_or_more(part["is"], f"{where}.is") if "is" in part else (code,)
    return AnswerSpec(code, texts, part.get("role", "other"), read_names(part.get("name", code), f"{where}.name"))


def read_group(part: dict[str, Any], where: str) -> GroupSpec:
    """A [[group]]. Raises BadMapping."""
    check_keys(part, ("dimension", "column", "values", "none"), f"{where}.")
    for key in ("dimension", "column", "values"):
        if key not in part:
            raise BadMapping("mapping_needs", f"{where}.{key}")
    choose(part, f"{where}.dimension", "dimension", DIMENSIONS)
    values = part["values"]
    if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
        raise BadMapping("mapping_wrong_kind", f"{where}.values", wanted="[{ code = …, is = […], name = … }, …]")
    read = tuple(_value(value, f"{where}.values[{at}]") for at, value in enumerate(values, 1))
    refuse_twice((value.code for value in read), f"{where}.values.code")
    none = read_texts(part, "none", f"{where}.none")
    _refuse_overlap(read, f"{where}.values")
    refuse_shared((*(value.texts for value in read), none), f"{where}.values.is")
    column = read_column(part, "column", f"{where}.column")
    return GroupSpec(part["dimension"], column, read, frozenset(map(plain, none)))


def _value(part: dict[str, Any], where: str) -> GroupValue:
    check_keys(part, ("code", "is", "from", "to", "name"), f"{where}.")
    code = read_text(part, "code", f"{where}.code")
    if not _CODE.fullmatch(code):
        raise BadMapping("mapping_bad_value", f"{where}.code", value=code, allowed="a-z 0-9 -")
    names = read_names(part.get("name", code), f"{where}.name")
    if "from" not in part and "to" not in part:
        return GroupValue(code, names, one_or_more(part["is"], f"{where}.is") if "is" in part else (code,))
    if "is" in part:
        raise BadMapping("mapping_needs", f"{where}.is | {where}.from, {where}.to")
    low, high = (part.get(key, usual) for key, usual in (("from", float("-inf")), ("to", float("inf"))))
    for key, number in (("from", low), ("to", high)):
        # True is a number for Python; nan and inf are numbers for TOML.
        if isinstance(number, bool) or not isinstance(number, (int, float)) or (key in part and not isfinite(number)):
            raise BadMapping("mapping_wrong_kind", f"{where}.{key}", wanted="18, 59.5")
    if low > high:
        raise BadMapping("mapping_bad_value", f"{where}.from", value=str(low), allowed=f"≤ {high}")
    return GroupValue(code, names, low=low, high=high)


def _refuse_overlap(values: Sequence[GroupValue], where: str) -> None:
    """Bands have no number in common: whoever is in two of them would be counted in the first only."""
    bands = sorted((value for value in values if not value.texts), key=lambda value: value.low)
    for lower, upper in pairwise(bands):
        if upper.low <= lower.high:
            params = {"first": lower.code, "second": upper.code, "number": f"{upper.low:g}"}
            raise BadMapping("study_bands_overlap", where, **params)
