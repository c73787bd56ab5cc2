"""All answers as one bar a row without a script; its parts are told in words to those who do not see them."""

from __future__ import annotations

from dashboard.channels.markup import Markup, element, text
from dashboard.exhibits.model import Exhibit, Row
from dashboard.figures.data import amount, series
from dashboard.figures.likert import LEAST_WITH_LABEL, Look, looks, name_of
from dashboard.figures.palette import text_on
from dashboard.i18n import percent

_HIDDEN = {"aria-hidden": "true"}


def likert_html(exhibit: Exhibit) -> Markup:
    """The key and a bar for every row; a row that may not be shown has its name only."""
    how = looks(exhibit)
    bars = "".join(_bar(exhibit, row, how) for row in exhibit.rows)
    return Markup(_key(exhibit, how) + element("ul", {"className": "strips likert"}, bars))


def _key(exhibit: Exhibit, how: dict[str, Look]) -> str:
    items = "".join(
        element("li", {}, _part("swatch", how[one.column.key], "") + text(one.column.label))
        for one in series(exhibit)[1:]
    )
    return element("ul", {"className": "key"}, items)


def _bar(exhibit: Exhibit, row: Row, how: dict[str, Look]) -> str:
    answers = [(one.column, amount(row.cells[exhibit.column(one.column.key)])) for one in series(exhibit)[1:]]
    known = [(column, share) for column, share in answers if share]
    spoken = ", ".join(f"{column.label} – {percent(exhibit.lang, share, 0)}" for column, share in known)
    parts = "".join(
        _part("likert-part", how[column.key], f"width:{share:.2%}", percent(exhibit.lang, share, 0), share)
        for column, share in known
    )
    inside = (
        element("span", {"className": "strip-label"}, text(name_of(exhibit, row))),
        element("span", {"className": "visually-hidden"}, text(spoken)) if spoken else "",
        element("div", {"className": "likert-bar", **_HIDDEN}, parts) if parts else "",
    )
    return element("li", {"className": f"strip level-{row.level}"}, "".join(inside))


def _part(name: str, look: Look, size: str, words: str = "", share: float = 0) -> str:
    style = f"background-color:{look.colour};color:{text_on(look.colour)}" + (f";{size}" if size else "")
    hatched = f" hatch-{look.hatch}" if look.hatch else ""
    label = text(words) if share >= LEAST_WITH_LABEL else ""
    return element("span", {"className": f"{name}{hatched}", "style": style, **_HIDDEN}, label)
