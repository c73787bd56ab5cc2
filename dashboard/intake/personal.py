"""Personal details by what they look like: e-mail, telephone and IP addresses, personal numbers, points on the map."""

from __future__ import annotations

import re
from typing import Final

#: What it is and a regular expression for it, wherever it stands in a text.
CONTENT: Final = (
    ("email", r"[\w.+-]+@[\w-]+\.[\w.]+"),
    ("phone", r"(?<!\d)(?:\+?996|0)[ ()-]*\d{3}[ ()-]*\d{2,3}[ -]*\d{2,3}(?!\d)"),
    ("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
    ("pin", r"(?<!\d)[012]\d{13}(?!\d)"),
    ("gps", r"(?<!\d)-?\d{1,2}\.\d{4,}[ ,;]+-?\d{1,3}\.\d{4,}"),
)
_DASHES = str.maketrans("‐‑‒–—−", "------")


def personal_in(text: str) -> str:
    """What a text holds that is personal, the first of CONTENT; "" where it holds nothing such."""
    plain = text.translate(_DASHES)
    return next((what for what, pattern in CONTENT if re.search(pattern, plain)), "")
