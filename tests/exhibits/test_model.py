"""A cell is a number or says in words why it is not."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, shown
from dashboard.i18n import LANGUAGES, t
from dashboard.store.comparable import Reason

#: Why there is no figure at all.
ABSENT = {
    Mark.MISSING, Mark.NOT_HELD, Mark.NOT_PUBLISHED, Mark.NOT_DUE, Mark.LATE, Mark.SUPPRESSED, Mark.UNDEFINED,
}  # fmt: skip
MONEY, SHARE, TEXT = Column("m", "m", "money"), Column("s", "s", "share"), Column("t", "t")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("mark", sorted(ABSENT, key=lambda mark: mark.value))
def test_an_absent_figure_says_why_in_the_readers_words(mark: Mark, lang: str) -> None:
    said = shown(Cell(None, mark), MONEY, lang, "KGS")
    assert said == t(lang, f"marks.{mark.value}") and not any(c.isdigit() for c in said)


def test_the_marks_are_told_apart_in_every_language() -> None:
    for lang in LANGUAGES:
        words = {shown(Cell(None, mark), MONEY, lang, "KGS") for mark in ABSENT}
        assert len({*words, shown(Cell(0, Mark.ZERO), MONEY, lang, "KGS")}) == len(ABSENT) + 1


@pytest.mark.parametrize("reason", sorted(Reason, key=lambda reason: reason.value))
def test_a_share_that_may_not_be_shown_says_the_reason_in_every_language(reason: Reason) -> None:
    said = {shown(Cell(None, reason), SHARE, lang, "KGS") for lang in LANGUAGES}
    assert len(said) == len(LANGUAGES) and "–" not in said


def test_what_was_looked_for_in_vain_says_the_day() -> None:
    cell = Cell(None, Mark.NOT_PUBLISHED, looked_on=date(2026, 10, 30))
    assert all("30.10.2026" in shown(cell, MONEY, lang, "KGS") for lang in LANGUAGES)


def test_a_cell_without_value_and_mark_is_missing() -> None:
    assert shown(Cell(None), MONEY, "en", "KGS") == "no data"


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
