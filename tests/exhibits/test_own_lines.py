"""Lines that nobody has classified are shown as the document has them."""

from __future__ import annotations

from dataclasses import replace

from dashboard.exhibits.breakdown import breakdown, composition
from dashboard.exhibits.flows import flows
from dashboard.exhibits.own_lines import MOST_HEADINGS, REST, unclassified, with_own_lines
from dashboard.exhibits.partial import partial
from dashboard.exhibits.ratios import own_revenue
from dashboard.exhibits.view import View
from dashboard.i18n import LANGUAGES
from dashboard.store.records import LineFigure, Names, Statement
from tests.exhibits.made import statement, view_of
from tests.exhibits.reading import cell, text, value


def line(number: int, amount: int | None, parent: int | None = None, role: str = "line", of: int = 1) -> LineFigure:
    """A figure of a line called `Line <number>`."""
    names = Names(f"Сап {number}", f"Строка {number}", f"Line {number}")
    return LineFigure(number, of, f"l{number}", "", "", names, parent, role, "budget", amount, "som", number)


#: A heading with two lines, one of which has a part; a line alone; a line without a figure.
LINES = (
    line(1, 70, role="subtotal"), line(2, 40, 1), line(3, 30, 1), line(4, 10, 3, "of_which"), line(5, 30),
    line(6, None), line(7, 100, role="total"),
)  # fmt: skip


def seen(figures: tuple[LineFigure, ...] = LINES, lang: str = "en", **other: object) -> View:
    """The view of one executed statement with these lines and no class."""
    total = sum(figure.amount_minor or 0 for figure in figures if figure.role == "line")
    made: Statement = statement(1, "executed", {"": total}, **other)
    return with_own_lines(replace(view_of((made, {"": total})), lang=lang), figures)


def test_statements_without_any_class_are_found_and_others_are_not() -> None:
    bare, mixed = statement(1, "executed", {"": 5}), statement(2, "approved", {"": 5, "a": 1})
    assert unclassified(view_of((bare, {"": 5}), (mixed, {"": 5, "a": 1}))) == {1}


def test_headings_come_largest_first_with_their_lines_below_and_every_line_counts_once() -> None:
    exhibit = breakdown(seen(), "expenditure", "function")
    assert [(r.key, r.level) for r in exhibit.rows] == [
        ("line-1", 0), ("line-2", 1), ("line-3", 1), ("line-5", 0), ("total", 0),
    ]  # fmt: skip
    assert [value(exhibit, r.key, "executed") for r in exhibit.rows] == [70, 40, 30, 30, 100]
    assert text(exhibit, "line-3", "label") == "Line 3"
    assert exhibit.columns[0].label == "Line"
    assert any("names of the document" in note for note in exhibit.notes)


def test_nothing_is_said_not_to_be_broken_down_or_matched() -> None:
    exhibit = breakdown(seen(), "expenditure", "function")
    assert "We have no breakdown" not in exhibit.answer
    assert "Of every 100 som: Line 1 – 70, Line 5 – 30." in exhibit.answer.replace("\u00a0", " ")
    assert not any("not matched" in str(r.cells[0].value) for r in exhibit.rows)
    whole = composition(seen(), "expenditure", "function")
    assert whole is not None and cell(whole, "line-1", "share").value == 0.7


def test_a_line_has_its_name_in_every_language() -> None:
    said = {text(breakdown(seen(lang=lang), "expenditure", "function"), "line-5", "label") for lang in LANGUAGES}
    assert said == {"Сап 5", "Строка 5", "Line 5"}


def test_of_many_headings_the_largest_are_read_and_the_rest_put_together() -> None:
    many = tuple(line(number, number) for number in range(1, MOST_HEADINGS + 11))
    exhibit = breakdown(seen(many), "expenditure", "function")
    shown = [r.key for r in exhibit.rows if r.key not in ("total", REST)]
    assert set(shown) == {f"line-{number}" for number in range(11, MOST_HEADINGS + 11)}
    assert value(exhibit, REST, "executed") == sum(range(1, 11))
    assert value(exhibit, "total", "executed") == sum(range(1, MOST_HEADINGS + 11))


def test_an_excerpt_without_a_total_has_no_rest_however_many_headings_it_names() -> None:
    many = tuple(line(number, number) for number in range(1, MOST_HEADINGS + 11))
    made = replace(statement(1, "executed", {}, covers="transfers"), amount_minor=None)
    view = with_own_lines(view_of((made, {})), many)
    assert view.by_class(made, "function") == {f"line-{each.line_id}": each.amount_minor for each in many}


def test_what_is_told_for_information_is_never_added_up_and_keeps_its_printed_name() -> None:
    sum_of_them = line(1, 670, role="memo")
    told = (sum_of_them, line(2, 450, 1, "memo"), line(3, 220, 1, "memo"), line(4, 900, role="subtotal"))
    twice = (replace(line(5, 9, role="memo"), fund="all"), line(5, 8, role="memo"))
    made = replace(statement(1, "executed", {}, covers="transfers"), amount_minor=None)
    view = replace(with_own_lines(view_of((made, {})), told + twice), lang="en")
    assert view.by_class(made, "function") == {"line-1": 670, "line-2": 450, "line-3": 220, "line-5": 9}
    exhibit = partial(view)
    assert exhibit is not None
    assert [r.cells[0].value for r in exhibit.rows[1:]] == ["Line 1", "Line 2", "Line 3", "Line 5"]


def test_lines_of_the_document_are_no_own_revenue_and_flow_nowhere() -> None:
    income = statement(1, "executed", {"": 100}, direction="revenue")
    spent = statement(2, "executed", {"": 100})
    figures = tuple(line(n, a, of=of) for n, a, of in ((1, 60, 1), (2, 40, 1), (3, 70, 2), (4, 30, 2)))
    view = with_own_lines(view_of((income, {"": 100}), (spent, {"": 100})), figures)
    assert breakdown(view, "revenue", "source").rows[0].key == "line-1"
    assert own_revenue(view) is None and flows(view) is None


def test_what_is_classified_stays_as_it_is() -> None:
    view = view_of((statement(1, "executed", {"a": 5}), {"a": 5}))
    assert with_own_lines(view, ()) is view
