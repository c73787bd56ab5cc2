"""What a mapping of budgets says: the schema its file is read by, and the object it makes.

Keys and kinds stand here and in `tables`, what each key means in `meanings.toml` beside them, and nowhere else: the
reader (`load`), its messages, the tables of the guides and the JSON Schema for editors are all made from them.
"""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from dashboard.intake.mapping import tables
from dashboard.intake.mapping import values as toml
from dashboard.store.tables import (
    COVERS,
    DIMENSIONS,
    DIRECTIONS,
    FUNDS,
    ITEMISES,
    KINDS,
    PART_ROLES,
    PHASES,
    ROLES,
    SCOPES,
    UNITS,
)

NumberStyle = Literal["auto", "comma", "point"]
Kind = Literal["cumulative", "flow"]

#: What a statement - one document about one year, side, phase and period - says of itself.
STATEMENT_FIELDS: MappingType[str, str] = {
    "covers": "`whole` (usual), `own_revenue`, `without_transfers`, `transfers`, or `part` with a name",
    "covers_ky": "the name of the part in Kyrgyz; needed for `part`",
    "covers_ru": "the name of the part in Russian",
    "covers_en": "the name of the part in English",
    "itemises": "`all` (usual): the lines are all there are; `some`: an excerpt, never added up; `none`: only a total",
    "rounded_to": "the step the figures are rounded to, in the unit of the amounts; without it their last decimal",
    "part": "the annex of the document; annexes of one document stand together",
    "part_role": "`adds`: to the other annexes of its document; `breaks_down`: the same money another way, never added",
    "issuer": "whose figures they are, where not the publisher's; only the same issuer can change a figure",
}
#: What a row can be told to be, besides its amounts, and how the guide explains it.
BUDGET_FIELDS: MappingType[str, str] = {
    "municipality": "the place: code, SOATE code (14 digits) or full name; without it `--unit`",
    "fiscal_year": "2000–2100; «2025-жыл» will do; without it `--year`, else the year of `period_end`",
    "direction": "`revenue`, `expenditure` or `balance`; needed",
    "phase": "`forecast` (drafts, later years), `approved`, `revised`, `executed`; needed",
    "scope": "`year`, or `period`: a plan for January to `period_end` only; usually `year`",
    "period_end": "a date, «2024-03», «март 2024», «Q1», «9 ай», or the word `year` for 31 December, as without it",
    "month": "1–12 or a month's name: `period_end` is the end of that month",
    "document": "key of a document that was imported with `import documents`; without it the document of the file",
    "document_title": "title of the document of the row",
    "document_number": "its number",
    "document_date": "its day",
    "document_url": "its address",
    "code": "code of the line; without one the line is known by its label",
    "line": "your own lasting key of the line, before code and label",
    "label": "the label as printed",
    "label_ky": "a readable label in Kyrgyz",
    "label_ru": "a readable label in Russian",
    "label_en": "a readable label in English",
    "parent": "the line this one belongs to: its key, code or label",
    "role": "`line` counts; `of_which`, `subtotal`, `total`, `memo` do not; without it found by words, see `[totals]`",
    "fund": "`budget` (usual), `special_means`, `grant`, or `all` for totals over everything",
    "unit": "unit of the row: «сом», «миң сом», «мин сом», «тыс. сом», «млн» …; without it that of `[numbers]`",
    "source": "key of a class of revenue, see `[classify]`",
    "function": "key of a class of expenditure by function",
    "economic": "key of a class of expenditure by economic kind",
    "source_code": "code of the class of revenue; without `code` the separate codes make it, joined by a dot",
    "function_code": "code of the function",
    "economic_code": "code of the economic kind",
    "note_ky": "a note in Kyrgyz for readers of this figure",
    "note_ru": "the note in Russian",
    "note_en": "the note in English",
    **STATEMENT_FIELDS,
}  # fmt: skip
FIELDS = tuple(BUDGET_FIELDS)
#: Fields that one column of amounts may settle for itself.
AMOUNT_FIELDS = (
    "direction", "phase", "scope", "fiscal_year", "period_end", "month", "unit", "fund", "line", "code", "label",
    "label_ky", "label_ru", "label_en", "role", "source", "function", "economic",
)  # fmt: skip
#: Those of them that make the column a line of its own: the rows of the file then say something else, such as places.
LINE_FIELDS = (
    "line", "code", "label", "label_ky", "label_ru", "label_en", "role", "source", "function", "economic",
)  # fmt: skip
CHOICES: MappingType[str, tuple[str, ...]] = {
    "direction": DIRECTIONS, "phase": PHASES, "scope": SCOPES, "fund": FUNDS, "role": ROLES, "unit": tuple(UNITS),
    "covers": COVERS, "itemises": ITEMISES, "part_role": PART_ROLES,
}  # fmt: skip
#: Fiscal years there may be.
YEARS = range(2000, 2101)
_YEAR = re.compile(r"\s*([0-9]{4})(?:\D.*)?")


