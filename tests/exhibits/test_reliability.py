"""How far the figures can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.making import OfSite
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.reliability import differences, other_documents, papers, release_log
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES
from dashboard.store.queries import budget
from tests.exhibits.made import PAPER, statement, view_of
from tests.exhibits.papers import counted, minor, rows, table
from tests.exhibits.reading import numbers, value

Look = Callable[..., View]


@pytest.fixture
def found_in(look: Look, connection: Connection) -> Callable[..., Exhibit]:
    """Call it with a place for the sums that differ there."""

    def sums(code: str, lang: str = "ky") -> Exhibit:
        view = look(code, lang=lang)
        return differences(view, budget.differences(connection, view.place.id))

    return sums


def test_a_total_that_differs_stands_beside_the_sum_of_its_lines(found_in: Callable[..., Exhibit]) -> None:
    exhibit = found_in("demo")
    august = {"document": "demo-2025-08"}
    (printed,) = rows("demo", 2025, "expenditure", "executed", role="total", **august)
    stated, lines = minor(printed), counted("demo", 2025, "expenditure", "executed", **august)
    row = next(r for r in exhibit.rows if r.cells[exhibit.column("stated")].value == stated)
    assert row.cells[0].value == "2025" and stated != lines
    assert [row.cells[exhibit.column(c)].value for c in ("stated", "computed", "difference")] == [
        stated,
        lines,
        stated - lines,
    ]
    (document,) = (r for r in table("demo/documents.csv") if r["key"] == printed["document"])
    assert row.cells[-1].value == document["title"] and row.cells[-1].href == document["url"]
    assert str(len(exhibit.rows)) in numbers(exhibit.answer)


def test_a_total_rounded_by_its_paper_is_not_said_to_differ_from_its_lines(
    found_in: Callable[..., Exhibit], look: Look
) -> None:
    (printed,) = rows("jazy", 2022, "revenue", "executed", role="total")
    assert (printed["rounded_to"], minor(printed) - counted("jazy", 2022, "revenue", "executed")) == ("1", 40_000)
    assert found_in("jazy").rows == ()
    mine = [s for s in look("jazy", 2022).statements if s.amount_minor is not None]
    assert len(mine) == 2 and all(s.off_by_rounding and s.not_itemised_minor == 0 for s in mine)


@pytest.mark.parametrize("code", ["bishkek", "chet-nura", "kazan-kuigan", "kyzyl-too"])
def test_an_excerpt_is_never_said_not_to_add_up(found_in: Callable[..., Exhibit], code: str) -> None:
    excerpts = [r for r in table("published/budget.csv") if (r["municipality"], r["itemises"]) == (code, "some")]
    assert {r["role"] for r in excerpts} >= {"total", "line"}
    assert found_in(code).rows == ()


def test_a_lost_decimal_comma_is_named_as_such(found_in: Callable[..., Exhibit]) -> None:
    exhibit = found_in("kara-kujur", "en")
    kinds = {r.cells[exhibit.column("kind")].value for r in exhibit.rows if r.cells[0].value == "2022"}
    assert kinds == {"10, 100 or 1000 times apart: looks like a lost decimal comma"}
    (document,) = (r for r in table("published/documents.csv") if r["key"] == "karakujur-2020-06-08")
    assert {row.cells[-1].href for row in exhibit.rows if row.cells[0].value == "2022"} == {document["url"]} != {""}


def test_a_place_whose_sums_agree_says_so(found_in: Callable[..., Exhibit]) -> None:
    exhibit = found_in("ak-kuduk")
    assert exhibit.rows == () and not numbers(exhibit.answer) and exhibit.answer


def test_every_paper_in_force_is_listed_with_its_number_date_and_address(look: Look) -> None:
    exhibit = papers(look("kara-kujur"))
    by_key = {r["key"]: r for r in table("published/documents.csv")}
    for row in exhibit.rows:
        document = by_key[row.key]
        assert row.cells[1].value == document["number"]
        assert row.cells[2].value == document["title"] and row.cells[2].href == document["url"]
    named = {
        r["document"]
        for y in range(2019, 2024)
        for p in ("approved", "forecast")
        for r in rows("kara-kujur", y, "revenue", p)
    }
    assert {r.key for r in exhibit.rows} == named


def test_what_a_paper_gives_is_said_side_by_side_for_each_year(look: Look) -> None:
    exhibit = papers(look("kazan-kuigan", lang="en"))
    row = next(r for r in exhibit.rows if r.key == "kazankuigan-2023-02-10")
    assert row.cells[3].value == "2022, executed: Expenditure, Revenue; 2023, approved plan: Expenditure, Revenue"


def test_another_documents_figure_stands_beside_the_one_shown_with_both_documents(
    look: Look, connection: Connection
) -> None:
    view = look("bishkek", lang="en")
    exhibit = other_documents(view, budget.rivals(connection, view.place.id))
    assert exhibit is not None and str(len(exhibit.rows)) in numbers(exhibit.answer)
    (row,) = (r for r in exhibit.rows if r.cells[0].value == "2017")
    now, other = (row.cells[exhibit.column(column)].value for column in ("shown", "other"))
    mine = [r for r in rows("bishkek", 2017, "revenue", "approved", covers="whole") if r["role"] == "total"]
    by_title = {r["title"]: r["key"] for r in table("published/documents.csv")}
    of_document = {r["document"]: minor(r) for r in mine if r["itemises"] != "none" or r["amount"]}
    for column, figure in (("paper", now), ("other_paper", other)):
        named = by_title[str(row.cells[exhibit.column(column)].value)]
        assert of_document[named] == figure, column
    assert now != other
    told = {source.title for source in exhibit.sources}
    shown = {str(r.cells[exhibit.column(c)].value) for r in exhibit.rows for c in ("paper", "other_paper")}
    assert told == shown, "the sources are those of the rows, and no others"


def test_documents_that_agree_within_rounding_or_restate_are_no_difference() -> None:
    now = statement(1, "approved", {}, 900_000_00, rounded_to_minor=100)
    news = replace(PAPER, id=2, key="news", title="News", authority=1)
    rounded = replace(now, id=2, members=(2,), paper=news, amount_minor=900_000_00 + 40_000, rounded_to_minor=100_000)
    apart = replace(rounded, amount_minor=901_000_00)
    assert other_documents(view_of((now, {})), (rounded,)) is None
    exhibit = other_documents(view_of((now, {})), (apart, rounded))
    assert exhibit is not None and [r.key for r in exhibit.rows] == ["2"]
    for aside in (
        replace(apart, covers="own_revenue"),
        replace(apart, phase="forecast"),
        replace(apart, period_end=date(2025, 6, 30)),
        replace(apart, paper=PAPER),
    ):
        assert other_documents(view_of((now, {})), (aside,)) is None, "another thing, or the same document"
    restating = replace(now, previous_ids=(2,), previous_minor=901_000_00, previous_paper=news)
    assert other_documents(view_of((restating, {})), (apart,)) is None, "it stands with the figure itself"


def test_every_import_is_listed_newest_first_with_its_fingerprint(connection: Connection) -> None:
    releases = budget.all_releases(connection)
    exhibit = release_log(OfSite("ky"), releases)
    assert [r.key for r in exhibit.rows] == [str(r.id) for r in sorted(releases, key=lambda r: -r.id)]
    at = exhibit.column("sha256")
    assert value(exhibit, exhibit.rows[0].key, "rows") > 0
    assert [r.cells[at].value for r in exhibit.rows] == [r.file_sha256[:12] for r in releases]


def test_every_language_says_the_same_numbers(found_in: Callable[..., Exhibit], look: Look) -> None:
    for make in (found_in, lambda code, lang: papers(look(code, lang=lang))):
        exhibits = [make("kara-kujur", lang) for lang in LANGUAGES]
        assert len({tuple(numbers(e.answer)) for e in exhibits}) == 1
        assert len({e.answer for e in exhibits}) == 3
