"""Figures that come finished from a document: as printed, so without a number of respondents or a margin."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import printed
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.course import courses
from dashboard.exhibits.opinion.printed import ENDS, Printed, by_series, ended, heading, written
from dashboard.exhibits.opinion.view import OpinionView, heads
from dashboard.i18n import day, t
from dashboard.store.survey_records import Study


def published(view: OpinionView) -> tuple[Exhibit, ...]:
    """Every published figure that the place's page tells, series by series, and unit by unit: units share no axis.

    What was told on several days is a line in time; all else of a series is in one table, the latest beside the one
    before. A study stands whole on the page of the place it speaks of.
    """
    found: list[Exhibit] = []
    for series, unit, figures in by_series(view):
        here = [each for each in figures if each.told_at(view.place.code)]
        lines = courses(view, series, unit, figures) if here else []
        drawn = {each for _, of_line in lines for each in of_line}
        found += [exhibit for exhibit, _ in lines]
        if rest := [each for each in here if id(each) not in drawn]:
            found.append(_exhibit(view, f"opinion-{series}-{unit.replace('_', '-')}", unit, rest))
    return tuple(found)


def _exhibit(view: OpinionView, key: str, unit: str, figures: Sequence[Printed]) -> Exhibit:
    """Figures of one unit, the latest first; each thing that was told on several days has one row."""
    lang, latest = view.lang, figures[0]
    studies = {each.study.id: each.study for each in figures}
    several = len(studies) > 1
    rows: dict[tuple[str, str, str], list[Printed]] = {}
    for each in figures:
        told = rows.setdefault(each.what, [])
        if not any(each.says_the_same_as(other) for other in told):
            told.append(each)
    named = t(lang, f"opinion.unit.{unit}")
    again = any(len(told) > 1 for told in rows.values())
    when = (Column("when", t(lang, "opinion.published.day")),) if several else ()
    before = heading(view, "before", t(lang, "opinion.published.before"), unit)
    earlier = (before, Column("earlier", t(lang, "opinion.published.earlier"))) if again else ()
    drawn = unit in ENDS or len(rows) > 1
    return of_study(
        view,
        latest.study,
        key=key,
        question=_question(view, latest.study, named, len(studies) - 1),
        answer=t(
            lang,
            "opinion.published.answer",
            question=latest.figure.questions.in_(lang),
            answer=latest.figure.answers.in_(lang),
            value=written(view, latest),
        ),
        columns=(
            *heads(view, label="text"), heading(view, "value", named, unit), *when,
            *earlier,
            *heads(view, note="text"),
        ),
        rows=[_row(view, f"{key}.{at}", told, figures, several, again) for at, told in enumerate(rows.values(), 1)],
        notes=(t(lang, "opinion.published.note"),),
        drawing=Dots(label="label", value="value", before="before" if again else None, ends=ENDS.get(unit))
        if drawn
        else None,
        asked=printed(view, latest.study, (each.figure.questions for each in figures)),
        others=tuple(study for study in studies.values() if study.id != latest.study.id),
    )  # fmt: skip


def _question(view: OpinionView, study: Study, unit: str, earlier: int) -> str:
    title = _title(view, study)
    if earlier:
        return t(view.lang, "opinion.published.question_of_series", title=title, unit=unit, n=earlier)
    return t(view.lang, "opinion.published.question", title=title, unit=unit)


def _title(view: OpinionView, study: Study) -> str:
    """The study's title; with its day and publisher where another has the same, numbered where these are alike too."""
    title = study.facts.titles.in_(view.lang)
    namesakes = [each for each in view.studies if each.facts.titles == study.facts.titles]
    if len(namesakes) < 2:
        return title
    told = _day_and_publisher(study)
    alike = [each.id for each in namesakes if _day_and_publisher(each) == told]
    number_of = (str(alike.index(study.id) + 1),) if len(alike) > 1 else ()
    return f"{title} ({', '.join((*told, *number_of))})"


def _day_and_publisher(study: Study) -> tuple[str, ...]:
    to_day = study.facts.to_day
    return tuple(part for part in (day(to_day) if to_day else "", study.paper.publisher) if part)


def _row(
    view: OpinionView, key: str, told: Sequence[Printed], among: Sequence[Printed], several: bool, again: bool
) -> Row:
    """One thing: its latest figure, its day where the table is of `several` studies, those before where any are."""
    latest, *older = told
    cells = [Cell(_label(view, latest, among)), latest.cell]
    if several:
        cells.append(Cell(ended(view, latest.study)))
    if again:
        listed = "; ".join(f"{ended(view, each.study)}: {written(view, each)}" for each in older)
        cells += [older[0].cell if older else Cell(None, Mark.UNDEFINED), Cell(listed)]
    notes = [latest.figure.notes.in_(view.lang)]
    notes += [f"{ended(view, each.study)}: {said}" for each in older if (said := each.figure.notes.in_(view.lang))]
    return Row(key, (*cells, Cell("; ".join(filter(None, notes)))))


def _label(view: OpinionView, told: Printed, among: Sequence[Printed]) -> str:
    """The answer; with its question where there are several, and with its day where others are later."""
    answer = told.figure.answers.in_(view.lang)
    questions = {each.figure.questions for each in among}
    named = f"{told.figure.questions.in_(view.lang)} – {answer}" if len(questions) > 1 else answer
    old = told.study.facts.to_day != among[0].study.facts.to_day
    return f"{named} ({ended(view, told.study)})" if old else named
