"""Figures that come finished from a document: as printed, so without a number of respondents or a margin."""

from __future__ import annotations

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import OpinionView, heads
from dashboard.i18n import day, number, percent, t
from dashboard.store.survey_records import Figure, Study


def published(view: OpinionView) -> tuple[Exhibit, ...]:
    """The figures about the place of every published study, one exhibit per unit: units share no axis."""
    found = []
    for study in view.studies:
        by_unit: dict[str, list[Figure]] = {}
        for figure in view.figures.get(study.id, ()):
            if _about_here(view, study, figure):
                by_unit.setdefault(figure.unit, []).append(figure)
        found += [_exhibit(view, study, unit, figures) for unit, figures in by_unit.items()]
    return tuple(found)


def _about_here(view: OpinionView, study: Study, figure: Figure) -> bool:
    """About the place itself, or about no place in a study of this one."""
    return view.place.code in (figure.place, study.facts.place if not figure.place else "")


def _exhibit(view: OpinionView, study: Study, unit: str, figures: list[Figure]) -> Exhibit:
    lang = view.lang
    key = f"opinion-{study.facts.key}-{unit.replace('_', '-')}"
    named = t(lang, f"opinion.unit.{unit}")
    value = Column("value", named, "share" if unit == "percent" else "number")
    return of_study(
        view,
        study,
        key=key,
        question=t(lang, "opinion.published.question", title=_title(view, study), unit=named),
        answer=t(
            lang,
            "opinion.published.answer",
            question=figures[0].questions.in_(lang),
            answer=figures[0].answers.in_(lang),
            value=_said(view, figures[0]),
        ),
        columns=(*heads(view, label="text"), value, *heads(view, note="text")),
        rows=[_row(view, f"{key}.{at}", each, _label(view, each, figures)) for at, each in enumerate(figures, 1)],
        notes=(t(lang, "opinion.published.note"),),
        drawing=Dots(label="label", value="value"),
    )


def _title(view: OpinionView, study: Study) -> str:
    """The study's title; with its day and publisher where another has the same, numbered where these are alike too."""
    title = study.facts.titles.in_(view.lang)
    namesakes = [each for each in view.studies if each.facts.titles == study.facts.titles]
    if len(namesakes) == 1:
        return title
    told = _day_and_publisher(study)
    alike = [each.id for each in namesakes if _day_and_publisher(each) == told]
    number_of = (str(alike.index(study.id) + 1),) if len(alike) > 1 else ()
    return f"{title} ({', '.join((*told, *number_of))})"


def _day_and_publisher(study: Study) -> tuple[str, ...]:
    ended = study.facts.to_day
    return tuple(part for part in (day(ended) if ended else "", study.paper.publisher) if part)


def _label(view: OpinionView, figure: Figure, among: list[Figure]) -> str:
    """The answer; with its question where there are several."""
    answer = figure.answers.in_(view.lang)
    several = len({each.questions for each in among}) > 1
    return f"{figure.questions.in_(view.lang)} – {answer}" if several else answer


def _row(view: OpinionView, key: str, figure: Figure, label: str) -> Row:
    value = figure.value / 100 if figure.unit == "percent" else _plain(figure.value)
    cells = (Cell(label), Cell(value, None if value else Mark.ZERO), Cell(figure.notes.in_(view.lang)))
    return Row(key, cells)


def _said(view: OpinionView, figure: Figure) -> str:
    if figure.unit == "percent":
        return percent(view.lang, figure.value / 100)
    decimals = 0 if figure.value.is_integer() else 1
    return f"{number(view.lang, figure.value, decimals)} ({t(view.lang, f'opinion.unit.{figure.unit}')})"


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() else value
