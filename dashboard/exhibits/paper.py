"""The document that a figure comes from, as readers see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day


@dataclass(frozen=True)
class Source:
    """The document a figure comes from."""

    title: str
    number: str = ""
    date: str = ""
    url: str = ""
    publisher: str = ""
    imported: str = ""
    sha256: str = ""
    language: str = ""  # of the title
    dated: Day | None = None  # the day of the document
    authority: int = 0  # 3 council resolution or treasury, 2 official site, 1 news; 0: no document of a body
