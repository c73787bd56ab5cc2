"""What a drawing of dots reads from an exhibit: a row's number with its interval, and the one axis of all rows.

A course without a script is such dots too, a row for a day: of the place, and hollow ones of the whole. Shares lie
between zero and a hundred per cent; differences (kind `points`) and numbers that may be below zero lie around it, and
what has ends of its own between these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from dashboard.exhibits.drawings import Course, Dots, Ends
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row, shown
from dashboard.figures.data import amount, label_of
from dashboard.i18n import Lang, number, percent, t


@dataclass(frozen=True)
class Dot:
    """One row.

    Attributes:
        words: its number, or why there is none, or of a change what may be said of it; `margin`: its interval in words.
        before: the number of the survey before, with `before_words`.
        faint: whether few answers stand behind it.
    """

    label: str
    words: str
    margin: str
    level: int
    value: float | None
    low: float | None
    high: float | None
    before: float | None
    before_words: str
    faint: bool


@dataclass(frozen=True)
class DotScale:
    """The ends of the axis and its ticks with their words."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def place(self, value: float) -> float:
        """Where a value lies, 0-1 from the left."""
        return (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)


def dots_of(exhibit: Exhibit, drawing: Dots | Course) -> tuple[Dot, ...]:
    """The rows in their order, by the columns of the drawing."""
    if isinstance(drawing, Course):
        return tuple(_of_day(exhibit, drawing, row) for row in exhibit.rows)
    column = _drawn(exhibit, drawing)
    named = {"value": drawing.value, "low": drawing.low, "high": drawing.high, "before": drawing.before}
    at = {part: exhibit.column(key) for part, key in named.items() if key is not None}

    def dot(row: Row) -> Dot:
        cell = row.cells[at["value"]]
        value, low, high, before = (
            amount(row.cells[at[part]]) if part in at else None for part in ("value", "low", "high", "before")
        )
        margin = "" if value is None or low is None or high is None else _margin(exhibit.lang, column, low, high)
        # A difference is never read without its margin: "rose by …", "within the margin of error", "not compared".
        said = label_of(exhibit, row, drawing.verdict) if drawing.verdict else _words(exhibit, column, cell)
        earlier = "" if before is None else _words(exhibit, column, row.cells[at["before"]])
        return Dot(
            label_of(exhibit, row, drawing.label),
            said,
            margin,
            row.level,
            value,
            low,
            high,
            before,
            earlier,
            cell.mark is Mark.SMALL,
        )

    return tuple(dot(row) for row in exhibit.rows)


def _of_day(exhibit: Exhibit, drawing: Course, row: Row) -> Dot:
    """A day of a course; where the whole is drawn too, the words name both."""
    drawn = [exhibit.column(key) for key in (drawing.here, drawing.whole) if key is not None]
    said = [_words(exhibit, exhibit.columns[at], row.cells[at]) for at in drawn]
    named = [f"{exhibit.columns[at].label} – {words}" for at, words in zip(drawn, said, strict=True)]
    here, whole, *_ = (*(amount(row.cells[at]) for at in drawn), None)
    return Dot(
        label=shown(row.cells[exhibit.column(drawing.day)], Column("day", "", "date"), exhibit.lang, exhibit.currency),
        words=said[0] if len(drawn) == 1 else "; ".join(named),
        margin="",
        level=0,
        value=here,
        low=None,
        high=None,
        before=whole,
        before_words=said[-1],
        faint=False,
    )


def scale_of(exhibit: Exhibit, drawing: Dots | Course, dots: Iterable[Dot]) -> DotScale:
    """Zero to one for shares; else from zero, or around it, to a round number beyond the farthest end."""
    lang, kind = exhibit.lang, _drawn(exhibit, drawing).kind
    if drawing.ends is not None and kind != "share":
        return fixed(lang, drawing.ends)
    if kind == "share":
        return DotScale(0, 1, tuple((at, percent(lang, at, 0)) for at in (0.0, 0.25, 0.5, 0.75, 1.0)))
    ends = [end for dot in dots for end in (dot.value, dot.low, dot.high) if end is not None]
    reach = _round_up(max(map(abs, ends), default=0))
    around = kind == "points" or min(ends, default=0) < 0
    ticks = (-reach, 0.0, reach) if around else (0.0, reach)
    return DotScale(ticks[0], reach, tuple((at, _tick(lang, kind == "points", at)) for at in ticks))


def fixed(lang: Lang, ends: Ends) -> DotScale:
    """An axis of fixed ends: these, the middle and the quarters."""
    low, high = ends
    quarters = tuple(low + (high - low) * part / 4 for part in range(5))
    return DotScale(low, high, tuple((at, f"{'+' if at > 0 > low else ''}{number(lang, at)}") for at in quarters))


def signs(exhibit: Exhibit, drawing: Dots | Course) -> list[tuple[str, str]]:
    """What the marks mean, as (sign, name): the value, its interval and the value before where they are drawn."""
    entries = [("●", _drawn(exhibit, drawing).label)]
    if isinstance(drawing, Course):
        return entries + ([("○", exhibit.columns[exhibit.column(drawing.whole)].label)] if drawing.whole else [])
    if drawing.low:
        entries.append(("━", t(exhibit.lang, "figures.interval")))
    if drawing.before:
        entries.append(("○", exhibit.columns[exhibit.column(drawing.before)].label))
    return entries


def _drawn(exhibit: Exhibit, drawing: Dots | Course) -> Column:
    return exhibit.columns[exhibit.column(drawing.here if isinstance(drawing, Course) else drawing.value)]


def _words(exhibit: Exhibit, column: Column, cell: Cell) -> str:
    """Whole per cent, points, or the number; else the words of the mark."""
    value = amount(cell)
    if value is None or column.kind != "share":
        return shown(cell, column, exhibit.lang, exhibit.currency)
    words = percent(exhibit.lang, value, 0)
    return t(exhibit.lang, "marks.small_value", value=words) if cell.mark is Mark.SMALL else words


def _margin(lang: Lang, column: Column, low: float, high: float) -> str:
    if column.kind == "points":
        return f"{_signed(lang, low * 100, 1)} … {_signed(lang, high * 100, 1)}"
    return f"{number(lang, low * 100)}–{percent(lang, high, 0)}"


def _tick(lang: Lang, of_points: bool, at: float) -> str:
    return _signed(lang, at * 100) if of_points else number(lang, at)


def _signed(lang: Lang, value: float, decimals: int = 0) -> str:
    return f"{'+' if value > 0 else ''}{number(lang, value, decimals)}"


def _round_up(far: float) -> float:
    """The next of 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten."""
    if far <= 0:
        return 1.0
    power = 10.0 ** floor(log10(far))
    return float(next(step for step in (1, 2, 3, 4, 5, 6, 8, 10) if ceil(far / power * 1e6) / 1e6 <= step) * power)
