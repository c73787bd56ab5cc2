"""What a mapping of works says: the schema its file is read by, and the object it makes."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator

from dashboard.intake.countries import Box
from dashboard.intake.mapping.kinds import Plain, TableOf, wrong, wrong_at
from dashboard.intake.mapping.load import FileKind, load_named
from dashboard.intake.mapping.pieces import NOT_EMPTY, Column, ColumnRef, says
from dashboard.intake.mapping.schema import CHOICES
from dashboard.intake.mapping.tables import FieldTables, Numbers, SectionSpec, TableMapping, Words
from dashboard.intake.mapping.values import Text, one_of
from dashboard.store.works_tables import FUNDING_SOURCES, WORK_ROLES

Style = Literal["auto", "comma", "point", "mixed"]

MONEY = ("planned_amount", "contract_amount", "paid_amount")
DATES = ("planned_start", "planned_end", "actual_start", "actual_end", "new_end")
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
    "planned_amount": "money; an empty cell means \"not published\", not zero",
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
    "funding": "only in `[values.funding]`: words for the sources of money",
}  # fmt: skip
FIELDS = tuple(WORK_FIELDS)
WORK_CHOICES: MappingType[str, tuple[str, ...]] = {
    "role": WORK_ROLES, "type": TYPES, "unit": CHOICES["unit"], "funding": FUNDING_SOURCES,
}  # fmt: skip
WORKS = FieldTables(WORK_FIELDS, WORK_CHOICES)
STYLED = (*MONEY, "funding", "quantity", "beneficiaries")


def _box(value: Any) -> Box:
    match value:
        case [int() | float(), int() | float(), int() | float(), int() | float()] if (
            not any(isinstance(each, bool) for each in value)
            and -90 <= value[0] < value[2] <= 90
            and -180 <= value[1] < value[3] <= 180
        ):
            return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))
    raise wrong()


BOX = Plain(_box, {
    "type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4, "examples": [[39.1, 69.2, 43.3, 80.3]],
})  # fmt: skip


@dataclass(frozen=True)
class WorksNumbers(Numbers):
    """How figures and days of works are written."""

    number_style: Annotated[
        Style,
        says(
            "`auto`, `comma`, `point` as for budgets; `mixed` where one column holds several styles and signs of "
            "money (67065700, 24720137,06, $ 67.065.700,00): what can be read one way only is read, the rest "
            "is refused by row"
        ),
    ] = "auto"
    styles: Annotated[
        MappingType[str, Style],
        TableOf({name: Annotated[Style, says("style of this column")] for name in STYLED}),
        says("the style of single columns"),
    ] = field(default_factory=dict)
    unreadable: Annotated[
        Literal["refuse", "leave_out"],
        says(
            "`refuse` (usual): a cell that cannot be read refuses the file; `leave_out`: it is left empty, with a "
            "warning that names row, column and value"
        ),
    ] = "refuse"


@dataclass(frozen=True)
class Points:
    """Where points on the map may be."""

    box: Annotated[
        Box | None,
        BOX,
        says(
            "south, west, north and east of where points may be; without it places whose currency is KGS take the "
            "limits of Kyrgyzstan, others only those of the Earth"
        ),
    ] = None


@dataclass(frozen=True)
class WorkKey:
    """What tells works apart that have no number of their own."""

    fields: Annotated[
        tuple[Annotated[str, one_of(FIELDS)], ...],
        says(
            "the fields a work is known by where it has no `key`", "from", min_length=1, examples=[["title", "village"]]
        ),
    ] = ("title", "village")


@dataclass(frozen=True)
class FundingSpec:
    """One source of money in a row: a word for the source, its label as printed and its amount; each may be missing.

    `source` is for all rows, else it is read from `source_column` or, translated, from the label.
    """

    source: Annotated[str, one_of(FUNDING_SOURCES), says("the source, in all rows")] = ""
    source_column: Annotated[Column | None, says("the column of the source")] = None
    label: Annotated[Text, says("what the source is called, in all rows")] = ""
    label_column: Annotated[
        Column | None, says("the column of what it is called; translated by `[values.funding]`")
    ] = None
    amount_column: Annotated[Column | None, says("the column of its amount")] = None


@dataclass(frozen=True)
class LinkSpec:
    """A column of web addresses. `prefix` is put before addresses that do not begin with http."""

    column: Annotated[Column, says("the column of addresses")]
    title: Annotated[Text, says("what the link is called, in all rows")] = ""
    title_column: Annotated[Column | None, says("the column of what it is called")] = None
    prefix: Annotated[Text, says("put before addresses that lack it")] = ""


@dataclass(frozen=True)
class WorksSection(SectionSpec):
    """A row that says what the works below it are."""

    set: Annotated[Words, WORKS.words, says("what the rows below are")] = field(default_factory=dict)
    take: Annotated[
        MappingType[str, ColumnRef],
        WORKS.columns,
        says("fields that the rows below get from the cells of the section's own row"),
    ] = field(default_factory=dict)


def _has_source(funding: FundingSpec) -> FundingSpec:
    if not (funding.source or funding.source_column or funding.label_column or funding.amount_column):
        raise wrong("needs", wanted="source, source_column, label_column, amount_column")
    return funding


@dataclass(frozen=True, kw_only=True)
class WorksMapping(TableMapping):
    """A mapping of works."""

    names: ClassVar[tuple[str, ...]] = FIELDS
    choices: ClassVar[MappingType[str, tuple[str, ...]]] = WORK_CHOICES

    format: Annotated[
        Literal["table", "oc4ids", "ocds"],
        says("`oc4ids`, `ocds`: the file is an open contracting package; usually a `table`"),
    ] = "table"
    columns: Annotated[MappingType[str, ColumnRef], WORKS.columns, says("which column is which field")] = field(
        default_factory=dict
    )
    constants: Annotated[Words, WORKS.words, says("fields with the same value in all rows")] = field(
        default_factory=dict
    )
    defaults: Annotated[Words, WORKS.words, says("values of fields where the cell is empty")] = field(
        default_factory=dict
    )
    values: Annotated[
        MappingType[str, Words],
        WORKS.values,
        says('translates what stands in the column of a field: `[values.status]` `"акча күтүлүүдө" = "preparation"`'),
    ] = field(default_factory=dict)
    sections: Annotated[
        tuple[Annotated[WorksSection, NOT_EMPTY], ...],
        says("rows that say what the works below them are, up to the next; conditions are those of `[[where]]`"),
    ] = ()
    numbers: Annotated[WorksNumbers, says("how figures and days are written")] = field(default_factory=WorksNumbers)
    points: Annotated[Points, says("where points on the map may be")] = field(default_factory=Points)
    key: Annotated[WorkKey, says("what tells works apart")] = field(default_factory=WorkKey)
    fundings: Annotated[
        tuple[Annotated[FundingSpec, AfterValidator(_has_source)], ...],
        says(
            "one for each source of money a row may have; only a label is translated by `[values.funding]`", "funding"
        ),
    ] = ()
    links: Annotated[tuple[LinkSpec, ...], says("columns of web addresses")] = ()

    @property
    def box(self) -> Box | None:
        """South, west, north, east of where points may be."""
        return self.points.box

    @property
    def key_from(self) -> tuple[str, ...]:
        """The fields a work is known by where it has no number of its own."""
        return self.key.fields

    @property
    def leave_out(self) -> bool:
        """Whether cells that cannot be read are left empty with a warning instead of refusing the file."""
        return self.numbers.unreadable == "leave_out"

    def style_of(self, name: str) -> Style:
        """How the figures of a field are written."""
        return self.numbers.styles.get(name, self.numbers.number_style)


def _whole(mapping: WorksMapping) -> WorksMapping:
    if "status" not in mapping.columns and "status" not in mapping.constants and mapping.format == "table":
        raise wrong_at((("columns", "status"), wrong("needs"), None))
    return mapping


WORKS_FILE = FileKind(WorksMapping, _whole, "mapping", "docs/importing-works.md", "Open Aimak: mapping of works")


def load_works_mapping(name: str) -> WorksMapping:
    """The mapping called `name` in data/mappings, or read from the file of that path. Raises BadMapping."""
    return load_named(WORKS_FILE, name)


def read_works_mapping(table: MappingType[str, Any], name: str, sha256: str) -> WorksMapping:
    """A mapping from its TOML tables. Raises BadMapping."""
    return WORKS_FILE.read(table, name, sha256)
