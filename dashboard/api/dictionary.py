"""The data dictionary: every field of every answer, once. Tables are written and the schema is made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from dashboard.api.parameters import SURVEY_ROWS
from dashboard.i18n import LANGUAGES, NAMED_IN, t
from dashboard.store.survey_tables import (
    ACTION_STATES,
    ANSWER_ROLES,
    ASKED_AT,
    FIGURE_UNITS,
    MODES,
    OUTSIDE_ROLES,
    STUDY_KINDS,
    THEMES,
)
from dashboard.store.survey_tables import DIRECTIONS as DIRECTIONS_OF
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
from dashboard.store.work_records import WORD_OF, WORDS
from dashboard.store.works_tables import DATES, FUNDING_SOURCES, PRECISIONS, STAGES, STATUSES, WORK_ROLES

Type = Literal["text", "integer", "number", "money", "date", "moment", "flag", "texts", "integers", "fundings"]
_ROLLUP = tuple(sorted(DIMENSIONS))
_ALL = ("line", *_ROLLUP, "total")
_MONEY = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
_SCHEMAS: dict[Type, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "money": _MONEY,
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "flag": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer"}},
    "fundings": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["source", "label", "amount", "amount_minor"],
            "properties": {
                "source": {"type": "string", "enum": list(FUNDING_SOURCES)},
                "label": {"type": "string"},
                "amount": {**_MONEY, "type": ["string", "null"]},
                "amount_minor": {"type": ["integer", "null"]},
            },
            "additionalProperties": False,
        },
    },
}


@dataclass(frozen=True)
class Field:
    """One field. What it means is `api.field.<name>` in the catalogues.

    Attributes:
        origin: the column of the database it comes from, or its formula.
        says: the name its meaning has in the catalogues, where the same name means another thing elsewhere.
        unit: what a number counts.
        allowed: the values it can have; their words are `api.value.<value>`, those of "" `api.value.plain`.
        words: where the same value means another thing elsewhere: their words are `api.value.<words>_<value>`.
        empty: whether it can be null (an empty cell in CSV).
        by: the values of the parameter `by` whose rows have it; empty: the table knows no such parameter.
    """

    name: str
    type: Type
    origin: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    empty: bool = False
    by: tuple[str, ...] = ()
    says: str = ""
    words: str = ""

    @property
    def meaning(self) -> str:
        """Key of its meaning in the catalogues."""
        return f"api.field.{self.says or self.name}"

    def value(self, value: str) -> str:
        """Key of the words of an allowed value."""
        word = value or "plain"
        return f"api.value.{self.words}_{word}" if self.words else f"api.value.{word}"

    @property
    def schema(self) -> dict[str, Any]:
        """The field's JSON schema."""
        schema = dict(_SCHEMAS[self.type])
        if self.allowed and self.type == "texts":
            schema["items"] = {**schema["items"], "enum": list(self.allowed)}
        elif self.allowed and self.type == "text":
            schema["enum"] = list(self.allowed)
        if self.empty:
            schema["type"] = [schema["type"], "null"]
        return schema


