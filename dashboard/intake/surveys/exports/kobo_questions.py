"""What was answered to the questions of a form, from the columns of an export that hold them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.intake.surveys.exports.kobo_answers import Answers, Reading, Readings, choose, vote
from dashboard.intake.surveys.exports.kobo_cells import (
    NOT_ASKED,
    TOLD,
    UNREADABLE,
    Cells,
    Texts,
    Ticks,
    agreed,
    block,
    chosen,
    merged_texts,
    merged_ticks,
    tick_column,
    ticked,
)
from dashboard.intake.surveys.exports.kobo_columns import Columns
from dashboard.intake.surveys.forms.form import Form
from dashboard.intake.surveys.table import Question
from dashboard.intake.table.columns import Coded, Mask

_NOTHING = frozenset({"n/a", "N/A"})  # how older servers write that nothing was answered


class Answered:
    """Reads the columns of the questions of a form, and tells what cannot be read.

    `questions`: those that have a column. `styles`: column → how its answers are called, and whether that is certain.
    """

    def __init__(self, form: Form, columns: Columns, cells: Cells) -> None:
        self.cells = cells
        self.places: dict[str, list[int]] = {}
        self.tick_places: dict[str, dict[str, list[int]]] = {}
        for target, places in columns.of.items():
            if target.option is None:
                self.places[target.question] = places
            else:
                self.tick_places.setdefault(target.question, {})[target.option] = places
        self.questions = [each for each in form.questions if each.name in self.places | self.tick_places]
        self.readings = {
            place: Reading.of(question, self._column(place, Answers(question)))
            for question in self.questions
            if question.options
            for place in self.places.get(question.name, ())
        }
        votes = vote(self.readings.values())
        self.styles = {place: choose(reading, votes) for place, reading in self.readings.items()}

    def texts(self, question: Question) -> Texts:
        """What was answered, row by row: the name of the answer where answers were offered, else the text."""
        if question.kind == "many":
            return np.full(len(self.cells.row_no), "", dtype=object)
        places = self.places[question.name]
        if question.options:
            columns = [chosen(self.readings[place], self._said(question, place)[0]) for place in places]
        else:
            columns = [self._plain(place) for place in places]
        whole, clash = merged_texts(columns)
        self._tell_clash(clash, places)
        return whole

    def ticks(self, question: Question) -> pd.DataFrame:
        """Of a question of many answers a column an option: 1 ticked, 0 not ticked, -1 not asked."""
        options = [option.name for option in question.options]
        rows = len(self.cells.row_no)
        text, unread = self._text_ticks(question, options)
        columns = {option: self._tick_column(places) for option, places in self._places_of(question).items()}
        table, known = block(columns, options, rows)
        if text is None:
            text = np.full((rows, len(options)), NOT_ASKED, dtype=np.int8)
        elif columns:
            differ = ~agreed(text, table, known) & ~unread
            place = self.places[question.name][0]
            at = np.flatnonzero(differ)
            values = [self._shown(place, row) for row in at[:TOLD]]
            self.cells.tell("kobo_ticks_differ", at, place, values)
        whole = np.where(text == NOT_ASKED, table, text)
        return pd.DataFrame(whole, index=self.cells.row_no, columns=options)

    def options_without_column(self, question: Question) -> list[str]:
        """Answers of a question told only by ticks in columns that have no column."""
        if question.kind != "many" or question.name in self.places:
            return []
        return [option.name for option in question.options if option.name not in self._places_of(question)]

    def _places_of(self, question: Question) -> dict[str, list[int]]:
        return self.tick_places.get(question.name, {})

    def _column(self, place: int, answers: Answers) -> Coded:
        return self.cells.coded(place).map(
            lambda text: "" if text in _NOTHING and not answers.any_reading(text) else text
        )

    def _plain(self, place: int) -> Texts:
        texts = self.cells.texts(place)
        return np.where(np.isin(texts, list(_NOTHING)), "", texts).astype(object)

    def _said(self, question: Question, place: int) -> tuple[list[Readings], Mask]:
        reading = self.readings[place]
        said = reading.readings(self.styles[place][0])
        return said, self.cells.tell_unread(place, question, reading, said)

    def _text_ticks(self, question: Question, options: list[str]) -> tuple[Ticks | None, Mask]:
        """Ticks told in one text, and the rows whose text cannot be read; None where no column has such a text."""
        places = self.places.get(question.name, [])
        unread = np.zeros(len(self.cells.row_no), dtype=bool)
        if not places or not question.options:
            return None, unread
        columns = []
        for place in places:
            said, bad = self._said(question, place)
            columns.append(ticked(self.readings[place], said, options))
            unread |= bad
        whole, clash = merged_ticks(columns)
        self._tell_clash(np.asarray(clash.any(axis=1)), places)
        return whole, unread

    def _tick_column(self, places: list[int]) -> Ticks:
        columns = []
        for place in places:
            column = self.cells.coded(place)
            ticks = tick_column(column)
            bad = np.flatnonzero(ticks == UNREADABLE)
            codes = column.codes[bad]
            for code in list(dict.fromkeys(codes.tolist()))[:TOLD]:
                rows = bad[codes == code]
                self.cells.tell("kobo_tick_unknown", rows[:1], place, [str(column.values[code])], n=len(rows))
            columns.append(np.where(ticks == UNREADABLE, np.int8(NOT_ASKED), ticks))
        whole, clash = merged_ticks(columns)
        self._tell_clash(clash, places)
        return whole

    def _tell_clash(self, clash: Mask, places: list[int]) -> None:
        at = np.flatnonzero(clash)
        others = ", ".join(f"«{self.cells.titles[place]}»" for place in places[:-1])
        values = [self._shown(places[-1], row) for row in at[:TOLD]]
        self.cells.tell("kobo_columns_differ", at, places[-1], values, others=others)

    def _shown(self, place: int, row: int) -> str:
        return str(self.cells.coded(place).at(row))
