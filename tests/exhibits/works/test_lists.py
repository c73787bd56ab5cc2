"""The list of works and what was promised: every absence says which of the five it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.model import Mark
from dashboard.exhibits.works.lists import Links, promised, works_list
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import LANGUAGES, t
from dashboard.store.work_records import OPEN, WORD_OF, Overdue, Work
from tests.exhibits.conftest import TODAY
from tests.exhibits.reading import cell, text
from tests.exhibits.works.papers import counted, current, made, minor, promises

Look = Callable[..., WorksView]
PAST, LATELY = date(2026, 6, 1), date(2026, 11, 1)


def link(number: int) -> str:
    return f"/ky/demo/works/{number}"


LINKS = Links(link, lambda name: f"/ky/demo/contractor/{name}")


def test_a_row_a_work_with_its_link_and_its_papers(look: Look, works_of: Callable[[str], tuple[Work, ...]]) -> None:
    works = works_of("demo")
    exhibit = works_list(look("demo"), works, LINKS, len(works))
    assert len(exhibit.rows) == len(current("demo")) and exhibit.fictional
    assert {row.cells[0].href for row in exhibit.rows} == {link(work.id) for work in works}
    assert {source.title for source in exhibit.sources} == {work.report.paper.title for work in works}
    part = works_list(look("demo", "en"), works[:5], LINKS, len(works))
    assert f"{len(works)} works" in part.answer and "On this page: 5" in part.answer


def test_a_row_names_its_contractor_its_number_and_its_own_document(look: Look) -> None:
    named = replace(made("completion", paid_minor=1), key="12/3")
    named = replace(named, report=replace(named.report, contractor="Жол"))
    exhibit = works_list(look("demo", "en"), (named, made("preparation"), made("completion")), LINKS, 3)
    row, planned, done = (row.cells[exhibit.column("contractor")] for row in exhibit.rows)
    assert (row.value, row.href) == ("Жол", "/ky/demo/contractor/Жол")
    assert (planned.mark, done.mark) == (Mark.NOT_DUE, Mark.MISSING)
    assert exhibit.rows[0].cells[exhibit.column("number")].value == "12/3"
    assert [row.source.title for row in exhibit.rows if row.source] == ["Plan"] * 3


@pytest.mark.parametrize(
    ("work", "marks"),
    [
        (made("preparation", planned_end=date(2027, 1, 1)), (None, Mark.NOT_DUE, Mark.NOT_DUE, Mark.NOT_DUE)),
        (made("implementation", planned_end=PAST), (None, Mark.NOT_SINCE, Mark.NOT_SINCE, Mark.MISSING)),
        (made("implementation", as_of=LATELY, planned_end=PAST), (None, Mark.NOT_DONE, None, Mark.MISSING)),
        (
            made("implementation", planned_end=PAST, missing_from=LATELY),
            (None, Mark.NOT_HELD, Mark.NOT_HELD, Mark.MISSING),
        ),
        (made("decommissioning", planned_end=PAST), (None, Mark.UNDEFINED, Mark.UNDEFINED, Mark.MISSING)),
        (made("completion", planned_end=PAST, actual_end=PAST), (None, None, Mark.ZERO, Mark.MISSING)),
        (made("completion", planned_end=PAST), (None, Mark.MISSING, Mark.MISSING, Mark.MISSING)),
        (made("implementation"), (Mark.MISSING, Mark.MISSING, Mark.MISSING, Mark.MISSING)),
        (made("cancelled", planned_end=PAST), (None, Mark.UNDEFINED, Mark.UNDEFINED, Mark.MISSING)),
        (made("completion", paid_minor=0), (Mark.MISSING, Mark.MISSING, Mark.MISSING, Mark.ZERO)),
    ],
)
def test_every_absence_says_which_it_is(look: Look, work: Work, marks: tuple[Mark | None, ...]) -> None:
    exhibit = works_list(look("demo"), (work,), LINKS, 1)
    assert tuple(cell(exhibit, "7", name).mark for name in ("first_end", "finished", "days_late", "paid")) == marks


def test_what_was_promised_is_open_past_its_date_and_longest_overdue_first(
    look: Look, works_of: Callable[[str], tuple[Work, ...]]
) -> None:
    first = {key: ends[0] for key, ends in promises("demo").items()}
    late = [
        row
        for row in current("demo")
        if WORD_OF[row["status"]] in OPEN and "" < first[row["key"]] < counted(row, TODAY)
    ]
    view = look("demo", "en")
    exhibit = promised(
        view, tuple(work for work in works_of("demo") if work.word in OPEN and work.days_late(TODAY)), link
    )
    assert late and {row.cells[exhibit.column("label")].href for row in exhibit.rows} == {
        link(work.id) for work in works_of("demo") if work.key in {row["key"] for row in late}
    }
    days = {
        link(work.id): (date.fromisoformat(counted(row, TODAY)) - date.fromisoformat(first[row["key"]])).days
        for row in late
        for work in works_of("demo")
        if work.key == row["key"]
    }
    assert {row.cells[0].href: row.cells[exhibit.column("days_late")].value for row in exhibit.rows} == days
    assert f": {len(late)}." in exhibit.answer
    planned = sum(minor(row, "planned_amount") or 0 for row in late)
    assert view.overdue.planned_minor == planned and "Planned for them" in exhibit.answer


def test_the_answer_of_a_page_is_of_all_pages(look: Look, works_of: Callable[[str], tuple[Work, ...]]) -> None:
    view, works = look("demo", "en"), works_of("demo")
    assert promised(view, works[:1], link).answer == promised(view, works, link).answer


def test_a_delay_without_a_reason_says_so(look: Look) -> None:
    view = look("demo", "en")
    one_late = Overdue(1, 0, None, 1, 1, (LATELY, LATELY))
    exhibit = promised(replace(view, overdue=one_late), (made("implementation", planned_end=PAST),), link)
    assert text(exhibit, "7", "reason") == "reason not known" and cell(exhibit, "7", "reason").mark is Mark.MISSING
    assert cell(exhibit, "7", "planned").mark is Mark.MISSING
    assert exhibit.answer == (
        "Unfinished works past the date promised first, as of 1 November 2026: 1. "
        "Past the date promised last as well: 0. Planned cost not known: 1. Reason not known: 1."
    )


def test_no_delay_is_not_the_same_as_no_dates(look: Look) -> None:
    view = replace(look("demo", "en"), overdue=Overdue(), register=LATELY)
    assert promised(view, (), link).answer.startswith("As of 1 November 2026, the day of the full register we hold, no")
    undated = replace(view, by_word=tuple(replace(tally, with_date=0) for tally in view.by_word))
    assert promised(undated, (), link).answer.startswith("We have no planned dates for the unfinished works")
    assert promised(view, (), link).rows == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_a_full_list_can_say_that_nothing_is_late(look: Look, lang: str) -> None:
    view = replace(look("demo", lang), overdue=Overdue(), register=None)
    assert promised(view, (), link).answer == t(lang, "works.promised.no_list")


@pytest.mark.parametrize("code", ["bishkek", "kyrgyzstan", "osh-oblusu", "naryn-oblusu", "chui-oblusu"])
def test_no_real_place_is_said_to_be_on_time(look: Look, code: str) -> None:
    view = look(code, "en")
    assert view.register is None
    assert "no unfinished work is past" not in promised(view, (), link).answer
