"""The cells of an export, column by column: texts, chosen answers, ticks. Every distinct text is looked at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.exports.kobo_answers import Reading, Readings
from dashboard.intake.surveys.exports.sent import moment_text
from dashboard.intake.surveys.table import Question
from dashboard.intake.table.columns import Coded, Codes, Mask

Ticks = npt.NDArray[np.int8]
Texts = npt.NDArray[np.object_]

TOLD = 20  # problems of one kind that are told of a column
TICKED, NOT_TICKED, NOT_ASKED, UNREADABLE = 1, 0, -1, -2
_TICK_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "ооба", "да", "истина"), TICKED),
    **dict.fromkeys(("0", "false", "no", "жок", "нет", "ложь"), NOT_TICKED),
    "": NOT_ASKED,
    "n/a": NOT_ASKED,
}


@dataclass
class Cells:
    """The cells under the titles of a sheet. `row_no`: rows of the file as a person counts them."""

    frame: pd.DataFrame
    row_no: Codes
    titles: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    known: dict[int, Coded] = field(default_factory=dict)

    def texts(self, column: int) -> Texts:
        """A column as text, row by row; a moment keeps its time."""
        cells = self.frame[column]
        if isinstance(cells.dtype, pd.StringDtype):
            return np.asarray(cells.str.strip(), dtype=object)
        codes, values = pd.factorize(np.asarray(cells, dtype=object), use_na_sentinel=False)
        told = np.empty(len(values), dtype=object)
        told[:] = [moment_text(value) for value in values]
        return np.asarray(told[codes], dtype=object)

    def coded(self, column: int) -> Coded:
        """A column as its distinct texts."""
        if column not in self.known:
            self.known[column] = Coded.of(np.asarray(self.frame[column], dtype=object))
        return self.known[column]

    def tell(
        self, code: str, rows: npt.NDArray[np.intp], column: int, values: Sequence[str], **params: str | int
    ) -> None:
        """Note errors of rows, at most 20; the first says of how many rows it speaks."""
        for row, value in zip(rows[:TOLD].tolist(), values, strict=False):
            told = {"n": len(rows), **params}
            self.problems.append(
                Problem(code, "error", int(self.row_no[row]), self.titles[column], value or None, told)
            )

    def tell_unread(self, column: int, question: Question, reading: Reading, said: Sequence[Readings]) -> Mask:
        """Note texts that no answer is called, or several are; the rows in which they stand."""
        bad = [i for i, text in enumerate(reading.column.values) if text and len(said[i]) != 1]
        choices = ", ".join(option.name for option in question.options)[:400]
        for i in bad[:TOLD]:
            text, rows = reading.column.values[i], np.flatnonzero(reading.column.codes == i)
            several = " / ".join(", ".join(sorted(names)) for names in said[i])
            code, value = (
                ("kobo_answer_unclear", text) if several else ("kobo_answer_unknown", reading.answers.unknown(text))
            )
            told: dict[str, str | int] = {"n": len(rows), "choices": several or choices}
            self.problems.append(Problem(code, "error", int(self.row_no[rows[0]]), self.titles[column], value, told))
        return np.isin(reading.column.codes, bad)


def chosen(reading: Reading, said: Sequence[Readings]) -> Texts:
    """Of a question of one answer the name of the answer, row by row; what cannot be read stays as it is."""
    names = np.empty(len(said), dtype=object)
    names[:] = [
        next(iter(readings[0])) if len(readings) == 1 else text
        for readings, text in zip(said, reading.column.values, strict=True)
    ]
    return np.asarray(names[reading.column.codes], dtype=object)


def ticked(reading: Reading, said: Sequence[Readings], options: Sequence[str]) -> Ticks:
    """Of a question of many answers a row for each row and a column for each option."""
    table = np.full((len(said), len(options)), NOT_ASKED, dtype=np.int8)
    for i, readings in enumerate(said):
        if len(readings) == 1:
            table[i] = [option in readings[0] for option in options]
    return np.asarray(table[reading.column.codes], dtype=np.int8)


def tick_column(column: Coded) -> Ticks:
    """A column of one answer: 1, 0, -1 where it is empty, -2 where it is neither."""
    values = [_TICK_WORDS.get(_as_whole(text).casefold(), UNREADABLE) for text in column.values]
    return np.array(values, dtype=np.int8)[column.codes]


def merged_texts(columns: Sequence[Texts]) -> tuple[Texts, Mask]:
    """Several columns of one question as one, and the rows in which they contradict each other."""
    whole, clash = columns[0], np.zeros(len(columns[0]), dtype=bool)
    for column in columns[1:]:
        clash |= (whole != "") & (column != "") & (whole != column)
        whole = np.where(whole == "", column, whole)
    return whole, clash


def merged_ticks(columns: Sequence[Ticks]) -> tuple[Ticks, Mask]:
    """The same for columns of ticks."""
    whole, clash = columns[0], np.zeros(columns[0].shape, dtype=bool)
    for column in columns[1:]:
        clash |= (whole >= 0) & (column >= 0) & (whole != column)
        whole = np.where(whole == NOT_ASKED, column, whole)
    return whole, clash


def agreed(text: Ticks, columns: Ticks, known: Mask) -> Mask:
    """Rows in which ticks told in one text agree with those told in a column for each answer.

    `known`: answers that have a column. Who was asked and ticked nothing has an empty text and a 0 in each column.
    """
    return np.asarray((np.equal(text, TICKED) == np.equal(columns, TICKED)).all(axis=1, where=known))


def block(columns: Mapping[str, Ticks], options: Sequence[str], rows: int) -> tuple[Ticks, Mask]:
    """Columns of ticks side by side in the order of the options, and which options have one.

    Where any answer of a row is told, an empty cell of another means that it was not ticked.
    """
    known = np.array([option in columns for option in options], dtype=np.bool_)
    table = np.full((rows, len(options)), NOT_ASKED, dtype=np.int8)
    for i, option in enumerate(options):
        if option in columns:
            table[:, i] = columns[option]
    asked = np.asarray((table >= 0).any(axis=1))
    empty = (table == NOT_ASKED) & asked[:, None] & known[None, :]
    return np.where(empty, np.int8(NOT_TICKED), table), np.asarray(known)


def _as_whole(text: str) -> str:
    return text[:-2] if text in ("1.0", "0.0") else text
