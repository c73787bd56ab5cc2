"""A figure: its number, or the mark that says why there is none or what is special about it; and the table it is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

from dashboard.exhibits.paper import Source
from dashboard.i18n import Lang, day, money, number, percent, points, t, when
from dashboard.store.comparable import Reason
from dashboard.store.records import Paper

#: `points` are differences of shares: 0.1 is ten percentage points.
Kind = Literal["money", "share", "points", "count", "number", "degrees", "date", "text"]
#: Decimals of degrees: the last one is about a metre.
DEGREES = 5


class Mark(Enum):
    """Why a cell is not simply its number. The words come from the catalogue (`marks.<value>`)."""

    MISSING = "missing"  # the document names it without a figure
    NOT_HELD = "not_held"  # we hold no document that says it
    NOT_PUBLISHED = "not_published"  # somebody looked for the document and did not find it
    NOT_DUE = "not_due"  # not yet approved, or the period is not over
    NOT_DONE = "not_done"  # past its date, and not finished by the day of the report
    NOT_SINCE = "not_since"  # its date has passed since the last report, which could not yet say
    LATE = "late"  # due by now, and the body feeds this site itself
    NOT_IN_DAYS = "not_in_days"  # years or months are known, and a number of days cannot be
    SUPPRESSED = "suppressed"  # hidden to protect people; readers see only that it is hidden
    SMALL = "small"  # known from few answers
    ZERO = "zero"  # really zero
    RESTATED = "restated"  # another document gave another figure before
    UNDEFINED = "undefined"  # a share of nothing


#: Every word that may stand instead of a number, or beside it.
MARKS: tuple[Mark | Reason, ...] = (*Mark, *Reason)


@dataclass(frozen=True)
class Column:
    """One column of the table behind a drawing. Money columns hold minor units; `exact` ones show them to the last.

    `decimals`: of shares in per cent; those of a sample have none, which would promise more than it knows.
    """

    key: str
    label: str
    kind: Kind = "text"
    exact: bool = False
    decimals: int = 1


@dataclass(frozen=True)
class Cell:
    """One value. A `mark` may be the reason why two figures are not set against each other. `previous` is the figure it
    restates, in the same unit; `href` leads to more of it; `looked_on` is the day somebody looked for it, or last
    reported of it; `lang` is the language of a text that is not the reader's; `precision` is how narrowly a date is
    known (`store.works_tables.PRECISIONS`).
    """

    value: int | float | str | date | None
    mark: Mark | Reason | None = None
    previous: int | None = None
    href: str = ""
    looked_on: date | None = None
    lang: str = ""
    precision: str = ""


@dataclass(frozen=True)
class Row:
    """One row; `level` is its depth in a breakdown, `emphasis` marks totals, `source` is the one document it is from
    where an exhibit has rows of several.
    """

    key: str
    cells: tuple[Cell, ...]
    level: int = 0
    emphasis: bool = False
    source: Source | None = None


def title_cell(paper: Paper) -> Cell:
    """The title of a document in its own language, with the way to it."""
    return Cell(paper.title, href=paper.url, lang=paper.language)


def mark_words(cell: Cell, lang: Lang) -> str:
    """The words of a cell's mark, with the day somebody looked; a cell without a mark is missing."""
    words = f"marks.{(cell.mark or Mark.MISSING).value}"
    if cell.value is None and cell.looked_on is not None:
        return t(lang, f"{words}_on", date=cell.looked_on)
    return t(lang, words)


def shown(cell: Cell, column: Column, lang: Lang, currency: str) -> str:
    """The text of a cell: its value in the reader's format, or the words of its mark; restated cells say so."""
    if cell.value is None:
        return mark_words(cell, lang)
    if column.exact and isinstance(cell.value, int):
        return money(lang, cell.value, currency, exact=True)
    if isinstance(cell.value, date):
        return when(lang, cell.value, cell.precision)
    text = _value(cell.value, column, lang, currency)
    if cell.mark is Mark.RESTATED and cell.previous is not None:
        before = _value(cell.previous, column, lang, currency)
        if before == text and isinstance(cell.value, int):
            # The difference is smaller than the rounding: show both to the last som.
            text, before = (money(lang, amount, currency, exact=True) for amount in (cell.value, cell.previous))
        return t(lang, "marks.restated_from", value=text, previous=before)
    return t(lang, "marks.small_value", value=text) if cell.mark is Mark.SMALL else text


def _value(value: int | float | str | date, column: Column, lang: Lang, currency: str) -> str:
    kind = column.kind
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return value
    if kind == "money":
        return money(lang, int(value), currency)
    if kind == "share":
        return percent(lang, value, column.decimals)
    if kind == "points":
        return points(lang, value)
    if kind == "degrees":
        return number(lang, value, DEGREES)
    return number(lang, value, 0 if kind == "count" or isinstance(value, int) else 1)
