"""What every reader of answers gives: questions, and one row per respondent. Nothing is coded or weighed yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.study.questions import QuestionSpec

#: `one` answer, `many` ticks, a `number`, a `date`, free `text`, or `meta`: what a device writes down by itself.
Kind = Literal["one", "many", "number", "date", "text", "meta"]


@dataclass(frozen=True)
class AnswerOption:
    """An answer that was offered: its name in the form, and what people read, by language ("" where none is named)."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedQuestion:
    """A question of a form, or a column of a table.

    Attributes:
        name: unique in the study: the form's name with its groups (`group/name`), or the title of the column.
        labels: what people were asked, by language ("" where none is named).
        options: empty where the file does not say what was offered.
        type: as the form has it (`geopoint`, `deviceid`, ...), "" for tables.
    """

    name: str
    kind: Kind
    labels: Mapping[str, str] = field(default_factory=dict)
    options: tuple[AnswerOption, ...] = ()
    type: str = ""


@dataclass(frozen=True)
class AnswerTable:
    """The answers, as text.

    Attributes:
        questions: in the order of the form, each with a column in `frame`.
        frame: one row per respondent, index = the row as a person counts it; "" where nothing was answered. Of `one`
            the name of the option if the form has options, else the text; of `many` see `ticks`, the column is "".
        ticks: for each question of many answers a frame of the same index, one column per option:
            1 ticked, 0 not ticked, -1 not asked (int8).
        problems: what was noticed on the way.
    """

    questions: tuple[AskedQuestion, ...]
    frame: pd.DataFrame
    ticks: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def no_answers(spec: QuestionSpec) -> Problem:
    """Neither the description nor the form says which answers there are, and cells are not asked."""
    return Problem("survey_no_answers", "error", column=", ".join(spec.columns), value=spec.indicator)
