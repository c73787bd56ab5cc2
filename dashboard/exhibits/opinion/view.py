"""What the exhibits of opinion look at: one study of a place, the earlier waves of its series, finished figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from dashboard.exhibits.model import Cell, Column, Kind, Mark
from dashboard.exhibits.works.view import Frame
from dashboard.i18n import Lang, percent, t
from dashboard.store.survey_records import Distribution, Figure, Indicator, Question, Share, Study, StudyGroup

#: What the page of opinion tells of, in its order; what people noticed of works has a page of its own.
THEMES = ("awareness", "satisfaction", "trust", "participation", "channels", "appeals")
Groups = tuple[tuple[str, str], ...]  # (dimension, value), none for all respondents
_Cell = tuple[int, str, str, Groups]


@dataclass(frozen=True)
class OpinionView(Frame):
    """One place, one language, one day, one study.

    Attributes:
        indicators: the catalogue in its order, by key.
        studies: all studies of the place, the latest first; `study` is the one shown, None where nobody was asked.
        beside: other published studies of the same series, which say nothing about the place itself.
        waves: the study shown and the earlier ones of its series, the latest first.
        questions, groups, figures: by the study's id. Shares and distributions are those of the waves.
        dimension: by what rows are split further, "" for not at all.
    """

    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    studies: tuple[Study, ...] = ()
    beside: tuple[Study, ...] = ()
    study: Study | None = None
    waves: tuple[Study, ...] = ()
    questions: Mapping[int, Mapping[str, Question]] = field(default_factory=dict)
    groups: Mapping[int, tuple[StudyGroup, ...]] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    figures: Mapping[int, tuple[Figure, ...]] = field(default_factory=dict)
    dimension: str = ""

    def asked(self, theme: str) -> tuple[Indicator, ...]:
        """The indicators of a theme that the study shown asked about, in the order of the catalogue."""
        return tuple(each for each in self._known if each.theme == theme and not each.own)

    def own(self) -> tuple[Indicator, ...]:
        """What the study shown asked about that it brings itself, in its order."""
        return tuple(each for each in self._known if each.own)

    def question(self, indicator: str, study: Study | None = None) -> Question | None:
        """How a study (the one shown if none is named) asked about an indicator; None where it did not."""
        study = study or self.study
        return self.questions.get(study.id, {}).get(indicator) if study else None

    def share(self, indicator: str, answer: str = "", groups: Groups = (), study: Study | None = None) -> Share | None:
        """A cell of the cube of a study (the one shown if none is named); None where nobody was in its base."""
        study = study or self.study
        return self._shares.get((study.id, indicator, answer, groups)) if study else None

    def distribution(self, indicator: str, groups: Groups = ()) -> Distribution | None:
        """How the answers are spread in the study shown; None where that may not be shown or nobody answered."""
        return self._distributions.get((self.study.id, indicator, groups)) if self.study else None

    def values(self) -> tuple[StudyGroup, ...]:
        """The values of the chosen dimension in the study shown, in order."""
        of_study = self.groups.get(self.study.id, ()) if self.study else ()
        return tuple(value for value in of_study if value.dimension == self.dimension)

    @property
    def _known(self) -> tuple[Indicator, ...]:
        asked = self.questions.get(self.study.id, {}) if self.study else {}
        return tuple(each for key, each in self.indicators.items() if key in asked)

    @cached_property
    def _shares(self) -> dict[_Cell, Share]:
        return {(each.study_id, each.indicator, each.answer, each.groups): each for each in self.shares}

    @cached_property
    def _distributions(self) -> dict[tuple[int, str, Groups], Distribution]:
        return {(each.study_id, each.indicator, each.groups): each for each in self.distributions}


def is_to_come(study: Study, today: date) -> bool:
    """Whether people are to be asked until a day after today: no such study can have results yet."""
    return study.facts.kind != "published" and _ended(study) > today


def choose(studies: tuple[Study, ...], key: str = "", *, of_services: bool = False) -> Study | None:
    """The study of that key; without one the latest probability study; without any the latest asked here.

    `of_services`: without a key, of those that asked about services, where there are any. Published figures are no
    study to choose: they have no respondents. `studies` come latest first. Raises KeyError for a key that none of the
    others has.
    """
    asked = [study for study in studies if study.facts.kind != "published"]
    if key:
        return {study.facts.key: study for study in asked}[key]
    fitting = [study for study in asked if study.of_services] if of_services else []
    fitting = fitting or asked
    by_chance = (study for study in fitting if study.facts.kind == "probability")
    return next(by_chance, next(iter(fitting), None))


def waves_of(studies: tuple[Study, ...], study: Study | None) -> tuple[Study, ...]:
    """The study and the earlier ones of its series and kind, the latest first."""
    if study is None:
        return ()
    facts = study.facts
    earlier = (
        each
        for each in studies
        if (each.facts.series, each.facts.kind) == (facts.series, facts.kind) and _ended(each) < _ended(study)
    )
    return (study, *earlier)


class Item(NamedTuple):
    """What has a share of its own: an indicator, or one answer of a question with several."""

    indicator: Indicator
    answer: str = ""

    @property
    def key(self) -> str:
        """Key of its row."""
        return f"{self.indicator.key}.{self.answer}" if self.answer else self.indicator.key


def items(view: OpinionView, indicators: Iterable[Indicator]) -> list[Item]:
    """What of these indicators has shares in the study shown; a choice has none, its answers are spread."""
    found: list[Item] = []
    for indicator in indicators:
        question = view.question(indicator.key)
        if question is None or indicator.kind == "choice":
            continue
        answers = [answer.code for answer in question.answers] if indicator.kind == "multiple" else [""]
        found += [Item(indicator, answer) for answer in answers if view.share(indicator.key, answer)]
    return found


def item_name(view: OpinionView, item: Item) -> str:
    """The name of an indicator, or of the answer."""
    question = view.question(item.indicator.key)
    names = {answer.code: answer.names for answer in question.answers} if question and item.answer else {}
    name = names.get(item.answer, item.indicator.names).in_(view.lang)
    if item.indicator.kind != "number":
        return name
    above = next((each.names for each in question.answers if each.role == "top"), None) if question else None
    return f"{name}: {above.in_(view.lang)}" if above else name


def heads(view: Frame, **kinds: Kind) -> tuple[Column, ...]:
    """Columns with their headings: `heads(view, label="text", share="share")`."""
    return tuple(Column(key, t(view.lang, f"opinion.columns.{key}"), kind, decimals=0) for key, kind in kinds.items())


def share_cell(share: Share | None) -> Cell:
    """The share, marked where it is from few answers, or hidden; missing where nobody was in the base."""
    cell = _cell(share, share.share if share else None)
    return Cell(cell.value, Mark.SMALL) if share and share.small and cell.mark is None else cell


def low_cell(share: Share | None) -> Cell:
    """The lower end of the 95% interval."""
    return _cell(share, share.low if share else None)


def high_cell(share: Share | None) -> Cell:
    """The upper end of the 95% interval."""
    return _cell(share, share.high if share else None)


def count_cell(share: Share | None) -> Cell:
    """The number of answers the share is calculated from."""
    return _cell(share, share.n if share else None)


def effective_cell(share: Share | None) -> Cell:
    """How many answers of a simple random sample it equals in precision, in whole answers."""
    return _cell(share, None if share is None or share.n_eff is None else round(share.n_eff))


def _cell(share: Share | None, value: float | None) -> Cell:
    if share is not None and share.hidden:
        return Cell(None, Mark.SUPPRESSED)
    return Cell(value, Mark.MISSING if value is None else Mark.ZERO if value == 0 else None)


def said(view: Frame, share: Share) -> str:
    """A shown share as sentences say it; its interval is in the drawing and the table."""
    return in_ten(view.lang, share.share or 0)


def in_ten(lang: Lang, share: float) -> str:
    """A share (0–1) of people: `about 6 in 10 (62%)`; in per cent alone where the nearest tenth is none or all."""
    words, tenths = percent(lang, share, 0), int(share * 10 + 0.5)
    return t(lang, "opinion.in_ten", n=tenths, share=words) if 0 < tenths < 10 else words


def when(study: Study) -> str:
    """The month of the field work's end, as tables name a wave: `03.2026`."""
    return f"{_ended(study):%m.%Y}"


def _ended(study: Study) -> date:
    """The last day of the field work, which only studies that asked nobody may lack."""
    assert study.facts.to_day is not None, study.facts.key
    return study.facts.to_day
