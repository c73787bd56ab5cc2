"""The document that a figure comes from, as readers see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day

from dashboard.i18n import day
from dashboard.store.records import Paper


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


def short_name(paper: Paper) -> str:
    """Number and date of a document; its title where it has neither."""
    when = day(paper.date) if paper.date else paper.date_printed
    return ", ".join(part for part in (f"№ {paper.number}" if paper.number else "", when) if part) or paper.title
