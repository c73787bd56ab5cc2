"""What was published of a study: of how many people, from which files, which shares are shown and which hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from dashboard.store.publishing.study_rows import OF_ANSWER
from dashboard.store.survey_tables import answer_share, indicator, study, survey_cell
from dashboard.store.tables import municipality, release
from dashboard.surveys.model import Group

#: Place, indicator (with its answer where several could be ticked) and groups of a share.
ShareKey = tuple[str, str, tuple[Group, ...]]


@dataclass(frozen=True)
class StudyBefore:
    """A study as it was published once. `file_sha256`: of the files and the description it was made of.

    Attributes:
        place: the area of all its people.
        shown: how many people there are in each share that is shown.
        spread: shares of which the spread of answers is shown.
    """

    place: str
    respondents: int
    file_sha256: str
    shown: dict[ShareKey, int] = field(default_factory=dict)
    hidden: set[ShareKey] = field(default_factory=set)
    spread: set[ShareKey] = field(default_factory=set)


def studies_before(connection: Connection, key: str) -> tuple[StudyBefore, ...]:
    """Every publication of the study with this key, those replaced and taken back too: others may have kept them."""
    found = {
        row.id: StudyBefore(row.code, row.respondents, row.file_sha256)
        for row in connection.execute(
            select(study.c.id, study.c.respondents, release.c.file_sha256, municipality.c.code)
            .join(release, release.c.id == study.c.release_id)
            .join(municipality, municipality.c.id == study.c.municipality_id)
            .where(study.c.key == key)
            .order_by(study.c.id)
        )
    }
    groups = ("dimension1", "value1", "dimension2", "value2")
    for row in connection.execute(
        _of(survey_cell, key).add_columns(*(survey_cell.c[name] for name in ("answer", *groups, "n", "is_hidden")))
    ):
        own = f"{row.key}{OF_ANSWER}{row.answer}" if row.answer else row.key
        pairs = tuple(pair for pair in ((row.dimension1, row.value1), (row.dimension2, row.value2)) if pair[0])
        share = (row.code, own, tuple(sorted(pairs)))
        if row.is_hidden:
            found[row.study_id].hidden.add(share)
        else:
            found[row.study_id].shown[share] = row.n
    bars = _of(answer_share, key).add_columns(answer_share.c.dimension, answer_share.c.value).distinct()
    for row in connection.execute(bars):
        group = ((row.dimension, row.value),) if row.dimension else ()
        found[row.study_id].spread.add((row.code, row.key, group))
    return tuple(found.values())


def _of(table: Table, key: str) -> Select[Any]:
    """Rows of all publications of a study: which of them, code of the place and key of the indicator."""
    return (
        select(table.c.study_id, municipality.c.code, indicator.c.key)
        .join(study, study.c.id == table.c.study_id)
        .join(municipality, municipality.c.id == table.c.municipality_id)
        .join(indicator, indicator.c.id == table.c.indicator_id)
        .where(study.c.key == key)
    )
