"""The fictional municipality shows every mark, is openly fictional and comes out of its script byte for byte."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo"
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def figures() -> list[Row]:
    return read(DEMO / "budget.csv")


def statements(figures: list[Row]) -> dict[tuple[str, str, str], list[Row]]:
    """Rows by document, year and direction."""
    groups = defaultdict(list)
    for row in figures:
        groups[row["document"], row["fiscal_year"], row["direction"]].append(row)
    return groups


def amount(rows: list[Row], *, role: str) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows if row["role"] == role and row["amount"]), Decimal(0))


def test_the_script_writes_the_committed_files_again(tmp_path: Path) -> None:
    for name in ("generate.py", "lines.csv"):
        shutil.copy(DEMO / name, tmp_path)
    subprocess.run([sys.executable, tmp_path / "generate.py"], check=True)
    for name in ("budget.csv", "documents.csv"):
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes()


def test_place_and_documents_say_that_they_are_fictional() -> None:
    (place,) = read(DEMO / "municipality.csv")
    assert place["is_fictional"] == "1" and place["soate"] == "" and place["parent"] == ""
    assert "ойдон чыгарылган" in place["name_ky"]
    assert "вымышленный" in place["name_ru"] and "fictional" in place["name_en"]
    for document in read(DEMO / "documents.csv"):
        assert "ойдон чыгарылган" in document["title"] and document["url"] == ""


#: What the demo leaves to what is usual: whole budgets with all their lines, of a place whose names are its own.
USUAL = {
    "covers", "covers_ky", "covers_ru", "covers_en", "itemises", "rounded_to", "part", "part_role", "issuer",
    "named_in", "feeds_since",
}  # fmt: skip


@pytest.mark.parametrize(
    ("own", "real"),
    [
        ("budget.csv", "published/budget.csv"), ("documents.csv", "published/documents.csv"),
        ("municipality.csv", "reference/municipalities.csv"), ("population.csv", "reference/populations.csv"),
    ],
)  # fmt: skip
def test_columns_are_those_of_the_published_figures_but_for_what_is_usual(own: str, real: str) -> None:
    demo, published = (path.read_text(encoding="utf-8").split("\n", 1)[0] for path in (DEMO / own, DATA / real))
    columns = [name for name in published.split(",") if name not in USUAL]
    assert [name for name in demo.split(",") if name not in USUAL] == columns


def test_three_whole_years_every_month_and_the_fourth_until_september(figures: list[Row]) -> None:
    months = defaultdict(set)
    for row in figures:
        if row["phase"] == "executed":
            months[row["fiscal_year"]].add(int(row["period_end"][5:7]))
    assert {year: len(found) for year, found in months.items()} == {"2023": 12, "2024": 12, "2025": 12, "2026": 9}
    plans = {(row["fiscal_year"], row["phase"]) for row in figures if row["phase"] != "executed"}
    assert plans == {(str(year), "approved") for year in (2023, 2024, 2025, 2026)} | {
        (str(year), "revised") for year in (2023, 2024, 2025)
    } | {("2027", "forecast"), ("2028", "forecast")}


def test_all_ten_functions_have_lines_divided_by_economic_items(figures: list[Row]) -> None:
    lines = {(row["line"], row["function_key"], row["economic_key"]) for row in figures if row["role"] == "line"}
    spending = {line for line in lines if line[1]}
    assert {function for _, function, _ in spending} == {f"func.{code}" for code in range(701, 711)}
    assert all(economic for _, _, economic in spending) and len(spending) >= 12


def test_plans_balance(figures: list[Row]) -> None:
    groups = statements([row for row in figures if row["phase"] != "executed"])
    for document, year, direction in groups:
        if direction == "revenue":
            revenue, spending = groups[document, year, "revenue"], groups[document, year, "expenditure"]
            assert amount(revenue, role="line") == amount(spending, role="line") > 20_000


def test_only_one_printed_total_differs_from_its_lines(figures: list[Row]) -> None:
    different = {
        key: amount(rows, role="total") - amount(rows, role="line")
        for key, rows in statements(figures).items()
        if key[2] != "balance" and amount(rows, role="total") != amount(rows, role="line")
    }
    assert different == {("demo-2025-08", "2025", "expenditure"): Decimal("9.0")}


def test_opening_and_revenue_less_expenditure_is_the_closing_balance(figures: list[Row]) -> None:
    groups = statements([row for row in figures if row["phase"] == "executed"])
    for (document, year, direction), rows in groups.items():
        if direction == "balance":
            left = amount(groups[document, year, "revenue"], role="line")
            left -= amount(groups[document, year, "expenditure"], role="line")
            assert amount(rows, role="line") == left >= 0
            if document.endswith("-12") and year != "2026":
                (opening,) = {
                    row["amount"]
                    for row in figures
                    if row["line"] == "opening-balance" and row["fiscal_year"] == str(int(year) + 1)
                }
                assert Decimal(opening) == left


def test_executed_figures_only_grow_within_a_year(figures: list[Row]) -> None:
    last: dict[tuple[str, str], Decimal] = {}
    for row in figures:
        if row["phase"] == "executed" and row["role"] == "line" and row["direction"] != "balance" and row["amount"]:
            key = (row["fiscal_year"], row["line"])
            assert Decimal(row["amount"]) >= last.get(key, Decimal(0)), row["row_id"]
            last[key] = Decimal(row["amount"])


def test_one_month_was_published_twice_and_one_line_corrected(figures: list[Row]) -> None:
    def spending(document: str) -> dict[str, str]:
        return {r["line"]: r["amount"] for r in figures if r["document"] == document and r["function_key"]}

    first, second = spending("demo-2024-10"), spending("demo-2024-10-corrected")
    assert [line for line in first if first[line] != second[line]] == ["kindergartens-food"]


def test_a_missing_line_and_a_zero_line_are_there_and_explained(figures: list[Row]) -> None:
    missing = [row for row in figures if row["amount"] == ""]
    assert [row["period_end"] for row in missing] == ["2025-04-30", "2025-05-31", "2025-06-30"]
    assert all(row["note_ky"] and row["note_ru"] and row["note_en"] for row in missing)
    zero = {row["line"] for row in figures if row["amount"] == "0.0" and row["period_end"].endswith("12-31")}
    assert zero == {"property-tax"}


def test_keys_are_known_and_the_file_is_small(figures: list[Row]) -> None:
    known = {row["key"] for row in read(DATA / "reference/classification.csv")}
    used = {row[name] for row in figures for name in ("source_key", "function_key", "economic_key")} - {""}
    assert used <= known
    assert sum(path.stat().st_size for path in DEMO.glob("*.csv")) < 1_500_000
