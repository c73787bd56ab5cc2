"""A published series in time: one line of the place and, beside it, that of the whole the studies speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.exhibits.drawings import Course
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import printed
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.printed import ENDS, Printed, heading, written
from dashboard.exhibits.opinion.view import OpinionView, heads
from dashboard.i18n import t

#: What is in one row: figures of one day, of the place and of the whole.
Pair = tuple[Printed | None, Printed | None]


def courses(view: OpinionView, series: str, unit: str, figures: Sequence[Printed]) -> list[tuple[Exhibit, set[int]]]:
    """A line for each thing that is told of the place on two days or more, with the ids of the figures in it.

    `figures`: of one unit in all waves of a series. What has no fixed ends (counts) or no day has no line.
    """
    if unit not in ENDS:
        return []
    dated = [each for each in figures if each.study.facts.to_day is not None]
    own = [each for each in dated if each.figure.place == view.place.code]
    found: list[tuple[Exhibit, set[int]]] = []
    for what in dict.fromkeys(each.what for each in own):
        here = [each for each in own if each.what == what]
        whole = _of_whole(here[0], dated)
        pairs = _pairs(here, whole)
        if len({_day(pair) for pair in pairs}) > 1:
            key = f"opinion-{series}-{unit.replace('_', '-')}-course" + (f"-{len(found) + 1}" if found else "")
            found.append((_exhibit(view, key, unit, pairs, (*here, *whole)), {id(each) for each in here}))
    return found


def _of_whole(here: Printed, dated: Iterable[Printed]) -> list[Printed]:
    """The same of the place that the studies speak of as a whole; none where here is that place, or it is unclear."""
    whole = here.study.facts.place
    same = [each for each in dated if each.figure.place == whole and each.what[0] == here.what[0]]
    answers = {each.what[1] for each in same}
    if whole == here.figure.place:
        return []
    return same if len(answers) == 1 else [each for each in same if each.what[1] == here.what[1]]


def _pairs(here: Iterable[Printed], whole: Iterable[Printed]) -> list[Pair]:
    """Figures by day, the first day first; where papers print two figures for a day, each has a row."""
    rows: list[list[Printed | None]] = []
    for side, figures in enumerate((here, whole)):
        for each in figures:
            of_day = [row for row in rows if _day((row[0], row[1])) == each.study.facts.to_day]
            free = (row for row in of_day if (taken := row[side]) is None or taken.figure.value == each.figure.value)
            row: list[Printed | None] | None = next(free, None)
            if row is None:
                row = [None, None]
                rows.append(row)
            row[side] = row[side] or each
    return sorted(((row[0], row[1]) for row in rows), key=_day)


def _day(pair: Pair) -> date:
    told = pair[0] or pair[1]
    assert told is not None and told.study.facts.to_day is not None, "only dated figures are paired"
    return told.study.facts.to_day


def _exhibit(view: OpinionView, key: str, unit: str, pairs: Sequence[Pair], figures: Iterable[Printed]) -> Exhibit:
    latest = next(pair for pair in reversed(pairs) if pair[0])
    first = next(pair for pair in pairs if pair[0])
    told = latest[0]
    assert told is not None
    both = any(whole for _, whole in pairs)
    whole_name = told.study.place_names.in_(view.lang) or told.study.facts.population.in_(view.lang)
    columns = [
        Column("day", t(view.lang, "opinion.published.day"), "date"),
        heading(view, "here", view.place.names.in_(view.lang), unit),
        *([heading(view, "whole", whole_name, unit)] if both else []),
        *heads(view, note="text"),
    ]
    studies = {each.study.id: each.study for each in figures}
    return of_study(
        view,
        told.study,
        key=key,
        question=t(view.lang, "opinion.published.course", question=told.figure.questions.in_(view.lang)),
        answer=_answer(view, first, latest, whole_name),
        columns=tuple(columns),
        rows=[_row(f"{key}.{at}", pair, whole_name if both else "", view) for at, pair in enumerate(pairs, 1)],
        notes=tuple(t(view.lang, f"opinion.published.{name}") for name in ("note", "course_note")),
        drawing=Course(day="day", here="here", whole="whole" if both else None, ends=ENDS[unit]),
        asked=printed(view, told.study, [told.figure.questions]),
        others=tuple(study for study in studies.values() if study.id != told.study.id),
    )


def _answer(view: OpinionView, first: Pair, latest: Pair, whole_name: str) -> str:
    lang, (then, _), (now, whole) = view.lang, first, latest
    assert then is not None and now is not None
    place = view.place.names.in_(lang)
    said = t(lang, "opinion.published.now", place=place, value=written(view, now), date=_day(latest))
    if whole is not None:
        said += " " + t(lang, "opinion.published.whole", place=whole_name, value=written(view, whole))
    if then.study.facts.to_day != now.study.facts.to_day:
        said += " " + t(lang, "opinion.published.then", place=place, value=written(view, then), date=_day(first))
    return said


def _row(key: str, pair: Pair, whole_name: str, view: OpinionView) -> Row:
    """A day; `whole_name` is "" where no line of the whole is drawn. A note on the whole says so."""
    here, whole = pair
    notes = [here.figure.notes.in_(view.lang) if here else ""]
    if whole and (said := whole.figure.notes.in_(view.lang)):
        notes.append(f"{whole_name}: {said}")
    cells = [each.cell if each else Cell(None, Mark.NOT_HELD) for each in ((here, whole) if whole_name else (here,))]
    return Row(key, (Cell(_day(pair)), *cells, Cell("; ".join(filter(None, notes)))))
