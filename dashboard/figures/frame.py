"""The paper every figure is drawn on: letters, margins, axes, the key above and the notes below."""

from __future__ import annotations

from typing import Any

from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Figure, Trace, wrapped
from dashboard.figures.theme import FONTS
from dashboard.i18n import KNOWN, Lang
from dashboard.i18n.formats import NBSP

SIZE = 14
LINE = 20


def figure(
    lang: Lang,
    canvas: Canvas,
    traces: list[Trace],
    *,
    height: int,
    key: str = "",
    notes: list[str] | None = None,
    above: int = 4,
    below: int = 28,
    **layout: Any,
) -> Figure:
    """A figure of `traces`; `height` (px) is the plot's own, the key and the notes add to it.

    `above` is the room (px) over the plot where there is no key, `below` that of the axis under it, where the notes
    begin.
    """
    note = _joined(notes or [], canvas)
    above, under = _room(key, above), _room(note, 0)
    # Names beside the bars stand under the key, which begins at the edge of the whole drawing; only a title can.
    title = _title(key) if key and canvas.beside else None
    words = [_words(key, "top", above)] if key and title is None else []
    words += [_words(note, "bottom", -below - 6)] if note else []
    return {
        "data": traces,
        "layout": {
            "height": height + above + below + under,
            "margin": {"l": 4, "r": 8, "t": above, "b": below + under, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONTS, "size": SIZE, "color": canvas.colours["ink"]},
            "separators": KNOWN[lang].decimal + KNOWN[lang].thousands,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"align": "left", "font": {"family": FONTS, "size": SIZE}},
            "annotations": [*words, *layout.pop("annotations", [])],
            **({"title": title} if title else {}),
            **layout,
        },
    }


def axis(canvas: Canvas, **more: Any) -> dict[str, Any]:
    """A quiet axis that cannot be dragged, so that a finger on it scrolls the page."""
    return {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": canvas.colours["grid"],
        "ticks": "",
        "tickfont": {"color": canvas.colours["muted"]},
        "automargin": True,
        **more,
    }


def key_of(entries: list[tuple[str, str, str]], canvas: Canvas, unit: str = "") -> str:
    """The key above a drawing: (sign, colour, name) as `▭ Approved   ▬ Executed, mln som`, in as few lines as fit."""
    if entries and unit:
        *entries, (sign, colour, name) = entries
        entries = [*entries, (sign, colour, f"{name}, {unit.replace(' ', NBSP)}")]
    rows: list[list[str]] = [[]]
    used = 0
    for sign, colour, name in entries:
        if used and used + len(name) > canvas.letters - 4:
            rows.append([])
            used = 0
        used += len(name) + 5
        rows[-1].append(f'<span style="color:{colour}"><b>{sign}</b></span> {wrapped(name, canvas.letters - 4)}')
    return "<br>".join("\u2003".join(row) for row in rows)


def _room(text: str, least: int) -> int:
    return LINE * (text.count("<br>") + 1) + 8 if text else least


def _joined(notes: list[str], canvas: Canvas) -> str:
    """Notes below each other on a phone, one behind the other where lines are long."""
    lines = [" · ".join(notes)] if canvas.beside else notes
    return "<br>".join(wrapped(line, canvas.note_letters) for line in lines if line)


def _title(key: str) -> dict[str, Any]:
    return {
        "text": key,
        "font": {"size": SIZE},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": 4, "t": 2 + LINE * key.count("<br>")},  # plotly raises a title by its further lines
    }


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
