"""What queries on works give: frozen records, free of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.store.records import Names, Paper

#: The five plain words readers see for an OC4IDS status.
WORD_OF: Final = {
    "identification": "planned",
    "preparation": "preparing",
    "implementation": "under_way",
    "completion": "done",
    "maintenance": "done",
    "decommissioning": "done",
    "decommissioned": "done",
    "cancelled": "cancelled",
}
WORDS: Final = ("planned", "preparing", "under_way", "done", "cancelled")


@dataclass(frozen=True)
class Funding:
    """One source of a work's money; `amount_minor` is None where only the source is named."""

    source: str
    label: str
    amount_minor: int | None


@dataclass(frozen=True)
class Link:
    """A document or page about a work."""

    title: str
    url: str


@dataclass(frozen=True)
class WorkReport:
    """What a document says about a work on a day. Money in minor units of the place's currency."""

    id: int
    as_of: date
    status: str
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    planned_minor: int | None
    contract_minor: int | None
    paid_minor: int | None
    contractor: str
    delay_reason: str
    new_end: date | None
    note: Names
    paper: Paper
    release_id: int

    @property
    def word(self) -> str:
        """The plain word for the status: planned, preparing, under_way, done, cancelled."""
        return WORD_OF[self.status]

    def days_late(self, today: date) -> int | None:
        """Days past the planned end: of a finished work when it finished, of an open one until today; else None."""
        if self.planned_end is None or self.word == "cancelled":
            return None
        if self.word == "done":
            days = (self.actual_end - self.planned_end).days if self.actual_end else 0
        else:
            days = (today - self.planned_end).days
        return days if days > 0 else None


@dataclass(frozen=True)
class Work:
    """A work with the report that counts."""

    id: int
    key: str
    role: str
    titles: Names
    printed: str
    description: str
    type: str
    sector: str
    service: str
    function: str
    village: str
    latitude: float | None
    longitude: float | None
    ocid: str
    quantity: float | None
    quantity_unit: str
    beneficiaries: int | None
    report: WorkReport
    fundings: tuple[Funding, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Photo:
    """A picture of a work; `drawn` ones are not photographs and say so."""

    file: str
    stage: str
    pair: str
    taken_on: date | None
    width: int
    height: int
    drawn: bool
    alt: Names


@dataclass(frozen=True)
class Point:
    """A work on the map, in degrees (WGS 84), with its status word."""

    id: int
    latitude: float
    longitude: float
    word: str
    titles: Names


@dataclass(frozen=True)
class Boundary:
    """The outline of a place: rings of (longitude, latitude)."""

    place_id: int
    rings: tuple[tuple[tuple[float, float], ...], ...]
    source_title: str
    source_url: str


@dataclass(frozen=True)
class Tally:
    """Counts and money of the works of a place that share a key (a status word, a service, a village, a source).

    Attributes:
        planned_minor, contract_minor, paid_minor: sums of the known amounts; None where none is known.
        with_money: works of which any amount is known.
        with_planned, with_contract, with_paid: works whose amount the sum holds.
        with_date: works whose planned end is known.
        to_come, under_way, done: works by stage; the rest is cancelled.
    """

    key: str
    count: int
    late: int
    planned_minor: int | None
    contract_minor: int | None
    paid_minor: int | None
    with_money: int
    with_planned: int = 0
    with_contract: int = 0
    with_paid: int = 0
    with_date: int = 0
    to_come: int = 0
    under_way: int = 0
    done: int = 0


@dataclass(frozen=True)
class Delivery:
    """Works due in a year, and those of them that were completed on time."""

    year: int
    due: int
    on_time: int


@dataclass(frozen=True)
class Deviation:
    """Planned and real cost of the works of one service that have both."""

    service: str
    count: int
    planned_minor: int
    cost_minor: int


@dataclass(frozen=True)
class Choice:
    """What a list of works is narrowed to; empty means all.

    `late_only`: open works past their date; `ended_by`: works finished, or reported as finished, by a day.
    """

    word: str = ""
    service: str = ""
    village: str = ""
    year: int | None = None
    late_only: bool = False
    ended_by: date | None = None
