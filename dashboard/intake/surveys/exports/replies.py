"""What a cell says was answered: by the name of an answer, or by its label in any language of the form; ticks.

Every distinct text of a column is looked at once, in every style of calling answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dashboard.intake.surveys.table import AnswerOption, AskedQuestion
from dashboard.intake.table.columns import Coded, Codes

Ticks = npt.NDArray[np.int8]
Texts = npt.NDArray[np.object_]
#: The style in which columns or answers are called by their names; every other style is the language of labels.
NAMES = "name"
#: Names of the answers a text says were chosen; several where it can be read in several ways, none where in no way.
Readings = tuple[frozenset[str], ...]
_BETWEEN = re.compile(r" ?[,;|] ?| ")
_LISTED = re.compile(r"[,;|\s]+")
MOST_READINGS = 2
MOST_STEPS = 10_000  # a text that cannot be cut in so many steps is not read
TICKED, NOT_TICKED, NOT_ASKED, UNREADABLE = 1, 0, -1, -2
_TICK_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "ооба", "да", "истина"), TICKED),
    **dict.fromkeys(("0", "false", "no", "жок", "нет", "ложь"), NOT_TICKED),
    "": NOT_ASKED,
    "n/a": NOT_ASKED,
}
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_WHOLE = re.compile(r"(-?\d+)\.0+")


def plain_label(text: str) -> str:
    """One form for the ways in which a label is typed or saved: case, quotation marks, spaces, and 1.0 for 1."""
    text = " ".join(text.split()).translate(_QUOTES).casefold()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def options_called(question: AskedQuestion, text: str, style: str) -> list[AnswerOption]:
    """The answers of a question that are called so in this style, else those that are called so in any."""
    wanted = plain_label(text)
    named = [option for option in question.options if option.name == text]
    labelled = [option for option in question.options if plain_label(option.labels.get(style, "")) == wanted]
    anyhow = [option for option in question.options if wanted in map(plain_label, option.labels.values())]
    return (named if style == NAMES else labelled) or named or anyhow


class Answers:
    """The answers a question offered, to be found by name or label."""

    def __init__(self, question: AskedQuestion) -> None:
        self.many = question.kind == "many"
        self.names = {option.name: option.name for option in question.options}
        self.similar: dict[str, set[str]] = {}
        self.labels: dict[str, dict[str, set[str]]] = {}
        for option in question.options:
            self.similar.setdefault(plain_label(option.name), set()).add(option.name)
            for lang, label in option.labels.items():
                self.labels.setdefault(lang, {}).setdefault(plain_label(label), set()).add(option.name)

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """Ways of calling answers, names first."""
        return (NAMES, *self.labels)

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
        """Read every distinct text of a column in every style."""
        answers = Answers(question)
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

    def readings(self, style: str) -> list[Readings]:
        """What each distinct text says in a style; a text that is not in it is looked for in all others."""
        return [
            said or (self.answers.any_reading(text) if text else ())
            for text, said in zip(self.column.values, self.said[style], strict=True)
        ]

    def chosen(self, said: Sequence[Readings]) -> Texts:
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


def vote(readings: Iterable[ColumnReading]) -> list[str]:
    """Styles in which some column can only be read, the most frequent first."""
    votes = Counter(reading.best[0] for reading in readings if len(reading.best) == 1)
    return [style for style, _ in votes.most_common()]


def choose(reading: ColumnReading, votes: Sequence[str]) -> tuple[str, bool]:
    """The style of a column, and whether that is certain: names where it is all the same."""
    if len(reading.best) == 1 or reading.same:
        return reading.best[0], True
    for style in votes:
        if style in reading.best:
            return style, True
    return reading.best[0], False


def tick_column(column: Coded) -> Ticks:
    """A column of one answer: 1, 0, -1 where it is empty, -2 where it is neither."""
    values = [_TICK_WORDS.get(_as_whole(text).casefold(), UNREADABLE) for text in column.values]
    return np.array(values, dtype=np.int8)[column.codes]


def _as_whole(text: str) -> str:
    return text[:-2] if text in ("1.0", "0.0") else text