PLACES = (
    Field("code", "text", "municipality.code"),
    Field("soate", "text", "municipality.soate", empty=True),
    Field("kind", "text", "municipality.kind", allowed=KINDS),
    *(Field(f"name_{lang}", "text", f"municipality.name_{lang}") for lang in NAMED_IN),
    Field("named_in", "text", "municipality.named_in", allowed=("", "ru"), words="named_in"),
    Field("oblast", "text", "municipality.parent_id → … → kind = oblast", empty=True),
    Field("rayon", "text", "municipality.parent_id → … → kind = rayon", empty=True),
    Field("currency", "text", "municipality.currency", unit="ISO 4217"),
    Field("valid_from", "date", "municipality.valid_from", empty=True),
    Field("valid_to", "date", "municipality.valid_to", empty=True),
    Field("fictional", "flag", "municipality.is_fictional"),
    Field("feeds_since", "date", "municipality.feeds_since", empty=True),
    Field("years", "integers", "slice.fiscal_year, slice.is_current"),
    Field("directions", "texts", "slice.direction, slice.is_current", allowed=DIRECTIONS),
    Field("phases", "texts", "slice.phase, slice.is_current", allowed=PHASES),
    Field("newest_document", "date", "max(document.date), slice.is_current, work_report.is_current", empty=True),
    Field("updated", "moment", "max(release.imported_at), slice.is_current", unit="UTC", empty=True),
)
BUDGET = (
    Field("place", "text", "municipality.code", by=_ALL),
    Field("year", "integer", "slice.fiscal_year", by=_ALL),
    Field("direction", "text", "slice.direction", allowed=DIRECTIONS, by=_ALL),
    Field("phase", "text", "slice.phase", allowed=PHASES, by=_ALL),
    Field("scope", "text", "slice.scope", allowed=SCOPES, by=_ALL),
    Field("period_end", "date", "slice.period_end", by=_ALL),
    Field("covers", "text", "slice.covers", allowed=COVERS, by=_ALL),
    *(Field(f"covers_{lang}", "text", f"slice.covers_{lang}", by=_ALL, says="part_name") for lang in NAMED_IN),
    Field("itemises", "text", "slice.itemises", allowed=ITEMISES, by=_ALL, words="itemises"),
    Field("rounded_to", "money", "slice.rounded_to_minor ÷ 100", unit="currency", by=_ALL),
    Field("part", "text", "slice.part", by=_ALL),
    Field("part_role", "text", "slice.part_role", allowed=("", *PART_ROLES), by=_ALL, words="annex"),
    Field("issuer", "text", "slice.issuer, document.publisher", by=_ALL),
    Field("fund", "text", "fact.fund; rollup.fund; by=total: all", allowed=FUNDS, by=_ALL),
    Field("key", "text", "budget_line.key; classification.key", by=("line", *_ROLLUP)),
    *(
        Field(
            f"name_{lang}", "text", f"printed_label.label_{lang}, budget_line.label_{lang}; classification.name_{lang}",
            by=("line", *_ROLLUP), says=f"budget_name_{lang}",
        )
        for lang in NAMED_IN
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
    *(Field(f"note_{lang}", "text", f"fact_note.text_{lang}", by=("line",)) for lang in NAMED_IN),
    Field("document_key", "text", "document.key", by=_ALL),
    Field("document_number", "text", "document.number", by=_ALL),
    Field("document_date", "date", "document.date", empty=True, by=_ALL),
    Field("document_date_printed", "text", "document.date_printed", by=_ALL),
    Field("document_title", "text", "document.title", by=_ALL),
    Field("document_url", "text", "document.url", by=_ALL),
    Field("release", "integer", "slice.release_id", by=_ALL),
    Field("fictional", "flag", "municipality.is_fictional", by=_ALL),
)  # fmt: skip
HOLDINGS = (
    Field("place", "text", "municipality.code"),
    Field("year", "integer", "slice.fiscal_year; today"),
    Field("kind", "text", "slice.phase", allowed=("budget", "execution"), says="holding_kind", words="holding"),
    Field(
        "state", "text", "slice.is_current, looked_for.found, municipality.feeds_since, today",
        allowed=("held", "not_held", "not_published", "not_due", "late"), says="holding_state", words="holding",
    ),
    Field("directions", "texts", "slice.direction, slice.covers = whole", allowed=("revenue", "expenditure"),
          says="holding_directions"),
    Field("period_end", "date", "slice.period_end", empty=True),
    Field("document_key", "text", "document.key", says="holding_document"),
    Field("document_date", "date", "document.date", empty=True),
    Field("looked_on", "date", "looked_for.looked_on", empty=True),
    Field("check_url", "text", "looked_for.url"),
    Field("fictional", "flag", "municipality.is_fictional"),
)  # fmt: skip
_WORK_MONEY = {
    "first_planned": "work_standing.first_planned_minor", "planned": "work_standing.last_planned_minor",
    "contract": "work_report.contract_minor", "paid": "work_report.paid_minor",
}  # fmt: skip


def _money_of_works(columns: Mapping[str, str]) -> tuple[Field, ...]:
    """Three fields of each amount."""
    return tuple(
        field
        for kind, column in columns.items()
        for field in (
            Field(f"{kind}_amount", "money", f"{column} ÷ 100", unit="currency", empty=True),
            Field(f"{kind}_minor", "integer", column, unit="currency ÷ 100", empty=True),
            Field(f"{kind}_mark", "text", f"{kind}_minor", allowed=("", "missing", "zero"), says="work_mark"),
        )
    )


def _precision(name: str, table: str) -> Field:
    allowed = ("day", *filter(None, PRECISIONS), "")
    origin = f"{table}.{name}_precision"
    return Field(f"{name}_precision", "text", origin, allowed=allowed, says="precision", words="precision")


_PRECISIONS = tuple(_precision(name, "work_report") for name in DATES)
WORKS = (
    Field("place", "text", "municipality.code"),
    Field("id", "integer", "work.id", says="work_id"),
    Field("key", "text", "work.key", says="work_key"),
    Field("role", "text", "work.role", allowed=WORK_ROLES, says="work_role"),
    Field("title_printed", "text", "work.title"),
    *(Field(f"title_{lang}", "text", f"work.title_{lang}") for lang in NAMED_IN),
    Field("description", "text", "work.description"),
    Field("type", "text", "work.type", unit="OC4IDS projectType", says="work_type"),
    Field("sector", "text", "work.sector", unit="OC4IDS projectSector"),
    Field("service", "text", "work.service"),
    Field("function_key", "text", "work.function_id → classification.key", says="work_function"),
    Field("village", "text", "work.village"),
    Field("latitude", "number", "work.latitude", unit="° WGS 84", empty=True),
    Field("longitude", "number", "work.longitude", unit="° WGS 84", empty=True),
    Field("ocid", "text", "work.ocid"),
    Field("quantity", "number", "work.quantity", unit="quantity_unit", empty=True),
    Field("quantity_unit", "text", "work.quantity_unit"),
    Field("beneficiaries", "integer", "work.beneficiaries", empty=True),
    Field("as_of", "date", "work_report.as_of"),
    Field("status", "text", "work_report.status", unit="OC4IDS projectStatus", allowed=STATUSES),
    Field("word", "text", "status, work_standing.missing_from", allowed=WORDS),
    *(
        Field(f"{kind}_{edge}", "date", f"work_report.{kind}_{edge}", empty=True)
        for kind in ("planned", "actual")
        for edge in ("start", "end")
    ),
    *_PRECISIONS,
    Field("first_end", "date", "work_standing.first_end", empty=True),
    _precision("first_end", "work_standing"),
    Field("last_end", "date", "work_standing.last_end", empty=True),
    _precision("last_end", "work_standing"),
    Field("postponements", "integer", "work_standing.postponements"),
    Field(
        "days_late", "integer", "done: actual_end − first_end; planned, preparing, under_way: counted_to − first_end",
        unit="days", empty=True,
    ),
    Field(
        "days_late_last", "integer", "as days_late, with last_end for first_end",
        unit="days", empty=True,
    ),
    Field("counted_to", "date", "work_report.as_of, today", empty=True),
    Field("missing_from", "date", "work_standing.missing_from", empty=True),
    Field("delay_reason", "text", "work_report.delay_reason"),
    Field("new_end", "date", "work_report.new_end", empty=True),
    *_money_of_works(_WORK_MONEY),
    Field("currency", "text", "municipality.currency", unit="ISO 4217"),
    Field("funding", "fundings", "work_funding", unit="currency", allowed=FUNDING_SOURCES),
    Field("contractor", "text", "work_report.contractor"),
    Field("links", "texts", "work_link.url"),
    Field("progress", "text", "work_report.progress"),
    *(Field(f"note_{lang}", "text", f"work_report.note_{lang}", says=f"work_note_{lang}") for lang in NAMED_IN),
    Field("document_key", "text", "document.key", says="work_document"),
    Field("document_number", "text", "document.number"),
    Field("document_date", "date", "document.date", empty=True),
    Field("document_date_printed", "text", "document.date_printed"),
    Field("document_title", "text", "document.title"),
    Field("document_url", "text", "document.url"),
    Field("release", "integer", "work_report.release_id", says="work_release"),
    Field("fictional", "flag", "municipality.is_fictional"),
)  # fmt: skip
_WORK = {field.name: field for field in WORKS}
_OF_PAPER = (
    "document_key", "document_number", "document_date", "document_date_printed", "document_title", "document_url",
    "release", "fictional",
)  # fmt: skip
#: What a report says, where the row of a work has what all of its reports say.
_AS_REPORTED = ("planned_end", "planned_amount", "planned_minor")


def _as_reported(field: Field) -> Field:
    return replace(field, says=f"report_{field.name}") if field.name in _AS_REPORTED else field


WORKS_HISTORY = tuple(
    map(
        _as_reported,
        (
            *(_WORK[name] for name in ("place", "id", "key")),
            Field("title_printed", "text", "work_report.title"),
            Field("current", "flag", "work_report.is_current", says="work_current"),
            _WORK["as_of"],
            _WORK["status"],
            Field("word", "text", "status", allowed=tuple(dict.fromkeys(WORD_OF.values())), says="report_word"),
            *(_WORK[name] for name in ("planned_start", "planned_end", "actual_start", "actual_end")),
            *(_WORK[name] for name in ("delay_reason", "new_end", "contractor")),
            *_PRECISIONS,
            *_money_of_works({kind: f"work_report.{kind}_minor" for kind in ("planned", "contract", "paid")}),
            *(_WORK[name] for name in ("currency", "funding", "note_ky", "note_ru", "note_en", *_OF_PAPER)),
        ),
    )
)
WORKS_PHOTOS = (
    *(_WORK[name] for name in ("place", "id", "key")),
    Field("photo_url", "text", "photo.file"),
    Field("stage", "text", "photo.stage", allowed=STAGES, words="stage"),
    Field("pair", "text", "photo.pair"),
    Field("taken_on", "date", "photo.taken_on", empty=True),
    Field("width", "integer", "photo.width", unit="px"),
    Field("height", "integer", "photo.height", unit="px"),
    Field("drawn", "flag", "photo.drawn"),
    *(Field(f"alt_{lang}", "text", f"photo.alt_{lang}") for lang in NAMED_IN),
    Field("release", "integer", "photo.release_id", says="photo_release"),
    _WORK["fictional"],
)
_CUBE = ("share", "answer")
_ASKED = (*_CUBE, "number")
_NUMBER = ("number",)
_OF_STUDY = tuple(row for row in SURVEY_ROWS if row != "request")
_REQUEST = ("request",)
SURVEY = (
    Field("place", "text", "municipality.code", by=SURVEY_ROWS),
    Field("study", "text", "study.key; action.study", by=SURVEY_ROWS),
    Field("series", "text", "study.series", by=_OF_STUDY),
    Field("study_kind", "text", "study.kind", allowed=STUDY_KINDS, by=_OF_STUDY),
    Field("mode", "text", "study.mode", allowed=MODES, by=_OF_STUDY),
    Field("from_day", "date", "study.from_day", empty=True, by=_OF_STUDY),
    Field("to_day", "date", "study.to_day", empty=True, by=_OF_STUDY),
    Field("respondents", "integer", "study.respondents", empty=True, by=_OF_STUDY),
    *(
        Field(f"{part}_{lang}", "text", f"study.{part}_{lang}", by=("study",), says=f"study_{part}")
        for part in ("title", "asked_by", "population", "method")
        for lang in NAMED_IN
    ),
    Field("languages", "texts", "study.languages", by=("study", *_ASKED)),
    *(Field(name, "flag", f"study.{name}", by=("study",)) for name in ("weighted", "stratified", "clustered")),
    Field("few", "integer", "study.few", by=("study",)),
    Field("small", "integer", "study.small", by=("study",)),
    Field("indicator", "text", "indicator.key", by=_ASKED),
    Field("own", "flag", "indicator.study_id", by=_ASKED, says="indicator_own"),
    Field("theme", "text", "indicator.theme", allowed=THEMES, by=_ASKED),
    Field("service", "text", "indicator.service; action.service", by=(*_ASKED, *_REQUEST),
          says="indicator_service"),
    Field("direction", "text", "indicator.direction", allowed=DIRECTIONS_OF, by=_ASKED, says="indicator_direction",
          words="direction"),
    *(
        Field(f"{part}_{lang}", "text", f"indicator.{part}_{lang}", by=_ASKED, says=f"indicator_{part}")
        for part in ("name", "claim")
        for lang in NAMED_IN
    ),
    Field("about", "text", "study_figure.municipality_id → municipality.code", by=("figure",), says="printed_about"),
    *(
        Field(f"question_{lang}", "text", f"study_question.text_{lang}; study_figure.question_{lang}",
              by=(*_ASKED, "figure"), says="question_words")
        for lang in NAMED_IN
    ),
    *(Field(f"{role}_in_base", "flag", f"study_question.{role}_in_base", by=("share",)) for role in OUTSIDE_ROLES),
    Field("wording", "text", "study_question.wording", by=_ASKED),
    Field("answer", "text", "survey_cell.answer; answer_share.code", by=_CUBE),
    *(
        Field(f"answer_{lang}", "text", f"study_answer.name_{lang}; study_figure.answer_{lang}; action.answer_{lang}",
              by=(*_CUBE, "figure", *_REQUEST), says="answer_name")
        for lang in NAMED_IN
    ),
    Field("answer_role", "text", "study_answer.role", allowed=ANSWER_ROLES, by=("answer",)),
    Field("dimension1", "text", "survey_cell.dimension1; answer_share.dimension", by=_CUBE, says="dimension"),
    Field("value1", "text", "survey_cell.value1; answer_share.value", by=_CUBE, says="dimension_value"),
    Field("dimension2", "text", "survey_cell.dimension2", by=("share",), says="dimension"),
    Field("value2", "text", "survey_cell.value2", by=("share",), says="dimension_value"),
    Field("n", "integer", "survey_cell.n; answer_share.n; study_number.n", unit="respondents", empty=True, by=_ASKED),
    Field("mean", "number", "study_number.mean", by=_NUMBER),
    Field("mean_low", "number", "study_number.low", empty=True, by=_NUMBER),
    Field("mean_high", "number", "study_number.high", empty=True, by=_NUMBER),
    Field("median", "number", "study_number.median", by=_NUMBER),
    Field("step", "number", "study_number.step", by=_NUMBER),
    Field("above", "number", "indicator.above", by=_NUMBER),
    *(Field(f"unit_{lang}", "text", f"indicator.unit_{lang}", by=_NUMBER, says="number_unit") for lang in NAMED_IN),
    Field("share", "number", "survey_cell.share; answer_share.share", unit="0–1", empty=True, by=_CUBE),
    Field("n_eff", "number", "survey_cell.n_eff", unit="respondents", empty=True, by=("share",)),
    Field("low", "number", "survey_cell.low", unit="0–1", empty=True, by=("share",)),
    Field("high", "number", "survey_cell.high", unit="0–1", empty=True, by=("share",)),
    Field("survey_mark", "text", "is_hidden, is_small", allowed=("", "suppressed", "small"), by=("share",)),
    Field("value", "number", "study_figure.value", unit="unit", by=("figure",), says="printed_value"),
    Field("unit", "text", "study_figure.unit", allowed=FIGURE_UNITS, by=("figure",), says="printed_unit"),
    *(
        Field(f"note_{lang}", "text", f"study_figure.note_{lang}", by=("figure",)) for lang in NAMED_IN
    ),
    Field("key", "text", "action.key", by=_REQUEST, says="request_key"),
    *(Field(f"asked_{lang}", "text", f"action.asked_{lang}", by=_REQUEST, says="asked") for lang in NAMED_IN),
    Field("asked_on", "date", "action.asked_on", by=_REQUEST),
    Field("asked_at", "text", "action.asked_at", allowed=ASKED_AT, by=_REQUEST),
    Field("people", "integer", "action.people", empty=True, by=_REQUEST),
    Field("state", "text", "action.state", allowed=ACTION_STATES, by=_REQUEST),
    Field("answered_on", "date", "action.answered_on", empty=True, by=_REQUEST),
    Field("next_check", "date", "action.next_check", empty=True, by=_REQUEST),
    Field("work", "text", "action.work", by=_REQUEST),
    Field("link", "text", "action.url", by=_REQUEST),
    Field("document_key", "text", "document.key", by=_OF_STUDY, says="survey_document"),
    Field("document_number", "text", "document.number", by=_OF_STUDY),
    Field("document_date", "date", "document.date", empty=True, by=_OF_STUDY),
    Field("document_date_printed", "text", "document.date_printed", by=_OF_STUDY),
    Field("document_title", "text", "document.title", by=_OF_STUDY),
    Field("document_url", "text", "document.url", by=_OF_STUDY),
    Field("release", "integer", "study.release_id; action.release_id", by=SURVEY_ROWS, says="survey_release"),
    Field("fictional", "flag", "municipality.is_fictional", by=SURVEY_ROWS),
)  # fmt: skip
TABLES: dict[str, tuple[Field, ...]] = {
    "places": PLACES,
    "budget": BUDGET,
    "holdings": HOLDINGS,
    "works": WORKS,
    "works_history": WORKS_HISTORY,
    "works_photos": WORKS_PHOTOS,
    "survey": SURVEY,
}


def fields(table: str, by: str = "") -> tuple[Field, ...]:
    """The fields of a table's rows, in order; of the budget's and of surveys' for one value of `by`."""
    return tuple(field for field in TABLES[table] if not by or by in field.by)


def dictionary() -> dict[str, Any]:
    """The whole dictionary, in three languages."""
    return {table: [_entry(field) for field in fields] for table, fields in TABLES.items()}


def _entry(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "meaning": {lang: t(lang, field.meaning) for lang in LANGUAGES},
        "type": field.type,
        "unit": field.unit,
        "may_be_empty": field.empty,
        "allowed": [
            {"value": value, **{lang: t(lang, field.value(value)) for lang in LANGUAGES}} for value in field.allowed
        ],
        "from": field.origin,
        "by": list(field.by),
    }
