"""What people wrote instead of choosing: its words are dropped, unless they look like an answer that was forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dashboard.intake.problems import Problem

OFTEN: Final = 3  # words in which so many agree may be an option that the description lacks, or spells otherwise
TOLD, SIGNS = 20, 60


def often_written(column: str, counts: Mapping[str, int]) -> Iterable[Problem]:
    """A question to staff about words that several people wrote alike; `counts`: words as `plain` makes them → rows."""
    often = sorted(((n, words) for words, n in counts.items() if n >= OFTEN), key=lambda each: (-each[0], each[1]))
    if often:
        told = ", ".join(f"«{words[:SIGNS]}» × {n}" for n, words in often[:TOLD])
        yield Problem("survey_other_often", "question", column=column, params={"words": told, "n": len(often)})
