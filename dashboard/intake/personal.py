"""Personal details by what they look like: e-mail, telephone and IP addresses, personal numbers, points on the map."""

from __future__ import annotations

import re
from typing import Final

#: What it is and a regular expression for it, wherever it stands in a text.
CONTENT: Final = (
    ("email", r"[\w.+-]+@[\w-]+\.[\w.]+"),
    ("phone", r"(?<!\d)(?:\+?996|0)[ ()-]*\d{3}[ ()-]*\d{2,3}[ -]*\d{2,3}(?:[ -]*\d{2,3})?(?!\d)"),
    ("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
    ("pin", r"(?<!\d)[012]\d{13}(?!\d)"),
    ("gps", r"(?<!\d)-?\d{1,2}\.\d{4,}[ ,;]+-?\d{1,3}\.\d{4,}"),
)
#: What can be cut out of a text that stays useful without it.
_CUT: Final = re.compile("|".join(pattern for what, pattern in CONTENT if what in ("email", "phone", "pin")))
_DASHES = str.maketrans("‐‑‒–—−", "------")


def personal_in(text: str) -> str:
    """What a text holds that is personal, the first of CONTENT; "" where it holds nothing such."""
    plain = text.translate(_DASHES)
    return next((what for what, pattern in CONTENT if re.search(pattern, plain)), "")


def without_personal(text: str) -> str:
    """A text without the e-mail addresses, telephone and personal numbers in it; itself where it holds none."""
    plain = text.translate(_DASHES)
    if not _CUT.search(plain):
        return text
    # Dashes are translated one by one, so places in both texts are the same.
    for found in reversed(list(_CUT.finditer(plain))):
        text = text[: found.start()] + text[found.end() :]
    return " ".join(text.split())
