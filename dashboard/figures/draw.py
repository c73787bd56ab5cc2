"""From an exhibit to a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.exhibits.model import Exhibit
from dashboard.figures.bullets import bullets
from dashboard.figures.data import Figure
from dashboard.figures.dots import dots
from dashboard.figures.flows import flows
from dashboard.figures.gap import gap
from dashboard.figures.likert import likert
from dashboard.figures.map import works_map
from dashboard.figures.months import months
from dashboard.figures.shares import shares
from dashboard.figures.theme import Theme
from dashboard.figures.timeline import timeline
from dashboard.figures.treemap import treemap
from dashboard.figures.years import years
from dashboard.i18n import Lang

_FIGURES: dict[str, Callable[[Exhibit, Theme], Figure]] = {
    "bullets": bullets,
    "treemap": treemap,
    "months": months,
    "years": years,
    "flows": flows,
    "shares": shares,
    "map": works_map,
    "timeline": timeline,
    "gap": gap,
    "dots": dots,
    "likert": likert,
}


def draw(exhibit: Exhibit, *, theme: Theme = "light") -> Figure:
    """The exhibit's figure as a plain dictionary; ValueError when it names no figure or one that does not exist."""
    if exhibit.drawing is None or exhibit.drawing.figure not in _FIGURES:
        named = exhibit.drawing.figure if exhibit.drawing else None
        raise ValueError(f"exhibit {exhibit.key!r} asks for figure {named!r}; known: {', '.join(_FIGURES)}")
    return _FIGURES[exhibit.drawing.figure](exhibit, theme)


def graph_config(lang: Lang, file_name: str = "open-aimak") -> dict[str, Any]:
    """Settings of every graph: the reader's language, nothing sent anywhere, one button that saves a picture.

    Zooming is off in every figure, so there is nothing to reset and no button for it.
    """
    return {
        "locale": lang,
        "responsive": True,
        "displaylogo": False,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": file_name, "scale": 2},
    }
