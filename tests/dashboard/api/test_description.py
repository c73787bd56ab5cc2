import re

import pytest

from dashboard.api.dictionary import TABLES, fields
from dashboard.api.parameters import BUDGET, ENDPOINTS
from dashboard.exhibits.model import MARKS
from dashboard.i18n import LANGUAGES, t

TYPES = {
    "string": str, "integer": int, "number": float, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip
BREAKDOWNS = next(parameter.allowed for parameter in BUDGET.parameters if parameter.name == "by")


def follows(schema, value):
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in [TYPES[kind] for kind in kinds]:
        return False
    if value is None:
        return True
    if isinstance(value, list):
        return all(follows(schema["items"], item) for item in value)
    if isinstance(value, dict):
        parts = schema["properties"]
        named = set(schema["required"]) <= set(value) <= set(parts)
        return named and all(follows(parts[name], part) for name, part in value.items())
    return value in schema.get("enum", [value]) and bool(re.search(schema.get("pattern", ""), str(value)))


def example(parameter):
    """The examples name real places; the test's database has others."""
    return {"place": "first-aimak", "oblast": "north-oblusu", "q": "ozon"}.get(parameter["name"], parameter["example"])


@pytest.fixture
def openapi(client):
    return client.get("/api/v1/openapi.json").json


def test_every_described_address_answers_and_every_address_is_described(client, openapi):
    assert openapi["openapi"] == "3.1.0"
    routes = {rule.rule for rule in client.application.url_map.iter_rules() if "<" not in rule.rule}
    assert set(openapi["paths"]) == routes
    for path, operations in openapi["paths"].items():
        required = "&".join(f"{p['name']}={example(p)}" for p in operations["get"]["parameters"] if p["required"])
        answer = client.get(f"{path}?{required}")
        assert answer.status_code == 200
        assert answer.mimetype in operations["get"]["responses"]["200"]["content"]


def test_operations_have_names_of_their_own(openapi):
    names = [operations["get"]["operationId"] for operations in openapi["paths"].values()]
    assert len(names) == len(set(names)) == sum(len(endpoint.paths) for endpoint in ENDPOINTS)


def test_every_described_parameter_works_with_every_allowed_value_and_refuses_others(client, openapi):
    for path, operations in openapi["paths"].items():
        parameters = operations["get"]["parameters"]
        required = {p["name"]: example(p) for p in parameters if p["required"]}
        for parameter in parameters:
            assert parameter["description"]
            for value in parameter["schema"].get("enum", [example(parameter)]):
                answer = client.get(path, query_string={**required, parameter["name"]: value})
                # A package of OC4IDS cannot be empty: a filter that nothing passes is reported so.
                nothing = answer.status_code == 404 and answer.json["error"]["code"] == "no_works"
                assert answer.status_code == 200 or (nothing and "oc4ids" in path), (path, value, answer.text)
            answer = client.get(path, query_string={**required, parameter["name"]: "\N{SNOWMAN}" * 201})
            assert answer.status_code == 400
            assert answer.json["error"]["parameter"] == parameter["name"]


def test_rows_follow_the_schema_and_every_described_field_is_seen(client, openapi):
    answers = {
        "places": ["/api/v1/places"],
        "budget": [f"/api/v1/budget?place=first-aimak&period=all&by={by}" for by in BREAKDOWNS],
        "holdings": ["/api/v1/holdings?place=first-aimak,third-aimak"],
        "works": ["/api/v1/works?place=first-aimak", "/api/v1/works?place=first-aimak&role=group"],
        "works_history": ["/api/v1/works/history?place=first-aimak"],
        "works_photos": ["/api/v1/works/photos?place=first-aimak"],
    }
    for table, addresses in answers.items():
        schema = openapi["components"]["schemas"][f"{table}_row"]
        seen = set()
        for address in addresses:
            for row in client.get(address).json["data"]:
                seen |= set(row)
                assert set(schema["required"]) <= set(row)
                for name, value in row.items():
                    assert follows(schema["properties"][name], value), (name, value)
        assert seen == set(schema["properties"])


def test_the_dictionary_explains_every_field_in_three_languages(client):
    dictionary = client.get("/api/v1/dictionary.json").json
    assert set(dictionary) == set(TABLES)
    for table, entries in dictionary.items():
        assert [entry["name"] for entry in entries] == [field.name for field in TABLES[table]]
        for entry in entries:
            assert all(entry["meaning"][lang] for lang in LANGUAGES)
            assert entry["from"]
            for value in entry["allowed"]:
                assert all(value[lang] for lang in LANGUAGES)


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_the_dictionary_says_which_fields_a_breakdown_has(client, by):
    [header, *_] = client.get(f"/api/v1/budget.csv?place=first-aimak&by={by}").text.split("\r\n")
    assert header.split(",") == [field.name for field in fields("budget", by)]


def test_the_index_lists_every_address(client):
    for path in ("/api/v1/", "/api/v1"):
        listed = [entry["path"] for entry in client.get(path).json["endpoints"]]
        assert listed == [path for endpoint in ENDPOINTS for path in endpoint.paths]


def test_the_docs_name_every_address_parameter_and_field(docs):
    for path in (path for endpoint in ENDPOINTS for path in endpoint.paths):
        assert f"`{path}`" in docs
    for endpoint in ENDPOINTS:
        for parameter in endpoint.parameters:
            assert re.search(rf"^\| `{parameter.name}` \|", docs, re.MULTILINE), parameter.name
    for field in {field.name for table in TABLES.values() for field in table}:
        assert f"`{field}`" in docs, field


def test_the_docs_explain_every_mark_of_an_exhibit_with_the_words_readers_see(docs):
    (table,) = re.findall(r"^\| mark \| words \| meaning \|\n\|[-|]+\|\n((?:\|.*\n)+)", docs, re.MULTILINE)
    told = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert {mark.strip("`"): words for mark, words, _ in told} == {m.value: t("en", f"marks.{m.value}") for m in MARKS}
    assert all(meaning for _, _, meaning in told)
