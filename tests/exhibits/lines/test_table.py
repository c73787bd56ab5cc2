"""Line by line: every printed line, its history, searching and sorting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from dashboard.exhibits.breakdown import breakdown
from dashboard.exhibits.lines.history import line_history
from dashboard.exhibits.lines.sheet import sheet_of
from dashboard.exhibits.lines.statements import annexes_of, rows_read, rows_shown
from dashboard.exhibits.lines.table import line_table
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES
from dashboard.store.queries import budget
from dashboard.store.records import Annex, LineFigure, Names
from tests.exhibits.made import PAPER, statement, view_of
from tests.exhibits.papers import minor, rows
from tests.exhibits.reading import cell, numbers

Look = Callable[..., View]


@pytest.fixture
def lines_of(look: Look, connection: Connection) -> Callable[..., Exhibit]:
    """Call it with a place, a direction and what `look` takes for the table of its lines."""

    def table(
        code: str, direction: str, year: int, typed: str = "", sort: str = "", order: str = "up", **options: object
    ) -> Exhibit:
        view = look(code, year, **options)
        sheet = sheet_of(view, direction, budget.lines(connection, rows_read(view, [direction])))
        return line_table(sheet, lambda line_id: f"/ky/{code}/lines/{line_id}", typed, sort, order)

    return table


def by_name(exhibit: Exhibit, name: str) -> dict[str, object]:
    """The cells of the one line of that name."""
    (row,) = (r for r in exhibit.rows if r.cells[0].value == name)
    return {column.key: cell for column, cell in zip(exhibit.columns, row.cells, strict=True)}


@pytest.mark.parametrize("direction", ["revenue", "expenditure"])
def test_every_printed_line_is_there_once_with_its_figures(lines_of: Callable[..., Exhibit], direction: str) -> None:
    exhibit = lines_of("demo", direction, 2025)
    papers = {"approved": "demo-2025-approved", "revised": "demo-2025-revised-11", "executed": "demo-2025-12"}
    names = {r["label_ky"] for r in rows("demo", 2025, direction, "executed", document="demo-2025-12")}
    assert sorted(str(r.cells[0].value) for r in exhibit.rows) == sorted(names)
    for phase, document in papers.items():
        for printed in rows("demo", 2025, direction, phase, document=document):
            assert by_name(exhibit, printed["label_ky"])[phase].value == minor(printed), printed["row_id"]


def test_parts_and_subtotals_say_what_they_are(lines_of: Callable[..., Exhibit]) -> None:
    exhibit = lines_of("emgek-talaa", "revenue", 2018)
    printed = rows("emgek-talaa", 2018, "revenue", "approved")
    assert len(exhibit.rows) == len(printed)
    at = exhibit.column("role")
    for role, words in (("of_which", "анын ичинде"), ("subtotal", "аралык сумма"), ("total", "жалпы сумма")):
        expected = sum(r["role"] == role for r in printed)
        assert sum(r.cells[at].value == words for r in exhibit.rows) == expected > 0
    assert all(r.emphasis == (r.cells[at].value in ("аралык сумма", "жалпы сумма")) for r in exhibit.rows)


def test_a_line_without_a_figure_stays_with_its_mark(lines_of: Callable[..., Exhibit]) -> None:
    exhibit = lines_of("demo", "revenue", 2025, period=date(2025, 5, 31))
    (printed,) = rows("demo", 2025, "revenue", "executed", line="lease-other", period_end="2025-05-31")
    cell = by_name(exhibit, printed["label_ky"])["executed"]
    assert (cell.value, cell.mark) == (None, Mark.MISSING)
    (zero,) = rows("demo", 2025, "revenue", "executed", line="property-tax", period_end="2025-05-31")
    assert by_name(exhibit, zero["label_ky"])["executed"].mark is Mark.ZERO


def test_a_restated_line_keeps_the_figure_before(lines_of: Callable[..., Exhibit]) -> None:
    exhibit = lines_of("demo", "expenditure", 2025)
    before = {r["line"]: r for r in rows("demo", 2025, "expenditure", "revised", document="demo-2025-revised-07")}
    changed = 0
    for now in rows("demo", 2025, "expenditure", "revised", document="demo-2025-revised-11"):
        cell = by_name(exhibit, now["label_ky"])["revised"]
        old = minor(before[now["line"]])
        if old != minor(now):
            changed += 1
            assert (cell.mark, cell.previous) == (Mark.RESTATED, old)
        else:
            assert cell.mark is not Mark.RESTATED
    assert changed > 1


def test_papers_that_only_mention_a_line_are_among_the_lines(lines_of: Callable[..., Exhibit]) -> None:
    exhibit = lines_of("bishkek", "revenue", 2026)
    extra = next(r for r in rows("bishkek", 2026, "revenue", "forecast") if r["line"] == "extra-from-republic")
    found = by_name(exhibit, extra["label_ky"])
    assert found["forecast"].value == minor(extra)
    assert found["role"].value == "маалымат үчүн"


@pytest.mark.parametrize("typed", ["ЖЕР САЛЫГЫ (улуш)", "жер салыгы үлүш", "Жер  салыгы (үлүш"])
def test_a_search_folds_letters_case_and_spaces(lines_of: Callable[..., Exhibit], typed: str) -> None:
    found = lines_of("demo", "revenue", 2025, typed)
    assert [r.cells[0].value for r in found.rows] == ["Жер салыгы (үлүш)"]
    assert found.answer.startswith("1 сап табылды.")


def test_a_search_for_nothing_keeps_all_and_for_nonsense_none(lines_of: Callable[..., Exhibit]) -> None:
    whole = lines_of("demo", "revenue", 2025)
    assert lines_of("demo", "revenue", 2025, "%").rows == whole.rows, "signs alone are not a word"
    assert lines_of("demo", "revenue", 2025, "'; drop table line; --").rows == ()


@pytest.mark.parametrize("order", ["up", "down"])
def test_sorting_puts_unknown_amounts_last(lines_of: Callable[..., Exhibit], order: str) -> None:
    exhibit = lines_of("demo", "revenue", 2025, sort="executed", order=order, period=date(2025, 5, 31))
    at = exhibit.column("executed")
    amounts = [r.cells[at].value for r in exhibit.rows]
    known = [a for a in amounts if a is not None]
    assert None in amounts and amounts[len(known) :] == [None] * (len(amounts) - len(known))
    assert known == sorted(known, reverse=order == "down")


def test_names_are_sorted_by_the_kyrgyz_alphabet(lines_of: Callable[..., Exhibit]) -> None:
    alphabet = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
    exhibit = lines_of("demo", "revenue", 2025, sort="label")
    initials = [alphabet.index(str(r.cells[0].value)[0].lower()) for r in exhibit.rows]
    assert initials == sorted(initials) and len(set(initials)) > 5


def test_the_history_of_a_line_holds_every_paper_that_names_it(look: Look, connection: Connection) -> None:
    view = look("kara-kujur", 2020)
    statement = next(s for s in view.statements if s.year == 2020)
    line_id = next(f.line_id for f in budget.lines(connection, [statement.id]) if f.key == "equalization-grant")
    statements = budget.statements_of_line(connection, line_id)
    exhibit = line_history(view, statements, budget.lines(connection, (s.id for s in statements), line_id))
    printed = [
        r
        for y in range(2019, 2024)
        for p in ("approved", "forecast")
        for r in rows("kara-kujur", y, "revenue", p, line="equalization-grant")
    ]
    at = exhibit.column("amount")
    assert sorted(r.cells[at].value for r in exhibit.rows) == sorted(minor(r) for r in printed)
    state = exhibit.column("state")
    assert sum(r.cells[state].value == "алмаштырылган" for r in exhibit.rows) == 2, "2021 and 2022 were restated"
    assert str(len(printed)) in numbers(exhibit.answer)
    restated = [r.cells[at] for r in exhibit.rows if r.cells[at].mark is Mark.RESTATED]
    assert len(restated) == 2 and all(c.previous not in (None, c.value) for c in restated)


def figure(line_id: int, statement_id: int, amount: int | None, name: str = "Сап", role: str = "line") -> LineFigure:
    """A figure of a line, called `name` in its document."""
    names = Names(name, name, name)
    return LineFigure(
        line_id, statement_id, f"l{line_id}", "", name, names, None, role, "budget", amount, "som", line_id
    )


def made_table(view: View, *figures: LineFigure, annex: str = "") -> Exhibit:
    """The lines of expenditure of a view."""
    return line_table(sheet_of(view, "expenditure", figures, annex), lambda line_id: f"/{line_id}")


def test_a_line_is_named_by_the_document_of_its_last_stage() -> None:
    view = view_of((statement(1, "approved", {"a": 5}), {}), (statement(2, "executed", {"a": 5}), {}))
    exhibit = made_table(view, figure(1, 1, 5, "Долбоордогу аты"), figure(1, 2, 5, "Аткаруудагы аты"))
    assert [r.cells[0].value for r in exhibit.rows] == ["Аткаруудагы аты"]
    totals = made_table(view, figure(1, 1, 5, "Баары", "total"), figure(1, 2, 5, "Жалпысы", "total"))
    assert [r.cells[0].value for r in totals.rows] == ["Бардыгы"], "nobody's word for a total"


def test_annexes_that_break_the_same_money_down_are_not_among_the_lines() -> None:
    whole = statement(1, "executed", {"a": 5}, annexes=(Annex(2, "by spender", 5),))
    view = view_of((whole, {}))
    figures = (figure(1, 1, 5, "Мектеп"), figure(2, 2, 5, "Билим берүү бөлүмү"))
    assert annexes_of(view, ["expenditure"]) == ("by spender",)
    assert [r.cells[0].value for r in made_table(view, *figures).rows] == ["Мектеп"]
    assert [r.cells[0].value for r in made_table(view, *figures, annex="by spender").rows] == ["Билим берүү бөлүмү"]
    assert rows_shown(whole) == (1,) and rows_shown(whole, "by spender") == (2,) and rows_shown(whole, "x") == ()


@pytest.mark.parametrize(("step", "step_before"), [(1000, 1), (1, 1000)], ids=["now rounded", "rounded before"])
def test_what_rounding_explains_is_no_other_figure(step: int, step_before: int) -> None:
    earlier = replace(PAPER, id=2, key="earlier", title="Earlier")
    now = statement(
        2, "executed", {"a": 5}, rounded_to_minor=step, previous_ids=(1,), previous_rounded_minor=step_before,
        previous_paper=earlier, previous_minor=4000,
    )  # fmt: skip
    before = statement(1, "executed", {"a": 5}, paper=earlier)
    for amount, mark in ((5500, None), (5501, Mark.RESTATED)):
        figures = (figure(1, 1, 5000), figure(1, 2, amount))
        table = made_table(view_of((now, {})), *figures)
        assert table.rows[0].cells[table.column("executed")].mark is mark
        history = line_history(view_of((now, {})), (before, now), figures)
        assert history.rows[-1].cells[history.column("amount")].mark is mark
        shown = view_of((now, {"a": amount}), (before, {"a": 5000}))
        exhibit = breakdown(replace(shown, statements=(now,)), "expenditure", "function")
        assert cell(exhibit, "a", "executed").mark is mark


def test_every_language_shows_the_same_amounts(lines_of: Callable[..., Exhibit]) -> None:
    exhibits = [lines_of("kara-kujur", "revenue", 2020, lang=lang) for lang in LANGUAGES]
    amounts = [[[c.value for c in r.cells if isinstance(c.value, int)] for r in e.rows] for e in exhibits]
    assert amounts[0] == amounts[1] == amounts[2]
    assert len({tuple(str(r.cells[0].value) for r in e.rows) for e in exhibits}) == 3


def test_differences_of_rounded_figures_are_rounded_and_said_to_be_about(lines_of: Callable[..., Exhibit]) -> None:
    """The document says `about 8.5 billion`: its differences are known to a hundred million, not to a som."""
    exhibit = lines_of("bishkek", "revenue", 2020, lang="en")
    at = exhibit.column("deviation")
    assert exhibit.columns[at].label == "Difference from plan, about"
    known = [r.cells[at].value for r in exhibit.rows if isinstance(r.cells[at].value, int)]
    assert known and all(value % 100_000_000_00 == 0 for value in known)


def test_printed_sums_are_no_lines_where_lines_are_counted(lines_of: Callable[..., Exhibit]) -> None:
    exhibit = lines_of("emgek-talaa", "revenue", 2018, lang="en")
    printed = rows("emgek-talaa", 2018, "revenue", "approved")
    counted = sum(r["role"] not in ("total", "subtotal") for r in printed)
    assert exhibit.answer.endswith(f"Lines: {counted}.") and counted < len(exhibit.rows)
