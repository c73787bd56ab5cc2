"""A cell is a number or says in words why it is not."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, shown
from dashboard.i18n import LANGUAGES, t

MONEY, SHARE, TEXT = Column("m", "m", "money"), Column("s", "s", "share"), Column("t", "t")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mark", [Mark.MISSING, Mark.NOT_DUE, Mark.LATE, Mark.SUPPRESSED, Mark.UNDEFINED])
def test_an_absent_figure_says_why_in_the_readers_words(mark: Mark, lang: str) -> None:
    said = shown(Cell(None, mark), MONEY, lang, "KGS")
    assert said == t(lang, f"marks.{mark.value}") and not any(c.isdigit() for c in said)


def test_the_marks_are_told_apart_in_every_language() -> None:
    for lang in LANGUAGES:
        words = [shown(Cell(None, mark), MONEY, lang, "KGS") for mark in (Mark.MISSING, Mark.NOT_DUE, Mark.LATE)]
        assert len({*words, shown(Cell(0, Mark.ZERO), MONEY, lang, "KGS")}) == 4


def test_a_cell_without_value_and_mark_is_missing() -> None:
    assert shown(Cell(None), MONEY, "en", "KGS") == "not published"


def test_a_restated_figure_shows_both_even_where_rounding_hides_the_difference() -> None:
    assert shown(Cell(712_000_000, Mark.RESTATED, 500_000_000), MONEY, "en", "KGS").count("million") == 2
    said = shown(Cell(712_000_000, Mark.RESTATED, 712_001_000), MONEY, "en", "KGS")
    assert "7,120,000" in said and "7,120,010" in said


def test_values_are_written_in_the_readers_format() -> None:
    assert shown(Cell(0.8346), SHARE, "ky", "KGS") == "83,5%"
    assert shown(Cell(date(2026, 3, 5)), TEXT, "en", "KGS") == "05.03.2026"
    assert shown(Cell("as printed"), TEXT, "ky", "KGS") == "as printed"
    assert shown(Cell(150), Column("n", "n", "count"), "ky", "KGS") == "150"


def test_an_exhibit_knows_the_position_of_its_columns_and_no_other() -> None:
    exhibit = Exhibit("key", "?", "!", (TEXT, MONEY), currency="KGS", fictional=False, lang="ky")
    assert exhibit.column("m") == 1
    with pytest.raises(KeyError):
        exhibit.column("absent")
