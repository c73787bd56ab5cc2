"""The worked example of docs/importing.md: its commands say what the guide prints, and its pages too."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from dashboard.cli import app
from tests.truth.site import Site, words

GUIDE = Path("docs/importing.md").read_text(encoding="utf-8")
EXAMPLE = GUIDE.split("## A sheet from beginning to end\n")[1].split("\n## ")[0]
EXAMPLES = Path("docs/examples")


def commands() -> Iterator[tuple[list[str], str]]:
    """Each command with what the guide prints below it."""
    for block in re.findall(r"```console\n(.*?)```", EXAMPLE, re.DOTALL):
        for said in block.split("$ python -m dashboard ")[1:]:
            command, _, output = said.partition("\n")
            yield shlex.split(command), output


def pages() -> Iterator[tuple[str, list[str]]]:
    """Each address with the sentences the guide quotes of its page."""
    for address, quoted in re.findall(r"`(/en/[^`]+)`[^\n]*:\n\n((?:>.*\n)+)", EXAMPLE):
        yield address, [line[2:] for line in quoted.splitlines() if line.strip(" >")]


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_sheet_in_the_guide_is_the_workbook() -> None:
    sheet = load_workbook(EXAMPLES / "misal-2025.xlsx").active
    assert sheet is not None
    printed = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\| \d+ \|.*$", EXAMPLE, re.M)
    ]
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row[1:] for row in printed] == cells and [row[0] for row in printed] == [
        str(n + 1) for n in range(len(cells))
    ]
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:E1", "A3:A4", "B3:B4", "D3:E3"]


def test_the_mappings_in_the_guide_are_the_files() -> None:
    printed = set(re.findall(r"```toml\n(.*?)```", EXAMPLE, re.DOTALL))
    assert printed == {(EXAMPLES / f"{name}.toml").read_text(encoding="utf-8") for name in ("misal", "misal-own")}


def test_every_example_says_that_it_is_made_up() -> None:
    for path in sorted(EXAMPLES.glob("*.toml")):
        assert "fictional" in path.read_text(encoding="utf-8").splitlines()[0], path.name
    assert "invented" in EXAMPLE.strip().split("\n\n")[0]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, list[tuple[Any, str, str]]]:
    """A site after all commands of the guide, with each exit code, output and what the guide prints of it."""
    site = Site.made(tmp_path_factory.mktemp("guide"))
    run = CliRunner(env={"DATABASE_URL": str(site.engine.url)})
    return site, [((done := run.invoke(app, each)).exit_code, done.output, printed) for each, printed in commands()]


def test_every_command_says_what_the_guide_prints(told: tuple[Site, list[tuple[Any, str, str]]]) -> None:
    assert len(told[1]) == 11
    for code, output, printed in told[1]:
        expected = re.search(r"^# exit code (\d)$", printed, re.M)
        assert code == (int(expected[1]) if expected else 0), output
        lines = [one_line(line) for line in printed.splitlines() if line and line != "…" and not line.startswith("# ")]
        pattern = ".*".join(re.escape(line).replace("…", ".*?") for line in lines)
        assert lines and re.search(pattern, one_line(output)), (printed, output)


def test_the_pages_say_what_the_guide_quotes(told: tuple[Site, list[tuple[Any, str, str]]]) -> None:
    quoted = dict(pages())
    assert len(quoted) == 2
    for address, sentences in quoted.items():
        page = told[0].page(address)
        said = one_line(
            words(page).replace("\u00a0", " ") + " ".join(e.answer for e in page.exhibits).replace("\u00a0", " ")
        )
        assert [sentence for sentence in sentences if sentence not in said] == []
        assert page.fictional


def test_the_schema_of_a_file_names_what_the_guide_explains() -> None:
    explained = GUIDE.split("### `[statement]`")[1].split("\n### ")[0]
    for key in ("covers", "itemises", "rounded_to", "part", "part_role", "issuer"):
        assert f"`{key}`" in explained
    for code in ("statements_new", "statement_replaced", "line_changed", "lines_gone", "stands_beside", "replaces"):
        assert f"`{code}`" in GUIDE
