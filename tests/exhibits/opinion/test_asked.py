"""The words of the questions: in a language people were asked in, each with how many answered it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.channels.json import to_dict
from dashboard.channels.xlsx import to_xlsx
from dashboard.exhibits.opinion.asked import in_language_asked
from dashboard.exhibits.opinion.likert import likert
from dashboard.exhibits.opinion.published import published
from dashboard.exhibits.opinion.shares import shares, ticked
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.exhibits.opinion.waves import waves
from dashboard.i18n import LANGUAGES, number, t
from dashboard.store.records import Names
from dashboard.store.survey_records import Study

Look = Callable[..., OpinionView]
WORDS = Names("Ырааттуубу?", "Последователен ли?", "Is it consistent?")


def with_words(view: OpinionView, texts: Names, *languages: str) -> OpinionView:
    """Every question in these words, asked in these languages."""
    study = view.study
    assert study is not None
    told = {key: replace(each, texts=texts) for key, each in view.questions[study.id].items()}
    spoken = replace(study, facts=replace(study.facts, languages=languages))
    others = tuple(wave for wave in view.waves if wave.id != study.id)
    return replace(view, study=spoken, waves=(spoken, *others), questions={**view.questions, study.id: told})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exhibit_of_answers_has_the_words_of_its_questions_and_their_base(look: Look, lang: str) -> None:
    view = with_words(look(lang), WORDS, "ky", "ru")
    one = shares(view, "trust")
    assert one is not None
    first = one.card.asked[0]
    share = view.share("trust-executive")
    assert share is not None and share.n is not None
    expected = t(lang, "opinion.asked.base", n=share.n, count=number(lang, share.n))
    about = view.indicators["trust-executive"].names.in_(lang)
    spoken = lang if lang != "en" else "ky"
    assert (first.about, first.words, first.lang, first.base) == (about, getattr(WORDS, spoken), spoken, expected)
    spread = view.distribution("trust-executive")
    assert spread is not None
    (of_spread,) = likert(view, "trust")
    everyone = t(lang, "opinion.asked.base", n=spread.n, count=number(lang, spread.n))
    assert of_spread.card.asked[0].base == everyone and spread.n > share.n, "refusals are answers too"
    changed = waves(view)
    assert changed is not None and {each.words for each in changed.card.asked} == {getattr(WORDS, spoken)}
    several = ticked(view, view.indicators["channels-used"])
    assert several is not None and len(several.card.asked) == 1, "one question, however many could be ticked"


def test_words_are_in_a_language_people_were_asked_in(look: Look) -> None:
    study = look().study
    assert study is not None

    def asked(lang: str, texts: Names, *languages: str) -> tuple[str, str]:
        told: Study = replace(study, facts=replace(study.facts, languages=languages))
        return in_language_asked(told, texts, lang)

    assert asked("ru", WORDS, "ky", "ru") == ("Последователен ли?", "ru")
    assert asked("en", WORDS, "ru") == ("Последователен ли?", "ru"), "nobody was asked in English"
    assert asked("ky", Names("¿Es coherente?"), "es") == ("¿Es coherente?", "es")
    assert asked("en", WORDS) == ("Is it consistent?", "en"), "where the study does not say its languages"
    assert asked("ky", Names(""), "ky") == ("", "ky")


def test_a_hidden_base_is_not_told(look: Look) -> None:
    view = look("en")
    hidden = tuple(replace(each, n=None, share=None, hidden=True) for each in view.shares)
    found = shares(replace(view, shares=hidden, distributions=()), "trust")
    assert found is not None and {each.base for each in found.card.asked} == {"how many answered is not shown"}


def test_a_printed_figure_has_the_words_of_its_document(look: Look) -> None:
    found = published(look("ru"))
    assert [each.words for each in found[0].card.asked] == ["Доверяете ли?"]
    assert found[0].card.asked[0].base == "сколько ответили, в документе не сказано"


def test_files_say_the_words_too(look: Look) -> None:
    found = shares(with_words(look("ru"), WORDS, "ru"), "trust")
    assert found is not None
    told = to_dict(found)["asked"]
    assert told[0]["words"] == "Последователен ли?" and told[0]["base"] == found.card.asked[0].base
    json.dumps(told)
    assert to_xlsx(found) != to_xlsx(replace(found, card=replace(found.card, asked=())))
