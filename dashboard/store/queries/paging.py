"""One page of the rows of a long answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping


@dataclass(frozen=True)
class FoundRows:
    """One page of an answer and how many rows all pages have."""

    total: int
    rows: Sequence[RowMapping]
