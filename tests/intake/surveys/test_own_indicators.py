"""Questions that the catalogue has no indicator for: published under the study's own names, numbers included."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, select

from dashboard.api.parameters import BadQuery
from dashboard.api.survey import rows as api_rows
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.i18n import LANGUAGES
from dashboard.intake.mapping.load import BadMapping
from dashboard.pages.address import parse
from dashboard.pages.opinion.opinion import of_view
from dashboard.pages.opinion.read import read_opinion
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.publishing.surveys import retract
from dashboard.store.queries.places import place
from dashboard.store.survey_tables import indicator, study_number
from tests.exhibits.reading import cell
from tests.importing import import_files
from tests.intake.surveys.made import coded, described
from tests.intake.surveys.test_real_surveys import check, published, shares, with_places

KANSAS = "surveys/kcmo_resident_survey/FY2022_RS_Cleaned_safe.csv"
STAR_WARS = "surveys/fivethirtyeight_surveymonkey/StarWars.csv"
Row = dict[str, str]


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Iterator[Engine]:
    """Both studies, imported once."""
    engine = writing_engine(f"sqlite:///{tmp_path_factory.mktemp('own') / 'own.db'}")
    migrate(engine)
    with_places(engine)
    published(engine, real_data / KANSAS, "kansas-city")
    published(engine, real_data / STAR_WARS, "star-wars")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def kansas(real_data: Path) -> list[Row]:
    with (real_data / KANSAS).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def view(connection: Connection, study: str, lang: str = "en") -> OpinionView:
    found = place(connection, "somewhere")
    assert found is not None
    return read_opinion(found, parse(f"/{lang}/somewhere/opinion?study={study}"), date(2026, 6, 1), connection)


def made(connection: Connection, study: str, lang: str = "en") -> dict[str, Exhibit]:
    return {each.key: each for each in of_view(view(connection, study, lang))}


def given(connection: Connection, **asked: str) -> list[dict[str, Any]]:
    return api_rows(connection, {"place": "somewhere", "by": "share", "limit": "1000", "offset": "0", **asked})[1]


def test_shares_of_own_indicators_are_those_of_the_file(studies: Engine, kansas: list[Row]) -> None:
    found = shares(studies, "somewhere", "kansas-city-2021")
    said = Counter(row["q1_01"] for row in kansas)
    scale = sum(said[each] for each in "12345")
    assert said["9"] == 7 and scale == 1026, "9 is no answer of the scale"
    check(found["own-services-overall", "", ()], (scale, said["4"] + said["5"]))
    columns = {code: f"q23_0{number}" for number, code in enumerate("abcde", 1)}
    asked = sum(any(row[column] == "Y" for column in columns.values()) for row in kansas)
    for code, column in columns.items():
        check(found["own-news-used", code, ()], (asked, sum(row[column] == "Y" for row in kansas)))


def test_ticks_that_are_the_words_of_their_option(studies: Engine) -> None:
    found = shares(studies, "somewhere", "films-2014")
    one, five = (found["own-films-seen", code, ()] for code in ("one", "five"))
    assert one.n == five.n and one.share is not None and five.share is not None
    assert (round(one.share * (one.n or 0)), round(five.share * (five.n or 0))) == (673, 758)


def test_mean_median_and_the_share_above_are_those_of_the_file(studies: Engine, kansas: list[Row]) -> None:
    years = np.array([float(row["q36_a"]) for row in kansas if row["q36_a"] != "NA"])
    check(
        shares(studies, "somewhere", "kansas-city-2021")["own-years-here", "", ()],
        (len(years), int((years > 10).sum())),
    )
    with studies.connect() as connection:
        [said] = connection.execute(select(study_number)).all()
        [row] = given(connection, by="number", study="kansas-city-2021")
    pull = 2 * np.abs(years - years.mean()).max() / len(years)
    assert said.step >= pull and said.step <= 5 * pull
    error = years.std(ddof=1) / np.sqrt(len(years))
    assert said.n == len(years) == 997
    assert said.mean == pytest.approx(years.mean(), abs=said.step / 2)
    assert said.median == pytest.approx(np.median(years), abs=said.step / 2)
    assert said.low == pytest.approx(years.mean() - 1.96 * error, abs=said.step)
    assert said.high == pytest.approx(years.mean() + 1.96 * error, abs=said.step)
    assert (row["mean"], row["median"], row["above"], row["unit_en"]) == (said.mean, said.median, 10.0, "years")
    assert (row["indicator"], row["own"], row["place"]) == ("own-years-here", True, "somewhere")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_shows_them_as_the_studys_own_and_apart_from_the_catalogue(studies: Engine, lang: str) -> None:
    with studies.connect() as connection:
        found, seen = made(connection, "kansas-city-2021", lang), view(connection, "kansas-city-2021", lang)
    assert list(found) == ["opinion-own", "opinion-own-answers", "opinion-own-news-used", "opinion-own-numbers"]
    own = {each.key for each in seen.own()}
    assert own == {"own-services-overall", "own-news-used", "own-years-here"}
    assert not any(seen.asked(theme) for theme in ("satisfaction", "channels", "other")), "no theme of the catalogue"
    shares_of, numbers = found["opinion-own"], found["opinion-own-numbers"]
    assert {row.key for row in shares_of.rows} == {"own-services-overall", "own-years-here"}
    assert cell(numbers, "own-years-here", "n").value == 997 and cell(numbers, "own-years-here", "above").value == 10
    told = seen.question("own-years-here")
    assert told is not None and told.number is not None
    assert cell(numbers, "own-years-here", "mean").value == told.number.mean
    assert all(notes for exhibit in (shares_of, numbers) if (notes := exhibit.notes))
    assert seen.indicators["own-years-here"].names.in_(lang) in numbers.answer


def test_numbers_are_of_all_respondents_and_never_of_a_group(studies: Engine) -> None:
    with studies.connect() as connection:
        table = {column.name for column in study_number.columns}
        assert not {"dimension", "dimension1", "value", "municipality_id"} & table
        of_groups = [row for row in given(connection, study="kansas-city-2021") if row["dimension1"]]
        assert of_groups and all("mean" not in row for row in of_groups)


def test_the_api_tells_own_ones_from_the_catalogue(studies: Engine) -> None:
    with studies.connect() as connection:
        rows = given(connection)
        assert {row["own"] for row in rows} == {True} and {row["study"] for row in rows} == {
            "kansas-city-2021", "films-2014"
        }  # fmt: skip
        directions = {row["indicator"]: row["direction"] for row in rows}
        assert directions["own-services-overall"] == "up" and directions["own-fan"] == "none"
        assert not given(connection, indicator="fan"), "a key of its own is not one of the catalogue"
        with pytest.raises(BadQuery):
            given(connection, by="number", dimension="sex")


def test_a_retracted_study_takes_its_indicators_along(tmp_path: Path, real_data: Path) -> None:
    engine = writing_engine(f"sqlite:///{tmp_path / 'own.db'}")
    migrate(engine)
    with_places(engine)
    report, _ = published(engine, real_data / STAR_WARS, "star-wars")
    assert report.release is not None
    with engine.connect() as connection:
        catalogue = connection.execute(select(indicator.c.key).where(indicator.c.study_id.is_(None))).scalars().all()
        assert len(made(connection, "films-2014")) > 0 and not [key for key in catalogue if key.startswith("own-")]
    retract(engine, report.release, actor="tester", reason="test")
    with engine.connect() as connection:
        assert given(connection) == []
    engine.dispose()


OWN = """
[[indicators]]
key = "rooms"
theme = "other"
kind = "number"
above = 2
name = "Rooms"

