"""Pieces of a mapping that every kind of table has, read from TOML.

Anything that is not known is an error that names the key and the nearest known one.
"""

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

from dashboard.intake.mapping.schema import CHOICES, ColumnRef, Filter, Layout, Section, SheetSpec
from dashboard.intake.problems import Param, Problem
from dashboard.settings import ROOT
from dashboard.store.batch import Document

FOLDER = ROOT / "data" / "mappings"
UNIT_NAMES = {"one": "som", "thousand": "thousand_som", "million": "million_som"}
_FILTER_KEYS = ("column", "equals", "in", "not_in", "pattern", "not_pattern", "words")
_DOCUMENT_KEYS = ("key", "title", "kind", "authority", "number", "date", "language", "publisher", "url")
#: Sections that every kind of mapping may have.
SECTIONS = ("title", "file", "sheet", "columns", "constants", "defaults", "values", "where", "sections", "document")


class BadMapping(Exception):
    """The mapping cannot be used; `problems` says why, with the key in `value`."""

    def __init__(self, code: str, key: str, **params: Param) -> None:
        super().__init__(f"{code}: {key}")
        self.problems = (Problem(code, "error", value=key, params=params),)


def load_toml(name: str) -> tuple[dict[str, Any], str, str]:
    """The tables, the name and the fingerprint of a mapping: of data/mappings, or of the file of that path.

    Raises BadMapping.
    """
    path = Path(name)
    if path.suffix != ".toml":
        path = FOLDER / f"{name}.toml"
    if not path.is_file():
        known = sorted(file.stem for file in FOLDER.glob("*.toml"))
        raise BadMapping("mapping_not_found", name, known=", ".join(known))
    return read_toml(path)


def read_toml(path: Path) -> tuple[dict[str, Any], str, str]:
    """The tables, the name and the fingerprint of a file that is there. Raises BadMapping."""
    raw = path.read_bytes()
    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping("mapping_not_toml", path.name, reason=str(error)) from error
    return table, path.stem, hashlib.sha256(raw).hexdigest()


def read_layout(table: MappingType[str, Any], kind: type[Layout], sections: Iterable[str]) -> dict[str, Any]:
    """The pieces every layout has, as arguments for `kind`. `sections`: names of all sections it may have."""
    check_keys(table, sections, "")
    text = part_of(table, "file", ("encoding", "delimiter"))
    return {
        "encoding": text.get("encoding"),
        "delimiter": text.get("delimiter"),
        "sheet": read_sheet(part_of(table, "sheet", ("name", "number", "header", "find", "header_rows", "skip_rows"))),
        "columns": {
            key: read_column(value, f"columns.{key}") for key, value in part_of(table, "columns", kind.names).items()
        },
        "constants": read_words(part_of(table, "constants", kind.names), "constants", kind.choices),
        "defaults": read_words(part_of(table, "defaults", kind.names), "defaults", kind.choices),
        "values": {
            key: read_words({str(cell): meant for cell, meant in told.items()}, f"values.{key}", kind.choices, key)
            for key, told in part_of(table, "values", kind.names).items()
        },
        "where": tuple(read_filter(item, f"where[{at}]") for at, item in items_of(table, "where")),
        "sections": tuple(read_section(item, f"sections[{at}]", kind) for at, item in items_of(table, "sections")),
        "document": read_document(table),
    }


def check_keys(table: MappingType[str, Any], allowed: Iterable[str], where: str) -> None:
    """Every key of `table` must be allowed; raises BadMapping with the closest allowed one."""
    for key in table:
        if key not in allowed:
            closest = difflib.get_close_matches(key, list(allowed), n=1, cutoff=0.0)
            raise BadMapping("mapping_unknown_key", f"{where}{key}", closest=closest[0])


def part_of(table: MappingType[str, Any], name: str, allowed: Iterable[str]) -> dict[str, Any]:
    """The section `name`, {} where it is not there; its keys are checked. Raises BadMapping."""
    part = table.get(name, {})
    if not isinstance(part, dict):
        raise BadMapping("mapping_wrong_kind", name, wanted=f"[{name}]")
    check_keys(part, allowed, f"{name}.")
    return part


