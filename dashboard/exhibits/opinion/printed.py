"""Printed figures of published studies: which of them a place's page tells, and how they are named and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.exhibits.drawings import Ends
from dashboard.exhibits.model import Cell, Column, Mark
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.i18n import day, number, percent, t
from dashboard.store.survey_records import Figure, Study

#: Between which numbers a unit lies, as its column has them. Counts have no ends: nothing is set beside them in time.
ENDS: Final[Mapping[str, Ends]] = {"percent": (0.0, 1.0), "index_points": (-100.0, 100.0)}


@dataclass(frozen=True)
class Printed:
    """One figure and the study that prints it."""

    study: Study
    figure: Figure

    @property
    def what(self) -> tuple[str, str, str]:
        """What it is a figure of: the same in another wave may be set beside it."""
        return self.figure.questions.ky, self.figure.answers.ky, self.figure.place

    def says_the_same_as(self, other: Printed) -> bool:
        """Whether two papers print one number for one day."""
        days = self.study.facts.to_day, other.study.facts.to_day
        return days[0] is not None and days[0] == days[1] and self.figure.value == other.figure.value

    @property
    def value(self) -> int | float:
        """As its column has it: shares of one, whole numbers as such."""
        value = self.figure.value
        if self.figure.unit == "percent":
            return value / 100
        return int(value) if value.is_integer() else value

    @property
    def cell(self) -> Cell:
        """Its cell."""
        return Cell(self.value, None if self.value else Mark.ZERO)

    def about(self, place: str) -> bool:
        """Whether the figure itself is about a place, or about no place in a study of this one."""
        return place in (self.figure.place, "" if self.figure.place else self.study.facts.place)

    def told_at(self, place: str) -> bool:
        """Whether a place's page tells it: a study stands whole on the page of the place it speaks of."""
        return self.about(place) or self.study.facts.place == place


def by_series(view: OpinionView) -> Iterator[tuple[str, str, tuple[Printed, ...]]]:
    """Series, unit, and every figure of that unit in all waves of the series, the latest first."""
    by_key = sorted((*view.studies, *view.beside), key=lambda study: study.facts.key)
    studies = sorted(by_key, key=lambda study: study.facts.to_day or date.min, reverse=True)
    found: dict[tuple[str, str], list[Printed]] = {}
    named = (each.facts.series for each in view.studies if view.figures.get(each.id))
    for series in dict.fromkeys(named):
        for study in (each for each in studies if each.facts.series == series):
            for figure in view.figures.get(study.id, ()):
                found.setdefault((series, figure.unit), []).append(Printed(study, figure))
    for (series, unit), figures in found.items():
        yield series, unit, tuple(figures)


def heading(view: OpinionView, key: str, label: str, unit: str) -> Column:
    """A column of figures of a unit."""
    return Column(key, label, "share" if unit == "percent" else "number")


def written(view: OpinionView, told: Printed) -> str:
    """A figure as sentences say it, with its unit."""
    figure = told.figure
    if figure.unit == "percent":
        return percent(view.lang, figure.value / 100)
    decimals = 0 if figure.value.is_integer() else 1
    return f"{number(view.lang, figure.value, decimals)} ({t(view.lang, f'opinion.unit.{figure.unit}')})"


def ended(view: OpinionView, study: Study) -> str:
    """The last day of what a study speaks of, or that its document shows none."""
    return day(study.facts.to_day) if study.facts.to_day else t(view.lang, "opinion.published.no_day")
