"""The data dictionary: every field of every answer, once. Tables are written and the schema is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dashboard.i18n import LANGUAGES, t
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, FUNDS, KINDS, PHASES, ROLES, SCOPES, UNITS

Type = Literal["text", "integer", "money", "date", "moment", "flag", "texts", "integers"]
_ROLLUP = tuple(sorted(DIMENSIONS))
_ALL = ("line", *_ROLLUP, "total")
_SCHEMAS: dict[Type, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "money": {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "flag": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer"}},
}


@dataclass(frozen=True)
class Field:
    """One field. What it means is `api.field.<name>` in the catalogues.

    Attributes:
        origin: the column of the database it comes from, or its formula.
        unit: what a number counts.
        allowed: the values it can have; their words are `api.value.<value>`.
        empty: whether it can be null (an empty cell in CSV).
        by: the values of the parameter `by` whose rows have it; empty: rows of places.
    """

    name: str
    type: Type
    origin: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    empty: bool = False
    by: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The field's JSON schema."""
        schema = dict(_SCHEMAS[self.type])
        if self.allowed and self.type == "texts":
            schema["items"] = {**schema["items"], "enum": list(self.allowed)}
        elif self.allowed:
            schema["enum"] = list(self.allowed)
        if self.empty:
            schema["type"] = [schema["type"], "null"]
        return schema


PLACES = (
    Field("code", "text", "municipality.code"),
    Field("soate", "text", "municipality.soate", empty=True),
    Field("kind", "text", "municipality.kind", allowed=KINDS),
    *(Field(f"name_{lang}", "text", f"municipality.name_{lang}") for lang in LANGUAGES),
    Field("oblast", "text", "municipality.parent_id → … → kind = oblast", empty=True),
    Field("rayon", "text", "municipality.parent_id → … → kind = rayon", empty=True),
    Field("currency", "text", "municipality.currency", unit="ISO 4217"),
    Field("valid_from", "date", "municipality.valid_from", empty=True),
    Field("valid_to", "date", "municipality.valid_to", empty=True),
    Field("fictional", "flag", "municipality.is_fictional"),
    Field("years", "integers", "slice.fiscal_year, slice.is_current"),
    Field("directions", "texts", "slice.direction, slice.is_current", allowed=DIRECTIONS),
    Field("phases", "texts", "slice.phase, slice.is_current", allowed=PHASES),
    Field("updated", "moment", "max(release.imported_at), slice.is_current", unit="UTC", empty=True),
)
BUDGET = (
    Field("place", "text", "municipality.code", by=_ALL),
    Field("year", "integer", "slice.fiscal_year", by=_ALL),
    Field("direction", "text", "slice.direction", allowed=DIRECTIONS, by=_ALL),
    Field("phase", "text", "slice.phase", allowed=PHASES, by=_ALL),
    Field("scope", "text", "slice.scope", allowed=SCOPES, by=_ALL),
    Field("period_end", "date", "slice.period_end", by=_ALL),
    Field("fund", "text", "fact.fund; rollup.fund; by=total: all", allowed=FUNDS, by=_ALL),
    Field("key", "text", "budget_line.key; classification.key", by=("line", *_ROLLUP)),
    *(
        Field(f"name_{lang}", "text", f"budget_line.label_{lang}; classification.name_{lang}", by=("line", *_ROLLUP))
        for lang in LANGUAGES
    ),
    Field("label_printed", "text", "printed_label.label, budget_line.label", by=("line",)),
    Field("code", "text", "budget_line.code", by=("line",)),
    Field("parent_key", "text", "budget_line.parent_id; classification.parent_id", by=("line", *_ROLLUP)),
    Field("role", "text", "fact.role", allowed=ROLES, by=("line",)),
    *(Field(f"{kind}_key", "text", f"budget_line.{kind}_id", by=("line",)) for kind in DIMENSIONS),
    Field("line_count", "integer", "rollup.line_count", by=_ROLLUP),
    Field("amount", "money", "amount_minor ÷ 100", unit="currency", empty=True, by=_ALL),
    Field(
        "amount_minor", "integer", "fact.amount_minor; Σ fact.amount_minor (role = line); slice.amount_minor",
        unit="currency ÷ 100", empty=True, by=_ALL,
    ),
    Field("currency", "text", "municipality.currency", unit="ISO 4217", by=_ALL),
    Field("unit", "text", "fact.unit", allowed=tuple(UNITS), by=("line",)),
    Field("mark", "text", "amount, previous_amount", allowed=("", "missing", "zero", "restated"), by=_ALL),
    Field("previous_amount", "money", "slice.previous_id → amount_minor ÷ 100", unit="currency", empty=True, by=_ALL),
    Field("basis", "text", "slice.basis", allowed=("stated", "lines", "none"), by=("total",)),
    Field("stated_amount", "money", "slice.stated_minor ÷ 100", unit="currency", empty=True, by=("total",)),
    Field("lines_amount", "money", "slice.lines_minor ÷ 100", unit="currency", empty=True, by=("total",)),
    *(Field(f"note_{lang}", "text", f"fact_note.text_{lang}", by=("line",)) for lang in LANGUAGES),
    Field("document_key", "text", "document.key", by=_ALL),
    Field("document_number", "text", "document.number", by=_ALL),
    Field("document_date", "date", "document.date", empty=True, by=_ALL),
    Field("document_date_printed", "text", "document.date_printed", by=_ALL),
    Field("document_title", "text", "document.title", by=_ALL),
    Field("document_url", "text", "document.url", by=_ALL),
    Field("release", "integer", "slice.release_id", by=_ALL),
    Field("fictional", "flag", "municipality.is_fictional", by=_ALL),
)  # fmt: skip
TABLES: dict[str, tuple[Field, ...]] = {"places": PLACES, "budget": BUDGET}


def fields(table: str, by: str = "") -> tuple[Field, ...]:
    """The fields of a table's rows, in order; of the budget's for one value of `by`."""
    return tuple(field for field in TABLES[table] if not by or by in field.by)


def dictionary() -> dict[str, Any]:
    """The whole dictionary, in three languages."""
    return {table: [_entry(field) for field in fields] for table, fields in TABLES.items()}


def _entry(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "meaning": {lang: t(lang, f"api.field.{field.name}") for lang in LANGUAGES},
        "type": field.type,
        "unit": field.unit,
        "may_be_empty": field.empty,
        "allowed": [
            {"value": value, **{lang: t(lang, f"api.value.{value or 'plain'}") for lang in LANGUAGES}}
            for value in field.allowed
        ],
        "from": field.origin,
        "by": list(field.by),
    }