def year_of(text: str) -> int | None:
    """The fiscal year a text begins with; None without one of YEARS."""
    found = _YEAR.fullmatch(text)
    return year if found and (year := int(found[1])) in YEARS else None


def _year(value: Any) -> str:
    text = str(toml.only(value, str, int))
    if year_of(text) is None:
        raise toml.wrong("bad_value")
    return text


YEAR = toml.plain(_year, {"type": ["string", "integer"], "minimum": YEARS[0], "maximum": YEARS[-1], toml.WORDS: "year"})
BUDGET = tables.FieldTables(BUDGET_FIELDS, CHOICES, {"fiscal_year": YEAR})


@dataclass(frozen=True)
class BudgetNumbers(tables.Numbers):
    """How figures, dates and empty cells of budgets are written."""

    number_style: NumberStyle = "auto"
    kind: Kind = "cumulative"
    blank: Literal["drop", "missing", "zero"] = "drop"


@dataclass(frozen=True)
class Amount:
    """A column of amounts and what is the same for all of them.

    `join`: the amounts of all its columns are added up. `sign`: they count with the other sign. `round`: what is less
    than a minor unit is rounded away.
    """

    column: tables.ColumnRef
    set: tables.Words = field(default_factory=dict)
    kind: Kind | None = None
    join: Literal["sum"] | None = None
    sign: Literal["minus"] | None = None
    round: Literal["half-even"] | None = None

    @property
    def columns(self) -> tuple[tables.ColumnRef, ...]:
        """Its columns: one, or those that are added up."""
        if self.join is None:
            return (self.column,)
        return tuple(replace(self.column, names=(name,)) for name in self.column.names)

    @property
    def names(self) -> tables.Words:
        """What it says of its line."""
        return {name: self.set[name] for name in LINE_FIELDS if name in self.set}


_OF_AMOUNT: MappingType[str, tuple[Any, str]] = {
    "column": (tables.Column, "the column of amounts"),
    "kind": (Kind, "as in `[numbers]`, of this column"),
    "join": (Literal["sum"], "the columns of the list are added up; an empty cell adds nothing"),
    "sign": (Literal["minus"], "the amounts count with the other sign, as eliminations do"),
    "round": (
        Literal["half-even"],
        "amounts with more decimals than money has are rounded, halves to the even side; the report says how many",
    ),
}
AMOUNT = toml.table_of(
    {**{name: kind for name, (kind, _) in _OF_AMOUNT.items()}, **{name: BUDGET.kinds[name] for name in AMOUNT_FIELDS}},
    {**BUDGET_FIELDS, **{name: meaning for name, (_, meaning) in _OF_AMOUNT.items()}},
    ("column",),
    lambda told: Amount(**{name: told.pop(name) for name in _OF_AMOUNT if name in told}, set=told),
)


@dataclass(frozen=True)
class FiscalYear:
    """The month a fiscal year ends in; it is named after the calendar year of its end."""

    ends: Annotated[toml.Whole, Field(ge=1, le=12)] = 12

    def of(self, day: date) -> int:
        """The fiscal year that a day lies in."""
        return day.year + (day.month > self.ends)

    def last_day(self, year: int) -> date:
        """The last day of a fiscal year."""
        return date(year, self.ends, monthrange(year, self.ends)[1])


@dataclass(frozen=True)
class CodeSpec:
    """How codes are written: signs to remove, and the number of digits every code must have."""

    strip: toml.Text = ""
    digits: toml.Digits | None = None
    pad: toml.Flag = False


