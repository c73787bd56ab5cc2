"""Every drawing as readers get it: its chart, its picture without a script, and its words for those who see neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.channels.dots_html import dots_html, dots_words
from dashboard.channels.headlines_html import headlines_html, headlines_words
from dashboard.channels.likert_html import likert_html, likert_words
from dashboard.channels.map_html import map_html, map_words
from dashboard.channels.markup import Markup
from dashboard.channels.strips_html import strips_html, strips_words
from dashboard.exhibits.drawings import (
    Bars,
    Course,
    Dots,
    Drawing,
    Flows,
    Gap,
    Headlines,
    Likert,
    Map,
    Months,
    Parts,
    Timeline,
    Treemap,
    Years,
)
from dashboard.exhibits.model import Exhibit
from dashboard.figures.bullets import bullets
from dashboard.figures.canvas import WIDTHS, Canvas, Width
from dashboard.figures.course import course
from dashboard.figures.data import Figure
from dashboard.figures.dots import dots
from dashboard.figures.flows import flows
from dashboard.figures.gap import gap
from dashboard.figures.likert import likert
from dashboard.figures.months import months
from dashboard.figures.shares import shares
from dashboard.figures.theme import Theme
from dashboard.figures.timeline import timeline
from dashboard.figures.treemap import treemap
from dashboard.figures.years import years

# Each takes the exhibit and a drawing of the kind it is registered for.
Chart = Callable[[Exhibit, Any, Canvas], Figure]
Picture = Callable[[Exhibit, Any], Markup | None]
Words = Callable[[Exhibit, Any], list[str]]


@dataclass(frozen=True)
class Drawn:
    """How a kind of drawing reaches readers.

    Attributes:
        chart, picture, words: None only where `instead` says what tells the same.
        unsaid: roles of columns that `words` leave to the table under the drawing, named on purpose.
        undrawn: roles that the chart leaves to the words and the table.
    """

    chart: Chart | None
    picture: Picture | None
    words: Words | None
    unsaid: frozenset[str] = frozenset()
    undrawn: frozenset[str] = frozenset()
    instead: str = ""


_PLANS = frozenset({"plan", "draft", "revised", "before"})
_SHARE = frozenset({"share"})

DRAWN: Mapping[type[Drawing], Drawn] = {
    # One amount is said beside the bars, what was done: the plan and the year before are bars, and are in the table.
    Bars: Drawn(bullets, strips_html, strips_words, unsaid=_PLANS),
    Months: Drawn(months, strips_html, strips_words, unsaid=_PLANS),
    # Of a year that nothing was done in yet its plan or draft is said.
    Years: Drawn(years, strips_html, strips_words),
    Parts: Drawn(shares, strips_html, strips_words, undrawn=_SHARE),
    Treemap: Drawn(treemap, strips_html, strips_words, undrawn=_SHARE),
    # The keys of the rows say which way the money goes.
    Flows: Drawn(flows, strips_html, strips_words, undrawn=frozenset({"side"})),
    Dots: Drawn(dots, dots_html, dots_words, unsaid=frozenset({"before"})),
    Course: Drawn(course, dots_html, dots_words),
    Likert: Drawn(likert, likert_html, likert_words),
    Map: Drawn(
        None,
        map_html,
        map_words,
        unsaid=frozenset({"village"}),
        instead="the picture is the map, and the script makes it move",
    ),
    Timeline: Drawn(timeline, None, None, instead="the table says every day"),
    Gap: Drawn(gap, None, None, instead="the page lists every service with its shares"),
    Headlines: Drawn(None, headlines_html, headlines_words, instead="the cards are the picture"),
}


def has_chart(exhibit: Exhibit) -> bool:
    """Whether there is a chart to ask for."""
    return exhibit.drawing is not None and DRAWN[type(exhibit.drawing)].chart is not None


def draw(exhibit: Exhibit, *, theme: Theme = "light", width: Width = "phone") -> Figure:
    """The exhibit's chart as a plain dictionary, for the room it is drawn in. Raises ValueError where it has none."""
    chart = DRAWN[type(exhibit.drawing)].chart if exhibit.drawing is not None else None
    if chart is None:
        raise ValueError(f"exhibit {exhibit.key!r} has no chart")
    return chart(exhibit, exhibit.drawing, Canvas(theme, width))


def rooms(exhibit: Exhibit) -> dict[Width, int]:
    """Heights (px) of a chart by width where no picture keeps the room for it."""
    return {} if picture_of(exhibit) is not None else {width: height(draw(exhibit, width=width)) for width in WIDTHS}


def height(figure: Figure) -> int:
    """How tall (px) a figure asks to be."""
    asked = figure["layout"]["height"]
    assert isinstance(asked, int)
    return asked


def picture_of(exhibit: Exhibit) -> Markup | None:
    """The drawing without a script; None where there is none, or nothing to draw."""
    picture = DRAWN[type(exhibit.drawing)].picture if exhibit.drawing is not None else None
    return picture(exhibit, exhibit.drawing) if picture is not None else None


def words_of(exhibit: Exhibit) -> list[str]:
    """What the drawing says in words; empty where the table or the page says it instead."""
    words = DRAWN[type(exhibit.drawing)].words if exhibit.drawing is not None else None
    return words(exhibit, exhibit.drawing) if words is not None else []
