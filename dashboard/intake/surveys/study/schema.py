"""What STUDY.toml says: the schema it is read by, and the objects it makes.

Who was asked and how, which column is which indicator, and what its answers mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator
from pydantic.json_schema import SkipJsonSchema

from dashboard.intake.mapping.kinds import (
    Day,
    Delimiter,
    Encoding,
    Flag,
    Number,
    Slug,
    Table,
    Text,
    Texts,
    Whole,
    one_of,
    wrong,
    wrong_at,
)
from dashboard.intake.mapping.pieces import says
from dashboard.intake.surveys.study.values import (
    Code,
    InLanguages,
    Pairs,
    PlainSet,
    Said,
    Some,
    Title,
    Titles,
    TitleSet,
    overlap,
    shared,
    twice,
)
from dashboard.intake.surveys.words import plain
from dashboard.store.batch import Document
from dashboard.store.records import Names
from dashboard.store.survey_records import StudyFacts
from dashboard.store.survey_tables import ANSWER_ROLES, DIMENSIONS, MODES

UNSAID = Names("")
FEW, SMALL = 10, 30


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


ANSWER = Table(
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


def _fits(question: QuestionSpec) -> QuestionSpec:
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


VALUE = Table(
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


def _apart(group: GroupSpec) -> GroupSpec:
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


@dataclass(frozen=True)
class ColumnsSpec:
    """Columns about the sample; "" where there is none. `places`: what the column of places says → code."""

    weight: Annotated[Title, says("a number above 0 for everybody")] = ""
    stratum: Annotated[
        Title,
        says(
            "the stratum of everybody: a part of the population from which people were drawn separately (a village). "
            "Without it intervals are too narrow; one with a value for most rows is refused"
        ),
    ] = ""
    psu: Annotated[Title, says("the primary sampling unit of everybody, which may have one respondent")] = ""
    place: Annotated[
        Title,
        says(
            "where each respondent lives, in studies of several places (code, SOATE or name); each is shown by itself"
        ),
    ] = ""
    id: Annotated[
        Title, says('what tells repeated answers apart, e.g. `"_uuid"`; the one sent last counts, see "Polls"')
    ] = ""
    places: Annotated[
        Mapping[str, Said], says('what the column of places says → code: `{ "Ак-Суу а/а" = "ak-suu" }`')
    ] = field(default_factory=dict)


def _of_places(columns: ColumnsSpec) -> ColumnsSpec:
    if columns.places and not columns.place:
        raise wrong_at((("place",), wrong("needs"), None))
    if (text := twice(map(plain, columns.places))) is not None:
        raise wrong_at((("places",), wrong("twice", value=text), text))
    return columns


@dataclass(frozen=True)
class Asking:
    """Who asked whom, how and when."""

    key: Annotated[Slug, says('short name, stable: small Latin letters, digits, "-"')]
    place: Annotated[Said, says("code, SOATE or name of the place it speaks of as a whole")]
    kind: Annotated[Literal["probability", "self_selected"], says("`probability` or `self_selected`")]
    mode: Annotated[str, one_of(MODES), says("`face_to_face`, `phone`, `online`, `paper`, `mixed` or `not_said`")]
    to: Annotated[Day, says("last day of asking, not in the future")]
    title: Annotated[InLanguages, says("what readers see")]
    since: Annotated[Day | None, says("first day of asking", "from")] = None
    series: Annotated[Slug, says("the study this is a wave of; without it the study stands alone")] = ""
    languages: Annotated[Some, says('in which people were asked: `["ky", "ru"]`')] = ()
    asked_by: Annotated[InLanguages, says("who asked")] = field(default_factory=lambda: UNSAID)
    population: Annotated[InLanguages, says("whom the study is meant to speak for")] = field(
        default_factory=lambda: UNSAID
    )
    method: Annotated[InLanguages, says("how people were chosen and asked")] = field(default_factory=lambda: UNSAID)


@dataclass(frozen=True)
class StudyPaper:
    """The report or page that readers are pointed to."""

    key: Annotated[Said, says("its key; usually that of the study")] = ""
    title: Annotated[Said, says("its title; usually that of the study")] = ""
    number: Annotated[Said, says("its number")] = ""
    date: Annotated[Day | None, says("its day")] = None
    date_printed: Annotated[Said, says('instead of `date`, where only "May 2025" is known')] = ""
    url: Annotated[Said, says("its address")] = ""
    publisher: Annotated[Said, says("who published it")] = ""
    language: Annotated[Said, says("language it is written in: `ky`, `ru` …")] = ""
    kind: Annotated[Said, says("what it is; usually `survey`")] = ""
    authority: Annotated[Whole, says("as for documents in [importing.md](importing.md)", ge=1, le=3)] = 2


@dataclass(frozen=True)
class AnswersFile:
    """How the file of answers is written."""

    encoding: Annotated[Encoding | None, says("of a CSV, where it is not found by itself")] = None
    delimiter: Annotated[Delimiter | None, says("of a CSV, where it is not found by itself")] = None
    sheet: Annotated[Text | None, says("name of the sheet, where several have the columns")] = None
    empty: Annotated[
        PlainSet, says('texts that mean an empty cell: `["n/a", "-"]` (tables only; exports of KoboToolbox are known)')
    ] = frozenset()


@dataclass(frozen=True)
class Limits:
    """How few answers are too few."""

    few: Annotated[Whole, says("fewer answers are hidden", ge=FEW)] = FEW
    small: Annotated[Whole, says("fewer answers are marked", ge=SMALL)] = SMALL


@dataclass(frozen=True)
class Personal:
    """Columns that are personal data, and columns that are not."""

    drop: Annotated[TitleSet, says("further columns that are personal")] = frozenset()
    reviewed: Annotated[TitleSet, says("columns that staff have read and found free of personal data")] = frozenset()


@dataclass(frozen=True)
class Cross:
    """Pairs of dimensions to cross."""

    pairs: Annotated[
        Pairs,
        says('two dimensions at once, as far as there are enough people: `[["sex", "age"]]`; three are never shown'),
    ] = ()
    pairs_in: Annotated[
        Some, says('for which places (code, SOATE or name): `["kara-kujur"]`; without it for the study as a whole')
    ] = ()


@dataclass(frozen=True, kw_only=True)
class StudyFile:
    """STUDY.toml as it is written."""

    name: SkipJsonSchema[str] = ""
    sha256: SkipJsonSchema[str] = ""
    study: Annotated[Asking, says("who asked whom, how and when")]
    paper: Annotated[StudyPaper, says("the report or page that readers are pointed to")] = field(
        default_factory=StudyPaper
    )
    file: Annotated[AnswersFile, says("how the file of answers is written")] = field(default_factory=AnswersFile)
    columns: Annotated[ColumnsSpec, AfterValidator(_of_places), says("columns about the sample")] = field(
        default_factory=ColumnsSpec
    )
    group: Annotated[
        tuple[Annotated[GroupSpec, AfterValidator(_apart)], ...],
        says("what respondents are told apart by, one table per dimension"),
    ] = ()
    cross: Annotated[Cross, says("pairs of dimensions to cross")] = field(default_factory=Cross)
    limits: Annotated[Limits, says("how few answers are too few")] = field(default_factory=Limits)
    personal: Annotated[Personal, says("columns that are personal data, and columns that are not")] = field(
        default_factory=Personal
    )
    question: Annotated[
        tuple[Annotated[QuestionSpec, AfterValidator(_fits)], ...], says("the questions, one table each", min_length=1)
    ]


@dataclass(frozen=True)
class StudySpec:
    """A whole STUDY.toml. `facts.respondents` is not known yet; `facts.place` is as written.

    Attributes:
        sha256: of the file.
        encoding, delimiter, sheet: of the data, where staff must say.
        empty: texts that mean an empty cell, as `plain` makes them.
        personal, reviewed: further columns to drop; columns of free text that staff have read.
        pairs, pairs_in: pairs of dimensions to cross, and the places in which (empty: the place of the study).
    """

    name: str
    sha256: str
    facts: StudyFacts
    paper: Document
    questions: tuple[QuestionSpec, ...]
    groups: tuple[GroupSpec, ...] = ()
    columns: ColumnsSpec = ColumnsSpec()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    empty: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    pairs: tuple[tuple[str, str], ...] = ()
    pairs_in: tuple[str, ...] = ()

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Every column the study reads, each once."""
        of_sample = (self.columns.weight, self.columns.stratum, self.columns.psu, self.columns.place, self.columns.id)
        named = (
            *(column for question in self.questions for column in question.used),
            *(group.column for group in self.groups),
            *(column for column in of_sample if column),
        )
        return tuple(dict.fromkeys(named))
