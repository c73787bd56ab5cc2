"""Publishing studies: what counts, retraction, hidden cells; and the queries on opinion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select

from dashboard.store import audit, releases
from dashboard.store.batch import Document
from dashboard.store.publishing import study_rows
from dashboard.store.publishing.reference import publish_indicators
from dashboard.store.publishing.study_rows import StudyBatch
from dashboard.store.publishing.surveys import publish_studies, retract
from dashboard.store.queries import surveys as queries
from dashboard.store.records import Names
from dashboard.store.releases import Inconsistent, Published, UnknownRelease
from dashboard.store.survey_records import Answer, Figure, Question, StudyFacts, StudyGroup
from dashboard.store.survey_tables import answer_share, study, survey_cell
from dashboard.store.tables import municipality, release
from dashboard.surveys.model import CubeCell, Spread
from tests.store.made import add_place, origin

NO_TEXT = Names("")


def indicator(key: str, kind: str, position: int) -> dict[str, Any]:
    texts = {f"{part}_{lang}": f"{part} {lang}" for part in ("name", "claim") for lang in ("ky", "ru", "en")}
    return {"key": key, "code": "", "theme": "awareness", "kind": kind, "service": "", "position": position, **texts}


@pytest.fixture
def place(engine: Engine) -> Engine:
    """A database with one place, `here`, and three indicators, the last of them first in the catalogue."""
    add_place(engine)
    rows = [indicator("knows", "binary", 20), indicator("news", "multiple", 30), indicator("trust", "scale", 10)]
    publish_indicators(engine, rows, origin("indicators", subject="indicators"))
    return engine


FACTS = StudyFacts(
    key="wave-1",
    series="waves",
    place="here",
    kind="probability",
    mode="phone",
    titles=Names("Пикир", "Мнение"),
    asked_by=Names("Институт"),
    population=Names("18+"),
    method=NO_TEXT,
    from_day=date(2025, 9, 1),
    to_day=date(2025, 9, 20),
    respondents=400,
    languages=("ky", "ru"),
    weighted=True,
    few=12,
    small=40,
)
QUESTION = Question(
    "knows",
    Names("Билесизби?", "Знаете?"),
    "first words",
    (
        Answer("yes", "top", Names("Ооба")),
        Answer("no", "other", Names("Жок")),
        Answer("x", "unknown", Names("Билбейм")),
    ),
    unknown_in_base=False,
)


def cell(indicator: str = "knows", *groups: tuple[str, str], **other: Any) -> CubeCell:
    told = {"n": 390, "top": 120, "share": 0.3125, "n_eff": 301.5, "low": 0.26, "high": 0.37, **other}
    return CubeCell("wave-1", "here", indicator, groups, **told)


HIDDEN = replace(
    cell("knows", ("sex", "man")), n=None, top=None, share=None, n_eff=None, low=None, high=None, reason="complement"
)


def batch(*cells: CubeCell, **other: Any) -> StudyBatch:
    return StudyBatch(FACTS, Document("survey", "Report"), **{"questions": (QUESTION,), "cells": cells, **other})


def publish(engine: Engine, name: str, *batches: StudyBatch) -> Published:
    return publish_studies(engine, batches, origin(name, subject="survey"))


def count(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def shown(engine: Engine, dimension: str = "") -> list[tuple[str, str, tuple[tuple[str, str], ...], float | None]]:
    """What a page of the place shows."""
    with engine.connect() as connection:
        ids = [found.id for found in queries.studies(connection, 1)]
        found = queries.shares(connection, ids, 1, dimension)
        return [(share.indicator, share.answer, share.groups, share.share) for share in found]


def test_a_study_comes_back_with_everything_that_was_said_of_it(place: Engine, db: Connection) -> None:
    groups = (StudyGroup("sex", "woman", Names("Аялдар")), StudyGroup("sex", "man", Names("Эркектер")))
    done = publish(place, "first", batch(cell(), groups=groups))
    assert (done.outcome, done.rows) == ("published", 1)
    [found] = queries.studies(db, 1)
    assert (found.facts, found.paper.key, found.release_id) == (FACTS, "survey", done.release_id)
    assert queries.questions(db, [found.id]) == {found.id: {"knows": QUESTION}}
    assert queries.groups(db, [found.id]) == {found.id: groups}


def test_shares_come_in_the_order_of_the_catalogue_with_their_margins(place: Engine, db: Connection) -> None:
    publish(place, "first", batch(cell(), cell("trust", share=0.5), cell("news:tv", share=0.25, small=True)))
    ids = [found.id for found in queries.studies(db, 1)]
    first, second, third = queries.shares(db, ids, 1)
    assert [first.indicator, second.indicator, third.indicator] == ["trust", "knows", "news"]
    assert (second.n, second.share, second.n_eff, second.low, second.high) == (390, 0.3125, 301.5, 0.26, 0.37)
    assert (third.answer, third.share, third.small, second.small) == ("tv", 0.25, True, False)
    assert list(queries.indicators(db)) == ["trust", "knows", "news"]


def test_a_hidden_cell_has_no_figures_and_no_query_reads_why(place: Engine, db: Connection) -> None:
    publish(place, "first", batch(cell(), cell("knows", ("sex", "woman")), HIDDEN))
    [hidden] = [share for share in queries.shares(db, [1], 1, "sex") if share.hidden]
    assert hidden.groups == (("sex", "man"),)
    assert (hidden.n, hidden.share, hidden.n_eff, hidden.low, hidden.high) == (None,) * 5
    assert not hasattr(hidden, "reason")
    assert db.execute(select(survey_cell.c.reason).where(survey_cell.c.is_hidden)).scalar() == "complement"


def test_a_hidden_cell_with_a_figure_cannot_be_written(place: Engine) -> None:
    with pytest.raises(Exception, match="ck_survey_cell_hidden"):
        publish(place, "first", batch(replace(HIDDEN, share=0.5)))
    assert count(place, study) == 0 == count(place, survey_cell)


def test_a_page_is_given_one_dimension_at_a_time(place: Engine) -> None:
    publish(
        place,
        "first",
        batch(
            cell(),
            cell("knows", ("sex", "woman"), share=0.1),
            cell("knows", ("age", "18-29"), share=0.2),
            cell("knows", ("sex", "woman"), ("age", "18-29"), share=0.9),
        ),
    )
    assert shown(place) == [("knows", "", (), 0.3125)]
    assert shown(place, "sex") == [("knows", "", (), 0.3125), ("knows", "", (("sex", "woman"),), 0.1)]


def test_dimensions_are_kept_in_the_order_of_their_names(place: Engine) -> None:
    publish(place, "first", batch(cell("knows", ("sex", "woman"), ("age", "18-29"))))
    with place.connect() as connection:
        row = connection.execute(select(survey_cell)).one()
    assert (row.dimension1, row.value1, row.dimension2, row.value2) == ("age", "18-29", "sex", "woman")


def test_spreads_keep_hard_to_say_and_those_of_ticks_are_not_kept(place: Engine, db: Connection) -> None:
    spreads = (
        Spread("wave-1", "here", "knows", (), 398, (("yes", 0.3), ("no", 0.6), ("x", 0.1))),
        Spread("wave-1", "here", "news:tv", (), 398, (("1", 0.3), ("0", 0.7))),
    )
    publish(place, "first", batch(cell(), cell("news:tv"), spreads=spreads))
    [found] = queries.distributions(db, [1], 1)
    assert (found.indicator, found.n, dict(found.shares)) == ("knows", 398, {"yes": 0.3, "no": 0.6, "x": 0.1})


def test_the_latest_import_of_a_study_counts_and_a_retraction_brings_the_one_before_back(place: Engine) -> None:
    publish(place, "first", batch(cell(share=0.1)))
    second = publish(place, "second", batch(cell(share=0.2)))
    assert [share for *_, share in shown(place)] == [0.2]
    retract(place, second.release_id, actor="tests", reason="wrong weights")
    assert [share for *_, share in shown(place)] == [0.1]
    assert count(place, survey_cell) == 2, "nothing is deleted"
    with place.connect() as connection:
        assert audit.broken_at(connection) is None
    with pytest.raises(UnknownRelease):
        retract(place, second.release_id, actor="tests", reason="again")


def test_a_study_retracted_altogether_is_gone_from_the_pages(place: Engine, db: Connection) -> None:
    only = publish(place, "first", batch(cell()))
    retract(place, only.release_id, actor="tests", reason="")
    assert queries.studies(db, 1) == () and queries.glance(db, 1).there == frozenset()


def test_the_same_file_is_written_once_and_another_study_beside_it(place: Engine) -> None:
    publish(place, "first", batch(cell()))
    assert publish(place, "first", batch(cell())).outcome == "same"
    poll = replace(batch(cell(n_eff=None, low=None, high=None, share=0.7)), facts=replace(FACTS, key="poll"))
    publish(place, "poll", poll)
    assert sorted(share or 0 for *_, share in shown(place)) == [0.3125, 0.7]


def test_every_change_raises_the_data_version(place: Engine) -> None:
    def version() -> int:
        with place.connect() as connection:
            return releases.data_version(connection)

    before = version()
    done = publish(place, "first", batch(cell()))
    assert version() == before + 1
    retract(place, done.release_id, actor="tests", reason="")
    assert version() == before + 2


@pytest.mark.parametrize("wrong", [{"indicator": "no-such"}, {"place": "nowhere"}])
def test_what_the_database_does_not_know_is_refused_and_nothing_is_left(place: Engine, wrong: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        publish(place, "first", batch(cell(), replace(cell(), **wrong)))
    assert count(place, study) == 0 == count(place, survey_cell)
    with place.connect() as connection:
        subjects = connection.execute(select(release.c.subject)).scalars().all()
    assert "survey" not in subjects


def test_figures_that_do_not_arrive_are_noticed_before_the_end(place: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_rows, "_write_cells", lambda *_: None)
    with pytest.raises(Inconsistent, match="0 rows with sum 0 written, 1 rows"):
        publish(place, "first", batch(cell()))
    assert count(place, study) == 0


def test_printed_figures_belong_to_the_places_they_are_about(place: Engine, db: Connection) -> None:
    figures = (
        Figure(Names("Индекс"), Names("Баары"), 42.8, "index_points", Names("эскертүү"), "here"),
        Figure(Names("Индекс"), Names("Министрлик"), -4.5, "index_points", NO_TEXT),
    )
    printed = replace(FACTS, key="index", kind="published", respondents=None, from_day=None)
    publish(place, "index", StudyBatch(printed, Document("index", "Index"), figures=figures))
    [found] = queries.studies(db, 1)
    assert (found.facts.kind, found.facts.respondents) == ("published", None)
    assert queries.glance(db, 1).there == {"study"}, "nobody was asked"
    assert [(each.id, told) for each, told in queries.printed(db, 1)] == [(found.id, figures)]


def test_a_study_of_a_larger_place_is_one_of_every_place_it_has_cells_of(place: Engine, db: Connection) -> None:
    with place.begin() as connection:
        same = connection.execute(select(municipality)).mappings().one()
        connection.execute(municipality.insert().values(**{**same, "id": 2, "code": "there"}))
    publish(place, "first", batch(cell(), replace(cell(share=0.9), place="there")))
    assert [found.facts.key for found in queries.studies(db, 2)] == ["wave-1"]
    assert [share.share for share in queries.shares(db, [1], 2)] == [0.9]
    assert queries.glance(db, 2).there == {"study", "asked"}


def test_no_table_of_the_public_database_holds_a_respondent(place: Engine) -> None:
    publish(place, "first", batch(cell()))
    assert count(place, answer_share) == 0
    columns = {column.name for table in study.metadata.sorted_tables for column in table.columns}
    assert "respondents" in columns, "only how many there are"
    assert not {name for name in columns if name.startswith(("respondent_", "response", "answer_text"))}
