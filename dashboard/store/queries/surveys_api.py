"""Opinion in several places at once, for the open data API: the cube, printed figures, requests, never a respondent.

Why a cell is hidden is not read. Each kind of rows is two statements of SQL: how many there are, and one page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select

from dashboard.i18n import NAMED_IN
from dashboard.store.queries.paging import FoundRows
from dashboard.store.queries.surveys import people_asked
from dashboard.store.survey_tables import (
    action,
    answer_share,
    indicator,
    study,
    study_answer,
    study_figure,
    study_number,
    study_question,
    survey_cell,
)
from dashboard.store.tables import document, municipality


@dataclass(frozen=True)
class SharesWanted:
    """Which rows are asked for; "" takes all.

    Attributes:
        place_ids: database numbers of the places the rows are about.
        study, series, kind: of the study: its key, that of its waves, how people came into it.
        indicator, theme: of the catalogue.
        dimension: what respondents are grouped by: a dimension, "none" for all of them together, "" for everything.
    """

    place_ids: tuple[int, ...]
    study: str = ""
    series: str = ""
    kind: str = ""
    indicator: str = ""
    theme: str = ""
    dimension: str = ""


def _texts(table: Any, part: str, name: str = "") -> list[ColumnElement[Any]]:
    return [table.c[f"{part}_{lang}"].label(f"{name or part}_{lang}") for lang in NAMED_IN]


_OF_STUDY = (
    study.c.key.label("study"), study.c.series, study.c.kind.label("study_kind"), study.c.mode, study.c.from_day,
    study.c.to_day, study.c.respondents, study.c.release_id.label("release"), document.c.key.label("document_key"),
    document.c.number.label("document_number"), document.c.date.label("document_date"),
    document.c.date_printed.label("document_date_printed"), document.c.title.label("document_title"),
    document.c.url.label("document_url"), municipality.c.code.label("place"),
    municipality.c.is_fictional.label("fictional"),
)  # fmt: skip
_OF_INDICATOR = (
    indicator.c.key.label("indicator"), indicator.c.study_id.label("own"), indicator.c.theme, indicator.c.direction,
    indicator.c.service, *_texts(indicator, "name"), *_texts(indicator, "claim"),
)  # fmt: skip
_OF_QUESTION = (*_texts(study_question, "text", "question"), study_question.c.wording, study.c.languages)


def shares(connection: Connection, wanted: SharesWanted, *, limit: int, offset: int) -> FoundRows:
    """Cells of the cube: shares with their intervals; a hidden cell has no figures."""
    cell = survey_cell.c
    figures = (
        cell.answer,
        cell.dimension1,
        cell.value1,
        cell.dimension2,
        cell.value2,
        cell.n,
        cell.share,
        cell.n_eff,
        cell.low,
        cell.high,
        case((cell.is_hidden, "suppressed"), (cell.is_small, "small"), else_="").label("survey_mark"),
    )
    chosen = _asked(
        select(
            *_OF_STUDY,
            *_OF_INDICATOR,
            *_OF_QUESTION,
            study_question.c.unknown_in_base,
            study_question.c.refused_in_base,
            *figures,
            *_texts(study_answer, "name", "answer"),
        ),
        survey_cell,
    ).outerjoin(study_answer, _is_answer(survey_cell, cell.answer))
    conditions = [*_conditions(wanted, cell.municipality_id), *_of_indicator(wanted)]
    if wanted.dimension:
        asked = "" if wanted.dimension == "none" else wanted.dimension
        conditions.append(
            and_(cell.dimension1 == asked, cell.dimension2 == "")
            if not asked
            else or_(cell.dimension1 == asked, cell.dimension2 == asked)
        )
    return _page(connection, chosen.where(*conditions), (study.c.id, cell.id), limit, offset)


def answers(connection: Connection, wanted: SharesWanted, *, limit: int, offset: int) -> FoundRows:
    """How all answers to a question are spread; there are none of hidden and of small cells."""
    part = answer_share.c
    chosen = _asked(
        select(
            *_OF_STUDY,
            *_OF_INDICATOR,
            *_OF_QUESTION,
            part.code.label("answer"),
            study_answer.c.role.label("answer_role"),
            *_texts(study_answer, "name", "answer"),
            part.dimension.label("dimension1"),
            part.value.label("value1"),
            part.n,
            part.share,
        ),
        answer_share,
    ).join(study_answer, _is_answer(answer_share, part.code))
    conditions = [*_conditions(wanted, part.municipality_id), *_of_indicator(wanted)]
    if wanted.dimension:
        conditions.append(part.dimension == ("" if wanted.dimension == "none" else wanted.dimension))
    order = (study.c.id, indicator.c.position, part.dimension, part.value, study_answer.c.position)
    return _page(connection, chosen.where(*conditions), order, limit, offset)


def numbers(connection: Connection, wanted: SharesWanted, *, limit: int, offset: int) -> FoundRows:
    """What people of a study answered with numbers, all of them together, of the place the study speaks of."""
    said = study_number.c
    chosen = (
        select(
            *_OF_STUDY,
            *_OF_INDICATOR,
            *_OF_QUESTION,
            said.n,
            said.mean,
            said.low.label("mean_low"),
            said.high.label("mean_high"),
            said.median,
            said.step,
            indicator.c.above,
            *_texts(indicator, "unit"),
        )
        .select_from(study_number)
        .join(study, study.c.id == said.study_id)
        .join(document, document.c.id == study.c.document_id)
        .join(municipality, municipality.c.id == study.c.municipality_id)
        .join(indicator, indicator.c.id == said.indicator_id)
        .join(study_question, _same_question(study_number))
    )
    conditions = [*_conditions(wanted, study.c.municipality_id), *_of_indicator(wanted)]
    return _page(connection, chosen.where(*conditions), (study.c.id, indicator.c.position), limit, offset)


def figures(connection: Connection, wanted: SharesWanted, *, limit: int, offset: int) -> FoundRows:
    """What published studies print about the places; what is about no place is said of the place of its study."""
    place = func.coalesce(study_figure.c.municipality_id, study.c.municipality_id)
    about = case((study_figure.c.municipality_id.is_(None), ""), else_=municipality.c.code)
    chosen = (
        select(
            *_OF_STUDY,
            about.label("about"),
            *_texts(study_figure, "question"),
            *_texts(study_figure, "answer"),
            study_figure.c.value,
            study_figure.c.unit,
            *_texts(study_figure, "note"),
        )
        .join(study, study.c.id == study_figure.c.study_id)
        .join(municipality, municipality.c.id == place)
        .join(document, document.c.id == study.c.document_id)
        .where(*_conditions(wanted, place))
    )
    return _page(connection, chosen, (study.c.id, study_figure.c.position), limit, offset)


def studies(connection: Connection, wanted: SharesWanted, *, limit: int, offset: int) -> FoundRows:
    """The studies that speak of a place as a whole: who asked whom, how many, when and how."""
    chosen = (
        select(
            *_OF_STUDY,
            *_texts(study, "title"),
            *_texts(study, "asked_by"),
            *_texts(study, "population"),
            *_texts(study, "method"),
            study.c.languages,
            study.c.weighted,
            study.c.stratified,
            study.c.clustered,
            study.c.few,
            study.c.small,
        )
        .join(municipality, municipality.c.id == study.c.municipality_id)
        .join(document, document.c.id == study.c.document_id)
        .where(*_conditions(wanted, study.c.municipality_id))
    )
    return _page(connection, chosen, (study.c.to_day.desc().nulls_last(), study.c.id), limit, offset)


def requests(connection: Connection, wanted: SharesWanted, *, limit: int, offset: int) -> FoundRows:
    """What residents asked for and what came of it, the latest first; `wanted.study`: those the study says."""
    own = action.c
    chosen = (
        select(
            municipality.c.code.label("place"),
            own.study,
            own.service,
            own.key,
            *_texts(action, "asked"),
            own.asked_on,
            own.asked_at,
            people_asked().label("people"),
            own.state,
            *_texts(action, "answer"),
            own.answered_on,
            own.next_check,
            own.work,
            own.url.label("link"),
            own.release_id.label("release"),
            municipality.c.is_fictional.label("fictional"),
        )
        .join(municipality, municipality.c.id == own.municipality_id)
        .where(own.municipality_id.in_(wanted.place_ids), own.is_current)
    )
    if wanted.study:
        chosen = chosen.where(own.study == wanted.study)
    return _page(connection, chosen, (own.asked_on.desc(), own.key, own.id), limit, offset)


Read = Callable[..., FoundRows]
#: What a row of the answer is, and what reads such rows.
BY: Final[Mapping[str, Read]] = {
    "share": shares, "answer": answers, "number": numbers, "figure": figures, "study": studies, "request": requests,
}  # fmt: skip


def _asked(chosen: Select[Any], cells: Any) -> Select[Any]:
    """Cells joined with their study, its document, their place, their indicator and the question it was asked by."""
    return (
        chosen.select_from(cells)
        .join(study, study.c.id == cells.c.study_id)
        .join(document, document.c.id == study.c.document_id)
        .join(municipality, municipality.c.id == cells.c.municipality_id)
        .join(indicator, indicator.c.id == cells.c.indicator_id)
        .join(study_question, _same_question(cells))
    )


def _same_question(cells: Any) -> ColumnElement[bool]:
    """Joins a figure with the question it is of."""
    return and_(*(study_question.c[name] == cells.c[name] for name in ("study_id", "indicator_id")))


def _is_answer(cells: Any, code: ColumnElement[str]) -> ColumnElement[bool]:
    """Joins a cell with the answer it is of."""
    same = (study_answer.c[name] == cells.c[name] for name in ("study_id", "indicator_id"))
    return and_(*same, study_answer.c.code == code)


def _conditions(wanted: SharesWanted, place: ColumnElement[int]) -> list[ColumnElement[bool]]:
    asked = ((study.c.key, wanted.study), (study.c.series, wanted.series), (study.c.kind, wanted.kind))
    return [study.c.is_current, place.in_(wanted.place_ids), *(column == value for column, value in asked if value)]


def _of_indicator(wanted: SharesWanted) -> list[ColumnElement[bool]]:
    asked = ((indicator.c.key, wanted.indicator), (indicator.c.theme, wanted.theme))
    return [column == value for column, value in asked if value]


def _page(connection: Connection, chosen: Select[Any], order: Sequence[Any], limit: int, offset: int) -> FoundRows:
    total = connection.execute(select(func.count()).select_from(chosen.with_only_columns(literal(1)).subquery()))
    rows = connection.execute(chosen.order_by(*order).limit(limit).offset(offset))
    return FoundRows(int(total.scalar_one()), rows.mappings().all())
