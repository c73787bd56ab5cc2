"""The layouts of reference files: which columns, which are needed, and what their cells hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.i18n import NAMED_IN
from dashboard.intake.reference import cells
from dashboard.store.survey_tables import ACTION_STATES, ASKED_AT, FIGURE_UNITS, INDICATOR_KINDS, MODES, THEMES
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, KINDS, LOOKED_FOR


@dataclass(frozen=True)
class ReferenceColumn:
    """One column: how a cell is read, whether it may be empty, and what an empty or absent one means.

    `stored`: whether the database keeps it; others are for the people who keep the file. `shared`: it says something
    of all rows that share a key, and may stand in one of them or in each. `kept`: an empty cell leaves what the
    database has, and "-" empties it.
    """

    read: cells.Reader = str
    needed: bool = False
    empty: Any = ""
    stored: bool = True
    shared: bool = False
    kept: bool = False


@dataclass(frozen=True)
class ReferenceLayout:
    """The columns of a file. `unique`: columns that together may not repeat; the first is the key of shared ones.

    `updates`: rows renew what the database has, and columns that the file does not have leave it as it is.
    """

    columns: Mapping[str, ReferenceColumn]
    unique: tuple[str, ...]
    updates: bool = False


_TEXT, _NEEDED, _COMMENT = ReferenceColumn(), ReferenceColumn(needed=True), ReferenceColumn(stored=False)
_DAY, _DAY_NEEDED = ReferenceColumn(cells.day, empty=None), ReferenceColumn(cells.day, needed=True)
_SLUG, _COUNT = ReferenceColumn(cells.slug, needed=True), ReferenceColumn(cells.count, needed=True)
_ADDRESS, _FLAG = ReferenceColumn(cells.address), ReferenceColumn(cells.flag, empty=False)
_SHARE, _CODE = ReferenceColumn(cells.share, empty=None), ReferenceColumn(empty=None)
_SHARED, _SHARED_NEEDED = ReferenceColumn(shared=True), ReferenceColumn(needed=True, shared=True)


def _one_of(*words: str) -> ReferenceColumn:
    return ReferenceColumn(cells.one_of(*words), needed=True)


def _each(column: ReferenceColumn, *parts: str) -> dict[str, ReferenceColumn]:
    """The same column in every language that has names, part by part."""
    return {f"{part}_{lang}": column for part in parts for lang in NAMED_IN}


UNITS = ReferenceLayout(
    {
        "code": _SLUG, "soate": ReferenceColumn(cells.soate, empty=None), "kind": _one_of(*KINDS),
        "name_ky": _NEEDED, "name_ru": _TEXT, "name_en": _TEXT, "parent": _TEXT,
        "currency": ReferenceColumn(cells.currency, needed=True),
        "valid_from": _DAY, "valid_to": _DAY, "is_fictional": _FLAG, "source_url": _ADDRESS,
        "email": ReferenceColumn(cells.email, kept=True), "whatsapp": ReferenceColumn(cells.whatsapp, kept=True),
        "feeds_since": ReferenceColumn(cells.day, empty=None, kept=True),
        "named_in": ReferenceColumn(cells.one_of("ru")), "note": _COMMENT,
    },
    ("code",), updates=True,
)  # fmt: skip
POPULATION = ReferenceLayout(
    {
        "municipality": _NEEDED, "as_of": _DAY_NEEDED, "people": _COUNT,
        "source_title": _TEXT, "source_url": _ADDRESS, "note": _COMMENT,
    },
    ("municipality", "as_of"), updates=True,
)  # fmt: skip
SUCCESSION = ReferenceLayout(
    {
        "predecessor": _NEEDED, "successor": _NEEDED, "effective_date": _DAY_NEEDED,
        "population_share": _SHARE, "budget_share": _SHARE, "act": _TEXT, "source_url": _ADDRESS, "note": _COMMENT,
    },
    ("predecessor", "successor"), updates=True,
)  # fmt: skip
CLASSIFICATION = ReferenceLayout(
    {
        "key": _SLUG, "parent": _TEXT, "kind": _one_of(*DIMENSIONS, "balance"), "direction": _one_of(*DIRECTIONS),
        "national_code": _CODE, "gfsm": _CODE, "cofog": _CODE, **_each(_NEEDED, "name"),
        "review": _FLAG, "own": _FLAG, "position": _COUNT, "note": _COMMENT,
    },
    ("key",), updates=True,
)  # fmt: skip
ALIASES = ReferenceLayout(
    {"kind": _one_of(*DIMENSIONS, "balance"), "label": _NEEDED, "key": _NEEDED, "note": _COMMENT}, ("kind", "label")
)
DOCUMENTS = ReferenceLayout(
    {
        "key": _NEEDED, "municipality": _COMMENT, "kind": _NEEDED,
        "authority": ReferenceColumn(cells.authority, needed=True), "number": _TEXT, "date": _DAY,
        "date_printed": _TEXT, "title": _NEEDED, "language": _TEXT, "url": _ADDRESS, "publisher": _TEXT,
        "note": _COMMENT,
    },
    ("key",), updates=True,
)  # fmt: skip
GLOSSARY = ReferenceLayout({**_each(_NEEDED, "term", "meaning"), "review": _COMMENT, "note": _COMMENT}, ("term_ky",))
INDICATORS = ReferenceLayout(
    {
        "key": ReferenceColumn(cells.catalogue_key, needed=True), "code": _TEXT,
        "theme": _one_of(*(theme for theme in THEMES if theme != "other")),
        "kind": _one_of(*(kind for kind in INDICATOR_KINDS if kind != "number")), "service": _TEXT,
        **_each(_NEEDED, "name", "claim"), "position": _COUNT, "note": _COMMENT,
    },
    ("key",), updates=True,
)  # fmt: skip
ACTIONS = ReferenceLayout(
    {
        "municipality": _NEEDED, "key": _SLUG, "service": _TEXT,
        "asked_ky": _NEEDED, "asked_ru": _TEXT, "asked_en": _TEXT, "asked_on": _DAY_NEEDED,
        "asked_at": _one_of(*ASKED_AT), "study": _TEXT, "people": ReferenceColumn(cells.count, empty=None),
        "state": _one_of(*ACTION_STATES), **_each(_TEXT, "answer"), "answered_on": _DAY, "next_check": _DAY,
        "work": _TEXT, "url": _ADDRESS, "note": _COMMENT,
    },
    ("municipality", "key"),
)  # fmt: skip
CONTACTS = ReferenceLayout(
    {
        "municipality": _NEEDED, "phone": ReferenceColumn(cells.phone), "email": ReferenceColumn(cells.email),
        "site": _ADDRESS, "address": _TEXT, "hours": _TEXT, "printed_on": _TEXT,
        "seen_on": ReferenceColumn(cells.past_day, empty=None), "source_title": _TEXT, "source_url": _ADDRESS,
        "note": _COMMENT,
    },
    ("municipality",),
)  # fmt: skip
CHECKS = ReferenceLayout(
    {
        "municipality": _NEEDED, "kind": _one_of(*LOOKED_FOR), "fiscal_year": ReferenceColumn(cells.year, needed=True),
        "looked_on": ReferenceColumn(cells.past_day, needed=True), "url": ReferenceColumn(cells.address, needed=True),
        "found": ReferenceColumn(cells.flag, needed=True), "note": _COMMENT,
    },
    ("municipality", "kind", "fiscal_year", "looked_on"),
)  # fmt: skip
FIGURES = ReferenceLayout(
    {
        "study": _SLUG, "series": ReferenceColumn(cells.slug, shared=True), "municipality": _SHARED_NEEDED,
        "mode": ReferenceColumn(cells.one_of(*MODES), empty="not_said", shared=True),
        "title_ky": _SHARED_NEEDED, "title_ru": _SHARED, "title_en": _SHARED,
        **_each(_SHARED, "asked_by", "population", "method"),
        "from_day": ReferenceColumn(cells.day, empty=None, shared=True),
        "to_day": ReferenceColumn(cells.day, empty=None, shared=True),
        "respondents": ReferenceColumn(cells.count, empty=None, shared=True), "document": _SHARED_NEEDED,
        "question_ky": _NEEDED, "question_ru": _TEXT, "question_en": _TEXT,
        "answer_ky": _NEEDED, "answer_ru": _TEXT, "answer_en": _TEXT, "about": _TEXT,
        "value": ReferenceColumn(cells.figure, needed=True), "unit": _one_of(*FIGURE_UNITS), **_each(_TEXT, "note"),
    },
    ("study", "question_ky", "answer_ky"),
)  # fmt: skip
