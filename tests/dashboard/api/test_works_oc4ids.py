import copy
import json
import string
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.api.oc4ids import package, project
from dashboard.api.routes import register
from dashboard.settings import BadSetting, Settings
from dashboard.store.promises import Standing
from dashboard.store.records import Names, Paper, Place
from dashboard.store.work_records import Funding, Link, Work, WorkReport
from dashboard.store.works_tables import FUNDING_SOURCES, STATUSES
from tests.dashboard.api.made_works import TODAY, WORKS
from tests.dashboard.api.oc4ids_rules import broken

ADDRESS = "/api/v1/works.oc4ids.json?place=first-aimak"
PLACE = Place(1, "first-aimak", "aiyl_aimak", Names("Биринчи айыл аймагы"), "KGS")

days = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
minors = st.none() | st.integers(0, 10**13)
words = st.just("") | st.text(string.ascii_letters + ' Өүңё«»=<>"{}/\\:%', max_size=30).map(str.strip)
papers = st.builds(
    Paper,
    id=st.just(1),
    key=st.just("paper"),
    title=words,
    number=words,
    date=days,
    date_printed=words,
    url=words | words.map("https://example.org/".__add__) | st.just("javascript:alert(1)"),
    publisher=words,
    authority=st.just(3),
    imported_at=st.just("2025-05-06T07:08:09+00:00"),
)
reports = st.builds(
    WorkReport,
    id=st.just(1),
    as_of=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    status=st.sampled_from(STATUSES),
    planned_start=days,
    planned_end=days,
    actual_start=days,
    actual_end=days,
    planned_minor=minors,
    contract_minor=minors,
    paid_minor=minors,
    contractor=words,
    delay_reason=words,
    new_end=days,
    note=st.just(Names("")),
    paper=papers,
    release_id=st.just(1),
)
standings = st.builds(Standing, first_reported=st.just(TODAY), first_end=days, last_end=days)
works = st.builds(
    Work,
    standing=standings,
    id=st.just(1),
    key=st.just("W-1/а"),
    role=st.just("work"),
    titles=st.just(Names("Жол")),
    printed=st.just("Жол"),
    description=words,
    type=st.sampled_from(["", "construction", "expansion", "repair"]),
    sector=st.sampled_from(["", "education", "transport.road"]),
    service=words,
    function=words,
    village=words,
    latitude=st.none() | st.floats(-90, 90),
    longitude=st.none() | st.floats(-180, 180),
    ocid=words,
    quantity=st.none() | st.floats(0, 1e9),
    quantity_unit=words,
    beneficiaries=st.none() | st.integers(0, 10**6),
    report=reports,
    fundings=st.lists(st.builds(Funding, st.sampled_from(FUNDING_SOURCES), words, minors), max_size=4).map(tuple),
    links=st.lists(st.builds(Link, words, words | words.map("http://өрнөк.example/".__add__)), max_size=3).map(tuple),
)


def projects(client, address=ADDRESS):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return {each["identifiers"][0]["id"]: each for each in answer.json["projects"]}


def paths(content, at=""):
    """Names of all fields in it, with the names of what they are in."""
    if isinstance(content, dict):
        return {at}.union(*(paths(value, f"{at}.{name}") for name, value in content.items()))
    if isinstance(content, list):
        return {at}.union(*(paths(value, at) for value in content))
    return {at}


@pytest.mark.parametrize("query", ["", "&status=done", "&limit=2&offset=1", "&late=open"])
def test_a_package_follows_the_rules_of_the_standard(client, query):
    answer = client.get(ADDRESS + query)
    assert answer.mimetype == "application/json"
    assert broken(answer.json) == []


@settings(max_examples=300, deadline=None)
@given(works)
def test_any_work_makes_a_package_that_follows_the_rules(work):
    made = package([(PLACE, work)], uri="https://example.org/x", publisher={"name": "Ачык Аймак", "uri": ""}, prefix="")
    assert broken(json.loads(json.dumps(made))) == []


def test_the_rules_accept_the_standards_own_example(real_data):
    example = json.loads((real_data / "works" / "oc4ids" / "oc4ids_docs_example.json").read_text(encoding="utf-8"))
    # In it one supplier has another name than among the parties; the rules find that, and nothing else.
    assert {finding.partition(": ")[2] for finding in broken(example, further=True)} == {
        "{'name': 'Expert Motorway Supervisors', 'id': 'GB-COH-22222222'} is not among the parties"
    }


