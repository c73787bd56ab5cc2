"""What the open data API reads: places with what is published for them, and the rows of current statements."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
)

from dashboard.store.queries.budget import printed_in
from dashboard.store.queries.paging import FoundRows
from dashboard.store.tables import (
    DIMENSIONS,
    DIRECTIONS,
    PHASES,
    classification,
    document,
    fact,
    fact_note,
    line,
    municipality,
    printed_label,
    release,
    rollup,
    slice_,
)

_before = slice_.alias("before_statement")


@dataclass(frozen=True)
class FactsWanted:
    """Which rows of budgets are asked for.

    Attributes:
        place_ids: database numbers of the places.
        by: `line`, `total`, or a dimension of the roll-ups.
        period: "" for the latest period of each (place, year, direction, phase, coverage), "all", or `YYYY-MM`.
        year, direction, phase, fund: narrow the rows; None or "" takes all.
    """

    place_ids: tuple[int, ...]
    by: str
    period: str = ""
    year: int | None = None
    direction: str = ""
    phase: str = ""
    fund: str = ""


def all_places(connection: Connection) -> Sequence[RowMapping]:
    """Every place in the order of the reference file, with the id of the place it lies in."""
    names = (
        "id",
        "code",
        "soate",
        "kind",
        "name_ky",
        "name_ru",
        "name_en",
        "search",
        "parent_id",
        "currency",
        "valid_from",
        "valid_to",
        "is_fictional",
    )
    query = select(*(municipality.c[name] for name in names)).order_by(municipality.c.id)
    return connection.execute(query).mappings().all()


def published(connection: Connection) -> Sequence[RowMapping]:
    """Each (place, year, direction, phase) with a current statement, and when it was last imported."""
    key = [slice_.c[name] for name in ("municipality_id", "fiscal_year", "direction", "phase")]
    query = (
        select(*key, func.max(release.c.imported_at).label("imported_at"))
        .join(release, release.c.id == slice_.c.release_id)
        .where(slice_.c.is_current)
        .group_by(*key)
    )
    return connection.execute(query).mappings().all()


def budget_rows(connection: Connection, wanted: FactsWanted, *, limit: int, offset: int) -> FoundRows:
    """Rows `offset`…`offset + limit` of the current statements, in a fixed order; two statements of SQL.

    The first counts the rows of each slice, so that the second touches only the slices of the asked page.
    """
    total, skip = 0, 0
    ids: list[int] = []
    for slice_id, size in connection.execute(_sizes(wanted)):
        if size and total < offset + limit and total + size > offset:
            if not ids:
                skip = offset - total
            ids.append(slice_id)
        total += size
    if wanted.by == "line":
        query = _lines(wanted.fund)
    elif wanted.by == "total":
        query = _totals()
    else:
        query = _rollups(wanted.by, wanted.fund)
    page = query.where(slice_.c.id.in_(ids)).limit(limit).offset(skip)
    return FoundRows(total, connection.execute(page).mappings().all())


def _sizes(wanted: FactsWanted) -> Select[Any]:
    """Each slice that is asked for and how many rows it gives, in the order of the answer."""
    chosen = _chosen(wanted)
    size: ColumnElement[Any] = literal(1)
    if wanted.by != "total":
        table = fact if wanted.by == "line" else rollup
        rows = select(func.count()).where(table.c.slice_id == chosen.c.id)
        if wanted.by != "line":
            rows = rows.where(rollup.c.dimension == wanted.by)
        size = (rows.where(table.c.fund == wanted.fund) if wanted.fund else rows).scalar_subquery()
    return select(chosen.c.id, size).order_by(*_order(chosen))


def _chosen(wanted: FactsWanted) -> Subquery:
    """The current slices that are asked for."""
    conditions: list[ColumnElement[bool]] = [slice_.c.municipality_id.in_(wanted.place_ids), slice_.c.is_current]
    if wanted.year is not None:
        conditions.append(slice_.c.fiscal_year == wanted.year)
    if wanted.direction:
        conditions.append(slice_.c.direction == wanted.direction)
    if wanted.phase:
        conditions.append(slice_.c.phase == wanted.phase)
    if wanted.period not in ("", "all"):
        year, month = (int(part) for part in wanted.period.split("-"))
        last = date(year, month, monthrange(year, month)[1])
        conditions.append(slice_.c.period_end.between(last.replace(day=1), last))
    # A later figure of a part does not hide an earlier one of the whole.
    scope = ("municipality_id", "fiscal_year", "direction", "phase", "covers", "covers_ky")
    budget = [slice_.c[name] for name in scope]
    latest = func.max(slice_.c.period_end).over(partition_by=budget).label("latest")
    found = select(slice_, latest).where(*conditions).subquery("found")
    query = select(found)
    return (query if wanted.period else query.where(found.c.period_end == found.c.latest)).subquery("chosen")


def _statement() -> tuple[list[ColumnElement[Any]], FromClause]:
    """The columns every row has, and the tables they come from.

    `step_minor` is the coarser step of the figures of a statement and of the one it restates.
    """
    columns: list[ColumnElement[Any]] = [
        municipality.c.code.label("place"),
        slice_.c.fiscal_year.label("year"),
        slice_.c.direction,
        slice_.c.phase,
        slice_.c.scope,
        slice_.c.period_end,
        slice_.c.covers,
        *(slice_.c[f"covers_{lang}"] for lang in ("ky", "ru", "en")),
        slice_.c.itemises,
        slice_.c.part,
        slice_.c.part_role,
        slice_.c.rounded_to_minor,
        case(
            (_before.c.rounded_to_minor > slice_.c.rounded_to_minor, _before.c.rounded_to_minor),
            else_=slice_.c.rounded_to_minor,
        ).label("step_minor"),
        func.coalesce(func.nullif(slice_.c.issuer, ""), document.c.publisher).label("issuer"),
        municipality.c.currency,
        document.c.key.label("document_key"),
        document.c.number.label("document_number"),
        document.c.date.label("document_date"),
        document.c.date_printed.label("document_date_printed"),
        document.c.title.label("document_title"),
        document.c.url.label("document_url"),
        slice_.c.release_id.label("release"),
        municipality.c.is_fictional.label("fictional"),
    ]
    tables = (
        slice_.join(municipality, municipality.c.id == slice_.c.municipality_id)
        .join(document, document.c.id == slice_.c.document_id)
        .outerjoin(_before, _before.c.id == slice_.c.previous_id)
    )
    return columns, tables


def _order(chosen: FromClause) -> list[ColumnElement[Any]]:
    ranks = [
        case({value: rank for rank, value in enumerate(values)}, value=chosen.c[name])
        for name, values in (("direction", DIRECTIONS), ("phase", PHASES))
    ]
    return [chosen.c.municipality_id, chosen.c.fiscal_year, *ranks, chosen.c.period_end, chosen.c.scope, chosen.c.id]


def _lines(fund: str) -> Select[Any]:
    before, parent = fact.alias("before"), line.alias("parent")
    classes = {kind: classification.alias(kind) for kind in DIMENSIONS}
    columns, tables = _statement()
    tables = (
        tables.join(fact, fact.c.slice_id == slice_.c.id)
        .join(line, line.c.id == fact.c.line_id)
        .outerjoin(parent, parent.c.id == line.c.parent_id)
        .outerjoin(printed_label, printed_in(line.c.id))
        .outerjoin(fact_note, _same_figure(fact_note, slice_.c.id))
        .outerjoin(before, _same_figure(before, slice_.c.previous_id))
    )
    for kind, table in classes.items():
        tables = tables.outerjoin(table, table.c.id == line.c[f"{kind}_id"])
    query = select(
        *columns,
        fact.c.fund,
        line.c.key,
        line.c.label_ky.label("name_ky"),
        line.c.label_ru.label("name_ru"),
        line.c.label_en.label("name_en"),
        line.c.code,
        parent.c.key.label("parent_key"),
        fact.c.role,
        func.coalesce(printed_label.c.label, line.c.label).label("label_printed"),
        *(table.c.key.label(f"{kind}_key") for kind, table in classes.items()),
        *(fact_note.c[f"text_{lang}"].label(f"note_{lang}") for lang in ("ky", "ru", "en")),
        fact.c.unit,
        fact.c.amount_minor,
        before.c.amount_minor.label("previous_minor"),
    ).select_from(tables)
    if fund:
        query = query.where(fact.c.fund == fund)
    return query.order_by(*_order(slice_), fact.c.row_no, fact.c.line_id, fact.c.fund)


def _same_figure(table: FromClause, slice_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Joins a figure's note, or the figure of another slice, to a fact."""
    return and_(table.c.slice_id == slice_id, table.c.line_id == fact.c.line_id, table.c.fund == fact.c.fund)


