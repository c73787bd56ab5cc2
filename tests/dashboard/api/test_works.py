import csv
import io
import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from dashboard.api.dictionary import fields
from dashboard.store.work_records import WORD_OF, WORDS
from tests.dashboard.api.made_works import TODAY, WORKS

PLACE = "/api/v1/works?place=first-aimak"


def rows(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def keys(client, address):
    return [row["key"] for row in rows(client, address)]


def one(client, key):
    [row] = [row for row in rows(client, PLACE) if row["key"] == key]
    return row


def told(place="first-aimak", role="work"):
    return [row for row in WORKS if (row.municipality, row.role) == (place, role)]


def test_every_work_is_given_once_with_what_the_latest_report_says(client):
    said = ("key", "status", "planned_minor", "paid_minor", "delay_reason")
    given = Counter(tuple(row[name] for name in said) for row in rows(client, PLACE))
    assert given == Counter(tuple(getattr(row, name) for name in said) for row in told())
    assert {row["as_of"] for row in rows(client, PLACE)} == {"2025-05-01"}


def test_groups_and_totals_come_only_when_asked_for_and_never_among_works(client):
    assert {row["role"] for row in rows(client, PLACE)} == {"work"}
    assert rows(client, f"{PLACE}&role=work") == rows(client, PLACE)
    assert keys(client, f"{PLACE}&role=group") == ["G-1"]
    assert keys(client, f"{PLACE}&role=total") == ["T-1"]
    planned = sum(row["planned_minor"] or 0 for row in rows(client, PLACE))
    assert planned == sum(row.planned_minor or 0 for row in told())


def test_a_work_says_everything_its_paper_says(client):
    row = one(client, "W-1/а")
    assert (row["title_printed"], row["title_ru"], row["title_ky"]) == ("Суу түтүгү", "Водопровод", "Суу түтүгү")
    assert (row["function_key"], row["service"], row["village"]) == ("func.709", "water", "Өзөн")
    assert (row["latitude"], row["longitude"]) == (41.5, 75.25)
    assert (row["quantity"], row["quantity_unit"], row["beneficiaries"]) == (640.5, "m", 120)
    assert (row["planned_start"], row["planned_end"]) == ("2024-03-01", "2024-09-01")
    assert (row["actual_start"], row["actual_end"], row["days_late"]) == ("2024-04-02", "2024-09-15", 14)
    assert row["funding"] == [
        {"source": "local_budget", "label": "Жергиликтүү бюджет", "amount": "100000.50", "amount_minor": 10_000_050},
        {"source": "donor", "label": "АРИС", "amount": "2000000.00", "amount_minor": 200_000_000},
        {"source": "own_contribution", "label": "", "amount": None, "amount_minor": None},
    ]
    # What no link may lead to is left out.
    assert row["links"] == ["https://example.org/act.pdf"]
    assert (row["document_key"], row["document_number"], row["document_date"]) == ("works", "12", "2025-05-06")
    assert (row["currency"], row["fictional"]) == ("KGS", False)


def test_missing_and_zero_amounts_are_told_apart_and_never_rounded(client):
    row = one(client, "W-1/а")
    assert (row["planned_amount"], row["planned_mark"]) == ("2100000.50", "")
    assert (row["paid_amount"], row["paid_minor"], row["paid_mark"]) == ("0.00", 0, "zero")
    other = one(client, "W-2")
    assert (other["contract_amount"], other["contract_minor"], other["contract_mark"]) == (None, None, "missing")
    for row in rows(client, PLACE):
        for name in ("planned", "contract", "paid"):
            amount, minor = row[f"{name}_amount"], row[f"{name}_minor"]
            assert (amount is None) == (minor is None) == (row[f"{name}_mark"] == "missing")
            assert amount is None or Decimal(amount) * 100 == minor


def test_days_late_are_counted_to_today_and_only_where_a_date_was_promised(client):
    late = {row["key"]: row["days_late"] for row in rows(client, PLACE)}
    assert late.pop("W-1/а") == 14
    assert late.pop("W-2") == (TODAY - date(2025, 5, 2)).days == 30
    # Due today, without a date, cancelled, finished without a plan: none of them is late.
    assert set(late.values()) == {None}


def test_late_open_and_late_done_are_exactly_the_works_with_days_late(client):
    assert keys(client, f"{PLACE}&late=open") == ["W-2"]
    assert keys(client, f"{PLACE}&late=done") == ["W-1/а"]


@pytest.mark.parametrize("status", ["taken_down", "not_listed"])
def test_a_word_that_no_work_has_finds_none(client, status):
    assert keys(client, f"{PLACE}&status={status}") == []


@pytest.mark.parametrize(
    "status", [*WORDS[:4], "cancelled", "identification", "implementation", "completion", "maintenance"]
)
def test_a_status_is_a_plain_word_or_one_of_the_standard(client, status):
    expected = {row.key for row in told() if status in (row.status, WORD_OF[row.status])}
    assert set(keys(client, f"{PLACE}&status={status}")) == expected != set()


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [("service=water", ["W-1/а"]), ("village=Үңкүр", ["W-2"]), ("village=Үңк", []), ("village=%25", []),
     ("village=' OR 1=1--", []), ("service=' OR 1=1--", []), ("service=%25", []),
     ("year=2024", ["W-1/а"]), ("year=2023", ["W-6", "W-5"]),
     ("year=2025&status=planned", ["W-3"]), ("service=water&late=open", [])],
)  # fmt: skip
def test_a_filter_gives_exactly_the_works_it_names(client, narrowed, expected):
    assert keys(client, f"{PLACE}&{narrowed}") == expected


