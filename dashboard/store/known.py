"""What the database already knows, read in one go, to check a file against."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import pandas as pd
from sqlalchemy import Connection, case, func, select

from dashboard.i18n import fold
from dashboard.store.records import paper_day
from dashboard.store.tables import (
    classification,
    classification_alias,
    document,
    fact,
    municipality,
    release,
    rollup,
    slice_,
)
from dashboard.store.tables import line as budget_line
from dashboard.store.works_tables import work, work_register, work_report, work_standing

_STATEMENT = ("municipality", "fiscal_year", "direction", "period_end")
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
        fictional: codes of the fictional places.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    place_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    national: Mapping[tuple[str, str], str] = field(default_factory=dict)
    aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    documents: Mapping[str, date | None] = field(default_factory=dict)
    fictional: frozenset[str] = frozenset()

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
    known = connection.execute(select(municipality)).all()
    for row in known:
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
        fictional=frozenset(row.code for row in known if row.is_fictional),
    )


def current_totals(connection: Connection, places: Iterable[str]) -> pd.DataFrame:
    """The totals that count now for some places, one row per statement, to compare new ones with."""
    rows = connection.execute(
        select(municipality.c.code.label("municipality"), *(slice_.c[name] for name in _TOTALS[1:]))
        .join_from(slice_, municipality)
        .where(municipality.c.code.in_(sorted(places)), slice_.c.is_current, slice_.c.amount_minor.is_not(None))
    )
    return pd.DataFrame(rows.all(), columns=list(_TOTALS))


def current_lines(connection: Connection, statements: pd.DataFrame) -> pd.DataFrame:
    """The counted lines of execution that count now in some statements, which have `municipality`, `fiscal_year`,
    `direction` and `period_end`: these, `line`, `fund` and `amount_minor`. One statement of SQL."""
    columns = (municipality.c.code, slice_.c.fiscal_year, slice_.c.direction, slice_.c.period_end)
    wanted = [column.in_(sorted(set(statements[name]))) for name, column in zip(_STATEMENT, columns, strict=True)]
    rows = connection.execute(
        select(*columns, budget_line.c.key, fact.c.fund, fact.c.amount_minor)
        .select_from(slice_)
        .join(municipality, municipality.c.id == slice_.c.municipality_id)
        .join(fact, fact.c.slice_id == slice_.c.id)
        .join(budget_line, budget_line.c.id == fact.c.line_id)
        .where(slice_.c.is_current, slice_.c.phase == "executed", *wanted)
        .where(fact.c.role == "line", fact.c.amount_minor.is_not(None))
    )
    found = pd.DataFrame(rows.all(), columns=[*_STATEMENT, "line", "fund", "amount_minor"])
    return found.merge(statements[list(_STATEMENT)].drop_duplicates(), on=list(_STATEMENT))


def work_keys(connection: Connection) -> frozenset[tuple[str, str]]:
    """Every work of every place, as (place, key)."""
    rows = connection.execute(
        select(municipality.c.code, work.c.key).join_from(
            work, municipality, municipality.c.id == work.c.municipality_id
        )
    )
    return frozenset((row.code, row.key) for row in rows)


@dataclass(frozen=True)
class CurrentWork:
    """A work as it counts: what its report says, and its word (see work_records.WORDS)."""

    key: str
    title: str
    village: str
    role: str
    status: str
    as_of: date
    planned_end: date | None
    new_end: date | None
    actual_end: date | None
    planned_minor: int | None
    contract_minor: int | None
    paid_minor: int | None
    missing_from: date | None = None  # the complete register that no longer lists it


def current_works(connection: Connection, places: Iterable[str]) -> dict[tuple[str, str], CurrentWork]:
    """The works of some places as they count now, by (place, key of the work)."""
    names = [each.name for each in fields(CurrentWork)]
    of_work = dict.fromkeys(("key", "title", "village", "role"), work) | {"missing_from": work_standing}
    columns = (of_work.get(name, work_report).c[name] for name in names)
    rows = connection.execute(
        select(municipality.c.code.label("place"), *columns)
        .select_from(work)
        .join(municipality, municipality.c.id == work.c.municipality_id)
        .join(work_report, work_report.c.work_id == work.c.id)
        .join(work_standing, work_standing.c.work_id == work.c.id)
        .where(municipality.c.code.in_(sorted(places)), work_report.c.is_current)
    )
    return {(row.place, row.key): CurrentWork(**{name: getattr(row, name) for name in names}) for row in rows}


def complete_registers(connection: Connection, places: Iterable[str]) -> dict[str, date]:
    """The day of the latest published register that lists all works of a place, of the places that have one."""
    rows = connection.execute(
        select(municipality.c.code, func.max(work_register.c.as_of))
        .join_from(work_register, municipality, municipality.c.id == work_register.c.municipality_id)
        .join(release, release.c.id == work_register.c.release_id)
        .where(municipality.c.code.in_(sorted(places)), work_register.c.complete, release.c.state == "published")
        .group_by(municipality.c.code)
    )
    return {code: day for code, day in rows}


@dataclass(frozen=True)
class CurrentStatement:
    """A statement that counts. `thing`: what of which place it is; `rank`: of its document, as it is chosen by."""

    thing: tuple[str, int, str, str, str, date]
    covers: tuple[str, str]
    part: str
    document: str
    rank: tuple[int, date]
    slice_id: int
    release: int
    amount_minor: int | None
    lines: int


def current_statements(connection: Connection, places: Iterable[str]) -> list[CurrentStatement]:
    """The statements of some places that count and add up, with how many counted lines each has (one statement)."""
    dimension = case((slice_.c.direction == "revenue", "source"), else_="function")
    lines = (
        select(func.coalesce(func.sum(rollup.c.line_count), 0))
        .where(rollup.c.slice_id == slice_.c.id, rollup.c.dimension == dimension)
        .correlate(slice_)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            municipality.c.code,
            slice_,
            document.c.key,
            document.c.authority,
            document.c.date.label("paper_date"),
            document.c.date_printed,
            lines.label("lines"),
        )
        .join_from(slice_, municipality)
        .join(document, document.c.id == slice_.c.document_id)
        .where(
            municipality.c.code.in_(sorted(places)),
            slice_.c.is_current,
            slice_.c.basis != "none",
            slice_.c.part_role != "breaks_down",
        )
    )
    return [
        CurrentStatement(
            thing=(row.code, row.fiscal_year, row.direction, row.phase, row.scope, row.period_end),
            covers=(row.covers, row.covers_ky),
            part=row.part,
            document=row.key,
            rank=(row.authority, paper_day(row.paper_date, row.date_printed)),
            slice_id=row.id,
            release=row.release_id,
            amount_minor=row.amount_minor,
            lines=row.lines,
        )
        for row in rows
    ]


def lines_of(connection: Connection, slice_ids: Iterable[int]) -> pd.DataFrame:
    """The counted lines of some statements: `slice_id`, `line` (its key), its `label` as printed, `fund`,
    `amount_minor`. One statement of SQL."""
    rows = connection.execute(
        select(fact.c.slice_id, budget_line.c.key, budget_line.c.label, fact.c.fund, fact.c.amount_minor)
        .join(budget_line, budget_line.c.id == fact.c.line_id)
        .where(fact.c.slice_id.in_(sorted(slice_ids)), fact.c.role == "line")
    )
    found = pd.DataFrame(rows.all(), columns=["slice_id", "line", "label", "fund", "amount_minor"])
    return found.astype({"amount_minor": "Int64"})
