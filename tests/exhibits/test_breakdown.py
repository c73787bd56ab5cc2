"""Where the money came from and where it went: the rows are the papers' figures, each once, and add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dashboard.exhibits.breakdown import breakdown, composition, notes_of
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES, money
from dashboard.store.records import LookedFor, Names, Remark
from tests.exhibits.made import PAPER, statement, view_of
from tests.exhibits.papers import amount, counted, minor, rows, table
from tests.exhibits.reading import cell, money_columns, numbers, text, value

Look = Callable[..., View]
PLACES = sorted({r["municipality"] for r in table("published/budget.csv")} | {"demo"})
SIDES = [("revenue", "source"), ("expenditure", "function"), ("expenditure", "economic")]
# The paper that counts for each column of the fictional year 2025.
PAPERS = {
    "approved": ("approved", {"document": "demo-2025-approved"}),
    "revised": ("revised", {"document": "demo-2025-revised-11"}),
    "executed": ("executed", {"document": "demo-2025-12"}),
}


def by_class(exhibit: Exhibit, column: str) -> dict[str, int]:
    """Money of each class itself: a group's is what its lines leave of it."""
    at, own, group = exhibit.column(column), {}, ""
    for r in exhibit.rows:
        if r.emphasis or r.key == "not-itemised":
            continue
        amount_of_row = r.cells[at].value
        assert amount_of_row is None or isinstance(amount_of_row, int)
        if r.level == 0:
            group = r.key
        else:
            own[group] -= amount_of_row or 0
        own[r.key] = amount_of_row or 0
    return own


@pytest.mark.parametrize(("direction", "dimension"), SIDES)
def test_every_class_holds_the_sum_of_its_printed_lines(look: Look, direction: str, dimension: str) -> None:
    exhibit = breakdown(look("demo", 2025), direction, dimension)
    for column, (phase, paper) in PAPERS.items():
        expected: dict[str, int] = defaultdict(int)
        for printed in rows("demo", 2025, direction, phase, role="line", **paper):
            expected[printed[f"{dimension}_key"]] += minor(printed)
        # A group's own money, beside that of its lines, is a row of its own.
        shown = {key.removesuffix(".rest"): money for key, money in by_class(exhibit, column).items()}
        assert {key: money for key, money in shown.items() if money or key in expected} == dict(expected)
        stated = amount("demo", 2025, direction, phase, "total", **paper)
        assert value(exhibit, "total", column) == stated == counted("demo", 2025, direction, phase, **paper)


@pytest.mark.parametrize("code", PLACES)
def test_the_rows_add_up_to_the_total_in_every_column_of_every_year(look: Look, code: str) -> None:
    for year in look(code).all_years:
        for direction, dimension in SIDES:
            exhibit = breakdown(look(code, year), direction, dimension)
            for column in money_columns(exhibit):
                at = exhibit.column(column)
                top = [r.cells[at].value or 0 for r in exhibit.rows if not r.emphasis and r.level == 0]
                total = sum(r.cells[at].value or 0 for r in exhibit.rows if r.emphasis)
                assert sum(top) == total, (year, direction, dimension, column)


@pytest.mark.parametrize("code", PLACES)
def test_no_group_is_smaller_than_its_lines(look: Look, code: str) -> None:
    for year in look(code).all_years:
        for direction, dimension in SIDES:
            exhibit = breakdown(look(code, year), direction, dimension)
            for column in money_columns(exhibit):
                assert all(left >= 0 for left in by_class(exhibit, column).values()), (year, dimension, column)


def test_subtotals_and_parts_of_lines_are_counted_nowhere(look: Look) -> None:
    exhibit = breakdown(look("emgek-talaa", 2018), "revenue", "source")
    printed = rows("emgek-talaa", 2018, "revenue", "approved")
    assert {r["role"] for r in printed} >= {"subtotal", "of_which", "line", "total"}
    lines = sum(minor(r) for r in printed if r["role"] == "line")
    assert sum(by_class(exhibit, "approved").values()) == lines
    assert not any(r.key == "rev.tax.shared.patent-voluntary" for r in exhibit.rows), "a part of local revenue"


def test_what_a_paper_does_not_itemise_is_a_row_of_its_own(look: Look) -> None:
    exhibit = breakdown(look("bishkek", 2021), "expenditure", "function")
    stated = amount("bishkek", 2021, "expenditure", "approved", "total")
    lines = counted("bishkek", 2021, "expenditure", "approved")
    assert 0 < lines < stated
    assert value(exhibit, "not-itemised", "approved") == stated - lines
    assert value(exhibit, "total", "approved") == stated


