"""The works of a map as a list by village: the map of those who do not see it, or whose browser runs no script."""

from __future__ import annotations

from itertools import groupby
from textwrap import shorten
from typing import Final

from dashboard.channels.markup import element, text
from dashboard.exhibits.drawings import Map
from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.exhibits.works.view import village_name, word_name
from dashboard.i18n import Lang, number, sort_key, t

#: The id of the list; a page has one map.
LIST: Final = "works-by-place"
_MOST = 300  # works in the list; of more, each village has its share of them
_LONGEST_NAME = 120

Group = tuple[Cell, tuple[Row, ...]]


def list_html(exhibit: Exhibit, drawing: Map) -> str:
    """A `details` per village, those without a name last; "" for no works.

    Of more works than `_MOST` every village shows its first ones and the way to all of them, and the end says how many
    the list has. A work's place (`data-at`, degrees) and status (`data-word`) are for the script of the map.
    """
    if not exhibit.rows:
        return ""
    lang = exhibit.lang
    groups = _by_village(exhibit, drawing)
    each = max(1, _MOST // len(groups)) if len(exhibit.rows) > _MOST else len(exhibit.rows)
    seen = groups[:_MOST]
    villages = "".join(_village(exhibit, drawing, group, each) for group in seen)
    shown = sum(min(each, len(rows)) for _, rows in seen)
    head = element("h3", {"id": LIST}, text(t(lang, "works_map.by_village")))
    inner = element("div", {"className": "map-villages"}, head + villages + _cut(lang, shown, len(exhibit.rows)))
    return element("div", {"className": "map-side"}, element("div", {"className": "map-list"}, inner))


def _by_village(exhibit: Exhibit, drawing: Map) -> list[Group]:
    at = exhibit.column(drawing.village)

    def named(row: Row) -> tuple[bool, str]:
        village = row.cells[at].value
        return village is None, "" if village is None else str(village)

    ordered = sorted(exhibit.rows, key=named)  # the sort is stable: works stay in their order
    groups = [(rows[0].cells[at], rows) for rows in (tuple(found) for _, found in groupby(ordered, named))]
    return sorted(groups, key=lambda group: (group[0].value is None, sort_key(str(group[0].value))))


def _village(exhibit: Exhibit, drawing: Map, group: Group, each: int) -> str:
    village, rows = group
    lang = exhibit.lang
    name = village_name(lang, "" if village.value is None else str(village.value))
    summary = element("summary", {}, text(f"{name} – {number(lang, len(rows))}"))
    works = element("ul", {}, "".join(_work(exhibit, drawing, row) for row in rows[:each]))
    whole = {"href": village.href, "data-nav": "1"}
    words = text(t(lang, "works_map.whole_village"))
    more = element("p", {}, element("a", whole, words)) if len(rows) > each and village.href else ""
    return element("details", {}, summary + works + more)


def _work(exhibit: Exhibit, drawing: Map, row: Row) -> str:
    label, north, east = (
        row.cells[exhibit.column(key)] for key in (drawing.label, drawing.latitude, drawing.longitude)
    )
    name = text(shorten(str(label.value), _LONGEST_NAME, placeholder="…"))
    word = row.key.partition(".")[0]
    link = element("a", {"href": label.href, "data-nav": "1"}, name) if label.href else name
    said = {"data-at": f"{north.value} {east.value}", "data-word": word}
    return element("li", said, link + element("span", {}, text(word_name(exhibit.lang, word))))


def _cut(lang: Lang, shown: int, found: int) -> str:
    if shown == found:
        return ""
    words = t(lang, "works_map.listed", shown=number(lang, shown), n=number(lang, found))
    return element("p", {"className": "note"}, text(words))
