"""What the exhibits of works look at, and the names and cells they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.exhibits.making import OfPlace
from dashboard.exhibits.model import Cell, Column, Kind, Mark, Source
from dashboard.exhibits.view import source
from dashboard.i18n import Lang, keys, t
from dashboard.services import services
from dashboard.store.records import Paper, People, Place
from dashboard.store.work_records import Delivery, Deviation, Tally, WorkReport


@dataclass(frozen=True)
class Frame(OfPlace):
    """One place, one language, one day: all that the exhibits of a single work or a list need."""

    place: Place
    lang: Lang
    today: date


@dataclass(frozen=True)
class WorksView(Frame):
    """Counts and money of all works of a place; `papers` are those of the reports that count."""

    by_word: tuple[Tally, ...] = ()
    by_village: tuple[Tally, ...] = ()
    by_source: tuple[Tally, ...] = ()
    by_service: tuple[Tally, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    people: tuple[People, ...] = ()
    papers: tuple[Paper, ...] = ()


def word_name(lang: Lang, word: str) -> str:
    """One of the five plain words."""
    return t(lang, f"works.word.{word}")


def spot_words(lang: Lang, name: str, words: Iterable[tuple[str, int]]) -> tuple[str, str]:
    """What a marker on a map says: a work's name and status; no name and the counts by status for several works."""
    found = tuple(words)
    if name:
        return name, word_name(lang, found[0][0])
    parts = ", ".join(t(lang, f"works.part.{word}", n=count) for word, count in found)
    return "", t(lang, "works_map.several", n=sum(count for _, count in found), parts=parts)


def service_name(lang: Lang, service: str) -> str:
    """A service in the reader's language; one that is not in the reference data as published."""
    if not service:
        return t(lang, "works.service_not_named")
    known = services().get(service)
    return known.name(lang) if known else service


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


def money_cells(report: WorkReport) -> tuple[Cell, Cell, Cell]:
    """Plan, contract and payment of one report: a work that has not begun has no contract yet and nothing paid."""
    later = Mark.NOT_DUE if report.word in ("planned", "preparing") else Mark.MISSING
    return (
        amount_cell(report.planned_minor),
        amount_cell(report.contract_minor, later),
        amount_cell(report.paid_minor, later),
    )


def finished_cell(report: WorkReport) -> Cell:
    """The day a work was finished."""
    absent = {"done": Mark.MISSING, "cancelled": Mark.UNDEFINED}.get(report.word, Mark.NOT_DUE)
    return Cell(report.actual_end, absent if report.actual_end is None else None)


def day_cell(value: date | None, absent: Mark = Mark.MISSING) -> Cell:
    """A day that may not be published."""
    return Cell(value, absent if value is None else None)


def late_cell(report: WorkReport, today: date) -> Cell:
    """Days past the planned end: zero for a finished work that kept it, not due for one that still may."""
    if report.word == "cancelled":
        return Cell(None, Mark.UNDEFINED)
    if report.planned_end is None or (report.word == "done" and report.actual_end is None):
        return Cell(None, Mark.MISSING)
    days = report.days_late(today)
    if days is None and report.word != "done":
        return Cell(None, Mark.NOT_DUE)
    return amount_cell(days or 0)
