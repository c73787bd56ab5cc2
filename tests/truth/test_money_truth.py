"""What once was said of real bodies and was not so, point by point, in three languages.

Files that went wrong in silence have tests of their own: numbering rows, commas and failed cells in
intake/table/test_rows.py; words and sums of totals in intake/budget/test_sums.py and intake/table/test_total_words.py;
701 beside 0701 and long names in intake/budget/test_sums.py; what an import asks about in
intake/budget/test_changes.py. Whatever is published, no exhibit sets against each other what is not comparable:
exhibits/test_nothing_incomparable.py.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Connection

from dashboard.channels.csv import to_csv
from dashboard.channels.html import render
from dashboard.exhibits.drawings import Years
from dashboard.exhibits.model import Mark
from dashboard.i18n import LANGUAGES, currency_word, day, t
from dashboard.pages.model import Page
from dashboard.store.queries import budget, places
from dashboard.store.records import Statement
from tests.exhibits.papers import minor, printed, table
from tests.exhibits.reading import cell, figures, text, value
from tests.truth.site import TODAY, files, words

At = Callable[[str], Page]
#: What may be said only after somebody looked, or of a place that feeds the site itself.
ACCUSING = ("marks.not_published", "marks.late")


def marks(page: Page) -> set[Mark]:
    """Every mark of every cell of a page."""
    return {each.mark for exhibit in page.exhibits for line in exhibit.rows for each in line.cells if each.mark}


def statements(connection: Connection, code: str) -> tuple[Statement, ...]:
    place = places.place(connection, code)
    assert place is not None
    return budget.statements(connection, place.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_execution_of_all_revenue_is_no_share_of_a_draft_without_transfers(page_at: At, lang: str) -> None:
    page = page_at(f"/{lang}/bishkek?year=2025")
    (revenue,) = figures(page.exhibits[0])
    assert revenue.share is None and "130,9" not in words(page) and "130.9" not in words(page)
    exhibit = page.exhibit("revenue-by-source")
    assert value(exhibit, "total", "executed") == 30_500_000_000_00
    assert cell(exhibit, "total", "share").value is None and "forecast" not in {c.key for c in exhibit.columns}
    (draft,) = [each for each in page.exhibit("parts-of-the-budget").rows if each.level == 0]
    assert t(lang, "exhibits.covers.without_transfers") in str(draft.cells[0].value)
    assert 23_300_000_000_00 in {each.value for each in draft.cells}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_revenue_of_one_draft_and_spending_of_another_give_no_balance(page_at: At, lang: str) -> None:
    page = page_at(f"/{lang}/bishkek?year=2026")
    assert {each.key for each in figures(page.exhibits[0])} == {"revenue", "expenditure"}
    assert "balance" not in {each.key for each in page.exhibits[0].rows}
    said = words(page)
    assert "126,6" not in said and "126.6" not in said and t(lang, "marks.other_documents") in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_five_months_and_two_months_are_not_years(page_at: At, connection: Connection, lang: str) -> None:
    ends = {2023: date(2023, 5, 31), 2024: date(2024, 2, 29)}
    for year, end in ends.items():
        page = page_at(f"/{lang}/batken-oblusu?year={year}")
        parts = page.exhibit("parts-of-the-budget")
        assert parts.rows and all(day(end) in str(each.cells[1].value) for each in parts.rows)
        assert figures_of(page) == set()
    for exhibit in page_at(f"/{lang}/batken-oblusu/revenue?year=2024").exhibits:
        part = exhibit.key == "parts-of-the-budget"
        assert (part or exhibit.rows == ()) and "%" not in exhibit.answer
    periods = {each.year: each.period_end for each in statements(connection, "batken-oblusu") if each.scope == "period"}
    assert periods == ends


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_only_transfers_are_printed_nothing_is_said_of_every_100_som(page_at: At, lang: str) -> None:
    one_hundred = t(lang, "exhibits.of_hundred", unit=currency_word(lang, "KGS", 100), parts="").rstrip(" .")
    for year in (2023, 2024):
        page = page_at(f"/{lang}/batken-oblusu?year={year}")
        assert one_hundred not in words(page)
        assert "share" not in {column.key for column in page.exhibit("parts-of-the-budget").columns}
    assert one_hundred in words(page_at(f"/{lang}/kazan-kuigan/revenue?year=2022"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("year", [2014, 2017])
def test_a_news_item_and_rounding_change_no_figure_of_a_resolution(page_at: At, year: int, lang: str) -> None:
    for section in ("?", "/revenue?", "/spending?", "/lines?side=revenue&", "/lines?side=expenditure&"):
        page = page_at(f"/{lang}/bishkek{section}year={year}")
        assert Mark.RESTATED not in marks(page), (section, year)
        assert not {707_480_000_000, 745_000_000_000} & {
            each.previous for exhibit in page.exhibits for line in exhibit.rows for each in line.cells
        }
    for link in re.findall(
        r"/bishkek/lines/\d+", render(page_at(f"/{lang}/bishkek/lines?side=revenue&year={year}").tree)
    ):
        of_year = [each for each in page_at(f"/{lang}{link}").exhibits[0].rows if each.cells[0].value == str(year)]
        assert of_year and not [each for line in of_year for each in line.cells if each.mark is Mark.RESTATED]


def test_a_document_with_another_figure_stands_beside_on_the_about_page(page_at: At) -> None:
    differ = page_at("/en/bishkek/about").exhibit("documents-that-differ")
    of_2017 = [each for each in differ.rows if each.cells[0].value == "2017"]
    assert [
        (each.cells[differ.column("shown")].value, each.cells[differ.column("other")].value) for each in of_2017
    ] == [(8_983_316_100_00, 8_865_116_100_00)]
    assert all(
        each.cells[differ.column("paper")].href and each.cells[differ.column("other_paper")].href for each in of_2017
    )
    # 7 074.8 million of a report is 7 074 814.7 thousand of the resolution, rounded.
    assert "2014" not in {each.cells[0].value for each in differ.rows}


ABSENT = ("kara-kujur?year=2026", "kyrgyzstan", "ak-kuduk", "ak-kuduk/revenue", "bishkek?year=2016", "bishkek/about")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", ABSENT)
def test_what_this_site_lacks_is_never_said_to_be_unpublished_or_late(page_at: At, path: str, lang: str) -> None:
    page = page_at(f"/{lang}/{path}")
    assert not marks(page) & {Mark.NOT_PUBLISHED, Mark.LATE}
    # What the words mean is explained where figures are explained.
    said = files(page) if path.endswith("/about") else words(page) + files(page)
    assert [key for key in ACCUSING if t(lang, key) in said] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_this_site_lacks_is_said_as_such_on_the_page_and_in_every_file(page_at: At, lang: str) -> None:
    page = page_at(f"/{lang}/kara-kujur?year=2026")
    lacked = t(lang, "marks.not_held")
    assert lacked in words(page)
    held = page.exhibit("what-is-published")
    (of_2026,) = [line for line in csv.reader(io.StringIO(to_csv(held).decode("utf-8-sig"))) if line[:1] == ["2026"]]
    assert (
        of_2026[1 : len(held.columns)] == [text(held, "2026", column.key) for column in held.columns[1:]]
        and lacked in of_2026
    )
    assert '"not_held"' in files(page)
    # The ready request names the body, the year and what is lacked, in both languages of offices.
    for written_in in ("ky", "ru"):
        assert t(written_in, "exhibits.holdings.plan_revenue") in words(page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["bishkek", "kyzyl-too"])
def test_excerpts_are_not_tested_for_adding_up(page_at: At, connection: Connection, code: str, lang: str) -> None:
    assert [each for each in statements(connection, code) if each.itemises == "some"]
    differ = page_at(f"/{lang}/{code}/about").exhibit("sums-that-differ")
    assert differ.rows == () and differ.answer == t(lang, "exhibits.reliability.answer_no_sums", n=0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nine_months_are_called_so_in_every_header_and_bar_and_compared_with_nine(page_at: At, lang: str) -> None:
    page = page_at(f"/{lang}/demo/revenue?year=2026")
    now, then = day(date(2026, 9, 30)), day(date(2025, 9, 30))
    by_source = page.exhibit("revenue-by-source")
    head = {column.key: column.label for column in by_source.columns}
    assert now in head["executed"] and then in head["last_year"]
    first = next(csv.reader(io.StringIO(to_csv(by_source).decode("utf-8-sig"))))
    assert any(now in name for name in first) and any(then in name for name in first)
    years = page.exhibit("revenue-by-year")
    assert text(years, "2026", "year") == t(lang, "exhibits.months_of_year", year=2026, n=9)
    assert isinstance(years.drawing, Years) and years.drawing.partly == ("2026",)
    of_nine = {
        year: sum(
            minor(each)
            for each in printed()
            if (
                each["municipality"],
                each["fiscal_year"],
                each["direction"],
                each["phase"],
                each["period_end"],
                each["role"],
            )
            == ("demo", str(year), "revenue", "executed", f"{year}-09-30", "line")
        )
        for year in (2025, 2026)
    }
    assert value(by_source, "total", "executed") == of_nine[2026]
    assert value(by_source, "total", "last_year") == of_nine[2025]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_footer_says_the_day_of_the_newest_document_and_questions_of_past_years_are_past(
    page_at: At, lang: str
) -> None:
    page = page_at(f"/{lang}/kara-kujur?year=2020")
    days = {each["key"]: each["date"] for each in table("published/documents.csv")}
    newest = max(source.dated for exhibit in page.exhibits for source in exhibit.sources if source.dated)
    assert newest.isoformat() in days.values() and newest.year < TODAY.year
    assert t(lang, "shell.newest", when=day(newest)) in words(page)
    question = page.exhibit("revenue-by-source").question
    assert question == t(lang, "exhibits.past.revenue.question_source", year=2020)
    assert question != t(lang, "exhibits.now.revenue.question_source", year=2020)


def test_a_line_is_called_as_its_own_document_calls_it(page_at: At, connection: Connection) -> None:
    known = ("document", "line", "fiscal_year", "direction", "phase")
    labels = {tuple(each[column] for column in known): each["label"] for each in printed()}
    called = set()
    for statement in statements(connection, "bishkek"):
        for figure in budget.lines(connection, statement.members):
            key = (statement.paper.key, figure.key, str(statement.year), statement.direction, statement.phase)
            assert figure.printed == labels[key]
            called.add((figure.key, figure.printed))
    assert len(called) > len({key for key, _ in called})
    page = page_at("/ru/bishkek/lines?side=revenue&year=2024")
    (total,) = [each for each in page.exhibits[0].rows if 32_500_000_000_00 in {c.value for c in each.cells}]
    assert "роект" not in str(total.cells[0].value)


def figures_of(page: Page) -> set[str]:
    """Keys of the large figures of an overview; none where nothing is known of the whole budget."""
    return {each.key for each in figures(page.exhibits[0])} if page.exhibits[0].drawing else set()
