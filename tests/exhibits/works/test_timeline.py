"""When works begin and end: every published day, and which of the absences the others are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.exhibits.model import Mark
from dashboard.exhibits.works.timeline import timeline
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import LANGUAGES, long_day
from dashboard.store.work_records import Work
from tests.exhibits.conftest import TODAY
from tests.exhibits.reading import cell
from tests.exhibits.works.papers import current, made, promises

Look = Callable[..., WorksView]
DAYS = {"planned_start": "planned_start", "actual_start": "actual_start", "finished": "actual_end"}


def link(number: int) -> str:
    return f"/ky/demo/works/{number}"


def test_every_printed_day_is_there(look: Look, works_of: Callable[[str], tuple[Work, ...]]) -> None:
    works = works_of("demo")
    exhibit = timeline(look("demo"), works, link)
    assert exhibit is not None and exhibit.fictional
    printed, stated = {row["key"]: row for row in current("demo")}, promises("demo")
    for row, work in zip(exhibit.rows, works, strict=True):
        said = printed[work.key]
        for key, column in DAYS.items():
            value = row.cells[exhibit.column(key)].value
            assert (value.isoformat() if isinstance(value, date) else "") == said[column], (work.key, key)
        ends = [row.cells[exhibit.column(key)].value for key in ("first_end", "last_end")]
        assert tuple(end.isoformat() if isinstance(end, date) else "" for end in ends) == stated[work.key]
        assert row.cells[0].href == link(work.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_counts_the_late_ones_as_of_a_day(look: Look, lang: str) -> None:
    late = made("implementation", as_of=date(2026, 11, 1), planned_end=date(2026, 1, 1), last_end=date(2027, 1, 1))
    kept = made(planned_end=date(2026, 1, 1))
    both, one = timeline(look("demo", lang), (late, kept), link), timeline(look("demo", lang), (kept,), link)
    assert both is not None and one is not None
    assert ": 2." in both.answer and ": 1;" in both.answer and ": 0 (" in both.answer
    assert long_day(lang, TODAY) in both.answer
    assert ": 1." in one.answer and one.answer.count(": ") == 1


@pytest.mark.parametrize(
    ("status", "started", "finished"),
    [("identification", Mark.NOT_DUE, Mark.NOT_DUE), ("preparation", Mark.NOT_DUE, Mark.NOT_DUE),
     ("implementation", Mark.MISSING, Mark.NOT_DUE), ("completion", Mark.MISSING, Mark.MISSING),
     ("cancelled", Mark.UNDEFINED, Mark.UNDEFINED)],
)  # fmt: skip
def test_a_day_that_is_not_known_says_why(look: Look, status: str, started: Mark, finished: Mark) -> None:
    exhibit = timeline(look("demo"), (made(status, as_of=date(2026, 11, 1), planned_end=date(2026, 12, 1)),), link)
    assert exhibit is not None
    (row,) = exhibit.rows
    assert cell(exhibit, row.key, "actual_start").mark is started
    assert cell(exhibit, row.key, "finished").mark is finished
    assert cell(exhibit, row.key, "planned_start").mark is Mark.MISSING


def test_works_without_any_day_have_no_timeline(look: Look) -> None:
    assert timeline(look("demo"), (made(), made("implementation")), link) is None
    assert timeline(look("demo"), (), link) is None
