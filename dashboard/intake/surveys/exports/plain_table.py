"""Answers in a plain table: an export of Google Forms, or any file with a row a respondent and a title a column."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.files import Sheet, SourceFile
from dashboard.intake.files.model import column_letter
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.surveys.exports.cell_ticks import split_ticks
from dashboard.intake.surveys.exports.sent import moment_text, sent_column
from dashboard.intake.surveys.study.schema import QuestionSpec, StudySpec
from dashboard.intake.surveys.table import Question, Table
from dashboard.intake.surveys.words import NO, SENT_AT, YES, plain
from dashboard.intake.table.columns import cell_text

Ticks = npt.NDArray[np.int8]


def read_plain(source: SourceFile, spec: StudySpec) -> Table:
    """The table of the sheet that has the study's columns.

    A title that comes twice becomes "title (2)", an empty one "(column C)". Ticks in one cell are split by the texts of
    the answers, which may hold the separator themselves; what is none of them is free text.
    Raises Refused where a column the study names is not there, or where several sheets have them.
    """
    sheet = _sheet(source, spec)
    titles = _titles(sheet.frame.iloc[0])
    body = sheet.frame.iloc[1:]
    sent = sent_column(titles)
    columns = {
        title: _texts(body.iloc[:, at], spec.empty, moment_text if title == sent else cell_text)
        for at, title in enumerate(titles)
    }
    frame = pd.DataFrame(columns, index=pd.Index(np.asarray(body.index) + 1))
    frame = frame[(frame != "").any(axis=1)]
    ticks: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = [*source.problems, *_sent_twice(frame, spec)]
    for question in spec.questions:
        if question.ticks:
            ticks[question.indicator] = _of_columns(frame, question, problems)
        elif question.separator:
            cells = first_answered(frame, question.columns)
            ticks[question.columns[0]], told = split_ticks(cells, question)
            problems += told
    questions = tuple(_question(title, spec) for title in titles)
    return Table(questions, frame, ticks, tuple(problems))


def _sheet(source: SourceFile, spec: StudySpec) -> Sheet:
    sheets = [sheet for sheet in source.sheets if len(sheet.frame) and spec.sheet in (None, sheet.name)]
    if spec.sheet and not sheets:
        raise Refused(Problem("survey_no_sheet", "error", value=spec.sheet))
    missing = {sheet.name: [name for name in spec.used if name not in _titles(sheet.frame.iloc[0])] for sheet in sheets}
    fitting = [sheet for sheet in sheets if not missing[sheet.name]]
    if len(fitting) > 1:
        names = ", ".join(sheet.name for sheet in fitting)
        raise Refused(Problem("survey_sheets", "question", params={"sheets": names}))
    if fitting:
        return fitting[0]
    nearest = min(sheets, key=lambda sheet: len(missing[sheet.name]), default=None)
    if nearest is None:
        raise Refused(Problem("file_empty", "error"))
    there = ", ".join(_titles(nearest.frame.iloc[0])[:20])
    absent = missing[nearest.name]
    raise Refused(*(Problem("survey_column_missing", "error", column=name, params={"there": there}) for name in absent))


def _titles(header: pd.Series) -> tuple[str, ...]:
    """The titles of the columns, each a name of its own."""
    printed = [" ".join(cell_text(cell).split()) or f"({column_letter(at)})" for at, cell in enumerate(header)]
    titles: list[str] = []
    for title in printed:
        name, number = title, 1
        while name in titles or (number > 1 and name in printed):
            number += 1
            name = f"{title} ({number})"
        titles.append(name)
    return tuple(titles)


def _sent_twice(frame: pd.DataFrame, spec: StudySpec) -> Iterator[Problem]:
    """Answers of Google Forms alike apart from the time they were sent: nothing else tells that they repeat."""
    if not spec.columns.id and len(frame.columns) > 1 and plain(str(frame.columns[0])) in SENT_AT:
        alike = int(frame.iloc[:, 1:].duplicated().sum())
        if alike:
            yield Problem("survey_alike", "warning", params={"n": alike})


def first_answered(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Of the columns of an edited question the first that is answered, by the name of the first column."""
    first = frame[columns[0]]
    for column in columns[1:]:
        first = first.where(first != "", frame[column])
    return first.rename(columns[0])


def _texts(cells: pd.Series, empty: Container[str], said: Callable[[object], str]) -> Any:
    """A column as text without blanks around it, "" for what means an empty cell."""
    values = cells.to_numpy(dtype=object)
    codes, unique = pd.factorize(values, use_na_sentinel=False)
    texts = [said(cell).strip() for cell in unique]
    return np.array(["" if plain(text) in empty else text for text in texts], dtype=object)[codes]


def _question(title: str, spec: StudySpec) -> Question:
    many = any(title in question.columns and question.separator for question in spec.questions)
    return Question(title, "many" if many else "text", {"": title})


def _of_columns(frame: pd.DataFrame, question: QuestionSpec, problems: list[Problem]) -> pd.DataFrame:
    """Ticks in columns of their own; a row without any answer in them was not asked."""
    ticks = {code: _tick(frame[column], problems) for code, column in question.ticks.items()}
    together = pd.DataFrame(ticks, index=frame.index)
    nobody = (frame[list(question.ticks.values())] == "").all(axis=1)
    together[nobody.to_numpy()] = -1
    return together


def _tick(cells: pd.Series, problems: list[Problem]) -> Ticks:
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    meant: Mapping[bool, frozenset[str]] = {True: YES | {plain(str(cells.name))}, False: NO}
    values = np.zeros(len(unique), dtype=np.int8)
    for at, text in enumerate(unique):
        if plain(text) in meant[True]:
            values[at] = 1
        elif plain(text) not in meant[False]:
            row = int(cells.index[np.flatnonzero(codes == at)[0]])
            problems.append(Problem("survey_tick", "error", row, str(cells.name), text))
    return np.asarray(values[codes])
