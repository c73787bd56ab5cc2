"""Rows of a drawing from top to bottom: where the name of each stands, and where what is drawn of it.

Places are in px of a drawing that is as tall as it asks to be; in a taller or lower one they stretch alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures.canvas import Canvas
from dashboard.figures.data import Trace, lines
from dashboard.figures.frame import LINE, axis


@dataclass(frozen=True)
class Bands:
    """`marks` are the middles of what is drawn, `heads` those of names that stand above it; `height` is of all rows."""

    names: tuple[str, ...]
    heads: tuple[float, ...]
    marks: tuple[float, ...]
    height: int
    canvas: Canvas

    @classmethod
    def of(cls, names: Sequence[str], canvas: Canvas, *, mark: int, gap: int) -> Bands:
        """Bands for wrapped names; what is drawn in each is `mark` px high, and `gap` px lie between them."""
        top, heads, marks = gap / 2, [], []
        for name in names:
            head = LINE * lines(name)
            if canvas.beside:
                band = max(head, mark)
                heads.append(top + band / 2)
                marks.append(top + band / 2)
            else:
                band = head + mark
                heads.append(top + head / 2)
                marks.append(top + head + mark / 2)
            top += band + gap
        return cls(tuple(names), tuple(heads), tuple(marks), round(top - gap / 2) if names else mark, canvas)

    def above(self, start: float) -> list[Trace]:
        """The names above their rows, from `start` on the axis; none where they stand beside them."""
        return [] if self.canvas.beside else [words(start, self.heads, self.names)]

    @property
    def axis(self) -> dict[str, Any]:
        """The axis of the rows: their names beside them, or nothing to see."""
        shown: dict[str, Any] = {"visible": False}
        if self.canvas.beside:
            ink = {"color": self.canvas.colours["ink"]}
            shown = {
                "showgrid": False, "tickmode": "array", "tickvals": list(self.marks), "ticktext": list(self.names),
                "tickfont": ink, "ticklabelstandoff": 8,
            }  # fmt: skip
        return axis(self.canvas, range=[self.height, 0], **shown)


def words(start: float | Sequence[float], places: Sequence[float], texts: Sequence[str]) -> Trace:
    """Text to the right of points; over the edge of the plot where it has to be."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [start] * len(texts) if isinstance(start, (int, float)) else list(start),
        "y": list(places),
        "text": list(texts),
        "textposition": "middle right",
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
