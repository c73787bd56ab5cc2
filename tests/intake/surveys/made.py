"""Small fictional studies: a description, a table, and what comes of both."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from dashboard.intake.files import read_file
from dashboard.intake.problems import Problem
from dashboard.intake.surveys.answers.coding import CodedStudy, code_study
from dashboard.intake.surveys.answers.respondents import last_of_each, without_personal
from dashboard.intake.surveys.exports.kobo import in_words_of_form, read_of_form
from dashboard.intake.surveys.exports.plain import read_plain
from dashboard.intake.surveys.forms.form import Form, parse_form, read_form
from dashboard.intake.surveys.study.schema import STUDY_FILE, StudySpec
from dashboard.intake.surveys.table import AnswerTable
from dashboard.store.records import Names
from dashboard.store.survey_records import Indicator
from tests.intake.surveys.exports import Asked, Cells, in_memory, survey_sheets

HEAD = """
[study]
key = "made"
place = "here"
kind = "probability"
mode = "paper"
to = 2025-09-20
title = "Made"
"""
YES_NO = """
[[question]]
indicator = "knows-plan"
column = "Q"
answers = [{ code = "yes", is = ["1", "Ооба"], role = "top" }, { code = "no", is = ["0", "Жок"] }]
"""
TICKS = """
[[question]]
indicator = "channels-used"
column = "T"
separator = ", "
answers = [
  { code = "board", is = "Тактай" }, { code = "net", is = "Интернет, телефон" }, { code = "phone", is = "телефон" },
]
"""
NAMES = Names("x")
CATALOGUE = {
    key: Indicator(key, "", "trust", kind, "", NAMES, NAMES)
    for key, kind in (
        ("knows-plan", "binary"),
        ("channels-used", "multiple"),
        ("channel-preferred", "choice"),
        ("effective", "scale"),
    )
}
PLACES = {"here": "here", "Бул жер": "here", "north": "north", "south": "south", "Түштүк": "south"}


@cache
def real_form(path: Path) -> Form:
    """A form in a file that no test changes, read once."""
    return read_form(path)


def described(text: str, head: str = HEAD) -> StudySpec:
    """A study from TOML text."""
    return STUDY_FILE.read(tomllib.loads(head + text), "made", hashlib.sha256(text.encode()).hexdigest())


def table(folder: Path, text: str | bytes, spec: StudySpec, name: str = "made.csv") -> AnswerTable:
    """The answers of a file with this text."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_plain(read_file(path), spec)


def coded(folder: Path, text: str, toml: str = YES_NO) -> tuple[CodedStudy, tuple[Problem, ...]]:
    """The coded study of a file with this text, and everything there was to tell apart from the form of the file."""
    spec = described(toml)
    return coded_study(table(folder, text, spec), spec)


def coded_with_form(
    asked: Sequence[Asked], rows: Cells, toml: str, settings: Mapping[str, str] | None = None
) -> tuple[CodedStudy, tuple[Problem, ...]]:
    """The same of an export of KoboToolbox; rows begin with that of the titles."""
    form = parse_form(in_memory(survey_sheets(asked, settings)))
    spec = in_words_of_form(described(toml), form)
    study, problems = coded_study(read_of_form(form, in_memory({"data": rows}), spec), spec)
    return study, tuple(problem for problem in problems if problem.code != "kobo_styles")


def coded_study(read: AnswerTable, spec: StudySpec) -> tuple[CodedStudy, tuple[Problem, ...]]:
    """A table coded, and everything there was to tell."""
    once, repeated = last_of_each(read, spec)
    safe, told = without_personal(once, spec)
    study = code_study(safe, spec, CATALOGUE, "here", places_called)
    problems = (*read.problems, *told, *repeated, *study.problems)
    return study, tuple(problem for problem in problems if problem.code != "text_form")


def places_called(words: str) -> frozenset[str]:
    """Codes of the places a text may mean."""
    return frozenset({PLACES[words]} if words in PLACES else ())


def answers(study: CodedStudy, key: str) -> list[str | None]:
    """What each respondent answered, as codes."""
    column = study.responses.answers[key]
    return [None if at < 0 else column.values[at] for at in column.index.tolist()]


def groups(study: CodedStudy, dimension: str) -> list[str | None]:
    """The group of each respondent."""
    column = study.responses.groups[dimension]
    return [None if at < 0 else column.values[at] for at in column.index.tolist()]


def found(problems: tuple[Problem, ...]) -> list[tuple[str, str, int | None, str | None, str | None]]:
    """Code, severity, row, column and value of problems."""
    return [(each.code, each.severity, each.row, each.column, each.value) for each in problems]
