"""Headings and sums: every sum is reckoned here again from the printed figures, and nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.lines.balance import balance
from dashboard.exhibits.lines.outline import outline
from dashboard.exhibits.lines.sheet import sheet_of
from dashboard.exhibits.lines.statements import rows_read
from dashboard.exhibits.lines.table import line_table
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.view import View
from dashboard.i18n import money
from dashboard.store.comparable import Reason
from dashboard.store.queries import budget
from dashboard.store.records import LineFigure, Names
from tests.exhibits.made import statement, view_of
from tests.exhibits.papers import counted, minor, rows, table
from tests.exhibits.reading import cell, value

Look = Callable[..., View]
Outlined = Callable[..., Exhibit]


def made(view: View, direction: str, figures: tuple[LineFigure, ...], typed: str = "", sort: str = "") -> Exhibit:
    """The table of a side as its page shows it."""
    sheet = sheet_of(view, direction, figures)
    whole = line_table(sheet, lambda line_id: f"/{line_id}", typed, sort)
    return outline(sheet, whole, searched=bool(typed), in_order=not sort)


@pytest.fixture
def outlined(look: Look, connection: Connection) -> Outlined:
    """Call it with a place, a side, a year, and what is searched for and sorted by."""

    def shown(code: str, direction: str, year: int, typed: str = "", sort: str = "", **options: object) -> Exhibit:
        view = look(code, year, **options)
        return made(view, direction, budget.lines(connection, rows_read(view, [direction])), typed, sort)

    return shown


def figure(
    line_id: int, amount: int | None, role: str = "line", parent: int | None = None, *, name: str = "", of: int = 1
) -> LineFigure:
    """A figure of a line of one statement."""
    names = Names(name or f"Сап {line_id}")
    return LineFigure(
        line_id, of, f"l{line_id}", "", names.ky, names, parent, role, "budget", amount, "som", line_id
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["жол", "оңдоо", "эмгек акы", "суу"])
def test_the_sum_of_what_was_found_is_the_sum_of_the_printed_lines(outlined: Outlined, typed: str) -> None:
    exhibit = outlined("demo", "expenditure", 2025, typed)
    documents = {"approved": "demo-2025-approved", "revised": "demo-2025-revised-11", "executed": "demo-2025-12"}
    for phase, document in documents.items():
        printed = rows("demo", 2025, "expenditure", phase, document=document, role="line")
        expected = sum(minor(r) for r in printed if typed in r["label_ky"].lower())
        assert value(exhibit, "sum", phase) == expected > 0
        assert money("ky", expected, "KGS", exact=True) in exhibit.answer
    last = rows("demo", 2024, "expenditure", "executed", period_end="2024-12-31", role="line")
    assert value(exhibit, "sum", "last_year") == sum(minor(r) for r in last if typed in r["label_ky"].lower())
    done, planned = value(exhibit, "sum", "executed"), value(exhibit, "sum", "revised")
    assert value(exhibit, "sum", "deviation") == done - planned
    assert cell(exhibit, "sum", "share").value == done / planned


@pytest.mark.parametrize(("direction", "dimension"), [("revenue", "source"), ("expenditure", "function")])
def test_classes_of_a_flat_paper_are_headings_with_the_sum_of_their_lines(
    outlined: Outlined, direction: str, dimension: str
) -> None:
    exhibit = outlined("demo", direction, 2025)
    label = exhibit.column("label")
    class_of = {r["label_ky"]: r[f"{dimension}_key"] for r in table("demo/lines.csv") if r["direction"] == direction}
    groups = [r for r in exhibit.rows if r.key.startswith("group-")]
    assert len(groups) > 3 and all(r.emphasis and not r.level and not r.cells[label].href for r in groups)
    for group in groups:
        at = exhibit.rows.index(group) + 1
        below = []
        while at < len(exhibit.rows) and exhibit.rows[at].level:
            below.append(exhibit.rows[at])
            at += 1
        assert len(below) > 1
        for phase in ("approved", "revised", "executed", "last_year"):
            column = exhibit.column(phase)
            assert group.cells[column].value == sum(int(r.cells[column].value or 0) for r in below)
        assert {class_of[str(r.cells[label].value)].startswith(group.key[len("group-") :]) for r in below} == {True}
    printed = counted("demo", 2025, direction, "executed", document="demo-2025-12")
    alone = [r for r in exhibit.rows if not r.level and not r.emphasis]
    column = exhibit.column("executed")
    assert sum(int(r.cells[column].value or 0) for r in (*groups, *alone)) == printed


def test_headings_are_not_made_where_lines_were_sorted_or_searched_for(outlined: Outlined) -> None:
    for options in ({"sort": "executed"}, {"typed": "жол"}):
        assert not [r for r in outlined("demo", "expenditure", 2025, **options).rows if r.key.startswith("group-")]


def test_a_paper_with_headings_of_its_own_keeps_them(outlined: Outlined) -> None:
    exhibit = outlined("emgek-talaa", "revenue", 2018)
    assert not [r for r in exhibit.rows if r.key.startswith(("group-", "sum"))]
    levels = [(str(r.cells[0].value), r.level) for r in exhibit.rows]
    at = levels.index(("Жергиликтүү кирешелер", 1))
    assert [level for _, level in levels[:2]] == [0, 1] and [level for _, level in levels[at + 1 : at + 4]] == [2, 2, 2]


def test_headings_totals_and_parts_are_never_counted_beside_their_lines() -> None:
    view = view_of((statement(1, "executed", {"a": 30}), {}))
    figures = (
        figure(1, 30, "subtotal"), figure(2, 10, parent=1), figure(3, 20, parent=1), figure(4, 15, "of_which", 3),
        figure(5, 5, "of_which", 4), figure(6, 30, "total"), figure(7, 99, "memo"),
    )  # fmt: skip
    assert value(made(view, "expenditure", figures, "сап"), "sum", "executed") == 30


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({4: "жол", 8: "жол"}, 15 + 7),
        ({4: "жол", 5: "жол", 8: "жол"}, 15 + 7),
        ({3: "жол", 5: "жол", 8: "жол"}, 20 + 7),
    ],
)
def test_a_part_counts_only_where_what_it_is_a_part_of_was_not_found(names: dict[int, str], expected: int) -> None:
    view = view_of((statement(1, "executed", {"a": 37}), {}))
    tree = (
        (2, 10, "line", None),
        (3, 20, "line", None),
        (4, 15, "of_which", 3),
        (5, 5, "of_which", 4),
        (8, 7, "line", None),
    )
    figures = tuple(
        figure(number, amount, role, parent, name=names.get(number, "башка")) for number, amount, role, parent in tree
    )
    assert value(made(view, "expenditure", figures, "жол"), "sum", "executed") == expected


def test_an_excerpt_adds_up_to_nothing() -> None:
    view = view_of((statement(1, "executed", {"a": 30}, itemises="some"), {}))
    exhibit = made(view, "expenditure", (figure(1, 10), figure(2, 20)), "сап")
    assert cell(exhibit, "sum", "executed").mark is Reason.EXCERPT
    assert "30" not in exhibit.answer


def test_lines_of_a_part_of_the_budget_are_in_no_sum() -> None:
    whole, part = statement(1, "executed", {"a": 30}), statement(2, "executed", {"a": 10}, covers="transfers")
    view = view_of((whole, {}), (part, {}))
    exhibit = made(view, "expenditure", (figure(1, 10), figure(2, 20), figure(1, 10, of=2)), "сап")
    assert len(exhibit.rows) == 4 and value(exhibit, "sum", "executed") == 30


def test_a_sum_with_a_line_of_no_figure_has_no_share() -> None:
    view = view_of((statement(1, "approved", {"a": 30}), {}), (statement(2, "executed", {"a": 10}), {}))
    figures = (figure(1, 10), figure(2, 20), figure(1, 10, of=2), figure(2, None, of=2))
    exhibit = made(view, "expenditure", figures, "сап")
    assert (value(exhibit, "sum", "approved"), value(exhibit, "sum", "executed")) == (30, 10)
    assert {cell(exhibit, "sum", key).mark for key in ("share", "deviation")} == {Mark.UNDEFINED}


def test_a_plan_of_some_months_is_set_against_no_year() -> None:
    plan = statement(1, "approved", {"a": 30}, scope="period", period_end=date(2025, 3, 31))
    view = view_of((plan, {}), (statement(2, "executed", {"a": 10}), {}))
    exhibit = made(view, "expenditure", (figure(1, 30), figure(1, 10, of=2)))
    assert not {"share", "deviation"} & {column.key for column in exhibit.columns}
    assert any("айлары дал келбейт" in note for note in exhibit.notes)


def test_what_rounding_explains_is_no_difference_from_the_plan() -> None:
    plan = statement(1, "approved", {"a": 10_000}, rounded_to_minor=1000)
    view = view_of((plan, {}), (statement(2, "executed", {"a": 10_300}), {}))
    exhibit = made(view, "expenditure", (figure(1, 10_000), figure(1, 10_300, of=2)))
    assert exhibit.rows[0].cells[exhibit.column("deviation")].mark is Reason.ROUNDING


def test_the_same_day_of_the_year_before_stands_beside(outlined: Outlined) -> None:
    exhibit = outlined("demo", "expenditure", 2026, period=date(2026, 6, 30))
    assert "30.06.2025" in exhibit.columns[exhibit.column("last_year")].label
    printed = rows("demo", 2025, "expenditure", "executed", period_end="2025-06-30", role="line")
    shown = {str(r.cells[0].value): r.cells[exhibit.column("last_year")].value for r in exhibit.rows}
    assert [shown[r["label_ky"]] for r in printed] == [minor(r) for r in printed]


def test_lines_are_added_up_where_no_paper_prints_a_total() -> None:
    view = view_of((statement(1, "executed", {"a": 30}), {}))
    assert value(made(view, "expenditure", (figure(1, 10), figure(2, 20))), "sum", "executed") == 30
    assert not [r for r in made(view, "expenditure", (figure(1, 10),)).rows if r.key == "sum"]


def test_balances_and_debts_are_never_added_up() -> None:
    view = view_of((statement(1, "executed", {"a": 30}, direction="balance"), {}))
    assert [r.key for r in made(view, "balance", (figure(1, 10), figure(2, 20)), "сап").rows] == [
        "line-1-budget",
        "line-2-budget",
    ]


def test_what_is_left_is_revenue_less_expenditure_or_the_reason() -> None:
    revenue = statement(1, "executed", {"a": 50}, direction="revenue")
    spent, plan = statement(2, "executed", {"a": 30}), statement(3, "approved", {"a": 40})
    exhibit = balance(view_of((revenue, {}), (spent, {}), (plan, {})))
    assert exhibit is not None and [c.key for c in exhibit.columns] == ["label", "executed"]
    assert value(exhibit, "balance", "executed") == 20
    other_months = replace(spent, scope="period", period_end=date(2025, 6, 30))
    exhibit = balance(view_of((revenue, {}), (other_months, {})))
    assert exhibit is not None and cell(exhibit, "balance", "executed").mark is Reason.MONTHS
    assert balance(view_of((revenue, {}))) is None
