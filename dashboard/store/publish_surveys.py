"""Publishing a study: one transaction from the suppressed cube to what pages read.

No respondent passes through here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, func, insert, select, update

from dashboard.store import releases
from dashboard.store.batch import Document
from dashboard.store.bulk import new_ids, write_rows
from dashboard.store.papers import ids_by, write_documents
from dashboard.store.records import Names
from dashboard.store.releases import Inconsistent, Origin, Published
from dashboard.store.survey_records import Figure, Question, StudyFacts, StudyGroup
from dashboard.store.survey_tables import (
    answer_share,
    indicator,
    study,
    study_answer,
    study_figure,
    study_group,
    study_question,
    survey_cell,
)
from dashboard.store.tables import municipality, release
from dashboard.surveys.model import CubeCell, Group, Spread

SUBJECT = "survey"
#: Between an indicator and one of its answers in the key of a cell, where several could be ticked.
OF_ANSWER = ":"


@dataclass(frozen=True)
class StudyBatch:
    """One study, ready to write. `cells` and `spreads` are suppressed already; `figures` are of published studies.

    The place of a cell is the code of a place, its indicator the key of one in the catalogue, followed by ":" and the
    answer where several could be ticked.
    """

    facts: StudyFacts
    paper: Document
    questions: tuple[Question, ...] = ()
    groups: tuple[StudyGroup, ...] = ()
    cells: Sequence[CubeCell] = field(default=())
    spreads: Sequence[Spread] = field(default=())
    figures: tuple[Figure, ...] = ()

    @property
    def rows(self) -> int:
        """How many published figures there are."""
        return len(self.cells) + len(self.figures)


def publish_studies(
    engine: Engine,
    batches: Sequence[StudyBatch],
    origin: Origin,
    *,
    progress: Callable[[str], None] = lambda step: None,
) -> Published:
    """Write the studies of one file as a release; nothing happens when the same file was published before.

    Raises KeyError for a place or an indicator the database does not know.
    """
    with releases.writing(engine) as connection:
        if seen := releases.seen_before(connection, origin):
            return seen
        rows = sum(batch.rows for batch in batches)
        release_id = releases.open_release(connection, origin, rows=rows, control_minor=0, at=releases.now())
        places = ids_by(connection, municipality, "code")
        indicators = ids_by(connection, indicator, "key")
        progress("cells")
        for batch in batches:
            _write(connection, batch, places, indicators, release_id)
        progress("current")
        choose_current(connection, {batch.facts.key for batch in batches})
        _compare(connection, release_id, rows)
        return Published("published", release_id, rows)


def retract(engine: Engine, release_id: int, *, actor: str, reason: str, subject: str = SUBJECT) -> None:
    """Take a release of studies back: the release before it of the same studies counts again."""
    with releases.writing(engine) as connection:
        releases.take_back(connection, release_id, subject, actor=actor, reason=reason)
        keys = connection.execute(select(study.c.key).where(study.c.release_id == release_id)).scalars()
        choose_current(connection, set(keys))


def choose_current(connection: Connection, keys: Iterable[str]) -> None:
    """Of every study the latest published release counts."""
    rows = connection.execute(
        select(study.c.id, study.c.key, study.c.is_current, release.c.state)
        .join(release, release.c.id == study.c.release_id)
        .where(study.c.key.in_(sorted(keys)))
        .order_by(study.c.release_id)
    ).all()
    latest = {row.key: row.id for row in rows if row.state == "published"}
    moved = [
        {"which": row.id, "now": latest.get(row.key) == row.id}
        for row in rows
        if bool(row.is_current) != (latest.get(row.key) == row.id)
    ]
    if moved:
        connection.execute(
            update(study).where(study.c.id == bindparam("which")).values(is_current=bindparam("now")), moved
        )


def _write(
    connection: Connection, batch: StudyBatch, places: dict[str, int], indicators: dict[str, int], release_id: int
) -> None:
    papers = write_documents(connection, (batch.paper,))
    facts = batch.facts
    same = (
        "key",
        "series",
        "kind",
        "mode",
        "from_day",
        "to_day",
        "respondents",
        "weighted",
        "stratified",
        "clustered",
        "few",
        "small",
    )
    values = {
        **{name: getattr(facts, name) for name in same},
        **_texts(title=facts.titles, asked_by=facts.asked_by, population=facts.population, method=facts.method),
        "municipality_id": places[facts.place],
        "document_id": papers[batch.paper.key],
        "release_id": release_id,
        "languages": " ".join(facts.languages),
        "is_current": False,
    }
    study_id = connection.execute(insert(study).values(**values).returning(study.c.id)).scalar_one()
    _write_questions(connection, batch, indicators, study_id)
    _write_cells(connection, batch, places, indicators, study_id)
    _insert(
        connection,
        study_figure,
        (
            {
                "study_id": study_id,
                "position": position,
                "value": figure.value,
                "unit": figure.unit,
                "municipality_id": places[figure.place] if figure.place else None,
                **_texts(question=figure.questions, answer=figure.answers, note=figure.notes),
            }
            for position, figure in enumerate(batch.figures)
        ),
    )


def _write_questions(connection: Connection, batch: StudyBatch, indicators: dict[str, int], study_id: int) -> None:
    _insert(
        connection,
        study_question,
        (
            {
                "study_id": study_id,
                "indicator_id": indicators[question.indicator],
                "wording": question.wording,
                "unknown_in_base": question.unknown_in_base,
                "refused_in_base": question.refused_in_base,
                **_texts(text=question.texts),
            }
            for question in batch.questions
        ),
    )
    _insert(
        connection,
        study_answer,
        (
            {
                "study_id": study_id,
                "indicator_id": indicators[question.indicator],
                "code": answer.code,
                "position": position,
                "role": answer.role,
                **_texts(name=answer.names),
            }
            for question in batch.questions
            for position, answer in enumerate(question.answers)
        ),
    )
    _insert(
        connection,
        study_group,
        (
            {
                "study_id": study_id,
                "dimension": group.dimension,
                "value": group.value,
                "position": position,
                **_texts(name=group.names),
            }
            for position, group in enumerate(batch.groups)
        ),
    )


def _write_cells(
    connection: Connection, batch: StudyBatch, places: dict[str, int], indicators: dict[str, int], study_id: int
) -> None:
    ids = new_ids(connection, survey_cell, len(batch.cells))
    write_rows(
        connection,
        survey_cell,
        (
            (
                number,
                study_id,
                places[cell.place],
                indicators[key],
                answer,
                *_dimensions(cell.groups),
                cell.n,
                cell.share,
                cell.n_eff,
                cell.low,
                cell.high,
                cell.small,
                cell.hidden,
                cell.reason,
            )
            for number, cell in zip(ids, batch.cells, strict=True)
            for key, _, answer in (cell.indicator.partition(OF_ANSWER),)
        ),
    )
    write_rows(
        connection,
        answer_share,
        (
            (
                study_id,
                places[spread.place],
                indicators[spread.indicator],
                *_dimensions(spread.groups)[:2],
                code,
                share,
                spread.n,
            )
            for spread in batch.spreads
            if OF_ANSWER not in spread.indicator  # of "ticked or not" the share says all
            for code, share in spread.shares
        ),
    )


def _dimensions(groups: tuple[Group, ...]) -> tuple[str, str, str, str]:
    first, second = (*sorted(groups), ("", ""), ("", ""))[:2]
    return *first, *second


def _texts(**parts: Names) -> dict[str, str]:
    return {f"{part}_{lang}": getattr(names, lang) for part, names in parts.items() for lang in ("ky", "ru", "en")}


def _insert(connection: Connection, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)


def _compare(connection: Connection, release_id: int, rows: int) -> None:
    written = sum(
        connection.execute(
            select(func.count())
            .select_from(table.join(study, study.c.id == table.c.study_id))
            .where(study.c.release_id == release_id)
        ).scalar_one()
        for table in (survey_cell, study_figure)
    )
    if written != rows:
        raise Inconsistent(f"{written} figures written, {rows} made")
