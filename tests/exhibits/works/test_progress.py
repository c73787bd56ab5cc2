"""Works by status, on time and beside their plan, against the rows of data/ added up by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.model import Mark
from dashboard.exhibits.works.progress import cost_deviation, delivery_rate, works_by_status
from dashboard.exhibits.works.view import WorksView
from dashboard.i18n import LANGUAGES
from dashboard.store.work_records import WORD_OF, WORDS, Delivery
from tests.exhibits.conftest import TODAY
from tests.exhibits.reading import cell, numbers, value
from tests.exhibits.works.papers import current, minor, summed

Look = Callable[..., WorksView]


def test_counts_and_money_by_status_are_those_of_the_file(look: Look) -> None:
    exhibit = works_by_status(look("demo"))
    rows = current("demo")
    assert [row.key for row in exhibit.rows] == [*WORDS, "total"]
    for word in WORDS:
        mine = [row for row in rows if WORD_OF[row["status"]] == word]
        assert value(exhibit, word, "count") == len(mine)
        for column in ("planned", "contract", "paid"):
            if any(row[f"{column}_amount"] for row in mine):
                assert value(exhibit, word, column) == summed(mine, f"{column}_amount"), (word, column)
            else:
                assert cell(exhibit, word, column).value is None
    assert value(exhibit, "total", "count") == len(rows)
    assert value(exhibit, "total", "paid") == summed(rows, "paid_amount")


def test_what_has_not_begun_has_no_contract_yet_and_what_was_cancelled_has_none_published(look: Look) -> None:
    exhibit = works_by_status(look("demo"))
    assert cell(exhibit, "planned", "contract").mark is cell(exhibit, "preparing", "paid").mark is Mark.NOT_DUE
    assert cell(exhibit, "cancelled", "paid").mark is Mark.MISSING
    assert cell(exhibit, "cancelled", "late").mark is Mark.UNDEFINED


def test_where_no_dates_are_published_nothing_is_said_to_be_on_time(look: Look) -> None:
    exhibit = works_by_status(look("bagysh"))
    assert cell(exhibit, "done", "late").value is None and cell(exhibit, "done", "late").mark is Mark.MISSING
    assert cell(exhibit, "planned", "count").mark is Mark.ZERO
    assert cell(exhibit, "planned", "planned").mark is Mark.UNDEFINED


def test_the_answer_counts_words_delays_and_known_amounts_alike_in_every_language(look: Look) -> None:
    rows = current("demo")
    day = TODAY.isoformat()
    done = [row for row in rows if WORD_OF[row["status"]] == "done"]
    ended = sum(bool(row["actual_end"]) and row["actual_end"] > row["planned_end"] for row in done)
    open_ = [row for row in rows if WORD_OF[row["status"]] not in ("done", "cancelled")]
    past = sum(bool(row["planned_end"]) and row["planned_end"] < day for row in open_)
    counted = [sum(WORD_OF[row["status"]] == word for row in rows) for word in WORDS]
    amounts = ("planned_amount", "contract_amount", "paid_amount")
    known = sum(any(row[name] for name in amounts) for row in rows)
    expected = sorted(map(str, (len(rows), *counted, past, ended, known, len(rows))))
    for lang in LANGUAGES:
        assert numbers(works_by_status(look("demo", lang)).answer) == expected
    assert "1 из 2" in works_by_status(look("bagysh", "ru")).answer


def test_a_place_without_works_says_so_and_has_no_rows(look: Look) -> None:
    exhibit = works_by_status(look("kara-kujur"))
    assert exhibit.rows == () and exhibit.drawing is None and not any(map(str.isdigit, exhibit.answer))
    assert delivery_rate(look("kara-kujur")) is cost_deviation(look("kara-kujur")) is None


def test_works_on_time_by_year_are_those_of_the_file(look: Look) -> None:
    exhibit = delivery_rate(look("demo"))
    assert exhibit is not None
    going = [row for row in current("demo") if row["status"] != "cancelled"]
    due = [row for row in going if "" < row["planned_end"] <= TODAY.isoformat()]
    kept = [
        row
        for row in due
        if WORD_OF[row["status"]] == "done" and (row["actual_end"] or row["as_of"]) <= row["planned_end"]
    ]
    for year in {row["planned_end"][:4] for row in due}:
        assert value(exhibit, year, "due") == sum(row["planned_end"][:4] == year for row in due)
        assert value(exhibit, year, "on_time") == sum(row["planned_end"][:4] == year for row in kept)
    assert (value(exhibit, "total", "due"), value(exhibit, "total", "on_time")) == (len(due), len(kept))
    assert cell(exhibit, "total", "share").value == len(kept) / len(due)


def test_a_year_in_which_nothing_was_on_time_is_nought_and_not_missing(look: Look) -> None:
    exhibit = delivery_rate(replace(look("demo"), delivery=(Delivery(2025, 3, 0),)))
    assert exhibit is not None
    assert cell(exhibit, "2025", "on_time").mark is Mark.ZERO and cell(exhibit, "2025", "share").value == 0
    draw(exhibit)


def test_the_cost_beside_the_plan_is_that_of_the_file(look: Look) -> None:
    exhibit = cost_deviation(look("demo"))
    assert exhibit is not None
    planned = cost = count = 0
    for row in current("demo"):
        finished = WORD_OF[row["status"]] == "done" and row["status"] != "decommissioning"
        paid, contract = minor(row, "paid_amount"), minor(row, "contract_amount")
        real = paid if finished and paid is not None else contract
        plan = minor(row, "planned_amount")
        if row["status"] != "cancelled" and real is not None and plan is not None:
            planned, cost, count = planned + plan, cost + real, count + 1
    assert [value(exhibit, "total", name) for name in ("count", "planned", "cost", "deviation")] == [
        count,
        planned,
        cost,
        cost - planned,
    ]
    assert cell(exhibit, "total", "share").value == pytest.approx((cost - planned) / planned)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_drawn_draws_and_names_its_papers(look: Look, lang: str) -> None:
    view = look("demo", lang)
    for exhibit in (works_by_status(view), delivery_rate(view), cost_deviation(view)):
        assert exhibit is not None and exhibit.fictional and exhibit.sources and exhibit.lang == lang
        assert draw(exhibit)["data"] and picture_of(exhibit)
