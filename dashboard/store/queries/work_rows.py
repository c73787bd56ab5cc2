"""What queries on works share: the joins, the plain word and the year of a work in SQL, rows made into records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Row,
    Select,
    and_,
    case,
    extract,
    func,
    literal,
    or_,
    select,
)

from dashboard.store.promises import Standing
from dashboard.store.queries.papers import paper_columns, paper_of
from dashboard.store.records import Names
from dashboard.store.tables import classification, document, release
from dashboard.store.work_records import (
    NOT_LISTED,
    OPEN,
    RECENT_DAYS,
    WORD_OF,
    Funding,
    Photo,
    Promise,
    Work,
    WorkReport,
)
from dashboard.store.works_tables import DATES, STAGES, photo, work_funding, work_report, work_standing
from dashboard.store.works_tables import work as work_table

#: In a list: what is happening first, then what will, then what was.
ORDER = ("under_way", "planned", "preparing", "done", "taken_down", "cancelled", NOT_LISTED)
_OPEN_STATUSES = tuple(status for status, word in WORD_OF.items() if word in OPEN)
_STANDING = tuple(Standing.__dataclass_fields__)
#: The rule of `Work.word`.
plain_word = case(
    (and_(work_report.c.status.in_(_OPEN_STATUSES), work_standing.c.missing_from.is_not(None)), NOT_LISTED),
    *((work_report.c.status == status, meant) for status, meant in WORD_OF.items()),
    else_=work_report.c.status,
)
is_open = and_(work_report.c.status.in_(_OPEN_STATUSES), work_standing.c.missing_from.is_(None))
is_done = work_report.c.status.in_([status for status, word in WORD_OF.items() if word == "done"])
#: Of a finished work with a promise: whether it can be known if it kept it. One reported as finished by then has.
end_known = or_(work_report.c.actual_end.is_not(None), work_report.c.as_of <= work_standing.c.first_end)
#: The year a work belongs to: in which it was finished; if unknown is due, began, was reported on.
work_year = extract(
    "year",
    func.coalesce(
        work_report.c.actual_end,
        work_standing.c.last_end,
        work_report.c.actual_start,
        work_report.c.planned_start,
        work_report.c.as_of,
    ),
)


def counted_to(today: date) -> ColumnElement[date]:
    """The rule of `work_records.counted_to`."""
    recent = work_report.c.as_of > today - timedelta(days=RECENT_DAYS)
    return case((recent, literal(today, Date)), else_=work_report.c.as_of)


def late(today: date, promise: Promise = "first") -> ColumnElement[bool]:
    """The rule of `Work.is_late`."""
    end = work_standing.c[f"{promise}_end"]
    return or_(and_(is_done, work_report.c.actual_end > end), and_(is_open, end < counted_to(today)))


def from_works(*columns: Any) -> Select[Any]:
    """Works joined with the report that counts and with where they stand by all of their reports."""
    return select(*columns).select_from(
        work_table.join(work_report, and_(work_report.c.work_id == work_table.c.id, work_report.c.is_current)).join(
            work_standing, work_standing.c.work_id == work_table.c.id
        )
    )


def count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group meet a condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def reports() -> Select[Any]:
    """What releases say about works, with the document and the file it was read from."""
    return (
        select(work_report, *paper_columns(document), release.c.file_sha256, release.c.imported_at)
        .join(document, document.c.id == work_report.c.document_id)
        .join(release, release.c.id == work_report.c.release_id)
    )


def works_with_papers() -> Select[Any]:
    """Works (and programmes) with the report that counts, its document and the function that pays."""
    own = (column for column in work_table.c if column.name not in ("id", "municipality_id", "function_id", "title"))
    stands = (work_standing.c[name].label(f"standing_{name}") for name in _STANDING)
    return (
        reports()
        .add_columns(*own, work_table.c.title.label("printed"), *stands, classification.c.key.label("function"))
        .join(work_table, work_table.c.id == work_report.c.work_id)
        .join(work_standing, work_standing.c.work_id == work_table.c.id)
        .outerjoin(classification, classification.c.id == work_table.c.function_id)
        .where(work_report.c.is_current)
    )


def work_of(row: Row[Any]) -> Work:
    """A work from a row of `works_with_papers`."""
    same = (
        "key",
        "role",
        "description",
        "type",
        "sector",
        "service",
        "village",
        "latitude",
        "longitude",
        "ocid",
        "quantity",
        "quantity_unit",
        "beneficiaries",
    )
    return Work(
        id=row.work_id,
        titles=titles_of(row.printed, row.title_ky, row.title_ru, row.title_en),
        printed=row.printed,
        function=row.function or "",
        report=report_of(row),
        standing=Standing(**{name: getattr(row, f"standing_{name}") for name in _STANDING}),
        **{name: getattr(row, name) for name in same},
    )


def titles_of(printed: str, ky: str, ru: str, en: str) -> Names:
    """The names of a work; as printed where there is no translation."""
    return Names(ky or printed, ru or printed, en or printed)


def in_time() -> tuple[ColumnElement[Any], ...]:
    """Of the pictures of a work, by day; one without a day stands before the first day of a later stage, or last."""
    later = photo.alias()
    next_day = select(func.min(later.c.taken_on)).where(later.c.work_id == photo.c.work_id, _rank(later) > _rank(photo))
    day = func.coalesce(photo.c.taken_on, next_day.correlate(photo).scalar_subquery())
    return day.is_(None), day, _rank(photo), photo.c.id


def _rank(pictures: FromClause) -> ColumnElement[int]:
    return case({stage: position for position, stage in enumerate(STAGES)}, value=pictures.c.stage)


def photo_of(row: Row[Any]) -> Photo:
    """A picture from a row of its table."""
    same = ("file", "stage", "pair", "taken_on", "width", "height", "drawn")
    return Photo(alt=Names(row.alt_ky, row.alt_ru, row.alt_en), **{name: getattr(row, name) for name in same})


def report_of(row: Row[Any]) -> WorkReport:
    """A report from a row of `reports`."""
    same = (
        "id",
        "as_of",
        "status",
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
        "planned_minor",
        "contract_minor",
        "paid_minor",
        "contractor",
        "delay_reason",
        "new_end",
        "release_id",
        "title",
        "progress",
        "missing_from",
        *(f"{name}_precision" for name in DATES),
    )
    return WorkReport(
        note=Names(row.note_ky, row.note_ru, row.note_en),
        paper=paper_of(row, "paper", row.file_sha256, row.imported_at),
        **{name: getattr(row, name) for name in same},
    )


def with_fundings(connection: Connection, found: Iterable[Work]) -> tuple[Work, ...]:
    """The works with their sources of money, in the order of the document (one statement)."""
    found = tuple(found)
    parts = fundings_of(connection, [each.report.id for each in found])
    return tuple(replace(each, fundings=parts.get(each.report.id, ())) for each in found)


def fundings_of(connection: Connection, report_ids: Sequence[int]) -> dict[int, tuple[Funding, ...]]:
    """Sources of money by report, in the order of the document (one statement)."""
    rows = connection.execute(
        select(work_funding)
        .where(work_funding.c.report_id.in_(report_ids))
        .order_by(work_funding.c.report_id, work_funding.c.position)
    )
    parts: dict[int, list[Funding]] = defaultdict(list)
    for row in rows:
        parts[row.report_id].append(Funding(row.source, row.label, row.amount_minor))
    return {report: tuple(found) for report, found in parts.items()}
