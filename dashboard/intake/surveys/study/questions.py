"""Questions and groups of STUDY.toml: which column is which indicator, what its answers mean, what fits together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from dashboard.intake.mapping import values as toml
from dashboard.intake.surveys.words import plain
from dashboard.store.records import Names
from dashboard.store.survey_tables import ANSWER_ROLES, DIMENSIONS

UNSAID = Names("")
_TEXT: toml.Json = {"type": ["string", "integer"]}
_SOME = toml.one_or_more(_TEXT | {"examples": ["…"]}, "…", ["…", "…"], least=0)


def _title(value: Any) -> str:
    """A title as readers of files give it."""
    return " ".join(str(toml.only(value, str, int)).split())


def _some(value: Any) -> tuple[str, ...]:
    return () if value in ("", []) else toml.texts_of(value)


def _languages(value: Any) -> Any:
    if isinstance(value, str):
        return {"ky": value}
    if isinstance(value, dict) and isinstance(value.get("ky"), str) and not value["ky"].strip():
        toml.refuse_all([(("ky",), toml.wrong("needs"), value["ky"])])
    return value


Said = Annotated[str, toml.plain(lambda value: str(toml.only(value, str, int)), _TEXT | {"examples": ["…"]})]
#: Answers may be named by the key of a work, so they are looser than other codes.
Code = Annotated[str, toml.plain(toml.matching(r"[^\s:]{1,60}"), _TEXT | {toml.WORDS: "code"})]
Title = Annotated[str, toml.plain(_title, _TEXT | {"examples": ["…"]})]
Titles = Annotated[tuple[str, ...], toml.plain(lambda value: tuple(map(_title, toml.texts_of(value))), _SOME)]
TitleSet = Annotated[frozenset[str], toml.plain(lambda value: frozenset(map(_title, _some(value))), _SOME)]
Some = Annotated[tuple[str, ...], toml.plain(_some, _SOME)]
#: As cells are compared: without case and blanks that do not show.
PlainSet = Annotated[frozenset[str], toml.plain(lambda value: frozenset(map(plain, _some(value))), _SOME)]
#: A text in some languages; a plain one is that of all.
InLanguages = Annotated[Names, toml.short(
    _languages, [{"type": "string"}], "…", {"ky": "…", "ru": "…", "en": "…"},
)]  # fmt: skip


def twice(values: Iterable[str], *at: str) -> Iterator[toml.Wrong]:
    """What comes twice and so means two things: the first such value, as an error at these keys."""
    for value in [value for value, number in Counter(values).items() if number > 1][:1]:
        yield at, toml.wrong("twice", value=value), value


def shared(texts: Iterable[Iterable[str]], *at: str) -> Iterator[toml.Wrong]:
    """A text of cells that means two things. One thing may have a text in several spellings."""
    return twice((text for each in texts for text in dict.fromkeys(map(plain, each))), *at)


@dataclass(frozen=True)
class AnswerSpec:
    """An answer: its code, the texts in the file that mean it, and what it counts as (ANSWER_ROLES)."""

    code: Code
    texts: Annotated[toml.CellTexts, Field(validation_alias="is")] = ()
    role: Annotated[str, toml.one_of(ANSWER_ROLES)] = "other"
    names: Annotated[InLanguages, Field(validation_alias="name")] = field(default_factory=lambda: UNSAID)


#: What people wrote instead of choosing, where the question lets them; the words themselves are free text and dropped.
OTHER = AnswerSpec("other", (), "other", Names("башка", "другое", "other"))


def _answer(told: AnswerSpec) -> AnswerSpec:
    return replace(told, texts=told.texts or (told.code,), names=_named(told.names, told.code))


def _named(names: Names, code: str) -> Names:
    return Names(code) if names is UNSAID else names


@dataclass(frozen=True)
class QuestionSpec:
    """A question and its indicator. Nothing in `texts`, `wording` and `answers`: as the form has them.

    `columns`: several where the question was edited, of which the first answered one counts. `ticks`: for ticks in
    columns of their own, the column of each answer.
    """

    indicator: toml.Slug
    columns: Annotated[Titles, Field(validation_alias="column")] = ()
    answers: tuple[Annotated[AnswerSpec, AfterValidator(_answer)], ...] = ()
    ticks: Annotated[Mapping[str, Title], Field(validation_alias="columns", min_length=1)] = field(default_factory=dict)
    separator: Said = ""
    texts: Annotated[InLanguages, Field(validation_alias="text")] = field(default_factory=lambda: UNSAID)
    wording: Said = ""
    other_is_free: toml.Flag = False
    unknown_in_base: toml.Flag = True
    refused_in_base: toml.Flag = False

    @property
    def used(self) -> tuple[str, ...]:
        """Every column it reads."""
        return (*self.columns, *self.ticks.values())


def _misfits(question: QuestionSpec) -> Iterator[toml.Wrong]:
    codes = [answer.code for answer in question.answers]
    if bool(question.columns) == bool(question.ticks):
        yield ("column",), toml.wrong("needs", wanted="column | columns"), None
    if question.separator and not codes:
        yield ("answers",), toml.wrong("needs"), None
    yield from twice(codes, "answers", "code")
    yield from shared((answer.texts for answer in question.answers), "answers", "is")
    for stray in sorted(set(question.ticks) - set(codes)):
        yield ("columns", stray), toml.wrong("bad_value", allowed=", ".join(codes)), stray


#: A question whose parts go together.
Question = Annotated[QuestionSpec, toml.fitting(_misfits)]


@dataclass(frozen=True)
class GroupValue:
    """A group of respondents: the texts that mean it, or the least and greatest number in it."""

    code: Code
    texts: Annotated[toml.CellTexts, Field(validation_alias="is")] = ()
    low: Annotated[toml.Number, Field(validation_alias="from")] = field(default_factory=lambda: -math.inf)
    high: Annotated[toml.Number, Field(validation_alias="to")] = field(default_factory=lambda: math.inf)
    names: Annotated[InLanguages, Field(validation_alias="name")] = field(default_factory=lambda: UNSAID)


def _value(told: GroupValue) -> GroupValue:
    names = _named(told.names, told.code)
    if (told.low, told.high) == (-math.inf, math.inf):
        return replace(told, texts=told.texts or (told.code,), names=names)
    if told.texts:
        toml.refuse_all([(("is",), toml.wrong("needs", wanted="is | from, to"), list(told.texts))])
    if told.low > told.high:
        toml.refuse_all([(("from",), toml.wrong("bad_value", allowed=f"≤ {told.high:g}"), told.low)])
    return replace(told, names=names)


@dataclass(frozen=True)
class GroupSpec:
    """What respondents are told apart by. `none`: texts of people who are in no group, as `plain` makes them.

    `others`: "none" where all other texts are of people in no group.
    """

    dimension: Annotated[str, toml.one_of(DIMENSIONS)]
    column: Title
    values: Annotated[tuple[Annotated[GroupValue, AfterValidator(_value)], ...], Field(min_length=1)]
    none: PlainSet = frozenset()
    others: Literal["", "none"] = ""


def _mixed(group: GroupSpec) -> Iterator[toml.Wrong]:
    """Where somebody would be in two groups. Whoever has a number of two bands would be counted in the first only."""
    yield from twice((value.code for value in group.values), "values", "code")
    bands = sorted((value.low, value.high, value.code) for value in group.values if not value.texts)
    for (_, high, first), (low, _, second) in pairwise(bands):
        if low <= high:
            yield ("values",), toml.wrong("bands_overlap", first=first, second=second, number=f"{low:g}"), f"{low:g}"
            break
    yield from shared((*(value.texts for value in group.values), group.none), "values", "is")


#: Groups of which everybody is in one at most.
Group = Annotated[GroupSpec, toml.fitting(_mixed)]
