"""The gap, service by service: what was spent, done and promised, and what residents noticed and are satisfied with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dashboard.exhibits.drawings import Gap
from dashboard.exhibits.model import Cell, Column, Exhibit, Kind, Mark, Row, Source
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import card_of
from dashboard.exhibits.opinion.spending import money_notes, per_head, sharing
from dashboard.exhibits.opinion.view import OpinionView, count_cell, high_cell, low_cell, share_cell
from dashboard.exhibits.view import View, source
from dashboard.exhibits.works.view import amount_cell, service_name, sources, sum_cell
from dashboard.i18n import t
from dashboard.services import services
from dashboard.store.records import Paper
from dashboard.store.survey_records import Indicator, Share
from dashboard.store.work_records import Tally, Work

#: In the order of the page. `unknown`: no comparable share of residents who noticed.
GROUPS = ("noticed", "unnoticed", "promised", "neither", "unknown")
HALF = 0.5
KEY = "gap-by-service"
_ASKED = ("noticed", "satisfied")


@dataclass(frozen=True)
class GapView:
    """A study, the budget of a year (that of the survey, where there is one) and the works of one place.

    Attributes:
        done: works finished by the last day of the survey, by service; all of them where nobody was asked.
        works, overdue: all works, and the open ones past their date, by service.
        functions: the function that pays for a service, by what its works say.
        recalled: works by key that people were asked about.
    """

    opinion: OpinionView
    budget: View
    done: tuple[Tally, ...] = ()
    works: tuple[Tally, ...] = ()
    overdue: tuple[Tally, ...] = ()
    functions: Mapping[str, str] = field(default_factory=dict)
    recalled: Mapping[str, Work] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()

    @property
    def asked_until(self) -> date | None:
        """The last day of the survey."""
        return self.opinion.study.facts.to_day if self.opinion.study else None

    @cached_property
    def services(self) -> tuple[ServiceGap, ...]:
        """Every service that has works or was asked about, group by group, in each by the catalogue."""
        named = [
            each.service for theme in ("noticed", "satisfaction") for each in self.opinion.asked(theme) if each.service
        ]
        known = [tally.key for tally in self.works if tally.key and tally.done + _promised(tally)]
        found = [self._service(key) for key in dict.fromkeys((*named, *known))]
        return tuple(sorted(found, key=lambda each: GROUPS.index(each.group)))

    def sharing(self, service: ServiceGap) -> int:
        """How many services of the page the money of a service's function is for, itself among them."""
        return sharing(service.function, (each.function for each in self.services))

    def _service(self, key: str) -> ServiceGap:
        done, works, overdue = (_of(tallies, key) for tallies in (self.done, self.works, self.overdue))
        known = services().get(key)
        function = self.functions.get(key) or (known.function if known else "")
        noticed = self.opinion.share(f"noticed-{key}")
        why = self._why(key, noticed, done.done, works.done)
        if done.done:
            group = {True: "noticed", False: "unnoticed", None: "unknown"}[was_noticed(noticed)]
        elif works.done:
            group = "unknown"
        else:
            group = "promised" if _promised(works) else "neither"
        return ServiceGap(
            key,
            group,
            why if group == "unknown" else "",
            function,
            done,
            works.done - done.done,
            _promised(works),
            overdue.count,
            noticed,
            self.opinion.share(f"satisfied-{key}"),
        )

    def _why(self, key: str, noticed: Share | None, done: int, ever: int) -> str:
        """Why it is unknown whether what was done is noticed; a key of the catalogue."""
        study = self.opinion.study
        if study is None:
            return "no_study"
        if ever and not done:
            return "later"
        if self.opinion.question(f"noticed-{key}") is None:
            return "not_asked"
        if noticed is None:
            return "no_figure"
        if noticed.hidden:
            return "hidden"
        return "margin" if noticed.low is not None else "self_selected"


@dataclass(frozen=True)
class ServiceGap:
    """One service.

    `done` are works finished by the survey, `later`: works finished after it; `why`: why the group is unknown.
    """

    key: str
    group: str
    why: str
    function: str
    done: Tally
    later: int
    promised: int
    overdue: int
    noticed: Share | None
    satisfied: Share | None


def was_noticed(share: Share | None) -> bool | None:
    """Whether more than half know: the whole interval lies above one half, or below it; None where neither is so."""
    if share is None or share.low is None or share.high is None:
        return None
    if share.low > HALF:
        return True
    return False if share.high < HALF else None


