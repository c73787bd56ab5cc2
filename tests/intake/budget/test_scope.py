"""What each statement of a file says of itself: coverage, annex, excerpt, and the step its figures are printed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.intake.made import PLAN, BudgetReading, found, read_text

COLUMNS = ("covers", "covers_ky", "covers_ru", "itemises", "rounded_to", "part", "part_role", "issuer", "phase")


def read(folder: Path, text: str, *columns: str, statement: str = "", unit: str = "som", **other: Any) -> BudgetReading:
    """Read a file whose columns `columns` are called as their fields, with a [statement] of that text."""
    own = "".join(f'{name} = "{name}"\n' for name in columns)
    mapping = PLAN.replace('label = "line"\n', f'label = "line"\n{own}')
    if "phase" in columns:
        mapping = mapping.replace('phase = "approved"\n', "")
    return read_text(folder, text, f"{mapping}unit = '{unit}'\n[statement]\n{statement}", **other)


def scopes(reading: BudgetReading, *names: str) -> list[tuple[Any, ...]]:
    """What the statements say, in their order."""
    assert reading.batch is not None, [problem.text("en") for problem in reading.problems]
    facts = reading.batch.facts.assign(slice=reading.batch.slice_of).drop_duplicates("slice").sort_values("slice")
    both = reading.batch.statements.assign(**{name: facts[name].tolist() for name in ("covers", "covers_ky", "part")})
    return list(both[list(names)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("unit", "figures", "step_som"),
    [
        ("som", ("1234", "5"), "1"),
        ("som", ("1234.5", "5"), "0.1"),
        ("som", ("1234.56", "5"), "0.01"),
        ("thousand", ("7", "12"), "1000"),
        ("thousand", ("7.1", "12"), "100"),
        ("thousand", ("7.12345", "12"), "0.01"),
        ("million", ("30", "40"), "1000000"),
        ("million", ("30.5", "40.25"), "10000"),
        ("million", ("30.5", ""), "100000"),
        ("thousand", ("0", "0"), "1000"),
    ],
)
def test_the_step_is_the_last_decimal_that_any_figure_of_the_statement_has(
    tmp_path: Path, unit: str, figures: tuple[str, str], step_som: str
) -> None:
    blank = PLAN.replace("[numbers]", '[numbers]\nblank = "missing"')
    text = f"line,plan\nA,{figures[0]}\nB,{figures[1]}\n"
    reading = read_text(tmp_path, text, f'{blank}unit = "{unit}"\n')
    assert scopes(reading, "rounded_to_minor") == [(round(100 * float(step_som)),)]


def test_each_statement_of_a_file_has_its_own_step(tmp_path: Path) -> None:
    text = "line,phase,plan\nA,approved,30\nA,executed,30.55\nB,approved,7\n"
    assert scopes(read(tmp_path, text, "phase", unit="million"), "rounded_to_minor") == [(10**8,), (10**6,)]


@pytest.mark.parametrize(("told", "step_som"), [("0.1", 100_000), ("100", 10**8), ("1", 10**6)])
def test_a_step_that_is_told_is_in_the_unit_of_the_amounts(tmp_path: Path, told: str, step_som: int) -> None:
    reading = read(tmp_path, f"line,rounded_to,plan\nA,{told},300\nB,,5\n", "rounded_to", unit="million")
    assert scopes(reading, "rounded_to_minor") == [(100 * step_som,)]


@pytest.mark.parametrize("told", ["-1", "0", "0.00000001", "ten"])
def test_a_step_that_cannot_be_is_an_error_with_its_row(tmp_path: Path, told: str) -> None:
    reading = read(tmp_path, f"line,rounded_to,plan\nA,{told},3\n", "rounded_to")
    assert reading.batch is None
    (problem,) = [each for each in reading.problems if each.severity == "error"]
    assert (problem.code, problem.row, problem.column, problem.value) == ("bad_rounding", 2, "rounded_to", told)


@pytest.mark.parametrize(
    ("column", "values"), [("issuer", ("Казына", "Мэрия")), ("itemises", ("some", "all")), ("rounded_to", ("1", "10"))]
)
def test_rows_of_one_statement_that_contradict_one_another_are_an_error_that_names_both(
    tmp_path: Path, column: str, values: tuple[str, str]
) -> None:
    text = f"line,{column},plan\nA,{values[0]},3\nB,,1\nC,{values[1]},4\nD,{values[0]},4\n"
    reading = read(tmp_path, text, column)
    assert reading.batch is None
    first = next(each for each in reading.problems if each.severity == "error")
    assert (first.code, first.row, first.column, first.value) == ("statement_differs", 4, column, values[1])
    assert first.params["first"] == values[0]


def test_rows_of_two_statements_may_say_different_things(tmp_path: Path) -> None:
    text = "line,phase,issuer,plan\nA,approved,Кеңеш,3\nA,executed,Казына,4\nB,approved,,1\n"
    assert scopes(read(tmp_path, text, "phase", "issuer"), "issuer") == [("Кеңеш",), ("Казына",)]


@pytest.mark.parametrize(
    ("covers", "name"), [("part", ""), ("whole", "Атайын фонд"), ("", "Атайын фонд"), ("own_revenue", "Салыктар")]
)
def test_a_part_has_a_name_and_nothing_else_has(tmp_path: Path, covers: str, name: str) -> None:
    reading = read(tmp_path, f"line,covers,covers_ky,plan\nA,{covers},{name},3\n", "covers", "covers_ky")
    assert reading.batch is None
    assert found(reading, "error") == [("part_unnamed", 2)]
    (problem,) = [each for each in reading.problems if each.severity == "error"]
    assert all("covers_ky" in problem.text(lang) for lang in ("ky", "ru", "en"))


@pytest.mark.parametrize(("part", "role"), [("Тиркеме 1", ""), ("", "adds"), ("", "breaks_down")])
def test_an_annex_says_what_it_is_to_the_others(tmp_path: Path, part: str, role: str) -> None:
    reading = read(tmp_path, f"line,part,part_role,plan\nA,{part},{role},3\n", "part", "part_role")
    assert reading.batch is None
    assert found(reading, "error") == [("annex_role_missing", 2)]
    (problem,) = [each for each in reading.problems if each.severity == "error"]
    assert all("breaks_down" in problem.text(lang) for lang in ("ky", "ru", "en"))


def test_parts_and_annexes_of_one_file_are_statements_of_their_own(tmp_path: Path) -> None:
    text = (
        "line,covers,covers_ky,part,part_role,plan\n"
        "A,,,1,adds,100\nA,,,2,adds,20\nA,,,3,breaks_down,120\nA,part,Өнүгүү,,,7\nA,own_revenue,,,,60\n"
    )
    reading = read(tmp_path, text, "covers", "covers_ky", "part", "part_role")
    assert scopes(reading, "covers", "covers_ky", "part", "part_role") == [
        ("whole", "", "1", "adds"),
        ("whole", "", "2", "adds"),
        ("whole", "", "3", "breaks_down"),
        ("part", "Өнүгүү", "", ""),
        ("own_revenue", "", "", ""),
    ]
    assert reading.sums["amount_minor"].tolist() == [10000, 2000, 12000, 700, 6000]


def test_the_mapping_speaks_for_rows_that_say_nothing_and_is_whole_and_complete_without_it(tmp_path: Path) -> None:
    told = 'covers = "own_revenue"\nitemises = "some"\nissuer = "Казына"\n'
    text = "line,phase,covers,plan\nA,approved,,3\nall,approved,,9\nA,executed,transfers,4\n"
    names = ("covers", "itemises", "issuer")
    assert scopes(read(tmp_path, text, "phase", "covers", statement=told), *names) == [
        ("own_revenue", "some", "Казына"),
        ("transfers", "some", "Казына"),
    ]
    assert scopes(read(tmp_path, text, "phase", "covers"), *names)[0] == ("whole", "all", "")


def test_an_excerpt_has_the_total_it_prints_and_none_of_its_lines(tmp_path: Path) -> None:
    text = "line,phase,plan\nA,approved,3\nB,approved,4\nA,executed,5\nБаары,executed,90\n"
    reading = read(tmp_path, text, "phase", statement='itemises = "some"\n')
    assert reading.sums["amount_minor"].isna().tolist() == [True, False]
    assert reading.sums["amount_minor"].tolist()[1] == 9000
    assert found(reading, "warning") == []
    whole = read(tmp_path, text, "phase")
    assert whole.sums["amount_minor"].tolist() == [700, 9000]
    assert [code for code, _ in found(whole, "warning")] == ["total_differs"]


def test_a_statement_of_totals_only_itemises_nothing(tmp_path: Path) -> None:
    text = "line,phase,plan\nБаары,approved,90\nБаары,executed,80\nA,executed,80\n"
    assert scopes(read(tmp_path, text, "phase"), "itemises") == [("none",), ("all",)]


@pytest.mark.parametrize(
    ("total", "told", "differs"), [("31", "", False), ("32", "", True), ("32", "5", False), ("36", "5", True)]
)
def test_a_total_that_rounding_explains_is_not_said_to_differ(
    tmp_path: Path, total: str, told: str, differs: bool
) -> None:
    text = f"line,rounded_to,plan\nA,,10\nB,,20\nБаары,{told},{total}\n"
    reading = read(tmp_path, text, "rounded_to")
    assert [code for code, _ in found(reading, "warning")] == (["total_differs"] if differs else [])
