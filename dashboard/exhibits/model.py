"""The one idea: an Exhibit, a question and everything that answers it. Views make them: `view.exhibit(…)`."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from dashboard.exhibits.cells import DEGREES, MARKS, Cell, Column, Kind, Mark, Row, mark_words, shown
from dashboard.exhibits.drawings import Drawing, check
from dashboard.exhibits.paper import Source
from dashboard.i18n import Lang

__all__ = [
    "DEGREES", "MARKS", "Asked", "Card", "Caveat", "Cell", "Choices", "Column", "Exhibit", "Kind", "Mark", "Row",
    "Source", "mark_words", "shown",
]  # fmt: skip


class Caveat(str):
    """A note that changes what a figure means: it is never folded."""

    __slots__ = ()


@dataclass(frozen=True)
class Asked:
    """A question as people were asked it.

    Attributes:
        about: what it is a question of, as rows name it; "" where the words say it.
        words: "" where the study does not give them; `lang`: their language.
        base: how many answered it, in words of the reader.
    """

    about: str
    words: str
    lang: str
    base: str


@dataclass(frozen=True)
class Card:
    """What accompanies figures of opinion in every channel.

    Attributes:
        facts: who asked whom, how many, when and how, as names and values.
        badge: that the sample is self-selected; "" for other samples.
        asked: the words of the questions.
    """

    facts: tuple[tuple[str, str], ...] = ()
    badge: str = ""
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a reader may ask of an exhibit, in the address.

    Attributes:
        measures: other measures of its amounts.
        years: that may be put beside its own.
    """

    measures: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """A question and everything that answers it. Only `MakesExhibits.exhibit` constructs one.

    Raises WrongDrawing where the drawing does not fit the columns, or a row has its low end above its high end.

    Attributes:
        key: anchor, file name and API name.
        answer: one sentence with the number in the reader's language.
        columns, rows: exactly what is drawn, nothing else.
        notes: a `Caveat` stands in the open, others are one tap away.
        drawing: None says that the table is all there is to see.
        currency: of every money column.
        fictional: whether the place is fictional; every channel must say so.
        card: of exhibits of opinion.
        choices: what else may be asked of it.
    """

    key: str
    question: str
    answer: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    drawing: Drawing | None = None
    card: Card = Card()
    choices: Choices = Choices()
    _: KW_ONLY
    currency: str
    fictional: bool
    lang: Lang

    def __post_init__(self) -> None:
        if self.drawing is not None:
            check(self.drawing, self.key, self.columns, self.rows)

    def column(self, key: str) -> int:
        """Position of a column; raises KeyError for one the exhibit does not have."""
        for position, column in enumerate(self.columns):
            if column.key == key:
                return position
        raise KeyError(key)
