import csv
import io

import pytest

from dashboard.exhibits.calendar import absence
from dashboard.store.queries.contacts import looked_for
from dashboard.store.queries.places import places_of_codes
from tests.dashboard.api.made_works import TODAY


def rows(client, query):
    answer = client.get(f"/api/v1/holdings?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def states(client, query):
    return {(row["year"], row["kind"]): row["state"] for row in rows(client, query)}


def test_every_year_from_the_first_one_known_to_the_present_has_a_row_of_each_kind(client):
    assert states(client, "place=first-aimak") == {
        (2023, "budget"): "not_held",
        (2023, "execution"): "held",
        (2024, "budget"): "held",
        (2024, "execution"): "held",
        (2025, "budget"): "not_held",
        (2025, "execution"): "not_due",
    }


def test_of_a_place_without_any_statement_the_last_year_and_the_present_one_are_told(client):
    assert states(client, "place=second-aimak") == {
        (2024, "budget"): "held",
        (2024, "execution"): "not_held",
        (2025, "budget"): "not_held",
        (2025, "execution"): "not_due",
    }
    assert states(client, "place=north-rayonu") == {
        (2024, "budget"): "not_held",
        (2024, "execution"): "not_held",
        (2025, "budget"): "not_held",
        (2025, "execution"): "not_due",
    }


def test_only_a_place_that_feeds_the_site_itself_is_late_and_for_a_year(client):
    assert states(client, "place=fed-aimak") == {
        (2024, "budget"): "not_held",
        (2024, "execution"): "late",
        (2025, "budget"): "late",
        (2025, "execution"): "not_due",
    }


def test_what_was_looked_for_and_not_found_has_the_day_and_the_address(client):
    found = {(row["year"], row["kind"]): row for row in rows(client, "place=third-aimak")}
    looked = found[(2025, "budget")]
    assert (looked["state"], looked["looked_on"], looked["check_url"]) == (
        "not_published",
        "2025-05-03",
        "https://example.org/2025",
    )
    # It came later: what is held is not said to be looked for in vain.
    held = found[(2023, "execution")]
    assert (held["state"], held["looked_on"], held["check_url"]) == ("held", None, "")


def test_what_is_held_names_its_sides_its_document_and_its_period(client):
    (held,) = [row for row in rows(client, "place=first-aimak&year=2024") if row["kind"] == "execution"]
    assert held["directions"] == ["revenue", "expenditure"]
    assert (held["document_key"], held["document_date"], held["period_end"]) == (
        "corrected",
        "2024-11-01",
        "2024-09-30",
    )


def test_a_draft_and_a_part_of_the_budget_are_not_the_budget(client):
    budget, execution = rows(client, "place=third-aimak&year=2024")
    assert (budget["state"], budget["directions"]) == ("held", ["expenditure"])  # revenue is a draft
    assert (execution["document_key"], execution["period_end"]) == ("june", "2024-06-30")  # September is of a part


def test_an_asked_year_is_told_whatever_is_known_of_it(client):
    assert states(client, "place=first-aimak&year=2012") == {
        (2012, "budget"): "not_held",
        (2012, "execution"): "not_held",
    }
    assert set(states(client, "place=first-aimak&year=2031").values()) == {"not_due"}


def test_absences_are_those_of_the_pages(client, filled):
    codes = ["fed-aimak", "first-aimak", "second-aimak", "third-aimak"]
    phases = {"budget": "approved", "execution": "executed"}
    with filled.connect() as connection:
        for place in places_of_codes(connection, codes):
            checks = looked_for(connection, place.id)
            for row in rows(client, f"place={place.code}"):
                if row["state"] != "held":
                    cell = absence(place, checks, row["year"], phases[row["kind"]], TODAY)
                    day = cell.looked_on.isoformat() if cell.looked_on else None
                    assert (row["state"], row["looked_on"]) == (cell.mark.value, day)


def test_pages_put_together_are_the_whole_and_csv_has_the_same_rows(client):
    query = "place=first-aimak,third-aimak"
    whole, gathered, address = rows(client, query), [], f"/api/v1/holdings?{query}&limit=4"
    while address:
        answer = client.get(address)
        gathered += answer.json["data"]
        address = answer.json["meta"]["next"]
    assert gathered == whole
    table = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/holdings.csv?{query}").text, newline="")))
    names = ("place", "kind", "state", "document_key")
    assert [[line[name] for name in names] for line in table] == [[row[name] for name in names] for row in whole]


def test_made_up_places_are_marked(client):
    assert {row["fictional"] for row in rows(client, "place=made-up")} == {True}


@pytest.mark.parametrize("places", ["first-aimak", "first-aimak,second-aimak,third-aimak,fed-aimak"])
def test_a_request_costs_four_statements_whatever_it_finds(client, statements, places):
    statements.clear()
    rows(client, f"place={places}")
    assert len(statements) == 4
    assert not [sql for sql in statements if "first-aimak" in sql]
