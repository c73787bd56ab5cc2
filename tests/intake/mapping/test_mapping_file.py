from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dashboard.intake.mapping.load import BUDGET_FILE, FOLDER, BadMapping, load_mapping
from dashboard.intake.mapping.schema import BudgetMapping
from dashboard.intake.mapping.tables import ColumnRef


def mapping(text: str) -> BudgetMapping:
    return BUDGET_FILE.read(tomllib.loads(text), "made", "0" * 64)


def complaint(text: str) -> tuple[str, str | None, dict[str, object]]:
    with pytest.raises(BadMapping) as caught:
        mapping(text)
    (problem,) = caught.value.problems
    return problem.code, problem.value, dict(problem.params)


AMOUNT = '[[amounts]]\ncolumn = "plan"\nphase = "approved"\n'


BUDGETS = sorted(file for file in FOLDER.glob("*.toml") if not file.stem.startswith("works-"))


@pytest.mark.parametrize("file", BUDGETS, ids=lambda file: file.stem)
def test_every_mapping_that_comes_with_the_program_can_be_read(file: Path) -> None:
    assert load_mapping(file.stem).amounts


@pytest.mark.parametrize(
    ("text", "key", "closest"),
    [
        ("[colums]\nlabel = 'x'\n" + AMOUNT, "colums", "columns"),
        ("[columns]\nlable = 'x'\n" + AMOUNT, "columns.lable", "label"),
        ("[numbers]\nnumber_stile = 'point'\n" + AMOUNT, "numbers.number_stile", "number_style"),
        (AMOUNT + "fase = 'executed'\n", "amounts[1].fase", "phase"),
        ("[[where]]\ncolum = 'x'\nin = ['C']\n" + AMOUNT, "where[1].colum", "column"),
        ("[classify.source]\nexakt = {}\n" + AMOUNT, "classify.source.exakt", "exact"),
    ],
)
def test_an_unknown_key_is_named_with_the_closest_known_one(text: str, key: str, closest: str) -> None:
    named = {"closest": closest, "file": "made.toml", "guide": "docs/importing.md"}
    assert complaint(text) == ("mapping_unknown_key", key, named)


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("[columns]\nlabel = 'x'\n", "mapping_needs", "amounts"),
        ("[[amounts]]\nphase = 'approved'\n", "mapping_needs", "amounts[1].column"),
        ("[[amounts]]\ncolumn = 'plan'\nphase = 'planned'\n", "mapping_bad_value", "amounts[1].phase"),
        ("[numbers]\nunit = 'crore'\n" + AMOUNT, "mapping_bad_value", "numbers.unit"),
        ("[values.fund]\nC = 'cash'\n" + AMOUNT, "mapping_bad_value", "values.fund.C"),
        ("[columns]\nlabel = { column = 'x', pattern='(' }\n" + AMOUNT, "mapping_no_pattern", "columns.label.pattern"),
        ("[columns]\nlabel = true\n" + AMOUNT, "mapping_wrong_kind", "columns.label"),
        ("[[where]]\ncolumn = 'x'\n" + AMOUNT, "mapping_needs", "where[1]"),
        ("[sheet]\nheader = 'three'\n" + AMOUNT, "mapping_wrong_kind", "sheet.header"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_do_is_named_by_its_key(text: str, code: str, key: str) -> None:
    assert complaint(text)[:2] == (code, key)


def test_units_may_be_named_without_the_som() -> None:
    assert mapping("[numbers]\nunit = 'thousand'\n" + AMOUNT).numbers.unit == "thousand_som"


def test_a_column_is_a_name_a_list_a_number_or_a_table() -> None:
    read = mapping(
        "[columns]\nlabel = 'a'\ncode = ['b', 'c']\nfund = 3\nline = { column = ['d', 'e'], join = '-' }\n" + AMOUNT
    ).columns
    assert read["label"] == ColumnRef(("a",))
    assert read["code"] == ColumnRef(("b", "c"))
    assert read["fund"] == ColumnRef((3,))
    assert read["line"] == ColumnRef(("d", "e"), join="-")


def test_a_file_that_is_not_toml_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[columns\n")
    with pytest.raises(BadMapping, match="mapping_not_toml"):
        load_mapping(str(tmp_path / "bad.toml"))


def test_a_name_that_is_not_there_is_refused_with_the_names_that_are() -> None:
    with pytest.raises(BadMapping) as caught:
        load_mapping("nowhere")
    assert "published" in str(caught.value.problems[0].params["known"])


def test_the_fingerprint_follows_the_text(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(AMOUNT)
    second.write_text(AMOUNT + "# changed\n")
    assert load_mapping(str(first)).sha256 != load_mapping(str(second)).sha256
