"""Rows of opinion as records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from dashboard.store.queries.papers import paper_of
from dashboard.store.records import Names
from dashboard.store.survey_records import PLAIN_FACTS, Share, Study, StudyFacts


def share_of(row: Row[Any]) -> Share:
    """A share from a row of the cube."""
    groups = (*groups_of(row.dimension1, row.value1), *groups_of(row.dimension2, row.value2))
    same = ("study_id", "place", "indicator", "answer", "n", "share", "n_eff", "low", "high")
    return Share(
        groups=groups,
        small=bool(row.is_small),
        hidden=bool(row.is_hidden),
        **{name: getattr(row, name) for name in same},
    )


def groups_of(dimension: str, value: str) -> tuple[tuple[str, str], ...]:
    """The dimension and value of a cell as a record has them; none where there is none."""
    return ((dimension, value),) if dimension else ()


def study_of(row: Row[Any]) -> Study:
    """A study from a row of its table with its place, document and release."""
    facts = StudyFacts(
        place=row.code,
        titles=names_of(row, "title"),
        asked_by=names_of(row, "asked_by"),
        population=names_of(row, "population"),
        method=names_of(row, "method"),
        languages=tuple(row.languages.split()),
        **{name: getattr(row, name) for name in PLAIN_FACTS},
    )
    paper = paper_of(row, "paper", row.file_sha256, row.imported_at)
    return Study(row.id, facts, paper, row.release_id, bool(row.of_services), names_of(row, "place"))


def names_of(row: Row[Any], part: str) -> Names:
    """A text in its languages."""
    return Names(*(getattr(row, f"{part}_{lang}") for lang in ("ky", "ru", "en")))
