"""What people say of a service: who knows what was done, who is satisfied; of how many answers, and when."""

from __future__ import annotations

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import OpinionView, count_cell, heads, high_cell, low_cell, share_cell, when
from dashboard.exhibits.services.view import ServicesView
from dashboard.i18n import number, percent, t
from dashboard.service_pages import ServicePage
from dashboard.store.survey_records import Indicator, Share

_THEMES = ("noticed", "satisfied")


def service_opinion(view: ServicesView, page: ServicePage) -> Exhibit:
    """One row per question that the study asked of the service; the answer says why there is none."""
    opinion, lang = view.opinion, view.lang
    question, key = t(lang, "services.opinion.question"), f"{page.key}-opinion"
    found = indicators(view, page)
    if opinion is None or opinion.study is None or not found:
        return view.exhibit(key=key, question=question, answer=f"{absence_words(view)}.")
    rows = tuple(_row(opinion, each) for each in found)
    question = t(lang, "services.opinion.question_of", date=when(opinion.study))
    sampled = opinion.study.facts.kind == "probability"
    low, high = ("low", "high") if sampled else (None, None)
    margin = heads(opinion, low="share", high="share") if sampled else ()
    return of_study(
        opinion,
        opinion.study,
        key=key,
        question=question,
        answer=_answer(opinion, found),
        columns=(*heads(opinion, label="text", share="share"), *margin, *heads(opinion, n="count")),
        rows=rows,
        drawing=Dots(label="label", value="share", low=low, high=high)
        if any(row.cells[1].value is not None for row in rows)
        else None,
        asked=asked(opinion, found),
    )


def indicators(view: ServicesView, page: ServicePage) -> tuple[Indicator, ...]:
    """What the study asked of the service: what was noticed first, then satisfaction, then the rest."""
    opinion = view.opinion
    if opinion is None:
        return ()
    keys = dict.fromkeys((*(key for theme in _THEMES for key in page.asked(theme)), *page.indicators))
    return tuple(opinion.indicators[key] for key in keys if opinion.question(key) is not None)


def share_of(view: ServicesView, keys: tuple[str, ...]) -> tuple[Share | None, Mark | None]:
    """The share of the only one of some indicators that the study asked about; or why there is no one share."""
    opinion = view.opinion
    if opinion is None or opinion.study is None:
        return None, Mark.NOT_HELD
    there = [key for key in keys if opinion.question(key) is not None]
    return (opinion.share(there[0]), None) if len(there) == 1 else (None, Mark.UNDEFINED)


def absence_words(view: ServicesView, *, of_all: bool = False) -> str:
    """Why nothing is known of what people say of a service, or `of_all` services: printed results tell of none."""
    opinion = view.opinion
    if opinion is not None and opinion.study is not None:
        return t(view.lang, "services.opinion.not_asked")
    if opinion is not None and (opinion.studies or opinion.figures):
        return t(view.lang, f"services.opinion.printed{'_of_all' if of_all else ''}")
    return t(view.lang, "services.opinion.no_study")


def name_of(view: OpinionView, indicator: Indicator) -> str:
    """What a row is of: those who know, are satisfied, trust, and with what."""
    return t(view.lang, f"services.opinion.{indicator.theme}", name=indicator.names.in_(view.lang))


def _row(opinion: OpinionView, indicator: Indicator) -> Row:
    share = opinion.share(indicator.key)
    assert opinion.study is not None
    margin = (low_cell(share), high_cell(share)) if opinion.study.facts.kind == "probability" else ()
    return Row(indicator.key, (Cell(name_of(opinion, indicator)), share_cell(share), *margin, count_cell(share)))


def _answer(opinion: OpinionView, found: tuple[Indicator, ...]) -> str:
    """One share a theme, of how many answers, and the last day people were asked; the drawing has the others."""
    lang, facts = opinion.lang, opinion.study.facts if opinion.study else None
    assert facts is not None and facts.to_day is not None
    first: dict[str, tuple[Indicator, Share]] = {}
    for each in found:
        share = opinion.share(each.key)
        if share is not None and share.share is not None:
            first.setdefault(each.theme, (each, share))
    if not first:
        return t(lang, "opinion.answer.hidden")
    parts = (
        t(lang, "services.opinion.part", name=name_of(opinion, each), share=percent(lang, share.share or 0, 0))
        for each, share in first.values()
    )
    bases = sorted({share.n or 0 for _, share in first.values()})
    n = "–".join(number(lang, base) for base in dict.fromkeys((bases[0], bases[-1])))
    return t(lang, "services.opinion.answer", date=facts.to_day, parts="; ".join(parts), n=n)
