"""Requests and answers: what a row must say for itself, and what it names that is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from dashboard.i18n import day
from dashboard.intake.personal import personal_in
from dashboard.intake.problems import Problem
from dashboard.intake.reference.reader import ReferenceRows
from dashboard.services import services
from dashboard.store.survey_tables import FEW_ASKED

Row = Mapping[str, Any]
_CLOSED = ("done", "refused")
_ANSWERS = ("answer_ky", "answer_ru", "answer_en")
_TEXTS = ("asked_ky", "asked_ru", "asked_en", *_ANSWERS)


def look_at_actions(read: ReferenceRows, works: Collection[tuple[str, str]]) -> ReferenceRows:
    """Errors of rows that cannot be right or hold personal details; warnings of services and works nobody knows.

    `works`: every work the database has, as (place, key). A number of people so small that it could point at somebody
    is left out of its row, with a warning.
    """
    numbered = list(zip(read.rows, read.row_nos, strict=True))
    problems = [problem for row, row_no in numbered for problem in _wrong(row, row_no, works)]
    rows = [{**row, "people": None} if _few(row) else row for row in read.rows]
    return ReferenceRows(rows, read.row_nos, (*read.problems, *problems))


def _wrong(row: Row, row_no: int, works: Collection[tuple[str, str]]) -> Iterator[Problem]:
    # Neither the detail nor the number is repeated: reports are kept.
    for name in _TEXTS:
        if personal_in(row[name]):
            yield Problem("request_personal", "error", row_no, name)
    if _few(row):
        yield Problem("request_few", "warning", row_no, "people", None, {"few": FEW_ASKED})
    if row["state"] in _CLOSED and not row["answer_ky"]:
        yield Problem("answer_missing", "error", row_no, "answer_ky", None, {"state": row["state"]})
    elif not row["answer_ky"] and any(row[name] for name in _ANSWERS):
        yield Problem("answer_not_kyrgyz", "error", row_no, "answer_ky")
    asked, answered = row["asked_on"], row["answered_on"]
    if isinstance(asked, date) and isinstance(answered, date) and answered < asked:
        yield Problem("answered_before", "error", row_no, "answered_on", day(answered), {"asked": day(asked)})
    if row["service"] and row["service"] not in services():
        yield Problem("service_unknown", "warning", row_no, "service", row["service"])
    if row["work"] and (row["municipality"], row["work"]) not in works:
        yield Problem("work_unknown", "warning", row_no, "work", row["work"])


def _few(row: Row) -> bool:
    return row["people"] is not None and 0 < row["people"] < FEW_ASKED