def test_what_happens_comes_first_then_what_will_then_what_was(client):
    assert keys(client, PLACE) == ["W-2", "W-3", "W-4", "W-1/а", "W-6", "W-5"]


def test_several_places_come_together_and_a_made_up_one_only_alone(client):
    found = rows(client, "/api/v1/works?place=second-aimak,first-aimak&status=under_way")
    assert [(row["place"], row["key"]) for row in found] == [("first-aimak", "W-2"), ("second-aimak", "W-1/а")]
    assert [row["fictional"] for row in rows(client, "/api/v1/works?place=made-up")] == [True]


@pytest.mark.parametrize("ending", ["", ".csv", ".geojson", ".oc4ids.json"])
@pytest.mark.parametrize(
    ("query", "status", "code", "parameter"),
    [("", 400, "missing_parameter", "place"), ("place=nowhere", 404, "unknown_place", "place"),
     ("place=first-aimak,made-up", 400, "mixed_fictional", "place"),
     ("place=first-aimak,euro-town", 400, "mixed_currencies", "place"),
     ("place=first-aimak&status=late", 400, "bad_value", "status"),
     ("place=first-aimak&late=yes", 400, "bad_value", "late"),
     ("place=first-aimak&service=" + "a" * 41, 400, "bad_value", "service"),
     ("place=first-aimak&village=" + "a" * 10_000, 400, "bad_value", "village"),
     ("place=first-aimak&village=a%00b", 400, "bad_value", "village"),
     ("place=first-aimak&phase=approved", 400, "unknown_parameter", "phase")],
)  # fmt: skip
def test_a_request_that_cannot_be_answered_is_refused_in_every_format(client, ending, query, status, code, parameter):
    answer = client.get(f"/api/v1/works{ending}?{query}")
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert answer.json["error"]["parameter"] == parameter
    assert len(answer.text) < 2000


def test_pages_put_together_are_the_whole(client):
    whole = rows(client, PLACE)
    gathered, address = [], f"{PLACE}&limit=4"
    while address:
        answer = client.get(address)
        gathered += answer.json["data"]
        address = answer.json["meta"]["next"]
        assert answer.json["meta"]["total"] == len(whole)
    assert gathered == whole


def test_csv_has_the_same_works_as_json_and_defuses_formulas(client):
    answer = client.get("/api/v1/works.csv?place=first-aimak")
    table = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert list(table[0]) == [field.name for field in fields("works")]
    for written, row in zip(table, rows(client, PLACE), strict=True):
        for name, value in row.items():
            if not isinstance(value, list):
                expected = "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)
                assert written[name].removeprefix("'") == expected
    [water] = [row for row in table if row["key"] == "W-1/а"]
    assert water["funding"] == "local_budget=100000.50 donor=2000000.00 own_contribution="
    assert water["contractor"] == "'=ЖЧК «Үлгү»"


def test_geojson_has_a_feature_for_every_work_and_longitude_first(client):
    answer = client.get("/api/v1/works.geojson?place=first-aimak&limit=5")
    assert answer.mimetype == "application/geo+json"
    assert (answer.json["type"], answer.json["meta"]["total"]) == ("FeatureCollection", 6)
    assert answer.json["meta"]["next"] in answer.headers["Link"]
    features = answer.json["features"]
    assert [feature["properties"] for feature in features] == rows(client, f"{PLACE}&limit=5")
    placed = {feature["properties"]["key"]: feature["geometry"] for feature in features}
    assert placed.pop("W-1/а") == {"type": "Point", "coordinates": [75.25, 41.5]}
    assert set(placed.values()) == {None}


@pytest.mark.parametrize("ending", ["", ".csv", ".geojson", ".oc4ids.json"])
def test_a_request_costs_the_same_few_statements_whatever_it_finds(client, statements, ending):
    # Data version (not for the package), places, count, works, their sources of money, their links.
    expected = 5 if ending == ".oc4ids.json" else 6
    for query in ("place=first-aimak", "place=first-aimak,second-aimak", "place=first-aimak&status=cancelled"):
        statements.clear()
        assert client.get(f"/api/v1/works{ending}?{query}").status_code == 200
        assert len(statements) == expected


def test_values_are_bound_and_never_part_of_the_statement(client, statements):
    statements.clear()
    rows(client, f"{PLACE}&service=water&village=Өзөн&year=2024&late=done&status=done")
    assert not [sql for sql in statements if any(text in sql for text in ("water", "Өзөн", "2024", "first-aimak"))]