def items_of(table: MappingType[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    """The numbered tables [[name]]. Raises BadMapping."""
    items = table.get(name, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadMapping("mapping_wrong_kind", name, wanted=f"[[{name}]]")
    return enumerate(items, start=1)


def choose(part: MappingType[str, Any], name: str, key: str, allowed: tuple[str, ...]) -> None:
    """The value of `key`, where there is one, must be allowed. Raises BadMapping."""
    if key in part and part[key] not in allowed:
        raise BadMapping("mapping_bad_value", name, value=str(part[key]), allowed=", ".join(allowed))


def read_unit(value: object, where: str) -> str:
    """A unit of money by its name. Raises BadMapping."""
    unit = UNIT_NAMES.get(str(value), str(value))
    choose({"unit": unit}, where, "unit", CHOICES["unit"])
    return unit


def read_words(
    part: MappingType[str, Any], where: str, choices: MappingType[str, tuple[str, ...]], only: str | None = None
) -> dict[str, str]:
    """Values of fields as text; those with a choice are checked. `only`: all values belong to this field."""
    words = {}
    for key, value in part.items():
        field = only or key
        text = value.isoformat() if isinstance(value, date) else str(value)
        if field == "unit":
            text = read_unit(text, f"{where}.{key}")
        elif field in choices:
            choose({key: text}, f"{where}.{key}", key, choices[field])
        words[key] = text
    return words


def read_column(value: object, where: str) -> ColumnRef:
    """A column of the file. Raises BadMapping."""
    match value:
        case bool():
            pass
        case str() | int():
            return ColumnRef((value,))
        case list() if value and all(isinstance(name, str | int) for name in value):
            return ColumnRef(tuple(value))
        case dict():
            check_keys(value, ("column", "join", "pattern", "optional"), f"{where}.")
            if "column" not in value:
                raise BadMapping("mapping_needs", f"{where}.column")
            names = read_column(value["column"], f"{where}.column").names
            return ColumnRef(names, value.get("join"), read_pattern(value, where), bool(value.get("optional")))
    raise BadMapping("mapping_wrong_kind", where, wanted='"…", 3, ["…", "…"], { column = "…" }')


def read_pattern(part: MappingType[str, Any], where: str, key: str = "pattern") -> re.Pattern[str] | None:
    """A regular expression, None where there is none. Raises BadMapping."""
    if key not in part:
        return None
    try:
        return re.compile(part[key], re.IGNORECASE)
    except (re.error, TypeError) as error:
        raise BadMapping("mapping_bad_value", f"{where}.{key}", value=str(part[key]), allowed=str(error)) from error


def read_filter(part: MappingType[str, Any], where: str, extra: tuple[str, ...] = ()) -> Filter:
    """A condition on rows; `extra` keys are allowed and not looked at. Raises BadMapping."""
    check_keys(part, (*_FILTER_KEYS, *extra), f"{where}.")
    within = part.get("in", [part["equals"]] if "equals" in part else None)
    condition = Filter(
        column=read_column(part["column"], f"{where}.column") if "column" in part else None,
        within=None if within is None else frozenset(map(str, within)),
        not_within=frozenset(map(str, part["not_in"])) if "not_in" in part else None,
        pattern=read_pattern(part, where),
        not_pattern=read_pattern(part, where, "not_pattern"),
        words=tuple(part.get("words", ())),
    )
    if condition == Filter(column=condition.column):
        raise BadMapping("mapping_needs", f"{where}: {', '.join(_FILTER_KEYS[1:])}")
    return condition


def read_section(part: MappingType[str, Any], where: str, kind: type[Layout]) -> Section:
    """A section row of a layout of that kind. Raises BadMapping."""
    told = part_of(part, "set", kind.names)
    taken = part_of(part, "take", kind.names)
    rows = read_filter({key: value for key, value in part.items() if key not in ("set", "take", "skip")}, where)
    return Section(
        where=rows,
        set=read_words(told, f"{where}.set", kind.choices),
        take={key: read_column(value, f"{where}.take.{key}") for key, value in taken.items()},
        skip=bool(part.get("skip")),
    )


def read_sheet(part: MappingType[str, Any]) -> SheetSpec:
    """Where the table is. Raises BadMapping."""
    header = part.get("header", 1)
    rows = tuple(header) if isinstance(header, list) else (header,)
    if not all(isinstance(row, int) and row >= 0 for row in rows):
        raise BadMapping("mapping_wrong_kind", "sheet.header", wanted="3, [3, 4], 0")
    return SheetSpec(
        name=part.get("name"),
        number=part.get("number"),
        header=rows,
        find=tuple(part.get("find", ())),
        header_rows=part.get("header_rows", 1),
        skip_rows=frozenset(part.get("skip_rows", ())),
    )


def read_document(table: MappingType[str, Any]) -> Document | None:
    """The paper the whole file is. Raises BadMapping."""
    if "document" not in table:
        return None
    part = part_of(table, "document", _DOCUMENT_KEYS)
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
