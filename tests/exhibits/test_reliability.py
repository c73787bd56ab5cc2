"""How far the figures can be trusted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.making import OfSite
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.reliability import differences, papers, release_log
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES
from dashboard.store.queries import budget
from tests.exhibits.papers import amount, counted, rows, table
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
    exhibit = found_in("kazan-kuigan")
    stated = amount("kazan-kuigan", 2023, "revenue", "approved", "total")
    lines = counted("kazan-kuigan", 2023, "revenue", "approved")
    row = next(r for r in exhibit.rows if r.cells[0].value == "2023")
    assert [row.cells[exhibit.column(c)].value for c in ("stated", "computed", "difference")] == [
        stated,
        lines,
        stated - lines,
    ]
    assert row.cells[-1].href.startswith("http://kazankuigan.naryn-region.kg/")
    assert str(len(exhibit.rows)) in numbers(exhibit.answer)


def test_a_lost_decimal_comma_is_named_as_such(found_in: Callable[..., Exhibit]) -> None:
    exhibit = found_in("kara-kujur", "en")
    kinds = {r.cells[exhibit.column("kind")].value for r in exhibit.rows if r.cells[0].value == "2022"}
    assert kinds == {"10, 100 or 1000 times apart: looks like a lost decimal comma"}


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
    assert row.cells[3].value == "2023, approved plan: Expenditure, Revenue"


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
