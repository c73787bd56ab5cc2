"""Long lists on a phone: the first rows, and a box to tick for the rest. On a desk and on paper all rows stand.

Style sheets do it (`.more`, `.rest`): without them, or in a browser that does not know `:has`, nothing is folded.
"""

from __future__ import annotations

from dashboard.channels.markup import element, text
from dashboard.i18n import Lang, t

MOST = 5  # rows of a drawing of amounts
MOST_SHARES = 3  # of one of shares, whose rows say their intervals, too


def is_more(position: int, rows: int, most: int = MOST) -> bool:
    """Whether a row is one of the rest; a single one would save nothing."""
    return position >= most and rows > most + 1


def rest(lang: Lang, rows: int, most: int = MOST, *, tag: str = "li") -> str:
    """The box that shows the rest, behind the list; empty where nothing is folded."""
    if not is_more(rows - 1, rows, most):
        return ""
    box = element("input", {"type": "checkbox"})
    label = element("label", {}, box + text(" " + t(lang, "pages.rest", n=rows - most)))
    return element(tag, {"className": "rest"}, label)
