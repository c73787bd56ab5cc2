"""The paper every figure is drawn on: letters, margins, axes, the key above and the notes below."""

from __future__ import annotations

from typing import Any

from dashboard.figures.data import LETTERS, Figure, Trace, wrapped
from dashboard.figures.theme import FONTS, TOKENS, Theme
from dashboard.i18n import KNOWN, Lang
from dashboard.i18n.formats import NBSP

SIZE = 14
LINE = 20


def figure(
    lang: Lang,
    theme: Theme,
    traces: list[Trace],
    *,
    height: int,
    key: str = "",
    notes: list[str] | None = None,
    below: int = 28,
    **layout: Any,
) -> Figure:
    """A figure of `traces`; `height` (px) is the plot's own, the key and the notes add to it.

    `below` is the room (px) of the axis under the plot, where the notes begin.
    """
    note = "<br>".join(wrapped(line, LETTERS) for line in notes or [])
    above, under = _room(key, 4), _room(note, 0)
    words = [_words(key, "top", above), _words(note, "bottom", -below - 6)]
    return {
        "data": traces,
        "layout": {
            "height": height + above + below + under,
            "margin": {"l": 4, "r": 8, "t": above, "b": below + under, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONTS, "size": SIZE, "color": TOKENS[theme]["ink"]},
            "separators": KNOWN[lang].decimal + KNOWN[lang].thousands,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"align": "left", "font": {"family": FONTS, "size": SIZE}},
            "annotations": [one for one in words if one["text"]] + layout.pop("annotations", []),
            **layout,
        },
    }


def axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """A quiet axis that cannot be dragged, so that a finger on it scrolls the page."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": TOKENS[theme]["grid"],
        "ticks": "",
        "tickfont": {"color": TOKENS[theme]["muted"]},
        "automargin": True,
        **more,
    }


def key_of(entries: list[tuple[str, str, str]], unit: str = "") -> str:
    """The key above a drawing: (sign, colour, name) as `▭ Approved   ▬ Executed, mln som`, broken to fit a phone."""
    if entries and unit:
        *entries, (sign, colour, name) = entries
        entries = [*entries, (sign, colour, f"{name}, {unit.replace(' ', NBSP)}")]
    rows: list[list[str]] = [[]]
    used = 0
    for sign, colour, name in entries:
        if used and used + len(name) > LETTERS - 4:
            rows.append([])
            used = 0
        used += len(name) + 5
        rows[-1].append(f'<span style="color:{colour}"><b>{sign}</b></span> {wrapped(name, LETTERS - 4)}')
    return "<br>".join("\u2003".join(row) for row in rows)


def _room(text: str, least: int) -> int:
    return LINE * (text.count("<br>") + 1) + 8 if text else least


def _words(text: str, edge: str, shift: int) -> dict[str, Any]:
    return {
        "text": text,
        "showarrow": False,
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "y": 1 if edge == "top" else 0,
        "yanchor": "top",
        "yshift": shift,
    }
