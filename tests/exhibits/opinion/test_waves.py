"""Wave to wave: differences in points with Newcombe's interval, words that it allows, and what is not compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.channels.csv import to_csv
from dashboard.channels.drawn import picture_of
from dashboard.exhibits.model import Mark, shown
from dashboard.exhibits.opinion.shares import shares
from dashboard.exhibits.opinion.view import Item, OpinionView
from dashboard.exhibits.opinion.waves import step_words, steps, waves, whole_way
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
        assert (step.difference.low, step.difference.high) == (
            pytest.approx(ends[0], abs=6e-4),
            pytest.approx(ends[1], abs=6e-4),
        )
    (fallen,) = steps(with_shares(look(), 0.45, 0.32), item(look(), "knows-sources"))
    assert fallen.verdict == "fell"


@pytest.mark.parametrize(
    ("lang", "rose", "within"),
    [
        ("ky", "болжол менен 13 пайыздык пунктка өстү", "айырма катанын чегинде"),
        ("ru", "рост на примерно 13 п. п.", "различие в пределах погрешности"),
        ("en", "rose by about 13 percentage points", "difference within the margin of error"),
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
    said = [shown(row.cells[1], found.columns[1], lang, "KGS") for row in found.rows]
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
    assert text(found, row, "verdict") == "question worded differently: not compared"
    assert any("line is broken" in note for note in found.notes)
    at = [each.key for each in found.rows].index(row)
    drawn = picture_of(found).split('<li class="strip')[1 + at]
    assert "not compared" in drawn and "dot-now" not in drawn
    together = shares(view, "awareness")
    assert together is not None
    assert cell(together, "knows-execution", "before").mark is Mark.UNDEFINED, "never beside the new share"
    assert cell(together, "knows-sources", "before").value == cell(found, KEY, "before").value
    assert any("worded differently" in note for note in together.notes)


@pytest.mark.parametrize("flag", ["unknown_in_base", "refused_in_base"])
def test_a_share_counted_of_other_answers_is_no_change_of_opinion(look: Look, flag: str) -> None:
    view = look("en")
    assert steps(view, item(view, "knows-sources"))[0].verdict == "rose", "the same answers, counted alike"
    view = with_base(view, flag)
    (step,) = steps(view, item(view, "knows-sources"))
    assert (step.verdict, step.difference) == ("other_base", None)
    found = waves(view)
    assert found is not None and text(found, KEY, "verdict") == "share calculated from different answers: not compared"
    for column in ("change", "change_low", "change_high"):
        assert cell(found, KEY, column).mark is Mark.UNDEFINED
    assert view.indicators["knows-sources"].names.en not in found.answer
    assert any("does not mean that opinion changed" in note for note in found.notes)
    together = shares(view, "awareness")
    assert together is not None and cell(together, KEY.split("/")[0], "before").mark is Mark.UNDEFINED
    assert any("calculated from different answers" in note for note in together.notes)


def test_a_base_that_nobody_could_fall_out_of_breaks_no_line(look: Look) -> None:
    view = look("en")
    flagged = with_base(view, "unknown_in_base", "appeal-answered")
    asked = flagged.question("appeal-answered")
    assert asked is not None and {answer.role for answer in asked.answers} == {"top", "other"}
    assert steps(flagged, item(view, "appeal-answered"))[0].broken == ""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ky", "Мурдагы сурамжылоо менен салыштырууга боло турган көрсөткүч жок."),
        ("ru", "Показателей, которые можно сравнить с прошлым опросом, нет."),
        ("en", "No figure can be compared with the previous survey."),
    ],
)
def test_where_nothing_is_compared_nothing_is_said_to_have_stayed(look: Look, lang: str, said: str) -> None:
    view = look(lang)
    latest = view.waves[0].id
    other = {key: replace(each, wording="new") for key, each in view.questions[latest].items()}
    found = waves(replace(view, questions={**view.questions, latest: other}))
    assert found is not None and said in found.answer
    assert t(lang, "opinion.waves.nothing") not in found.answer
    assert str(sum(not row.level for row in found.rows)) in numbers(found.answer), "how many are not compared"
    hidden = replace(view, shares=tuple(replace(each, share=None, hidden=True) for each in view.shares))
    bare = waves(hidden)
    assert bare is not None and said in bare.answer


@pytest.mark.parametrize(
    ("lang", "ways"),
    [
        ("ky", ("Телефон аркылуу", "Бетме-бет")),
        ("ru", ("По телефону", "Лично")),
        ("en", ("By telephone", "Face to face")),
    ],
)
def test_another_way_of_asking_is_noted_and_compared_all_the_same(look: Look, lang: str, ways: tuple[str, str]) -> None:
    view = look(lang)
    plain = waves(view)
    for mode, noted in (("phone", 1), ("not_said", 0)):
        found, together = (make(with_mode(view, mode)) for make in (waves, lambda each: shares(each, "awareness")))
        assert found is not None and together is not None and plain is not None
        assert [row.cells for row in found.rows] == [row.cells for row in plain.rows]
        for exhibit in (found, together):
            notes = [note for note in exhibit.notes if all(way in note for way in ways)]
            assert len(notes) == noted
            assert all("03.2024" in note and "03.2026" in note for note in notes)


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


def three_waves(view: OpinionView, *steps: float) -> OpinionView:
    """The same study three times, with shares of knows-sources that go up by `steps` since the first."""
    at = {wave: 900 + number for number, wave in enumerate(("wave-2022", "wave-2024", "wave-2026"))}
    made = tuple(
        replace(view.waves[0], id=number, facts=replace(view.waves[0].facts, key=key, to_day=date(int(key[-4:]), 3, 1)))
        for key, number in at.items()
    )
    own = [each for each in view.shares if each.study_id == view.waves[0].id]
    told = tuple(
        replace(each, study_id=wave.id, **(value_of(value) if each.indicator == "knows-sources" else {}))
        for wave, value in zip(made, steps, strict=True)
        for each in own
    )
    asked = view.questions[view.waves[0].id]
    latest_first = tuple(reversed(made))
    return replace(
        view,
        study=latest_first[0],
        waves=latest_first,
        shares=told,
        questions=dict.fromkeys((wave.id for wave in made), asked),
    )


def value_of(share: float) -> dict[str, Any]:
    return {"share": share, "n": 400, "n_eff": 400.0, "low": share - 0.05, "high": share + 0.05}


@pytest.mark.parametrize(
    ("lang", "listed"),
    [("ky", "Биринчи сурамжылоодон бери өстү"), ("ru", "Рост с первого опроса"), ("en", "Rose since the first survey")],
)
def test_small_steps_in_one_direction_are_a_change_since_the_first_wave(look: Look, lang: str, listed: str) -> None:
    """32, 38 and 44 % of 400 each: either step is within the margin, both together are +12 points."""
    view = three_waves(look(lang), 0.32, 0.38, 0.44)
    known = item(view, "knows-sources")
    assert [step.verdict for step in steps(view, known)] == ["within", "within"]
    whole = whole_way(view, known)
    assert whole is not None and whole.verdict == "rose" and whole.difference is not None
    expected = newcombe(Wave(0.32, 400), Wave(0.44, 400))
    assert (whole.difference.low, whole.difference.high) == (expected.low, expected.high)
    found = waves(view)
    assert found is not None
    assert f"{listed}: " in found.answer and view.indicators["knows-sources"].names.in_(lang) in found.answer
    row = "knows-sources/wave-2022/wave-2026"
    assert cell(found, row, "change").value == pytest.approx(0.12)
    assert (cell(found, row, "before").value, cell(found, row, "share").value) == (0.32, 0.44)
    assert text(found, row, "waves") == "03.2022 – 03.2026"
    assert [each.key for each in found.rows if each.key.startswith("knows-sources/")] == [
        KEY, row, "knows-sources/wave-2024"
    ]  # fmt: skip


def test_that_nothing_changed_since_the_first_wave_is_said_only_where_nothing_did(look: Look) -> None:
    still = waves(three_waves(look("en"), 0.40, 0.41, 0.42))
    assert still is not None and "Nor did we find a change" in still.answer and "previous survey" in still.answer
    moved = waves(three_waves(look("en"), 0.32, 0.38, 0.44))
    assert moved is not None and "Nor did we find" not in moved.answer


def test_the_whole_way_begins_where_the_question_was_asked_in_the_same_words(look: Look) -> None:
    view = three_waves(look("en"), 0.32, 0.38, 0.44)
    first = view.waves[-1].id
    other = {**view.questions[first], "knows-sources": replace(view.questions[first]["knows-sources"], wording="old")}
    broken = replace(view, questions={**view.questions, first: other})
    assert whole_way(broken, item(broken, "knows-sources")) is None
    found = waves(broken)
    assert found is not None and "knows-sources/wave-2022/wave-2026" not in {row.key for row in found.rows}
    assert broken.indicators["knows-sources"].names.en not in found.answer


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
    assert [(row.key, row.level) for row in rows] == [
        (KEY, 0), ("knows-sources/wave-2022/wave-2026", 1), ("knows-sources/wave-2024", 1)
    ]  # fmt: skip
    assert cell(found, "knows-sources/wave-2024", "change").value == 0
    assert found.answer.startswith(waves_answer(view)), "of older steps only the whole way is news"


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


def with_base(view: OpinionView, flag: str, key: str = "knows-sources") -> OpinionView:
    """The view in which the earlier wave counted some answers to a question in the share otherwise."""
    earlier = view.waves[1].id
    asked = view.questions[earlier]
    other = replace(asked[key], **{flag: not getattr(asked[key], flag)})
    return replace(view, questions={**view.questions, earlier: {**asked, key: other}})


def with_mode(view: OpinionView, mode: str) -> OpinionView:
    """The view in which the earlier wave asked in another way."""
    latest, earlier = view.waves
    return replace(view, waves=(latest, replace(earlier, facts=replace(earlier.facts, mode=mode))))


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
