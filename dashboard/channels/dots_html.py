"""Dots with their intervals without a script: a list of rows, each with its number in words, on one axis."""

from __future__ import annotations

from dashboard.channels.folding import MOST_SHARES, is_more, rest
from dashboard.channels.markup import Markup, classes, element, text
from dashboard.exhibits.drawings import Course, Dots
from dashboard.exhibits.model import Exhibit
from dashboard.figures.dot_rows import Dot, DotScale, dots_of, scale_of, signs

_HIDDEN = {"aria-hidden": "true"}
_MARKS = {"●": "dot-now", "━": "dot-line", "○": "dot-before"}


def dots_html(exhibit: Exhibit, drawing: Dots | Course) -> Markup:
    """The key, a row for every row of the exhibit, and the axis; nothing is drawn for a hidden or missing value."""
    rows = dots_of(exhibit, drawing)
    scale = scale_of(exhibit, drawing, rows)
    listed = "".join(_row(dot, scale, more=is_more(at, len(rows), MOST_SHARES)) for at, dot in enumerate(rows))
    listed += rest(exhibit.lang, len(rows), MOST_SHARES) + _axis(scale)
    return Markup(_key(exhibit, drawing) + element("ul", {"className": "strips dots"}, listed))


def dots_words(exhibit: Exhibit, drawing: Dots | Course) -> list[str]:
    """Name and number of every row, as printed above its dot."""
    return [f"{dot.label}: {_said(dot)}" for dot in dots_of(exhibit, drawing)]


def _key(exhibit: Exhibit, drawing: Dots | Course) -> str:
    items = "".join(
        element("li", {}, element("span", {"className": f"swatch {_MARKS[sign]}", **_HIDDEN}) + text(name))
        for sign, name in signs(exhibit, drawing)
    )
    return element("ul", {"className": "key"}, items)


def _row(dot: Dot, scale: DotScale, *, more: bool) -> str:
    parts = (
        element("span", {"className": "strip-label"}, text(dot.label)),
        element("span", {"className": "strip-value"}, text(_said(dot))),
        element("div", {"className": "strip-track dot-track", **_HIDDEN}, _marks(dot, scale)),
    )
    name = classes(
        "strip", f"level-{dot.level}", dot.faint and "faint", dot.value is None and "not-drawn", more and "more"
    )
    return element("li", {"className": name}, "".join(parts))


def _said(dot: Dot) -> str:
    return f"{dot.words} ({dot.margin})" if dot.margin and not dot.faint else dot.words


def _marks(dot: Dot, scale: DotScale) -> str:
    marks = [element("span", {"className": "dot-nought", "style": _left(scale, 0)})] if scale.low < 0 else []
    if dot.value is not None and dot.low is not None and dot.high is not None:
        width = scale.place(dot.high) - scale.place(dot.low)
        marks.append(element("span", {"className": "dot-line", "style": f"{_left(scale, dot.low)};width:{width:.2%}"}))
    if dot.before is not None:
        marks.append(element("span", {"className": "dot-before", "style": _left(scale, dot.before)}))
    if dot.value is not None:
        marks.append(element("span", {"className": "dot-now", "style": _left(scale, dot.value)}))
    return "".join(marks)


def _axis(scale: DotScale) -> str:
    ticks = "".join(element("span", {"style": _left(scale, at)}, text(words)) for at, words in scale.ticks)
    track = element("div", {"className": "strip-track"}, ticks)
    return element("li", {"className": "strip dot-axis", **_HIDDEN}, track)


def _left(scale: DotScale, value: float) -> str:
    return f"left:{scale.place(value):.2%}"