@dataclass(frozen=True)
class Classes:
    """How a line finds its place in one classification (source, function or economic); tried in this order."""

    exact: MappingType[str, toml.Text] = field(default_factory=dict)
    prefix: MappingType[str, toml.Text] = field(default_factory=dict)
    national: toml.Flag = False
    labels: toml.Flag = False
    default: toml.Text = ""


STATEMENT = toml.table_of({name: BUDGET.kinds[name] for name in STATEMENT_FIELDS}, STATEMENT_FIELDS)
CLASSIFY = toml.table_of(dict.fromkeys(DIMENSIONS, Classes), dict.fromkeys(DIMENSIONS, "classes of this kind"))


@dataclass(frozen=True)
class Totals:
    """Which rows are totals, subtotals and "of which" rows."""

    words: toml.Flag = True
    missing_code: toml.Flag = False
    fund: Annotated[str | None, toml.one_of(FUNDS)] = None
    total: tuple[tables.Condition, ...] = ()
    subtotal: tuple[tables.Condition, ...] = ()
    of_which: tuple[tables.Condition, ...] = ()


@dataclass(frozen=True)
class Hierarchy:
    """Parents by code: the row with the longest code that begins this row's code; such a row is a subtotal."""

    by_code: toml.Flag = False
    tail: toml.Digits = 0
    trailing_zeros: toml.Flag = False
    parents: MappingType[str, toml.Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """What becomes of rows with the same line, fund and statement."""

    repeated: Literal["error", "sum"] = "error"


@dataclass(frozen=True)
class Units:
    """What the places are that `--make-units` makes."""

    kind: Annotated[str, toml.one_of(KINDS)]
    currency: Annotated[str, toml.plain(toml.matching("[A-Z]{3}"), {"type": "string", "examples": ["KGS"]})]
    parent: toml.Text = ""


@dataclass(frozen=True)
class BudgetSection(tables.SectionSpec):
    """A row that says what the rows of a budget below it are."""

    set: Annotated[tables.Words, BUDGET.words] = field(default_factory=dict)
    take: Annotated[MappingType[str, tables.ColumnRef], BUDGET.columns] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BudgetMapping(tables.TableMapping):
    """A mapping of budgets."""

    names = FIELDS
    choices = CHOICES

    columns: Annotated[MappingType[str, tables.ColumnRef], BUDGET.columns] = field(default_factory=dict)
    constants: Annotated[tables.Words, BUDGET.words] = field(default_factory=dict)
    defaults: Annotated[tables.Words, BUDGET.words] = field(default_factory=dict)
    values: Annotated[MappingType[str, tables.Words], BUDGET.values] = field(default_factory=dict)
    sections: tuple[Annotated[BudgetSection, tables.NOT_EMPTY], ...] = ()
    numbers: BudgetNumbers = field(default_factory=BudgetNumbers)
    code: CodeSpec = field(default_factory=CodeSpec)
    classify: Annotated[MappingType[str, Classes], CLASSIFY] = field(default_factory=dict)
    totals: Totals = field(default_factory=Totals)
    hierarchy: Hierarchy = field(default_factory=Hierarchy)
    statement: Annotated[tables.Words, STATEMENT] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    amounts: Annotated[tuple[Annotated[Amount, AMOUNT], ...], Field(min_length=1)]
    year: FiscalYear = field(default_factory=FiscalYear)
    units: Units | None = None

    def told(self, **said: str) -> BudgetMapping:
        """The mapping with more said of its statements, and a fingerprint that differs."""
        more = {name: value for name, value in said.items() if value}
        if not more:
            return self
        decides = json.dumps([self.sha256, more], sort_keys=True)
        sha256 = hashlib.sha256(decides.encode()).hexdigest()
        return replace(self, statement={**self.statement, **more}, sha256=sha256)

    @property
    def figures(self) -> tuple[tables.ColumnRef, ...]:
        return tuple(ref for amount in self.amounts for ref in amount.columns)

    def is_flow(self, amount: Amount) -> bool:
        """Whether the figures of a column are of a period alone, not since January."""
        return (amount.kind or self.numbers.kind) == "flow"
