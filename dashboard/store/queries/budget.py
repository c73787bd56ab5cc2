"""A place's budget: statements (one a document, year, direction, phase, period), sums by class, lines.

Pages read statements and roll-ups; only the line-by-line pages read facts, and those of the statements they show.
Each function is one SQL statement, however many facts there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from dashboard.store.queries.papers import paper_columns, paper_of
from dashboard.store.records import Annex, Class, Difference, LineFigure, Names, Release, Remark, Statement, Sum
from dashboard.store.rounding import differ
from dashboard.store.tables import (
    ITEMISES,
    check_result,
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
    succession,
)

_before = slice_.alias("before")
_before_document = document.alias("before_document")
#: Statements of one document that make one: its annexes.
_TOGETHER = ("fiscal_year", "direction", "phase", "scope", "period_end", "covers", "covers_ky", "document_id")
_BASES = ("stated", "lines", "none")


def statements(connection: Connection, municipality_id: int) -> tuple[Statement, ...]:
    """Every current statement of a place, by year, direction, phase, period; annexes that add up are one."""
    rows = connection.execute(_statements().where(slice_.c.municipality_id == municipality_id, slice_.c.is_current))
    together: dict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        together[(*(getattr(row, name) for name in _TOGETHER), row.basis == "none")].append(row)
    return tuple(_joined(of_document) for of_document in together.values())


def statements_of_line(connection: Connection, line_id: int) -> tuple[Statement, ...]:
    """Every statement that gives a figure for a line, superseded and current ones, not the retracted; none joined."""
    rows = connection.execute(
        _statements()
        .join(line, and_(line.c.id == line_id, line.c.municipality_id == slice_.c.municipality_id))
        .join(fact, and_(fact.c.slice_id == slice_.c.id, fact.c.line_id == line_id))
        .where(slice_.c.direction == line.c.direction, release.c.state == "published")
        .distinct()
    )
    return tuple(_joined([row]) for row in rows)


def rivals(connection: Connection, municipality_id: int) -> tuple[Statement, ...]:
    """Published statements of a place that do not count, as their documents had them last, annexes joined."""
    rows = connection.execute(
        _statements().where(
            slice_.c.municipality_id == municipality_id, ~slice_.c.is_current, release.c.state == "published"
        )
    )
    together: dict[tuple[Any, ...], dict[str, Row[Any]]] = defaultdict(dict)
    for row in rows:
        together[tuple(getattr(row, name) for name in _TOGETHER)][row.part] = row
    return tuple(_joined([*annexes.values()]) for annexes in together.values())


def sums(connection: Connection, statement_ids: Iterable[int]) -> tuple[Sum, ...]:
    """Sums by class of the given statements, all three dimensions."""
    rows = connection.execute(
        select(
            rollup.c.slice_id,
            rollup.c.dimension,
            classification.c.key,
            rollup.c.fund,
            rollup.c.amount_minor,
            rollup.c.line_count,
        )
        .outerjoin(classification, classification.c.id == rollup.c.classification_id)
        .where(rollup.c.slice_id.in_(sorted(statement_ids)))
    )
    return tuple(Sum(slice_id, dimension, key or "", *others) for slice_id, dimension, key, *others in rows)


def classes(connection: Connection) -> dict[str, Class]:
    """The whole classification by key."""
    parent = classification.alias("parent")
    rows = connection.execute(
        select(classification, parent.c.key.label("parent_key")).outerjoin(
            parent, parent.c.id == classification.c.parent_id
        )
    )
    return {
        row.key: Class(
            key=row.key,
            names=Names(row.name_ky, row.name_ru, row.name_en),
            parent=row.parent_key or "",
            own=row.own,
            position=row.position,
            code=row.national_code or row.gfsm or row.cofog or "",
        )
        for row in rows
    }


def lines(connection: Connection, statement_ids: Iterable[int], line_id: int | None = None) -> tuple[LineFigure, ...]:
    """Every figure of the given statements (of one line, where `line_id` is given), in the order of the documents."""
    kinds = {name: classification.alias(name) for name in ("source", "function", "economic")}
    query = (
        select(
            fact,
            line.c.key,
            line.c.code,
            line.c.label,
            line.c.label_ky,
            line.c.label_ru,
            line.c.label_en,
            line.c.parent_id,
            printed_label.c.label.label("printed"),
            *(printed_label.c[f"label_{lang}"].label(f"printed_{lang}") for lang in ("ky", "ru", "en")),
            fact_note.c.text_ky,
            fact_note.c.text_ru,
            fact_note.c.text_en,
            *(alias.c.key.label(name) for name, alias in kinds.items()),
        )
        .join(line, line.c.id == fact.c.line_id)
        .join(slice_, slice_.c.id == fact.c.slice_id)
        .outerjoin(printed_label, printed_in(fact.c.line_id))
        .outerjoin(
            fact_note,
            and_(
                fact_note.c.slice_id == fact.c.slice_id,
                fact_note.c.line_id == fact.c.line_id,
                fact_note.c.fund == fact.c.fund,
            ),
        )
        .where(fact.c.slice_id.in_(sorted(statement_ids)))
        .order_by(fact.c.row_no, fact.c.line_id)
    )
    for name, alias in kinds.items():
        query = query.outerjoin(alias, alias.c.id == line.c[f"{name}_id"])
    if line_id is not None:
        query = query.where(fact.c.line_id == line_id)
    return tuple(_line(row) for row in connection.execute(query))


def remarks(connection: Connection, statement_ids: Iterable[int]) -> tuple[Remark, ...]:
    """Notes on the totals and counted lines of the given statements."""
    rows = connection.execute(
        select(fact_note, func.coalesce(printed_label.c.label, line.c.label).label("printed"))
        .join(slice_, slice_.c.id == fact_note.c.slice_id)
        .join(
            fact,
            and_(
                fact.c.slice_id == fact_note.c.slice_id,
                fact.c.line_id == fact_note.c.line_id,
                fact.c.fund == fact_note.c.fund,
            ),
        )
        .join(line, line.c.id == fact_note.c.line_id)
        .outerjoin(printed_label, printed_in(fact_note.c.line_id))
        .where(fact_note.c.slice_id.in_(sorted(statement_ids)), fact.c.role.in_(("total", "line")))
        .order_by(fact.c.row_no)
    )
    return tuple(Remark(row.slice_id, row.printed, Names(row.text_ky, row.text_ru, row.text_en)) for row in rows)


def place_of_line(connection: Connection, line_id: int) -> int | None:
    """Id of the place whose budget has this line."""
    return connection.execute(select(line.c.municipality_id).where(line.c.id == line_id)).scalar()


def differences(connection: Connection, municipality_id: int) -> tuple[Difference, ...]:
    """Totals and subtotals of a place's current statements that are not the sum of their parts."""
    rows = connection.execute(
        select(check_result, line.c.label)
        .join(slice_, slice_.c.id == check_result.c.slice_id)
        .outerjoin(line, line.c.id == check_result.c.line_id)
        .where(slice_.c.municipality_id == municipality_id, slice_.c.is_current)
        .order_by(check_result.c.id)
    )
    return tuple(
        Difference(row.slice_id, row.label or "", row.kind, row.stated_minor, row.computed_minor) for row in rows
    )


