"""What a mapping of budgets says: the schema its file is read by, and the object it makes.

Keys, kinds and meanings stand here, in `tables` and in `pieces` and nowhere else: the reader (`load`), its messages,
the tables of the guides and the JSON Schema for editors are all made from them.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from dashboard.intake.mapping.kinds import TableOf
from dashboard.intake.mapping.pieces import NOT_EMPTY, Column, ColumnRef, Condition, says
from dashboard.intake.mapping.tables import FieldTables, Numbers, SectionSpec, TableMapping, Words
from dashboard.intake.mapping.values import Digits, Flag, Text, one_of
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, FUNDS, PHASES, ROLES, SCOPES, UNITS

NumberStyle = Literal["auto", "comma", "point"]
Kind = Literal["cumulative", "flow"]

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
}  # fmt: skip
FIELDS = tuple(BUDGET_FIELDS)
#: Fields that one column of amounts may settle for itself.
AMOUNT_FIELDS = ("direction", "phase", "scope", "fiscal_year", "period_end", "month", "unit", "fund")
CHOICES: MappingType[str, tuple[str, ...]] = {
    "direction": DIRECTIONS, "phase": PHASES, "scope": SCOPES, "fund": FUNDS, "role": ROLES, "unit": tuple(UNITS),
}  # fmt: skip
BUDGET = FieldTables(BUDGET_FIELDS, CHOICES)


@dataclass(frozen=True)
class BudgetNumbers(Numbers):
    """How figures, dates and empty cells of budgets are written."""

    number_style: Annotated[
        NumberStyle,
        says("`comma`: 1 234,5; `point`: 1,234.5; `auto` (usual) takes only what can be read in one way: «1,234» asks"),
    ] = "auto"
    kind: Annotated[
        Kind, says("`cumulative` (usual): since January; `flow`: of the month alone, summed from January")
    ] = "cumulative"
    blank: Annotated[
        Literal["drop", "missing", "zero"],
        says("an empty amount: `drop` (usual), `missing` (named in the paper, no figure published), `zero`"),
    ] = "drop"


@dataclass(frozen=True)
class Amount:
    """A column of amounts and what is the same for all of them. `flow`: sums of a period, not since January."""

    column: ColumnRef
    set: Words = field(default_factory=dict)
    kind: Kind | None = None

    @property
    def flow(self) -> bool:
        """Whether its figures are of a period alone."""
        return self.kind == "flow"


AMOUNT = TableOf(
    {
        "column": Annotated[Column, says("the column of amounts")],
        "kind": Annotated[Kind, says("as in `[numbers]`, of this column")],
        **{name: BUDGET.words.keys[name] for name in AMOUNT_FIELDS},
    },
    ("column",),
    lambda told: Amount(told.pop("column"), kind=told.pop("kind", None), set=told),
)


@dataclass(frozen=True)
class CodeSpec:
    """How codes are written: signs to remove, and the number of digits every code must have."""

    strip: Annotated[Text, says("signs to remove from codes")] = ""
    digits: Annotated[
        Digits | None,
        says("every code of digits must have so many; 701 for 0701 is then an error: a spreadsheet has eaten the zero"),
    ] = None
    pad: Annotated[Flag, says("put the zero back instead")] = False


@dataclass(frozen=True)
class Classes:
    """How a line finds its place in one classification (source, function or economic); tried in this order."""

    exact: Annotated[MappingType[str, Text], says("code → key of a class")] = field(default_factory=dict)
    prefix: Annotated[MappingType[str, Text], says("beginning of a code → key of a class; the longest wins")] = field(
        default_factory=dict
    )
    national: Annotated[Flag, says("codes of the classification itself")] = False
    labels: Annotated[Flag, says("labels known from `import aliases`")] = False
    default: Annotated[Text, says("key for what is left; usually nothing")] = ""


@dataclass(frozen=True)
class Totals:
    """Which rows are totals, subtotals and "of which" rows."""

    words: Annotated[Flag, says("`false`: do not look at words like «Итого»; usually `true`")] = True
    missing_code: Annotated[Flag, says("a row with amounts and no code is a total")] = False
    fund: Annotated[str | None, one_of(FUNDS), says("the fund of the totals: `all`, where they are over all")] = None
    total: Annotated[
        tuple[Condition, ...],
        says("your own conditions, each as in `[[where]]`; without `column` the label is looked at"),
    ] = ()
    subtotal: Annotated[
        tuple[Condition, ...],
        says("the same for subtotals; where a file has several «Итого», name those of parts here"),
    ] = ()
    of_which: Annotated[tuple[Condition, ...], says("the same for parts of the row above")] = ()


@dataclass(frozen=True)
class Hierarchy:
    """Parents by code: the row with the longest code that begins this row's code; such a row is a subtotal."""

    by_code: Annotated[
        Flag, says("a row is the parent of those whose codes begin with its own, and, beside it, their subtotal")
    ] = False
    tail: Annotated[Digits, says("digits at the end that do not count")] = 0
    trailing_zeros: Annotated[Flag, says("zeros at the end do not count (1000 is the parent of 1100)")] = False
    parents: Annotated[MappingType[str, Text], says("code → code of its parent, where the rule is wrong")] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class BudgetSection(SectionSpec):
    """A row that says what the rows of a budget below it are."""

    set: Annotated[Words, BUDGET.words, says("what the rows below are")] = field(default_factory=dict)
    take: Annotated[
        MappingType[str, ColumnRef],
        BUDGET.columns,
        says("fields that the rows below get from the cells of the section's own row"),
    ] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BudgetMapping(TableMapping):
    """A mapping of budgets."""

    names = FIELDS
    choices = CHOICES

    columns: Annotated[MappingType[str, ColumnRef], BUDGET.columns, says("which column is which field")] = field(
        default_factory=dict
    )
    constants: Annotated[Words, BUDGET.words, says("fields with the same value in all rows")] = field(
        default_factory=dict
    )
    defaults: Annotated[Words, BUDGET.words, says("values of fields where the cell is empty")] = field(
        default_factory=dict
    )
    values: Annotated[
        MappingType[str, Words],
        BUDGET.values,
        says('translates what stands in the column of a field: `[values.fund]` `C = "budget"`'),
    ] = field(default_factory=dict)
    sections: Annotated[
        tuple[Annotated[BudgetSection, NOT_EMPTY], ...],
        says("rows that say what the rows below them are, up to the next; conditions are those of `[[where]]`"),
    ] = ()
    numbers: Annotated[BudgetNumbers, says("how figures and dates are written")] = field(default_factory=BudgetNumbers)
    code: Annotated[CodeSpec, says("how codes are written")] = field(default_factory=CodeSpec)
    classify: Annotated[
        MappingType[str, Classes],
        TableOf({name: Annotated[Classes, says("classes of this kind")] for name in DIMENSIONS}),
        says(
            "how a line finds its class; `source` is for revenue, the other two for expenditure. The code is "
            "`source_code` and so on if given, else `code`"
        ),
    ] = field(default_factory=dict)
    totals: Annotated[Totals, says("which rows are totals")] = field(default_factory=Totals)
    hierarchy: Annotated[Hierarchy, says("codes that contain other codes")] = field(default_factory=Hierarchy)
    amounts: Annotated[
        tuple[Annotated[Amount, AMOUNT], ...],
        says("the columns of amounts, one table each, with what is true of the whole column", min_length=1),
    ]

    @property
    def number_style(self) -> NumberStyle:
        """How amounts are written."""
        return self.numbers.number_style

    @property
    def blank(self) -> Literal["drop", "missing", "zero"]:
        """What an empty amount is."""
        return self.numbers.blank

    @property
    def classes(self) -> MappingType[str, Classes]:
        """How lines find their classes, by the kind of classification."""
        return self.classify

    def has(self, name: str) -> bool:
        """Whether rows are told the field at all, by a column, a constant or a section."""
        by_section = any(name in section.set or name in section.take for section in self.sections)
        return name in self.columns or name in self.constants or by_section


def whole_budget(mapping: BudgetMapping) -> BudgetMapping:
    """Columns of amounts that do not say their kind have that of all."""
    kind = mapping.numbers.kind
    return replace(mapping, amounts=tuple(replace(each, kind=each.kind or kind) for each in mapping.amounts))
