"""What queries on works give: frozen records, free of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from dashboard.store.promises import Standing
from dashboard.store.records import Names, Paper

#: The plain word readers see for an OC4IDS status.
WORD_OF: Final = {
    "identification": "planned",
    "preparation": "preparing",
    "implementation": "under_way",
    "completion": "done",
    "maintenance": "done",
    "decommissioning": "taken_down",
    "decommissioned": "taken_down",
    "cancelled": "cancelled",
}
#: An unfinished work that the latest complete register of its place no longer lists.
NOT_LISTED: Final = "not_listed"
WORDS: Final = ("planned", "preparing", "under_way", "done", "taken_down", "cancelled", NOT_LISTED)
#: Of works that are still to be finished; only they can be late without an end.
OPEN: Final = ("planned", "preparing", "under_way")
#: In OC4IDS packages of this program: the scheme of an additional classification, by the field of a work it holds.
OC4IDS_SCHEMES: Final = {"service": "x_service", "function": "x_budgetFunction"}
#: A report speaks of today while it is younger than this many days; after that, of its own day only.
RECENT_DAYS: Final = 45
#: The completion date a work is measured against: promised first, or last.
Promise = Literal["first", "last"]


def counted_to(as_of: date, today: date) -> date:
    """The day until which the lateness of an unfinished work is known, from the day of its report."""
    return today if (today - as_of).days < RECENT_DAYS else as_of


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
    title: str = ""  # as this report prints it; "" where that was not kept
    progress: str = ""  # in the words of the document
    planned_start_precision: str = ""
    planned_end_precision: str = ""
    actual_start_precision: str = ""
    actual_end_precision: str = ""
    new_end_precision: str = ""
    missing_from: date | None = None

    @property
    def word(self) -> str:
        """The plain word for the status, one of WORDS but for NOT_LISTED."""
        return WORD_OF[self.status]


@dataclass(frozen=True)
class Work:
    """A work with the report that counts, and where it stands by all of its reports."""

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
    standing: Standing
    fundings: tuple[Funding, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def word(self) -> str:
        """The plain word for where it stands, one of WORDS."""
        return NOT_LISTED if self.report.word in OPEN and self.standing.missing_from else self.report.word

    def is_late(self, today: date, promise: Promise = "first") -> bool:
        """Whether a finished work ended past the date promised first (or last), or an open one is past it on the day
        its report speaks of. A year that was promised is past when it is over."""
        end, reached = self._end(promise)[0], self._reached(today)[0]
        return reached is not None and end is not None and reached > end

    def days_late(self, today: date, promise: Promise = "first") -> int | None:
        """By how many days it is; None where it is not late, or the days are not known, only months or years."""
        (end, narrowly), (reached, known) = self._end(promise), self._reached(today)
        if reached is None or end is None or reached <= end or narrowly or known:
            return None
        return (reached - end).days

    def _end(self, promise: Promise) -> tuple[date | None, str]:
        stands = self.standing
        if promise == "first":
            return stands.first_end, stands.first_end_precision
        return stands.last_end, stands.last_end_precision

    def _reached(self, today: date) -> tuple[date | None, str]:
        """The day that a promise is measured by, and its precision."""
        if self.word == "done":
            return self.report.actual_end, self.report.actual_end_precision
        return (counted_to(self.report.as_of, today) if self.word in OPEN else None), ""


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
class Pictured:
    """A picture among those of a place, with the number and the names of its work."""

    id: int
    photo: Photo
    work_id: int
    titles: Names


@dataclass(frozen=True)
class Leads:
    """How many pictures of its works a place has, and how many contractors its works name."""

    pictures: int = 0
    contractors: int = 0


@dataclass(frozen=True)
class Point:
    """A work on the map, in degrees (WGS 84), with its status word; `village` is empty where none is named."""

    id: int
    latitude: float
    longitude: float
    word: str
    titles: Names
    village: str = ""


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
        late: finished works that ended, and open ones that are, past the date promised first; `late_now` past the last.
        planned_minor, contract_minor, paid_minor: sums of the known amounts; None where none is known.
        with_money: works of which any amount is known.
        with_planned, with_contract, with_paid: works whose amount the sum holds.
        with_date: works whose date of completion was ever promised.
        judged: those of them of which it can be known whether they are late: not finished ones without a day.
        postponed: works whose date promised last is after the one promised first.
        to_come, under_way, done: works by stage; the rest is taken down, cancelled or no longer listed.
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
    late_now: int = 0
    postponed: int = 0
    judged: int = 0


@dataclass(frozen=True)
class Delivery:
    """Works due in a year by the date promised first.

    `on_time`: completed by it; `on_time_now`: completed by the date promised last; `unknown`: completed, nobody says
    when; `unfinished`: not completed.
    """

    year: int
    due: int
    on_time: int
    on_time_now: int = 0
    unknown: int = 0
    unfinished: int = 0

    @property
    def known(self) -> int:
        """Those of which it is known whether they were completed on time."""
        return self.due - self.unknown

    @property
    def telling(self) -> bool:
        """Whether a share can be told: of the completed ones some have a day, or there are none."""
        return self.known > self.unfinished or not self.unknown


@dataclass(frozen=True)
class Deviation:
    """Planned costs, stated first and last, and real costs of the works of one service that have them all."""

    service: str
    count: int
    first_minor: int
    planned_minor: int
    cost_minor: int


@dataclass(frozen=True)
class Replanned:
    """Planned costs of the works of one service, stated first and last; `changed`: works in which they differ."""

    service: str
    count: int
    changed: int
    first_minor: int
    planned_minor: int


@dataclass(frozen=True)
class Overdue:
    """Open works past the date promised first, all of them.

    `past_last`: those past the date promised last, too; `planned_minor`: what they are to cost (None: not known),
    `unplanned` without that; `unsaid`: without a reason; `counted`: the first and the last day they are counted to.
    """

    count: int = 0
    past_last: int = 0
    planned_minor: int | None = None
    unplanned: int = 0
    unsaid: int = 0
    counted: tuple[date, date] | None = None


#: In what order a list stands: by stage (and the date promised last), or by one figure.
Order = Literal["stage", "title", "planned", "late", "first_end", "as_of"]


@dataclass(frozen=True)
class Choice:
    """What a list of works is narrowed to; empty means all.

    Attributes:
        words: some of WORDS.
        late_only: open works past the date promised first.
        ended_by: works finished, or reported as finished, by a day.
        text: folded words, all of which a title, a number or the contractor's name must hold.
        contractor: the whole name.
        source: of the money.
        services: some of which the work is for.
    """

    words: tuple[str, ...] = ()
    service: str = ""
    village: str = ""
    year: int | None = None
    late_only: bool = False
    ended_by: date | None = None
    text: tuple[str, ...] = ()
    contractor: str = ""
    source: str = ""
    services: tuple[str, ...] = ()
