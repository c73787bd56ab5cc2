"""The first example of docs/importing-works.md does what the guide says of it."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

from dashboard.store.publishing.work_rows import WorkRow
from tests.intake.works.made import found, read_text, rows_of

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "importing-works.md").read_text(encoding="utf-8")


def example() -> tuple[str, str]:
    """The table of the guide, and its mapping."""
    chapter = GUIDE[GUIDE.index("## Your first mapping") : GUIDE.index("## What a work is known by")]
    table, mapping = re.findall(r"\n\n((?:    [^\n]*\n(?:\n(?=    ))?)+)", chapter)
    return textwrap.dedent(table), textwrap.dedent(mapping)


def read(folder: Path, table: str) -> WorkRow:
    (row,) = rows_of(read_text(folder, table, example()[1], unit="sample", year=2025))
    return row


def test_the_first_example_makes_a_work_of_the_day_of_its_paper(tmp_path: Path) -> None:
    table, mapping = example()
    assert found(read_text(tmp_path, table, mapping, unit="sample", year=2025)) == []
    row = read(tmp_path, table)
    assert (row.as_of, row.status, row.planned_end) == (date(2025, 10, 6), "implementation", date(2025, 9, 30))
    assert (row.planned_minor, row.village) == (210_000_000, "Ак-Сай")


def test_another_number_in_the_next_list_is_the_same_work_and_another_work_is_another(tmp_path: Path) -> None:
    table, _ = example()
    first = read(tmp_path, table)
    assert read(tmp_path, table.replace("\n1;", "\n7;")).key == first.key
    assert read(tmp_path, table.replace("640 м", "900 м")).key != first.key