def test_every_field_we_give_is_one_the_standard_has(client, real_data):
    example = json.loads((real_data / "works" / "oc4ids" / "oc4ids_docs_example.json").read_text(encoding="utf-8"))
    given_ = paths(client.get(ADDRESS).json)
    assert len(given_) > 50
    # Further fields, which the standard allows, are in `local`; numbers of people served are not in the example.
    ours = {each for each in given_ if ".local" in each}
    assert given_ - ours - paths(example) <= {".projects.metrics.observations.period.endDate"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p.pop("uri"), lambda p: p.pop("publisher"), lambda p: p["projects"].clear(),
        lambda p: p["publisher"].update(name=""), lambda p: p.update(version="0.9.5"),
        lambda p: p.update(publishedDate="2025-05-06"), lambda p: p.update(uri="https://example.org/а"),
        lambda p: p["projects"].append(copy.deepcopy(p["projects"][0])),
        lambda p: p["projects"][0].pop("id"), lambda p: p["projects"][0].update(status="under_way"),
        lambda p: p["projects"][0].update(type="repair"), lambda p: p["projects"][0].update(sector=[]),
        lambda p: p["projects"][0].update(description=""), lambda p: p["projects"][0].update(period={}),
        lambda p: p["projects"][0].update(colour="red"),
        lambda p: p["projects"][0]["budget"]["amount"].update(amount="5"),
        lambda p: p["projects"][0]["budget"]["amount"].update(currency="som"),
        lambda p: p["projects"][0]["parties"].clear(),
        lambda p: p["projects"][0]["publicAuthority"].update(name="Башка"),
    ],
)  # fmt: skip
def test_the_rules_refuse_a_package_that_breaks_one(client, spoil):
    content = client.get(f"{ADDRESS}&service=water").json
    spoil(content)
    assert broken(content)


def test_a_project_says_what_the_paper_says_and_nothing_more(client):
    found = projects(client)["W-1/а"]
    assert (found["title"], found["status"], found["type"]) == ("Суу түтүгү", "completion", "construction")
    assert found["period"] == {"startDate": "2024-03-01T00:00:00Z", "endDate": "2024-09-01T00:00:00Z"}
    assert found["completion"]["endDate"] == "2024-09-15T00:00:00Z"
    assert found["completion"]["finalValue"] == {"amount": 0, "currency": "KGS"}
    assert found["locations"][0]["geometry"] == {"type": "Point", "coordinates": [75.25, 41.5]}
    assert found["budget"]["amount"] == {"amount": 2100000.5, "currency": "KGS"}
    [contract] = found["contractingProcesses"]
    assert (contract["id"], contract["summary"]["contractValue"]["amount"]) == ("ocds-abcdef-1", 2_000_000)
    assert contract["summary"]["suppliers"][0]["name"] == "=ЖЧК «Үлгү»"
    assert [document.get("url") for document in found["documents"]] == [
        "https://example.org/works",
        "https://example.org/act.pdf",
    ]
    bare = projects(client)["W-4"]
    assert set(bare) == {
        "id",
        "identifiers",
        "updated",
        "title",
        "status",
        "additionalClassifications",
        "locations",
        "parties",
        "publicAuthority",
        "documents",
        "local",
    }


def test_sources_of_money_are_kept_apart_and_an_unknown_amount_is_no_nought(client):
    found = projects(client)["W-1/а"]
    [breakdown] = found["budget"]["budgetBreakdowns"]
    parts = breakdown["budgetBreakdown"]
    assert [part.get("amount", {}).get("amount") for part in parts] == [100000.5, 2_000_000, None]
    assert [part["local"]["source"] for part in parts] == ["local_budget", "donor", "own_contribution"]
    assert parts[0]["sourceParty"]["id"] == found["publicAuthority"]["id"]
    roles = {party["name"]: party["roles"] for party in found["parties"]}
    assert roles["АРИС"] == ["funder"]
    assert roles[found["publicAuthority"]["name"]] == ["publicAuthority", "funder"]


def test_a_sector_comes_with_the_sectors_it_is_part_of_and_an_unknown_type_is_left_out(client):
    road = projects(client)["W-2"]
    assert road["sector"] == ["transport", "transport.road"]
    assert "type" not in road
    assert "completion" not in road
    assert road["local"] == {"place": "first-aimak", "newEnd": "2025-08-01", "delayReason": "Каражат жок"}


