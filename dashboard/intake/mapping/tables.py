"""What the mappings of all kinds of tables have: the parts of the file and the fields of a row."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from dashboard.intake.mapping.kinds import Made, Plain, TableOf
from dashboard.intake.mapping.pieces import Column, ColumnRef, Condition, FileSpec, Filter, PaperSpec, SheetSpec, says
from dashboard.intake.mapping.values import CELL, Flag, Text, one_of
from dashboard.store.batch import Document
from dashboard.store.tables import UNITS

DateOrder = Literal["auto", "dmy", "mdy", "ymd"]
Words = MappingType[str, str]

UNIT = one_of(tuple(UNITS), {"one": "som", "thousand": "thousand_som", "million": "million_som"})


@dataclass(frozen=True)
class SectionSpec(Filter):
    """A row that says what the rows below it are: by words of the mapping (`set`) or by its own cells (`take`)."""

    set: Annotated[Words, says("what the rows below are: fields and their values")] = field(default_factory=dict)
    take: Annotated[
        MappingType[str, ColumnRef], says("fields that the rows below get from the cells of the section's own row")
    ] = field(default_factory=dict)
    skip: Annotated[Flag, says("leave the rows below out, up to the next section")] = False

    @property
    def where(self) -> Filter:
        """Which rows open it."""
        return self


@dataclass(frozen=True)
class Numbers:
    """How figures and dates are written."""

    unit: Annotated[
        str, UNIT, says("unit of all amounts; for other currencies `one`, `thousand`, `million`; usually `som`")
    ] = "som"
    date_order: Annotated[
        DateOrder, says("how dates like 01/02/26 are read; `auto` (usual) asks where there are two ways")
    ] = "auto"


@dataclass(frozen=True, kw_only=True)
class TableMapping:
    """What every kind of table needs: where it is, what its columns mean, how its figures and dates are written.

    `name` and `sha256` are of the file it was read from. Each kind names its fields and their choices.
    """

    names: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[MappingType[str, tuple[str, ...]]] = {}

    name: SkipJsonSchema[str] = ""
    sha256: SkipJsonSchema[str] = ""
    title: Annotated[Text, says("what the mapping is for, for people")] = ""
    file: Annotated[FileSpec, says("how a text file is written")] = field(default_factory=FileSpec)
    sheet: Annotated[SheetSpec, says("where the table is")] = field(default_factory=SheetSpec)
    columns: MappingType[str, ColumnRef] = field(default_factory=dict)
    constants: Words = field(default_factory=dict)
    defaults: Words = field(default_factory=dict)
    values: MappingType[str, Words] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    where: Annotated[tuple[Condition, ...], says("which rows count: all conditions must hold")] = ()
    sections: tuple[SectionSpec, ...] = ()
    document: Annotated[
        Document | None,
        Made(PaperSpec, PaperSpec.document),
        says("the paper behind the file; without it the file itself"),
    ] = None

    @property
    def encoding(self) -> str | None:
        """Of a text file; None: it is found."""
        return self.file.encoding

    @property
    def delimiter(self) -> str | None:
        """Of a text file; None: it is found."""
        return self.file.delimiter

    @property
    def unit(self) -> str:
        """Unit of the amounts whose row names none."""
        return self.numbers.unit

    @property
    def date_order(self) -> DateOrder:
        """How dates are read."""
        return self.numbers.date_order


class FieldTables:
    """The tables of a mapping that have a key for each field of a row, from the fields and their choices."""

    def __init__(self, fields: MappingType[str, str], choices: MappingType[str, tuple[str, ...]]) -> None:
        kinds = {name: self._kind(name, choices) for name in fields}
        told = {name: Field(description=text) for name, text in fields.items()}
        self.columns = TableOf({name: Annotated[Column, told[name]] for name in fields})
        self.words = TableOf({name: Annotated[str, kinds[name], told[name]] for name in fields})
        self.values = TableOf({name: Annotated[dict[str, Annotated[str, kinds[name]]], told[name]] for name in fields})
        self.kinds = kinds

    @staticmethod
    def _kind(name: str, choices: MappingType[str, tuple[str, ...]]) -> Plain:
        return UNIT if name == "unit" else one_of(choices[name]) if name in choices else CELL
