"""A study as it is handed over, and its rows: questions, groups, cells, spreads, printed figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert

from dashboard.store.batch import Document
from dashboard.store.publishing.bulk import new_ids, write_rows
from dashboard.store.publishing.papers import write_documents
from dashboard.store.records import Names
from dashboard.store.survey_records import PLAIN_FACTS, Figure, Indicator, Question, StudyFacts, StudyGroup
from dashboard.store.survey_tables import (
    answer_share,
    indicator,
    study,
    study_answer,
    study_figure,
    study_group,
    study_number,
    study_question,
    survey_cell,
)
from dashboard.surveys.model import CubeCell, Group, Spread

#: Between an indicator and one of its answers in the key of a cell, where several could be ticked.
OF_ANSWER = ":"


@dataclass(frozen=True)
class StudyBatch:
    """One study, ready to write. `cells` and `spreads` are suppressed already; `figures` are of published studies.

    The place of a cell is the code of a place, its indicator the key of one in the catalogue, followed by ":" and the
    answer where several could be ticked. `own`: indicators that the study brings itself.
    """

    facts: StudyFacts
    paper: Document
    questions: tuple[Question, ...] = ()
    groups: tuple[StudyGroup, ...] = ()
    cells: Sequence[CubeCell] = field(default=())
    spreads: Sequence[Spread] = field(default=())
    figures: tuple[Figure, ...] = ()
    own: tuple[Indicator, ...] = ()

    @property
    def rows(self) -> int:
        """How many published figures there are."""
        return len(self.cells) + len(self.figures)


def write_study(
    connection: Connection, batch: StudyBatch, places: dict[str, int], indicators: dict[str, int], release_id: int
) -> None:
    """Write one study; ids of places by code and of indicators by key. Raises KeyError for one that is not known."""
    papers = write_documents(connection, (batch.paper,), {batch.paper.key: (batch.facts.place,)})
    facts = batch.facts
    values = {
        **{name: getattr(facts, name) for name in PLAIN_FACTS},
        **_texts(title=facts.titles, asked_by=facts.asked_by, population=facts.population, method=facts.method),
        "municipality_id": places[facts.place],
        "document_id": papers[batch.paper.key],
        "release_id": release_id,
        "languages": " ".join(facts.languages),
        "is_current": False,
    }
    study_id = connection.execute(insert(study).values(**values).returning(study.c.id)).scalar_one()
    indicators = indicators | _own_indicators(connection, batch, study_id)
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


def _own_indicators(connection: Connection, batch: StudyBatch, study_id: int) -> dict[str, int]:
    """Write the indicators a study brings itself; their ids by key."""
    return {
        each.key: connection.execute(
            insert(indicator)
            .values(
                key=each.key,
                study_id=study_id,
                theme=each.theme,
                kind=each.kind,
                direction=each.direction,
                above=each.above,
                position=position,
                **_texts(name=each.names, claim=each.claims, unit=each.units),
            )
            .returning(indicator.c.id)
        ).scalar_one()
        for position, each in enumerate(batch.own, 1)
    }


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
        study_number,
        (
            {
                "study_id": study_id,
                "indicator_id": indicators[said.indicator],
                **{name: getattr(said, name) for name in ("n", "mean", "median", "low", "high", "step")},
            }
            for question in batch.questions
            if (said := question.number)
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
