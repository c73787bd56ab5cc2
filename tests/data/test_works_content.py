"""The published works are the collected ones, each once; the fictional ones hold together with the fictional budget."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from dashboard.store.work_records import NOT_LISTED, WORD_OF, WORDS
from dashboard.store.works_tables import FUNDING_SOURCES, STAGES, STATUSES

DATA = Path(__file__).parents[2] / "data"
DEMO = DATA / "demo"
MONEY = ("planned_amount", "contract_amount", "paid_amount")
Row = dict[str, str]
#: Rows with a second printed amount: what of a contract was transferred; the plan of a programme.
SECOND_AMOUNTS = {
    "mediaplov-11730-03": ("paid_amount", "16906600"), "mediaplov-11730-04": ("paid_amount", "12492551"),
    "mediaplov-11730-05": ("paid_amount", "899000"), "mediaplov-11730-06": ("paid_amount", "6590600"),
    "sputnik-batken-2019-03": ("planned_amount", "137"),
}  # fmt: skip
#: The parts a source prints that do not add up to its printed amount.
DIFFERENT_FUNDING = {
    "aris-taldysuu-01": "1", "eurasiapulse-borbash-01": "9000", "kabar-ortoazia-2021-01": "7900",
}  # fmt: skip


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def published() -> list[Row]:
    return read(DATA / "published/works.csv")


@pytest.fixture(scope="module")
def demo() -> list[Row]:
    return read(DEMO / "works.csv")


@pytest.fixture(scope="module")
def collected(real_data: Path) -> list[Row]:
    folders = ("kg_published", "kg_published_more")
    return [row for folder in folders for row in read(real_data / folder / "works.csv")]


def load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DEMO / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def main_amount(row: Row) -> tuple[str, str]:
    """The amount and unit the source prints for the row; a number of objects, villages or km is a quantity."""
    if row["quantity_unit"] in ("objects", "villages", "km") and not any(row[name] for name in MONEY):
        return row["quantity"], row["quantity_unit"]
    second = SECOND_AMOUNTS.get(row["key"], ("", ""))[0]
    amounts = [row[name] for name in MONEY if row[name] and name != second]
    assert len(amounts) <= 1, row["key"]
    return (amounts[0] if amounts else ""), row["unit"]


def test_every_collected_row_appears_exactly_once_and_nothing_else(published: list[Row], collected: list[Row]) -> None:
    expected: Counter[tuple[str, ...]] = Counter()
    for row in collected:
        unit = row["unit"]
        # A length printed in the text of a row without an amount is not an amount.
        expected[row["source_id"], row["description_as_published"], row["amount"], unit, row["row_role"]] += 1
    found: Counter[tuple[str, ...]] = Counter()
    for row in published:
        amount, unit = main_amount(row)
        if not amount or (unit == "km" and row["document"] == "topnews-saryozon"):
            amount, unit = "", row["unit"]
        found[row["document"], row["title"], amount, unit, row["row_role_printed"]] += 1
    assert len(collected) == 180 + 69
    assert found == expected


def test_sums_by_source_unit_and_printed_role_are_the_collected_ones(
    published: list[Row], collected: list[Row]
) -> None:
    def sums(rows: list[tuple[str, str, str, str]]) -> dict[tuple[str, str, str], Decimal]:
        added: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for source, unit, role, amount in rows:
            if amount and "som" in unit:
                added[source, unit, role] += Decimal(amount)
        return added

    mine = [(row["document"], row["unit"], row["row_role_printed"], main_amount(row)[0]) for row in published]
    theirs = [(row["source_id"], row["unit"], row["row_role"], row["amount"]) for row in collected]
    assert sums(mine) == sums(theirs)


def test_second_amounts_are_those_the_sources_print(published: list[Row]) -> None:
    rows = {row["key"]: row for row in published}
    assert {key: (name, rows[key][name]) for key, (name, _) in SECOND_AMOUNTS.items()} == SECOND_AMOUNTS
    several = {row["key"] for row in published if sum(bool(row[name]) for name in MONEY) > 1}
    assert several == set(SECOND_AMOUNTS)


def test_totals_are_never_works_and_parts_of_a_work_are_not_counted_again(published: list[Row]) -> None:
    totals = [row for row in published if row["row_role_printed"] == "total"]
    works = [row["key"] for row in totals if row["role"] == "work"]
    # Three printed totals stand for one real work each; its parts are only its sources of money.
    assert works == ["kabar-ortoazia-2021-01", "dpi-janyjol-2018-01", "karadaria-kurama-2024-01"]
    for key in works:
        document = key.rsplit("-", 1)[0]
        assert {row["role"] for row in published if row["document"] == document and row["key"] != key} == {"group"}
    assert {row["role"] for row in totals if row["key"] not in works} == {"total"}
    assert Counter(row["role"] for row in published) == {"work": 65, "group": 168, "total": 16}


@pytest.mark.parametrize(
    ("status", "printed"),
    [
        ("completion", {"completed"}),
        ("implementation", {"ongoing", "started", "partly_completed", "spent", "received"}),
        ("preparation", {"allocated", "approved", "awarded", "financed", "tender"}),
        ("identification", {"planned", "needed"}),
    ],
)
def test_a_status_says_what_the_printed_word_supports(
    published: list[Row], collected: list[Row], status: str, printed: set[str]
) -> None:
    pairs = zip(published, collected, strict=True)
    assert {theirs["status"] for mine, theirs in pairs if mine["status"] == status} == printed


def test_places_documents_and_words_are_known(published: list[Row], demo: list[Row]) -> None:
    places = {row["code"] for row in read(DATA / "reference/municipalities.csv")} | {"demo"}
    papers = {row["key"]: row for row in read(DATA / "published/documents.csv") + read(DEMO / "works_documents.csv")}
    for row in published + demo:
        assert row["municipality"] in places and row["document"] in papers
        assert row["status"] in STATUSES and all(row[f"title_{lang}"] for lang in ("ky", "ru", "en"))
        assert len({bool(row[f"note_{lang}"]) for lang in ("ky", "ru", "en")}) == 1
        assert row["unit"] in (
            ("som", "thousand_som", "million_som")
            if any(row[m] for m in MONEY)
            else ("", "som", "thousand_som", "million_som")
        )
        for end in ("", "_2", "_3"):
            assert row[f"funding_source{end}"] in ("", *FUNDING_SOURCES)
            assert bool(row[f"funding_source{end}"]) == bool(row[f"funding_label{end}"])
        day = papers[row["document"]]["date"]
        assert row["municipality"] == "demo" or not day or row["as_of"] == day


def test_a_year_that_no_source_shows_is_said_to_be_unknown(published: list[Row], collected: list[Row]) -> None:
    dates = {row["key"]: row["date_printed"] for row in read(DATA / "published/documents.csv")}
    undated = [
        mine
        for mine, theirs in zip(published, collected, strict=True)
        if not theirs["year"] and not dates[mine["document"]]
    ]
    assert len(undated) > 10 and all("shows no year" in row["note_en"] for row in undated)


def test_sources_of_money_add_up_where_the_paper_prints_all_of_them(published: list[Row]) -> None:
    different = {}
    for row in published:
        parts = [row[f"funding_amount{end}"] for end in ("", "_2", "_3")]
        whole = next((row[name] for name in ("planned_amount", "paid_amount") if row[name]), "")
        if any(parts) and whole and row["key"] not in SECOND_AMOUNTS:
            difference = Decimal(whole) - sum(Decimal(part) for part in parts if part)
            if difference:
                different[row["key"]] = difference
    assert different == {key: Decimal(value) for key, value in DIFFERENT_FUNDING.items()}


# The fictional place


def last_of(rows: list[Row]) -> dict[str, Row]:
    return {row["key"]: row for row in sorted(rows, key=lambda row: row["as_of"])}


def test_the_scripts_write_the_committed_files_again(tmp_path: Path) -> None:
    for name in ("generate_works.py", "draw_pictures.py", "budget.csv"):
        shutil.copy(DEMO / name, tmp_path)
    for name in ("generate_works.py", "draw_pictures.py"):
        subprocess.run([sys.executable, tmp_path / name], check=True)
    for name in ("works.csv", "works_documents.csv", "boundary.geojson", "pictures/photos.csv"):
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes(), name
    for path in sorted((DEMO / "pictures").glob("*.png")):
        again = Image.open(tmp_path / "pictures" / path.name).convert("RGB")
        assert again.tobytes() == Image.open(path).convert("RGB").tobytes(), path.name


def test_forty_works_over_four_years_show_every_plain_word_and_every_kind_of_end(demo: list[Row]) -> None:
    last = last_of(demo)
    assert len(last) == 40 and {row["role"] for row in demo} == {"work"}
    assert {key[5:9] for key in last} == {"2023", "2024", "2025", "2026"}
    assert {row["status"] for row in demo} == set(STATUSES)
    assert {WORD_OF[row["status"]] for row in last.values()} == {*WORDS} - {NOT_LISTED}
    ends = [(row["actual_end"], row["planned_end"]) for row in last.values() if row["actual_end"]]
    assert any(done < due for done, due in ends) and any(done == due for done, due in ends)
    late = [row for row in last.values() if row["actual_end"] > row["planned_end"]]
    assert len(late) > 4 and all(row["delay_reason"] for row in late)
    promised = [row for row in last.values() if not row["actual_end"] and row["planned_end"] < row["as_of"]]
    explained = [row for row in promised if row["delay_reason"] and row["new_end"] > row["as_of"]]
    assert len(explained) >= 4 and any(WORD_OF[row["status"]] == "planned" for row in explained)
    assert len({row["village"] for row in demo}) == 5


def test_reports_of_a_work_are_in_order_and_say_nothing_of_the_future(demo: list[Row]) -> None:
    assert len({(row["key"], row["document"], row["as_of"]) for row in demo}) == len(demo)
    for row in demo:
        for name in ("actual_start", "actual_end"):
            assert row[name] <= row["as_of"], row["key"]
        assert not row["actual_end"] or row["actual_start"] <= row["actual_end"]
        assert date.fromisoformat(row["planned_start"]) < date.fromisoformat(row["planned_end"])
        assert (WORD_OF[row["status"]] == "done") == bool(row["actual_end"]) or WORD_OF[row["status"]] == "taken_down"


def test_sources_of_a_fictional_work_sum_to_its_planned_cost(demo: list[Row]) -> None:
    for row in demo:
        parts = sum(Decimal(row[f"funding_amount{end}"] or 0) for end in ("", "_2", "_3"))
        assert parts == Decimal(row["planned_amount"]) > 0


def test_payments_of_a_year_fit_into_the_capital_spending_of_their_function(demo: list[Row]) -> None:
    spent = load_script("generate_works").capital_spending()
    paid: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    before: dict[str, Decimal] = defaultdict(Decimal)
    for row in sorted(demo, key=lambda row: row["as_of"]):
        if row["paid_amount"]:
            day = date.fromisoformat(row["as_of"])
            year = day.year - 1 if day.month == 1 else day.year
            paid[year, row["function_key"]] += Decimal(row["paid_amount"]) - before[row["key"]]
            before[row["key"]] = Decimal(row["paid_amount"])
    assert len(paid) > 12
    assert all(0 <= total * 10 <= spent[key] for key, total in paid.items())


def test_contractors_and_papers_are_openly_fictional_and_points_lie_inside_the_boundary(demo: list[Row]) -> None:
    (feature,) = json.loads((DEMO / "boundary.geojson").read_text(encoding="utf-8"))["features"]
    (ring,) = feature["geometry"]["coordinates"]
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    points = 0
    for row in demo:
        assert not row["contractor"] or "ойдон чыгарылган" in row["contractor"]
        if row["latitude"]:
            points += 1
            assert west < float(row["longitude"]) < east and south < float(row["latitude"]) < north
    assert 0 < points < len(demo)
    for paper in read(DEMO / "works_documents.csv"):
        assert "ойдон чыгарылган" in paper["title"] and paper["url"] == ""


def test_ten_works_have_a_drawn_picture_before_and_after(demo: list[Row]) -> None:
    rows = read(DEMO / "pictures/photos.csv")
    done = {key for key, row in last_of(demo).items() if WORD_OF[row["status"]] == "done"}
    stages = defaultdict(set)
    for row in rows:
        stages[row["work"], row["pair"]].add(row["stage"])
        path = DEMO / "pictures" / row["file"]
        assert path.stat().st_size < 30_000 and Image.open(path).size == (1600, 1000)
        assert row["drawn"] == "1" and all(row[f"alt_{lang}"] for lang in ("ky", "ru", "en"))
    assert len(stages) == 10 and all(found == {STAGES[0], STAGES[2]} for found in stages.values())
    assert {work for work, _ in stages} <= done
    assert {path.name for path in (DEMO / "pictures").glob("*.png")} == {row["file"] for row in rows}


def test_both_files_have_the_same_columns() -> None:
    texts = [(folder / "works.csv").read_text(encoding="utf-8") for folder in (DEMO, DATA / "published")]
    assert texts[0].split("\n", 1)[0] == texts[1].split("\n", 1)[0]
