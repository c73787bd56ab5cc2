"""What a mapping of works says: the schema its file is read by, and the object it makes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from dashboard.intake.countries import Box
from dashboard.intake.mapping import tables
from dashboard.intake.mapping import values as toml
from dashboard.intake.mapping.load import FileKind, load_named
from dashboard.intake.mapping.schema import CHOICES
from dashboard.store.works_tables import FUNDING_SOURCES, WORK_ROLES

Style = Literal["auto", "comma", "point", "mixed"]

MONEY = ("planned_amount", "contract_amount", "paid_amount")
#: OC4IDS project types.
TYPES = ("construction", "rehabilitation", "replacement", "expansion")
WORK_FIELDS: MappingType[str, str] = {
    "municipality": "the place (code, SOATE, full name); without it give `--unit`",
    "key": "the work's own number, the same in every file; without it the work is known by its title and village",
    "role": "`work`; `group` for a row that stands for several works; `total` for a sum. Only works are counted",
    "title": "needed: what the work is, as printed",
    "title_ky": "a translation of the title into Kyrgyz",
    "title_ru": "a translation into Russian",
    "title_en": "a translation into English",
    "description": "text",
    "type": "`construction`, `rehabilitation`, `replacement`, `expansion`",
    "sector": "OC4IDS sector",
    "service": "water, roads, school, …",
    "function": "key of the budget function",
    "village": "text",
    "latitude": "the point on the map, in degrees",
    "longitude": "the point on the map, in degrees",
    "ocid": "contracting process",
    "quantity": "how much: 640",
    "quantity_unit": "of what: `m`",
    "beneficiaries": "number of people",
    "document": "key of the paper of the row, imported with `import documents`",
    "document_title": "its title",
    "document_number": "its number",
    "document_date": "its day",
    "document_url": "its address",
    "as_of": "the day the row speaks of; without it the end of `--year`, else the date of the document",
    "status": "needed (a column or a constant): the state, see below",
    "planned_start": "a day; «2022» or «май 2025» is its first day",
    "planned_end": "a day; «2022» or «май 2025» is its last day",
    "actual_start": "as `planned_start`",
    "actual_end": "as `planned_end`",
    "new_end": "as `planned_end`",
    "missing_from": "the day of the full register that no longer lists the work, where the file says so",
    "planned_amount": "money; an empty cell means \"no data\", not zero",
    "contract_amount": "money",
    "paid_amount": "money",
    "unit": "unit of money of the row",
    "currency": "currency of the row, which must be the place's: nothing is converted",
    "contractor": "text",
    "delay_reason": "text",
    "progress": "text, kept in the paper's words",
    "note_ky": "a note for readers in Kyrgyz",
    "note_ru": "a note in Russian",
    "note_en": "a note in English",
    "fictional": "`true`: the work is invented, and only a fictional place takes it",
    "funding": "only in `[values.funding]`: words for the sources of money",
}  # fmt: skip
FIELDS = tuple(WORK_FIELDS)
#: In `[key] from`: the fiscal year told with --year, else the year of the day the row speaks of.
OF_YEAR = "year"
WORK_CHOICES: MappingType[str, tuple[str, ...]] = {
    "role": WORK_ROLES, "type": TYPES, "unit": CHOICES["unit"], "funding": FUNDING_SOURCES,
    "fictional": ("true", "false"),
}  # fmt: skip
WORKS = tables.FieldTables(WORK_FIELDS, WORK_CHOICES)
_STYLED = (*MONEY, "funding", "quantity", "beneficiaries")
STYLES = toml.table_of(dict.fromkeys(_STYLED, Style), dict.fromkeys(_STYLED, "style of this column"))


def _box(value: Any) -> Box:
    match value:
        case [int() | float(), int() | float(), int() | float(), int() | float()] if (
            not any(isinstance(each, bool) for each in value)
            and -90 <= value[0] < value[2] <= 90
            and -180 <= value[1] < value[3] <= 180
        ):
            return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))
    raise toml.wrong()


BOX = toml.plain(_box, {
    "type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4, "examples": [[39.1, 69.2, 43.3, 80.3]],
})  # fmt: skip


@dataclass(frozen=True)
class WorksNumbers(tables.Numbers):
    """How figures and days of works are written."""

    number_style: Style = "auto"
    styles: Annotated[MappingType[str, Style], STYLES] = field(default_factory=dict)
    round: Literal["half-even"] | None = None
    unreadable: Literal["refuse", "leave_out"] = "refuse"


@dataclass(frozen=True)
class Points:
    """Where points on the map may be."""

    box: Annotated[Box | None, BOX] = None


@dataclass(frozen=True)
class WorkKey:
    """What tells works apart that have no number of their own; with `key` among it, or that have one only together."""

    fields: Annotated[
        tuple[Annotated[str, toml.one_of((*FIELDS, OF_YEAR))], ...],
        Field(validation_alias="from", min_length=1, examples=[["title", "village"], ["key", "year"]]),
    ] = ("title", "village")


@dataclass(frozen=True)
class WorksRows:
    """What becomes of rows that speak of the same work, in the same paper, on the same day."""

    repeated: Literal["error", "sum"] = "error"


@dataclass(frozen=True)
class Register:
    """What the file says of all works of its places."""

    complete: toml.Flag = False


@dataclass(frozen=True)
class FundingSpec:
    """One source of money in a row: a word for the source, its label as printed and its amount; each may be missing.

    `source` is for all rows, else it is read from `source_column` or, translated, from the label.
    """

    source: Annotated[str, toml.one_of(FUNDING_SOURCES)] = ""
    source_column: tables.Column | None = None
    label: toml.Text = ""
    label_column: tables.Column | None = None
    amount_column: tables.Column | None = None


@dataclass(frozen=True)
class LinkSpec:
    """A column of web addresses. `prefix` is put before addresses that do not begin with http."""

    column: tables.Column
    title: toml.Text = ""
    title_column: tables.Column | None = None
    prefix: toml.Text = ""


@dataclass(frozen=True)
class WorksSection(tables.SectionSpec):
    """A row that says what the works below it are."""

    set: Annotated[tables.Words, WORKS.words] = field(default_factory=dict)
    take: Annotated[MappingType[str, tables.ColumnRef], WORKS.columns] = field(default_factory=dict)


def _without_source(funding: FundingSpec) -> Iterator[toml.Wrong]:
    if not (funding.source or funding.source_column or funding.label_column or funding.amount_column):
        yield (), toml.wrong("needs", wanted="source, source_column, label_column, amount_column"), None


@dataclass(frozen=True, kw_only=True)
class WorksMapping(tables.TableMapping):
    """A mapping of works."""

    names: ClassVar[tuple[str, ...]] = FIELDS
    choices: ClassVar[MappingType[str, tuple[str, ...]]] = WORK_CHOICES

    format: Literal["table", "geojson", "oc4ids", "ocds"] = "table"
    columns: Annotated[MappingType[str, tables.ColumnRef], WORKS.columns] = field(default_factory=dict)
    constants: Annotated[tables.Words, WORKS.words] = field(default_factory=dict)
    defaults: Annotated[tables.Words, WORKS.words] = field(default_factory=dict)
    values: Annotated[MappingType[str, tables.Words], WORKS.values] = field(default_factory=dict)
    sections: tuple[Annotated[WorksSection, tables.NOT_EMPTY], ...] = ()
    numbers: WorksNumbers = field(default_factory=WorksNumbers)
    points: Points = field(default_factory=Points)
    key: WorkKey = field(default_factory=WorkKey)
    rows: WorksRows = field(default_factory=WorksRows)
    register: Register = field(default_factory=Register)
    fundings: Annotated[
        tuple[Annotated[FundingSpec, toml.fitting(_without_source)], ...], Field(validation_alias="funding")
    ] = ()
    links: tuple[LinkSpec, ...] = ()

    @property
    def figures(self) -> tuple[tables.ColumnRef, ...]:
        own = (self.columns.get(name) for name in MONEY)
        return tuple(ref for ref in (*own, *(funding.amount_column for funding in self.fundings)) if ref is not None)

    def told(self, *, complete: bool) -> WorksMapping:
        """The mapping of a file that is told to be `complete`, with a fingerprint that differs."""
        if not complete or self.register.complete:
            return self
        sha256 = hashlib.sha256(f"{self.sha256} complete".encode()).hexdigest()
        return replace(self, register=Register(complete=True), sha256=sha256)

    @property
    def leave_out(self) -> bool:
        """Whether cells that cannot be read are left empty with a warning instead of refusing the file."""
        return self.numbers.unreadable == "leave_out"

    def style_of(self, name: str) -> Style:
        """How the figures of a field are written."""
        return self.numbers.styles.get(name, self.numbers.number_style)


def _misfits(mapping: WorksMapping) -> Iterator[toml.Wrong]:
    if mapping.format in ("table", "geojson") and not {"status"} & {*mapping.columns, *mapping.constants}:
        yield ("columns", "status"), toml.wrong("needs"), None


WORKS_FILE = FileKind(WorksMapping, "mapping", "docs/importing-works.md", "Open Aimak: mapping of works", _misfits)


def load_works_mapping(name: str) -> WorksMapping:
    """The mapping called `name` in data/mappings, or read from the file of that path. Raises BadMapping."""
    return load_named(WORKS_FILE, name)
