"""From sources through the budget to functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from dashboard.exhibits.flows import flows
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES, money
from tests.exhibits.papers import counted, minor, rows, table
from tests.exhibits.reading import numbers

Look = Callable[..., View]
PARENT = {r["key"]: r["parent"] for r in table("reference/classification.csv")}


def top(key: str) -> str:
    """The topmost class above a key."""
    while PARENT[key]:
        key = PARENT[key]
    return key


def test_both_sides_add_up_to_their_printed_lines(look: Look) -> None:
    exhibit = flows(look("demo", 2025))
    assert exhibit is not None
    expected: dict[str, int] = defaultdict(int)
    for direction, side, dimension in (("revenue", "in", "source"), ("expenditure", "out", "function")):
        for r in rows("demo", 2025, direction, "executed", document="demo-2025-12", role="line"):
            expected[f"{side}:{top(r[f'{dimension}_key'])}"] += minor(r)
    assert {r.key: r.cells[2].value for r in exhibit.rows} == dict(expected)
    for direction in ("revenue", "expenditure"):
        assert (
            money("ky", counted("demo", 2025, direction, "executed", document="demo-2025-12"), "KGS") in exhibit.answer
        )


def test_without_both_sides_itemised_there_is_no_flow(look: Look) -> None:
    for code in {r["municipality"] for r in table("published/budget.csv")}:
        for year in look(code).all_years:
            exhibit = flows(look(code, year))
            sides = {r.cells[0].value for r in exhibit.rows} if exhibit else set()
            assert len(sides) in (0, 2), (code, year)
    assert flows(look("kara-kujur", 2020)) is None, "expenditure is not published"
    assert flows(look("bishkek", 2021)) is None, "one side is not itemised"


def test_every_language_says_the_same_numbers(look: Look) -> None:
    exhibits = [flows(look("demo", 2025, lang)) for lang in LANGUAGES]
    assert len({tuple(numbers(e.answer)) for e in exhibits if e}) == 1
