import csv
import io

import pytest
from sqlalchemy import inspect

from dashboard.api.dictionary import fields
from dashboard.api.parameters import SURVEY_ROWS
from dashboard.store.survey_tables import REASONS
from tests.dashboard.api.made_studies import CELLS, SPREADS

PLACE = "/api/v1/survey?place=first-aimak"


def rows(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def cell(row):
    groups = [(row[f"dimension{i}"], row[f"value{i}"]) for i in (1, 2) if row[f"dimension{i}"]]
    return row["indicator"] + (f":{row['answer']}" if row["answer"] else ""), tuple(sorted(groups))


def test_every_cell_of_the_latest_import_is_given_once_with_its_figures(client):
    given = {cell(row): row for row in rows(client, f"{PLACE}&study=wave-2024")}
    told = {(c.indicator, tuple(sorted(c.groups))): c for c in CELLS if c.place == "first-aimak"}
    assert set(given) == set(told)
    for key, row in given.items():
        for name in ("n", "share", "n_eff", "low", "high"):
            assert row[name] == getattr(told[key], name), (key, name)


def test_a_hidden_cell_has_no_figures_and_nobody_is_told_why(client):
    [hidden] = [row for row in rows(client, PLACE) if row["survey_mark"] == "suppressed"]
    assert cell(hidden) == ("knows-sources", (("sex", "man"),))
    assert {hidden[name] for name in ("n", "share", "n_eff", "low", "high")} == {None}
    for by in SURVEY_ROWS:
        told = {value for row in rows(client, f"{PLACE}&by={by}") for value in row.values() if isinstance(value, str)}
        assert not told & set(REASONS)


def test_small_cells_are_marked(client):
    assert [row["n"] for row in rows(client, PLACE) if row["survey_mark"] == "small"] == [20]


def test_a_poll_has_shares_and_no_margin(client):
    [poll] = rows(client, f"{PLACE}&kind=self_selected")
    assert (poll["study"], poll["share"]) == ("poll-2025", 0.4)
    assert (poll["low"], poll["high"], poll["n_eff"]) == (None, None, None)
    assert poll["document_url"] == "", "what no link may lead to is left out"


def test_answers_add_up_and_say_what_they_count_as(client):
    given = rows(client, f"{PLACE}&by=answer")
    assert [(row["value1"], row["answer"], row["share"], row["n"]) for row in given] == [
        (spread.groups[0][1] if spread.groups else "", code, share, spread.n)
        for spread in SPREADS
        for code, share in spread.shares
    ]
    assert {row["answer"]: (row["answer_role"], row["answer_en"]) for row in given} == {
        "yes": ("top", "Yes"),
        "no": ("other", "No"),
    }


def test_printed_figures_are_given_as_printed_to_the_place_they_are_about(client):
    [figure] = rows(client, f"{PLACE}&by=figure")
    assert (figure["value"], figure["unit"], figure["answer_ky"]) == (-3.0, "index_points", "Биринчи айыл аймагы")
    assert (figure["study"], figure["respondents"], figure["document_date_printed"]) == ("index-2024", 3600, "2024")
    of_study, of_no_place = rows(client, "/api/v1/survey?place=second-aimak&by=figure")
    assert (of_study["value"], of_study["note_ky"], of_study["about"]) == (42.8, "Эскертүү", "second-aimak")
    assert (of_no_place["place"], of_no_place["about"], of_no_place["value"]) == ("second-aimak", "", 40.0), (
        "what is about no place is said of the place of its study"
    )


def test_numbers_are_given_with_their_margin_unit_and_step(client):
    [told] = rows(client, f"{PLACE}&by=number")
    assert (told["indicator"], told["own"], told["direction"], told["theme"]) == ("own-rooms", True, "up", "other")
    assert (told["n"], told["mean"], told["mean_low"], told["mean_high"], told["median"]) == (190, 3.4, 3.2, 3.6, 3.0)
    assert (told["step"], told["above"], told["unit_ru"], told["question_ky"]) == (0.2, 2.0, "комнат", "Канча бөлмө?")
    assert {row["own"] for row in rows(client, PLACE)} == {False}
    assert rows(client, f"{PLACE}&by=number&theme=trust") == []


def test_shares_and_answers_have_the_words_of_their_question(client):
    for by in ("share", "answer"):
        told = {row["indicator"]: row for row in rows(client, f"{PLACE}&by={by}&study=wave-2024")}
        asked = told["knows-sources"]
        assert (asked["question_ky"], asked["question_ru"], asked["wording"]) == ("Билесизби?", "", "a")
        assert asked["languages"] == ["ky", "ru"], "in which people were asked"
    [ticks] = rows(client, f"{PLACE}&indicator=channels-used")
    assert (ticks["question_ky"], ticks["unknown_in_base"], ticks["refused_in_base"]) == ("Кайдан?", True, False)


def test_a_study_says_who_asked_whom_how_many_when_and_how(client):
    found = {row["study"]: row for row in rows(client, f"{PLACE}&by=study")}
    assert list(found) == ["poll-2025", "wave-2024"], "the latest field work first"
    wave = found["wave-2024"]
    assert (wave["title_ru"], wave["asked_by_ky"], wave["population_ky"]) == ("Опрос", "Институт", "18+")
    assert (wave["from_day"], wave["to_day"], wave["respondents"]) == ("2024-10-01", "2024-10-20", 210)
    assert (wave["languages"], wave["weighted"], wave["clustered"]) == (["ky", "ru"], True, False)
    assert (wave["few"], wave["small"]) == (10, 30)


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [("indicator=channels-used", 1), ("theme=channels", 1), ("theme=trust", 0), ("series=waves", 5),
     ("series=index", 0), ("dimension=none", 3), ("dimension=sex", 3), ("dimension=age", 1), ("dimension=village", 0),
     ("study=wave-2024&dimension=none", 2), ("kind=published", 0), ("study=no-such", 0)],
)  # fmt: skip
def test_a_filter_gives_exactly_the_rows_it_names(client, narrowed, expected):
    assert len(rows(client, f"{PLACE}&{narrowed}")) == expected