[[question]]
indicator = "rooms"
column = "R"
answers = [{ code = "dk", is = "99", role = "unknown" }]
"""


def test_a_number_is_read_with_blanks_and_commas_and_words_are_refused(tmp_path: Path) -> None:
    study, problems = coded(tmp_path, 'R,S\n3,a\n1 200,b\n"2,5",c\n99,d\n,e\n', OWN)
    assert not [each for each in problems if each.severity == "error"]
    values = study.numbers["own-rooms"]
    assert values[:3].tolist() == [3, 1200, 2.5] and np.isnan(values[3:]).all()
    codes = study.responses.answers["own-rooms"]
    assert [codes.values[at] if at >= 0 else None for at in codes.index] == ["above", "above", "above", "dk", None]
    _, problems = coded(tmp_path, "R,S\n3,a\nmany,b\n1_9,c\n", OWN)
    assert [(each.code, each.row, each.value) for each in problems if each.severity == "error"] == [
        ("survey_number", 3, "many"), ("survey_number", 4, "1_9")
    ]  # fmt: skip
    _, problems = coded(tmp_path, "R\n3\n", OWN.replace('role = "unknown"', 'role = "top"'))
    assert "survey_number_answer" in {each.code for each in problems}


def test_a_name_of_the_catalogue_is_not_taken_by_a_study(tmp_path: Path) -> None:
    _, problems = coded(tmp_path, "R\n3\n", OWN.replace('"rooms"', '"knows-plan"'))
    assert [(each.code, each.value) for each in problems if each.severity == "error"] == [
        ("survey_own_taken", "knows-plan")
    ]


def test_a_catalogue_takes_no_name_of_a_studys_own(studies: Engine, tmp_path: Path) -> None:
    file = tmp_path / "indicators.csv"
    file.write_text("key,theme,kind,name_ky,name_ru,name_en,claim_ky,claim_ru,claim_en,position\n"
                    "own-roads,trust,binary,a,a,a,b,b,b,1\n", encoding="utf-8")  # fmt: skip
    report = import_files(studies, "indicators", file)
    assert report.outcome == "refused"
    assert [each.value for each in report.problems if each.severity == "error"] == ["own-roads"]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (OWN.replace("above = 2\n", ""), "above"),
        (OWN.replace('kind = "number"', 'kind = "binary"'), "kind"),
        (OWN.replace('theme = "other"', 'theme = "weather"'), "theme"),
        (OWN.replace('key = "rooms"', 'key = "Rooms!"'), "key"),
        (OWN + OWN, "indicators"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_key(wrong: str, where: str) -> None:
    with pytest.raises(BadMapping) as refused:
        described(wrong)
    assert where in str(refused.value.problems) if hasattr(refused.value, "problems") else where in str(refused.value)