def releases_of(connection: Connection, municipality_id: int) -> tuple[Release, ...]:
    """Releases that say anything about a place, newest first, retracted ones included."""
    mine = select(slice_.c.release_id).where(slice_.c.municipality_id == municipality_id).distinct()
    rows = connection.execute(select(release).where(release.c.id.in_(mine)).order_by(release.c.id.desc()))
    return tuple(_release(row) for row in rows)


def all_releases(connection: Connection, limit: int = 100) -> tuple[Release, ...]:
    """The latest releases of the whole site, newest first."""
    rows = connection.execute(select(release).order_by(release.c.id.desc()).limit(limit))
    return tuple(_release(row) for row in rows)


def printed_in(line_id: Any) -> ColumnElement[bool]:
    """Joins a line's label as the document of the slice prints it for its year and phase."""
    shared = ("document_id", "fiscal_year", "phase")
    return and_(printed_label.c.line_id == line_id, *(printed_label.c[name] == slice_.c[name] for name in shared))


def _statements() -> Select[Any]:
    # Where a place grew or shrank, its figures before and after are of other people and villages.
    merged = (
        select(func.max(succession.c.effective_date))
        .where(
            or_(
                succession.c.successor_id == slice_.c.municipality_id,
                succession.c.predecessor_id == slice_.c.municipality_id,
            ),
            succession.c.effective_date <= slice_.c.period_end,
        )
        .correlate(slice_)
        .scalar_subquery()
    )
    # Lines are counted once in each dimension of their side.
    counted = (
        select(func.coalesce(func.sum(rollup.c.line_count), 0))
        .where(rollup.c.slice_id == slice_.c.id, rollup.c.dimension.in_(("source", "function")))
        .correlate(slice_)
        .scalar_subquery()
    )
    return (
        select(
            slice_,
            municipality.c.currency,
            merged.label("boundaries"),
            counted.label("line_count"),
            *paper_columns(document),
            release.c.file_sha256,
            release.c.imported_at,
            _before.c.amount_minor.label("before_minor"),
            _before.c.rounded_to_minor.label("before_rounded"),
            *paper_columns(_before_document, "before"),
        )
        .join(municipality, municipality.c.id == slice_.c.municipality_id)
        .join(document, document.c.id == slice_.c.document_id)
        .join(release, release.c.id == slice_.c.release_id)
        .outerjoin(_before, _before.c.id == slice_.c.previous_id)
        .outerjoin(_before_document, _before_document.c.id == _before.c.document_id)
        .order_by(slice_.c.fiscal_year, slice_.c.direction, slice_.c.phase, slice_.c.period_end, slice_.c.id)
    )


