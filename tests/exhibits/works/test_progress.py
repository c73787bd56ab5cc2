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
from dashboard.store.work_records import OPEN, WORD_OF, WORDS, Delivery, Tally
from tests.exhibits.conftest import TODAY
from tests.exhibits.papers import table
from tests.exhibits.reading import cell, numbers, value
from tests.exhibits.works.papers import counted, current, minor, promises, summed

Look = Callable[..., WorksView]


def test_counts_and_money_by_status_are_those_of_the_file(look: Look) -> None:
    exhibit = works_by_status(look("demo"))
    rows = current("demo")
    shown = [word for word in WORDS if word != "not_listed"]
    assert [row.key for row in exhibit.rows] == [*shown, "total"]
    for word in shown:
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
    first = {key: ends[0] for key, ends in promises("demo").items()}
    done = [row for row in rows if WORD_OF[row["status"]] == "done"]
    ended = sum(bool(row["actual_end"]) and row["actual_end"] > first[row["key"]] for row in done)
    open_ = [row for row in rows if WORD_OF[row["status"]] in OPEN]
    past = sum(bool(first[row["key"]]) and first[row["key"]] < counted(row, TODAY) for row in open_)
    begun = sum(WORD_OF[row["status"]] == "under_way" for row in rows)
    amounts = ("planned_amount", "contract_amount", "paid_amount")
    known = sum(any(row[name] for name in amounts) for row in rows)
    expected = sorted(map(str, (len(rows), len(done), begun, past, known, len(rows))))
    assert min(len(done), begun, past, ended) > 0
    for lang in LANGUAGES:
        exhibit = works_by_status(look("demo", lang))
        assert numbers(exhibit.answer) == expected
        assert value(exhibit, "done", "late") == ended, "those finished late stand in the table"
    assert "1 из 2" in works_by_status(look("bagysh", "ru")).answer


def test_a_place_without_works_says_so_and_has_no_rows(look: Look) -> None:
    exhibit = works_by_status(look("kara-kujur"))
    assert exhibit.rows == () and exhibit.drawing is None and not any(map(str.isdigit, exhibit.answer))
    assert delivery_rate(look("kara-kujur")) is cost_deviation(look("kara-kujur")) is None


def test_works_on_time_by_year_are_those_of_the_file(look: Look) -> None:
    exhibit = delivery_rate(look("demo"))
    assert exhibit is not None
    first = {key: ends[0] for key, ends in promises("demo").items()}
    due = [
        row
        for row in current("demo")
        if (WORD_OF[row["status"]] == "done" and "" < first[row["key"]] < TODAY.isoformat())
        or (WORD_OF[row["status"]] in OPEN and "" < first[row["key"]] < counted(row, TODAY))
    ]
    kept = [
        row
        for row in due
        if WORD_OF[row["status"]] == "done" and (row["actual_end"] or row["as_of"]) <= first[row["key"]]
    ]
    unknown = [row for row in due if WORD_OF[row["status"]] == "done" and not row["actual_end"] and row not in kept]
    for year in {first[row["key"]][:4] for row in due}:
        assert value(exhibit, year, "due") == sum(first[row["key"]][:4] == year for row in due)
        assert value(exhibit, year, "on_time") == sum(first[row["key"]][:4] == year for row in kept)
    assert [value(exhibit, "total", name) for name in ("due", "on_time", "end_unknown")] == [
        len(due), len(kept), len(unknown)
    ]  # fmt: skip
    assert cell(exhibit, "total", "share").value == len(kept) / (len(due) - len(unknown))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nobody_says_when_works_ended_nothing_is_said_of_their_time(look: Look, lang: str) -> None:
    exhibit = delivery_rate(replace(look("demo", lang), delivery=(Delivery(2025, 1463, 0, 0, 1463),)))
    assert exhibit is not None and "%" not in exhibit.answer and numbers(exhibit.answer) == ["1463", "1463"]
    assert cell(exhibit, "2025", "on_time").mark is Mark.MISSING and value(exhibit, "2025", "end_unknown") == 1463


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unfinished_works_alone_make_no_share_of_works_on_time(look: Look, lang: str) -> None:
    found = (Delivery(2024, 5, 0, 0, 0, 5), Delivery(2025, 1488, 0, 0, 1391, 97))
    exhibit = delivery_rate(replace(look("demo", lang), delivery=found))
    assert exhibit is not None and "%" not in exhibit.answer
    assert numbers(exhibit.answer) == sorted(map(str, (1493, 1391, 102)))
    assert cell(exhibit, "2025", "share").mark is cell(exhibit, "total", "share").mark is Mark.UNDEFINED
    assert cell(exhibit, "2025", "on_time").mark is Mark.MISSING and cell(exhibit, "2024", "share").value == 0


def test_finished_works_without_a_day_are_not_said_to_be_in_time(look: Look) -> None:
    done = Tally("done", 1391, 0, None, None, None, 0, with_date=1391)
    begun = Tally("under_way", 97, 90, None, None, None, 0, with_date=97, judged=97, late_now=80)
    exhibit = works_by_status(replace(look("demo", "en"), by_word=(begun, done)))
    for column in ("late", "late_now"):
        assert cell(exhibit, "done", column).value is None and cell(exhibit, "done", column).mark is Mark.MISSING
    assert value(exhibit, "under_way", "late") == value(exhibit, "total", "late") == 90
    assert any(numbers(note) == ["1391"] for note in exhibit.notes)


def test_postponed_works_of_every_row_add_up_to_all(look: Look) -> None:
    gone = Tally("not_listed", 26, 0, None, None, None, 0, with_date=26, postponed=16)
    given_up = Tally("cancelled", 2, 0, None, None, None, 0, with_date=1, postponed=1)
    begun = Tally("under_way", 97, 0, None, None, None, 0, with_date=97, judged=97, postponed=69)
    exhibit = works_by_status(replace(look("demo", "en"), by_word=(begun, given_up, gone)))
    postponed = [value(exhibit, key, "postponed") for key in ("under_way", "cancelled", "not_listed", "total")]
    assert postponed == [69, 1, 16, 86] and any("moved back" in note for note in exhibit.notes)


def test_a_year_in_which_nothing_was_on_time_is_nought_and_not_missing(look: Look) -> None:
    exhibit = delivery_rate(replace(look("demo"), delivery=(Delivery(2025, 3, 0),)))
    assert exhibit is not None
    assert cell(exhibit, "2025", "on_time").mark is Mark.ZERO and cell(exhibit, "2025", "share").value == 0
    draw(exhibit)


def test_the_cost_beside_the_plan_is_that_of_the_file(look: Look) -> None:
    exhibit = cost_deviation(look("demo"))
    assert exhibit is not None
    planned = cost = count = 0
    plans: dict[str, int] = {}
    for row in sorted(table("demo/works.csv"), key=lambda row: row["as_of"]):
        if row["municipality"] == "demo" and (first := minor(row, "planned_amount")) is not None:
            plans.setdefault(row["key"], first)
    for row in current("demo"):
        paid, contract = minor(row, "paid_amount"), minor(row, "contract_amount")
        real = contract if paid is None else paid
        plan = plans.get(row["key"])
        if WORD_OF[row["status"]] == "done" and real is not None and plan is not None:
            planned, cost, count = planned + plan, cost + real, count + 1
    assert [value(exhibit, "total", name) for name in ("count", "first_planned", "cost", "deviation")] == [
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
