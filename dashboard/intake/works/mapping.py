"""What a mapping of works says, and how it is read from TOML; docs/importing-works.md explains it."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from dashboard.intake.mapping.parts import (
    SECTIONS,
    BadMapping,
    check_keys,
    choose,
    items_of,
    load_toml,
    part_of,
    read_column,
    read_layout,
    read_unit,
)
from dashboard.intake.mapping.schema import CHOICES, ColumnRef, Layout
from dashboard.store.works_tables import FUNDING_SOURCES, WORK_ROLES

Style = Literal["auto", "comma", "point", "mixed"]
Box = tuple[float, float, float, float]

MONEY = ("planned_amount", "contract_amount", "paid_amount")
DATES = ("planned_start", "planned_end", "actual_start", "actual_end", "new_end")
#: OC4IDS project types.
TYPES = ("construction", "rehabilitation", "replacement", "expansion")
FIELDS = (
    "municipality", "key", "role", "title", "title_ky", "title_ru", "title_en", "description", "type", "sector",
    "service", "function", "village", "latitude", "longitude", "ocid", "quantity", "quantity_unit", "beneficiaries",
    "document", "document_title", "document_number", "document_date", "document_url", "as_of", "status", *DATES,
    *MONEY, "unit", "currency", "contractor", "delay_reason", "progress", "note_ky", "note_ru", "note_en",
    "funding",  # only for [values.funding]: the words for the sources of money
)  # fmt: skip
FORMATS = ("table", "oc4ids", "ocds")
_STYLES = ("auto", "comma", "point", "mixed")
_SECTIONS = (*SECTIONS, "format", "numbers", "points", "key", "funding", "links")


@dataclass(frozen=True)
class FundingSpec:
    """One source of money in a row: a word for the source, its label as printed and its amount; each may be missing.

    `source` is for all rows, else it is read from `source_column` or, translated, from the label.
    """

    source: str = ""
    source_column: ColumnRef | None = None
    label: str = ""
    label_column: ColumnRef | None = None
    amount_column: ColumnRef | None = None


@dataclass(frozen=True)
class LinkSpec:
    """A column of web addresses. `prefix` is put before addresses that do not begin with http."""

    column: ColumnRef
    title: str = ""
    title_column: ColumnRef | None = None
    prefix: str = ""


@dataclass(frozen=True, kw_only=True)
class WorksMapping(Layout):
    """A layout of works.

    `styles`: how the figures of single columns are written; `leave_out`: cells that cannot be read are left empty
    with a warning instead of refusing the file; `box`: south, west, north, east of where points may be;
    `key_from`: the fields a work is known by where it has no number of its own.
    """

    names: ClassVar[tuple[str, ...]] = FIELDS
    choices: ClassVar[MappingType[str, tuple[str, ...]]] = {
        "role": WORK_ROLES,
        "type": TYPES,
        "unit": CHOICES["unit"],
        "funding": FUNDING_SOURCES,
    }

    format: str = "table"
    number_style: Style = "auto"
    styles: MappingType[str, Style] = field(default_factory=dict)
    leave_out: bool = False
    box: Box | None = None
    key_from: tuple[str, ...] = ("title", "village")
    fundings: tuple[FundingSpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()

    def style_of(self, name: str) -> Style:
        """How the figures of a field are written."""
        return self.styles.get(name, self.number_style)


def load_works_mapping(name: str) -> WorksMapping:
    """The mapping called `name` in data/mappings, or read from the file of that path. Raises BadMapping."""
    return read_works_mapping(*load_toml(name))


def read_works_mapping(table: MappingType[str, Any], name: str, sha256: str) -> WorksMapping:
    """A mapping from its TOML tables; raises BadMapping."""
    choose(table, "format", "format", FORMATS)
    layout = read_layout(table, WorksMapping, _SECTIONS)
    if "status" not in layout["columns"] and "status" not in layout["constants"] and "format" not in table:
        raise BadMapping("mapping_needs", "[columns] status")
    numbers = part_of(table, "numbers", ("number_style", "styles", "unit", "date_order", "unreadable"))
    choose(numbers, "numbers.number_style", "number_style", _STYLES)
    choose(numbers, "numbers.date_order", "date_order", ("auto", "dmy", "mdy", "ymd"))
    choose(numbers, "numbers.unreadable", "unreadable", ("refuse", "leave_out"))
    key = part_of(table, "key", ("from",))
    return WorksMapping(
        name=name,
        sha256=sha256,
        **layout,
        format=table.get("format", "table"),
        number_style=numbers.get("number_style", "auto"),
        styles=_styles(numbers),
        unit=read_unit(numbers.get("unit", "som"), "numbers.unit"),
        date_order=numbers.get("date_order", "auto"),
        leave_out=numbers.get("unreadable") == "leave_out",
        box=_box(part_of(table, "points", ("box",))),
        key_from=_fields(key["from"]) if "from" in key else ("title", "village"),
        fundings=tuple(_funding(item, f"funding[{at}]") for at, item in items_of(table, "funding")),
        links=tuple(_link(item, f"links[{at}]") for at, item in items_of(table, "links")),
    )


def _styles(numbers: MappingType[str, Any]) -> dict[str, Style]:
    styles = part_of(numbers, "styles", (*MONEY, "funding", "quantity", "beneficiaries"))
    for key in styles:
        choose(styles, f"numbers.styles.{key}", key, _STYLES)
    return styles


def _box(part: MappingType[str, Any]) -> Box | None:
    if "box" not in part:
        return None
    match part["box"]:
        case [int() | float(), int() | float(), int() | float(), int() | float()] as box if (
            -90 <= box[0] < box[2] <= 90 and -180 <= box[1] < box[3] <= 180
        ):
            return (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
    raise BadMapping("mapping_wrong_kind", "points.box", wanted="[south, west, north, east]")


def _fields(names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or not names:
        raise BadMapping("mapping_wrong_kind", "key.from", wanted='["title", "village"]')
    check_keys(dict.fromkeys(map(str, names)), FIELDS, "key.from: ")
    return tuple(names)


def _funding(part: MappingType[str, Any], where: str) -> FundingSpec:
    keys = ("source", "source_column", "label", "label_column", "amount_column")
    check_keys(part, keys, f"{where}.")
    choose(part, f"{where}.source", "source", FUNDING_SOURCES)
    if not any(key in part for key in keys if key != "label"):
        raise BadMapping("mapping_needs", f"{where}: {', '.join(keys)}")
    columns = {key: read_column(part[key], f"{where}.{key}") for key in keys if key.endswith("column") and key in part}
    return FundingSpec(source=part.get("source", ""), label=part.get("label", ""), **columns)


def _link(part: MappingType[str, Any], where: str) -> LinkSpec:
    check_keys(part, ("column", "title", "title_column", "prefix"), f"{where}.")
    if "column" not in part:
        raise BadMapping("mapping_needs", f"{where}.column")
    title = read_column(part["title_column"], f"{where}.title_column") if "title_column" in part else None
    column = read_column(part["column"], f"{where}.column")
    return LinkSpec(column, part.get("title", ""), title, part.get("prefix", ""))
