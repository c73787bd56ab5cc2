"""What is wrong with a mapping, in words: the key, what stands there, what may stand there, the nearest known name."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic_core import ErrorDetails

from dashboard.i18n import LANGUAGES, t
from dashboard.intake.mapping.values import WORDS, Json
from dashboard.intake.problems import Param, Problem

Path = tuple[str | int, ...]
FOUND_LENGTH = 60
#: Items of a list or table that are shown.
SHOWN = 5
#: Errors of pydantic that say something else than that the value is of another kind or out of bounds.
_CODES = {"missing": "needs", "extra_forbidden": "unknown_key", "unexpected_keyword_argument": "unknown_key"}
_OWN = ("wrong_kind", "bad_value", "no_pattern", "needs", "twice", "bands_overlap")


def problems_of(found: Sequence[ErrorDetails], root: Json, said_of: str, **named: str) -> Iterator[Problem]:
    """One line for each error of pydantic. `root`: the JSON Schema of the file; `said_of`: how its codes begin;
    `named`: the file and its guide.

    Without what follows from another mistake: a list that is too short because what is in it is wrong, a key that is
    missing because it is misspelt.
    """
    above = {each["loc"][:length] for each in found for length in range(len(each["loc"]))}
    unknown = [each["loc"] for each in found if _CODES.get(each["type"]) == "unknown_key"]
    meant = {(*path[:-1], _closest_key(root, path)) for path in unknown}
    follows = {"too_short": above, "missing": meant}
    for each in found:
        if each["loc"] not in follows.get(each["type"], ()):
            yield _problem_of(each, root, said_of, **named)


def _problem_of(error: ErrorDetails, root: Json, said_of: str, **named: str) -> Problem:
    path, kind = error["loc"], error["type"]
    code = kind if kind in _OWN else _CODES.get(kind) or ("wrong_kind" if _other_kind(error) else "bad_value")
    node = node_at(root, path)
    params: dict[str, Param] = {**named, "found": as_toml(error["input"])}
    if code == "unknown_key":
        params = {**named, "closest": _closest_key(root, path)}
    elif code == "needs":
        params = {**named, "wanted": in_words(node, path)}
    elif code == "wrong_kind":
        params["wanted"] = in_words(node, path)
    elif code == "no_pattern":
        params["example"] = in_words(node)
    elif code == "bad_value":
        params["allowed"] = _with_closest(in_words(node), error["input"], node)
    given = error.get("ctx", {}) if kind in _OWN else {}
    return Problem(f"{said_of}_{code}", "error", value=_dotted(path), params={**params, **given})


def _other_kind(error: ErrorDetails) -> bool:
    other = error["type"].endswith("_type") or error["type"] in ("too_short", "finite_number")
    return other or (error["type"] == "literal_error" and not isinstance(error["input"], str))


def _dotted(path: Path) -> str:
    """A key as people read it: amounts[1].phase, counted from one."""
    return "".join(map(_step, path)).removeprefix(".")


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step + 1}]"
    return f".{step}" if step.isprintable() else f".{json.dumps(step)}"


def _header(path: Path, *, listed: bool) -> str:
    """How a file begins a table, or one of a list of tables, which TOML does not number: [[question.answers]]."""
    name = _dotted(tuple(step for step in path if isinstance(step, str)))
    return f"[[{name}]]" if listed or isinstance(path[-1], int) else f"[{name}]"


def as_toml(value: Any, depth: int = 2) -> str:
    """A value as a TOML file writes it, cut where it is long or deep."""

    def inside(each: Any) -> str:
        return as_toml(each, depth - 1) if depth else "…"

    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = json.dumps(value, ensure_ascii=False)
        case date():
            text = value.isoformat()
        case list() | tuple():
            text = "[" + ", ".join(map(inside, value[:SHOWN])) + "]"
        case dict():
            pairs = (f"{_dotted((key,))} = {inside(each)}" for key, each in list(value.items())[:SHOWN])
            text = "{ " + ", ".join(pairs) + " }"
        case int() if abs(value) > 10**FOUND_LENGTH:
            text = "…"  # Python does not write numbers of thousands of digits
        case _:
            text = str(value)
    return text if len(text) <= FOUND_LENGTH else text[: FOUND_LENGTH - 1] + "…"


def resolved(node: Json, root: Json) -> Json:
    """A node of a JSON Schema with what it refers to put in its place, and without "or nothing"."""
    if "$ref" in node:
        target = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**resolved(target, root), **{key: value for key, value in node.items() if key != "$ref"}}
    forms = [form for form in node.get("anyOf", ()) if form != {"type": "null"}]
    if len(forms) == 1:
        node = {**resolved(forms[0], root), **{key: value for key, value in node.items() if key != "anyOf"}}
    elif forms:
        forms = [resolved(form, root) for form in forms]
        tables = [form for form in forms if "properties" in form]
        node = {**(tables[0] if tables else {}), **node, "anyOf": forms}
    return node


def node_at(root: Json, path: Iterable[str | int]) -> Json:
    """What the JSON Schema says of a key; {} where it says nothing."""
    node = resolved(root, root)
    for step in path:
        if isinstance(step, int):
            below = node.get("items")
        else:
            below = node.get("properties", {}).get(step, node.get("additionalProperties"))
        node = resolved(below, root) if isinstance(below, dict) else {}
    return node


def _closest_key(root: Json, path: Path) -> str:
    """The known key that is most like the last one of the path."""
    known: list[str] = list(node_at(root, path[:-1]).get("properties", {}))
    return difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.0)[0]


def in_words(node: Json, path: Path = ()) -> Mapping[str, str]:
    """What may stand there, in every language: allowed values, an example of each form, or kind and bounds."""
    if "enum" in node:
        return dict.fromkeys(LANGUAGES, ", ".join(map(str, node["enum"])))
    if examples := node.get("examples"):
        return dict.fromkeys(LANGUAGES, " | ".join(map(as_toml, examples)))
    if "properties" in node:
        return dict.fromkeys(LANGUAGES, _header(path, listed=False))
    if "properties" in node.get("items", {}) or "$ref" in node.get("items", {}):
        return dict.fromkeys(LANGUAGES, _header(path, listed=True))
    kind = node.get(WORDS) or str(node.get("type", "any"))
    low, high = node.get("minimum"), node.get("maximum")
    bounds = (
        "between" if None not in (low, high) else "least" if low is not None else "most" if high is not None else ""
    )

    def words(lang: str) -> str:
        said = t(lang, f"mapping.kind.{kind}")
        return said + (t(lang, f"mapping.bounds.{bounds}", low=low, high=high) if bounds else "")

    return {lang: words(lang) for lang in LANGUAGES}


def _with_closest(words: Mapping[str, str], value: object, node: Json) -> Mapping[str, str]:
    close = difflib.get_close_matches(str(value), list(map(str, node.get("enum", ()))), n=1) if "enum" in node else []
    if not close:
        return words
    return {lang: said + t(lang, "mapping.closest", closest=close[0]) for lang, said in words.items()}
