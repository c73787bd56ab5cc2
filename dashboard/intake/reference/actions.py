"""Requests and answers: what a row must say for itself, and what it names that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from dashboard.i18n import day
from dashboard.intake.personal import personal_in
from dashboard.intake.problems import Problem
from dashboard.services import services
from dashboard.store.known import work_keys
from dashboard.store.survey_tables import FEW_ASKED

_CLOSED = ("done", "refused")
_ANSWERS = ("answer_ky", "answer_ru", "answer_en")
_TEXTS = ("asked_ky", "asked_ru", "asked_en", *_ANSWERS)


def check_actions(connection: Connection, rows: Sequence[dict[str, Any]], row_nos: Sequence[int]) -> Iterator[Problem]:
    """Errors of rows that cannot be right or hold personal details; warnings of services and works nobody knows.

    A number of people so small that it could point at somebody is taken out of its row, with a warning.
    """
    works = work_keys(connection)
    for row, row_no in zip(rows, row_nos, strict=True):
        yield from _personal(row, row_no)
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


def _personal(row: dict[str, Any], row_no: int) -> Iterator[Problem]:
    """Neither the detail nor the number is repeated: reports are kept."""
    for name in _TEXTS:
        if personal_in(row[name]):
            yield Problem("request_personal", "error", row_no, name)
    if row["people"] is not None and 0 < row["people"] < FEW_ASKED:
        row["people"] = None
        yield Problem("request_few", "warning", row_no, "people", None, {"few": FEW_ASKED})
