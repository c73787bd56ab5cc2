"""The list of works and what was promised: every absence says which of the five it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.model import Mark
from dashboard.exhibits.works.lists import promised, works_list
from dashboard.exhibits.works.view import WorksView
from dashboard.store.work_records import WORD_OF, Work
from tests.exhibits.conftest import TODAY
from tests.exhibits.reading import cell, text
from tests.exhibits.works.papers import current, made

Look = Callable[..., WorksView]
PAST = date(2026, 6, 1)


def link(number: int) -> str:
    return f"/ky/demo/works/{number}"


def test_a_row_a_work_with_its_link_and_its_papers(look: Look, works_of: Callable[[str], tuple[Work, ...]]) -> None:
    works = works_of("demo")
    exhibit = works_list(look("demo"), works, link, len(works))
    assert len(exhibit.rows) == len(current("demo")) and exhibit.fictional
    assert {row.cells[0].href for row in exhibit.rows} == {link(work.id) for work in works}
    assert {source.title for source in exhibit.sources} == {work.report.paper.title for work in works}
    part = works_list(look("demo", "en"), works[:5], link, len(works))
    assert f"{len(works)} works" in part.answer and "On this page: 5" in part.answer


@pytest.mark.parametrize(
    ("work", "marks"),
    [
        (made("preparation", planned_end=date(2027, 1, 1)), (None, Mark.NOT_DUE, Mark.NOT_DUE, Mark.NOT_DUE)),
        (made("implementation", planned_end=PAST), (None, Mark.NOT_DUE, None, Mark.MISSING)),
        (made("completion", planned_end=PAST, actual_end=PAST), (None, None, Mark.ZERO, Mark.MISSING)),
        (made("completion", planned_end=PAST), (None, Mark.MISSING, Mark.MISSING, Mark.MISSING)),
        (made("implementation"), (Mark.MISSING, Mark.NOT_DUE, Mark.MISSING, Mark.MISSING)),
        (made("cancelled", planned_end=PAST), (None, Mark.UNDEFINED, Mark.UNDEFINED, Mark.MISSING)),
        (made("completion", paid_minor=0), (Mark.MISSING, Mark.MISSING, Mark.MISSING, Mark.ZERO)),
    ],
)
def test_every_absence_says_which_it_is(look: Look, work: Work, marks: tuple[Mark | None, ...]) -> None:
    exhibit = works_list(look("demo"), (work,), link, 1)
    assert tuple(cell(exhibit, "7", name).mark for name in ("planned_end", "finished", "days_late", "paid")) == marks


def test_what_was_promised_is_open_past_its_date_and_longest_overdue_first(
    look: Look, works_of: Callable[[str], tuple[Work, ...]]
) -> None:
    late = [
        row
        for row in current("demo")
        if WORD_OF[row["status"]] not in ("done", "cancelled") and "" < row["planned_end"] < TODAY.isoformat()
    ]
    exhibit = promised(look("demo"), works_of("demo"), link)
    days = [(TODAY - date.fromisoformat(row["planned_end"])).days for row in late]
    assert [row.cells[exhibit.column("days_late")].value for row in exhibit.rows] == sorted(days, reverse=True)
    assert str(len(late)) in exhibit.answer


def test_a_delay_without_a_reason_says_so(look: Look) -> None:
    view = look("demo", "en")
    exhibit = promised(view, (made("implementation", planned_end=PAST),), link)
    assert text(exhibit, "7", "reason") == "reason not known" and cell(exhibit, "7", "reason").mark is Mark.MISSING
    assert cell(exhibit, "7", "new_end").mark is cell(exhibit, "7", "planned").mark is Mark.MISSING
    assert exhibit.answer.endswith("Reason not known: 1.")


def test_no_delay_is_not_the_same_as_no_dates(look: Look) -> None:
    view = look("demo", "en")
    assert promised(view, (), link).answer.startswith(
        "As of 24.11.2026 we know of no unfinished work past its planned date."
    )
    undated = replace(view, by_word=tuple(replace(tally, with_date=0) for tally in view.by_word))
    assert promised(undated, (), link).answer.startswith("We have no planned dates for the unfinished works")
    assert promised(view, (), link).rows == ()
