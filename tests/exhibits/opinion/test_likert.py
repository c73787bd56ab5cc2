"""How answers are spread, against the answers counted again; "hard to say" and refusals are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.model import Mark
from dashboard.exhibits.opinion.likert import choice, likert
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.i18n import LANGUAGES, percent
from tests.exhibits.opinion.made import CHANNELS, Made, near
from tests.exhibits.reading import cell

Look = Callable[..., OpinionView]
SCALE = ("other.1", "other.2", "other.3", "top.4", "top.5", "unknown.dk", "refused.refused")


def spread(made: Made, key: str, group: tuple[str, str] | None = None) -> dict[str, float]:
    """The weighted share of every answer, one respondent after another."""
    column, responses = made.responses.answers[key], made.responses
    weights = dict.fromkeys(column.values, 0.0)
    for row, index in enumerate(column.index.tolist()):
        of = responses.groups[group[0]] if group else None
        if of is None or of.values[of.index[row]] == group[1]:
            weights[column.values[index]] += responses.weight[row]
    return {code: weight / sum(weights.values()) for code, weight in weights.items()}


def told(made: Made, key: str, code: str, group: tuple[str, str] | None = None) -> object:
    """The share of an answer as a spread tells it."""
    responses = made.responses
    of = responses.groups[group[0]] if group else None
    answered = made.responses.answers[key].index >= 0
    inside = answered & (of.index == of.values.index(group[1])) if of and group else answered
    return near(spread(made, key, group)[code], responses.weight[inside].tolist(), steps=1)


def test_every_answer_has_its_share_in_the_order_of_the_scale(look: Look, made: dict[str, Made]) -> None:
    (found,) = likert(look(), "satisfaction")
    assert tuple(column.key for column in found.columns) == ("label", *SCALE, "everyone")
    for key in ("satisfied-water", "satisfied-roads", "satisfied-overall"):
        for column in SCALE:
            expected = told(made["wave-2026"], key, column.partition(".")[2])
            assert cell(found, key, column).value == expected, (key, column)
        assert cell(found, key, "everyone").value == 900, "whoever refused has answered too"
        assert sum(cell(found, key, column).value for column in SCALE) == pytest.approx(1)


def test_groups_are_spread_too_and_a_hidden_one_says_so(look: Look, made: dict[str, Made]) -> None:
    (found,) = likert(look(group="language"), "trust")
    expected = told(made["wave-2026"], "trust-council", "4", ("language", "ky"))
    assert cell(found, "trust-council/language=ky", "top.4").value == expected
    for column in (*SCALE, "everyone"):
        assert cell(found, "trust-council/language=uz", column).mark is Mark.SUPPRESSED
    rows = picture_of(found).split('<li class="strip')[1:]
    at = [row.key for row in found.rows].index("trust-council/language=uz")
    assert "көрсөтүлбөйт" in rows[at] and "likert-part" not in rows[at]
    assert draw(found)["data"][0]["x"][at] is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_says_the_commonest_answer_and_who_found_it_hard_to_say(
    look: Look, made: dict[str, Made], lang: str
) -> None:
    view = look(lang)
    (found,) = likert(view, "satisfaction")
    expected = spread(made["wave-2026"], "satisfied-water")
    question = view.question("satisfied-water")
    assert question is not None
    best = max(expected, key=lambda code: expected[code])
    (name,) = (answer.names.in_(lang) for answer in question.answers if answer.code == best)
    for part in (name, percent(lang, expected[best], 0), percent(lang, expected["dk"], 0)):
        assert part in found.answer


def test_a_choice_has_its_answers_on_no_scale(look: Look, made: dict[str, Made]) -> None:
    view = look("en", group="sex")
    found = choice(view, view.indicators["channel-preferred"])
    assert found is not None
    keys = [column.key for column in found.columns]
    assert keys == ["label", *(f"answer.{code}" for code in CHANNELS), "unknown.dk", "everyone"]
    expected = told(made["wave-2026"], "channel-preferred", "site", ("sex", "woman"))
    assert cell(found, "channel-preferred/sex=woman", "answer.site").value == expected


def test_scales_with_other_answers_are_not_set_side_by_side(look: Look) -> None:
    view = look("en")
    assert view.study is not None
    questions = dict(view.questions[view.study.id])
    short = questions["satisfied-roads"]
    changed = replace(short, answers=short.answers[1:])
    other = replace(view, questions={view.study.id: questions | {"satisfied-roads": changed}})
    first, second = likert(other, "satisfaction")
    assert (
        "From “not at all” to “fully”, 5 possible answers" in first.question and "4 possible answers" in second.question
    )
    assert [row.key for row in second.rows] == ["satisfied-roads"] and first.key != second.key
    assert len(second.columns) == len(first.columns) - 1


def test_those_on_no_side_stand_behind_whatever_the_order_of_the_form(look: Look) -> None:
    view = look("ky")
    assert view.study is not None
    questions = dict(view.questions[view.study.id])
    turned = {key: replace(each, answers=each.answers[::-1]) for key, each in questions.items()}
    (found,) = likert(replace(view, questions={view.study.id: turned}), "trust")
    assert [column.key for column in found.columns[1:-1]] == [*SCALE[4::-1], *SCALE[5:]]


def test_a_hidden_spread_says_so_and_is_not_drawn(look: Look) -> None:
    view = replace(look("en"), distributions=())
    found = choice(view, view.indicators["channel-preferred"])
    assert found is not None and "hidden" in found.answer and found.drawing is None
    assert all(each.mark is Mark.SUPPRESSED for each in found.rows[0].cells[1:])


def test_where_nobody_could_say_that_it_is_hard_the_answer_does_not_either(look: Look) -> None:
    view = look("en")
    assert view.study is not None
    questions = dict(view.questions[view.study.id])
    preferred = questions["channel-preferred"]
    without = replace(preferred, answers=tuple(each for each in preferred.answers if each.role != "unknown"))
    changed = replace(view, questions={view.study.id: questions | {"channel-preferred": without}})
    found = choice(changed, view.indicators["channel-preferred"])
    assert found is not None and "hard" not in found.answer and "WhatsApp" in found.answer


def test_what_nobody_was_asked_is_not_there(look: Look) -> None:
    assert likert(look(), "awareness") == ()
    view = look()
    assert choice(view, view.indicators["appeal-way"]) is None
