"""The layouts of reference files: which columns, which are needed, and what their cells hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.intake.reference import cells
from dashboard.store.survey_tables import ACTION_STATES, ASKED_AT, FIGURE_UNITS, INDICATOR_KINDS, MODES, THEMES
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, KINDS


@dataclass(frozen=True)
class ReferenceColumn:
    """One column: how a cell is read, whether it may be empty, and what an empty or absent one means.

    `stored`: whether the database keeps it; others are for the people who keep the file. `shared`: it says something
    of all rows that share a key, and may stand in one of them or in each.
    """

    read: cells.Reader = cells.text
    needed: bool = False
    empty: Any = ""
    stored: bool = True
    shared: bool = False


@dataclass(frozen=True)
class ReferenceLayout:
    """The columns of a file. `unique`: columns that together may not repeat; the first is the key of shared ones."""

    columns: Mapping[str, ReferenceColumn]
    unique: tuple[str, ...]


_TEXT, _NEEDED, _DATE = ReferenceColumn(), ReferenceColumn(needed=True), ReferenceColumn(cells.day, empty=None)
_COMMENT = ReferenceColumn(stored=False)
_SHARED = ReferenceColumn(shared=True)
_LANGUAGES = ("ky", "ru", "en")

UNITS = ReferenceLayout(
    {
        "code": ReferenceColumn(cells.slug, needed=True),
        "soate": ReferenceColumn(cells.soate, empty=None),
        "kind": ReferenceColumn(cells.one_of(*KINDS), needed=True),
        "name_ky": _NEEDED,
        "name_ru": _TEXT,
        "name_en": _TEXT,
        "parent": _TEXT,
        "currency": ReferenceColumn(cells.currency, needed=True),
        "valid_from": _DATE,
        "valid_to": _DATE,
        "is_fictional": ReferenceColumn(cells.flag, empty=False),
        "source_url": ReferenceColumn(cells.address),
        "email": ReferenceColumn(cells.email),
        "whatsapp": ReferenceColumn(cells.whatsapp),
        "note": _COMMENT,
    },
    ("code",),
)
POPULATION = ReferenceLayout(
    {
        "municipality": _NEEDED,
        "as_of": ReferenceColumn(cells.day, needed=True),
        "people": ReferenceColumn(cells.count, needed=True),
        "source_title": _TEXT,
        "source_url": ReferenceColumn(cells.address),
        "note": _COMMENT,
    },
    ("municipality", "as_of"),
)
SUCCESSION = ReferenceLayout(
    {
        "predecessor": _NEEDED,
        "successor": _NEEDED,
        "effective_date": ReferenceColumn(cells.day, needed=True),
        "population_share": ReferenceColumn(cells.share, empty=None),
        "budget_share": ReferenceColumn(cells.share, empty=None),
        "act": _TEXT,
        "source_url": ReferenceColumn(cells.address),
        "note": _COMMENT,
    },
    ("predecessor", "successor"),
)
CLASSIFICATION = ReferenceLayout(
    {
        "key": ReferenceColumn(cells.slug, needed=True),
        "parent": _TEXT,
        "kind": ReferenceColumn(cells.one_of(*DIMENSIONS, "balance"), needed=True),
        "direction": ReferenceColumn(cells.one_of(*DIRECTIONS), needed=True),
        "national_code": ReferenceColumn(empty=None),
        "gfsm": ReferenceColumn(empty=None),
        "cofog": ReferenceColumn(empty=None),
        "name_ky": _NEEDED,
        "name_ru": _NEEDED,
        "name_en": _NEEDED,
        "review": ReferenceColumn(cells.flag, empty=False),
        "own": ReferenceColumn(cells.flag, empty=False),
        "position": ReferenceColumn(cells.count, needed=True),
        "note": _COMMENT,
    },
    ("key",),
)
ALIASES = ReferenceLayout(
    {
        "kind": ReferenceColumn(cells.one_of(*DIMENSIONS, "balance"), needed=True),
        "label": _NEEDED,
        "key": _NEEDED,
        "note": _COMMENT,
    },
    ("kind", "label"),
)
DOCUMENTS = ReferenceLayout(
    {
        "key": _NEEDED,
        "municipality": _COMMENT,
        "kind": _NEEDED,
        "authority": ReferenceColumn(cells.authority, needed=True),
        "number": _TEXT,
        "date": _DATE,
        "date_printed": _TEXT,
        "title": _NEEDED,
        "language": _TEXT,
        "url": ReferenceColumn(cells.address),
        "publisher": _TEXT,
        "note": _COMMENT,
    },
    ("key",),
)
GLOSSARY = ReferenceLayout(
    {
        **{f"{part}_{lang}": _NEEDED for part in ("term", "meaning") for lang in _LANGUAGES},
        "review": _COMMENT,
        "note": _COMMENT,
    },
    ("term_ky",),
)
INDICATORS = ReferenceLayout(
    {
        "key": ReferenceColumn(cells.slug, needed=True),
        "code": _TEXT,
        "theme": ReferenceColumn(cells.one_of(*THEMES), needed=True),
        "kind": ReferenceColumn(cells.one_of(*INDICATOR_KINDS), needed=True),
        "service": _TEXT,
        "name_ky": _NEEDED,
        "name_ru": _NEEDED,
        "name_en": _NEEDED,
        "claim_ky": _NEEDED,
        "claim_ru": _NEEDED,
        "claim_en": _NEEDED,
        "position": ReferenceColumn(cells.count, needed=True),
        "note": _COMMENT,
    },
    ("key",),
)
ACTIONS = ReferenceLayout(
    {
        "municipality": _NEEDED,
        "key": ReferenceColumn(cells.slug, needed=True),
        "service": _TEXT,
        "asked_ky": _NEEDED,
        "asked_ru": _TEXT,
        "asked_en": _TEXT,
        "asked_on": ReferenceColumn(cells.day, needed=True),
        "asked_at": ReferenceColumn(cells.one_of(*ASKED_AT), needed=True),
        "study": _TEXT,
        "people": ReferenceColumn(cells.count, empty=None),
        "state": ReferenceColumn(cells.one_of(*ACTION_STATES), needed=True),
        "answer_ky": _TEXT,
        "answer_ru": _TEXT,
        "answer_en": _TEXT,
        "answered_on": _DATE,
        "next_check": _DATE,
        "work": _TEXT,
        "url": ReferenceColumn(cells.address),
        "note": _COMMENT,
    },
    ("municipality", "key"),
)
FIGURES = ReferenceLayout(
    {
        "study": ReferenceColumn(cells.slug, needed=True),
        "series": ReferenceColumn(cells.slug, shared=True),
        "municipality": ReferenceColumn(needed=True, shared=True),
        "mode": ReferenceColumn(cells.one_of(*MODES), empty="not_said", shared=True),
        "title_ky": ReferenceColumn(needed=True, shared=True),
        "title_ru": _SHARED,
        "title_en": _SHARED,
        **{f"{part}_{lang}": _SHARED for part in ("asked_by", "population", "method") for lang in _LANGUAGES},
        "from_day": ReferenceColumn(cells.day, empty=None, shared=True),
        "to_day": ReferenceColumn(cells.day, empty=None, shared=True),
        "respondents": ReferenceColumn(cells.count, empty=None, shared=True),
        "document": ReferenceColumn(needed=True, shared=True),
        "question_ky": _NEEDED,
        "question_ru": _TEXT,
        "question_en": _TEXT,
        "answer_ky": _NEEDED,
        "answer_ru": _TEXT,
        "answer_en": _TEXT,
        "about": _TEXT,
        "value": ReferenceColumn(cells.figure, needed=True),
        "unit": ReferenceColumn(cells.one_of(*FIGURE_UNITS), needed=True),
        **{f"note_{lang}": _TEXT for lang in _LANGUAGES},
    },
    ("study", "question_ky", "answer_ky"),
)
