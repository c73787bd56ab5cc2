"""What the exhibits of works look at, and the names and cells they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dashboard.exhibits.making import OfPlace
from dashboard.exhibits.model import Cell, Column, Kind, Mark, Source
from dashboard.exhibits.view import source
from dashboard.i18n import Lang, keys, t
from dashboard.services import services
from dashboard.store.records import Paper, People, Place
from dashboard.store.work_records import (
    NOT_LISTED,
    OPEN,
    Delivery,
    Deviation,
    Overdue,
    Promise,
    Replanned,
    Tally,
    Work,
    WorkReport,
    counted_to,
)


@dataclass(frozen=True)
class Frame(OfPlace):
    """One place, one language, one day: all that the exhibits of a single work or a list need."""

    place: Place
    lang: Lang
    today: date


@dataclass(frozen=True)
class WorksView(Frame):
    """Counts and money of all works of a place; `papers` are those of the reports that count.

    `register`: the day of the latest register that lists all works of the place; None where none does.
    """

    by_word: tuple[Tally, ...] = ()
    by_village: tuple[Tally, ...] = ()
    by_source: tuple[Tally, ...] = ()
    by_service: tuple[Tally, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    replanned: tuple[Replanned, ...] = ()
    overdue: Overdue = field(default_factory=Overdue)
    register: date | None = None
    people: tuple[People, ...] = ()
    papers: tuple[Paper, ...] = ()


def counted_words(lang: Lang, days: Iterable[date]) -> str:
    """The day, or the days from … to …, that lateness is counted to."""
    found = sorted(set(days))
    if not found:
        return ""
    if found[0] == found[-1]:
        return t(lang, "works.counted.day", date=found[0])
    return t(lang, "works.counted.days", start=found[0], end=found[-1])


def counted_days(works: Iterable[Work], today: date) -> tuple[date, ...]:
    """The days that the lateness of open works is counted to."""
    return tuple(counted_to(work.report.as_of, today) for work in works if work.word in OPEN)


def word_name(lang: Lang, word: str) -> str:
    """One of the plain words for a status."""
    return t(lang, f"works.word.{word}")


def several_words(lang: Lang, words: Iterable[tuple[str, int]]) -> str:
    """What the marker of several works on a map says: how many there are, and how many by status."""
    found = tuple(words)
    parts = ", ".join(t(lang, f"works.part.{word}", n=count) for word, count in found)
    return t(lang, "works_map.several", n=sum(count for _, count in found), parts=parts)


def service_name(lang: Lang, service: str) -> str:
    """A service in the reader's language; one that is not in the reference data as published."""
    if not service:
        return t(lang, "works.service_not_named")
    known = services().get(service)
    return known.name(lang) if known else service


def type_name(lang: Lang, kind: str) -> str:
    """What kind of work it is (a project type of OC4IDS); one that is not in the catalogue as published."""
    return t(lang, f"works.type.{kind}") if f"works.type.{kind}" in keys(lang) else kind


def unit_name(lang: Lang, unit: str, n: float) -> str:
    """The word after a quantity of `n`; a unit that is not in the catalogue as published."""
    return t(lang, f"works.unit.{unit}", n=n) if f"works.unit.{unit}" in keys(lang) else unit


def source_name(lang: Lang, funding_source: str) -> str:
    """Whose money it is."""
    return t(lang, f"works.source.{funding_source}")


def village_name(lang: Lang, village: str) -> str:
    """A village as published."""
    return village or t(lang, "works.village_not_named")


def columns(lang: Lang, label: str, **kinds: Kind) -> tuple[Column, ...]:
    """Columns with their headings, first the one of names: `columns(lang, "village", count="count")`."""
    heads = (Column(key, t(lang, f"works.columns.{key}"), kind) for key, kind in kinds.items())
    return (Column("label", t(lang, f"works.columns.{label}")), *heads)


def sources(papers: Iterable[Paper]) -> tuple[Source, ...]:
    """The documents as readers see them, each once, the oldest first."""
    once = {paper.id: paper for paper in papers}
    return tuple(source(paper) for paper in sorted(once.values(), key=lambda p: (p.date or date.max, p.key)))