def test_requests_of_residents_are_told_the_latest_first_and_narrowed_by_the_study_that_says_so(client):
    road, light = rows(client, f"{PLACE}&by=request")
    assert (road["key"], road["asked_on"], road["asked_at"], road["people"]) == ("road", "2025-02-01", "hearing", None)
    assert (light["asked_ru"], light["people"], light["state"], light["work"]) == ("Свет", 12, "asked", "W-2")
    assert (light["link"], road["link"]) == ("https://example.org/light", ""), "what no link may lead to is left out"
    assert rows(client, f"{PLACE}&by=request&study=wave-2024") == [light]
    for parameter in ("kind=published", "series=waves"):
        assert client.get(f"{PLACE}&by=request&{parameter}").status_code == 400


@pytest.mark.parametrize("by", ["figure", "study", "request"])
@pytest.mark.parametrize("parameter", ["indicator=knows-sources", "theme=trust", "dimension=sex"])
def test_what_cannot_narrow_such_rows_is_refused_by_name(client, by, parameter):
    answer = client.get(f"{PLACE}&by={by}&{parameter}&lang=ru")
    assert answer.status_code == 400
    error = answer.json["error"]
    assert (error["code"], error["parameter"]) == ("not_of_these_rows", parameter.split("=")[0])
    assert by in error["message"]


@pytest.mark.parametrize("by", SURVEY_ROWS)
def test_csv_has_the_same_rows_with_the_documented_fields(client, by):
    address = f"/api/v1/survey.csv?place=first-aimak,second-aimak&by={by}"
    given = list(csv.DictReader(io.StringIO(client.get(address).text)))
    expected = rows(client, address.replace(".csv", ""))
    assert given and len(given) == len(expected)
    assert list(given[0]) == [field.name for field in fields("survey", by)] == list(expected[0])


def test_pages_follow_each_other(client):
    every, address = [], f"{PLACE}&limit=2"
    while address:
        answer = client.get(address).json
        every += answer["data"]
        address = answer["meta"]["next"]
    assert every == rows(client, PLACE) and len(every) > 2


@pytest.mark.parametrize("by", SURVEY_ROWS)
def test_an_answer_costs_four_statements_however_many_rows_it_has(client, statements, by):
    statements.clear()
    rows(client, f"/api/v1/survey?place=first-aimak,second-aimak&by={by}")
    asked = [statement for statement in statements if statement.lstrip().upper().startswith("SELECT")]
    assert len(asked) == 4, "the data version, the places, how many rows, the rows"


def test_the_database_of_pages_has_no_table_of_respondents(filled):
    with filled.connect() as connection:
        tables = set(inspect(connection).get_table_names())
    assert not {name for name in tables if "respon" in name}
    assert {"study", "survey_cell", "answer_share"} <= tables
