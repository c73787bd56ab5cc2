"""Publishing finished figures: what documents print about studies whose answers nobody here has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, select

from dashboard.store.batch import Document
from dashboard.store.publishing import surveys
from dashboard.store.publishing.papers import ids_by
from dashboard.store.publishing.reference import Rows, UnknownReference
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.publishing.surveys import publish_studies
from dashboard.store.records import Names
from dashboard.store.releases import Origin, Published
from dashboard.store.survey_records import Figure, StudyFacts
from dashboard.store.tables import document, municipality

SUBJECT = "figures"


def publish_figures(engine: Engine, rows: Rows, origin: Origin) -> Published:
    """Write the studies of one file, one row per figure; rows of one study say the same of it.

    Rows: `study`, `series` ("": the study itself), `municipality` and `about` (codes; `about` may be ""), `document`
    (key of a document the database has), what StudyFacts and Figure hold, with texts as `title_ky` and so on.
    Raises UnknownReference for a place or a document the database does not know.
    """
    with engine.connect() as connection:
        papers, places = _papers(connection), ids_by(connection, municipality, "code")
    studies: dict[str, list[Mapping[str, Any]]] = {}
    for number, row in enumerate(rows, start=2):
        for column, known in (("municipality", places), ("about", {"": 0, **places}), ("document", papers)):
            if row[column] not in known:
                raise UnknownReference(number, column, row[column])
        studies.setdefault(row["study"], []).append(row)
    batches = [
        StudyBatch(_facts(of_study[0]), papers[of_study[0]["document"]], figures=tuple(map(_figure, of_study)))
        for of_study in studies.values()
    ]
    return publish_studies(engine, batches, origin)


def retract(engine: Engine, release_id: int, *, actor: str, reason: str) -> None:
    """Take a release of finished figures back: the release before it of the same studies counts again."""
    surveys.retract(engine, release_id, actor=actor, reason=reason, subject=SUBJECT)


def _papers(connection: Connection) -> dict[str, Document]:
    columns = [column for column in document.c if column.name != "id"]
    return {row.key: Document(**row._mapping) for row in connection.execute(select(*columns))}


def _facts(row: Mapping[str, Any]) -> StudyFacts:
    same = ("mode", "from_day", "to_day", "respondents")
    return StudyFacts(
        key=row["study"],
        series=row["series"] or row["study"],
        place=row["municipality"],
        kind="published",
        titles=_names(row, "title"),
        asked_by=_names(row, "asked_by"),
        population=_names(row, "population"),
        method=_names(row, "method"),
        **{name: row[name] for name in same},
    )


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        _names(row, "question"), _names(row, "answer"), row["value"], row["unit"], _names(row, "note"), row["about"]
    )


def _names(row: Mapping[str, Any], part: str) -> Names:
    return Names(*(row[f"{part}_{lang}"] for lang in ("ky", "ru", "en")))
