"""Opinion on a place: its studies, their questions, shares and spreads. Each function is one SQL statement.

Only the cube is read; why a cell is hidden is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, and_, case, exists, func, or_, select

from dashboard.store.queries.papers import paper_columns
from dashboard.store.queries.survey_rows import groups_of, names_of, share_of, study_of
from dashboard.store.queries.work_rows import titles_of
from dashboard.store.survey_records import (
    Action,
    Answer,
    Distribution,
    Figure,
    Glance,
    Indicator,
    NumberSaid,
    Question,
    Share,
    Study,
    StudyGroup,
)
from dashboard.store.survey_tables import (
    FEW_ASKED,
    action,
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
from dashboard.store.tables import document, municipality, release
from dashboard.store.works_tables import work, work_report

_TITLES = ("title", "title_ky", "title_ru", "title_en")
_NUMBER = ("n", "mean", "median", "low", "high", "step")
_FIGURE = ("question", "answer", "note")
_LATEST = (study.c.to_day.desc().nulls_last(), study.c.key)


def studies(connection: Connection, municipality_id: int) -> tuple[Study, ...]:
    """The studies that say something about a place, the latest field work first."""
    rows = connection.execute(_studies(municipality_id).where(_speaks_of(municipality_id)).order_by(*_LATEST))
    return tuple(study_of(row) for row in rows)


def _studies(municipality_id: int) -> Select[Any]:
    """Studies with their place, document and release; whether they asked people of a place about services."""
    return (
        select(
            study,
            municipality.c.code,
            *(municipality.c[f"name_{lang}"].label(f"place_{lang}") for lang in ("ky", "ru", "en")),
            *paper_columns(document),
            release.c.file_sha256,
            release.c.imported_at,
            _of_services(municipality_id).label("of_services"),
        )
        .join(municipality, municipality.c.id == study.c.municipality_id)
        .join(document, document.c.id == study.c.document_id)
        .join(release, release.c.id == study.c.release_id)
    )


def _of_services(municipality_id: int) -> ColumnElement[bool]:
    """Whether a study asked people of a place what they noticed of services, or are satisfied with."""
    asked = (
        select(survey_cell.c.id)
        .join(indicator, indicator.c.id == survey_cell.c.indicator_id)
        .where(
            survey_cell.c.study_id == study.c.id,
            survey_cell.c.municipality_id == municipality_id,
            indicator.c.service != "",
            indicator.c.theme.in_(("noticed", "satisfaction")),
        )
        .correlate(study)
    )
    return asked.exists()


def indicators(connection: Connection, study_ids: Sequence[int] = ()) -> dict[str, Indicator]:
    """The catalogue in its order, by key; then what these studies bring themselves, as the first of them says it."""
    own = indicator.c.study_id
    rows = connection.execute(
        select(indicator)
        .where(or_(own.is_(None), own.in_(study_ids)))
        .order_by(own.is_not(None), indicator.c.position, indicator.c.key)
    ).all()
    rank = {study_id: at for at, study_id in enumerate(study_ids)}
    found: dict[str, Row[Any]] = {}
    for row in rows:
        known = found.setdefault(row.key, row)
        if row.study_id is not None and rank[row.study_id] < rank[known.study_id]:
            found[row.key] = row
    return {key: _indicator(row) for key, row in found.items()}


def _indicator(row: Row[Any]) -> Indicator:
    return Indicator(
        row.key,
        row.code,
        row.theme,
        row.kind,
        row.service,
        names_of(row, "name"),
        names_of(row, "claim"),
        row.study_id is not None,
        row.direction,
        row.above,
        names_of(row, "unit"),
    )


def questions(connection: Connection, study_ids: Iterable[int]) -> dict[int, dict[str, Question]]:
    """What each study asked, by study and indicator, with the answers in order."""
    rows = connection.execute(
        select(
            study_question,
            study_answer.c.code,
            study_answer.c.role,
            *(study_answer.c[f"name_{lang}"] for lang in ("ky", "ru", "en")),
            indicator.c.key.label("indicator"),
            *(study_number.c[name] for name in _NUMBER),
        )
        .join(indicator, indicator.c.id == study_question.c.indicator_id)
        .outerjoin(
            study_number,
            and_(
                study_number.c.study_id == study_question.c.study_id,
                study_number.c.indicator_id == study_question.c.indicator_id,
            ),
        )
        .outerjoin(
            study_answer,
            and_(
                study_answer.c.study_id == study_question.c.study_id,
                study_answer.c.indicator_id == study_question.c.indicator_id,
            ),
        )
        .where(study_question.c.study_id.in_(sorted(study_ids)))
        .order_by(study_question.c.study_id, indicator.c.position, study_answer.c.position)
    )
    grouped: dict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.study_id, row.indicator].append(row)
    found: dict[int, dict[str, Question]] = defaultdict(dict)
    for (study_id, key), of_question in grouped.items():
        first = of_question[0]
        given = (row for row in of_question if row.code is not None)
        answers = tuple(Answer(row.code, row.role, names_of(row, "name")) for row in given)
        flags = (bool(first.unknown_in_base), bool(first.refused_in_base))
        said = None if first.n is None else NumberSaid(key, *(getattr(first, name) for name in _NUMBER))
        found[study_id][key] = Question(key, names_of(first, "text"), first.wording, answers, *flags, said)
    return dict(found)


def groups(connection: Connection, study_ids: Iterable[int]) -> dict[int, tuple[StudyGroup, ...]]:
    """The dimensions each study knows of its respondents and their values, in order."""
    rows = connection.execute(
        select(study_group)
        .where(study_group.c.study_id.in_(sorted(study_ids)))
        .order_by(study_group.c.study_id, study_group.c.position)
    )
    found: dict[int, list[StudyGroup]] = defaultdict(list)
    for row in rows:
        found[row.study_id].append(StudyGroup(row.dimension, row.value, names_of(row, "name")))
    return {study_id: tuple(values) for study_id, values in found.items()}


def shares(
    connection: Connection, study_ids: Iterable[int], municipality_id: int, dimension: str = ""
) -> tuple[Share, ...]:
    """The shares of all respondents of a place, and those by one dimension where it is named."""
    cell = survey_cell.c
    rows = connection.execute(
        _cells()
        .where(
            cell.study_id.in_(sorted(study_ids)),
            cell.municipality_id == municipality_id,
            cell.dimension2 == "",
            cell.dimension1.in_(("", dimension)),
        )
        .order_by(cell.study_id, indicator.c.position, cell.id)
    )
    return tuple(share_of(row) for row in rows)


def distributions(
    connection: Connection, study_ids: Iterable[int], municipality_id: int, dimension: str = ""
) -> tuple[Distribution, ...]:
    """How the answers of a place are spread, of all respondents and by one dimension where it is named."""
    part = answer_share.c
    rows = connection.execute(
        select(answer_share, indicator.c.key.label("indicator"), municipality.c.code.label("place"))
        .join(indicator, indicator.c.id == part.indicator_id)
        .join(municipality, municipality.c.id == part.municipality_id)
        .where(
            part.study_id.in_(sorted(study_ids)),
            part.municipality_id == municipality_id,
            part.dimension.in_(("", dimension)),
        )
        .order_by(part.study_id, indicator.c.position)
    )
    spread: dict[tuple[int, str, str, tuple[tuple[str, str], ...], int], dict[str, float]] = defaultdict(dict)
    for row in rows:
        spread[row.study_id, row.place, row.indicator, groups_of(row.dimension, row.value), row.n][row.code] = row.share
    return tuple(Distribution(*key, shares=values) for key, values in spread.items())


def printed(connection: Connection, municipality_id: int) -> tuple[tuple[Study, tuple[Figure, ...]], ...]:
    """Published studies that say something about a place, and other waves of their series; each with all its figures.

    The latest first; figures in the order of the document.
    """
    told, about = study.alias("told"), municipality.alias("about")
    here = (
        exists()
        .where(study_figure.c.study_id == told.c.id, study_figure.c.municipality_id == municipality_id)
        .correlate(told)
    )
    series = select(told.c.series).where(
        told.c.is_current, told.c.kind == "published", or_(told.c.municipality_id == municipality_id, here)
    )
    texts = (study_figure.c[f"{part}_{lang}"] for part in _FIGURE for lang in ("ky", "ru", "en"))
    rows = connection.execute(
        _studies(municipality_id)
        .add_columns(study_figure.c.value, study_figure.c.unit, about.c.code.label("about"), *texts)
        .join(study_figure, study_figure.c.study_id == study.c.id)
        .outerjoin(about, about.c.id == study_figure.c.municipality_id)
        .where(study.c.is_current, study.c.kind == "published", study.c.series.in_(series))
        .order_by(*_LATEST, study.c.id, study_figure.c.position)
    )
    found: dict[int, tuple[Study, list[Figure]]] = {}
    for row in rows:
        of_study = found.setdefault(row.id, (study_of(row), []))[1]
        question, answer, note = (names_of(row, part) for part in _FIGURE)
        of_study.append(Figure(question, answer, row.value, row.unit, note, row.about or ""))
    return tuple((each, tuple(figures)) for each, figures in found.values())


def actions(connection: Connection, municipality_id: int) -> tuple[Action, ...]:
    """What residents asked for, the latest first, with the work that came of it."""
    own = action.c
    shown = exists().where(
        study.c.key == own.study,
        study.c.is_current,
        study.c.municipality_id == own.municipality_id,
        study.c.kind != "published",
    )
    rows = connection.execute(
        select(
            action,
            people_asked().label("asking"),
            shown.label("study_shown"),
            release.c.file_name,
            release.c.file_sha256,
            release.c.imported_at,
            work.c.id.label("work_id"),
            *(work.c[name].label(f"work_{name}") for name in _TITLES),
        )
        .join(release, release.c.id == own.release_id)
        .outerjoin(
            work.join(work_report, and_(work_report.c.work_id == work.c.id, work_report.c.is_current)),
            and_(work.c.municipality_id == own.municipality_id, work.c.key == own.work, own.work != ""),
        )
        .where(own.municipality_id == municipality_id, own.is_current)
        .order_by(own.asked_on.desc(), own.key)
    )
    same = (
        "key",
        "service",
        "asked_on",
        "asked_at",
        "study",
        "state",
        "answered_on",
        "next_check",
        "work",
        "url",
        "work_id",
        "file_name",
        "file_sha256",
        "imported_at",
    )
    return tuple(
        Action(
            asked=names_of(row, "asked"),
            people=row.asking,
            answer=names_of(row, "answer"),
            study_shown=bool(row.study_shown),
            work_titles=titles_of(*(getattr(row, f"work_{name}") for name in _TITLES)) if row.work_id else None,
            **{name: getattr(row, name) for name in same},
        )
        for row in rows
    )


def people_asked() -> ColumnElement[int | None]:
    """How many asked for something; not reported where they are few, whatever an earlier import has kept."""
    return case((action.c.people.between(1, FEW_ASKED - 1), None), else_=action.c.people)


def glance(connection: Connection, municipality_id: int) -> Glance:
    """What a place has of opinion, and one figure of it."""
    there = opinion_of(municipality_id)
    named = (condition.label(name) for name, condition in there.items())
    row = connection.execute(select(*named, _knows_sources(municipality_id).label("knows"))).one()
    return Glance(frozenset(name for name in there if row._mapping[name]), row.knows)


def _knows_sources(municipality_id: int) -> ScalarSelect[Any]:
    cell = survey_cell.c
    return (
        select(cell.share)
        .join(study, study.c.id == cell.study_id)
        .join(indicator, indicator.c.id == cell.indicator_id)
        .where(
            indicator.c.key == "knows-sources",
            study.c.is_current,
            study.c.kind == "probability",
            cell.municipality_id == municipality_id,
            cell.answer == "",
            cell.dimension1 == "",
            cell.dimension2 == "",
            cell.share.is_not(None),
            cell.is_small.is_(False),
            study.c.to_day <= func.current_date(),
        )
        .order_by(study.c.to_day.desc().nulls_last(), study.c.key)
        .limit(1)
        .scalar_subquery()
    )


def opinion_of(municipality_id: int | ColumnElement[int]) -> dict[str, ColumnElement[bool]]:
    """Whether a place (its id, or that of the places of an enclosing statement) has a study, one that asked people
    (and not only figures of documents), and requests of residents.
    """
    speaks = _speaks_of(municipality_id)
    return {
        "study": exists().where(speaks),
        "asked": exists().where(speaks, study.c.kind != "published"),
        "action": exists().where(action.c.municipality_id == municipality_id, action.c.is_current),
    }


def _speaks_of(municipality_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Studies that count and say something about a place."""
    in_figures = (
        exists()
        .where(table.c.study_id == study.c.id, table.c.municipality_id == municipality_id)
        .correlate(study, municipality)
        for table in (survey_cell, study_figure)
    )
    return and_(study.c.is_current, or_(study.c.municipality_id == municipality_id, *in_figures))


def _cells() -> Select[Any]:
    wanted = (column for column in survey_cell.c if column.name != "reason")
    return (
        select(*wanted, indicator.c.key.label("indicator"), municipality.c.code.label("place"))
        .join(indicator, indicator.c.id == survey_cell.c.indicator_id)
        .join(municipality, municipality.c.id == survey_cell.c.municipality_id)
    )
