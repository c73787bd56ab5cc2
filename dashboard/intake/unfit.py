"""Texts that no page can show as they are: with signs that turn what stands around them, or without an end."""

from __future__ import annotations

import re
from typing import Final

from dashboard.intake.problems import BadValue

#: The most characters a text may have: a description of a work fits, a file that lost its line ends does not.
LONGEST: Final = 10_000
#: Invisible signs that change the direction of writing: of a text to the right of one, "12" can be read as "21".
_TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def unfit(text: object) -> BadValue | None:
    """What is wrong with a text; None where nothing is, and for what is no text."""
    if not isinstance(text, str):
        return None
    if len(text) > LONGEST:
        return BadValue("text_endless", most=LONGEST)
    if found := _TURNING.search(text):
        return BadValue("direction_marks", sign=f"U+{ord(found[0]):04X}", place=found.start() + 1)
    return None
