import csv
import io

import pytest

from dashboard.api.dictionary import fields
from tests.dashboard.api.made_works import PHOTOS, WORKS, WORKS_BEFORE

HISTORY, PICTURES = "/api/v1/works/history", "/api/v1/works/photos"
FIRST = "place=first-aimak"


def rows(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def number_of(client, key):
    [row] = [row for row in rows(client, f"/api/v1/works?{FIRST}") if row["key"] == key]
    return row["id"]


def test_every_report_is_a_row_and_the_one_that_counts_is_marked(client):
    given = sorted((row["key"], row["as_of"], row["current"]) for row in rows(client, f"{HISTORY}?{FIRST}"))
    told = [
        (each.key, each.as_of.isoformat(), True)
        for each in WORKS
        if (each.municipality, each.role) == ("first-aimak", "work")
    ]
    told += [(each.key, each.as_of.isoformat(), False) for each in WORKS_BEFORE]
    assert given == sorted(told)


def test_one_work_is_asked_for_by_its_number_and_its_reports_come_in_the_order_of_their_days(client):
    number = number_of(client, "W-2")
    assert [row["key"] for row in rows(client, f"/api/v1/works?{FIRST}&work={number}")] == ["W-2"]
    assert [
        each["identifiers"][0]["id"]
        for each in client.get(f"/api/v1/works.oc4ids.json?{FIRST}&work={number}").json["projects"]
    ] == ["W-2"]
    before, now = rows(client, f"{HISTORY}?{FIRST}&work={number}")
    assert [(row["as_of"], row["status"], row["word"]) for row in (before, now)] == [
        ("2024-05-01", "identification", "planned"), ("2025-05-01", "implementation", "under_way"),
    ]  # fmt: skip
    assert (before["planned_end"], before["planned_mark"]) == (None, "missing")
    assert (now["planned_end"], now["new_end"], now["delay_reason"]) == ("2025-05-02", "2025-08-01", "Каражат жок")
    assert (before["document_key"], now["document_key"]) == ("works-before", "works")
    assert rows(client, f"{HISTORY}?{FIRST}&work=999999999") == []


def test_a_report_has_its_own_money_and_notes(client):
    number = number_of(client, "W-1/а")
    [row] = rows(client, f"{HISTORY}?{FIRST}&work={number}")
    assert (row["planned_minor"], row["contract_minor"], row["paid_mark"]) == (210_000_050, 200_000_000, "zero")
    assert [part["source"] for part in row["funding"]] == ["local_budget", "donor", "own_contribution"]
    assert (row["note_ky"], row["contractor"], row["title_printed"]) == ("Эскертүү", "=ЖЧК «Үлгү»", "Суу түтүгү")


def test_groups_and_totals_have_a_history_of_their_own(client):
    assert {row["key"] for row in rows(client, f"{HISTORY}?{FIRST}&role=total")} == {"T-1"}


def test_pictures_come_as_the_page_of_the_work_shows_them(client):
    before, after = rows(client, f"{PICTURES}?{FIRST}")
    assert [(row["stage"], row["taken_on"], row["drawn"], row["pair"]) for row in (before, after)] == [
        ("before", None, True, "1"), ("after", "2024-09-20", False, "1"),
    ]  # fmt: skip
    assert after["photo_url"] == f"/photos/{PHOTOS[0].file}-1600.webp"
    assert (after["alt_ky"], after["alt_ru"], after["alt_en"]) == ("Түтүк", "Труба", "Pipe")
    assert rows(client, f"{PICTURES}?{FIRST}&work={number_of(client, 'W-2')}") == []
    assert rows(client, f"{PICTURES}?{FIRST}&work={after['id']}") == [before, after]


@pytest.mark.parametrize(("path", "table"), [(HISTORY, "works_history"), (PICTURES, "works_photos")])
def test_pages_put_together_are_the_whole_and_csv_has_the_same(client, path, table):
    whole = rows(client, f"{path}?{FIRST}")
    gathered, address = [], f"{path}?{FIRST}&limit=1"
    while address:
        answer = client.get(address).json
        assert (answer["meta"]["total"], len(answer["data"])) == (len(whole), 1)
        gathered, address = gathered + answer["data"], answer["meta"]["next"]
    assert gathered == whole
    told = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv?{FIRST}").text, newline="")))
    assert list(told[0]) == [field.name for field in fields(table)]
    assert [row["key"] for row in told] == [row["key"] for row in whole]


@pytest.mark.parametrize(("path", "expected"), [(HISTORY, 5), (PICTURES, 4)])
def test_a_page_costs_the_same_few_statements_whatever_it_finds(client, statements, path, expected):
    for query in (FIRST, f"{FIRST},second-aimak", f"{FIRST}&limit=1", f"{FIRST}&work=999999999"):
        statements.clear()
        assert client.get(f"{path}?{query}").status_code == 200
        assert len(statements) == expected


@pytest.mark.parametrize("path", [HISTORY, PICTURES])
@pytest.mark.parametrize(
    ("query", "status", "code", "parameter"),
    [("", 400, "missing_parameter", "place"), ("place=nowhere", 404, "unknown_place", "place"),
     (f"{FIRST}&work=0", 400, "bad_value", "work"), (f"{FIRST}&work=W-1", 400, "bad_value", "work"),
     (f"{FIRST}&status=done", 400, "unknown_parameter", "status")],
)  # fmt: skip
def test_a_request_that_cannot_be_answered_is_refused(client, path, query, status, code, parameter):
    answer = client.get(f"{path}?{query}")
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert answer.json["error"]["parameter"] == parameter
