import csv
import io

import pytest


def codes(client, query=""):
    answer = client.get(f"/api/v1/places?{query}")
    assert answer.status_code == 200, answer.text
    return [row["code"] for row in answer.json["data"]]


def test_every_place_is_listed_with_what_is_published(client):
    found = {row["code"]: row for row in client.get("/api/v1/places").json["data"]}
    assert len(found) == 9
    first = found["first-aimak"]
    assert (first["oblast"], first["rayon"], first["currency"]) == ("north-oblusu", "north-rayonu", "KGS")
    assert first["years"] == [2023, 2024]
    assert first["directions"] == ["revenue", "expenditure"]
    assert first["phases"] == ["approved", "executed"]
    assert first["updated"].endswith("+00:00")
    empty = found["north-rayonu"]
    assert (empty["years"], empty["directions"], empty["updated"]) == ([], [], None)
    assert [code for code, row in found.items() if row["fictional"]] == ["made-up"]


def test_a_place_says_its_newest_document_since_when_it_feeds_the_site_and_whose_name_it_has(client):
    found = {row["code"]: row for row in client.get("/api/v1/places").json["data"]}
    assert found["first-aimak"]["newest_document"] == "2025-05-06"  # of its works; its budget is of 2024
    assert found["third-aimak"]["newest_document"] == "2024-11-01"
    assert found["north-rayonu"]["newest_document"] is None
    assert (found["fed-aimak"]["feeds_since"], found["fed-aimak"]["named_in"]) == ("2024-01-01", "ru")
    assert (found["first-aimak"]["feeds_since"], found["first-aimak"]["named_in"]) == (None, "")


@pytest.mark.parametrize("typed", ["Өзөн-Үңкүр", "озон ункур", "ОЗОН", "ozon-unkur", "first"])
def test_a_name_is_found_however_it_is_typed(client, typed):
    assert "first-aimak" in codes(client, f"q={typed}")


@pytest.mark.parametrize("hostile", ["%25", "_", "%25%25", "' OR 1=1--", "\\", "%27;DROP TABLE release;--", "***"])
def test_signs_that_mean_something_to_a_database_find_nothing(client, hostile):
    assert codes(client, f"q={hostile}") == []


@pytest.mark.parametrize("unusable", ["a" * 10_000, "a%00b", "%0d%0aSet-Cookie:x", ""])
def test_a_search_that_cannot_be_meant_is_refused(client, unusable):
    answer = client.get(f"/api/v1/places?q={unusable}")
    assert answer.status_code == 400
    assert answer.json["error"]["parameter"] == "q"
    assert len(answer.text) < 1000


def test_an_oblast_gives_itself_and_everything_in_it(client):
    assert codes(client, "oblast=north-oblusu") == ["north-oblusu", "north-rayonu", "first-aimak"]
    assert codes(client, "oblast=north-oblusu&kind=aiyl_aimak") == ["first-aimak"]


def test_an_unknown_oblast_is_refused_with_the_ones_there_are(client):
    answer = client.get("/api/v1/places?oblast=first-aimak")
    assert answer.status_code == 400
    assert answer.json["error"]["allowed"] == ["north-oblusu", "south-oblusu"]


def test_places_are_paged(client):
    whole = codes(client)
    answer = client.get("/api/v1/places?limit=3&offset=3")
    assert [row["code"] for row in answer.json["data"]] == whole[3:6]
    assert answer.json["meta"]["next"] == "/api/v1/places?limit=3&offset=6&lang=en"


def test_the_list_is_given_as_csv(client):
    table = list(csv.DictReader(io.StringIO(client.get("/api/v1/places.csv").text, newline="")))
    assert [row["code"] for row in table] == codes(client)
    first = next(row for row in table if row["code"] == "first-aimak")
    assert (first["years"], first["phases"], first["fictional"]) == ("2023 2024", "approved executed", "false")


def test_the_list_costs_five_statements(client, statements):
    statements.clear()
    codes(client, "q=ozon&oblast=north-oblusu")
    assert len(statements) == 5
