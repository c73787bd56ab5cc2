"""Works over time: the plan an outline, what was done a fill, today a line, a single day a dot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.channels.drawn import draw
from dashboard.exhibits.model import Row
from dashboard.figures.theme import TOKENS
from dashboard.figures.timeline import MOST
from tests.figures.made import over_time


def spans(trace: dict[str, list[float]]) -> list[tuple[date, date]]:
    return [
        (date.fromordinal(int(start)), date.fromordinal(int(start + days)))
        for start, days in zip(trace["base"], trace["x"], strict=True)
    ]


def test_the_plan_is_an_outline_and_what_was_done_a_thinner_fill() -> None:
    plan, _, done, _, _, _ = draw(over_time())["data"]
    assert plan["marker"]["color"] == "rgba(0,0,0,0)" and plan["marker"]["line"]["color"] == TOKENS["light"]["plan"]
    assert done["marker"]["color"] == TOKENS["light"]["executed"] and done["width"] < plan["width"]
    assert spans(plan)[2] == (date(2025, 4, 1), date(2025, 9, 1))
    assert spans(done)[1] == (date(2025, 4, 11), date(2025, 10, 1))


def test_a_work_that_goes_on_is_filled_until_the_day_of_its_report_and_one_given_up_is_not() -> None:
    _, _, done, dots, _, _ = draw(over_time())["data"]
    assert spans(done)[0] == (date(2026, 5, 1), date(2026, 10, 1))
    assert len(spans(done)) == 2
    assert date(2025, 5, 1).toordinal() in dots["x"], "where a work began is known, where it stopped is not"


def test_a_single_day_is_a_dot_and_a_work_without_days_keeps_its_name() -> None:
    _, planned, _, _, _, names = draw(over_time())["data"]
    assert planned["x"] == [date(2026, 1, 15).toordinal()]
    assert len(names["text"]) == 6 and names["text"][4] == "Күнү жок"


def test_a_promise_that_was_moved_is_a_stroke_the_key_names() -> None:
    drawn = draw(over_time())
    strokes = drawn["data"][4]
    assert strokes["x"] == [date(2026, 6, 1).toordinal()] and "Биринчи убада" in strokes["hovertext"][0]
    assert "Биринчи убада" in drawn["layout"]["annotations"][0]["text"]
    kept = over_time()
    same = replace(kept, rows=tuple(row for row in kept.rows if row.key != "2"))
    assert draw(same)["data"][4]["x"] == [] and "убада" not in draw(same)["layout"]["annotations"][0]["text"]


def test_today_is_a_line_that_the_key_names() -> None:
    layout = draw(over_time())["layout"]
    (line,) = layout["shapes"]
    assert line["x0"] == line["x1"] == date(2026, 11, 24).toordinal()
    assert "24.11.2026" in layout["annotations"][0]["text"]


def test_the_axis_names_few_beginnings_of_years_or_quarters() -> None:
    made = over_time()
    assert draw(made)["layout"]["xaxis"]["ticktext"] == ["04.2025", "10.2025", "04.2026", "10.2026"]
    old = replace(
        made.rows[2],
        cells=(
            *made.rows[2].cells[:2],
            replace(made.rows[2].cells[2], value=date(1999, 1, 1)),
            *made.rows[2].cells[3:],
        ),
    )
    ticks = draw(replace(made, rows=(*made.rows, old)))["layout"]["xaxis"]["ticktext"]
    assert 3 <= len(ticks) <= 5 and all(len(tick) == 4 for tick in ticks)


def test_no_more_works_are_drawn_than_a_page_shows() -> None:
    made = over_time()
    rows = tuple(Row(str(number), made.rows[2].cells) for number in range(MOST + 10))
    assert len(draw(replace(made, rows=rows))["data"][0]["x"]) == MOST
