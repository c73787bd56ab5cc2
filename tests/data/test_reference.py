"""Places, people, classification and aliases are consistent with each other."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES
from dashboard.i18n.fold import fold
from dashboard.i18n.translit import romanize
from dashboard.services import services
from tests.conftest import not_here

REFERENCE = Path(__file__).parents[2] / "data/reference"
Row = dict[str, str]
PARENT_KINDS = {
    "republic": {""},
    "oblast": {"republic"},
    "rayon": {"oblast", "city"},  # Bishkek has rayons of its own
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
    assert len({fold(row["code"]) for row in rows}) == len(rows)  # also when they are typed without signs
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


def test_places_under_one_parent_have_names_of_their_own(places: dict[str, Row]) -> None:
    for lang in ("ky", "ru", "en"):
        names = Counter((place["parent"], place[f"name_{lang}"]) for place in places.values() if place[f"name_{lang}"])
        assert [name for name, times in names.items() if times > 1] == []


def test_a_place_without_a_kyrgyz_name_bears_the_russian_one_and_says_so(places: dict[str, Row]) -> None:
    assert {place["named_in"] for place in places.values()} == {"", "ru"}
    for code, place in places.items():
        if place["named_in"]:
            assert place["name_ky"] == place["name_ru"], code
        elif place["kind"] != "association":
            endings = {"republic": "Республикасы", "oblast": "облусу", "rayon": "району", "city": "шаары"}
            assert place["name_ky"].endswith(endings.get(place["kind"], "айыл аймагы")), code


def test_english_names_that_no_source_prints_are_made_by_the_published_rule(places: dict[str, Row]) -> None:
    made = [place for place in places.values() if "BGN/PCGN" in place["note"]]
    assert len(made) > 400
    for place in made:
        lang = place["named_in"] or "ky"
        words = r" айыл аймагы$| шаары$| району$|[Аа]йылный аймак|^город |им\.|имени.*"
        name = re.sub(r"\s+", " ", re.sub(words, "", place["name_ky"])).strip()
        word = {"aiyl_aimak": "aiyl aimak"}.get(place["kind"], place["kind"])
        assert place["name_en"] == f"{romanize(name, lang)} {word}", place["code"]


def test_every_place_has_an_english_name(places: dict[str, Row]) -> None:
    assert [place["code"] for place in places.values() if not place["name_en"]] == []


def test_the_list_holds_every_oblast_rayon_city_and_aiyl_aimak_of_the_classifier(
    places: dict[str, Row], real_data: Path
) -> None:
    path = real_data / "kg_reference/soate_kstu/soate_2021.csv"
    if not path.exists():
        not_here(f"the classifier is not here: {path} (set REAL_DATA_DIR)")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    again = "41700000000021"  # Osh city stands in the classifier twice
    wanted = {row["soate"] for row in rows if row["level"] in ("RegionAndCity", "District")} - {again}
    wanted |= {row["soate"] for row in rows if row["level"] == "Countryside" and "йылный аймак" in row["name_ru"]}
    # A town: 6xx and no village of its own behind it.
    wanted |= {row["soate"] for row in rows if row["soate"][8:] in ("600010", "600020", "610010", "610020")}
    assert wanted == {place["soate"] for place in places.values() if place["soate"]}


def test_populations_belong_to_known_places_once_a_day(places: dict[str, Row]) -> None:
    rows = read("populations.csv")
    assert len({(row["municipality"], row["as_of"]) for row in rows}) == len(rows) == 60
    for row in rows:
        assert row["municipality"] in places and date.fromisoformat(row["as_of"]) < date(2026, 6, 1)
        assert int(row["people"]) > 0 and row["source_url"] and row["source_title"]


def test_the_nine_units_of_2026_add_up_to_the_republic() -> None:
    people = {
        row["municipality"]: int(row["people"]) for row in read("populations.csv") if row["as_of"] == "2026-01-01"
    }
    nine = [people[code] for code in people if code.endswith("-oblusu") or code in ("bishkek", "osh-shaary")]
    assert len(nine) == 9 and sum(nine) == people["kyrgyzstan"]


def test_contradicted_populations_are_left_out() -> None:
    assert not {"6261400", "1137882", "1011300"} & {row["people"] for row in read("populations.csv")}


def test_mergers_name_known_places_and_never_a_share_nobody_published(places: dict[str, Row]) -> None:
    rows = read("succession.csv")
    assert len(rows) == 22
    for row in rows:
        assert {row["predecessor"], row["successor"]} <= places.keys() and row["source_url"] and row["note"]
        assert row["population_share"] == row["budget_share"] == ""
    joined = {row["predecessor"] for row in rows if row["successor"] == "bishkek"}
    assert len(joined) == 8 and {places[code]["parent"] for code in joined} == {"alamudun-rayonu", "sokuluk-rayonu"}


def test_contacts_are_of_offices_and_say_where_they_are_printed(places: dict[str, Row]) -> None:
    rows = read("contacts.csv")
    assert len({row["municipality"] for row in rows}) == len(rows) == 35
    for row in rows:
        assert row["municipality"] in places and row["source_url"].startswith("http") and row["source_title"]
        assert row["site"].startswith("http") or not row["site"]
        # Mobile numbers belong to people: codes 2xx, 5xx, 7xx and 9xx, after 0 or 996.
        for phone in re.split("[,;]", row["phone"]):
            digits = re.sub(r"\D", "", phone).removeprefix("996").removeprefix("0")
            assert len(digits) < 9 or digits[0] == "3", row["municipality"]


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
