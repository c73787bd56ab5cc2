"""In what order lines stand, under what, and when their classes may be their headings."""

from __future__ import annotations

import pytest

from dashboard.exhibits.lines.order import merged, runs, tree


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([], ""),
        (["abc"], "abc"),
        (["abc", "abc"], "abc"),
        (["abc", "axbc"], "axbc"),
        (["abc", "xabc"], "xabc"),
        (["abc", "abcxy"], "abcxy"),
        (["acd", "abd", "aed"], "aebcd"),
        (["abc", "xy"], "abcxy"),
        (["cab", "abc"], "cab"),
    ],
)
def test_the_first_paper_gives_the_order_and_others_add_theirs_where_they_have_it(
    orders: list[str], expected: str
) -> None:
    assert "".join(merged(orders)) == expected


def test_parts_stand_right_below_what_they_are_parts_of() -> None:
    assert tree({"a": None, "b": "a", "m": None, "c": "b", "d": "a", "t": None}) == [
        ("a", 0), ("b", 1), ("c", 2), ("d", 1), ("m", 0), ("t", 0),
    ]  # fmt: skip


def test_a_parent_that_is_not_there_or_is_its_own_child_is_none() -> None:
    assert tree({"a": "gone", "b": "a"}) == [("a", 0), ("b", 1)]
    assert tree({"a": "b", "b": "a", "c": "c"}) == [("a", 0), ("b", 0), ("c", 0)]
    assert len(tree({n: n - 1 for n in range(5000)})) == 5000, "however deep"


@pytest.mark.parametrize(
    ("groups", "together"), [("aab.", True), ("aba", False), ("a.ab", False), ("aa", False), ("", False)]
)
def test_classes_are_headings_only_where_each_has_its_lines_together(groups: str, together: bool) -> None:
    assert runs(group.strip(".") for group in groups) is together
