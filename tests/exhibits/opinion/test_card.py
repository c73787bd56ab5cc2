"""The card of a study in three languages, its badge, and figures of papers that have neither answers nor a margin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.channels.csv import to_csv
from dashboard.channels.drawn import draw, picture_of
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.card import badge, people_words, study_card
from dashboard.exhibits.opinion.published import published
from dashboard.exhibits.opinion.view import OpinionView, choose, waves_of
from dashboard.i18n import LANGUAGES, t
from dashboard.store.records import Names
from tests.exhibits.reading import text

Look = Callable[..., OpinionView]


def card(view: OpinionView) -> dict[str, str]:
    assert view.study is not None
    return dict(study_card(view, view.study))


def test_the_card_says_who_asked_whom_how_many_when_and_how(look: Look) -> None:
    said = card(look("ru"))
    assert said["Кто спрашивал"] == "Исследовательский центр" and said["Чьё мнение"] == "Жители от 18 лет"
    assert said["Сколько человек ответили"] == "900 человек"
    assert said["Когда спрашивали"] == "01.02.2026 – 15.03.2026"
    assert said["Как спрашивали"] == "Лично. Случайный маршрут" and said["Языки вопросов"] == "кыргызский, русский"
    assert "взвешены" in said["Выборка и веса"] and "слои" in said["Выборка и веса"]
    assert "меньше 10 ответов" in said["Что не показано"] and "меньше 30" in said["Что не показано"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_study_does_not_say_is_told(look: Look, lang: str) -> None:
    view = look(lang)
    assert view.study is not None
    facts = replace(view.study.facts, asked_by=Names(""), population=Names(""), respondents=None, languages=())
    said = [value for _, value in study_card(view, replace(view.study, facts=facts))]
    assert said.count(t(lang, "opinion.card.not_said")) == 4
    assert len(said) == len(card(view)), "nothing is left out"


def test_a_simple_sample_and_an_unknown_language_are_told_as_they_are(look: Look) -> None:
    view = look("en")
    assert view.study is not None
    facts = replace(
        view.study.facts,
        weighted=False,
        stratified=False,
        clustered=False,
        languages=("ky", "dng"),
        from_day=view.study.facts.to_day,
    )
    said = dict(study_card(view, replace(view.study, facts=facts)))
    assert said["Sample and weights"].startswith("A probability sample; its description names no weights")
    assert "andom selection" not in said["Sample and weights"], "the description does not say how people were chosen"
    assert said["Languages of the questions"] == "Kyrgyz, dng"
    assert said["When they were asked"] == "15.03.2026"


@pytest.mark.parametrize(
    ("lang", "n", "words"),
    [
        ("ky", 1, "1 киши"), ("ky", 1200, "1\u00a0200 киши"), ("ru", 1, "1 человек"), ("ru", 22, "22 человека"),
        ("ru", 1200, "1\u00a0200 человек"), ("en", 1, "1 person"), ("en", 1200, "1,200 people"),
    ],
)  # fmt: skip
def test_people_are_counted_as_the_language_counts(look: Look, lang: str, n: int, words: str) -> None:
    assert people_words(look(lang), n) == words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_people_who_chose_themselves_have_a_badge(look: Look, lang: str) -> None:
    poll, sample = look(lang, study="poll-2026"), look(lang)
    assert poll.study is not None and sample.study is not None
    assert badge(poll, poll.study) and not badge(sample, sample.study)
    assert t(lang, "opinion.design.self_selected") in card(poll).values()


def papers(view: OpinionView) -> tuple[Exhibit, Exhibit]:
    shares, index = published(view)
    return shares, index


def test_figures_of_a_paper_are_as_printed_one_exhibit_a_unit(look: Look) -> None:
    shares, index = papers(look("en"))
    assert [text(shares, row.key, "value") for row in shares.rows] == ["42.5%", "31.0%"]
    assert [text(index, row.key, "value") for row in index.rows] == ["−3.4"]
    assert index.columns[1].label == "index points" and "−3.4 (index points)" in index.answer
    assert text(shares, shares.rows[1].key, "note") == "Тегеректелген"
    assert "42.5%" in shares.answer and shares.question != index.question


@pytest.mark.parametrize("lang", LANGUAGES)
def test_they_have_no_number_of_answers_and_no_margin_and_say_so(look: Look, lang: str) -> None:
    for found in papers(look(lang)):
        assert [column.key for column in found.columns] == ["label", "value", "note"]
        assert t(lang, "opinion.published.note") in found.notes
        assert "dot-line" not in picture_of(found) and set(draw(found)["data"][0]["x"]) <= {None}
        assert dict(found.card.facts)[t(lang, "opinion.card.design")] == t(lang, "opinion.design.published")
        assert t(lang, "opinion.card.hidden") not in dict(found.card.facts)
        assert to_csv(found)


def test_a_question_is_repeated_only_where_there_are_several(look: Look) -> None:
    view = look("en")
    shares, _ = papers(view)
    assert [text(shares, row.key, "label") for row in shares.rows] == ["trust it", "do not trust it"]
    (study_id,) = view.figures
    first, second, index = view.figures[study_id]
    other = replace(view, figures={study_id: (first, replace(second, questions=Names("Why?")), index)})
    assert [text(papers(other)[0], row.key, "label") for row in shares.rows] == [
        "Do you trust it? – trust it",
        "Why? – do not trust it",
    ]


def test_papers_of_one_title_are_told_apart(look: Look) -> None:
    view = look("en")
    paper = next(study for study in view.studies if study.facts.kind == "published")
    twin = replace(
        paper,
        id=99,
        facts=replace(paper.facts, key="twin", series="twin"),
        paper=replace(paper.paper, publisher="Press"),
    )
    both = replace(view, studies=(paper, twin), figures={**view.figures, 99: view.figures[paper.id]})
    questions = [found.question for found in published(both)]
    assert len(set(questions)) == 4 and "Index of trust (30.06.2023, Press): share" in questions


def test_a_study_stands_whole_on_the_page_of_its_place_and_elsewhere_only_what_is_about_it(look: Look) -> None:
    view = look()
    (study_id,) = view.figures
    elsewhere = tuple(replace(figure, place="osh") for figure in view.figures[study_id])
    rows = [row for found in published(replace(view, figures={study_id: elsewhere})) for row in found.rows]
    assert len(rows) == len(elsewhere), "what is about other places does not vanish from its own study"
    study = next(each for each in view.studies if each.id == study_id)
    abroad = replace(study, facts=replace(study.facts, place="kyrgyzstan"))
    others = replace(view, studies=(abroad,))
    rows = [row for found in published(others) for row in found.rows]
    assert len(rows) == 2, "the figure about no place speaks of the place of the study"


def test_a_sample_is_shown_before_a_later_poll_and_a_paper_never(look: Look) -> None:
    view = look()
    assert view.study is not None and view.study.facts.key == "wave-2026"
    assert view.studies[0].facts.key == "poll-2026"
    polls = tuple(study for study in view.studies if study.facts.kind == "self_selected")
    assert choose(polls) == polls[0]
    papers_only = tuple(study for study in view.studies if study.facts.kind == "published")
    assert choose(papers_only) is None and waves_of(papers_only, None) == ()
    for key in ("nothing", "index-2023"):
        with pytest.raises(KeyError):
            choose(view.studies, key)


def test_waves_are_the_same_series_and_kind_and_earlier(look: Look) -> None:
    view = look()
    assert [wave.facts.key for wave in view.waves] == ["wave-2026", "wave-2024"]
    assert [wave.facts.key for wave in look(study="wave-2024").waves] == ["wave-2024"]
    poll = next(study for study in view.studies if study.facts.key == "poll-2026")
    same_series = replace(poll, facts=replace(poll.facts, series="community"))
    assert waves_of((same_series, *view.studies[1:]), same_series) == (same_series,)
