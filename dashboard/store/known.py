"""What the database already knows, read in one go, to check a file against."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from dashboard.i18n import fold
from dashboard.store.tables import classification, classification_alias, document, municipality, slice_
from dashboard.store.works_tables import work, work_report

_TOTALS = ("municipality", "fiscal_year", "direction", "phase", "scope", "period_end", "amount_minor")


@dataclass(frozen=True)
class Known:
    """Reference data as an importer needs it.

    Attributes:
        places: code → currency.
        place_names: SOATE code, or name as `place_key` has it → codes of the places called so.
        classes: key of a class → its kind.
        national: (kind, national code) → key.
        aliases: (kind, folded label) → key.
        documents: key → date (None: only roughly known).
    """

    places: Mapping[str, str] = field(default_factory=dict)
    place_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    national: Mapping[tuple[str, str], str] = field(default_factory=dict)
    aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    documents: Mapping[str, date | None] = field(default_factory=dict)

    def find_places(self, text: str) -> frozenset[str]:
        """Codes of the places that a code, a SOATE code or a name may mean."""
        if text in self.places:
            return frozenset({text})
        digits = "".join(text.split())
        names = (text, digits, place_key(text))
        return next((self.place_names[name] for name in names if name in self.place_names), frozenset())


def place_key(name: str) -> str:
    """One form for all ways of typing the name of a place; signs between figures count: 1-23 is not 12-3."""
    return "-".join(map(fold, re.split(r"(?<=[0-9])[\W_]+(?=[0-9])", name)))


def read_known(connection: Connection) -> Known:
    """Read places, classes, aliases and documents."""
    places, names = {}, defaultdict(set)
    for row in connection.execute(select(municipality)):
        places[row.code] = row.currency
        for name in (row.soate, *map(place_key, filter(None, (row.name_ky, row.name_ru, row.name_en)))):
            if name:
                names[name].add(row.code)
    classes = connection.execute(
        select(classification.c.key, classification.c.kind, classification.c.national_code)
    ).all()
    aliases = connection.execute(
        select(classification_alias.c.kind, classification_alias.c.folded, classification.c.key).join_from(
            classification_alias, classification
        )
    )
    return Known(
        places=places,
        place_names={name: frozenset(codes) for name, codes in names.items()},
        classes={row.key: row.kind for row in classes},
        national={(row.kind, row.national_code): row.key for row in classes if row.national_code},
        aliases={(row.kind, row.folded): row.key for row in aliases},
        documents={row.key: row.date for row in connection.execute(select(document.c.key, document.c.date))},
    )


def current_totals(connection: Connection, places: Iterable[str]) -> pd.DataFrame:
    """The totals that count now for some places, one row per statement, to compare new ones with."""
    rows = connection.execute(
        select(municipality.c.code.label("municipality"), *(slice_.c[name] for name in _TOTALS[1:]))
        .join_from(slice_, municipality)
        .where(municipality.c.code.in_(sorted(places)), slice_.c.is_current, slice_.c.amount_minor.is_not(None))
    )
    return pd.DataFrame(rows.all(), columns=list(_TOTALS))


def work_keys(connection: Connection) -> frozenset[tuple[str, str]]:
    """Every work of every place, as (place, key)."""
    rows = connection.execute(
        select(municipality.c.code, work.c.key).join_from(
            work, municipality, municipality.c.id == work.c.municipality_id
        )
    )
    return frozenset((row.code, row.key) for row in rows)


def planned_works(connection: Connection, places: Iterable[str]) -> dict[tuple[str, str], tuple[int, date]]:
    """Planned cost that counts now, in minor units, and its day, by (place, key of the work)."""
    rows = connection.execute(
        select(municipality.c.code, work.c.key, work_report.c.planned_minor, work_report.c.as_of)
        .join_from(work, municipality, municipality.c.id == work.c.municipality_id)
        .join(work_report, work_report.c.work_id == work.c.id)
        .where(
            municipality.c.code.in_(sorted(places)), work_report.c.is_current, work_report.c.planned_minor.is_not(None)
        )
    )
    return {(row.code, row.key): (row.planned_minor, row.as_of) for row in rows}
