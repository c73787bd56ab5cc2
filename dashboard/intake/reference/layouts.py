"""The layouts of reference files: which columns, which are needed, and what their cells hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from dashboard.intake.problems import Problem
from dashboard.intake.reference import cells
from dashboard.intake.reference.actions import check_actions
from dashboard.store.publishing import actions as publish_actions
from dashboard.store.publishing import figures as publish_figures
from dashboard.store.publishing import reference
from dashboard.store.releases import Origin, Published
from dashboard.store.survey_tables import ACTION_STATES, ASKED_AT, FIGURE_UNITS, INDICATOR_KINDS, MODES, THEMES
from dashboard.store.tables import DIMENSIONS, DIRECTIONS, KINDS

Publish = Callable[[Engine, reference.Rows, Origin], Published]
Check = Callable[[Connection, Sequence[dict[str, Any]], Sequence[int]], Iterable[Problem]]


@dataclass(frozen=True)
class Column:
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
class Layout:
    """The columns of a file. `unique`: columns that together may not repeat; the first is the key of shared ones."""

    columns: Mapping[str, Column]
    unique: tuple[str, ...]


@dataclass(frozen=True)
class Subject(Layout):
    """A kind of reference file, what publishes its rows, and what looks at whole rows before (with their numbers).

    The latter may take out of a row what must not be kept.
    """

    publish: Publish
    check: Check | None = None


_TEXT, _NEEDED, _DATE = Column(), Column(needed=True), Column(cells.day, empty=None)
_COMMENT = Column(stored=False)
_SHARED = Column(shared=True)
_LANGUAGES = ("ky", "ru", "en")

UNITS = Subject(
    {
        "code": Column(cells.slug, needed=True),
        "soate": Column(cells.soate, empty=None),
        "kind": Column(cells.one_of(*KINDS), needed=True),
        "name_ky": _NEEDED,
        "name_ru": _TEXT,
        "name_en": _TEXT,
        "parent": _TEXT,
        "currency": Column(cells.currency, needed=True),
        "valid_from": _DATE,
        "valid_to": _DATE,
        "is_fictional": Column(cells.flag, empty=False),
        "source_url": Column(cells.address),
        "email": Column(cells.email),
        "whatsapp": Column(cells.whatsapp),
        "note": _COMMENT,
    },
    ("code",),
    reference.publish_units,
)
POPULATION = Subject(
    {
        "municipality": _NEEDED,
        "as_of": Column(cells.day, needed=True),
        "people": Column(cells.count, needed=True),
        "source_title": _TEXT,
        "source_url": Column(cells.address),
        "note": _COMMENT,
    },
    ("municipality", "as_of"),
    reference.publish_population,
)
SUCCESSION = Subject(
    {
        "predecessor": _NEEDED,
        "successor": _NEEDED,
        "effective_date": Column(cells.day, needed=True),
        "population_share": Column(cells.share, empty=None),
        "budget_share": Column(cells.share, empty=None),
        "act": _TEXT,
        "source_url": Column(cells.address),
        "note": _COMMENT,
    },
    ("predecessor", "successor"),
    reference.publish_successions,
)
CLASSIFICATION = Subject(
    {
        "key": Column(cells.slug, needed=True),
        "parent": _TEXT,
        "kind": Column(cells.one_of(*DIMENSIONS, "balance"), needed=True),
        "direction": Column(cells.one_of(*DIRECTIONS), needed=True),
        "national_code": Column(empty=None),
        "gfsm": Column(empty=None),
        "cofog": Column(empty=None),
        "name_ky": _NEEDED,
        "name_ru": _NEEDED,
        "name_en": _NEEDED,
        "review": Column(cells.flag, empty=False),
        "own": Column(cells.flag, empty=False),
        "position": Column(cells.count, needed=True),
        "note": _COMMENT,
    },
    ("key",),
    reference.publish_classification,
)
ALIASES = Subject(
    {
        "kind": Column(cells.one_of(*DIMENSIONS, "balance"), needed=True),
        "label": _NEEDED,
        "key": _NEEDED,
        "note": _COMMENT,
    },
    ("kind", "label"),
    reference.publish_aliases,
)
DOCUMENTS = Subject(
    {
        "key": _NEEDED,
        "municipality": _COMMENT,
        "kind": _NEEDED,
        "authority": Column(cells.authority, needed=True),
        "number": _TEXT,
        "date": _DATE,
        "date_printed": _TEXT,
        "title": _NEEDED,
        "language": _TEXT,
        "url": Column(cells.address),
        "publisher": _TEXT,
        "note": _COMMENT,
    },
    ("key",),
    reference.publish_documents,
)
GLOSSARY = Subject(
    {
        **{f"{part}_{lang}": _NEEDED for part in ("term", "meaning") for lang in _LANGUAGES},
        "review": _COMMENT,
        "note": _COMMENT,
    },
    ("term_ky",),
    reference.publish_glossary,
)
INDICATORS = Subject(
    {
        "key": Column(cells.slug, needed=True),
        "code": _TEXT,
        "theme": Column(cells.one_of(*THEMES), needed=True),
        "kind": Column(cells.one_of(*INDICATOR_KINDS), needed=True),
        "service": _TEXT,
        "name_ky": _NEEDED,
        "name_ru": _NEEDED,
        "name_en": _NEEDED,
        "claim_ky": _NEEDED,
        "claim_ru": _NEEDED,
        "claim_en": _NEEDED,
        "position": Column(cells.count, needed=True),
        "note": _COMMENT,
    },
    ("key",),
    reference.publish_indicators,
)
ACTIONS = Subject(
    {
        "municipality": _NEEDED,
        "key": Column(cells.slug, needed=True),
        "service": _TEXT,
        "asked_ky": _NEEDED,
        "asked_ru": _TEXT,
        "asked_en": _TEXT,
        "asked_on": Column(cells.day, needed=True),
        "asked_at": Column(cells.one_of(*ASKED_AT), needed=True),
        "study": _TEXT,
        "people": Column(cells.count, empty=None),
        "state": Column(cells.one_of(*ACTION_STATES), needed=True),
        "answer_ky": _TEXT,
        "answer_ru": _TEXT,
        "answer_en": _TEXT,
        "answered_on": _DATE,
        "next_check": _DATE,
        "work": _TEXT,
        "url": Column(cells.address),
        "note": _COMMENT,
    },
    ("municipality", "key"),
    publish_actions.publish_actions,
    check_actions,
)
FIGURES = Subject(
    {
        "study": Column(cells.slug, needed=True),
        "series": Column(cells.slug, shared=True),
        "municipality": Column(needed=True, shared=True),
        "mode": Column(cells.one_of(*MODES), empty="not_said", shared=True),
        "title_ky": Column(needed=True, shared=True),
        "title_ru": _SHARED,
        "title_en": _SHARED,
        **{f"{part}_{lang}": _SHARED for part in ("asked_by", "population", "method") for lang in _LANGUAGES},
        "from_day": Column(cells.day, empty=None, shared=True),
        "to_day": Column(cells.day, empty=None, shared=True),
        "respondents": Column(cells.count, empty=None, shared=True),
        "document": Column(needed=True, shared=True),
        "question_ky": _NEEDED,
        "question_ru": _TEXT,
        "question_en": _TEXT,
        "answer_ky": _NEEDED,
        "answer_ru": _TEXT,
        "answer_en": _TEXT,
        "about": _TEXT,
        "value": Column(cells.figure, needed=True),
        "unit": Column(cells.one_of(*FIGURE_UNITS), needed=True),
        **{f"note_{lang}": _TEXT for lang in _LANGUAGES},
    },
    ("study", "question_ky", "answer_ky"),
    publish_figures.publish_figures,
)

SUBJECTS: Mapping[str, Subject] = {
    "units": UNITS, "population": POPULATION, "succession": SUCCESSION, "classification": CLASSIFICATION,
    "aliases": ALIASES, "documents": DOCUMENTS, "glossary": GLOSSARY,
    "indicators": INDICATORS, "actions": ACTIONS, publish_figures.SUBJECT: FIGURES,
}  # fmt: skip
