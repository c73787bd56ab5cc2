"""What the mappings of all kinds of tables have: the parts of the file, conditions on rows, the fields of a row."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import GenericAlias
from typing import Annotated, ClassVar, Literal

from pydantic import Field, GetPydanticSchema
from pydantic.json_schema import SkipJsonSchema

from dashboard.intake.mapping import values as toml
from dashboard.store.batch import Document
from dashboard.store.tables import UNITS

DateOrder = Literal["auto", "dmy", "mdy", "ymd"]
Words = MappingType[str, str]
UNIT = toml.one_of(tuple(UNITS), {"one": "som", "thousand": "thousand_som", "million": "million_som"})
#: Most rows of a header.
HEADER_ROWS = 30


@dataclass(frozen=True)
class ColumnRef:
    """A column of the file: alternatives of one header (or all parts to be joined), and what is taken of its text."""

    names: Annotated[toml.Titles, Field(validation_alias="column")]
    join: toml.Text | None = None
    pattern: toml.Pattern | None = None
    optional: toml.Flag = False
    fill: Literal["down"] | None = None

    def __str__(self) -> str:
        return (self.join or " / ").join(str(name) for name in self.names)


Column = Annotated[ColumnRef, toml.short(
    lambda value: value if isinstance(value, dict) else {"column": list(toml.titles_of(value))},
    toml.TITLES["anyOf"], *toml.TITLES["examples"], {"column": "…"},
)]  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """A condition on a row. Without `column` the text of the whole row is looked at."""

    column: Column | None = None
    equals: toml.Cell | None = None
    any_of: Annotated[toml.Cells | None, Field(validation_alias="in")] = None
    not_within: Annotated[toml.Cells | None, Field(validation_alias="not_in")] = None
    pattern: toml.Pattern | None = None
    not_pattern: toml.Pattern | None = None
    words: toml.Texts = ()

    @cached_property
    def within(self) -> frozenset[str] | None:
        """The texts of which it must be one; None: any."""
        if self.any_of is None and self.equals is not None:
            return frozenset({self.equals})
        return self.any_of


def _says_nothing(condition: Filter) -> Iterator[toml.Wrong]:
    told = (condition.within, condition.not_within, condition.pattern, condition.not_pattern, condition.words or None)
    if all(each is None for each in told):
        yield (), toml.wrong("needs", wanted="equals, in, not_in, pattern, not_pattern, words"), condition


NOT_EMPTY = toml.fitting(_says_nothing)
Condition = Annotated[Filter, NOT_EMPTY]


@dataclass(frozen=True)
class FileSpec:
    """How a text file is written, where it is not found by itself."""

    encoding: toml.Encoding | None = None
    delimiter: toml.Delimiter | None = None


@dataclass(frozen=True)
class SheetSpec:
    """Where the table is: the sheet, the header row(s) (1-based) or words to find it by, rows to leave out."""

    name: toml.Text | None = None
    number: toml.RowNumber | None = None
    header: toml.Header = (1,)
    find: toml.CellTexts = ()
    header_rows: Annotated[toml.Whole, Field(ge=1, le=HEADER_ROWS)] = 1
    skip_rows: Annotated[frozenset[toml.RowNumber], Field(examples=[[7, 12]])] = frozenset()


@dataclass(frozen=True)
class PaperSpec:
    """The paper the whole file is, as a mapping describes it."""

    key: toml.Text = ""
    title: toml.Text = "{file}"
    kind: toml.Text = "report"
    authority: toml.Authority = 3
    number: toml.Text = ""
    date: toml.DayOrText | None = None
    language: toml.Text = ""
    publisher: toml.Text = ""
    url: toml.Text = ""

    def paper(self) -> Document:
        """The paper as it is published."""
        day = self.date if isinstance(self.date, date) else None
        return Document(**{**vars(self), "date": day, "date_printed": "" if day else str(self.date or "")})


@dataclass(frozen=True)
class SectionSpec(Filter):
    """A row that says what the rows below it are: by words of the mapping (`set`) or by its own cells (`take`)."""

    set: Words = field(default_factory=dict)
    take: MappingType[str, ColumnRef] = field(default_factory=dict)
    skip: toml.Flag = False


@dataclass(frozen=True)
class Numbers:
    """How figures and dates are written; `unit` is that of the amounts whose row names none."""

    unit: Annotated[str, UNIT] = "som"
    date_order: DateOrder = "auto"


@dataclass(frozen=True, kw_only=True)
class TableMapping:
    """What every kind of table needs: where it is, what its columns mean, how its figures and dates are written.

    `name` and `sha256` are of the file it was read from. Each kind names its fields and their choices.
    """

    names: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[MappingType[str, tuple[str, ...]]] = {}

    name: SkipJsonSchema[str] = ""
    sha256: SkipJsonSchema[str] = ""
    title: toml.Text = ""
    file: FileSpec = field(default_factory=FileSpec)
    sheet: SheetSpec = field(default_factory=SheetSpec)
    columns: MappingType[str, ColumnRef] = field(default_factory=dict)
    constants: Words = field(default_factory=dict)
    defaults: Words = field(default_factory=dict)
    values: MappingType[str, Words] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    where: tuple[Condition, ...] = ()
    sections: tuple[SectionSpec, ...] = ()
    document: PaperSpec | None = None

    @property
    def figures(self) -> tuple[ColumnRef, ...]:
        """The columns of amounts, every one of a sum for itself; below the last figure a table ends."""
        return ()


class FieldTables:
    """The tables of a mapping that have a key for each field of a row, from the fields (name → meaning) and their
    choices. `kinds`: what may stand in each field, and `own` where that is no cell; a value that is translated may
    also mean nothing, so there it is one."""

    def __init__(
        self,
        fields: Words,
        choices: MappingType[str, tuple[str, ...]],
        own: MappingType[str, GetPydanticSchema] | None = None,
    ) -> None:
        cells = {name: toml.one_of(choices[name]) if name in choices else toml.CELL for name in fields}
        cells["unit"] = UNIT
        self.kinds = {name: Annotated[str, kind] for name, kind in {**cells, **(own or {})}.items()}
        self.columns = toml.table_of(dict.fromkeys(fields, Column), fields)
        self.words = toml.table_of(self.kinds, fields)
        meant = {name: GenericAlias(dict, (str, Annotated[str, cells[name]])) for name in fields}
        self.values = toml.table_of(meant, fields)
