"""One colour for one key, in every drawing.

The hues are Paul Tol's "muted" scheme (personal.sron.nl/~pault), made to stay apart for colour-blind readers, a few
of them shifted a little. Colour never stands alone: every drawn part carries its name.
"""

from __future__ import annotations

from functools import cache
from typing import Final
from zlib import crc32

WHITE: Final = "#ffffff"
BLACK: Final = "#000000"

_INDIGO, _CYAN, _TEAL, _GREEN, _OLIVE = "#3b2f8f", "#88ccee", "#44aa99", "#1a7338", "#a3a33a"
_SAND, _ROSE, _WINE, _PURPLE, _STONE, _GREY = "#ddcc77", "#d27585", "#882255", "#9a3d8b", "#b9b3a4", "#6b7280"

_COLOURS: Final = {
    # Functions (COFOG divisions under their national codes).
    "func.701": _INDIGO,
    "func.702": _OLIVE,
    "func.703": _WINE,
    "func.704": _SAND,
    "func.705": _GREEN,
    "func.706": _TEAL,
    "func.707": _ROSE,
    "func.708": _PURPLE,
    "func.709": _CYAN,
    "func.710": "#b5651d",
    "func.other": _STONE,
    # Groups of sources.
    "rev.own": _GREEN,
    "rev.tax": _TEAL,
    "rev.tax.shared": _TEAL,
    "rev.tax.local": _GREEN,
    "rev.nontax": _OLIVE,
    "rev.special": _SAND,
    "rev.grant": _INDIGO,
    "rev.opening": _GREY,
    "rev.other": _STONE,
    # Groups of economic items.
    "econ.21": _INDIGO,
    "econ.22": _CYAN,
    "econ.24": _WINE,
    "econ.25": _OLIVE,
    "econ.26": _PURPLE,
    "econ.27": _ROSE,
    "econ.28": _SAND,
    "econ.31": _TEAL,
    "econ.32": _GREEN,
    "econ.33": _GREY,
    "econ.other": _STONE,
    # The stages of works, and whose money they are.
    "done": _GREEN,
    "under_way": _CYAN,
    "preparing": _OLIVE,
    "planned": _SAND,
    "cancelled": _GREY,
    "taken_down": _WINE,
    "not_listed": _STONE,
    "local_budget": _GREEN,
    "stimulating_grant": _INDIGO,
    "republican": _CYAN,
    "donor": _ROSE,
    "own_contribution": _SAND,
    "other": _STONE,
    # How requests of residents stand.
    "doing": _CYAN,
    "promised": _SAND,
    "refused": _GREY,
    "asked": _ROSE,
}
_FALLBACK: Final = (_INDIGO, _CYAN, _TEAL, _GREEN, _OLIVE, _SAND, _ROSE, _WINE, _PURPLE)
# From "no" to "yes": Tol's purple and green, which colour-blind readers tell apart, around the grey of neither.
_NO_TO_YES: Final = ("#762a83", "#9970ab", "#c2a5cf", "#d9d4c7", "#acd39e", "#5aae61", "#1b7837")
_STEPS: Final = {1: (6,), 2: (0, 6), 3: (0, 3, 6), 4: (0, 2, 4, 6), 5: (0, 2, 3, 4, 6), 6: (0, 1, 2, 4, 5, 6)}
#: Answers that take no side.
UNSURE: Final = "#c4c8cc"
REFUSED: Final = "#8b929a"


def colour(key: str) -> str:
    """Colour of a classification key: its own, that of the nearest group above it, or one picked by its letters."""
    return known(key) or _FALLBACK[crc32(key.encode("utf-8", "replace")) % len(_FALLBACK)]


def from_no_to_yes(steps: int) -> tuple[str, ...]:
    """Colours of the answers of a scale, the refusing end first; the neutral one is in the middle of an odd number."""
    places = _STEPS.get(steps) or tuple(round(step * 6 / (steps - 1)) for step in range(steps))
    return tuple(_NO_TO_YES[place] for place in places)


def of_position(position: int) -> str:
    """Colour of one of several answers that have no order."""
    return _FALLBACK[position % len(_FALLBACK)]


@cache
def known(key: str) -> str | None:
    """Colour of the longest listed key that `key` starts with; None when the palette lists none."""
    found = max((listed for listed in _COLOURS if key.startswith(listed)), key=len, default=None)
    return _COLOURS[found] if found else None


def lighter(hex_colour: str, part: float) -> str:
    """The colour with `part` (0–1) of white mixed in."""
    mixed = (round(c + (255 - c) * part) for c in _channels(hex_colour))
    return "#" + "".join(f"{c:02x}" for c in mixed)


def translucent(hex_colour: str, alpha: float) -> str:
    """The colour as `rgba(r,g,b,alpha)`."""
    red, green, blue = _channels(hex_colour)
    return f"rgba({red},{green},{blue},{alpha})"


@cache
def text_on(hex_colour: str) -> str:
    """White or black, whichever is easier to read on the colour: on any colour one of them has 4.5 or more."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, hex_colour))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (1–21) by WCAG 2.2, "contrast ratio" and "relative luminance"."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(hex_colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(hex_colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(hex_colour: str) -> tuple[int, int, int]:
    return int(hex_colour[1:3], 16), int(hex_colour[3:5], 16), int(hex_colour[5:7], 16)