def _joined(rows: Sequence[Row[Any]]) -> Statement:
    """One statement of the rows of one document: those that add up together, those that break it down beside it."""
    added = [row for row in rows if row.part_role != "breaks_down"]
    beside = [row for row in rows if row.part_role == "breaks_down"]
    added, beside = (added, beside) if added else (beside[:1], beside[1:])
    first = added[0]
    restated = [row for row in added if row.previous_id is not None and row.before_minor is not None]
    before = [row.amount_minor if row not in restated else row.before_minor for row in added] if restated else []
    return Statement(
        id=first.id,
        place=first.municipality_id,
        currency=first.currency,
        year=first.fiscal_year,
        direction=first.direction,
        phase=first.phase,
        scope=first.scope,
        period_end=first.period_end,
        amount_minor=_sum(row.amount_minor for row in added),
        stated_minor=_sum(row.stated_minor for row in added),
        lines_minor=_sum(row.lines_minor for row in added),
        basis=min((row.basis for row in added), key=_BASES.index),
        paper=paper_of(first, "paper", first.file_sha256, max(row.imported_at for row in added)),
        release_id=first.release_id,
        covers=first.covers,
        part_names=Names(first.covers_ky, first.covers_ru, first.covers_en),
        itemises=max((row.itemises for row in added), key=ITEMISES.index),
        rounded_to_minor=max(row.rounded_to_minor for row in added),
        issuer=first.issuer or first.paper_publisher,
        boundaries=first.boundaries,
        line_count=sum(row.line_count for row in added),
        year_ends=first.year_ends,
        read_rounded=any(row.read_rounded for row in added),
        members=tuple(row.id for row in added),
        annexes=tuple(Annex(row.id, row.part, row.amount_minor) for row in beside),
        previous_ids=tuple(row.previous_id for row in added if row.previous_id is not None),
        previous_minor=_restated(added, _sum(before)) if restated else None,
        previous_paper=paper_of(restated[0], "before") if restated else None,
        previous_rounded_minor=max((row.before_rounded or 1 for row in added), default=1),
    )


def _sum(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is given; None where nothing is."""
    given = [amount for amount in amounts if amount is not None]
    return sum(given) if given else None


def _restated(rows: Sequence[Row[Any]], before: int | None) -> int | None:
    """The earlier total where it differs beyond rounding; else None."""
    now = _sum(row.amount_minor for row in rows)
    if now is None or before is None:
        return None
    step, earlier = (sum(row.rounded_to_minor for row in rows), sum(row.before_rounded or 1 for row in rows))
    return before if differ(now, step, before, earlier) else None


def _line(row: Row[Any]) -> LineFigure:
    return LineFigure(
        line_id=row.line_id,
        statement_id=row.slice_id,
        key=row.key,
        code=row.code,
        printed=row.printed or row.label,
        names=_names(row),
        parent_id=row.parent_id,
        role=row.role,
        fund=row.fund,
        amount_minor=row.amount_minor,
        unit=row.unit,
        row_no=row.row_no,
        source=row.source or "",
        function=row.function or "",
        economic=row.economic or "",
        note=Names(row.text_ky, row.text_ru, row.text_en) if row.text_ky is not None else None,
    )


def _names(row: Row[Any]) -> Names:
    """What a line is called in its own document: readable there, or as printed; never as another year's has it."""
    if row.printed is not None and (row.printed_ky or row.printed != row.label):
        return Names(*(getattr(row, f"printed_{lang}") or row.printed for lang in ("ky", "ru", "en")))
    return Names(row.label_ky or row.label, row.label_ru or row.label, row.label_en or row.label)


def _release(row: Row[Any]) -> Release:
    return Release(
        row.id, row.subject, row.file_name, row.file_sha256, row.imported_at, row.row_count, row.state, row.reason
    )
