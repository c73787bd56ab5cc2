"""What every figure reads from an exhibit: columns by key, cells as numbers on an axis, words for the pointer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row, mark_words, shown
from dashboard.i18n import Lang, currency_word, money_axis, number, t

LETTERS = 28  # in a line of a drawing on the narrowest phone (320 px), beside an axis
_MANY = 6


@dataclass(frozen=True)
class AmountScale:
    """How the values of an axis are drawn: divided by `divisor`, named by `title`."""

    divisor: float
    title: str
    decimals: int


@dataclass(frozen=True)
class Series:
    """One drawn column with its cells, in the order of the rows; `role` is what it is to the drawing."""

    role: str
    column: Column
    cells: tuple[Cell, ...]


def series(exhibit: Exhibit, named: Iterable[tuple[str, str]]) -> list[Series]:
    """The columns of some (role, key), in their order: `series(exhibit, drawing.amounts)`."""
    return [
        Series(role, exhibit.columns[at], tuple(row.cells[at] for row in exhibit.rows))
        for role, at in ((role, exhibit.column(key)) for role, key in named)
    ]


def amount(cell: Cell) -> int | float | None:
    """The number in a cell; None when it holds none, so that nothing is drawn for it."""
    return cell.value if isinstance(cell.value, (int, float)) and cell.value == cell.value else None


def scale_of(exhibit: Exhibit, drawn: Iterable[Series]) -> AmountScale:
    """One scale for all drawn columns: millions or thousands of the currency, exact amounts, per cent, or the plain
    number.
    """
    drawn = list(drawn)
    kinds = {one.column.kind for one in drawn}
    if kinds == {"money"} and all(one.column.exact for one in drawn):
        return AmountScale(100, currency_word(exhibit.lang, exhibit.currency), 0)
    if kinds == {"money"}:
        largest = max((abs(amount(cell) or 0) for one in drawn for cell in one.cells), default=0)
        divisor, title = money_axis(exhibit.lang, int(largest), exhibit.currency)
        return AmountScale(divisor, title, 0 if divisor == 100 else 1)
    return AmountScale(0.01, "%", 1) if kinds == {"share"} else AmountScale(1, "", 0)


def drawn_values(cells: Iterable[Cell], scale: AmountScale) -> list[float | None]:
    """Cells on the scale of the axis; None leaves a gap."""
    return [None if (value := amount(cell)) is None else value / scale.divisor for cell in cells]


def short(exhibit: Exhibit, column: Column, cell: Cell, scale: AmountScale) -> str:
    """A direct label: the number in the axis's unit, or the words of the mark; `*` marks a restated figure.

    What the axis's unit would round to zero is printed in its own unit.
    """
    value = amount(cell)
    if value is None or cell.mark is Mark.ZERO:
        return plain(mark_words(cell, exhibit.lang))
    star = "*" if cell.mark is Mark.RESTATED else ""
    on_axis = value / scale.divisor
    if 0 < abs(on_axis) < 0.5 * 10**-scale.decimals:  # would read as zero
        return plain(shown_of(exhibit, column, Cell(value))) + star
    return number(exhibit.lang, on_axis, scale.decimals) + star


def hover(exhibit: Exhibit, label: str, column: Column, cell: Cell) -> str:
    """What a pointer over a drawn part reads: its name, the column, the value in full words."""
    return f"{wrapped(label, LETTERS)}<br>{plain(column.label)}: <b>{plain(shown_of(exhibit, column, cell))}</b>"


def shown_of(exhibit: Exhibit, column: Column, cell: Cell) -> str:
    """A cell as the table shows it, in the exhibit's language and currency."""
    return shown(cell, column, exhibit.lang, exhibit.currency)


def footnotes(exhibit: Exhibit, drawn: Iterable[Series], labels: list[str]) -> list[str]:
    """Lines under a drawing that name its marked cells, one a column and mark: `Executed: no data (2021)`."""
    named: dict[tuple[str, str], list[str]] = {}
    for one in drawn:
        for label, cell in zip(labels, one.cells, strict=True):
            if cell.value is None or cell.mark is not None:
                named.setdefault((one.column.label, mark_words(cell, exhibit.lang)), []).append(label)
    return [f"{label}: {words} ({_listed(exhibit.lang, where)})" for (label, words), where in named.items()]


def _listed(lang: Lang, labels: list[str]) -> str:
    listed = ", ".join(labels[:_MANY])
    return listed if len(labels) <= _MANY else t(lang, "figures.and_more", listed=listed, n=len(labels) - _MANY)


def label_of(exhibit: Exhibit, row: Row, key: str) -> str:
    """The name of a row: the text of its cell in the column `key`."""
    value = row.cells[exhibit.column(key)].value
    return "" if value is None else str(value)


def plain(text: str) -> str:
    """Text that plotly shows as it is: plotly reads a few HTML tags in every text."""
    return escape(text, quote=False)


def wrapped(text: str, width: int) -> str:
    """Text broken into lines of at most `width` letters."""
    return "<br>".join(plain(line) for line in wrap(text, width)) or ""


def lines(text: str) -> int:
    """How many lines a wrapped text takes."""
    return text.count("<br>") + 1


Figure = dict[str, Any]
Trace = dict[str, Any]
