"""Wave to wave: differences in points with Newcombe's interval, words that it allows, and what is not compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.channels.csv import to_csv
from dashboard.channels.dots_html import dots_html
from dashboard.exhibits.model import Mark, shown
from dashboard.exhibits.opinion.shares import shares
from dashboard.exhibits.opinion.view import Item, OpinionView
from dashboard.exhibits.opinion.waves import step_words, steps, waves
from dashboard.i18n import LANGUAGES, t
from dashboard.store.survey_records import Share
from dashboard.surveys.interval import Wave, newcombe
from dashboard.surveys.model import CubeCell
from tests.exhibits.opinion.made import Made
from tests.exhibits.reading import cell, numbers, text

Look = Callable[..., OpinionView]
KEY = "knows-sources/wave-2026"


def everyone(made: Made, key: str) -> CubeCell:
    """The cell of all respondents as it was published."""
    (found,) = (each for each in made.batch.cells if each.indicator == key and not each.groups)
    return found


def test_changes_are_those_of_the_published_cells(look: Look, made: dict[str, Made]) -> None:
    found = waves(look())
    assert found is not None
    for key in ("knows-sources", "satisfied-water", "trust-council", "appeal-answered"):
        before, now = (everyone(made[wave], key) for wave in ("wave-2024", "wave-2026"))
        expected = newcombe(*(Wave(each.share or 0, each.n_eff or 0) for each in (before, now)))
        row = f"{key}/wave-2026"
        for column, value in (("change", expected.value), ("change_low", expected.low), ("change_high", expected.high)):
            assert cell(found, row, column).value == pytest.approx(value), (key, column)
        for column, value in (("before", before.share), ("share", now.share), ("before_n", before.n), ("n", now.n)):
            assert cell(found, row, column).value == pytest.approx(value), (key, column)
        assert cell(found, row, "n_eff").value == round(now.n_eff or 0)


def test_the_change_of_reference_is_told_as_the_reference_tells_it(look: Look) -> None:
    """32% to 45% of 400 each is +13.0 points (6.3 to 19.6) and a rise; to 38% it is within the margin of error."""
    for share, verdict, ends in ((0.45, "rose", (0.063, 0.196)), (0.38, "within", (-0.006, 0.125))):
        (step,) = steps(with_shares(look(), 0.32, share), item(look(), "knows-sources"))
        assert step.verdict == verdict and step.difference is not None
        assert (step.difference.low, step.difference.high) == (pytest.approx(ends[0], abs=6e-4),
                                                              pytest.approx(ends[1], abs=6e-4))  # fmt: skip
    (fallen,) = steps(with_shares(look(), 0.45, 0.32), item(look(), "knows-sources"))
    assert fallen.verdict == "fell"


@pytest.mark.parametrize(
    ("lang", "rose", "within"),
    [
        ("ky", "13,0 пайыздык пунктка өстү", "айырма катанын чегинде"),
        ("ru", "рост на 13,0 п. п.", "различие в пределах погрешности"),
        ("en", "rose by 13.0 percentage points", "difference within the margin of error"),
    ],
)
def test_words_of_a_change_are_points_and_never_per_cent(look: Look, lang: str, rose: str, within: str) -> None:
    view = look(lang)
    words = [
        step_words(view, steps(with_shares(view, 0.32, now), item(view, "knows-sources"))[0]) for now in (0.45, 0.38)
    ]
    assert words == [rose, within] and "%" not in "".join(words)
    found = waves(view)
    assert found is not None and cell(found, KEY, "change").value is not None
    assert "%" not in text(found, KEY, "change") and text(found, KEY, "change").startswith("+")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_names_what_rose_and_counts_what_may_have_stayed(look: Look, lang: str) -> None:
    view = look(lang)
    found = waves(view)
    assert found is not None
    said = [shown(row.cells[1], found.columns[1], lang) for row in found.rows]
    assert view.indicators["knows-sources"].names.in_(lang) in found.answer
    assert view.indicators["knows-plan"].names.in_(lang) not in found.answer
    within = sum(words == t(lang, "opinion.verdict.within") for words in said)
    assert within > 5 and str(within) in numbers(found.answer)


def test_other_words_break_the_line_and_say_so(look: Look) -> None:
    view = look("en")
    found = waves(view)
    assert found is not None
    row = "knows-execution/wave-2026"
    for column in ("change", "change_low", "change_high"):
        assert cell(found, row, column).mark is Mark.UNDEFINED
    assert text(found, row, "verdict") == "asked in other words: not compared"
    assert any("line is broken" in note for note in found.notes)
    at = [each.key for each in found.rows].index(row)
    drawn = dots_html(found).split('<li class="strip')[1 + at]
    assert "not compared" in drawn and "dot-now" not in drawn
    together = shares(view, "awareness")
    assert together is not None
    assert cell(together, "knows-execution", "before").mark is Mark.UNDEFINED, "never beside the new share"
    assert cell(together, "knows-sources", "before").value == cell(found, KEY, "before").value
    assert any("other words" in note for note in together.notes)


def test_the_first_wave_and_a_poll_are_compared_with_nothing(look: Look) -> None:
    for study in ("wave-2024", "poll-2026"):
        view = look("ru", study=study)
        assert waves(view) is None
        found = shares(view, "awareness")
        assert found is not None and not {"before", "verdict"} & {column.key for column in found.columns}


def test_a_hidden_share_is_compared_with_nothing(look: Look) -> None:
    view = with_shares(look("ru"), None, 0.4)
    (step,) = steps(view, item(view, "knows-sources"))
    assert step.verdict == "unknown" and step_words(view, step) == "сравнить нельзя"
    found = waves(view)
    assert found is not None and cell(found, KEY, "change").mark is Mark.SUPPRESSED
    assert cell(found, KEY, "before").mark is Mark.SUPPRESSED


def test_a_third_wave_adds_its_step_under_the_last_one(look: Look) -> None:
    view = look("en")
    oldest = replace(view.waves[1], id=99, facts=replace(view.waves[1].facts, key="wave-2022"))
    shares_then = tuple(replace(each, study_id=99) for each in view.shares if each.study_id == view.waves[1].id)
    three = replace(
        view,
        waves=(*view.waves, oldest),
        shares=(*view.shares, *shares_then),
        questions={**view.questions, 99: view.questions[view.waves[1].id]},
    )
    found = waves(three)
    assert found is not None
    rows = [row for row in found.rows if row.key.startswith("knows-sources/")]
    assert [(row.key, row.level) for row in rows] == [(KEY, 0), ("knows-sources/wave-2024", 1)]
    assert cell(found, "knows-sources/wave-2024", "change").value == 0
    assert found.answer == waves_answer(view), "only the last step is news"


def test_files_have_points_as_numbers_with_their_unit_in_the_heading(look: Look) -> None:
    found = waves(look("en"))
    assert found is not None
    header, *lines = to_csv(found).decode("utf-8-sig").splitlines()
    assert "Change, percentage points" in header
    value = cell(found, KEY, "change").value
    assert isinstance(value, float) and f",{value * 100:.4f}," in next(line for line in lines if "Sources" in line)


def waves_answer(view: OpinionView) -> str:
    found = waves(view)
    assert found is not None
    return found.answer


def item(view: OpinionView, key: str) -> Item:
    return Item(view.indicators[key])


def with_shares(view: OpinionView, before: float | None, now: float) -> OpinionView:
    """The view with other shares of those who know the sources, each of 400 answers; None hides one."""
    latest, earlier = view.waves
    new = {latest.id: now, earlier.id: before}

    def other(share: Share) -> Share:
        if share.indicator != "knows-sources" or share.groups:
            return share
        value = new[share.study_id]
        n = None if value is None else 400
        return replace(share, share=value, n=n, n_eff=n, low=None, high=None, hidden=value is None)

    return replace(view, shares=tuple(map(other, view.shares)))
