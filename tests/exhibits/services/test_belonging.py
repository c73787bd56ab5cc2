"""A line of a budget belongs to one service or to none; what a document prints no finer is said to be shared."""

from __future__ import annotations

import pytest

from dashboard.exhibits.services.belonging import counted, money_of, owner
from dashboard.service_pages import service_pages
from dashboard.store.records import Class, LineFigure, Names

CLASSES = {key: Class(key, Names(key)) for key in ("func.702", "func.704", "func.706", "func.709", "func.social")}
CLASSES["func.706.3"] = Class("func.706.3", Names("finer"), "func.706")
PAGES = service_pages()


def line(label: str, function: str, amount: int | None = 100, code: str = "", role: str = "line") -> LineFigure:
    """A line as a document prints it."""
    names = Names(label)
    return LineFigure(1, 1, label, code, label, names, None, role, "budget", amount, "som", 1, function=function)


@pytest.mark.parametrize(
    ("label", "function", "code", "service"),
    [
        ("Ички жолдор: оңдоо", "func.704", "", "road"),
        ("Ремонт внутренних дорог", "func.704", "", "road"),
        ("Сугат арыктары", "func.704", "", ""),
        ("Автомобиль транспорту", "func.704", "70451", "road"),
        ("Автомобиль транспорту", "func.704", "704.51", "road"),
        ("Ичүүчү суу: курулуш", "func.706", "", "water"),
        ("Ичүүчү суу: курулуш", "func.706.3", "", "water"),
        ("Көчөлөрдү жарыктандыруу", "func.706", "", "light"),
        ("Суу түтүк жана көчө жарыгы", "func.706", "", ""),
        ("Турак жай", "func.706", "", ""),
        ("Мектептин жолун оңдоо", "func.709", "", "school"),
        ("Ички жолдор", "func.702", "", ""),
        ("Ички жолдор", "", "", ""),
        ("Социалдык чөйрө", "func.social", "", ""),
    ],
)
def test_a_line_belongs_to_one_service_or_none(label: str, function: str, code: str, service: str) -> None:
    assert owner(line(label, function, code=code), CLASSES) == service


def test_only_lines_count_and_only_with_an_amount() -> None:
    of_roles = [line("x", "func.709", role=role) for role in ("line", "total", "subtotal", "of_which", "memo")]
    assert [each.role for each in counted([*of_roles, line("y", "func.709", None)])] == ["line"]


def test_money_is_of_lines_named_for_it_where_they_are() -> None:
    lines = (line("Жолдор", "func.704", 30), line("Көпүрө", "func.704", 12), line("Сугат", "func.704", 5))
    found = money_of(PAGES["road"], lines, CLASSES)
    assert (found.basis, found.amount_minor, found.own_minor) == ("lines", 42, 42)


def test_money_is_of_a_whole_purpose_that_is_its_own() -> None:
    found = money_of(PAGES["school"], (line("Билим берүү", "func.709", 70),), CLASSES)
    assert (found.basis, found.amount_minor, found.own_minor) == ("purpose", 70, 70)


def test_a_purpose_printed_no_finer_is_shared_and_in_no_sum() -> None:
    lines = (line("Турак жай жана коммуналдык кызматтар", "func.706", 90),)
    for key in ("water", "light"):
        found = money_of(PAGES[key], lines, CLASSES)
        assert (found.basis, found.amount_minor, found.own_minor) == ("shared", 90, None)


def test_a_purpose_printed_finely_has_nothing_for_a_service_it_does_not_name() -> None:
    lines = (line("Ичүүчү суу", "func.706", 90), line("Турак жай", "func.706", 5))
    found = money_of(PAGES["light"], lines, CLASSES)
    assert (found.basis, found.amount_minor) == ("none", None), "absent, not zero"


def test_a_line_of_zero_is_zero() -> None:
    assert money_of(PAGES["road"], (line("Жолдор", "func.704", 0),), CLASSES).amount_minor == 0
