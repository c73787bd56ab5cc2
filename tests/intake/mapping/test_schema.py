"""The JSON Schemas hold for every file that comes with the program, and the guides list their keys."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.cli.schema import FILES, guides
from dashboard.intake.mapping.guide import parts_named
from dashboard.intake.mapping.load import FOLDER
from tests.conftest import ROOT

TYPES = {
    "string": (str, date), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,),
    "object": (dict,), "null": (type(None),),
}  # fmt: skip
SHIPPED = [
    *(("works" if file.stem.startswith("works-") else "budget", file) for file in sorted(FOLDER.glob("*.toml"))),
    *(("study", file) for file in sorted((ROOT / "data/demo/surveys").glob("*.toml"))),
]
#: Parts whose keys the guides list; the guide of works names those it shares with budgets.
LISTED = {
    "budget": ["the file", "file", "sheet", "columns", "columns.code", "amounts", "numbers", "where", "sections",
               "code", "classify.source", "totals", "hierarchy", "rows", "statement", "year", "units", "document"],
    "works": ["the file", "key", "register", "columns", "rows", "numbers", "numbers.styles", "points", "funding",
              "links"],
    "study": ["study", "paper", "file", "columns", "group", "group.values", "cross", "indicators", "limits", "personal",
              "question", "question.answers"],
}  # fmt: skip


def misfits(value: Any, node: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where a value is not as a JSON Schema has it: the keywords that the schemas use."""
    if "$ref" in node:
        yield from misfits(value, root["$defs"][node["$ref"].rsplit("/", 1)[1]], root, at)
    if "anyOf" in node and all(any(misfits(value, form, root, at)) for form in node["anyOf"]):
        yield f"{at}: none of the forms"
    if "type" in node:
        kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
        allowed = tuple(kind for name in kinds for kind in TYPES[name])
        if not isinstance(value, allowed) or (isinstance(value, bool) and "boolean" not in kinds):
            yield f"{at}: {value!r} is no {kinds}"
            return
    if "enum" in node and value not in node["enum"]:
        yield f"{at}: {value!r} is not allowed"
    if isinstance(value, (int, float)) and not node.get("minimum", value) <= value <= node.get("maximum", value):
        yield f"{at}: {value!r} is out of bounds"
    if isinstance(value, (list, str)):
        low, high = ("minItems", "maxItems") if isinstance(value, list) else ("minLength", "maxLength")
        if not node.get(low, 0) <= len(value) <= node.get(high, len(value)):
            yield f"{at}: {len(value)} of them"
    if isinstance(value, list) and "items" in node:
        for number, each in enumerate(value):
            yield from misfits(each, node["items"], root, f"{at}[{number}]")
    if isinstance(value, dict):
        yield from (f"{at}: lacks {key}" for key in node.get("required", ()) if key not in value)
        for key, each in value.items():
            below = node.get("properties", {}).get(key, node.get("additionalProperties", {}))
            yield from [f"{at}.{key}: unknown"] if below is False else misfits(each, below, root, f"{at}.{key}")


@pytest.mark.parametrize(("kind", "file"), SHIPPED, ids=lambda value: getattr(value, "stem", value))
def test_every_file_that_comes_with_the_program_is_as_the_schema_says(kind: str, file: Path) -> None:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    schema = json.loads(CliRunner().invoke(app, ["schema", kind]).stdout)
    assert list(misfits(table, schema, schema)) == []
    assert list(misfits({**table, "namen": "x"}, schema, schema)) == [".namen: unknown"]


@pytest.mark.parametrize("kind", FILES)
def test_every_key_of_a_schema_has_a_meaning_and_editors_are_told_its_values(kind: str) -> None:
    schema = json.loads(json.dumps(FILES[kind].json_schema, default=str))
    assert schema["title"].startswith("Open Aimak") and "$schema" in schema
    assert not {"name", "sha256"} & schema["properties"].keys()
    unsaid = [path for path, node in properties(schema) if not node.get("description")]
    assert unsaid == []
    assert any("enum" in node for _, node in properties(schema))


def test_every_meaning_is_that_of_a_key() -> None:
    said = {node.get("description") for kind in FILES.values() for _, node in properties(kind.json_schema)}
    files = sorted((ROOT / "dashboard").rglob("meanings.toml"))
    meant = [
        text for file in files for part in tomllib.loads(file.read_text("utf-8")).values() for text in part.values()
    ]
    assert len(files) == 3 and [text for text in meant if text not in said] == []


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a schema with its node; those of texts in three languages need no meaning."""
    if isinstance(node, dict):
        for key, each in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            if key not in ("ky", "ru", "en"):
                yield f"{path}.{key}", each
        for key, each in node.items():
            yield from properties(each, f"{path}/{key}")
    elif isinstance(node, list):
        for each in node:
            yield from properties(each, path)


@pytest.mark.parametrize("kind", FILES)
def test_the_guides_list_every_key_as_the_schema_has_it(kind: str) -> None:
    guide = FILES[kind].guide
    text = (ROOT / guide).read_text(encoding="utf-8")
    assert guides()[guide] == text, "python -m dashboard schema --write-docs writes them anew"
    assert sorted(parts_named(text)) == sorted(LISTED[kind])
    shared = (ROOT / FILES["budget"].guide).read_text(encoding="utf-8") if kind == "works" else ""
    named = set(re.findall(r"^\| `([a-z_]+)` \|", text + shared, re.M))
    below = {path.rsplit(".", 1)[1] for path, _ in properties(FILES[kind].json_schema) if path.count("/")}
    assert below - {"source", "function", "economic"} <= named


def test_a_schema_is_of_something() -> None:
    done = CliRunner().invoke(app, ["schema"])
    assert done.exit_code == 2 and "budget, works or study?" in done.stderr
