"""The benchmarks' own arithmetic; nothing is timed here."""

from __future__ import annotations

from pathlib import Path

from bench.results import BEGIN, END, Measure, put_into, table


def test_a_bound_holds_up_to_itself_and_no_further() -> None:
    assert Measure("g", "n", 100, 45, "ms", 0.45).holds
    assert not Measure("g", "n", 100, 45.1, "ms", 0.45).holds
    assert Measure("g", "for information", 1, 99, "ms").holds


def test_the_table_says_what_does_not_hold() -> None:
    text = table([Measure("load", "figures", 3620, 445, "ms", 0.15), Measure("load", "bytes", 10, 9, "KB", 0.2)])
    assert "| load: figures | 3,620 ms | 445 ms | 0.123 | ≤ 0.15 | yes |" in text
    assert "| 0.900 | ≤ 0.2 | **no** |" in text


def test_results_replace_only_what_stands_between_the_marks(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"before\n{BEGIN}\nearlier\n{END}\nafter\n", encoding="utf-8")
    put_into(document, [Measure("g", "n", 2, 1, "s", 1)])
    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "earlier" not in text and "g: n" in text
