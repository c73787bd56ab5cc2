"""Colours of the product, for light paper and dark; the page's CSS repeats them.

Text colours (ink, muted, house, executed_text, plan, warn, link) have a contrast of at least 4.5 on `paper`,
`surface` and `raised`; colours of bars and lines at least 3 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from typing import Final, Literal

Theme = Literal["light", "dark"]

TOKENS: Final[dict[Theme, dict[str, str]]] = {
    "light": {
        "paper": "#fbf8f1",
        "surface": "#ffffff",
        "raised": "#f3eee2",
        "ink": "#1d2521",
        "muted": "#55605a",
        "line": "#d8d1c0",
        "grid": "#e6dfcf",
        "house": "#1f6f50",
        "house_strong": "#14523a",
        "house_soft": "#dcebe2",
        "on_house": "#ffffff",
        "executed": "#b4690e",
        "executed_text": "#8a4d05",
        "plan": "#4a5d73",
        "last": "#6d7782",
        "focus": "#0b57d0",
        "warn": "#8a2f1d",
        "warn_soft": "#f8e3dc",
        "link": "#17603f",
    },
    "dark": {
        "paper": "#16201c",
        "surface": "#1d2925",
        "raised": "#26342f",
        "ink": "#eef2ec",
        "muted": "#aab8b0",
        "line": "#3b4a44",
        "grid": "#2e3b36",
        "house": "#6cc79c",
        "house_strong": "#93dcb8",
        "house_soft": "#22402f",
        "on_house": "#10201a",
        "executed": "#e6a13c",
        "executed_text": "#f0b558",
        "plan": "#a7bad1",
        "last": "#8c99a6",
        "focus": "#8ab4f8",
        "warn": "#f2a08c",
        "warn_soft": "#472820",
        "link": "#7fd3aa",
    },
}

# The phone's own letters first; Golos Text is only there where the page loads it.
FONTS: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Golos Text", sans-serif'
