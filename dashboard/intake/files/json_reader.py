"""JSON records as a grid: the first row holds the names, each record is a row."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import pandas as pd

from dashboard.intake.files.csv_reader import decode
from dashboard.intake.files.model import Limits, Sheet
from dashboard.intake.problems import Refused, refuse

WRAPPERS = ("records", "data", "results")
MAX_DEPTH = 20


def read_json(raw: bytes, name: str, limits: Limits) -> Sheet:
    """A list of records, bare or under "records", "data" or "results". Nested names are joined by dots.

    Row 0 holds the names in order of first appearance; a name a record lacks gives None. Raises Refused.
    """
    rows = [_flat(record) for record in _records(parse_json(raw))]
    if len(rows) > limits.rows:
        raise refuse("sheet_too_big", sheet=name, rows=limits.rows, columns=limits.columns)
    names = list(dict.fromkeys(key for row in rows for key in row))
    if len(names) > limits.columns:
        raise refuse("too_many_columns", columns=len(names), most=limits.columns)
    grid = [list[Any](names), *([row.get(key) for key in names] for row in rows)]
    return Sheet(name, pd.DataFrame(grid, columns=range(len(names)), dtype=object))


def parse_json(raw: bytes) -> Any:
    """The content of a JSON file. Raises Refused where it is broken, repeats a key or holds NaN."""
    data, _, _ = decode(raw)
    try:
        return json.loads(data, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise refuse("json_too_deep", most=MAX_DEPTH) from error
    except json.JSONDecodeError as error:
        raise refuse("json_broken", row=error.lineno) from error
    except ValueError as error:  # a number of thousands of digits
        raise refuse("json_number") from error


def _records(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        content = next((content[key] for key in WRAPPERS if isinstance(content.get(key), list)), None)
    if not isinstance(content, list) or not content or not all(isinstance(record, dict) for record in content):
        raise refuse("json_not_records")
    return content


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 1) -> dict[str, Any]:
    if depth > MAX_DEPTH:
        raise refuse("json_too_deep", most=MAX_DEPTH)
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            inner = _flat(value, f"{prefix}{key}.", depth + 1)
        else:
            inner = {prefix + key: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value}
        if flat.keys() & inner.keys():
            raise _twice(next(iter(flat.keys() & inner.keys())))
        flat.update(inner)
    return flat


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for key, value in pairs:
        if key in record:
            raise _twice(key)
        record[key] = value
    return record


def _twice(key: str) -> Refused:
    return refuse("json_key_twice", key=key[:80])


def _no_constant(_: str) -> NoReturn:
    raise refuse("json_number")
