"""What STUDY.toml says: who was asked and how, which column is which indicator, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dashboard.store.batch import Document
from dashboard.store.records import Names
from dashboard.store.survey_records import StudyFacts

UNSAID = Names("")


@dataclass(frozen=True)
class AnswerSpec:
    """An answer: its code, the texts in the file that mean it, and what it counts as (ANSWER_ROLES)."""

    code: str
    texts: tuple[str, ...]
    role: str
    names: Names


#: What people wrote instead of choosing, where the question lets them; the words themselves are free text and dropped.
OTHER = AnswerSpec("other", (), "other", Names("башка", "другое", "other"))


@dataclass(frozen=True)
class QuestionSpec:
    """A question and its indicator.

    Attributes:
        columns: names of its column; several where the question was edited, of which the first answered one counts.
        ticks: for ticks in columns of their own, the column of each answer.
        separator: between ticks in one cell; "" where the form tells.
        answers: empty: those the form offers.
        other_is_free: what is none of the answers is people's own words, however many write alike.
        wording: "" where it is made from the words of question and answers.
    """

    indicator: str
    columns: tuple[str, ...]
    answers: tuple[AnswerSpec, ...] = ()
    ticks: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    texts: Names = UNSAID
    wording: str = ""
    other_is_free: bool = False
    unknown_in_base: bool = True
    refused_in_base: bool = False

    @property
    def used(self) -> tuple[str, ...]:
        """Every column it reads."""
        return (*self.columns, *self.ticks.values())


@dataclass(frozen=True)
class GroupValue:
    """A group of respondents: the texts that mean it, or the least and greatest number in it."""

    code: str
    names: Names
    texts: tuple[str, ...] = ()
    low: float = 0
    high: float = 0


@dataclass(frozen=True)
class GroupSpec:
    """What respondents are told apart by. `none`: texts of people who are in no group, as `plain` makes them."""

    dimension: str
    column: str
    values: tuple[GroupValue, ...]
    none: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ColumnsSpec:
    """Columns about the sample; "" where there is none. `places`: what the column of places says → code."""

    weight: str = ""
    stratum: str = ""
    psu: str = ""
    place: str = ""
    id: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


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
