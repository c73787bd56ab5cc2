"""Published series on pages of places: one line in time with fixed ends, the whole beside the part, nothing lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.drawings import Course, Dots
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.opinion.printed import by_series, written
from dashboard.exhibits.opinion.published import published
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.pages.address import parse
from dashboard.pages.opinion.read import read_opinion
from dashboard.store.queries.places import place

FIGURES = Path(__file__).parents[2] / "data/published/survey_figures.csv"
COURSE, REST = "opinion-trust-index-index-points-course", "opinion-trust-index-index-points"
See = Callable[..., OpinionView]


@pytest.fixture(scope="module")
def see(connection: Connection) -> See:
    def view(code: str, lang: str = "en") -> OpinionView:
        found = place(connection, code)
        assert found is not None
        return read_opinion(found, parse(f"/{lang}/{code}/opinion"), date(2026, 6, 1), connection)

    return view


def exhibits(view: OpinionView) -> dict[str, Exhibit]:
    return {each.key: each for each in published(view)}


def column(exhibit: Exhibit, key: str) -> list[object]:
    at = exhibit.column(key)
    return [row.cells[at].value for row in exhibit.rows]


def test_the_index_of_the_country_is_one_line_from_2013_on(see: See) -> None:
    found = exhibits(see("kyrgyzstan"))[COURSE]
    assert column(found, "here") == [2.9, 14.7, 22, 20.9, 25.2, 26.5, 27.8, 30.5, 42.8, 46.2]
    days = column(found, "day")
    assert days == sorted(days) and (days[0], days[-1]) == (date(2013, 12, 31), date(2025, 12, 31))
    assert isinstance(found.drawing, Course) and found.drawing.ends == (-100, 100) and found.drawing.whole is None
    assert draw(found)["layout"]["yaxis"]["range"] == [-100, 100]
    assert "−100" in picture_of(found) and "+100" in picture_of(found)
    assert "46.2" in found.answer and "2.9" in found.answer
    assert len(found.sources) > 5 and any(
        "Sayasat" in each.publisher or "sayasat" in each.url for each in found.sources
    )


def test_two_papers_of_one_half_year_that_agree_are_one_point_with_both_sources(see: See) -> None:
    found = exhibits(see("kyrgyzstan"))[COURSE]
    assert column(found, "day").count(date(2025, 6, 30)) == 1


def test_the_country_stands_beside_the_region_where_both_are_known(see: See) -> None:
    found = exhibits(see("naryn-oblusu"))[COURSE]
    told = dict(zip(column(found, "day"), zip(column(found, "here"), column(found, "whole"), strict=True), strict=True))
    assert told[date(2019, 12, 31)] == (43.6, 27.8) and told[date(2025, 6, 30)] == (54.6, 42.8)
    assert told[date(2025, 12, 31)] == (None, 46.2)
    assert [each.label for each in found.columns[1:3]] == ["Naryn oblast", "Kyrgyz Republic"]
    marks = {row.cells[1].mark for row in found.rows if row.cells[1].value is None}
    assert marks == {Mark.NOT_HELD}, "a half-year that we have no paper of is not a gap of the region"
    assert "54.6" in found.answer and "42.8" in found.answer
    drawn = draw(found)["data"]
    assert [sum(value is not None for value in line["y"]) for line in drawn] == [10, 2]
    assert "Kyrgyz Republic: up 7.3 points" in column(found, "note"), "whose change it is"


def test_a_region_told_of_once_has_the_line_of_the_country_and_its_own_point(see: See) -> None:
    found = exhibits(see("issyk-kul-oblusu"))[COURSE]
    assert [each for each in column(found, "here") if each is not None] == [53]
    assert sum(each is not None for each in column(found, "whole")) == 10


@pytest.mark.parametrize("lang", ["ky", "ru", "en"])
def test_no_figure_vanishes_from_the_page_of_its_study(see: See, lang: str) -> None:
    """Regions and bodies too: 44 figures of the index are not of the country as a whole."""
    view = see("kyrgyzstan", lang)
    with FIGURES.open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    whole = {row["study"] for row in printed if row["municipality"] == "kyrgyzstan"}
    expected = Counter(float(row["value"]) for row in printed if row["study"] in whole)
    told = [each for _, _, figures in by_series(view) for each in figures if each.told_at("kyrgyzstan")]
    assert Counter(each.figure.value for each in told) == expected
    found = exhibits(view)
    rest = found[REST]
    assert {"Бишкек", "Bishkek"} & {str(each) for each in column(rest, "label")}
    cells = [cell.value for exhibit in found.values() for row in exhibit.rows for cell in row.cells]
    numbers, words = {each for each in cells if isinstance(each, int | float)}, " ".join(map(str, cells))
    for each in told:
        assert each.value in numbers or written(view, each) in words, (each.study.facts.key, each.figure.answers.en)


def test_all_cards_of_one_unit_have_one_scale(see: See) -> None:
    for code in ("kyrgyzstan", "bishkek", "naryn-oblusu"):
        found = exhibits(see(code))
        assert len(found) == len(published(see(code))), "no two have one name"
        for key, exhibit in found.items():
            if isinstance(exhibit.drawing, Course | Dots) and "index-points" in key:
                assert exhibit.drawing.ends == (-100, 100)
            if isinstance(exhibit.drawing, Dots) and exhibit.drawing.ends is None:
                assert len(exhibit.rows) > 1, "a count that stands alone has nothing to be measured by"


def test_an_older_figure_says_its_day_and_what_was_printed_before(see: See) -> None:
    rest = exhibits(see("kyrgyzstan"))[REST]
    rows = {str(row.cells[0].value): row for row in rest.rows}
    bishkek = rows["Bishkek"]
    assert bishkek.cells[rest.column("value")].value == 31.4 and bishkek.cells[rest.column("before")].value == 13.9
    assert "31.12.2016: 7.8" in str(bishkek.cells[rest.column("earlier")].value)
    assert "State Customs Service (30.06.2020)" in rows
    assert "Talas region (31.12.2016)" in rows
