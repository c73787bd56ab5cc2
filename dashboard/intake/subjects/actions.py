"""Requests and answers: what a row must say for itself, and what it names that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection

from dashboard.i18n import DEFAULT, day, keys
from dashboard.intake.problems import Problem
from dashboard.store.known import work_keys
from dashboard.store.reference import Rows

_CLOSED = ("done", "refused")
_ANSWERS = ("answer_ky", "answer_ru", "answer_en")


def check_actions(connection: Connection, rows: Rows, row_nos: Sequence[int]) -> Iterator[Problem]:
    """Errors of rows that cannot be right; warnings of services and works that nobody knows, which are published."""
    works = work_keys(connection)
    for row, row_no in zip(rows, row_nos, strict=True):
        if row["state"] in _CLOSED and not row["answer_ky"]:
            yield Problem("answer_missing", "error", row_no, "answer_ky", None, {"state": row["state"]})
        elif not row["answer_ky"] and any(row[name] for name in _ANSWERS):
            yield Problem("answer_not_kyrgyz", "error", row_no, "answer_ky")
        asked, answered = row["asked_on"], row["answered_on"]
        if isinstance(asked, date) and isinstance(answered, date) and answered < asked:
            yield Problem("answered_before", "error", row_no, "answered_on", day(answered), {"asked": day(asked)})
        if row["service"] and f"works.service.{row['service']}" not in keys(DEFAULT):
            yield Problem("service_unknown", "warning", row_no, "service", row["service"])
        if row["work"] and (row["municipality"], row["work"]) not in works:
            yield Problem("work_unknown", "warning", row_no, "work", row["work"])
