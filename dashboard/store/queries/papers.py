"""The document something was read from, as every query joins it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Label, Row

from dashboard.store.records import Paper

_PAPER = ("id", "key", "title", "number", "date", "date_printed", "url", "publisher", "authority", "language")


def paper_columns(table: Any, prefix: str = "paper") -> tuple[Label[Any], ...]:
    """The columns of a document (or an alias of it), named for `paper_of`."""
    return tuple(table.c[name].label(f"{prefix}_{name}") for name in _PAPER)


def paper_of(row: Row[Any], prefix: str = "paper", file_sha256: str = "", imported_at: str = "") -> Paper:
    """The document in a row that has `paper_columns`."""
    known = {name: getattr(row, f"{prefix}_{name}") for name in _PAPER}
    return Paper(**known, file_sha256=file_sha256, imported_at=imported_at)
