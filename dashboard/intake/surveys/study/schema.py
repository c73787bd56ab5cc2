"""What STUDY.toml says: the schema it is read by, and the objects it makes.

Who was asked and how, which column is which indicator, and what its answers mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic.json_schema import SkipJsonSchema

from dashboard.intake.mapping.kinds import wrong, wrong_at
from dashboard.intake.mapping.pieces import says
from dashboard.intake.mapping.values import Day, Delimiter, Encoding, Slug, Text, Whole, one_of
from dashboard.intake.surveys.study.questions import OTHER, AnswerSpec, GroupSpec, GroupValue, QuestionSpec, apart, fits
from dashboard.intake.surveys.study.values import (
    UNSAID,
    InLanguages,
    Pairs,
    PlainSet,
    Said,
    Some,
    Title,
    TitleSet,
    twice,
)
from dashboard.intake.surveys.words import plain
from dashboard.store.batch import Document
from dashboard.store.survey_records import StudyFacts
from dashboard.store.survey_tables import MODES

FEW, SMALL = 10, 30

__all__ = ["OTHER", "AnswerSpec", "ColumnsSpec", "GroupSpec", "GroupValue", "QuestionSpec", "StudyFile", "StudySpec"]


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
class FewSpec:
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
        tuple[Annotated[GroupSpec, AfterValidator(apart)], ...],
        says("what respondents are told apart by, one table per dimension"),
    ] = ()
    cross: Annotated[Cross, says("pairs of dimensions to cross")] = field(default_factory=Cross)
    limits: Annotated[FewSpec, says("how few answers are too few")] = field(default_factory=FewSpec)
    personal: Annotated[Personal, says("columns that are personal data, and columns that are not")] = field(
        default_factory=Personal
    )
    question: Annotated[
        tuple[Annotated[QuestionSpec, AfterValidator(fits)], ...], says("the questions, one table each", min_length=1)
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
