"""Answers in a plain table: an export of Google Forms, or any file with a row per respondent and titled columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.files import Sheet, SourceFile
from dashboard.intake.problems import Findings, Problem, Refused
from dashboard.intake.surveys.exports.header import Header, header_of
from dashboard.intake.surveys.study.questions import OTHER, QuestionSpec
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import AnswerTable, AskedQuestion
from dashboard.intake.surveys.words import NO, YES, Cells, moment_text, plain, sent_column
from dashboard.intake.table.columns import cell_text
from dashboard.intake.table.numbering import numbering_rows

_SIGN = "\x1f"  # between parts, once blanks and case are gone
Named = tuple[str, int]  # words as they are compared, and the number of the answer they mean
Ticks = npt.NDArray[np.int8]


def read_plain(source: SourceFile, spec: StudySpec) -> AnswerTable:
    """The table of the sheet that has the study's columns.

    A title that comes twice becomes "title (2)", an empty one "(column C)". Ticks in one cell are split by the texts of
    the answers, which may hold the separator themselves; what is none of them is free text.
    Raises Refused where a column the study names is not there, or where several sheets have them.
    """
    sheet, header = _sheet(source, spec)
    titles = header.titles
    body = sheet.frame.iloc[header.rows :]
    body = body.drop(index=[body.index[at] for at in numbering_rows(body, strict=True)])
    sent = sent_column(titles)
    columns = {
        title: _texts(body.iloc[:, at], spec.file.empty, moment_text if title == sent else cell_text)
        for at, title in enumerate(titles)
    }
    frame = pd.DataFrame(columns, index=pd.Index(np.asarray(body.index) + 1))
    frame = frame[(frame != "").any(axis=1)]
    ticks: dict[str, pd.DataFrame] = {}
    findings = Findings(list(source.problems))
    if header.rows > 1:
        findings.add("survey_header_rows", "info", n=len(header.options))
    for question in spec.questions:
        if question.ticks:
            ticks[question.indicator] = _of_columns(frame, question, header, findings)
        elif question.separator:
            ticks[question.columns[0]] = _of_cells(Cells.of(frame, *question.columns), question, findings)
    questions = tuple(_question(title, spec) for title in titles)
    return AnswerTable(questions, frame, ticks, tuple(findings.problems))


def _sheet(source: SourceFile, spec: StudySpec) -> tuple[Sheet, Header]:
    sheets = [sheet for sheet in source.sheets if len(sheet.frame) and spec.file.sheet in ("", sheet.name)]
    if spec.file.sheet and not sheets:
        raise Refused(Problem("survey_no_sheet", "error", value=spec.file.sheet))
    headers = {sheet.name: header_of(sheet.frame, spec.file.header_rows) for sheet in sheets}
    missing = {name: [each for each in spec.used if each not in header.titles] for name, header in headers.items()}
    fitting = [sheet for sheet in sheets if not missing[sheet.name]]
    if len(fitting) > 1:
        names = ", ".join(sheet.name for sheet in fitting)
        raise Refused(Problem("survey_sheets", "question", params={"sheets": names}))
    if fitting:
        return fitting[0], headers[fitting[0].name]
    nearest = min(sheets, key=lambda sheet: len(missing[sheet.name]), default=None)
    if nearest is None:
        raise Refused(Problem("file_empty", "error"))
    there = ", ".join(headers[nearest.name].titles[:20])
    absent = missing[nearest.name]
    raise Refused(*(Problem("survey_column_missing", "error", column=name, params={"there": there}) for name in absent))


def _texts(cells: pd.Series, empty: Container[str], said: Callable[[object], str]) -> Any:
    """A column as text without blanks around it, "" for what means an empty cell."""
    values = cells.to_numpy(dtype=object)
    codes, unique = pd.factorize(values, use_na_sentinel=False)
    texts = [said(cell).strip() for cell in unique]
    return np.array(["" if plain(text) in empty else text for text in texts], dtype=object)[codes]


def _question(title: str, spec: StudySpec) -> AskedQuestion:
    many = any(title in question.columns and question.separator for question in spec.questions)
    return AskedQuestion(title, "many" if many else "text", {"": title})


def _of_columns(frame: pd.DataFrame, question: QuestionSpec, header: Header, findings: Findings) -> pd.DataFrame:
    """Ticks in columns of their own; a row without any answer in them was not asked.

    A tick is a word for yes, the title of the column, or the text of the option itself.
    """
    said = {answer.code: {*answer.texts, *vars(answer.names).values()} for answer in question.answers}
    ticks = {
        code: _tick(Cells.of(frame, column), {*said.get(code, ()), header.options.get(column, "")}, findings)
        for code, column in question.ticks.items()
    }
    together = pd.DataFrame(ticks, index=frame.index)
    nobody = (frame[list(question.ticks.values())] == "").all(axis=1)
    together[nobody.to_numpy()] = -1
    return together


def _tick(cells: Cells, said: Iterable[str], findings: Findings) -> Ticks:
    yes = (YES | {plain(cells.name), *map(plain, said)}) - {""}
    texts = [plain(text) for text in cells.texts]
    # A code may be "0" or "no": what is ticked is then called otherwise.
    values = np.array([text in yes - NO for text in texts], dtype=np.int8)
    cells.tell_wrong(findings, "survey_tick", [text not in yes | NO for text in texts])
    return np.asarray(values[cells.codes])


def _of_cells(cells: Cells, question: QuestionSpec, findings: Findings) -> pd.DataFrame:
    """Ticks in one cell, as Google Forms writes them, in a column per answer: 1, 0 or -1 (not asked).

    The longest is found first, so one may begin like another. Words that are none of the answers are the answer
    "other", and a question to staff where several people wrote them.
    """
    named = [
        (_parts(text, question.separator), at) for at, answer in enumerate(question.answers) for text in answer.texts
    ]
    texts = sorted(named, key=lambda pair: -len(pair[0]))
    found = np.zeros((len(cells.texts), len(question.answers)), dtype=np.int8)
    others = np.zeros(len(cells.texts), dtype=np.bool_)
    written = Counter[str]()
    for at, text in enumerate(cells.texts):
        if not text:
            found[at] = -1
            continue
        ticked, left = _ticked(_parts(text, question.separator), texts)
        found[at, ticked] = 1
        others[at] = bool(left)
        for words in {question.separator.join(left), *left} - {""}:
            written[words] += cells.rows[at]
    ticks = pd.DataFrame(found, columns=[answer.code for answer in question.answers])
    findings.extend(_ambiguous(cells.name, texts, question))
    if others.any():
        own = ticks.get(OTHER.code, pd.Series(0, index=ticks.index, dtype=np.int8))
        ticks[OTHER.code] = np.where(others, np.int8(1), np.where(found[:, 0] < 0, np.int8(-1), own))
        cells.tell_own_words(findings, others.tolist(), written, question.other_is_free)
    return ticks.iloc[cells.codes].set_axis(cells.index)


def _parts(text: str, separator: str) -> str:
    """A text as it is compared, a sign between its parts: blanks around the separator are no matter."""
    bare = separator.strip()
    cut = separator if not bare or any(map(str.isalnum, bare)) else bare
    return _SIGN.join(part for part in map(plain, text.split(cut)) if part)


def _ticked(text: str, texts: Sequence[Named]) -> tuple[list[int], list[str]]:
    """The numbers of the answers in a cell, and the parts that are none of them."""
    left, ticked = f"{_SIGN}{text}{_SIGN}", []
    for words, at in texts:
        within = f"{_SIGN}{words}{_SIGN}"
        while within in left:
            ticked.append(at)
            left = left.replace(within, _SIGN)
    return ticked, [part for part in left.split(_SIGN) if part]


def _ambiguous(column: str, texts: Sequence[Named], question: QuestionSpec) -> Iterator[Problem]:
    """Answers whose words are those of others one after another: who ticked what cannot be seen in the cell."""
    for words, at in texts:
        ticked, left = _ticked(words, [each for each in texts if each[1] != at])
        if ticked and not left:
            others = ", ".join(question.answers[other].code for other in sorted(set(ticked)))
            value = words.replace(_SIGN, question.separator)
            params = {"code": question.answers[at].code, "others": others}
            yield Problem("survey_ticks_ambiguous", "warning", column=column, value=value, params=params)
