"""What queries give: frozen records, free of SQL, that exhibits are made from."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dashboard.i18n import Lang
from dashboard.store.rounding import differ, rounding


@dataclass(frozen=True)
class Names:
    """A name in the languages of `NAMED_IN`; a missing one falls back to Kyrgyz, never to nothing."""

    ky: str
    ru: str = ""
    en: str = ""

    def in_(self, lang: Lang) -> str:
        """The name for readers of `lang`."""
        return str(getattr(self, lang, "")) or self.ky


@dataclass(frozen=True)
class Place:
    """A municipality, or an oblast or rayon it lies in.

    `feeds_since`: since when it sends its papers to this site itself. `named_in`: "ru" where no source of the Kyrgyz
    name is known and `names.ky` is the Russian one as printed.
    """

    id: int
    code: str
    kind: str
    names: Names
    currency: str
    soate: str = ""
    parent_id: int | None = None
    fictional: bool = False
    source_url: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    email: str = ""
    whatsapp: str = ""
    feeds_since: date | None = None
    named_in: str = ""

    @property
    def has_council(self) -> bool:
        """Whether a council of its own approves a budget: rayons and oblasts have none."""
        return self.kind in ("aiyl_aimak", "city")


@dataclass(frozen=True)
class Contact:
    """How to reach a place, as one source prints it.

    `printed_on`: the source's date as it prints it; `seen_on`: the day somebody read it there.
    """

    phone: str
    email: str
    site: str
    address: str
    hours: str
    printed_on: str
    seen_on: date | None
    source_title: str
    source_url: str


@dataclass(frozen=True)
class LookedFor:
    """A check: a kind of paper ("budget", "execution", "works") of a year was looked for at `url` on a day."""

    kind: str
    year: int
    looked_on: date
    found: bool
    url: str


@dataclass(frozen=True)
class PublishedPlace:
    """What we hold of one place: the years with each (direction, phase), works, and the newest document: its day,
    and `newest_printed` where a later one prints only a month or a year.
    """

    years: tuple[int, ...]
    kinds: frozenset[tuple[str, str]]
    newest: date | None
    works: int = 0
    newest_printed: str = ""


@dataclass(frozen=True)
class Paper:
    """A document and the file it was imported from."""

    id: int
    key: str
    title: str
    number: str
    date: date | None
    date_printed: str
    url: str
    publisher: str
    authority: int
    language: str = ""
    file_sha256: str = ""
    imported_at: str = ""


@dataclass(frozen=True)
class Annex:
    """A part of a document that breaks its statement down another way: never added to it."""

    id: int
    part: str
    amount_minor: int | None


@dataclass(frozen=True)
class Statement:
    """What a document says about one year, direction, phase and period: its total, and the total it restates.

    Annexes of one document that add up are one statement.

    Attributes:
        id: of the first of `members`, the rows of the database that make it up.
        year, scope, period_end: `scope` is "year" for a plan of the whole year, "period" for January to `period_end`.
        amount_minor: None when the document names lines without any figure, or is an excerpt without a total.
        covers, part_names: how much of the budget it is, and the name of a part.
        itemises: whether its lines are all of it, some of it, or none are printed.
        issuer: whose figure it is; "" for the body of the place itself.
        line_count: how many counted lines it has.
        year_ends: the month the fiscal year ends in; the year is named after it.
        read_rounded: whether amounts had more decimals than the currency.
        annexes: the same money by another breakdown.
        previous_ids: members that this one restates, if the same issuer gave another figure before.
        previous_rounded_minor: the step of the figures it restates.
    """

    id: int
    place: int
    currency: str
    year: int
    direction: str
    phase: str
    scope: str
    period_end: date
    amount_minor: int | None
    stated_minor: int | None
    lines_minor: int | None
    basis: str
    paper: Paper
    release_id: int
    covers: str = "whole"
    part_names: Names = Names("")
    itemises: str = "all"
    rounded_to_minor: int = 1
    issuer: str = ""
    boundaries: date | None = None
    line_count: int = 0
    year_ends: int = 12
    read_rounded: bool = False
    members: tuple[int, ...] = ()
    annexes: tuple[Annex, ...] = ()
    previous_ids: tuple[int, ...] = ()
    previous_minor: int | None = None
    previous_paper: Paper | None = None
    previous_rounded_minor: int = 1

    @property
    def coverage(self) -> str:
        """The same for statements that cover the same."""
        return f"{self.covers}:{self.part_names.ky}" if self.part_names.ky else self.covers

    @property
    def months(self) -> int:
        """How many months of its fiscal year its period has."""
        return (self.period_end.year - self.year) * 12 + self.period_end.month - self.year_ends + 12

    @property
    def is_partial(self) -> bool:
        """Whether its period ends before its fiscal year does."""
        return self.months < 12

    @property
    def year_runs(self) -> tuple[date, date]:
        """First and last day of its fiscal year."""
        last = date(self.year, self.year_ends, monthrange(self.year, self.year_ends)[1])
        before = date(self.year - 1, self.year_ends, monthrange(self.year - 1, self.year_ends)[1])
        return before + timedelta(1), last

    @property
    def gone(self) -> float:
        """Share (0–1) of its fiscal year that is over at the end of its period."""
        first, last = self.year_runs
        return ((self.period_end - first).days + 1) / ((last - first).days + 1)

    @property
    def document(self) -> str:
        """Key of its document."""
        return self.paper.key

    @property
    def document_day(self) -> date | None:
        """Day of its document."""
        return self.paper.date

    @property
    def restated(self) -> bool:
        """Whether the same issuer gave another figure before, beyond rounding."""
        return self.previous_minor is not None and self.previous_minor != self.amount_minor

    def restates(self, now: int, before: int) -> bool:
        """Whether a figure of it is another than the one before, beyond the rounding of both documents."""
        return differ(now, self.rounded_to_minor, before, self.previous_rounded_minor)

    @property
    def is_whole(self) -> bool:
        """Whether it covers the whole budget."""
        return self.covers == "whole"

    @property
    def off_by_rounding(self) -> bool:
        """Whether rounding explains what the lines differ from the total by: half a step per line."""
        if self.amount_minor is None or self.lines_minor is None:
            return False
        return 0 < abs(self.amount_minor - self.lines_minor) <= rounding(self.rounded_to_minor, self.line_count)

    @property
    def not_itemised_minor(self) -> int:
        """Part of the shown total that no printed line explains: all of it where no line is printed."""
        return 0 if self.off_by_rounding else (self.amount_minor or 0) - (self.lines_minor or 0)

    @property
    def reads(self) -> frozenset[int]:
        """Every row of the database it is made from or shown beside."""
        return frozenset({*self.members, *self.previous_ids, *(annex.id for annex in self.annexes)})


@dataclass(frozen=True)
class Class:
    """A line of the classification. `key` is "" for figures that are not classified."""

    key: str
    names: Names
    parent: str = ""
    own: bool = False
    position: int = 10_000
    code: str = ""


class Sum(NamedTuple):
    """Sum of the counted lines of one statement in one class and fund. A page reads hundreds: made fast to make."""

    statement_id: int
    dimension: str
    key: str
    fund: str
    amount_minor: int
    line_count: int


@dataclass(frozen=True)
class LineFigure:
    """One figure of one line, as a document prints it."""

    line_id: int
    statement_id: int
    key: str
    code: str
    printed: str
    names: Names
    parent_id: int | None
    role: str
    fund: str
    amount_minor: int | None
    unit: str
    row_no: int
    source: str = ""
    function: str = ""
    economic: str = ""
    note: Names | None = None


@dataclass(frozen=True)
class Remark:
    """A note on a printed figure: a misprint left as it is, a rounded number, a part of a list cut off."""

    statement_id: int
    printed: str
    text: Names


@dataclass(frozen=True)
class Difference:
    """A printed total or subtotal that is not the sum of its parts."""

    statement_id: int
    line: str
    kind: str
    stated_minor: int
    computed_minor: int


@dataclass(frozen=True)
class People:
    """Population of a place on a day."""

    as_of: date
    people: int
    source_title: str
    source_url: str


@dataclass(frozen=True)
class Release:
    """One import."""

    id: int
    subject: str
    file_name: str
    file_sha256: str
    imported_at: str
    rows: int
    state: str
    reason: str


@dataclass(frozen=True)
class Term:
    """A word of local finance and its meaning."""

    term: Names
    meaning: Names


@dataclass(frozen=True)
class NewPaper:
    """A document that prints its day.

    Attributes:
        day: of the document.
        title, language: as printed, and the code of the language it is in ("" where not known).
        places: ids of the places it speaks of, the wider ones first.
    """

    day: date
    title: str
    language: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class SiteHoldings:
    """How many works are known, of how many places, and how many studies."""

    works: int
    works_places: int
    studies: int


def paper_day(day: date | None, printed: str) -> date:
    """Day of a document; of one with only a month or a year, its first day; the oldest where it prints nothing."""
    if day is not None:
        return day
    found = re.search(r"\b(20\d\d)(?:-(0[1-9]|1[0-2]))?\b", printed)
    return date(int(found[1]), int(found[2] or 1), 1) if found else date.min
