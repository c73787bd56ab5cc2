"""Bars of all answers: order, colours of a scale and of a choice, grey for those on no side, nothing for the hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.channels.drawn import draw, picture_of
from dashboard.figures.likert import looks
from dashboard.figures.palette import REFUSED, UNSURE, contrast, from_no_to_yes, of_position, text_on
from tests.figures.made import answers


def test_answers_keep_their_order_and_add_up_to_the_bar() -> None:
    *parts, _names = draw(answers())["data"]
    assert [part["x"][0] for part in parts] == [0.3, 0.2, 0.15, 0.13, 0.12, 0.07, 0.03]
    assert sum(part["x"][0] for part in parts) == pytest.approx(1)
    assert draw(answers())["layout"]["barmode"] == "stack"


def test_a_hidden_row_has_its_name_and_no_bar() -> None:
    *parts, names = draw(answers())["data"]
    assert {part["x"][1] for part in parts} == {None} and "көрсөтүлбөйт" in names["text"][1]
    shown, hidden = picture_of(answers()).split('<li class="strip')[1:]
    assert shown.count("likert-part") == 7 and "likert-part" not in hidden and "көрсөтүлбөйт" in hidden


def test_a_scale_runs_from_no_to_yes_whichever_end_counts() -> None:
    up, down = answers(), answers("top.5", "top.4", "other.3", "other.2", "other.1")
    colours = [look.colour for look in looks(up.drawing).values()]
    assert tuple(colours[:5]) == from_no_to_yes(5)
    assert [look.colour for look in looks(down.drawing).values()] == colours[4::-1]


def test_answers_on_no_side_are_grey_and_hatched() -> None:
    found = looks(answers().drawing)
    assert (found["unknown.dk"].colour, found["unknown.dk"].hatch) == (UNSURE, "unknown")
    assert (found["refused.no"].colour, found["refused.no"].hatch) == (REFUSED, "refused")
    patterns = [part["marker"]["pattern"] for part in draw(answers())["data"][:-1]]
    assert [pattern["shape"] for pattern in patterns] == ["", "", "", "", "", "/", "x"]
    assert all(pattern["bgcolor"] for pattern in patterns), "without a ground of its own plotly draws no fill"
    html = picture_of(answers())
    assert "hatch-unknown" in html and "hatch-refused" in html


def test_answers_people_choose_between_have_hues_of_their_own() -> None:
    found = looks(answers("answer.a", "answer.b", "answer.c", "unknown.dk").drawing)
    assert [found[f"answer.{code}"].colour for code in "abc"] == [of_position(at) for at in range(3)]


@pytest.mark.parametrize("steps", range(1, 12))
def test_every_scale_has_colours_from_one_end_to_the_other(steps: int) -> None:
    colours = from_no_to_yes(steps)
    assert len(colours) == steps and colours[-1] == from_no_to_yes(2)[1]
    assert all(contrast(text_on(colour), colour) >= 4.5 for colour in colours)
    if steps <= 7:
        assert len(set(colours)) == steps


def test_everything_is_told_in_words_too() -> None:
    html = picture_of(replace(answers(), lang="ru"))
    assert "Жооп other.1 – 30\u00a0%, Жооп other.2 – 20\u00a0%" in html and "Жооп refused.no – 3\u00a0%" in html
