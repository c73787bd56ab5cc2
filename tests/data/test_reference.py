"""Places, people, classification and aliases are consistent with each other."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES
from dashboard.i18n.fold import fold
from dashboard.services import services

REFERENCE = Path(__file__).parents[2] / "data/reference"
Row = dict[str, str]
PARENT_KINDS = {
    "republic": {""},
    "oblast": {"republic"},
    "rayon": {"oblast"},
    "city": {"republic", "oblast", "rayon"},
    "aiyl_aimak": {"rayon"},
    "association": {"aiyl_aimak"},
}


def read(name: str) -> list[Row]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places() -> dict[str, Row]:
    rows = read("municipalities.csv")
    assert len({row["code"] for row in rows}) == len(rows)
    return {row["code"]: row for row in rows}


@pytest.fixture(scope="module")
def classes() -> dict[str, Row]:
    rows = read("classification.csv")
    assert len({row["key"] for row in rows}) == len(rows)
    return {row["key"]: row for row in rows}


def test_every_place_has_an_address_a_kyrgyz_name_and_a_parent_of_the_right_kind(places: dict[str, Row]) -> None:
    for code, place in places.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert place["name_ky"] and place["currency"] == "KGS" and place["is_fictional"] == "0"
        parent = places[place["parent"]]["kind"] if place["parent"] else ""
        assert parent in PARENT_KINDS[place["kind"]], code


def test_codes_have_14_digits_are_unique_and_begin_like_their_parent(places: dict[str, Row]) -> None:
    codes = Counter(place["soate"] for place in places.values() if place["soate"])
    assert max(codes.values()) == 1
    for place in places.values():
        if place["soate"]:
            assert re.fullmatch(r"417\d{11}", place["soate"])
            parent = places[place["parent"]]["soate"]
            significant = parent[:5] if parent.endswith("000000000") else parent[:8]
            assert place["soate"].startswith(significant), place["code"]


def test_places_with_the_same_name_have_addresses_of_their_own(places: dict[str, Row]) -> None:
    assert places["dostuk-naryn"]["parent"] == "naryn-rayonu"
    assert places["dostuk-nooken"]["parent"] == "nooken-rayonu"
    assert places["dostuk-naryn"]["soate"] == "41704245863000"
    assert places["dostuk-nooken"]["soate"] == "41703215821000"


def test_a_place_formed_by_the_reform_has_no_code_of_2021(places: dict[str, Row]) -> None:
    assert places["orto-kaiyndy"]["soate"] == ""
    assert places["kara-kujur"]["soate"] == "41704245829000"


def test_populations_belong_to_known_places_once_a_year(places: dict[str, Row]) -> None:
    rows = read("populations.csv")
    assert len({(row["municipality"], row["as_of"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["municipality"] in places
        assert row["as_of"].endswith("-01-01") and int(row["people"]) > 0 and row["source_url"]


def test_mergers_name_known_places(places: dict[str, Row]) -> None:
    for row in read("succession.csv"):
        assert {row["predecessor"], row["successor"]} <= places.keys() and row["source_url"]


def test_classes_have_parents_of_their_kind_and_names_in_three_languages(classes: dict[str, Row]) -> None:
    directions = {"source": "revenue", "function": "expenditure", "economic": "expenditure", "balance": "balance"}
    for row in classes.values():
        assert row["direction"] == directions[row["kind"]]
        assert not row["parent"] or classes[row["parent"]]["kind"] == row["kind"]
        assert row["name_ky"] and row["name_ru"] and row["name_en"]


def test_functions_carry_the_code_of_their_cofog_division(classes: dict[str, Row]) -> None:
    for number in range(1, 11):
        row = classes[f"func.{700 + number}"]
        assert (row["national_code"], row["cofog"]) == (str(700 + number), f"{number:02d}")


def test_taxes_and_non_tax_revenue_are_own_and_grants_are_not(classes: dict[str, Row]) -> None:
    for key, row in classes.items():
        own = key == "rev.own" or key.startswith(("rev.tax", "rev.nontax"))
        assert (row["own"] == "1") == own, key


def test_aliases_lead_to_one_class_each(classes: dict[str, Row]) -> None:
    aliases = read("aliases.csv")
    assert all(classes[row["key"]]["kind"] == row["kind"] for row in aliases)
    folded = Counter((row["kind"], fold(row["label"])) for row in aliases)
    assert max(folded.values()) == 1


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Теңдештирилген грант", "rev.grant.equalization"),
        ("Тендештируучу грант", "rev.grant.equalization"),
        ("теңдөөчү трансферт", "rev.grant.equalization"),
        ("выравнивающие трансферты", "rev.grant.equalization"),
        ("Агент толоочу п/налог", "rev.tax.shared.income-agent"),
        ("ФПСтин арендасы", "rev.nontax.lease-frl"),
        ("Жергиликтъъ кирешелер", "rev.own"),
        ("Кыймылсызмүлксалыгы", "rev.tax.local.property"),
    ],
)
def test_lines_as_councils_print_them_are_found(printed: str, key: str) -> None:
    found = {fold(row["label"]): row["key"] for row in read("aliases.csv") if row["kind"] == "source"}
    assert found[fold(printed)] == key


def test_the_glossary_explains_each_term_in_three_languages() -> None:
    rows = read("glossary.csv")
    assert len(rows) >= 25
    assert all(value for row in rows for value in row.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("service", ["water", "health", "roads", "lighting"])
def test_a_service_has_one_name_in_works_and_in_surveys(service: str, lang: str) -> None:
    of_surveys = {row[f"name_{lang}"] for row in read("indicators.csv") if row["service"] == service}
    assert of_surveys == {services()[service].names[lang]}
