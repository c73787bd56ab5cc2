"""How long an answer takes, with those who still wait."""

from __future__ import annotations

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from dashboard.exhibits.opinion.waiting import HALF, MOST, days_until

DAYS = st.lists(st.integers(0, 400), max_size=30)
SOME_DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=30)


def test_a_published_example_gives_the_published_median() -> None:
    # Remission under 6-mercaptopurine: Freireich et al. 1963 as in Kaplan-Meier textbooks; the median is 23 weeks.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going_on = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert days_until(HALF, ended, going_on) == 23
    assert days_until(MOST, ended, going_on) is None


@given(SOME_DAYS)
def test_where_everyone_has_an_answer_the_half_is_the_median(answered: list[int]) -> None:
    assert days_until(HALF, answered, []) == median(answered)


@given(DAYS, DAYS, st.integers(0, 400))
def test_one_more_who_waits_never_makes_answers_look_faster(answered: list[int], waiting: list[int], more: int) -> None:
    before, after = (days_until(HALF, answered, still) for still in (waiting, [*waiting, more]))
    assert after is None or (before is not None and after >= before)


@given(DAYS, DAYS)
def test_half_is_told_only_where_it_has_been_seen(answered: list[int], waiting: list[int]) -> None:
    half = days_until(HALF, answered, waiting)
    if half is None:
        assert len(answered) * 2 < len(answered) + len(waiting) or not answered
    else:
        assert min(answered) <= half <= max(answered)


@given(SOME_DAYS, DAYS)
def test_nine_in_ten_take_at_least_as_long_as_half(answered: list[int], waiting: list[int]) -> None:
    half, most = days_until(HALF, answered, waiting), days_until(MOST, answered, waiting)
    assert most is None or (half is not None and half <= most)
