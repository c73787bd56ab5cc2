"""What was answered to the questions of a form, from the columns of a sheet of an export that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from dashboard.intake.files.model import column_letter
from dashboard.intake.problems import Findings
from dashboard.intake.surveys.exports.columns import Columns
from dashboard.intake.surveys.exports.replies import (
    NOT_ASKED,
    NOT_TICKED,
    TICKED,
    UNREADABLE,
    Answers,
    ColumnReading,
    Readings,
    Texts,
    Ticks,
    choose,
    tick_column,
    vote,
)
from dashboard.intake.surveys.forms import Form
from dashboard.intake.surveys.table import AskedQuestion
from dashboard.intake.surveys.words import moment_text
from dashboard.intake.table.columns import Coded, Codes, Mask

Cells = TypeVar("Cells", Texts, Ticks)
MOST_SHOWN = 20  # problems of one kind that are reported of a column
#: Columns that only the sheet of a repeat has: which row of the sheet of respondents its row belongs to.
_OF_REPEAT = frozenset({"_parent_index", "_parent_table_name", "parent_key"})
_NOTHING = frozenset({"n/a", "N/A"})  # how older servers write that nothing was answered


@dataclass(frozen=True)
class ExportSheet:
    """A sheet cut into titles and rows; the index of `body` is the 0-based row of the file."""

    name: str
    titles: tuple[str, ...]
    body: pd.DataFrame

    @property
    def of_repeat(self) -> bool:
        """Whether its rows belong to rows of another sheet."""
        return any(title.casefold() in _OF_REPEAT for title in self.titles)

    @cached_property
    def row_no(self) -> Codes:
        """Row of the file as a person counts it."""
        return np.asarray(self.body.index, dtype=np.int64) + 1

    def texts(self, column: int) -> Texts:
        """A column as text, row by row; a moment keeps its time."""
        cells = self.body[column]
        if isinstance(cells.dtype, pd.StringDtype):
            return np.asarray(cells.str.strip(), dtype=object)
        codes, values = pd.factorize(np.asarray(cells, dtype=object), use_na_sentinel=False)
        told = np.empty(len(values), dtype=object)
        told[:] = [moment_text(value) for value in values]
        return np.asarray(told[codes], dtype=object)

    def coded(self, column: int) -> Coded:
        """A column as its distinct texts."""
        if column not in self._coded:
            self._coded[column] = Coded.of(np.asarray(self.body[column], dtype=object))
        return self._coded[column]

    @cached_property
    def _coded(self) -> dict[int, Coded]:
        return {}

    def called(self, columns: Iterable[int]) -> str:
        """Titles of columns for a person, shortened; the letter of a column without one."""
        return ", ".join(f"«{self.titles[i] or column_letter(i)}»" for i in columns)[:400]


class Answered:
    """Reads the columns of the questions of a form, and reports what cannot be read.

    `questions`: those that have a column. `styles`: column → how its answers are called, and whether that is certain.
    """

    def __init__(self, form: Form, columns: Columns, sheet: ExportSheet, findings: Findings) -> None:
        self.sheet, self.findings = sheet, findings
        self.places: dict[str, list[int]] = {}
        self.tick_places: dict[str, dict[str, list[int]]] = {}
        for target, places in columns.of.items():
            if target.option is None:
                self.places[target.question] = places
            else:
                self.tick_places.setdefault(target.question, {})[target.option] = places
        self.questions = [each for each in form.questions if each.name in self.places | self.tick_places]
        self.readings = {
            place: ColumnReading.of(question, self._column(place, Answers(question)))
            for question in self.questions
            if question.options
            for place in self.places.get(question.name, ())
        }
        votes = vote(self.readings.values())
        self.styles = {place: choose(reading, votes) for place, reading in self.readings.items()}

    def texts(self, question: AskedQuestion) -> Texts:
        """What was answered, row by row: the name of the answer where answers were offered, else the text."""
        if question.kind == "many":
            return np.full(len(self.sheet.row_no), "", dtype=object)
        places = self.places[question.name]
        if question.options:
            columns = [self.readings[place].chosen(self._said(question, place)[0]) for place in places]
        else:
            columns = [self._plain(place) for place in places]
        return self._merged(columns, places, "")

    def ticks(self, question: AskedQuestion) -> pd.DataFrame:
        """Of a question of many answers one column per option: 1 ticked, 0 not ticked, -1 not asked."""
        options = [option.name for option in question.options]
        text, unread = self._text_ticks(question)
        columns = {option: self._tick_column(places) for option, places in self._places_of(question).items()}
        table, known = _block(columns, options, len(self.sheet.row_no))
        if text is None:
            text = np.full(table.shape, NOT_ASKED, dtype=np.int8)
        elif columns:
            # Who was asked and ticked nothing has an empty text and a 0 in each column.
            agreed = (np.equal(text, TICKED) == np.equal(table, TICKED)).all(axis=1, where=known)
            self._tell_rows("kobo_ticks_differ", ~agreed & ~unread, self.places[question.name][0])
        whole = np.where(text == NOT_ASKED, table, text)
        return pd.DataFrame(whole, index=self.sheet.row_no, columns=options)

    def options_without_column(self, question: AskedQuestion) -> list[str]:
        """Answers that have no column, of a question whose answers are only ticks in columns."""
        if question.kind != "many" or question.name in self.places:
            return []
        return [option.name for option in question.options if option.name not in self._places_of(question)]

    def _places_of(self, question: AskedQuestion) -> dict[str, list[int]]:
        return self.tick_places.get(question.name, {})

    def _column(self, place: int, answers: Answers) -> Coded:
        return self.sheet.coded(place).map(
            lambda text: "" if text in _NOTHING and not answers.any_reading(text) else text
        )

    def _plain(self, place: int) -> Texts:
        texts = self.sheet.texts(place)
        return np.where(np.isin(texts, list(_NOTHING)), "", texts).astype(object)

    def _said(self, question: AskedQuestion, place: int) -> tuple[list[Readings], Mask]:
        """What the distinct texts of a column say, and the rows with texts that no answer is called, or several are."""
        reading = self.readings[place]
        said = reading.readings(self.styles[place][0])
        column = reading.column
        bad = [i for i, text in enumerate(column.values) if text and len(said[i]) != 1]
        choices = ", ".join(option.name for option in question.options)[:400]
        for i in bad[:MOST_SHOWN]:
            text, rows = column.values[i], np.flatnonzero(column.codes == i)
            several = " / ".join(", ".join(sorted(names)) for names in said[i])
            code, value = (
                ("kobo_answer_unclear", text) if several else ("kobo_answer_unknown", reading.answers.unknown(text))
            )
            self._tell(code, rows[0], place, value, n=len(rows), choices=several or choices)
        return said, np.isin(column.codes, bad)

    def _text_ticks(self, question: AskedQuestion) -> tuple[Ticks | None, Mask]:
        """Ticks given in one text, and the rows whose text cannot be read; None where no column has such a text."""
        places = self.places.get(question.name, [])
        unread = np.zeros(len(self.sheet.row_no), dtype=bool)
        if not places or not question.options:
            return None, unread
        columns = []
        for place in places:
            said, bad = self._said(question, place)
            columns.append(self.readings[place].ticked(said))
            unread |= bad
        return self._merged(columns, places, NOT_ASKED), unread

    def _tick_column(self, places: list[int]) -> Ticks:
        columns = []
        for place in places:
            column = self.sheet.coded(place)
            ticks = tick_column(column)
            bad = np.flatnonzero(ticks == UNREADABLE)
            codes = column.codes[bad]
            for code in list(dict.fromkeys(codes.tolist()))[:MOST_SHOWN]:
                rows = bad[codes == code]
                self._tell("kobo_tick_unknown", rows[0], place, column.values[code], n=len(rows))
            columns.append(np.where(ticks == UNREADABLE, np.int8(NOT_ASKED), ticks))
        return self._merged(columns, places, NOT_ASKED)

    def _merged(self, columns: Sequence[Cells], places: Sequence[int], empty: object) -> Cells:
        """Several columns of one question as one; rows in which they contradict each other are reported."""
        whole, clash = columns[0], np.zeros(columns[0].shape, dtype=bool)
        for column in columns[1:]:
            clash |= (whole != empty) & (column != empty) & (whole != column)
            whole = np.where(whole == empty, column, whole)
        others = ", ".join(f"«{self.sheet.titles[place]}»" for place in places[:-1])
        rows = clash if clash.ndim == 1 else np.asarray(clash.any(axis=1))
        self._tell_rows("kobo_columns_differ", rows, places[-1], others=others)
        return whole

    def _tell_rows(self, code: str, rows: Mask, place: int, **params: str | int) -> None:
        """Note errors of rows, at most 20, each of which says how many there are."""
        at = np.flatnonzero(rows)
        for row in at[:MOST_SHOWN]:
            self._tell(code, row, place, self.sheet.coded(place).at(row), n=len(at), **params)

    def _tell(self, code: str, row: np.intp, place: int, value: object, **params: str | int) -> None:
        titles, row_no = self.sheet.titles, self.sheet.row_no
        self.findings.add(code, "error", row=int(row_no[row]), column=titles[place], value=value or None, **params)


def _block(columns: Mapping[str, Ticks], options: Sequence[str], rows: int) -> tuple[Ticks, Mask]:
    """Columns of ticks side by side in the order of the options, and which options have one.

    Where any answer of a row is given, an empty cell of another means that it was not ticked.
    """
    known = np.array([option in columns for option in options], dtype=np.bool_)
    table = np.full((rows, len(options)), NOT_ASKED, dtype=np.int8)
    for i, option in enumerate(options):
        if option in columns:
            table[:, i] = columns[option]
    asked = np.asarray((table >= 0).any(axis=1))
    empty = (table == NOT_ASKED) & asked[:, None] & known[None, :]
    return np.where(empty, np.int8(NOT_TICKED), table), np.asarray(known)
