"""Shares of a theme against the answers counted again one by one, and what is never shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from math import sqrt

import pytest

from dashboard.channels.csv import to_csv
from dashboard.channels.drawn import draw, picture_of
from dashboard.channels.json import to_dict
from dashboard.exhibits.model import Exhibit, Mark
from dashboard.exhibits.opinion.shares import shares, ticked
from dashboard.exhibits.opinion.view import OpinionView, in_ten
from dashboard.i18n import LANGUAGES, percent, t
from tests.exhibits.opinion.made import GROUPS, Made, near
from tests.exhibits.reading import cell, numbers, text

Look = Callable[..., OpinionView]
KNOWN = ("knows-services", "knows-sources", "knows-plan", "knows-execution", "knows-improvements")


def counted(made: Made, key: str, top: tuple[str, ...], group: tuple[str, str] | None = None) -> tuple[float, int]:
    """The weighted share of some answers among all but refusals, and the number of all these, one after another."""
    share, weights = weighed(made, key, top, group)
    return share, len(weights)


def weighed(
    made: Made, key: str, top: tuple[str, ...], group: tuple[str, str] | None = None
) -> tuple[float, list[float]]:
    """The same share, and the weights of those counted."""
    column, responses = made.responses.answers[key], made.responses
    weights, counting = [], 0.0
    for row, index in enumerate(column.index.tolist()):
        if index < 0 or column.values[index] == "refused":
            continue
        if group is not None:
            of = responses.groups[group[0]]
            if of.values[of.index[row]] != group[1]:
                continue
        weights.append(float(responses.weight[row]))
        counting += weights[-1] * (column.values[index] in top)
    return counting / sum(weights), weights


def exhibit(view: OpinionView, theme: str = "awareness") -> Exhibit:
    found = shares(view, theme)
    assert found is not None
    return found


def test_every_share_is_that_of_the_answers_counted_again(look: Look, made: dict[str, Made]) -> None:
    found = exhibit(look())
    assert tuple(row.key for row in found.rows) == KNOWN, "in the order of the catalogue"
    for key in KNOWN:
        share, weights = weighed(made["wave-2026"], key, ("yes",))
        assert cell(found, key, "share").value == near(share, weights)
        assert cell(found, key, "n").value == len(weights)
    scale, weights = weighed(made["wave-2026"], "satisfied-roads", ("4", "5"))
    satisfied = exhibit(look(), "satisfaction")
    assert cell(satisfied, "satisfied-roads", "share").value == near(scale, weights)


def test_the_interval_is_wilsons_of_the_effective_number_and_that_is_never_above_n(look: Look) -> None:
    found = exhibit(look(), "trust")
    for row in found.rows:
        p, low, high = (cell(found, row.key, column).value for column in ("share", "low", "high"))
        n, n_eff = (cell(found, row.key, column).value for column in ("n", "n_eff"))
        assert isinstance(p, float) and isinstance(n_eff, int) and isinstance(n, int) and n_eff <= n
        z = 1.96
        half = z / (1 + z * z / n_eff) * sqrt(p * (1 - p) / n_eff + z * z / (4 * n_eff**2))
        middle = (p + z * z / (2 * n_eff)) / (1 + z * z / n_eff)
        assert (low, high) == (pytest.approx(middle - half, abs=1e-4), pytest.approx(middle + half, abs=1e-4))


@pytest.mark.parametrize("dimension", ["sex", "age"])
def test_groups_stand_under_each_indicator(look: Look, made: dict[str, Made], dimension: str) -> None:
    found = exhibit(look(group=dimension))
    values = list(GROUPS[dimension])
    levels = [row.level for row in found.rows]
    assert levels == [level for _ in KNOWN for level in (0, *(1 for _ in values))]
    for value in values:
        share, weights = weighed(made["wave-2026"], "knows-plan", ("yes",), (dimension, value))
        key = f"knows-plan/{dimension}={value}"
        assert cell(found, key, "share").value == near(share, weights) and cell(found, key, "n").value == len(weights)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hidden_cell_says_so_never_why_and_is_nowhere(look: Look, made: dict[str, Made], lang: str) -> None:
    found = exhibit(look(lang, group="language"))
    hidden = [row for row in found.rows if cell(found, row.key, "share").mark is Mark.SUPPRESSED]
    assert {row.key.rpartition("=")[2] for row in hidden} == {"ru", "uz"}
    words = {"ky": "көрсөтүлбөйт", "ru": "скрыто", "en": "hidden"}[lang]
    for row in hidden:
        for column in ("share", "low", "high", "n", "n_eff"):
            assert cell(found, row.key, column).value is None and text(found, row.key, column) == words
    drawn = draw(found)["data"][-2]
    at = [row.key for row in found.rows].index(hidden[0].key)
    assert drawn["x"][at] is None
    html = picture_of(found).split('<li class="strip')[1 + at]
    assert words in html and "dot-now" not in html
    lines = list(csv.DictReader(io.StringIO(to_csv(found).decode("utf-8-sig"))))
    assert {lines[at][column.label] for column in found.columns[1:6]} == {""}
    values = to_dict(found)["rows"][at]["values"]
    assert {values[column] for column in ("share", "low", "high", "n", "n_eff")} == {None}
    reasons = ("few", "complement", "uniform", "слишком", "өтө аз")
    assert not any(reason in str(to_dict(found)["rows"]) for reason in reasons)


def test_few_answers_are_marked_in_words_and_shown(look: Look, made: dict[str, Made]) -> None:
    found = exhibit(look("en", group="village"))
    key = "knows-sources/village=Үлгү"
    share, weights = weighed(made["wave-2026"], "knows-sources", ("yes",), ("village", "Үлгү"))
    assert 10 <= len(weights) < 30
    told = cell(found, key, "share")
    assert told.mark is Mark.SMALL and told.value == near(share, weights)
    assert text(found, key, "share") == f"{percent('en', told.value, 0)} (few answers)"
    assert any("few answers" in note for note in found.notes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_names_the_best_and_the_worst_known_in_tenths_and_per_cent(
    look: Look, made: dict[str, Made], lang: str
) -> None:
    view = look(lang)
    found = exhibit(view)
    known = sorted(KNOWN, key=lambda key: counted(made["wave-2026"], key, ("yes",))[0])
    for key in (known[0], known[-1]):
        assert view.indicators[key].claims.in_(lang) in found.answer
        share = cell(found, key, "share").value
        assert isinstance(share, float)
        tenths = t(lang, "opinion.in_ten", n=round(share * 10), share=percent(lang, share, 0))
        assert tenths in found.answer
    assert len(numbers(found.answer)) == 6, "two shares, each in tenths and in per cent, and no ends of intervals"
    assert numbers(found.answer) == numbers(exhibit(look("en")).answer)


def test_where_intervals_overlap_the_order_is_not_sure(look: Look) -> None:
    assert "overlap" in exhibit(look("en"), "trust").answer and "overlap" not in exhibit(look("en")).answer


def test_questions_put_to_some_only_do_not_compete_with_those_put_to_all(look: Look) -> None:
    view = look("ru")
    found = exhibit(view, "appeals")
    assert view.indicators["appealed"].claims.ru in found.answer
    assert view.indicators["appeal-answered"].claims.ru not in found.answer
    assert any("не всем" in note for note in found.notes)
    assert not any("не всем" in note for note in exhibit(view).notes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_poll_has_shares_of_answers_and_no_margin_at_all(look: Look, made: dict[str, Made], lang: str) -> None:
    found = exhibit(look(lang, study="poll-2026", group="sex"))
    assert [column.key for column in found.columns] == ["label", "share", "n"]
    assert found.drawing is not None and found.drawing.columns == ("label", "share")
    assert found.card.badge and "95" not in found.card.badge
    share, _ = counted(made["poll-2026"], "knows-sources", ("yes",))
    assert cell(found, "knows-sources", "share").value == pytest.approx(share)
    assert len(numbers(found.answer)) == 6, "two shares, each in tenths and in per cent, and no ends of intervals"
    assert "95" not in str(found.columns)


def test_of_several_ticks_the_commonest_comes_first(look: Look, made: dict[str, Made]) -> None:
    view = look("en", group="sex")
    found = ticked(view, view.indicators["channels-used"])
    assert found is not None and "WhatsApp" in found.answer
    top = [row.key for row in found.rows if row.level == 0]
    assert top == [f"channels-used.{code}" for code in ("whatsapp", "meeting", "site")]
    share, weights = weighed(made["wave-2026"], "channels-used:meeting", ("yes",), ("sex", "man"))
    key = "channels-used.meeting/sex=man"
    assert cell(found, key, "share").value == near(share, weights) and cell(found, key, "n").value == len(weights)


def test_what_counts_is_told(look: Look) -> None:
    notes = exhibit(look("en")).notes
    assert "The share is counted with the “hard to say” answers." in notes
    assert "The share is counted without refusals to answer." in notes


def test_a_theme_nobody_was_asked_about_has_no_exhibit(look: Look) -> None:
    assert shares(look(), "channels") is None and shares(look(), "recall") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exhibit_names_its_paper_its_study_and_that_the_place_is_made_up(look: Look, lang: str) -> None:
    for theme in ("awareness", "satisfaction", "trust", "participation", "appeals"):
        found = exhibit(look(lang), theme)
        assert found.fictional and found.sources and found.card.facts and found.lang == lang and not found.card.badge
        assert found.question.endswith("?") and draw(found)["data"]


@pytest.mark.parametrize(
    ("lang", "share", "words"),
    [
        ("ky", 0.62, "10 кишинин болжол менен 6сы (62%)"),
        ("ru", 0.35, "примерно 4 из 10 (35\u00a0%)"),
        ("en", 0.05, "about 1 in 10 (5%)"),
        ("en", 0.04, "4%"),
        ("en", 0.95, "95%"),
        ("en", 0, "0%"),
    ],
)
def test_a_share_of_people_is_said_in_tenths_unless_it_is_nearly_none_or_all(
    lang: str, share: float, words: str
) -> None:
    assert in_ten(lang, share) == words
