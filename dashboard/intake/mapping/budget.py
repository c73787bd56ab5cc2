"""Reads a mapping of budgets from TOML. Anything it does not know is an error that names the key."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import Any

from dashboard.intake.mapping.parts import (
    SECTIONS,
    BadMapping,
    check_keys,
    choose,
    items_of,
    load_toml,
    part_of,
    read_column,
    read_filter,
    read_layout,
    read_unit,
    read_words,
)
from dashboard.intake.mapping.schema import (
    AMOUNT_FIELDS,
    CHOICES,
    DIMENSIONS,
    Amount,
    Classes,
    CodeSpec,
    Filter,
    Hierarchy,
    Mapping,
    Totals,
)

_SECTIONS = (*SECTIONS, "numbers", "code", "classify", "totals", "hierarchy", "amounts")


def load_mapping(name: str) -> Mapping:
    """The mapping called `name` in data/mappings, or read from the file of that path. Raises BadMapping."""
    return read_mapping(*load_toml(name))


def read_mapping(table: MappingType[str, Any], name: str, sha256: str) -> Mapping:
    """A mapping from its TOML tables; raises BadMapping."""
    numbers = part_of(table, "numbers", ("number_style", "unit", "kind", "date_order", "blank"))
    choose(numbers, "numbers.number_style", "number_style", ("auto", "comma", "point"))
    choose(numbers, "numbers.date_order", "date_order", ("auto", "dmy", "mdy", "ymd"))
    choose(numbers, "numbers.blank", "blank", ("drop", "missing", "zero"))
    choose(numbers, "numbers.kind", "kind", ("cumulative", "flow"))
    amounts = tuple(
        _amount(item, f"amounts[{at}]", numbers.get("kind") == "flow") for at, item in items_of(table, "amounts")
    )
    if not amounts:
        raise BadMapping("mapping_needs", "[[amounts]]")
    return Mapping(
        name=name,
        sha256=sha256,
        **read_layout(table, Mapping, _SECTIONS),
        amounts=amounts,
        number_style=numbers.get("number_style", "auto"),
        unit=read_unit(numbers.get("unit", "som"), "numbers.unit"),
        date_order=numbers.get("date_order", "auto"),
        blank=numbers.get("blank", "drop"),
        code=CodeSpec(**part_of(table, "code", ("strip", "digits", "pad"))),
        classes={
            key: _classes(value, f"classify.{key}") for key, value in part_of(table, "classify", DIMENSIONS).items()
        },
        totals=_totals(part_of(table, "totals", ("words", "missing_code", "fund", "total", "subtotal", "of_which"))),
        hierarchy=Hierarchy(**part_of(table, "hierarchy", ("by_code", "tail", "trailing_zeros", "parents"))),
    )


def _amount(part: MappingType[str, Any], where: str, flow: bool) -> Amount:
    check_keys(part, ("column", "kind", *AMOUNT_FIELDS), f"{where}.")
    if "column" not in part:
        raise BadMapping("mapping_needs", f"{where}.column")
    choose(part, f"{where}.kind", "kind", ("cumulative", "flow"))
    words = read_words({key: value for key, value in part.items() if key in AMOUNT_FIELDS}, where, CHOICES)
    kind = part.get("kind", "flow" if flow else "cumulative")
    return Amount(read_column(part["column"], f"{where}.column"), words, kind == "flow")


def _classes(part: object, where: str) -> Classes:
    if not isinstance(part, dict):
        raise BadMapping("mapping_wrong_kind", where, wanted=f"[{where}]")
    check_keys(part, ("exact", "prefix", "national", "labels", "default"), f"{where}.")
    return Classes(**part)


def _totals(part: MappingType[str, Any]) -> Totals:
    def read(key: str) -> tuple[Filter, ...]:
        return tuple(read_filter(item, f"totals.{key}[{at}]") for at, item in items_of(part, key))

    choose(part, "totals.fund", "fund", CHOICES["fund"])
    return Totals(
        words=part.get("words", True),
        missing_code=part.get("missing_code", False),
        fund=part.get("fund"),
        total=read("total"),
        subtotal=read("subtotal"),
        of_which=read("of_which"),
    )