def test_a_total_ten_times_too_large_gives_way_to_its_lines_and_says_so(look: Look) -> None:
    exhibit = breakdown(look("kara-kujur", 2022, "en"), "revenue", "source")
    paper = {"document": "karakujur-2020-06-08"}
    lines = counted("kara-kujur", 2022, "revenue", "forecast", **paper)
    misprint = amount("kara-kujur", 2022, "revenue", "forecast", "total-budget", **paper)
    assert value(exhibit, "total", "forecast") == lines < misprint / 9
    assert any("exactly 10, 100 or 1000 times" in note for note in exhibit.notes)
    assert money("en", misprint, "KGS") not in exhibit.answer and money("en", lines, "KGS") in exhibit.answer


def test_a_total_that_differs_from_its_lines_shows_both_numbers(look: Look) -> None:
    exhibit = breakdown(look("demo", 2025, period=date(2025, 8, 31)), "expenditure", "function")
    stated = amount("demo", 2025, "expenditure", "executed", "total", document="demo-2025-08")
    lines = counted("demo", 2025, "expenditure", "executed", document="demo-2025-08")
    assert value(exhibit, "total", "executed") == stated != lines
    note = next(n for n in exhibit.notes if money("ky", stated, "KGS", exact=True) in n)
    assert money("ky", lines, "KGS", exact=True) in note
    assert value(exhibit, "not-itemised", "executed") == stated - lines


def test_an_excerpt_is_named_as_one_and_not_called_a_sum_that_differs(look: Look) -> None:
    exhibit = breakdown(look("kazan-kuigan", 2023, "en"), "revenue", "source")
    printed = rows("kazan-kuigan", 2023, "revenue", "approved")
    stated = amount("kazan-kuigan", 2023, "revenue", "approved", "total")
    lines = counted("kazan-kuigan", 2023, "revenue", "approved")
    assert {r["itemises"] for r in printed} == {"some"} and stated != lines
    assert value(exhibit, "total", "approved") == stated
    assert value(exhibit, "not-itemised", "approved") == stated - lines
    assert text(exhibit, "not-itemised", "label") == "Lines that are not in the excerpt"
    assert any("only an excerpt" in note for note in exhibit.notes)
    assert not any("add up to" in note for note in exhibit.notes)


def test_a_total_of_one_fund_that_equals_its_lines_is_not_called_different(look: Look) -> None:
    # «Долбоор … атайын эсепсиз»: the printed total leaves the special account out, and says so.
    exhibit = breakdown(look("kara-kujur", 2021, "en"), "revenue", "source")
    paper = {"document": "karakujur-2020-06-08"}
    stated = amount("kara-kujur", 2021, "revenue", "forecast", "total-budget", **paper)
    assert stated == counted("kara-kujur", 2021, "revenue", "forecast", fund="budget", **paper)
    assert not any("the printed lines add up to" in note for note in exhibit.notes)


def test_announced_money_is_no_part_of_the_budget(look: Look) -> None:
    exhibit = breakdown(look("bishkek", 2026), "revenue", "source")
    extra = amount("bishkek", 2026, "revenue", "forecast", "extra-from-republic")
    amounts = {c.value for r in exhibit.rows for c in r.cells}
    assert extra not in amounts
    assert value(exhibit, "total", "forecast") in {
        minor(r) for r in rows("bishkek", 2026, "revenue", "forecast", role="total")
    }


def test_a_line_without_a_published_amount_is_missing_and_not_nought(look: Look) -> None:
    exhibit = breakdown(look("demo", 2025, period=date(2025, 5, 31)), "revenue", "source")
    (printed,) = rows("demo", 2025, "revenue", "executed", line="lease-other", period_end="2025-05-31")
    assert printed["amount"] == ""
    found = cell(exhibit, printed["source_key"], "executed")
    assert (found.value, found.mark) == (None, Mark.MISSING)
    assert text(exhibit, printed["source_key"], "executed") == "маалымат жок"


def test_nought_is_nought_and_a_share_of_nought_is_not_counted(look: Look) -> None:
    exhibit = breakdown(look("demo", 2025), "revenue", "source")
    (printed,) = rows("demo", 2025, "revenue", "executed", line="property-tax", period_end="2025-12-31")
    found = cell(exhibit, printed["source_key"], "executed")
    assert (found.value, found.mark) == (0, Mark.ZERO)
    assert cell(exhibit, printed["source_key"], "share").mark is Mark.UNDEFINED
    assert text(exhibit, printed["source_key"], "executed") == money("ky", 0, "KGS")
    assert text(exhibit, printed["source_key"], "share") == "–"


