"""Statements, and views of them, that no file holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.exhibits.view import View
from dashboard.store.records import Class, Names, Paper, Place, Statement, Sum

TODAY = date(2026, 11, 24)
CLASSES = {
    key: Class(key, Names(key), parent, key.endswith("own"), position)
    for position, (key, parent) in enumerate(
        [("a", ""), ("a.own", "a"), ("a.other", "a"), ("b", ""), ("b.one", "b"), ("c", "")]
    )
}
PAPER = Paper(1, "paper", "Paper", "1", date(2025, 1, 20), "", "", "", 3)
PLACE = Place(1, "here", "city", Names("Жер"), "KGS")


def statement(number: int, phase: str, amounts: dict[str, int], more: int = 0, **other: object) -> Statement:
    """A statement of 2025 whose total is `more` than its lines."""
    lines = sum(amounts.values()) if amounts else None
    total = (lines or 0) + more
    usual = Statement(
        number, PLACE.id, PLACE.currency, 2025, "expenditure", phase, "year", date(2025, 12, 31), total, total, lines,
        "stated", PAPER, 1, members=(number,),
    )  # fmt: skip
    return replace(usual, **other)


def view_of(*given_: tuple[Statement, dict[str, int]]) -> View:
    """A view of 2025 over some statements and their sums by function."""
    sums = tuple(
        Sum(s.id, "function", key, "budget", amount, 1) for s, amounts in given_ for key, amount in amounts.items()
    )
    return View(PLACE, 2025, "ky", TODAY, tuple(s for s, _ in given_), CLASSES, sums=sums)
