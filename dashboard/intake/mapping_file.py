"""Reads a mapping from TOML. Anything it does not know is an error that names the key and the nearest known one."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as MappingType
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.intake.mapping import (
    AMOUNT_FIELDS,
    CHOICES,
    DIMENSIONS,
    FIELDS,
    Amount,
    Classes,
    CodeSpec,
    ColumnRef,
    Filter,
    Hierarchy,
    Mapping,
    Section,
    SheetSpec,
    Totals,
)  # fmt: skip
from dashboard.intake.problems import Problem
from dashboard.settings import ROOT
from dashboard.store.batch import Document

FOLDER = ROOT / "data" / "mappings"
UNIT_NAMES = {"one": "som", "thousand": "thousand_som", "million": "million_som"}
_FILTER_KEYS = ("column", "equals", "in", "not_in", "pattern", "not_pattern", "words")
_DOCUMENT_KEYS = ("key", "title", "kind", "authority", "number", "date", "language", "publisher", "url")
_SECTIONS = (
    "title", "file", "sheet", "columns", "constants", "defaults", "values", "numbers", "where", "sections", "code",
    "classify", "totals", "hierarchy", "document", "amounts",
)  # fmt: skip


class BadMapping(Exception):
    """The mapping cannot be used; `problems` says why, with the key in `value`."""

    def __init__(self, code: str, key: str, **params: str | int) -> None:
        super().__init__(f"{code}: {key}")
        self.problems = (Problem(code, "error", value=key, params=params),)


def load_mapping(name: str) -> Mapping:
    """The mapping called `name` in data/mappings, or read from the file of that path. Raises BadMapping."""
    path = Path(name)
    if path.suffix != ".toml":
        path = FOLDER / f"{name}.toml"
    if not path.is_file():
        known = sorted(file.stem for file in FOLDER.glob("*.toml"))
        raise BadMapping("mapping_not_found", name, known=", ".join(known))
    raw = path.read_bytes()
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping("mapping_not_toml", path.name, reason=str(error)) from error
    return read_mapping(table, path.stem, hashlib.sha256(raw).hexdigest())


def read_mapping(table: MappingType[str, Any], name: str, sha256: str) -> Mapping:
    """A mapping from its TOML tables; raises BadMapping."""
    _known(table, _SECTIONS, "")
    text = _part(table, "file", ("encoding", "delimiter"))
    numbers = _part(table, "numbers", ("number_style", "unit", "kind", "date_order", "blank"))
    _choose(numbers, "numbers.number_style", "number_style", ("auto", "comma", "point"))
    _choose(numbers, "numbers.date_order", "date_order", ("auto", "dmy", "mdy", "ymd"))
    _choose(numbers, "numbers.blank", "blank", ("drop", "missing", "zero"))
    _choose(numbers, "numbers.kind", "kind", ("cumulative", "flow"))
    columns = _part(table, "columns", FIELDS)
    amounts = tuple(
        _amount(item, f"amounts[{at}]", numbers.get("kind") == "flow") for at, item in _items(table, "amounts")
    )
    if not amounts:
        raise BadMapping("mapping_needs", "[[amounts]]")
    return Mapping(
        name=name,
        sha256=sha256,
        amounts=amounts,
        encoding=text.get("encoding"),
        delimiter=text.get("delimiter"),
        sheet=_sheet(_part(table, "sheet", ("name", "number", "header", "find", "header_rows", "skip_rows"))),
        columns={key: _column(value, f"columns.{key}") for key, value in columns.items()},
        constants=_words(_part(table, "constants", FIELDS), "constants"),
        defaults=_words(_part(table, "defaults", FIELDS), "defaults"),
        values={
            key: _words({str(cell): meant for cell, meant in words.items()}, f"values.{key}", key)
            for key, words in _part(table, "values", FIELDS).items()
        },
        number_style=numbers.get("number_style", "auto"),
        unit=_unit(numbers.get("unit", "som"), "numbers.unit"),
        date_order=numbers.get("date_order", "auto"),
        blank=numbers.get("blank", "drop"),
        where=tuple(_filter(item, f"where[{at}]") for at, item in _items(table, "where")),
        sections=tuple(_section(item, f"sections[{at}]") for at, item in _items(table, "sections")),
        code=CodeSpec(**_part(table, "code", ("strip", "digits", "pad"))),
        classes={
            key: _classes(value, f"classify.{key}") for key, value in _part(table, "classify", DIMENSIONS).items()
        },
        totals=_totals(_part(table, "totals", ("words", "missing_code", "fund", "total", "subtotal", "of_which"))),
        hierarchy=Hierarchy(**_part(table, "hierarchy", ("by_code", "tail", "trailing_zeros", "parents"))),
        document=_document(table),
    )


def _known(table: MappingType[str, Any], allowed: Iterable[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            closest = difflib.get_close_matches(key, list(allowed), n=1, cutoff=0.0)
            raise BadMapping("mapping_unknown_key", f"{where}{key}", closest=closest[0])


def _part(table: MappingType[str, Any], name: str, allowed: Iterable[str]) -> dict[str, Any]:
    part = table.get(name, {})
    if not isinstance(part, dict):
        raise BadMapping("mapping_wrong_kind", name, wanted=f"[{name}]")
    _known(part, allowed, f"{name}.")
    return part


def _items(table: MappingType[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    items = table.get(name, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadMapping("mapping_wrong_kind", name, wanted=f"[[{name}]]")
    return enumerate(items, start=1)


def _choose(part: MappingType[str, Any], name: str, key: str, allowed: tuple[str, ...]) -> None:
    if key in part and part[key] not in allowed:
        raise BadMapping("mapping_bad_value", name, value=str(part[key]), allowed=", ".join(allowed))


def _unit(value: object, where: str) -> str:
    unit = UNIT_NAMES.get(str(value), str(value))
    _choose({"unit": unit}, where, "unit", CHOICES["unit"])
    return unit


def _words(part: MappingType[str, Any], where: str, only: str | None = None) -> dict[str, str]:
    """Values of fields as text; those with a fixed choice are checked. `only`: all values belong to this field."""
    words = {}
    for key, value in part.items():
        field = only or key
        text = value.isoformat() if isinstance(value, date) else str(value)
        if field == "unit":
            text = _unit(text, f"{where}.{key}")
        elif field in CHOICES:
            _choose({key: text}, f"{where}.{key}", key, CHOICES[field])
        words[key] = text
    return words


def _column(value: object, where: str) -> ColumnRef:
    match value:
        case bool():
            pass
        case str() | int():
            return ColumnRef((value,))
        case list() if value and all(isinstance(name, str | int) for name in value):
            return ColumnRef(tuple(value))
        case dict():
            _known(value, ("column", "join", "pattern", "optional"), f"{where}.")
            if "column" not in value:
                raise BadMapping("mapping_needs", f"{where}.column")
            names = _column(value["column"], f"{where}.column").names
            return ColumnRef(names, value.get("join"), _pattern(value, where), bool(value.get("optional")))
    raise BadMapping("mapping_wrong_kind", where, wanted='"…", 3, ["…", "…"], { column = "…" }')


def _pattern(part: MappingType[str, Any], where: str, key: str = "pattern") -> re.Pattern[str] | None:
    if key not in part:
        return None
    try:
        return re.compile(part[key], re.IGNORECASE)
    except (re.error, TypeError) as error:
        raise BadMapping("mapping_bad_value", f"{where}.{key}", value=str(part[key]), allowed=str(error)) from error


def _filter(part: MappingType[str, Any], where: str, extra: tuple[str, ...] = ()) -> Filter:
    _known(part, (*_FILTER_KEYS, *extra), f"{where}.")
    within = part.get("in", [part["equals"]] if "equals" in part else None)
    condition = Filter(
        column=_column(part["column"], f"{where}.column") if "column" in part else None,
        within=None if within is None else frozenset(map(str, within)),
        not_within=frozenset(map(str, part["not_in"])) if "not_in" in part else None,
        pattern=_pattern(part, where),
        not_pattern=_pattern(part, where, "not_pattern"),
        words=tuple(part.get("words", ())),
    )
    if condition == Filter(column=condition.column):
        raise BadMapping("mapping_needs", f"{where}: {', '.join(_FILTER_KEYS[1:])}")
    return condition


def _section(part: MappingType[str, Any], where: str) -> Section:
    words = _part(part, "set", FIELDS)
    condition = _filter({key: value for key, value in part.items() if key not in ("set", "skip")}, where)
    return Section(condition, _words(words, f"{where}.set"), bool(part.get("skip")))


def _amount(part: MappingType[str, Any], where: str, flow: bool) -> Amount:
    _known(part, ("column", "kind", *AMOUNT_FIELDS), f"{where}.")
    if "column" not in part:
        raise BadMapping("mapping_needs", f"{where}.column")
    _choose(part, f"{where}.kind", "kind", ("cumulative", "flow"))
    words = _words({key: value for key, value in part.items() if key in AMOUNT_FIELDS}, where)
    kind = part.get("kind", "flow" if flow else "cumulative")
    return Amount(_column(part["column"], f"{where}.column"), words, kind == "flow")


def _sheet(part: MappingType[str, Any]) -> SheetSpec:
    header = part.get("header", 1)
    rows = tuple(header) if isinstance(header, list) else (header,)
    if not all(isinstance(row, int) and row >= 0 for row in rows):
        raise BadMapping("mapping_wrong_kind", "sheet.header", wanted="3, [3, 4], 0")
    return SheetSpec(
        name=part.get("name"), number=part.get("number"), header=rows, find=tuple(part.get("find", ())),
        header_rows=part.get("header_rows", 1), skip_rows=frozenset(part.get("skip_rows", ())),
    )  # fmt: skip


def _classes(part: object, where: str) -> Classes:
    if not isinstance(part, dict):
        raise BadMapping("mapping_wrong_kind", where, wanted=f"[{where}]")
    _known(part, ("exact", "prefix", "national", "labels", "default"), f"{where}.")
    return Classes(**part)


def _totals(part: MappingType[str, Any]) -> Totals:
    def read(key: str) -> tuple[Filter, ...]:
        return tuple(_filter(item, f"totals.{key}[{at}]") for at, item in _items(part, key))

    _choose(part, "totals.fund", "fund", CHOICES["fund"])
    return Totals(
        words=part.get("words", True), missing_code=part.get("missing_code", False), fund=part.get("fund"),
        total=read("total"), subtotal=read("subtotal"), of_which=read("of_which"),
    )  # fmt: skip


def _document(table: MappingType[str, Any]) -> Document | None:
    if "document" not in table:
        return None
    part = _part(table, "document", _DOCUMENT_KEYS)
    day = part.get("date")
    return Document(
        **{
            **part,
            "key": part.get("key", ""),
            "title": part.get("title", "{file}"),
            # TOML has dates; one in quotes must be a whole one too, anything else is kept as printed.
            "date": day if isinstance(day, date) else None,
            "date_printed": "" if isinstance(day, date) or day is None else str(day),
        }
    )
