"""The words of the questions behind an exhibit, in a language people were asked in, and how many answered each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.exhibits.model import Asked
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.i18n import number, t
from dashboard.store.records import Names
from dashboard.store.survey_records import Indicator, Question, Study


def asked(view: OpinionView, indicators: Iterable[Indicator], *, everyone: bool = False) -> tuple[Asked, ...]:
    """What the study shown asked about these indicators, each once.

    `everyone`: the base is everyone who answered anything, as in a spread; else those the share is of.
    """
    if view.study is None:
        return ()
    found = dict.fromkeys(indicators)
    named = [(each, question) for each in found if (question := view.question(each.key))]
    return tuple(
        Asked(each.names.in_(view.lang), *in_language_asked(view.study, question.texts, view.lang), base)
        for each, question in named
        for base in (_base(view, each, question, everyone),)
    )


def printed(view: OpinionView, study: Study, questions: Iterable[Names]) -> tuple[Asked, ...]:
    """Questions of a document, as printed; the base is how many the document says were asked."""
    n = study.facts.respondents
    base = t(view.lang, "opinion.asked.not_said") if n is None else _people(view, n)
    return tuple(
        Asked("", *in_language_asked(study, question, view.lang), base) for question in dict.fromkeys(questions)
    )


def in_language_asked(study: Study, texts: Names, lang: str) -> tuple[str, str]:
    """The words and their language: the reader's where people were asked in it, else one they were asked in.

    Where the study names one language only, words without a translation are in it. "" where there are no words.
    """
    spoken: Sequence[str] = study.facts.languages
    preferred = [lang, *spoken] if lang in spoken or not spoken else spoken
    for each in preferred:
        if words := getattr(texts, each, ""):
            return words, each
    return texts.ky, spoken[0] if len(spoken) == 1 else "ky" if texts.ky else ""


def _base(view: OpinionView, indicator: Indicator, question: Question, everyone: bool) -> str:
    """How many answered, in words; what is hidden is not told."""
    if everyone:
        spread = view.distribution(indicator.key)
        return t(view.lang, "opinion.asked.hidden") if spread is None else _people(view, spread.n)
    answers = [answer.code for answer in question.answers] if indicator.kind == "multiple" else [""]
    shares = [share for code in answers if (share := view.share(indicator.key, code))]
    counts = [share.n for share in shares if share.n is not None]
    if counts:
        return _people(view, counts[0])
    spread = view.distribution(indicator.key)
    return t(view.lang, "opinion.asked.hidden") if spread is None else _people(view, spread.n)


def _people(view: OpinionView, n: int) -> str:
    return t(view.lang, "opinion.asked.base", n=n, count=number(view.lang, n))