def test_groups_and_totals_are_no_projects(client):
    works_alone = {row.key for row in WORKS if (row.municipality, row.role) == ("first-aimak", "work")}
    assert set(projects(client)) == works_alone
    answer = client.get(f"{ADDRESS}&role=total")
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "unknown_parameter")


def test_without_a_prefix_no_identifier_pretends_to_have_one(client):
    for key, each in projects(client, f"{ADDRESS},second-aimak").items():
        assert not each["id"].startswith("oc4ids-")
        assert each["id"].endswith(f":{key}")
    both = client.get(f"{ADDRESS},second-aimak&service=water").json["projects"]
    # The same number in two places is two projects.
    assert [each["id"] for each in both] == ["first-aimak:W-1/а", "second-aimak:W-1/а"]


def test_the_prefix_and_the_public_address_are_the_settings(filled):
    server = Flask("with-a-prefix", static_folder=None)

    def read(work):
        with filled.connect() as connection:
            return work(connection)

    register(server, read, today=lambda: TODAY, public_url="https://aimak.example", oc4ids_prefix="oc4ids-abc123")
    content = server.test_client().get(f"{ADDRESS}&status=under_way").json
    assert [each["id"] for each in content["projects"]] == ["oc4ids-abc123-first-aimak:W-2"]
    assert content["uri"].startswith("https://aimak.example/api/v1/works.oc4ids.json?place=first-aimak&")
    assert content["publisher"] == {"name": "Ачык Аймак", "uri": "https://aimak.example"}
    assert broken(content) == []


@pytest.mark.parametrize("prefix", ["oc4ids", "oc4ids-abc", "abc123", "oc4ids-ABC123", "oc4ids-abc123-"])
def test_a_prefix_the_helpdesk_would_not_give_is_refused_by_name(prefix):
    with pytest.raises(BadSetting, match="OC4IDS_PREFIX"):
        Settings.from_env({"OC4IDS_PREFIX": prefix})
    assert Settings.from_env({"OC4IDS_PREFIX": "oc4ids-abc123"}).oc4ids_prefix == "oc4ids-abc123"
    assert Settings.from_env({}).oc4ids_prefix == ""


def test_a_made_up_place_is_marked_in_the_package_and_in_each_project(client):
    content = client.get("/api/v1/works.oc4ids.json?place=made-up").json
    assert content["fictional"] is True
    assert [each["fictional"] for each in content["projects"]] == [True]
    assert "fictional" not in client.get(ADDRESS).json


@pytest.mark.parametrize("query", ["place=euro-town", "place=first-aimak&service=none", "place=first-aimak&offset=99"])
def test_a_package_without_a_project_is_none(client, query):
    answer = client.get(f"/api/v1/works.oc4ids.json?{query}")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "no_works")


def test_pages_of_packages_are_linked_and_together_have_every_work_once(client):
    gathered, address = [], f"{ADDRESS}&limit=4"
    while address:
        answer = client.get(address)
        gathered += [each["id"] for each in answer.json["projects"]]
        link = answer.headers.get("Link", "")
        address = link.removeprefix("<").split(">")[0]
    assert gathered == [each["id"] for each in client.get(ADDRESS).json["projects"]]


def test_the_date_of_publication_is_that_of_the_newest_import(client):
    published = datetime.fromisoformat(client.get(ADDRESS).json["publishedDate"])
    assert published <= datetime.now(UTC)
    assert client.get(ADDRESS).data == client.get(ADDRESS).data


@given(st.integers(0, 7 * 10**15))
def test_amounts_are_numbers_exact_to_the_hundredth(minor):
    work = Work(
        1,
        "k",
        "work",
        Names("Жол"),
        "Жол",
        "",
        "",
        "",
        "",
        "",
        "",
        None,
        None,
        "",
        None,
        "",
        None,
        WorkReport(
            1,
            TODAY,
            "preparation",
            None,
            None,
            None,
            None,
            minor,
            None,
            None,
            "",
            "",
            None,
            Names(""),
            Paper(1, "p", "П", "", None, "", "", "", 3),
            1,
        ),
        Standing(TODAY),
    )
    written = json.loads(json.dumps(project(PLACE, work)), parse_float=Decimal)
    assert written["budget"]["amount"]["amount"] * 100 == minor
