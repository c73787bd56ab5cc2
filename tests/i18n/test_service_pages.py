"""The pages of services: reference data that is checked when it is read, and found by any of its words."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES
from dashboard.service_pages import FILE, page_of, plain, read, service_pages, services_found
from dashboard.services import WrongServices, services

HEAD = "key,name_ky,name_ru,name_en,words_ky,words_ru,words_en,function,code,lines,services,indicators,position\n"
ROW = "water,Суу,Вода,Water,суу; таза суу,вода,water,func.706,7063,ичүүчү суу; вода,water,,10\n"
LIGHT = "light,Жарык,Свет,Light,жарык,свет,light,func.706,7064,жарык,lighting,,20\n"


def written(tmp_path: Path, *rows: str) -> Path:
    """A file of pages."""
    file = tmp_path / "service_pages.csv"
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    return file


def keys_of(name: str) -> set[str]:
    """The keys of another file of reference data."""
    with (FILE.parent / name).open(encoding="utf-8", newline="") as opened:
        return {row["key"] for row in csv.DictReader(opened)}


def test_there_is_a_page_for_what_residents_ask_about() -> None:
    assert list(service_pages()) == [
        "road", "water", "school", "light", "waste", "health", "culture", "social", "office",
    ]  # fmt: skip
    for page in service_pages().values():
        assert all(page.names[lang] for lang in LANGUAGES) and page.words
        assert page.function in keys_of("classification.csv")
        assert set(page.indicators) <= keys_of("indicators.csv")
        assert page.code.startswith(page.function.removeprefix("func."))


def test_a_service_of_works_and_surveys_has_one_page_at_most() -> None:
    named = [service for page in service_pages().values() for service in page.services]
    assert len(named) == len(set(named)) and set(named) <= services().keys()
    bridge, irrigation = page_of("bridge"), page_of("irrigation")
    assert bridge is not None and bridge.key == "road" and irrigation is None


def test_the_functions_agree_with_those_of_the_services() -> None:
    told = {
        (service, page.function, services()[service].function)
        for page in service_pages().values()
        for service in page.services
        if services()[service].function
    }
    assert told and all(mine == theirs for _, mine, theirs in told)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("жол", ["road"]), ("Жолдордун", ["road"]), ("jol", ["road"]), ("дороги", ["road"]), ("дорог", ["road"]),
        ("road", ["road"]), ("көпүрөнү", ["road"]), ("копуро", ["road"]), ("суу", ["water"]), ("сууну", ["water"]),
        ("suu", ["water"]), ("воды", ["water"]), ("мектеп", ["school"]), ("детский сад", ["school"]),
        ("жарык", ["light"]), ("таштанды", ["waste"]), ("айыл окмоту", ["office"]), ("kitepkana", ["culture"]),
        ("жолдор жана мектептер", ["road", "school"]), ("жолугушуу", []), ("айыл", []), ("су", []), ("салык", []),
        ("%", []), ("", []), ("роо", []), ("а" * 80, []),
    ],
)  # fmt: skip
def test_a_search_finds_the_services_it_means(typed: str, found: list[str]) -> None:
    assert [page.key for page in services_found(typed)] == found


def test_words_of_lines_are_looked_for_by_their_beginning() -> None:
    assert " жол" in plain("Ички ЖОЛДОР: оңдоо") and " жол" not in plain("Айылжол")
    assert plain("Ичүүчү суу") in plain("ичүүчү сууну тартуу")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((ROW, ROW), "line 3: key: 'water'"),
        ((ROW.replace("water,С", "Clean water,С"),), "line 2: key"),
        ((ROW.replace(",Вода,", ",,"),), "line 2: name_ru"),
        ((ROW.replace("func.706", "706"),), "line 2: function: '706'"),
        ((ROW.replace("7063", "x"),), "line 2: code: 'x'"),
        ((ROW, LIGHT.replace("7064,жарык", "7064,")), "line 3: lines: ''"),
        ((ROW, LIGHT.replace("lighting", "water")), "line 3: services: 'water'"),
        ((ROW.replace("вода,water,,", "вода,no-such,,"),), "line 2: services: 'no-such'"),
        ((ROW.replace(",10", ",first"),), "line 2: position: 'first'"),
        (("water,Суу\n",), "line 2: name_ru: None"),
    ],
)
def test_what_cannot_be_right_is_named(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(WrongServices, match=said):
        read(written(tmp_path, *rows))


def test_rows_come_in_order(tmp_path: Path) -> None:
    assert list(read(written(tmp_path, ROW.replace(",10", ",30"), LIGHT))) == ["light", "water"]
