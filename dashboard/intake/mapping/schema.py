"""What a mapping says, as frozen data. The TOML form is read by `mapping_file`; docs/importing.md explains it."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from dashboard.store.batch import Document
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, FUNDS, PHASES, ROLES, SCOPES, UNITS

Words = MappingType[str, str]
DateOrder = Literal["auto", "dmy", "mdy", "ymd"]
NumberStyle = Literal["auto", "comma", "point"]

#: What a row can be told to be, besides its amounts.
FIELDS = (
    "municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "month",
    "document", "document_title", "document_number", "document_date", "document_url",
    "code", "line", "label", "label_ky", "label_ru", "label_en", "parent", "role", "fund", "unit",
    "source", "function", "economic", "source_code", "function_code", "economic_code",
    "note_ky", "note_ru", "note_en",
)  # fmt: skip
#: Fields that one column of amounts may settle for itself.
AMOUNT_FIELDS = ("direction", "phase", "scope", "fiscal_year", "period_end", "month", "unit", "fund")
CHOICES: MappingType[str, tuple[str, ...]] = {
    "direction": DIRECTIONS, "phase": PHASES, "scope": SCOPES, "fund": FUNDS, "role": ROLES, "unit": tuple(UNITS),
}  # fmt: skip


@dataclass(frozen=True)
class ColumnRef:
    """A column of the file: alternatives of one header (or all parts to be joined), and what is taken of its text."""

    names: tuple[str | int, ...]
    join: str | None = None
    pattern: re.Pattern[str] | None = None
    optional: bool = False

    def __str__(self) -> str:
        return (self.join or " / ").join(str(name) for name in self.names)


@dataclass(frozen=True)
class Filter:
    """A condition on a row. Without `column` the text of the whole row is looked at."""

    column: ColumnRef | None = None
    within: frozenset[str] | None = None
    not_within: frozenset[str] | None = None
    pattern: re.Pattern[str] | None = None
    not_pattern: re.Pattern[str] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetSpec:
    """Where the table is: the sheet, the header row(s) (1-based) or words to find it by, rows to leave out."""

    name: str | None = None
    number: int | None = None
    header: tuple[int, ...] = (1,)
    find: tuple[str, ...] = ()
    header_rows: int = 1
    skip_rows: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Section:
    """A row that says what the rows below it are: by words of the mapping (`set`) or by its own cells (`take`)."""

    where: Filter
    set: Words = field(default_factory=dict)
    take: MappingType[str, ColumnRef] = field(default_factory=dict)
    skip: bool = False


@dataclass(frozen=True)
class Amount:
    """A column of amounts and what is the same for all of them. `flow`: sums of a period, not since January."""

    column: ColumnRef
    set: Words = field(default_factory=dict)
    flow: bool = False


@dataclass(frozen=True)
class CodeSpec:
    """How codes are written: signs to remove, and the number of digits every code must have."""

    strip: str = ""
    digits: int | None = None
    pad: bool = False


@dataclass(frozen=True)
class Classes:
    """How a line finds its place in one classification (source, function or economic)."""

    exact: Words = field(default_factory=dict)
    prefix: Words = field(default_factory=dict)
    national: bool = False
    labels: bool = False
    default: str = ""


@dataclass(frozen=True)
class Totals:
    """Which rows are totals, subtotals and "of which" rows."""

    words: bool = True
    missing_code: bool = False
    fund: str | None = None
    total: tuple[Filter, ...] = ()
    subtotal: tuple[Filter, ...] = ()
    of_which: tuple[Filter, ...] = ()


@dataclass(frozen=True)
class Hierarchy:
    """Parents by code: the row with the longest code that begins this row's code; such a row is a subtotal.

    `tail`: digits at the end that do not count; `trailing_zeros`: zeros at the end do not count;
    `parents`: code → code of its parent where the rule is wrong.
    """

    by_code: bool = False
    tail: int = 0
    trailing_zeros: bool = False
    parents: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What every kind of table needs: where it is, what its columns mean, how its figures and dates are written.

    `sha256` is the fingerprint of the text the mapping was read from. Each kind names its fields and their choices.
    """

    names: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[MappingType[str, tuple[str, ...]]] = {}

    name: str
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: SheetSpec = SheetSpec()
    columns: MappingType[str, ColumnRef] = field(default_factory=dict)
    constants: Words = field(default_factory=dict)
    defaults: Words = field(default_factory=dict)
    values: MappingType[str, Words] = field(default_factory=dict)
    unit: str = "som"
    date_order: DateOrder = "auto"
    where: tuple[Filter, ...] = ()
    sections: tuple[Section, ...] = ()
    document: Document | None = None


@dataclass(frozen=True, kw_only=True)
class Mapping(Layout):
    """A layout of budgets."""

    names = FIELDS
    choices = CHOICES

    amounts: tuple[Amount, ...]
    number_style: NumberStyle = "auto"
    blank: Literal["drop", "missing", "zero"] = "drop"
    code: CodeSpec = CodeSpec()
    classes: MappingType[str, Classes] = field(default_factory=dict)
    totals: Totals = Totals()
    hierarchy: Hierarchy = Hierarchy()

    def has(self, name: str) -> bool:
        """Whether rows are told the field at all, by a column, a constant or a section."""
        by_section = any(name in section.set or name in section.take for section in self.sections)
        return name in self.columns or name in self.constants or by_section


__all__ = [
    "AMOUNT_FIELDS", "CHOICES", "DIMENSIONS", "FIELDS", "Amount", "Classes", "CodeSpec", "ColumnRef", "Filter",
    "Hierarchy", "Layout", "Mapping", "Section", "SheetSpec", "Totals", "Words",
]  # fmt: skip