def test_a_restated_plan_shows_the_figure_before(look: Look) -> None:
    exhibit = breakdown(look("demo", 2025), "expenditure", "function")
    now = amount("demo", 2025, "expenditure", "revised", "total", document="demo-2025-revised-11")
    before = amount("demo", 2025, "expenditure", "revised", "total", document="demo-2025-revised-07")
    found = cell(exhibit, "total", "revised")
    assert (found.value, found.mark, found.previous) == (now, Mark.RESTATED, before)
    said = text(exhibit, "total", "revised")
    assert "мурда" in said and len(set(numbers(said))) > 1


@pytest.mark.parametrize(
    ("today", "mark"),
    [
        (date(2020, 6, 1), Mark.NOT_DUE),
        (date(2021, 3, 31), Mark.NOT_DUE),
        (date(2021, 4, 1), Mark.NOT_HELD),
        (date(2022, 6, 1), Mark.NOT_HELD),
    ],
)  # fmt: skip
def test_an_execution_we_do_not_have_is_not_yet_due_and_then_not_held(look: Look, today: date, mark: Mark) -> None:
    exhibit = breakdown(look("kara-kujur", 2020, today=today), "revenue", "source")
    assert cell(exhibit, "total", "executed").mark is mark
    assert {r.cells[exhibit.column("executed")].mark for r in exhibit.rows} == {mark}


@pytest.mark.parametrize(
    ("today", "mark"),
    [
        (date(2021, 3, 31), Mark.NOT_DUE),
        (date(2021, 4, 1), Mark.LATE),
        (date(2022, 6, 1), Mark.NOT_HELD),
    ],
)  # fmt: skip
def test_only_a_place_that_feeds_the_site_itself_is_late(look: Look, today: date, mark: Mark) -> None:
    view = look("kara-kujur", 2020, today=today)
    feeding = replace(view, place=replace(view.place, feeds_since=date(2020, 1, 1)))
    exhibit = breakdown(feeding, "revenue", "source")
    assert {r.cells[exhibit.column("executed")].mark for r in exhibit.rows} == {mark}


def test_an_execution_looked_for_in_vain_is_not_published_on_that_day(look: Look) -> None:
    day = date(2026, 10, 30)
    looked_for = (LookedFor("execution", 2020, day, found=False, url="https://example.kg"),)
    exhibit = breakdown(replace(look("kara-kujur", 2020, "en"), looked_for=looked_for), "revenue", "source")
    found = cell(exhibit, "total", "executed")
    assert (found.mark, found.looked_on) == (Mark.NOT_PUBLISHED, day)
    assert text(exhibit, "total", "executed") == "looked for on 30.10.2026, not found"


def test_figures_of_own_revenue_are_no_measure_for_the_whole_budget(look: Look) -> None:
    exhibit = breakdown(look("bishkek", 2024), "revenue", "source")
    own = [rows("bishkek", 2024, "revenue", p, period_end="2024-03-31") for p in ("approved", "executed")]
    assert {r["covers"] for printed in own for r in printed} == {"own_revenue"}
    amounts = {c.value for r in exhibit.rows for c in r.cells}
    assert not amounts & {minor(r) for printed in own for r in printed}
    # Of the whole budget only an expected figure is known.
    assert [column.key for column in exhibit.columns] == ["label", "forecast", "share"]
    assert value(exhibit, "total", "forecast") == amount("bishkek", 2024, "revenue", "forecast", "total")
    assert cell(exhibit, "total", "share").mark is Mark.UNDEFINED


def test_where_only_a_part_is_known_nobody_is_told_that_there_is_no_document(look: Look) -> None:
    view = look("bishkek", 2024, "en", period=date(2024, 3, 31))
    assert view.partial and view.best("revenue") is None
    exhibit = breakdown(view, "revenue", "source")
    assert exhibit.answer == "We hold no document on the whole budget of 2024."
    nothing = breakdown(view, "expenditure", "function")
    assert nothing.answer == "We hold no document with the expenditure of 2024."


