"""Questions and groups of STUDY.toml: which column is which indicator, and what its answers mean."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from dashboard.intake.mapping.kinds import TableOf, wrong, wrong_at
from dashboard.intake.mapping.pieces import says
from dashboard.intake.mapping.values import Flag, Number, Slug, Texts, one_of
from dashboard.intake.surveys.study.values import (
    UNSAID,
    Code,
    InLanguages,
    PlainSet,
    Said,
    Title,
    Titles,
    overlap,
    shared,
    twice,
)
from dashboard.store.records import Names
from dashboard.store.survey_tables import ANSWER_ROLES, DIMENSIONS


@dataclass(frozen=True)
class AnswerSpec:
    """An answer: its code, the texts in the file that mean it, and what it counts as (ANSWER_ROLES)."""

    code: str
    texts: tuple[str, ...]
    role: str
    names: Names


#: What people wrote instead of choosing, where the question lets them; the words themselves are free text and dropped.
OTHER = AnswerSpec("other", (), "other", Names("башка", "другое", "other"))


def _answer(told: dict[str, Any]) -> AnswerSpec:
    code = told["code"]
    return AnswerSpec(code, told.get("is", (code,)), told.get("role", "other"), told.get("name", Names(code)))


ANSWER = TableOf(
    {
        "code": Annotated[Code, says("its code: no blanks and colons")],
        "is": Annotated[
            Texts, says("texts of the file that mean it; usually the code, which is none of them where this is given")
        ],
        "role": Annotated[
            str,
            one_of(ANSWER_ROLES),
            says('`top`, `other` (usual), `unknown` ("hard to say"), `refused`; the last two are always in the spread'),
        ],
        "name": Annotated[InLanguages, says("what readers see; usually the code")],
    },
    ("code",),
    _answer,
)


@dataclass(frozen=True)
class QuestionSpec:
    """A question and its indicator. Nothing in `texts`, `wording` and `answers`: as the form has them.

    `columns`: several where the question was edited, of which the first answered one counts. `ticks`: for ticks in
    columns of their own, the column of each answer.
    """

    indicator: Annotated[Slug, says("a key of `data/reference/indicators.csv`; each once")]
    columns: Annotated[
        Titles,
        says(
            "its column; several titles where the question was edited on the way: the first answered counts. Rows of "
            'a grid are columns of their own: `"How satisfied are you? [Roads]"`',
            "column",
        ),
    ] = ()
    answers: Annotated[
        tuple[Annotated[AnswerSpec, ANSWER], ...],
        says(
            "the answers, a list. Without it: the options of the form; where the form lists none "
            "(`select_multiple_from_file`, text) it is needed, nothing is taken from the cells"
        ),
    ] = ()
    ticks: Annotated[
        Mapping[str, Title],
        says(
            'instead of `column`, ticks in columns of their own: `{ board = "q20/board", whatsapp = "q20/whatsapp" }`. '
            "With a form these are its names, `group/question/answer`, however the export calls its columns; "
            '`column = "q20"` does the same',
            "columns",
            min_length=1,
        ),
    ] = field(default_factory=dict)
    separator: Annotated[
        Said,
        says(
            'ticks in one cell, as Google Forms writes them: `", "`. Options may hold it; the longest is found '
            "first, whatever its case and the blanks around the separator"
        ),
    ] = ""
    texts: Annotated[
        InLanguages, says("the question as it was asked; usually the labels of the form, else the title", "text")
    ] = field(default_factory=lambda: UNSAID)
    wording: Annotated[Said, says('see "Waves"')] = ""
    other_is_free: Annotated[
        Flag,
        says(
            "what is none of the answers of a *choice* or of ticks in one cell counts as `other`. Where three people "
            "or more wrote the same, `answers` may lack it, so the import asks; `true`: these are people's own words"
        ),
    ] = False
    unknown_in_base: Annotated[Flag, says('whether "hard to say" counts in the base of the share; usually `true`')] = (
        True
    )
    refused_in_base: Annotated[Flag, says("whether a refusal does; usually `false`")] = False

    @property
    def used(self) -> tuple[str, ...]:
        """Every column it reads."""
        return (*self.columns, *self.ticks.values())


def fits(question: QuestionSpec) -> QuestionSpec:
    """The question, if its parts go together. Raises pydantic's errors."""
    codes = [answer.code for answer in question.answers]
    found: list[Any] = []
    if bool(question.columns) == bool(question.ticks):
        found.append((("column",), wrong("needs", wanted="column | columns"), None))
    if question.separator and not codes:
        found.append((("answers",), wrong("needs"), None))
    if (code := twice(codes)) is not None:
        found.append((("answers", "code"), wrong("twice", value=code), code))
    if (text := shared(answer.texts for answer in question.answers)) is not None:
        found.append((("answers", "is"), wrong("twice", value=text), text))
    for stray in sorted(set(question.ticks) - set(codes)):
        found.append((("columns", stray), wrong("bad_value", allowed=", ".join(codes)), stray))
    if found:
        raise wrong_at(*found)
    return question


@dataclass(frozen=True)
class GroupValue:
    """A group of respondents: the texts that mean it, or the least and greatest number in it."""

    code: str
    names: Names
    texts: tuple[str, ...] = ()
    low: float = 0
    high: float = 0


def _value(told: dict[str, Any]) -> GroupValue:
    code, names = told["code"], told.get("name", Names(told["code"]))
    if "from" not in told and "to" not in told:
        return GroupValue(code, names, told.get("is", (code,)))
    low, high = told.get("from", -math.inf), told.get("to", math.inf)
    if "is" in told:
        raise wrong_at((("is",), wrong("needs", wanted="is | from, to"), told["is"]))
    if low > high:
        raise wrong_at((("from",), wrong("bad_value", allowed=f"≤ {high:g}"), low))
    return GroupValue(code, names, low=low, high=high)


VALUE = TableOf(
    {
        "code": Annotated[Code, says("its code: no blanks and colons")],
        "is": Annotated[Texts, says("texts of the file that mean it; usually the code")],
        "from": Annotated[Number, says("instead of `is`: the least number in it; without it any up to `to`")],
        "to": Annotated[
            Number, says("the greatest number in it; without it any from `from` on. Bands may not overlap")
        ],
        "name": Annotated[InLanguages, says("what readers see; usually the code")],
    },
    ("code",),
    _value,
)


@dataclass(frozen=True)
class GroupSpec:
    """What respondents are told apart by. `none`: texts of people who are in no group, as `plain` makes them."""

    dimension: Annotated[
        str,
        one_of(DIMENSIONS),
        says("`sex`, `age`, `settlement`, `village`, `language`, `education` or `employment`; each once"),
    ]
    column: Annotated[Title, says("its column")]
    values: Annotated[tuple[Annotated[GroupValue, VALUE], ...], says("the groups, a list", min_length=1)]
    none: Annotated[PlainSet, says('texts of people who are in no group: `["айткан жок", "refused"]`')] = frozenset()


def apart(group: GroupSpec) -> GroupSpec:
    """The groups, if everybody is in one of them at most. Raises pydantic's errors."""
    found: list[Any] = []
    if (code := twice(value.code for value in group.values)) is not None:
        found.append((("values", "code"), wrong("twice", value=code), code))
    bands = [(value.low, value.high, value.code) for value in group.values if not value.texts]
    if (both := overlap(bands)) is not None:
        found.append((("values",), wrong("bands_overlap", **both), both["number"]))
    if (text := shared((*(value.texts for value in group.values), group.none))) is not None:
        found.append((("values", "is"), wrong("twice", value=text), text))
    if found:
        raise wrong_at(*found)
    return group
