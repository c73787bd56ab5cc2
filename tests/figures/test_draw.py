"""Every figure: valid for plotly, honest about missing figures, without executable or cloud-bound parts."""

import json
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Cell, Column, Mark, Row
from dashboard.figures import graph_config
from dashboard.figures.canvas import WIDTHS, Width
from dashboard.figures.data import Figure
from dashboard.figures.theme import TOKENS
from dashboard.i18n import LANGUAGES
from dashboard.i18n.formats import NBSP
from tests.figures.made import (
    ALL,
    drafted_years,
    large_figures,
    money_cell,
    parts,
    several_years,
    spending,
    through_the_budget,
    tree,
    year_of_months,
)


def words(figure: Figure, position: int) -> str:
    """The key (0) or the notes (-1) of a figure, read across its lines."""
    layout = figure["layout"]
    texts = [layout["title"]["text"]] if "title" in layout else []
    text: str = [*texts, *(each["text"] for each in layout["annotations"])][position]
    return text.replace("<br>", " ").replace(NBSP, " ")


def every_text(part: object) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in every_text(value)]
    if isinstance(part, list):
        return [text for value in part for text in every_text(value)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", TOKENS)
def test_plotly_accepts_every_figure_in_every_language_and_theme(name: str, lang: str, theme: str) -> None:
    figure = draw(replace(ALL[name], lang=lang), theme=theme)
    go.Figure(figure)
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure


@pytest.mark.parametrize("name", ALL)
def test_a_figure_survives_an_exhibit_without_rows_and_one_where_nothing_is_published(name: str) -> None:
    made = ALL[name]
    text_columns = {at for at, column in enumerate(made.columns) if column.kind == "text" or column.key == "month"}
    silent = [
        replace(row, cells=tuple(cell if at in text_columns else Cell(None) for at, cell in enumerate(row.cells)))
        for row in made.rows
    ]
    for rows in ((), tuple(silent)):
        go.Figure(draw(replace(made, rows=rows)))


@pytest.mark.parametrize("name", ALL)
def test_names_from_papers_are_never_read_as_markup(name: str) -> None:
    made = ALL[name]
    hostile = [
        replace(row, cells=tuple(Cell("<img src=x>") if isinstance(c.value, str) else c for c in row.cells))
        for row in made.rows
    ]
    columns = tuple(replace(column, label="<img src=y>") for column in made.columns)
    texts = every_text(draw(replace(made, rows=tuple(hostile), columns=columns)))
    assert any("&lt;img" in text for text in texts) and not any("<img" in text for text in texts)


@pytest.mark.parametrize("name", ALL)
def test_no_figure_carries_plotlys_default_template(name: str) -> None:
    assert "template" not in draw(ALL[name])["layout"]


def test_an_exhibit_without_a_chart_is_refused_by_name() -> None:
    for exhibit in (large_figures(), spending(drawing=None)):
        with pytest.raises(ValueError, match="spending-by-function"):
            draw(exhibit)


def test_graphs_send_nothing_away_and_speak_the_readers_language() -> None:
    config = graph_config("ru")
    assert config["locale"] == "ru" and config["displayModeBar"] is False
    assert config["showSendToCloud"] is False and config["displaylogo"] is False and config["responsive"] is True


@pytest.mark.parametrize(("lang", "separators"), [("ky", ",\u00a0"), ("ru", ",\u00a0"), ("en", ".,")])
def test_axis_numbers_use_the_separators_of_the_language(lang: str, separators: str) -> None:
    assert draw(spending(lang=lang))["layout"]["separators"] == separators


def test_bullets_draw_the_plan_as_an_outline_execution_as_a_fill_and_last_year_dashed() -> None:
    approved, revised, executed, last_year, *_ = draw(spending())["data"]
    light = TOKENS["light"]
    assert approved["marker"] == {"color": "rgba(0,0,0,0)", "line": {"color": light["plan"], "width": 1.5}}
    assert executed["marker"] == {"color": light["executed"]}
    assert revised["mode"] == "lines" and "dash" not in revised["line"]
    assert last_year["line"]["dash"] and last_year["line"]["width"] < revised["line"]["width"]


def test_money_of_works_is_drawn_as_that_of_a_budget_is() -> None:
    made = spending()
    keys = ("planned", "contract", "paid")
    columns = (made.columns[0], *(replace(made.columns[at], key=key) for at, key in enumerate(keys, 1)))
    rows = tuple(replace(row, cells=row.cells[:4]) for row in made.rows)
    works = replace(
        made, columns=columns, rows=rows, drawing=Bars(label="label", plan="planned", revised="contract", done="paid")
    )
    drawing = Bars(label="label", plan="approved", revised="revised", done="executed")
    budget = replace(made, columns=made.columns[:4], rows=rows, drawing=drawing)
    assert draw(works) == draw(budget)


def test_bullets_leave_out_what_is_not_published_and_say_so_in_its_place() -> None:
    figure = draw(spending())
    executed = figure["data"][2]
    assert executed["x"] == [6.9, None, 0.85, 0.0]  # by size: of the second only the plan is known
    numbers = figure["data"][-1]["text"]
    assert "маалымат жок" in numbers[1] and "2,0" in numbers[1]
    assert "нөл" in numbers[3]
    assert "0,9*" in numbers[2] and "* өзгөртүлгөн" in figure["layout"]["annotations"][-1]["text"]


def test_a_small_amount_beside_large_ones_is_not_said_to_be_nought() -> None:
    made = spending()
    small = Row("func.702", (Cell("Коргонуу"), *[money_cell(40_000)] * 4))
    numbers = draw(replace(made, rows=(*made.rows, small)))["data"][-1]["text"]
    assert any("40,0\u00a0миң\u00a0сом" in number for number in numbers)


def test_bullets_do_not_draw_totals_and_keep_a_long_breakdown_to_its_groups() -> None:
    made = spending()
    total = Row("total", (Cell("Баары"), *[money_cell(99e6)] * 4), emphasis=True)
    parts = tuple(Row(f"x{n}", (Cell(f"Бөлүк {n}"), *[money_cell(n)] * 4), level=1) for n in range(20))
    with_total = draw(replace(made, rows=(*made.rows, total)))
    with_parts = draw(replace(made, rows=(*made.rows[:1], *parts, *made.rows[1:], total)))
    assert with_total == with_parts == draw(made)


def test_the_pointer_reads_the_value_in_the_readers_words() -> None:
    texts = draw(spending())["data"][2]["hovertext"]
    assert texts[0] == "Билим берүү<br>Аткарылды: <b>6,9\u00a0млн\u00a0сом</b>"
    assert "(мурда: 840,0\u00a0миң\u00a0сом)" in texts[2]


def test_a_treemap_gives_a_whole_only_what_its_parts_do_not_explain() -> None:
    trace = draw(tree())["data"][0]
    assert trace["labels"] == ["Аткарылды", "Билим берүү", "Бала бакча", "Турак жай", "Суу", "Жарык"]
    assert trace["parents"] == ["", "whole", "func.709", "whole", "func.706", "func.706"]
    assert trace["values"] == [0, 5000, 15000, 0, 7000, 4000]  # the second group is smaller than its parts
    assert trace["branchvalues"] == "remainder"


def test_a_treemap_opens_a_group_and_leads_back_by_its_path() -> None:
    trace = draw(tree())["data"][0]
    assert trace["maxdepth"] == 2 and trace["pathbar"]["visible"]
    assert draw(tree())["layout"]["margin"]["t"] > trace["pathbar"]["thickness"], "the path stands over the plot"
    assert len({len(trace[part]) for part in ("ids", "labels", "parents", "values", "text", "hovertext")}) == 1
    flat = replace(tree(), rows=tuple(row for row in tree().rows if not row.level))
    assert "maxdepth" not in draw(flat)["data"][0], "nothing to open"


def test_a_treemap_names_below_what_it_cannot_draw() -> None:
    assert "маалымат жок (Мектеп)" in words(draw(tree()), -1)


def test_a_missing_month_is_a_gap_and_a_month_to_come_is_named_as_such() -> None:
    figure = draw(year_of_months())
    executed = figure["data"][0]
    assert executed["y"][4] is None and executed["y"][5] == 12 and executed["connectgaps"] is False
    assert executed["y"][9:] == [None] * 3
    note = words(figure, -1)
    assert "маалымат жок (май)" in note and "мөөнөтү келе элек (окт, ноя, дек)" in note


def test_month_lines_are_named_with_their_latest_value_above_the_drawing() -> None:
    key = words(draw(year_of_months()), 0)
    for line in ("Аткарылды – 18,0", "Такталган план – 28,0", "Өткөн жыл – 22,8, млн сом"):
        assert line in key


def test_months_may_come_as_names_or_numbers() -> None:
    made = year_of_months()
    named = tuple(replace(row, cells=(Cell("март"), *row.cells[1:])) for row in made.rows)
    assert draw(replace(made, rows=named))["layout"]["xaxis"]["ticktext"] == ["мар"] * 6
    assert draw(made)["layout"]["xaxis"]["ticktext"] == ["янв", "мар", "май", "июл", "сен", "ноя"]


def test_years_stand_side_by_side_and_a_missing_one_has_no_bar() -> None:
    plan, executed = draw(several_years())["data"]
    assert plan["marker"]["color"] == "rgba(0,0,0,0)" and executed["marker"]["color"] == TOKENS["light"]["executed"]
    assert executed["y"] == [21, None, 25.5] and executed["text"] == ["21,0", "", "25,5"]


def test_a_draft_is_drawn_apart_from_plans_and_some_months_are_hatched() -> None:
    figure = draw(drafted_years())
    plan, draft, executed = figure["data"]
    assert (plan["y"], draft["y"], executed["y"]) == ([18, 20, 24, None], [None, None, None, 30], [None, 21, 15, None])
    assert "pattern" not in plan["marker"] and draft["marker"]["pattern"]["shape"] == "."
    assert executed["marker"]["pattern"]["shape"] == ["", "", "/", ""]
    assert "pattern" not in draw(several_years())["data"][1]["marker"]
    assert figure["layout"]["xaxis"]["ticktext"][2] == "2025 · 9 ай"
    assert all(name in words(figure, 0) for name in ("План", "Долбоор", "Аткарылды"))
    note = words(figure, -1)
    assert "бизде документи жок (2026)" in note and "мөөнөтү келе элек (2023, 2026)" in note


def test_flows_run_from_sources_through_the_budget_to_functions() -> None:
    trace = draw(through_the_budget())["data"][0]
    assert trace["node"]["sort"] == "input" and trace["node"]["label"][0] == ""
    link = trace["link"]
    assert link["source"][:6] == [1, 2, 3, 0, 0, 0] and link["target"][:6] == [0, 0, 0, 4, 5, 6]
    assert all(colour.startswith("rgba(") for colour in link["color"])


def test_names_of_flows_stand_outside_with_their_amounts() -> None:
    trace = draw(through_the_budget())["data"][0]
    node, link = trace["node"], trace["link"]
    assert set(node["label"][:7]) == {""} and set(node["color"][7:]) == {"rgba(0,0,0,0)"}
    assert node["label"][7].replace("<br>", " ") == "Жергиликтүү салыктар – 8,0\u00a0млн\u00a0сом"
    # The unseen ribbons go from the names to the sources, and from the functions to their names.
    assert link["source"][6:] == [7, 8, 9, 4, 5, 6] and link["target"][6:] == [1, 2, 3, 10, 11, 12]
    assert set(link["color"][6:]) == {"rgba(0,0,0,0)"}


def test_shares_add_up_to_one() -> None:
    traces = draw(parts("approved"))["data"]
    assert sum(trace["x"][0] for trace in traces) == pytest.approx(1)


def test_amounts_of_another_currency_carry_its_code() -> None:
    key = words(draw(spending(currency="UAH")), 0)
    assert "млн UAH" in key and "сом" not in key


def test_many_marked_cells_are_counted_not_listed() -> None:
    late = money_cell(None, Mark.LATE)
    rows = tuple(Row(str(year), (Cell(str(year)), money_cell(1), late)) for year in range(2010, 2020))
    note = words(draw(replace(several_years(), rows=rows)), -1)
    assert "2015 жана дагы 4" in note and "2016" not in note


def test_what_was_looked_for_in_vain_is_named_with_the_day_and_apart_from_what_we_do_not_hold() -> None:
    cells = (money_cell(None, Mark.NOT_HELD), Cell(None, Mark.NOT_PUBLISHED, looked_on=date(2026, 10, 30)))
    rows = tuple(Row(key, (Cell(key), money_cell(1), cell)) for key, cell in zip(("2023", "2024"), cells, strict=True))
    note = words(draw(replace(several_years(), rows=rows, lang="en")), -1)
    assert "we hold no document (2023)" in note and "looked for on 30.10.2026, not found (2024)" in note


def test_bullets_stand_by_size_whatever_the_order_of_the_rows() -> None:
    made = spending()
    assert draw(replace(made, rows=made.rows[::-1])) == draw(made)
    assert draw(made)["data"][0]["x"] == [7.1761005, 2.0, 0.9, 0.1]


def test_a_line_stays_with_its_group_and_what_no_class_is_named_for_comes_last() -> None:
    def row(key: str, som: float, level: int = 0) -> Row:
        return Row(key, (Cell(key), *[money_cell(som)] * 4), level)

    made = spending()
    rows = (row("not-itemised", 9e6), row("a", 1e6), row("a.1", 2e5, 1), row("a.2", 8e5, 1), row("b", 5e6))
    assert list(draw(replace(made, rows=rows))["data"][-2]["text"]) == ["b", "a", "a.2", "a.1", "not-itemised"]


@pytest.mark.parametrize("width", ["desk", "wide"])
def test_beside_their_bars_names_are_words_of_the_axis_and_the_key_is_one_line(width: Width) -> None:
    layout = draw(spending(), width=width)["layout"]
    assert layout["yaxis"]["ticktext"][0] == "Билим берүү" and layout["yaxis"]["tickvals"]
    assert "<br>" not in layout["title"]["text"] and layout["title"]["text"].count("млн сом".replace(" ", NBSP)) == 1
    assert layout["height"] < draw(spending())["layout"]["height"]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_figure_is_made_for_every_width(name: str, width: Width) -> None:
    go.Figure(draw(ALL[name], width=width))


def test_the_end_of_a_bar_says_the_share_and_on_a_phone_not_the_plan() -> None:
    made = spending(columns=(*spending().columns, Column("share", "Үлүшү", "share")))
    rows = tuple(replace(row, cells=(*row.cells, Cell(0.92))) for row in made.rows)
    drawing = replace(spending().drawing, share="share")
    shared = replace(made, rows=rows, drawing=drawing)
    phone, wide = (draw(shared, width=width)["data"][-1]["text"][0] for width in ("phone", "wide"))
    assert phone.endswith("</span> · 92,0%") and "7,5" not in phone
    assert "6,9" in wide and "7,5" in wide and wide.endswith("92,0%")


def test_ten_bars_are_as_tall_as_ten_bars_need_to_be() -> None:
    made = spending()
    rows = tuple(Row(f"func.{at}", (Cell(f"Багыт {at}"), *[money_cell(at * 1e6)] * 4)) for at in range(1, 11))
    assert draw(replace(made, rows=rows), width="wide")["layout"]["height"] <= 10 * 30 + 40


def test_a_bar_leads_where_its_row_does() -> None:
    made = spending()
    first, *others = made.rows
    linked = replace(first, cells=(replace(first.cells[0], href="/ky/demo/spending"), *first.cells[1:]))
    bars = [each for each in draw(replace(made, rows=(linked, *others)))["data"] if each["type"] == "bar"]
    assert [bar["customdata"] for bar in bars] == [["/ky/demo/spending", "", "", ""]] * 2
    picture = picture_of(replace(made, rows=(linked, *others)))
    assert picture is not None and picture.count('<a href="/ky/demo/spending" data-nav="1">Билим берүү</a>') == 1


def test_where_rows_are_plan_and_payment_the_plan_is_an_outline() -> None:
    columns = (Column("label", ""), Column("amount", "", "money"))
    rows = tuple(Row(key, (Cell(key), Cell(100))) for key in ("planned", "contract", "paid"))
    exhibit = spending(
        columns=columns,
        rows=rows,
        drawing=Bars(label="label", done="amount", rows=(("planned", "plan"), ("contract", "revised"))),
    )
    bar = next(trace for trace in draw(exhibit)["data"] if trace["type"] == "bar")
    assert [colour.startswith("rgba") for colour in bar["marker"]["color"]] == [True, True, False]
    html = picture_of(exhibit)
    assert html is not None and [html.count(f"mark-{name}") for name in ("plan", "revised", "executed")] == [1, 1, 1]