def _rollups(dimension: str, fund: str) -> Select[Any]:
    mine = and_(rollup.c.slice_id == slice_.c.id, rollup.c.dimension == dimension)
    before, parent = rollup.alias("before"), classification.alias("parent")
    columns, tables = _statement()
    tables = (
        tables.join(rollup, mine)
        .outerjoin(classification, classification.c.id == rollup.c.classification_id)
        .outerjoin(parent, parent.c.id == classification.c.parent_id)
        .outerjoin(
            before,
            and_(
                before.c.slice_id == slice_.c.previous_id,
                *(before.c[name] == rollup.c[name] for name in ("dimension", "classification_id", "fund")),
            ),
        )
    )
    query = select(
        *columns,
        rollup.c.fund,
        classification.c.key,
        classification.c.name_ky,
        classification.c.name_ru,
        classification.c.name_en,
        parent.c.key.label("parent_key"),
        rollup.c.line_count,
        rollup.c.amount_minor,
        before.c.amount_minor.label("previous_minor"),
    ).select_from(tables)
    if fund:
        query = query.where(rollup.c.fund == fund)
    # Databases differ in where NULL sorts: unclassified lines are put last by hand.
    last = func.coalesce(classification.c.position, 1_000_000)
    return query.order_by(*_order(slice_), last, rollup.c.classification_id, rollup.c.fund)


def _totals() -> Select[Any]:
    columns, tables = _statement()
    return (
        select(
            *columns,
            slice_.c.basis,
            slice_.c.stated_minor,
            slice_.c.lines_minor,
            slice_.c.amount_minor,
            _before.c.amount_minor.label("previous_minor"),
        )
        .select_from(tables)
        .order_by(*_order(slice_))
    )
