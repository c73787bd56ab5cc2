"""An exhibit with more rows than anybody should hold at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.exhibits.model import Exhibit, Row


@dataclass(frozen=True)
class LongExhibit:
    """An exhibit whose rows come part by part, and once: `head` is everything but the rows."""

    head: Exhibit
    parts: Iterable[tuple[Row, ...]]
