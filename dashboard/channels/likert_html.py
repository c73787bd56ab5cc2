"""All answers as one bar per row without a script; its parts are given in words for screen readers."""

from __future__ import annotations

from dashboard.channels.folding import is_more, rest
from dashboard.channels.markup import Markup, classes, element, text
from dashboard.exhibits.drawings import Likert
from dashboard.exhibits.model import Column, Exhibit, Row
from dashboard.figures.data import amount
from dashboard.figures.likert import LEAST_WITH_LABEL, Look, answers_of, looks, name_of
from dashboard.figures.palette import text_on
from dashboard.i18n import percent

_HIDDEN = {"aria-hidden": "true"}


def likert_html(exhibit: Exhibit, drawing: Likert) -> Markup:
    """The key and a bar for every row; a row that may not be shown has its name only."""
    how = looks(drawing)
    rows = len(exhibit.rows)
    bars = "".join(_bar(exhibit, drawing, row, how, more=is_more(at, rows)) for at, row in enumerate(exhibit.rows))
    bars += rest(exhibit.lang, rows)
    return Markup(_key(exhibit, drawing, how) + element("ul", {"className": "strips likert"}, bars))


def _key(exhibit: Exhibit, drawing: Likert, how: dict[str, Look]) -> str:
    items = "".join(
        element("li", {}, _part("swatch", how[one.column.key], "") + text(one.column.label))
        for one in answers_of(exhibit, drawing)
    )
    return element("ul", {"className": "key"}, items)


def likert_words(exhibit: Exhibit, drawing: Likert) -> list[str]:
    """Name and answers of every row, as readers hear them who do not see the bar."""
    found = ((name_of(exhibit, drawing, row), _spoken(exhibit, drawing, row)) for row in exhibit.rows)
    return [": ".join(part for part in parts if part) for parts in found]


def _known(exhibit: Exhibit, drawing: Likert, row: Row) -> list[tuple[Column, int | float]]:
    """The answers somebody gave."""
    answers = ((exhibit.columns[at], amount(row.cells[at])) for at in map(exhibit.column, drawing.columns[1:]))
    return [(column, share) for column, share in answers if share]


def _spoken(exhibit: Exhibit, drawing: Likert, row: Row) -> str:
    known = _known(exhibit, drawing, row)
    return ", ".join(f"{column.label} – {percent(exhibit.lang, share, 0)}" for column, share in known)


def _bar(exhibit: Exhibit, drawing: Likert, row: Row, how: dict[str, Look], *, more: bool) -> str:
    spoken = _spoken(exhibit, drawing, row)
    parts = "".join(
        _part("likert-part", how[column.key], f"width:{share:.2%}", percent(exhibit.lang, share, 0), share)
        for column, share in _known(exhibit, drawing, row)
    )
    inside = (
        element("span", {"className": "strip-label"}, text(name_of(exhibit, drawing, row))),
        element("span", {"className": "visually-hidden"}, text(spoken)) if spoken else "",
        element("div", {"className": "likert-bar", **_HIDDEN}, parts) if parts else "",
    )
    return element("li", {"className": classes("strip", f"level-{row.level}", more and "more")}, "".join(inside))


def _part(name: str, look: Look, size: str, words: str = "", share: float = 0) -> str:
    style = f"background-color:{look.colour};color:{text_on(look.colour)}" + (f";{size}" if size else "")
    hatched = f" hatch-{look.hatch}" if look.hatch else ""
    label = text(words) if share >= LEAST_WITH_LABEL else ""
    return element("span", {"className": f"{name}{hatched}", "style": style, **_HIDDEN}, label)
