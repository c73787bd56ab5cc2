"""One work: its sentence in three languages, its money beside the plan, its days, its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.channels.drawn import draw
from dashboard.channels.json import to_dict
from dashboard.exhibits.model import Mark, shown
from dashboard.exhibits.works.one import sentence, work_dates, work_funding, work_history, work_money
from dashboard.exhibits.works.view import WorksView, finished_cell, late_cell, started_cell
from dashboard.i18n import LANGUAGES
from dashboard.i18n.formats import NBSP
from dashboard.store.records import Names
from dashboard.store.work_records import Funding, Work
from tests.exhibits.conftest import TODAY
from tests.exhibits.reading import cell, numbers, text, value
from tests.exhibits.works.papers import made

Look = Callable[..., WorksView]
DUE = date(2026, 6, 1)
PIPE = made(
    type="construction",
    titles=Names("Суу түтүгү", "Водопровод", "Water pipe"),
    quantity=640.0,
    quantity_unit="m",
    village="Көк-Сай",
    planned_minor=200_000_000,
    contract_minor=190_000_000,
    paid_minor=210_000_000,
    planned_end=DUE,
    actual_end=date(2026, 6, 15),
)


def said(work: Work, lang: str) -> str:
    return sentence(work, lang, TODAY, "KGS").replace(NBSP, " ")


def test_a_finished_work_in_a_sentence() -> None:
    assert said(PIPE, "ky") == (
        "Курулду: Суу түтүгү, 640 м, Көк-Сай, 2,1 млн сом төлөндү, "
        "биринчи убада кылынган мөөнөттөн (2026-жылдын 1-июну) 14 күн кеч аяктады."
    )
    assert said(PIPE, "ru") == (
        "Построено: Водопровод, 640 м, Көк-Сай, оплачено 2,1 млн сомов, "
        "завершено на 14 дней позже первого обещанного срока (1 июня 2026 года)."
    )
    assert said(PIPE, "en") == (
        "Built: Water pipe, 640 m, Көк-Сай, paid 2.1 million som, "
        "finished 14 days after the date promised first (1 June 2026)."
    )


@pytest.mark.parametrize(
    ("days", "words"), [(1, "на 1 день позже"), (2, "на 2 дня позже"), (5, "на 5 дней позже"), (21, "на 21 день позже")]
)
def test_days_agree_with_their_number_in_russian(days: int, words: str) -> None:
    assert words in said(made(planned_end=DUE, actual_end=date.fromordinal(DUE.toordinal() + days)), "ru")


def test_what_the_title_says_is_not_said_twice() -> None:
    work = made(title="Жол, 640 м, Көк-Сай", quantity=640.0, quantity_unit="m", village="Көк-Сай")
    assert said(work, "ky").count("640") == said(work, "ky").count("Көк-Сай") == 1


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (made("implementation", as_of=date(2026, 11, 1), planned_end=DUE, new_end=date(2027, 1, 1)),
         "Under way: Түтүк, amount not known, promised first for 1 June 2026, 176 days past that as of "
         "24 November 2026, now promised for 1 January 2027."),
        (made("implementation", as_of=date(2026, 7, 1), planned_end=DUE),
         "Under way: Түтүк, amount not known, promised first for 1 June 2026, 30 days past that as of 1 July 2026."),
        (made("implementation", planned_end=DUE, missing_from=date(2026, 8, 1)),
         "No longer in the register: Түтүк, amount not known, not in the register of 01.08.2026, "
         "last reported 01.01.2026: Under way."),
        (made("preparation", planned_end=date(2027, 1, 1), planned_minor=100),
         "Being prepared: Түтүк, planned cost 1 som, promised first for 1 January 2027."),
        (made("identification"), "Planned: Түтүк, amount not known, planned date not known."),
        (made("cancelled", planned_end=DUE), "Cancelled: Түтүк, amount not known."),
        (made(planned_end=DUE, actual_end=DUE, paid_minor=0),
         "Finished: Түтүк, paid 0 som, finished by the date promised first (1 June 2026)."),
        (made(), "Finished: Түтүк, amount not known, completion date not known."),
        (made(actual_end=DUE), "Finished: Түтүк, amount not known, finished on 1 June 2026."),
        (made("decommissioning", contract_minor=500, paid_minor=100),
         "Being taken down: Түтүк, contract of 5 som."),
    ],
)  # fmt: skip
def test_every_state_has_its_sentence(work: Work, words: str) -> None:
    assert said(work, "en") == words
    assert numbers(said(work, "ky")) == numbers(said(work, "ru")) == numbers(words)


def test_every_work_of_the_content_has_a_sentence_in_every_language(
    works_of: Callable[[str], tuple[Work, ...]],
) -> None:
    for place in ("demo", "bagysh", "masy", "kun-tuu"):
        for work in works_of(place):
            for lang in LANGUAGES:
                words = said(work, lang)
                assert ": " in words and words.endswith(".") and ".." not in words and "None" not in words


def test_money_stands_beside_the_plan(look: Look) -> None:
    exhibit = work_money(look("demo", "en"), PIPE)
    assert [value(exhibit, key, "amount") for key in ("planned", "contract", "paid")] == [
        200_000_000,
        190_000_000,
        210_000_000,
    ]
    assert (value(exhibit, "contract", "deviation"), cell(exhibit, "contract", "share").value) == (-10_000_000, -0.05)
    assert value(exhibit, "paid", "deviation") == 10_000_000
    assert "(5.0%)" in exhibit.answer and "more than planned first" in exhibit.answer
    draw(exhibit)


def test_without_a_plan_or_a_payment_there_is_no_difference(look: Look) -> None:
    exhibit = work_money(look("demo"), made(contract_minor=100))
    assert [cell(exhibit, key, "share").mark for key in ("planned", "contract", "paid")] == [
        Mark.UNDEFINED,
        Mark.MISSING,
        Mark.MISSING,
    ]
    begun = made("implementation", planned_minor=1000, contract_minor=900, paid_minor=100)
    unfinished = work_money(look("demo", "en"), begun)
    assert "%" not in unfinished.answer, "part of a payment is no saving"
    assert all(cell(unfinished, key, "share").mark is Mark.UNDEFINED for key in ("planned", "contract", "paid"))
    nothing = work_money(look("demo"), made("implementation", planned_minor=0))
    assert cell(nothing, "planned", "amount").mark is Mark.ZERO and nothing.drawing is None


def test_sources_of_money_are_shown_as_printed(look: Look) -> None:
    assert work_funding(look("demo"), PIPE) is None
    work = replace(PIPE, fundings=(Funding("donor", "AIB", 300), Funding("local_budget", "жерг.", 100)))
    exhibit = work_funding(look("demo"), work)
    assert exhibit is not None and [row.cells[3].value for row in exhibit.rows] == [0.75, 0.25]
    draw(exhibit)
    named = work_funding(look("demo"), replace(PIPE, fundings=(Funding("donor", "AIB", None),)))
    assert named is not None and cell(named, "donor-0", "amount").mark is Mark.MISSING and named.drawing is None


def test_days_are_compared_with_the_plan(look: Look) -> None:
    exhibit = work_dates(look("demo"), PIPE)
    assert exhibit is not None
    assert value(exhibit, "finished", "days") == 14 and value(exhibit, "last_end", "days") == 0
    assert cell(exhibit, "planned_start", "day").mark is cell(exhibit, "actual_start", "day").mark is Mark.MISSING
    late = {"as_of": date(2026, 11, 1), "planned_end": DUE}
    moved = work_dates(look("demo", "en"), made("implementation", **late, new_end=date(2026, 7, 1), postponements=1))
    assert moved is not None and value(moved, "last_end", "days") == 30
    assert cell(moved, "finished", "day").mark is Mark.NOT_DONE
    assert moved.answer.endswith("The date was postponed 1 time.")
    assert work_dates(look("demo"), made()) is None


def test_what_may_have_happened_since_the_last_report_is_not_said_to_be_due(look: Look) -> None:
    """Promised for the day of the report itself, which was two years ago: not late by it, and not still to come."""
    last = date(2024, 12, 31)
    begun = made("implementation", as_of=last, planned_start=date(2023, 1, 1), planned_end=last)
    exhibit = work_dates(look("demo", "en"), begun)
    assert exhibit is not None
    ended = cell(exhibit, "finished", "day")
    assert (ended.mark, ended.looked_on) == (Mark.NOT_SINCE, last)
    assert shown(ended, exhibit.columns[1], "en", "KGS") == "not known since the report of 31.12.2024"
    assert late_cell(begun, TODAY) == ended and late_cell(begun, TODAY, "last") == ended
    assert finished_cell(begun, last).mark is late_cell(begun, last).mark is Mark.NOT_DUE
    to_begin = made("identification", as_of=last, planned_start=date(2025, 3, 1), planned_end=date(2030, 1, 1))
    assert started_cell(to_begin, TODAY).mark is Mark.NOT_SINCE and started_cell(to_begin, last).mark is Mark.NOT_DUE
    assert finished_cell(to_begin, TODAY).mark is Mark.NOT_DUE
    gone = made("identification", planned_start=date(2018, 1, 1), missing_from=date(2026, 8, 1))
    assert started_cell(gone, TODAY).mark is Mark.NOT_HELD


YEARS = {"planned_end": date(2022, 12, 31), "planned_end_precision": "year", "as_of": date(2024, 12, 31)}


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (made("implementation", **YEARS), "promised first for 2022, past that as of 31.12.2024."),
        (made("implementation", **YEARS, new_end=date(2025, 6, 30), new_end_precision="quarter"),
         "promised first for 2022, past that as of 31.12.2024, now promised for Q2 2025."),
        (made(**YEARS, actual_end=date(2023, 12, 31), actual_end_precision="year"),
         "finished in 2023, after the date promised first (2022)."),
        (made(**YEARS, actual_end=date(2022, 5, 31), actual_end_precision="month"),
         "finished by the date promised first (05.2022)."),
        (made(actual_end=date(2023, 12, 31), actual_end_precision="year"), "finished in 2023."),
    ],
)  # fmt: skip
def test_no_days_are_counted_from_years(look: Look, work: Work, words: str) -> None:
    assert said(work, "en").endswith(words)
    for lang in LANGUAGES:
        assert "31.12.2022" not in said(work, lang) and "731" not in said(work, lang)
    exhibit = work_dates(look("demo", "en"), work)
    assert exhibit is not None and not any(
        isinstance(row.cells[2].value, int) and row.cells[2].value for row in exhibit.rows
    )
    if work.standing.first_end:
        first = cell(exhibit, "first_end", "day")
        assert shown(first, exhibit.columns[1], "en", "KGS") == "2022"
        assert to_dict(exhibit)["rows"][2]["values"]["day"] == "2022"


def test_a_late_work_of_which_years_are_known_is_late_without_a_number_of_days(look: Look) -> None:
    begun = made("implementation", **YEARS)
    assert begun.is_late(TODAY) and begun.days_late(TODAY) is None
    assert late_cell(begun, TODAY).mark is Mark.NOT_IN_DAYS and finished_cell(begun, TODAY).mark is Mark.NOT_DONE
    moved = replace(begun.report, id=2, planned_end=date(2023, 12, 31))
    exhibit = work_history(look("demo", "en"), begun, (begun.report, moved))
    assert text(exhibit, "2", "changed") == "completion promised: 2022 → 2023"


def test_the_history_keeps_every_report_and_marks_what_was_restated(look: Look) -> None:
    plan = replace(made("preparation", planned_minor=100, contract_minor=None).report, id=1)
    later = replace(plan, id=2, status="implementation", planned_minor=120, contract_minor=110, paid_minor=50)
    last = replace(later, id=3, status="completion", paid_minor=110, contract_minor=110)
    work = replace(PIPE, report=last)
    exhibit = work_history(look("demo", "en"), work, (plan, later, last))
    assert (cell(exhibit, "2", "planned").mark, cell(exhibit, "2", "planned").previous) == (Mark.RESTATED, 100)
    assert cell(exhibit, "1", "contract").mark is Mark.NOT_DUE
    assert cell(exhibit, "2", "contract").mark is cell(exhibit, "3", "paid").mark is None
    assert exhibit.answer.startswith("3 reports") and "Finished" in exhibit.answer
    assert [row.emphasis for row in exhibit.rows] == [False, False, True]


def test_the_history_names_what_changed_in_each_report_its_title_too(look: Look) -> None:
    first = replace(made("preparation", planned_minor=10_000, planned_end=DUE, title="Pipe").report, title="Pipe")
    second = replace(
        first, id=2, title="Long pipe", status="implementation", planned_minor=15_000, new_end=date(2026, 7, 1)
    )
    exhibit = work_history(look("demo", "en"), replace(PIPE, report=second), (first, second, replace(second, id=3)))
    assert [text(exhibit, str(number), "changed").replace(NBSP, " ") for number in (1, 2, 3)] == [
        "first report",
        "name: “Pipe” → “Long pipe”, status: Under way, completion 30 days later, 01.07.2026, plan 50 som higher",
        "nothing we know of",
    ]


def test_a_report_that_leaves_the_new_date_out_promises_nothing_anew(
    look: Look, works_of: Callable[[str], tuple[Work, ...]]
) -> None:
    """Put off from 22.09.2023 to 30.06.2024, finished on 05.05.2024; the last report prints the first date alone."""
    work = next(each for each in works_of("demo") if each.key == "demo-2023-04")
    assert work.standing.last_end == date(2024, 6, 30)
    assert (work.days_late(TODAY), work.days_late(TODAY, "last")) == (226, None)
    first = replace(work.report, id=1, actual_end=None, status="implementation")
    moved = replace(first, id=2, new_end=date(2024, 6, 30))
    exhibit = work_history(look("demo", "en"), work, (first, moved, replace(work.report, id=3)))
    assert "completion 282 days later" in text(exhibit, "2", "changed")
    assert text(exhibit, "3", "changed") == "status: Finished"
    assert cell(exhibit, "3", "stated_end").value == date(2024, 6, 30)


def test_a_work_that_is_no_longer_listed_says_since_when(look: Look) -> None:
    gone = made("implementation", missing_from=date(2026, 8, 1))
    exhibit = work_history(look("demo", "en"), gone, (gone.report,))
    assert exhibit.answer.endswith("as of 1 January 2026: Under way. It is not in the register of 1 August 2026.")


def test_a_plan_that_grew_stands_beside_the_first(look: Look) -> None:
    work = made(planned_minor=20_000, first_planned_minor=10_000, paid_minor=20_000)
    exhibit = work_money(look("demo", "en"), work)
    assert [row.key for row in exhibit.rows] == ["first_planned", "planned", "contract", "paid"]
    assert (value(exhibit, "planned", "deviation"), value(exhibit, "paid", "deviation")) == (10_000, 10_000)
    assert "100 som more than planned first (100.0%)" in exhibit.answer.replace(NBSP, " ")
    assert exhibit.answer.replace(NBSP, " ").endswith("The plan has grown by 100 som (100.0%).")
    draw(exhibit)
