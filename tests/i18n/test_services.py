"""The services: reference data that is checked when it is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.i18n import LANGUAGES
from dashboard.services import FILE, WrongServices, read, services

HEAD = "key,name_ky,name_ru,name_en,words_ky,words_ru,words_en,function,position\n"
ROW = "water,Суу,Вода,Water,суу; таза суу,вода,water,func.706,10\n"


def written(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    """A file of services."""
    file = tmp_path / "services.csv"
    file.write_text(head + "".join(rows), encoding="utf-8")
    return file


def test_every_service_has_its_names_and_a_function_that_exists() -> None:
    with (FILE.parent / "classification.csv").open(encoding="utf-8", newline="") as opened:
        functions = {row["key"] for row in csv.DictReader(opened) if row["kind"] == "function"}
    assert len(services()) == 24
    for service in services().values():
        assert all(service.names[lang] for lang in LANGUAGES)
        assert service.function in functions | {""}
        assert len({bool(service.words[lang]) for lang in LANGUAGES}) == 1, "words in every language or in none"


def test_the_indicators_ask_about_known_services_only() -> None:
    with (FILE.parent / "indicators.csv").open(encoding="utf-8", newline="") as opened:
        asked = {row["service"] for row in csv.DictReader(opened)} - {""}
    assert asked <= services().keys()


def test_words_are_parted_by_semicolons_and_rows_come_in_order(tmp_path: Path) -> None:
    found = read(written(tmp_path, ROW, ROW.replace("water,", "roads,").replace(",10", ",5")))
    assert list(found) == ["roads", "water"] and found["water"].words["ky"] == ("суу", "таза суу")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((ROW, ROW), "line 3: key: 'water'"),
        ((ROW.replace("water,", "Clean water,"),), "line 2: key"),
        ((ROW.replace("Вода", " "),), "line 2: name_ru"),
        ((ROW.replace("func.706", "706"),), "line 2: function: '706'"),
        ((ROW.replace(",10", ",first"),), "line 2: position: 'first'"),
        (("water,Суу\n",), "line 2: name_ru: None"),
    ],
)
def test_what_cannot_be_right_is_named(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(WrongServices, match=said):
        read(written(tmp_path, *rows))