def total(amounts: Iterable[int | None]) -> int | None:
    """Sum of the known amounts; None where none is known: that is not zero."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def amount_cell(amount: int | None, absent: Mark = Mark.MISSING) -> Cell:
    """Money, or a count, that may be zero or absent."""
    return Cell(amount, absent if amount is None else Mark.ZERO if amount == 0 else None)


def sum_cell(amount: int | None, count: int) -> Cell:
    """Money of `count` works; of no works there is none to publish."""
    return amount_cell(amount, Mark.MISSING if count else Mark.UNDEFINED)


def restated(cell: Cell, before: int | None) -> Cell:
    """The cell, marked where it differs from a figure stated before."""
    if cell.value is None or before is None or cell.value == before:
        return cell
    return Cell(cell.value, Mark.RESTATED, before)


def money_cells(report: WorkReport) -> tuple[Cell, Cell, Cell]:
    """Plan, contract and payment of one report: a work that has not begun has no contract yet and nothing paid."""
    later = Mark.NOT_DUE if report.word in ("planned", "preparing") else Mark.MISSING
    return (
        amount_cell(report.planned_minor),
        amount_cell(report.contract_minor, later),
        amount_cell(report.paid_minor, later),
    )


def standing_cells(work: Work) -> tuple[Cell, Cell, Cell]:
    """Plan, contract and payment of a work; a plan that is no longer the first one says so."""
    _, contract, paid = money_cells(work.report)
    stands = work.standing
    return restated(amount_cell(stands.last_planned_minor), stands.first_planned_minor), contract, paid


def finished_cell(work: Work, today: date) -> Cell:
    """The day a work was finished; of an open one whether its date has passed."""
    report = work.report
    if work.word in OPEN:
        return Cell(None, Mark.NOT_DONE) if work.is_late(today) else _to_come(work, work.standing.first_end, today)
    absent = {"done": Mark.MISSING, NOT_LISTED: Mark.NOT_HELD}.get(work.word, Mark.UNDEFINED)
    return day_cell(report.actual_end, absent, precision=report.actual_end_precision)


def started_cell(work: Work, today: date) -> Cell:
    """The day a work began; of one that is still to begin whether its date has passed."""
    if work.report.actual_start is not None or work.word in ("under_way", "done"):
        return day_cell(work.report.actual_start, precision=work.report.actual_start_precision)
    if work.word in OPEN:
        return _to_come(work, work.report.planned_start or work.standing.first_end, today)
    return Cell(None, Mark.NOT_HELD if work.word == NOT_LISTED else Mark.UNDEFINED)


def _to_come(work: Work, promised: date | None, today: date) -> Cell:
    """What had not happened by the last report: is not due, or may have happened since the day promised; where no day
    was promised nothing is known."""
    if promised is None:
        return Cell(None, Mark.MISSING)
    if promised >= today:
        return Cell(None, Mark.NOT_DUE)
    return Cell(None, Mark.NOT_SINCE, looked_on=work.report.as_of)


def day_cell(value: date | None, absent: Mark = Mark.MISSING, precision: str = "") -> Cell:
    """A date that may not be published, and may be known to the month or the year only."""
    return Cell(value, absent if value is None else None, precision=precision)


def late_cell(work: Work, today: date, promise: Promise = "first") -> Cell:
    """Days past a promised date: zero for a finished work that kept it, not due for one that still may."""
    if work.word != "done" and work.word not in OPEN:
        return Cell(None, Mark.NOT_HELD if work.word == NOT_LISTED else Mark.UNDEFINED)
    if work.standing.first_end is None or (work.word == "done" and work.report.actual_end is None):
        return Cell(None, Mark.MISSING)
    days = work.days_late(today, promise)
    if days is None and work.is_late(today, promise):
        return Cell(None, Mark.NOT_IN_DAYS)
    if days is None and work.word != "done":
        return _to_come(work, work.standing.first_end if promise == "first" else work.standing.last_end, today)
    return amount_cell(days or 0)
