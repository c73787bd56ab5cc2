"""An answer has a largest size in bytes; following it gives every row once, and the same as asking for all."""

import csv
import io
import json

import orjson
import pytest

from dashboard.api import answers

SMALL = 1_200
ROWS = {
    "/api/v1/budget?place=first-aimak&period=all": "data",
    "/api/v1/works?place=first-aimak": "data",
    "/api/v1/works.geojson?place=first-aimak": "features",
    "/api/v1/survey?place=first-aimak": "data",
}


@pytest.fixture
def small(monkeypatch):
    """The largest answer is so small that it takes several."""
    monkeypatch.setattr(answers, "MOST_BYTES", SMALL)


def followed(client, address):
    """Every page of an answer."""
    while address:
        page = client.get(address)
        assert page.status_code == 200
        yield page
        links = page.headers.get("Link", "")
        address = links.partition("<")[2].partition(">")[0]


@pytest.mark.parametrize("address", ROWS)
def test_pages_in_bytes_hold_every_row_once(client, monkeypatch, address):
    name = ROWS[address]
    whole = client.get(address).json
    monkeypatch.setattr(answers, "MOST_BYTES", SMALL)
    pages = [page.json for page in followed(client, address)]
    assert len(pages) > 1 and [row for page in pages for row in page[name]] == whole[name]
    for page in pages:
        assert page["meta"]["rows"] == len(page[name]) < page["meta"]["total"] == whole["meta"]["total"]
        assert len(page[name]) == 1 or sum(len(orjson.dumps(row)) for row in page[name]) <= SMALL
    assert [bool(page["meta"]["next"]) for page in pages] == [True] * (len(pages) - 1) + [False]


def test_pages_of_csv_hold_every_row_once_and_each_has_a_header(client, small):
    address = "/api/v1/budget.csv?place=first-aimak&period=all"
    tables = [list(csv.reader(io.StringIO(page.text, newline=""))) for page in followed(client, address)]
    assert len(tables) > 1 and len({tuple(table[0]) for table in tables}) == 1
    rows = [row for table in tables for row in table[1:]]
    assert len(rows) == client.get(address.replace(".csv", "")).json["meta"]["total"]
    assert len({tuple(row) for row in rows}) == len(rows)


def test_packages_of_oc4ids_hold_every_project_once(client, small):
    address = "/api/v1/works.oc4ids.json?place=first-aimak"
    pages = [page.json for page in followed(client, address)]
    ids = [project["id"] for page in pages for project in page["projects"]]
    assert len(pages) > 1 and len(ids) == len(set(ids))
    assert len(ids) == client.get("/api/v1/works?place=first-aimak").json["meta"]["total"]


def test_a_row_larger_than_an_answer_is_sent_alone(client, monkeypatch):
    monkeypatch.setattr(answers, "MOST_BYTES", 10)
    page = client.get("/api/v1/works?place=first-aimak").json
    assert page["meta"]["rows"] == len(page["data"]) == 1


def test_beyond_the_last_row_there_is_nothing_and_no_next_page(client):
    page = client.get("/api/v1/works?place=first-aimak&offset=5000")
    assert page.json["data"] == [] and page.json["meta"]["next"] is None and "Link" not in page.headers


def test_pieces_are_taken_up_to_the_byte():
    pieces = [b"x" * (answers.MOST_BYTES - 1), b"y", b"z"]
    assert answers.fitting(iter(pieces)) == pieces[:2]
    assert answers.fitting([]) == []


def test_text_is_utf_8_as_it_is(client):
    page = client.get("/api/v1/works?place=first-aimak")
    assert "\\u0" not in page.text and json.loads(page.data) == page.json
