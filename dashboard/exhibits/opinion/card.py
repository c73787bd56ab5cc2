"""Who asked whom, how many, when and how: what stands on every exhibit of a study."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.exhibits.drawings import Drawing
from dashboard.exhibits.model import Asked, Card, Column, Exhibit, Row
from dashboard.exhibits.view import source
from dashboard.exhibits.works.view import Frame
from dashboard.i18n import day, keys, number, t
from dashboard.store.survey_records import Study, StudyFacts

_DESIGN = ("weighted", "stratified", "clustered")


def study_card(view: Frame, study: Study) -> tuple[tuple[str, str], ...]:
    """Names and values; what the study does not say is reported as not said, not left out."""
    lang, facts = view.lang, study.facts
    not_said = t(lang, "opinion.card.not_said")
    people = not_said if facts.respondents is None else people_words(view, facts.respondents)
    values = {
        "study": facts.titles.in_(lang),
        "asked_by": facts.asked_by.in_(lang) or not_said,
        "population": facts.population.in_(lang) or not_said,
        "respondents": people,
        "when": _when(facts) or not_said,
        "how": ". ".join(part for part in (t(lang, f"opinion.mode.{facts.mode}"), facts.method.in_(lang)) if part),
        "design": _design(view, facts),
        "languages": ", ".join(_language(view, code) for code in facts.languages) or not_said,
    }
    if facts.kind != "published":
        values["hidden"] = t(lang, "opinion.card.hidden_value", few=facts.few, small=facts.small)
    return tuple((t(lang, f"opinion.card.{name}"), value) for name, value in values.items())


def badge(view: Frame, study: Study) -> str:
    """What must accompany the figures of self-selected samples; "" for other studies."""
    return t(view.lang, "opinion.badge") if study.facts.kind == "self_selected" else ""


def card_of(view: Frame, study: Study, asked: tuple[Asked, ...] = ()) -> Card:
    """What accompanies every figure of a study, with the words of the questions."""
    return Card(study_card(view, study), badge(view, study), asked)


def people_words(view: Frame, n: int) -> str:
    """How many people, with the noun in its right form: `1 200 киши`."""
    return t(view.lang, "opinion.people", n=n, count=number(view.lang, n))


def of_study(
    view: Frame,
    study: Study,
    *,
    key: str,
    question: str,
    answer: str,
    columns: tuple[Column, ...] = (),
    rows: Iterable[Row] = (),
    notes: tuple[str, ...] = (),
    drawing: Drawing | None = None,
    others: tuple[Study, ...] = (),
    asked: tuple[Asked, ...] = (),
) -> Exhibit:
    """An exhibit with the study's document, card and badge; `others` are studies whose figures are shown too."""
    papers = {each.paper.key: each.paper for each in (*reversed(others), study)}
    return view.exhibit(
        key=key,
        question=question,
        answer=answer,
        columns=columns,
        rows=rows,
        sources=tuple(source(paper) for paper in papers.values()),
        notes=notes,
        drawing=drawing,
        card=card_of(view, study, asked),
    )


def _when(facts: StudyFacts) -> str:
    if facts.to_day is None:
        return ""
    if facts.from_day is None or facts.from_day == facts.to_day:
        return day(facts.to_day)
    return f"{day(facts.from_day)} – {day(facts.to_day)}"


def _design(view: Frame, facts: StudyFacts) -> str:
    if facts.kind != "probability":
        return t(view.lang, f"opinion.design.{facts.kind}")
    named = [t(view.lang, f"opinion.design.{name}") for name in _DESIGN if getattr(facts, name)]
    if not named:
        return t(view.lang, "opinion.design.simple")
    return t(view.lang, "opinion.design.probability", parts=", ".join(named))


def _language(view: Frame, code: str) -> str:
    """The name of a language; a code that the catalogue lacks as the study has it."""
    return t(view.lang, f"opinion.language.{code}") if f"opinion.language.{code}" in keys(view.lang) else code
