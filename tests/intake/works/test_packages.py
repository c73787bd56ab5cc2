"""OC4IDS and OCDS packages written for the tests, good and broken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.intake.problems import Refused
from dashboard.intake.works.mapping import WORKS_FILE, WorksMapping, load_works_mapping
from dashboard.intake.works.oc4ids import project_rows
from dashboard.intake.works.ocds import release_rows
from dashboard.intake.works.packages import read_table
from dashboard.store.work_records import Funding, Link
from tests.intake.works.made import WorksReading, found, read_source, rows_of

READERS = {"oc4ids": project_rows, "ocds": release_rows}


def som(amount: float, currency: str = "KGS") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


def read(folder: Path, content: object, kind: str, mapping: WorksMapping | None = None) -> WorksReading:
    path = folder / "package.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    source, known = read_table(path, mapping or load_works_mapping(f"works-{kind}"), READERS[kind])
    return read_source(source, known, "sample")


PROJECT: dict[str, Any] = {
    "id": "oc4ids-x-1", "title": "Суу түтүгү <br> 640 м", "status": "completion", "updated": "2025-11-01T00:00:00Z",
    "sector": ["waterAndWaste"], "type": "rehabilitation", "period": {"startDate": "2025-03-01T00:00:00Z"},
    "locations": [
        {"geometry": {"type": "Point", "coordinates": [75.99, 41.43]}, "address": {"locality": "Ак-Сай"}}
    ],
    "budget": {"amount": som(100), "budgetBreakdown": [
        {"sourceParty": {"name": "Айыл өкмөтү"}, "amount": som(60)},
        {"sourceParty": {"name": "Айыл өкмөтү"}, "amount": som(10)},
        {"sourceParty": {"name": "Банк"}, "amount": som(30)},
    ]},
    "documents": [{"title": "Plan", "url": "https://example.org/plan"}],
    "completion": {"endDate": "2025-10-14T00:00:00Z", "endDateDetails": "Жамгыр"},
    "contractingProcesses": [
        {"id": "ocds-1", "summary": {
            "ocid": "ocds-1", "nature": ["construction"], "suppliers": [{"name": "Firm"}], "contractValue": som(90),
            "contractPeriod": {"startDate": "2025-04-01T00:00:00Z", "endDate": "2025-09-30T00:00:00Z"},
            "transactions": [{"value": som(40)}, {"value": som(45.5)}],
            "modifications": [{"newContractPeriod": {"endDate": "2025-10-15T00:00:00Z"}}],
        }},
        {"id": "ocds-2", "summary": {"nature": ["design"], "contractValue": som(5), "suppliers": [{"name": "Desk"}]}},
    ],
}  # fmt: skip


def test_a_project_becomes_a_work(tmp_path: Path) -> None:
    reading = read(tmp_path, {"projects": [PROJECT]}, "oc4ids")
    (row,) = rows_of(reading)
    assert (row.key, row.title, row.status, row.as_of) == (
        "oc4ids-x-1",
        "Суу түтүгү 640 м",
        "completion",
        date(2025, 11, 1),
    )
    assert (row.latitude, row.longitude, row.village, row.sector) == (41.43, 75.99, "Ак-Сай", "waterAndWaste")
    assert (row.planned_minor, row.contract_minor, row.paid_minor) == (10_000, 9_500, 8_550)
    assert (row.planned_start, row.planned_end, row.actual_start, row.actual_end, row.new_end) == (
        date(2025, 4, 1),
        date(2025, 9, 30),
        date(2025, 3, 1),
        date(2025, 10, 14),
        date(2025, 10, 15),
    )
    assert (row.contractor, row.delay_reason, row.ocid) == ("Firm", "Жамгыр", "ocds-1")
    assert row.fundings == (Funding("other", "Айыл өкмөтү", 7_000), Funding("other", "Банк", 3_000))
    assert row.links == (Link("Plan", "https://example.org/plan"),)
    assert found(reading) == []


def test_the_mapping_adds_to_what_the_standard_says(tmp_path: Path) -> None:
    mapping = WORKS_FILE.read(
        {"format": "oc4ids", "constants": {"service": "water"}, "values": {"funding": {"Банк": "donor"}}},
        "made",
        "0" * 64,
    )
    (row,) = rows_of(read(tmp_path, [PROJECT], "oc4ids", mapping))
    assert (row.service, [part.source for part in row.fundings]) == ("water", ["other", "donor"])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": ""}, ("field_missing", "error", 2)), ({"status": "thinking"}, ("status_unknown", "error", 2)),
        ({"type": "magic"}, ("bad_choice", "error", 2)), ({"budget": {"amount": som(1, "USD")}},
                                                          ("currency_differs", "error", 2)),
        ({"budget": {"amount": {"amount": "a lot", "currency": "KGS"}}}, ("not_a_number", "error", 2)),
        ({"locations": [{"geometry": {"type": "Point", "coordinates": [41.43, 75.99]}}]},
         ("point_swapped", "warning", 2)),
        ({"id": "oc4ids-x-1"}, ("work_twice", "error", 2)),
    ],
)  # fmt: skip
def test_a_broken_project_is_told_by_its_number(
    tmp_path: Path, change: dict[str, Any], problem: tuple[str, str, int]
) -> None:
    reading = read(
        tmp_path, {"projects": [PROJECT, {**PROJECT, "id": "oc4ids-x-2", "sector": "x", **change}]}, "oc4ids"
    )
    assert problem in found(reading)
    assert (reading.rows is None) == (problem[1] == "error")


RELEASES: list[dict[str, Any]] = [
    {"ocid": "ocds-9", "date": "2025-01-10T00:00:00Z", "tag": ["planning"],
     "planning": {"budget": {"amount": som(100), "project": "Жол"}}, "tender": {"id": "t", "status": "planned"}},
    {"ocid": "ocds-9", "date": "2025-03-01T00:00:00Z", "tag": ["tender"],
     "tender": {"id": "t", "status": "active",
                "documents": [{"id": "1", "url": "https://example.org/t", "title": "T"}]}},
    {"ocid": "ocds-9", "date": "2025-04-01T00:00:00Z", "tag": ["contract"],
     "awards": [{"id": "a", "suppliers": [{"name": "Firm"}]}, {"id": "b", "suppliers": [{"name": "Loser"}]}],
     "contracts": [{"id": "c", "awardID": "a", "status": "active", "value": som(90),
                    "period": {"startDate": "2025-05-01T00:00:00Z", "endDate": "2025-09-30T00:00:00Z"}}]},
    {"ocid": "ocds-9", "date": "2025-08-01T00:00:00Z", "tag": ["implementation"],
     "contracts": [{"id": "c", "implementation": {"transactions": [{"id": "1", "value": som(40)}]}}]},
    {"ocid": "ocds-9", "date": "2025-10-01T00:00:00Z", "tag": ["contractTermination"],
     "contracts": [{"id": "c", "status": "terminated",
                    "implementation": {"transactions": [{"id": "2", "value": som(50)}]}}]},
]  # fmt: skip


def test_releases_become_the_history_of_a_work(tmp_path: Path) -> None:
    rows = rows_of(read(tmp_path, {"releases": RELEASES[::-1]}, "ocds"))
    assert [(row.as_of.month, row.status) for row in rows] == [
        (1, "identification"),
        (3, "preparation"),
        (4, "preparation"),
        (8, "implementation"),
        (10, "completion"),
    ]
    assert {(row.key, row.ocid, row.title) for row in rows} == {("ocds-9", "ocds-9", "Жол")}
    assert [row.contract_minor for row in rows] == [None, None, 9_000, 9_000, 9_000]
    assert [row.paid_minor for row in rows] == [None, None, None, 4_000, 9_000]
    last = rows[-1]
    assert (last.contractor, last.planned_end, last.actual_end) == ("Firm", date(2025, 9, 30), date(2025, 10, 1))
    assert last.links == (Link("T", "https://example.org/t"),)


def test_two_releases_of_one_day_are_one_report(tmp_path: Path) -> None:
    later = {**RELEASES[1], "date": "2025-01-10T12:00:00Z"}
    (row,) = rows_of(read(tmp_path, {"releases": [RELEASES[0], later]}, "ocds"))
    assert (row.status, row.title, row.planned_minor) == ("preparation", "Жол", 10_000)


def test_a_cancelled_tender_is_a_cancelled_work(tmp_path: Path) -> None:
    cancelled = {**RELEASES[1], "tender": {"id": "t", "status": "unsuccessful"}}
    assert [row.status for row in rows_of(read(tmp_path, {"releases": [RELEASES[0], cancelled]}, "ocds"))] == [
        "identification",
        "cancelled",
    ]


def test_compiled_releases_of_a_record_package_are_read(tmp_path: Path) -> None:
    package = {"records": [{"ocid": "ocds-9", "compiledRelease": RELEASES[0]}]}
    assert len(rows_of(read(tmp_path, package, "ocds"))) == 1


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        ("{", "oc4ids", "json_broken"), ('{"projects": []}', "oc4ids", "package_empty"),
        ('{"releases": []}', "oc4ids", "package_other"), ('{"projects": [1]}', "oc4ids", "package_empty"),
        ('{"projects": []}', "ocds", "package_other"), ('{"releases": "x"}', "ocds", "package_other"),
        ('{"projects": [{"id": 1, "id": 2}]}', "oc4ids", "json_key_twice"), ("[" * 100_000, "ocds", "json_too_deep"),
        ('{"projects": [{"id": NaN}]}', "oc4ids", "json_number"), ("7", "ocds", "package_other"),
    ],
)  # fmt: skip
def test_what_is_not_a_package_is_refused(tmp_path: Path, content: str, kind: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, content, kind)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert refused.value.problems[0].text("ky")
