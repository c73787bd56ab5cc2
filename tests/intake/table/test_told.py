"""What rows are told to be: columns, value lists, constants, defaults, options and sections; which rows are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.made import PLAN, BudgetReading, amounts, found, read_text


def facts(reading: BudgetReading, *columns: str) -> list[tuple[object, ...]]:
    assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
    return [tuple(row) for row in reading.batch.facts[list(columns)].itertuples(index=False)]


FUND = PLAN.replace('label = "line"', 'label = "line"\nfund = "f"')


def test_values_are_translated_as_written_then_folded_and_empty_ones_filled(tmp_path: Path) -> None:
    mapping = FUND + '[values.fund]\n"Бюджет" = "budget"\n"Атайын" = "special_means"\n[defaults]\nfund = "all"\n'
    reading = read_text(tmp_path, "line,f,plan\nA,Бюджет,1\nB,АТАЙЫН,2\nC,,3\nD,special_means,4\n", mapping)
    assert facts(reading, "line", "fund") == [
        ("a", "budget"),
        ("b", "special_means"),
        ("c", "all"),
        ("d", "special_means"),
    ]


def test_an_option_fills_what_neither_the_file_nor_the_mapping_says(tmp_path: Path) -> None:
    mapping = PLAN.replace("fiscal_year = 2025\n", "").replace('label = "line"', 'label = "line"\nfiscal_year = "y"')
    reading = read_text(tmp_path, "line,y,plan\nA,2023,1\nB,,2\n", mapping, year=2024)
    assert facts(reading, "line", "fiscal_year") == [("a", 2023), ("b", 2024)]


def test_words_for_units_are_known_and_the_amount_column_goes_first(tmp_path: Path) -> None:
    mapping = (
        PLAN.replace('label = "line"', 'label = "line"\nunit = "u"')
        + '[[amounts]]\ncolumn = "done"\n'
        + ('phase = "executed"\nunit = "million_som"\n')
    )
    reading = read_text(tmp_path, "line,u,plan,done\nA,миң сом,1,2\nB,,3,4\n", mapping)
    assert amounts(reading, "phase", "line") == {
        ("approved", "a"): 1000, ("approved", "b"): 3, ("executed", "a"): 2_000_000, ("executed", "b"): 4_000_000,
    }  # fmt: skip


def test_section_rows_tell_what_the_rows_below_them_are(tmp_path: Path) -> None:
    mapping = PLAN.replace('direction = "revenue"\n', "") + (
        '[[sections]]\nwords = ["Кирешелер"]\nset = { direction = "revenue" }\n'
        '[[sections]]\nwords = ["Чыгашалар"]\nset = { direction = "expenditure" }\n'
        '[[sections]]\nwords = ["Маалымат"]\nskip = true\n'
    )
    text = "line,plan\nКирешелер,\nA,1\nB,2\nЧыгашалар,\nA,3\nМаалымат үчүн,\nC,9\nD,8\nКирешелер,\nE,5\n"
    reading = read_text(tmp_path, text, mapping)
    assert amounts(reading, "direction", "line") == {
        ("revenue", "a"): 1, ("revenue", "b"): 2, ("expenditure", "a"): 3, ("revenue", "e"): 5,
    }  # fmt: skip
    counts = reading.counts
    assert (counts.read, counts.kept, counts.filtered, counts.skipped) == (10, 4, 3, 3)


def test_rows_above_the_first_section_are_told_nothing(tmp_path: Path) -> None:
    mapping = PLAN.replace('direction = "revenue"\n', "") + (
        '[[sections]]\nwords = ["Кирешелер"]\nset = { direction = "revenue" }\n'
    )
    reading = read_text(tmp_path, "line,plan\nZ,1\nКирешелер,\nA,1\n", mapping)
    assert found(reading, "error") == [("field_missing", 2)]


def test_a_section_row_gives_its_own_words_to_the_rows_below(tmp_path: Path) -> None:
    mapping = PLAN.replace('municipality = "sample"\n', "") + (
        '[[sections]]\ncolumn = "plan"\nin = [""]\ntake = { municipality = "line" }\n'
    )
    reading = read_text(tmp_path, "line,plan\nsample,\nA,1\nB,2\nother,\nA,3\n", mapping)
    assert facts(reading, "municipality", "line") == [("sample", "a"), ("sample", "b"), ("other", "a")]


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ('column = "k"\nequals = "x"', "ac"),
        ('column = "k"\nnot_in = ["x"]', "bd"),
        ('column = "k"\npattern = "^Y"', "b"),
        ('column = "k"\nnot_pattern = "^y"', "acd"),
        ('words = ["b"]', "b"),
        ('pattern = "x 1"', "a"),
        ('column = "k"\nin = ["x", "y"]\nnot_pattern = "x"', "b"),
    ],
)
def test_only_rows_that_meet_the_conditions_are_meant(tmp_path: Path, condition: str, kept: str) -> None:
    reading = read_text(tmp_path, "line,k,plan\na,x,1\nb,y,2\nc,x,3\nd,,4\n", f"{PLAN}[[where]]\n{condition}\n")
    assert [line for (line,) in facts(reading, "line")] == list(kept)
    assert reading.counts.filtered == 4 - len(kept)


@pytest.mark.parametrize(
    ("blank", "kept"), [("drop", {"a": 1}), ("missing", {"a": 1, "b": None}), ("zero", {"a": 1, "b": 0})]
)
def test_an_empty_cell_is_nothing_or_not_published_or_zero(
    tmp_path: Path, blank: str, kept: dict[object, float | None]
) -> None:
    mapping = PLAN.replace("[numbers]\n", f'[numbers]\nblank = "{blank}"\n')
    reading = read_text(tmp_path, "line,plan\nA,1\nB,\n", mapping)
    assert amounts(reading) == kept
    assert (reading.counts.kept, reading.counts.skipped) == (len(kept), 2 - len(kept))


PAPERS = PLAN.replace('label = "line"', 'label = "line"\ndocument = "d"\ndocument_title = "t"\ndocument_date = "day"')


def test_a_row_names_its_paper_by_key_or_describes_it_else_it_is_that_of_the_file(tmp_path: Path) -> None:
    text = "line,d,t,day,plan\nA,known-paper,,,1\nB,,Токтом,2025-01-15,2\nC,own,Чечим,,3\nD,,,,4\n"
    reading = read_text(tmp_path, text, PAPERS + '[document]\nkey = "whole-{year}"\ntitle = "{file}"\n')
    assert facts(reading, "line", "document") == [
        ("a", "known-paper"), ("b", "sample-Токтом-2025-01-15"), ("c", "own"), ("d", "whole-2025"),
    ]  # fmt: skip
    assert reading.batch is not None
    papers = {paper.key: paper for paper in reading.batch.documents}
    assert list(papers) == ["sample-Токтом-2025-01-15", "own", "whole-2025"]
    assert str(papers["sample-Токтом-2025-01-15"].date) == "2025-01-15" and papers["own"].date is None
    assert papers["whole-2025"].title == "made.csv" and papers["own"].title == "Чечим"


def test_a_paper_with_a_day_that_cannot_be_is_an_error_by_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "line,d,t,day,plan\nA,,Токтом,2025-01-15,2\nB,,Чечим,31.02.2025,3\n", PAPERS)
    assert found(reading, "error") == [("bad_date", 3)]


def test_notes_stand_beside_the_row_they_were_written_in(tmp_path: Path) -> None:
    mapping = PLAN.replace('label = "line"', 'label = "line"\nnote_ru = "n"')
    reading = read_text(tmp_path, "line,n,plan\nA,,1\nB,Пояснение,2\n", mapping)
    assert reading.batch is not None
    assert reading.batch.notes.to_dict("records") == [
        {"row_no": 3, "text_ky": "", "text_ru": "Пояснение", "text_en": ""}
    ]
