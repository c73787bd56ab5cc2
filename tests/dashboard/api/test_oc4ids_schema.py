"""Packages against the schema and the codelists of OC4IDS, which are read from the collected files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource

from dashboard.api.oc4ids import package
from tests.dashboard.api import oc4ids_rules
from tests.dashboard.api.test_works_oc4ids import ADDRESS, PLACE, works

Schema = dict[str, Any]
#: Codes of open codelists that are ours, by list.
OURS = {"metricID.csv": {"quantity"}, "classificationScheme.csv": {"x_service", "x_budgetFunction"}}


class Standard:
    """The schema of packages with that of projects, and the codelists, as the folder of the standard has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package, self.project = (self._read(f"{name}-schema.json") for name in ("project-package", "project"))
        formats = FormatChecker(())
        formats.checks("date-time")(oc4ids_rules.moment)
        formats.checks("uri")(oc4ids_rules.uri)
        registry: Registry[Any] = Registry().with_resources(
            (each["id"], Resource.from_contents(each)) for each in (self.package, self.project)
        )
        self.validator = Draft4Validator(self.package, registry=registry, format_checker=formats)

    def _read(self, name: str) -> Schema:
        found: Schema = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found

    def broken(self, content: Any) -> list[str]:
        """What is wrong with a package by the schema and by the codelists, open ones included."""
        found = [f"{error.json_path}: {error.message}" for error in self.validator.iter_errors(content)]
        for project in content["projects"]:
            for codelist, code in self._codes(project, self.project):
                if code not in self._codelist(codelist) | OURS.get(codelist, set()):
                    found.append(f"{code} is not in {codelist}")
        return found

    def _codes(self, value: Any, schema: Schema) -> Iterator[tuple[str, str]]:
        """(codelist, code) of every value that a codelist holds for."""
        if "$ref" in schema:
            schema = self.project["definitions"][schema["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            items = schema.get("items", {})
            for each in value:
                if isinstance(each, dict):
                    yield from self._codes(each, items)
                elif "codelist" in schema:
                    yield schema["codelist"], each
        elif isinstance(value, dict):
            for name, inner in value.items():
                if name in schema.get("properties", {}):
                    yield from self._codes(inner, schema["properties"][name])
        elif "codelist" in schema:
            yield schema["codelist"], value

    def _codelist(self, name: str) -> set[str]:
        with (self.folder / "codelists" / name).open(encoding="utf-8", newline="") as file:
            return {row["Code"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def standard(real_data: Path) -> Standard:
    return Standard(real_data / "standards" / "oc4ids")


@pytest.mark.parametrize("query", ["", ",second-aimak", "&status=done", "&limit=2&offset=1"])
def test_a_package_is_valid_by_the_schema_and_the_codelists(client: Any, standard: Standard, query: str) -> None:
    content = client.get(ADDRESS + query).json
    assert standard.broken(content) == []
    codes = {codelist for each in content["projects"] for codelist, _ in standard._codes(each, standard.project)}
    assert codes >= {"projectStatus.csv", "partyRole.csv", "currency.csv"} or query


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p.pop("uri"), lambda p: p["projects"][0].update(status="under_way"),
        lambda p: p["projects"][0].update(type="repair"), lambda p: p["projects"][0].update(sector=["magic"]),
        lambda p: p["projects"][0].update(period={"startDate": "2025"}),
        lambda p: p["projects"][0]["parties"][0].update(roles=["x"]),
        lambda p: p["projects"][0].update(metrics=[{"id": "x"}]), lambda p: p["projects"][0].update(locations=[]),
        lambda p: p["projects"][0].update(documents=[{"id": "1", "url": "жол"}]),
        lambda p: p["projects"].append(p["projects"][0]),
    ],
)  # fmt: skip
def test_the_schema_and_the_codelists_refuse_what_breaks_them(client: Any, standard: Standard, spoil: Any) -> None:
    content = client.get(f"{ADDRESS}&service=water").json
    spoil(content)
    assert standard.broken(content)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works)
def test_any_work_makes_a_package_that_is_valid(standard: Standard, work: Any) -> None:
    made = package([(PLACE, work)], uri="https://example.org/x", publisher={"name": "Ачык Аймак", "uri": ""}, prefix="")
    assert standard.broken(json.loads(json.dumps(made))) == []


def test_the_standards_own_example_is_valid(real_data: Path, standard: Standard) -> None:
    example = json.loads((real_data / "works" / "oc4ids" / "oc4ids_docs_example.json").read_text(encoding="utf-8"))
    assert [each for each in standard.broken(example) if "is not in" not in each] == []