@pytest.mark.parametrize(("direction", "dimension"), SIDES)
def test_the_answer_says_the_same_in_every_language(look: Look, direction: str, dimension: str) -> None:
    exhibits = [breakdown(look("demo", 2025, lang), direction, dimension) for lang in LANGUAGES]
    total = counted("demo", 2025, direction, "executed", document="demo-2025-12")
    for exhibit in exhibits:
        assert money(exhibit.lang, total, "KGS") in exhibit.answer
        assert [r.key for r in exhibit.rows] == [r.key for r in exhibits[0].rows]
        assert [[c.value for c in r.cells[1:]] for r in exhibit.rows] == [
            [c.value for c in r.cells[1:]] for r in exhibits[0].rows
        ]
    assert len({tuple(numbers(e.answer)) for e in exhibits}) == 1
    assert len({e.answer for e in exhibits}) == len({e.question for e in exhibits}) == 3


@pytest.mark.parametrize(("direction", "dimension"), SIDES)
def test_a_composition_takes_the_whole_apart(look: Look, direction: str, dimension: str) -> None:
    exhibit = composition(look("demo", 2025), direction, dimension)
    assert exhibit is not None
    total = counted("demo", 2025, direction, "executed", document="demo-2025-12")
    top = [r for r in exhibit.rows if r.level == 0]
    assert sum(r.cells[1].value for r in top) == total
    assert sum(r.cells[2].value for r in top) == pytest.approx(1)
    assert all(r.cells[2].value == pytest.approx(r.cells[1].value / total) for r in exhibit.rows)
    largest = max(top, key=lambda r: r.cells[1].value)
    assert str(largest.cells[0].value) in exhibit.answer


def test_nothing_itemised_gives_no_composition(look: Look) -> None:
    assert composition(look("kurshab", 2016), "expenditure", "function") is None
    assert composition(look("kara-kujur", 2020), "expenditure", "function") is None


@pytest.mark.parametrize(("more", "step", "said"), [(10, 10, False), (11, 10, True), (-10, 10, False), (4, 1, True)])
def test_a_total_that_rounding_explains_leaves_nothing_over_and_has_no_note(more: int, step: int, said: bool) -> None:
    amounts = {"a": 3000, "b": 70}
    view = view_of((statement(1, "approved", amounts, more, rounded_to_minor=step, line_count=2), amounts))
    exhibit = breakdown(view, "expenditure", "function")
    assert (len(exhibit.notes), any(row.key == "not-itemised" for row in exhibit.rows)) == (int(said), said)


@pytest.mark.parametrize("code", ["ak-kuduk", "kara-balta-shaary"])
def test_money_a_paper_does_not_itemise_is_called_so_and_not_other_revenue(look: Look, code: str) -> None:
    year = {"ak-kuduk": 2015, "kara-balta-shaary": 2023}[code]
    exhibit = composition(look(code, year, "en"), "revenue", "source")
    assert exhibit is not None
    assert "Budget funds (not itemised by source)" in exhibit.answer
    assert "Other revenue" not in " ".join(str(row.cells[0].value) for row in exhibit.rows)


def test_a_remark_without_words_is_no_note_and_one_with_words_names_its_line() -> None:
    mine = statement(1, "approved", {"a.own": 500})
    remarks = (Remark(1, "Жол", Names("")), Remark(1, "Суу", Names("Басма ката")), Remark(9, "Мектеп", Names("Башка")))
    view = replace(view_of((mine, {"a.own": 500})), remarks=remarks)
    assert [note for note in notes_of(view, mine) if "«" in note] == ["«Суу»: Басма ката"]


def test_a_changed_figure_names_the_earlier_document_by_number_and_day_and_not_by_a_title_in_its_language() -> None:
    mine = replace(statement(1, "approved", {"a.own": 500}), previous_minor=400, previous_paper=PAPER)
    (note,) = [note for note in notes_of(view_of((mine, {"a.own": 500})), mine) if "№ 1, 20.01.2025" in note]
    assert PAPER.title not in note


@pytest.mark.parametrize(("lang", "plain"), [("ky", "Башкаруу"), ("ru", "Управление"), ("en", "Administration")])
def test_a_sentence_says_the_plain_name_of_a_function_and_the_table_its_official_one_too(
    look: Look, lang: str, plain: str
) -> None:
    view = look("demo", 2025, lang)
    found = breakdown(view, "expenditure", "function")
    assert f"{plain}\u00a0– " in found.answer and "(" not in found.answer
    assert text(found, "func.701", "label").startswith(f"{plain} (")
    assert view.said_name("rev.grant.stimulating") == view.name("rev.grant.stimulating"), "brackets within stay"
