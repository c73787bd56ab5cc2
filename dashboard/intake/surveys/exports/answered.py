"""What was answered to the questions of a form, from the columns of a sheet of an export that hold them.

A cell says it by the name of an answer, or by its label in any language of the form; every distinct text of a column is
looked at once, in every style of calling answers. Ticks stand in one text, in a column for each answer, or in both.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.files.model import column_letter
from dashboard.intake.problems import Findings
from dashboard.intake.surveys.exports.columns import NAMES, Columns, plain_label
from dashboard.intake.surveys.forms import Form
from dashboard.intake.surveys.table import AskedQuestion
from dashboard.intake.surveys.words import SHOWN, moment_text
from dashboard.intake.table.columns import Coded, Codes, Mask, Objects

Ticks = npt.NDArray[np.int8]
Column = TypeVar("Column", Objects, Ticks)
#: Names of the answers a text says were chosen; several where it can be read in several ways, none where in no way.
Readings = tuple[frozenset[str], ...]
#: Columns that only the sheet of a repeat has: which row of the sheet of respondents its row belongs to.
_OF_REPEAT = frozenset({"_parent_index", "_parent_table_name", "parent_key"})
_NOTHING = frozenset({"n/a", "N/A"})  # how older servers write that nothing was answered
_BETWEEN = re.compile(r" ?[,;|] ?| ")
_LISTED = re.compile(r"[,;|\s]+")
MOST_READINGS = 2
MOST_STEPS = 10_000  # a text that cannot be cut in so many steps is not read
TICKED, NOT_TICKED, NOT_ASKED, UNREADABLE = 1, 0, -1, -2
_TICK_WORDS = {
    **dict.fromkeys(("1", "1.0", "true", "yes", "y", "ооба", "да", "истина"), TICKED),
    **dict.fromkeys(("0", "0.0", "false", "no", "n", "жок", "нет", "ложь"), NOT_TICKED),
    **dict.fromkeys(("", "n/a"), NOT_ASKED),
}


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

    def texts(self, column: int) -> Objects:
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


class Answers:
    """The answers a question offered, to be found by name or label. `styles`: ways of calling them, names first."""

    def __init__(self, question: AskedQuestion) -> None:
        self.many = question.kind == "many"
        self.names = {option.name: option.name for option in question.options}
        self.similar: dict[str, set[str]] = {}
        self.labels: dict[str, dict[str, set[str]]] = {}
        for option in question.options:
            self.similar.setdefault(plain_label(option.name), set()).add(option.name)
            for lang, label in option.labels.items():
                self.labels.setdefault(lang, {}).setdefault(plain_label(label), set()).add(option.name)
        self.styles = (NAMES, *self.labels)

    def readings(self, text: str, style: str) -> Readings:
        """What a text says when it is taken to be in this style."""
        if style == NAMES:
            return self._named(text)
        if self.many:
            return tuple(_cut(plain_label(text), self.labels[style]))
        return tuple(frozenset({name}) for name in sorted(self.labels[style].get(plain_label(text), ())))

    def any_reading(self, text: str) -> Readings:
        """What a text says in whichever style; several readings where styles differ."""
        return tuple({reading: None for style in self.styles for reading in self.readings(text, style)})

    def unknown(self, text: str) -> str:
        """The part of a text that no answer is called, for a person."""
        if not self.many:
            return text
        parts = [part for part in text.split() if part not in self.names]
        return " ".join(parts) if len(parts) < len(text.split()) else text

    def _named(self, text: str) -> Readings:
        if not self.many:
            found = {text} if text in self.names else self.similar.get(plain_label(text), set())
            return tuple(frozenset({name}) for name in sorted(found))
        for parts in (text.split(), [part for part in _LISTED.split(text) if part]):
            chosen = [self._name(part) for part in parts]
            if chosen and all(chosen):
                return (frozenset(name for name in chosen if name),)
        return ()

    def _name(self, part: str) -> str | None:
        if part in self.names:
            return part
        similar = self.similar.get(plain_label(part), set())
        return next(iter(similar)) if len(similar) == 1 else None


def _cut(text: str, labels: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """Ways to cut a text into labels of different answers, at most two of them.

    Exports put labels one after another with a space, which labels themselves may hold.
    """
    found: dict[frozenset[str], None] = {}
    todo: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    seen: set[tuple[int, frozenset[str]]] = set()
    while todo and len(found) < MOST_READINGS and len(seen) < MOST_STEPS:
        at, chosen = todo.pop()
        if (at, chosen) in seen:
            continue
        seen.add((at, chosen))
        for label, names in labels.items():
            end = at + len(label)
            if not label or not text.startswith(label, at):
                continue
            following = [end] if end == len(text) else [m.end() for m in [_BETWEEN.match(text, end)] if m]
            for name in names - chosen:
                for next_at in following:
                    if next_at == len(text):
                        found[chosen | {name}] = None
                    else:
                        todo.append((next_at, chosen | {name}))
    return list(found)


@dataclass(frozen=True)
class ColumnReading:
    """A column being read: what its distinct texts say in each style, and in how many rows they stand."""

    answers: Answers
    column: Coded
    said: Mapping[str, Sequence[Readings]]
    rows: Codes

    @classmethod
    def of(cls, question: AskedQuestion, column: Coded) -> ColumnReading:
        """Read every distinct text of a column in every style; what only says that nothing was said is empty."""
        answers = Answers(question)
        column = column.map(lambda text: "" if text in _NOTHING and not answers.any_reading(text) else text)
        said = {style: [answers.readings(text, style) for text in column.values] for style in answers.styles}
        return cls(answers, column, said, np.bincount(column.codes, minlength=len(column.values)))

    @cached_property
    def best(self) -> tuple[str, ...]:
        """The styles in which most rows can be read."""
        filled = [int(n) if text else 0 for n, text in zip(self.rows, self.column.values, strict=True)]
        covered = {
            style: sum(n for n, readings in zip(filled, said, strict=True) if readings)
            for style, said in self.said.items()
        }
        most = max(covered.values())
        return tuple(style for style in covered if covered[style] == most)

    @cached_property
    def same(self) -> bool:
        """Whether the best styles say the same."""
        first, *others = (self.said[style] for style in self.best)
        return all(readings == first for readings in others)

    def style(self, voted: Iterable[str]) -> tuple[str, bool]:
        """The style of the column, and whether that is certain: names where it is all the same.

        `voted`: styles in which some column can only be read, the most frequent first.
        """
        if len(self.best) == 1 or self.same:
            return self.best[0], True
        chosen = next((style for style in voted if style in self.best), None)
        return chosen or self.best[0], chosen is not None

    def readings(self, style: str) -> list[Readings]:
        """What each distinct text says in a style; a text that is not in it is looked for in all others."""
        return [
            said or (self.answers.any_reading(text) if text else ())
            for text, said in zip(self.column.values, self.said[style], strict=True)
        ]

    def chosen(self, said: Sequence[Readings]) -> Objects:
        """Of a question of one answer the name of the answer, row by row; what cannot be read stays as it is."""
        names = np.empty(len(said), dtype=object)
        names[:] = [
            next(iter(readings[0])) if len(readings) == 1 else text
            for readings, text in zip(said, self.column.values, strict=True)
        ]
        return np.asarray(names[self.column.codes], dtype=object)

    def ticked(self, said: Sequence[Readings]) -> Ticks:
        """Of a question of many answers a row for each row and a column for each answer."""
        table = np.full((len(said), len(self.answers.names)), NOT_ASKED, dtype=np.int8)
        for i, readings in enumerate(said):
            if len(readings) == 1:
                table[i] = [name in readings[0] for name in self.answers.names]
        return np.asarray(table[self.column.codes], dtype=np.int8)


def tick_column(column: Coded) -> Ticks:
    """A column of one answer: 1, 0, -1 where it is empty, -2 where it is neither."""
    values = [_TICK_WORDS.get(text.casefold(), UNREADABLE) for text in column.values]
    return np.array(values, dtype=np.int8)[column.codes]


class Answered:
    """Reads the columns of the questions of a form, and reports what cannot be read.

    `questions`: those that have a column. `styles`: column → how its answers are called, and whether that is certain.
    """

    def __init__(self, form: Form, columns: Columns, sheet: ExportSheet, findings: Findings) -> None:
        self.sheet, self.findings = sheet, findings
        self.places: dict[str, list[int]] = {}
        self.tick_places: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
        for target, places in columns.of.items():
            if target.option is None:
                self.places[target.question] = places
            else:
                self.tick_places[target.question][target.option] = places
        self.questions = [each for each in form.questions if each.name in self.places | self.tick_places]
        self.readings = {
            place: ColumnReading.of(question, sheet.coded(place))
            for question in self.questions
            if question.options
            for place in self.places.get(question.name, ())
        }
        votes = Counter(reading.best[0] for reading in self.readings.values() if len(reading.best) == 1)
        voted = [style for style, _ in votes.most_common()]
        self.styles = {place: reading.style(voted) for place, reading in self.readings.items()}

    def texts(self, question: AskedQuestion) -> Objects:
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
        columns = {option: self._tick_column(places) for option, places in self.tick_places[question.name].items()}
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
        return [option.name for option in question.options if option.name not in self.tick_places[question.name]]

    def _plain(self, place: int) -> Objects:
        texts = self.sheet.texts(place)
        return np.where(np.isin(texts, list(_NOTHING)), "", texts).astype(object)

    def _said(self, question: AskedQuestion, place: int) -> tuple[list[Readings], Mask]:
        """What the distinct texts of a column say, and the rows with texts that no answer is called, or several are."""
        reading = self.readings[place]
        said = reading.readings(self.styles[place][0])
        column = reading.column
        bad = [i for i, text in enumerate(column.values) if text and len(said[i]) != 1]
        choices = ", ".join(option.name for option in question.options)[:400]
        for i in bad[:SHOWN]:
            text, rows = column.values[i], np.flatnonzero(column.codes == i)
            several = " / ".join(", ".join(sorted(names)) for names in said[i])
            code, value = (
                ("kobo_answer_unclear", text) if several else ("kobo_answer_unknown", reading.answers.unknown(text))
            )
            self._tell(code, rows[0], place, value, n=len(rows), choices=several or choices)
        return said, np.isin(column.codes, bad)

    def _text_ticks(self, question: AskedQuestion) -> tuple[Ticks | None, Mask]:
        """Ticks given in one text, and the rows whose text cannot be read; None where no column has such a text."""
        places = self.places.get(question.name, ())
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
            for code in pd.unique(codes)[:SHOWN]:
                rows = bad[codes == code]
                self._tell("kobo_tick_unknown", rows[0], place, column.values[code], n=len(rows))
            columns.append(np.where(ticks == UNREADABLE, np.int8(NOT_ASKED), ticks))
        return self._merged(columns, places, NOT_ASKED)

    def _merged(self, columns: Sequence[Column], places: Sequence[int], empty: object) -> Column:
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
        for row in at[:SHOWN]:
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
