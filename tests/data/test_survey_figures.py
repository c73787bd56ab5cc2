"""The published figures of studies are the collected ones, each once, in the order of the collection."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dashboard.api.survey import rows as api_rows
from dashboard.intake.files import read_file
from dashboard.intake.reference import read_rows
from dashboard.intake.reference.layouts import FIGURES
from dashboard.store.queries import surveys
from dashboard.store.queries.places import place
from dashboard.store.survey_tables import FIGURE_UNITS

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, str]
INDEX = "Public confidence index"
#: What the collection calls the places a figure of the index is about.
PLACES = {
    "total": "kyrgyzstan", "Batken region": "batken-oblusu", "Bishkek": "bishkek", "Naryn region": "naryn-oblusu",
    "Issyk-Kul region": "issyk-kul-oblusu", "Chui region": "chui-oblusu", "Talas region": "talas-oblusu",
    "Osh city": "osh-shaary",
}  # fmt: skip
FOLDERS = ("kg_published", "kg_published_more")
PERIODS = {"H1": ("01-01", "06-30"), "H2": ("07-01", "12-31"), "": ("01-01", "12-31")}


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def printed() -> list[Row]:
    return read(DATA / "published/survey_figures.csv")


@pytest.fixture(scope="module")
def figures() -> list[dict[str, object]]:
    """The rows as the importer reads them: what is said of a study once stands in all of its rows."""
    reading = read_rows(read_file(DATA / "published/survey_figures.csv"), FIGURES)
    assert reading.problems == ()
    return reading.rows


@pytest.fixture(scope="module")
def papers() -> dict[str, Row]:
    return {row["key"]: row for row in read(DATA / "published/documents.csv")}


@pytest.fixture(scope="module")
def collected(real_data: Path) -> list[Row]:
    return [row for folder in FOLDERS for row in read(real_data / folder / "survey_figures.csv")]


def test_every_collected_figure_is_there_with_its_value_unit_and_address(
    figures: list[dict[str, object]], collected: list[Row], papers: dict[str, Row], real_data: Path
) -> None:
    sources = {row["source_id"]: row for folder in FOLDERS for row in read(real_data / folder / "sources.csv")}
    assert len(figures) == len(collected) == 80 + 43
    for mine, theirs in zip(figures, collected, strict=True):
        assert (mine["value"], mine["unit"]) == (float(theirs["percent"]), theirs["value_unit"])
        paper, source = papers[str(mine["document"])], sources[theirs["source_id"]]
        assert (paper["url"], paper["title"], paper["language"]) == (
            source["url"],
            source["title_short"],
            source["language"],
        )
        assert source["doc_date"] in (paper["date"], paper["date_printed"])


def test_how_many_were_asked_is_what_the_collection_says(
    printed: list[Row], figures: list[dict[str, object]], collected: list[Row]
) -> None:
    registered = {row["study"]: row["value"] for row in printed if row["question_en"] == "Appeals registered"}
    checked = 0
    for mine, theirs in zip(figures, collected, strict=True):
        if theirs["topic"] == "Citizen appeals to the city hall" and theirs["sample_n"]:
            # Appeals are not respondents: their number is a figure of its own and stands in the note.
            assert mine["respondents"] is None and registered[str(mine["study"])] == theirs["sample_n"]
            assert all(theirs["sample_n"] in str(mine[f"note_{lang}"]) for lang in ("ky", "ru", "en"))
            checked += 1
        else:
            assert mine["respondents"] == (int(theirs["sample_n"]) if theirs["sample_n"] else None)
    assert checked == 4


def test_a_figure_of_the_index_names_its_place_and_its_half_year(
    figures: list[dict[str, object]], collected: list[Row]
) -> None:
    seen = Counter()
    for mine, theirs in zip(figures, collected, strict=True):
        if theirs["topic"].startswith(INDEX):
            year, _, half = theirs["year"].partition("-")
            days = tuple(date.fromisoformat(f"{year}-{day}") for day in PERIODS[half])
            assert (mine["from_day"], mine["to_day"]) == days
            assert mine["about"] == PLACES.get(theirs["answer"], "")
            assert (mine["series"], mine["municipality"]) == ("trust-index", "kyrgyzstan")
            assert str(mine["title_ky"]).startswith("Калктын ишеним индекси")
            assert str(mine["title_ru"]).startswith("Индекс доверия населения")
            seen[bool(mine["about"])] += 1
    assert seen == {True: 27, False: 28}


def test_a_study_without_a_date_says_so(figures: list[dict[str, object]], collected: list[Row]) -> None:
    undated = [mine for mine, theirs in zip(figures, collected, strict=True) if not theirs["year"]]
    assert len(undated) == 17 + 2 and {row["from_day"] for row in undated} == {None}
    assert all("shows no year" in str(row["method_en"]) for row in undated)
    assert {row["method_en"] for row in figures if row not in undated} == {""}


def test_what_the_collection_remarks_is_kept(figures: list[dict[str, object]], collected: list[Row]) -> None:
    for mine, theirs in zip(figures, collected, strict=True):
        assert {bool(mine[f"note_{lang}"]) for lang in ("ky", "ru", "en")} == {bool(theirs["notes"])}
    notes = {str(row["note_en"]) for row in figures}
    assert "published as “1 point more” than in the second half of 2018 (25.2); the actual difference is 1.3" in notes
    assert "statement of a council deputy in a focus group, not a sample estimate; mid-2000s" in notes


def test_words_are_in_three_languages_and_places_and_papers_are_known(
    figures: list[dict[str, object]], papers: dict[str, Row]
) -> None:
    places = {row["code"] for row in read(DATA / "reference/municipalities.csv")}
    for row in figures:
        for part in ("title", "population", "question", "answer"):
            assert all(row[f"{part}_{lang}"] for lang in ("ky", "ru", "en")), row["study"]
        assert row["municipality"] in places and row["about"] in places | {""}
        assert row["document"] in papers and row["unit"] in FIGURE_UNITS
    assert len({row["study"] for row in figures}) == 23 + 10


def test_what_comes_with_the_program_has_them_and_a_region_finds_its_own(connection: Connection) -> None:
    republic = place(connection, "kyrgyzstan")
    assert republic is not None
    found = surveys.studies(connection, republic.id)
    index = [each for each in found if each.facts.series == "trust-index"]
    assert [each.facts.to_day.isoformat() for each in index][:2] == ["2025-12-31", "2025-06-30"] and len(index) == 11
    told = {each.id: figures for each, figures in surveys.printed(connection, republic.id)}
    totals = [told[each.id][0].value for each in index]
    assert totals == [46.2, 42.8, 42.8, 30.5, 27.8, 26.5, 25.2, 20.9, 22, 14.7, 2.9]
    naryn = place(connection, "naryn-oblusu")
    assert naryn is not None
    assert [each.facts.key for each in surveys.studies(connection, naryn.id)] == [
        "trust-index-2025-h1",
        "trust-index-2019-h2",
        "iri-sample-2019",
    ]
    assert sum(map(len, told.values())) == 80 - 17 - 2 + 43
    beside = surveys.printed(connection, naryn.id)
    assert len(beside) == 11 + 3 and {each.place_names.en for each, _ in beside} == {"Kyrgyz Republic"}


def test_the_api_gives_every_figure_once_also_those_about_no_place(
    connection: Connection, figures: list[dict[str, object]]
) -> None:
    """33 of the 123 are about bodies, participants, a part of a sample: they are said of the place of their study."""
    places = {str(row["about"] or row["municipality"]) for row in figures}
    asked = {"place": ",".join(sorted(places)), "by": "figure", "limit": "1000", "offset": "0"}
    total, given = api_rows(connection, asked)
    assert total == len(given) == len(figures) == 123
    told = Counter((row["study"], row["value"], row["about"], row["about"] or row["municipality"]) for row in figures)
    assert Counter((row["study"], row["value"], row["about"], row["place"]) for row in given) == told
    assert sum(not row["about"] for row in given) == 33
