"""What is published of a study already: of how many people, from which files, and which of its shares are hidden."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dashboard.store.publishing.study_rows import OF_ANSWER
from dashboard.store.survey_tables import indicator, study, survey_cell
from dashboard.store.tables import municipality, release
from dashboard.surveys.model import Group

#: Place, indicator (with its answer where several could be ticked) and groups of a share.
ShareKey = tuple[str, str, tuple[Group, ...]]


@dataclass(frozen=True)
class StudyBefore:
    """A study as it was published. `file_sha256`: of the files and the description it was made of."""

    respondents: int
    file_sha256: str
    hidden: frozenset[ShareKey]


def study_before(connection: Connection, key: str) -> StudyBefore | None:
    """The study with this key that counts, or else the last that was taken back: others may have kept its figures."""
    found = connection.execute(
        select(study.c.id, study.c.respondents, release.c.file_sha256)
        .join(release, release.c.id == study.c.release_id)
        .where(study.c.key == key)
        .order_by(study.c.is_current.desc(), study.c.id.desc())
    ).first()
    if found is None:
        return None
    cells = connection.execute(
        select(
            municipality.c.code,
            indicator.c.key,
            *(survey_cell.c[name] for name in ("answer", "dimension1", "value1", "dimension2", "value2")),
        )
        .join(municipality, municipality.c.id == survey_cell.c.municipality_id)
        .join(indicator, indicator.c.id == survey_cell.c.indicator_id)
        .where(survey_cell.c.study_id == found.id, survey_cell.c.is_hidden)
    )
    hidden = frozenset(
        (
            row.code,
            f"{row.key}{OF_ANSWER}{row.answer}" if row.answer else row.key,
            tuple(pair for pair in ((row.dimension1, row.value1), (row.dimension2, row.value2)) if pair[0]),
        )
        for row in cells
    )
    return StudyBefore(found.respondents, found.file_sha256, hidden)