def gap_by_service(view: GapView) -> Exhibit | None:
    """One row per service; None where there is none."""
    opinion, lang = view.opinion, view.opinion.lang
    if not view.services:
        return None
    kinds: dict[str, Kind] = {
        "label": "text",
        "state": "text",
        "function": "text",
        "per_head": "money",
        "sharing": "count",
        "done": "count",
        "paid": "money",
        "promised": "count",
        "overdue": "count",
    }
    for name in _ASKED:
        kinds |= {name: "share", f"{name}_low": "share", f"{name}_high": "share", f"{name}_n": "count"}
    study = opinion.study
    return opinion.exhibit(
        key=KEY,
        question=t(lang, "gap.question"),
        answer=_answer(view),
        columns=(Column(key, _heading(view, key), kind, decimals=0) for key, kind in kinds.items()),
        rows=(_row(view, each) for each in view.services),
        sources=_sources(view),
        notes=_notes(view),
        drawing=Gap(
            label="label",
            state="state",
            noticed="noticed",
            noticed_low="noticed_low",
            noticed_high="noticed_high",
            satisfied="satisfied",
            satisfied_low="satisfied_low",
            satisfied_high="satisfied_high",
            left_to_table=("per_head", "paid"),  # money and shares have no axis in common
        )
        if any(map(_drawn, view.services))
        else None,
        card=card_of(opinion, study, asked(opinion, _asked_about(view))) if study else None,
    )


def state_words(view: GapView, service: ServiceGap) -> str:
    """The group of a service in plain words, with the reason where it is unknown."""
    lang = view.opinion.lang
    if not service.why:
        return t(lang, f"gap.group.{service.group}")
    return t(lang, "gap.unknown_because", why=t(lang, f"gap.why.{service.why}"))


def _row(view: GapView, service: ServiceGap) -> Row:
    lang = view.opinion.lang
    known = view.budget.classes.get(service.function)
    return Row(
        service.key,
        (
            Cell(service_name(lang, service.key)),
            Cell(state_words(view, service), Mark.UNDEFINED if service.why else None),
            Cell(known.names.in_(lang)) if known else Cell(None, Mark.UNDEFINED),
            per_head(view.budget, service.function),
            Cell(view.sharing(service)) if service.function else Cell(None, Mark.UNDEFINED),
            amount_cell(service.done.done),
            sum_cell(service.done.paid_minor, service.done.count),
            amount_cell(service.promised),
            amount_cell(service.overdue),
            *_opinion_cells(view, f"noticed-{service.key}", service.noticed),
            *_opinion_cells(view, f"satisfied-{service.key}", service.satisfied),
        ),
    )


def _opinion_cells(view: GapView, indicator: str, share: Share | None) -> tuple[Cell, ...]:
    """Share, ends of its interval and answers; what was not asked is not the same as what is not published."""
    if view.opinion.question(indicator) is None:
        return (Cell(None, Mark.UNDEFINED),) * 4
    if share is not None and not share.hidden and share.low is None:  # a self-selected sample has no interval
        return share_cell(share), Cell(None, Mark.UNDEFINED), Cell(None, Mark.UNDEFINED), count_cell(share)
    return share_cell(share), low_cell(share), high_cell(share), count_cell(share)


def _asked_about(view: GapView) -> Iterable[Indicator]:
    named = (f"{name}-{each.key}" for each in view.services for name in _ASKED)
    return (view.opinion.indicators[key] for key in named if key in view.opinion.indicators)


def _answer(view: GapView) -> str:
    lang = view.opinion.lang
    counts = {group: sum(each.group == group for each in view.services) for group in GROUPS}
    parts = [t(lang, f"gap.part.{group}", n=n) for group, n in counts.items() if n]
    return t(lang, "gap.answer", n=len(view.services), parts=t(lang, "exhibits.list_joiner").join(parts))


def _heading(view: GapView, key: str) -> str:
    lang, best = view.opinion.lang, view.budget.best("expenditure")
    if key == "per_head" and best is not None:
        phase = t(lang, f"exhibits.phase.{best.phase}")
        return t(lang, "gap.columns.per_head_of", year=view.budget.year, phase=phase)
    return t(lang, f"gap.columns.{key}")


def _notes(view: GapView) -> Iterable[str]:
    """The rule, and what the page cannot say."""
    lang, study, until = view.opinion.lang, view.opinion.study, view.asked_until
    yield t(lang, "gap.notes.rule")
    if until is not None:
        yield t(lang, "gap.notes.until", date=until)
    yield t(lang, "gap.notes.no_cause")
    yield from money_notes(view.budget, until)
    yield t(lang, "gap.notes.function")
    if study is not None and study.facts.kind == "self_selected":
        yield t(lang, "gap.notes.self_selected")
    if study is not None and any(each.noticed and each.noticed.small for each in view.services):
        yield t(lang, "gap.notes.few", n=study.facts.small)
    if not_named := _of(view.works, "").count:
        yield t(lang, "gap.notes.not_named", n=not_named)


def _sources(view: GapView) -> tuple[Source, ...]:
    study = view.opinion.study
    best = view.budget.best("expenditure")
    of_study = (source(study.paper),) if study else ()
    return (*view.budget.sources(best), *sources(view.papers), *of_study)


def _of(tallies: Iterable[Tally], service: str) -> Tally:
    found = (tally for tally in tallies if tally.key == service)
    return next(found, Tally(service, 0, 0, None, None, None, 0))


def _promised(tally: Tally) -> int:
    """Works that are neither finished nor cancelled."""
    return tally.to_come + tally.under_way


def _drawn(service: ServiceGap) -> bool:
    shares = (service.noticed, service.satisfied)
    return any(share is not None and share.share is not None for share in shares)
