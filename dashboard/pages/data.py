"""What every section reads, frozen: exhibits and layouts are made from it and from nothing else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from dashboard.exhibits.lines.sheet import LineSheet, sheet_of
from dashboard.exhibits.lines.statements import sides_asked
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.opinion.gap import GapView
from dashboard.exhibits.opinion.quiz import QuizQuestion
from dashboard.exhibits.opinion.view import OpinionView
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.view import View
from dashboard.exhibits.works.lists import Links
from dashboard.exhibits.works.view import Frame, WorksView
from dashboard.i18n import Lang, t
from dashboard.outline import Outline
from dashboard.pages.address import Address, fits, sections_of
from dashboard.pages.finding import PlaceFound
from dashboard.pages.reach import Reach
from dashboard.store.audit import Head
from dashboard.store.guesses import Counts
from dashboard.store.records import (
    Class,
    Contact,
    Difference,
    LineFigure,
    LookedFor,
    Names,
    NewPaper,
    Paper,
    People,
    Place,
    PublishedPlace,
    Release,
    SiteHoldings,
    Statement,
    Term,
)
from dashboard.store.survey_records import Action, Glance
from dashboard.store.work_records import Boundary, Leads, Photo, Point, Tally, Work, WorkReport

#: Works and requests on one page of a list.
PAGE_SIZE: Final = 25


@dataclass(frozen=True)
class PlaceData:
    """Everything about a place that does not depend on the year a reader looks at.

    Attributes:
        work_roles: as in the tables.
        opinion: whether there are studies of it and answers to what residents asked, and one figure.
    """

    place: Place
    statements: tuple[Statement, ...]
    classes: dict[str, Class]
    people: tuple[People, ...]
    looked_for: tuple[LookedFor, ...] = ()
    contact: Contact | None = None
    work_roles: frozenset[str] = frozenset()
    opinion: Glance = field(default_factory=Glance)

    @property
    def has_works(self) -> bool:
        """Whether the place has a register to lead to, be it of programmes only."""
        return bool(self.work_roles)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the place's pages that have something to show, in the order of the navigation."""
        return sections_of(budget=bool(self.statements), works=self.has_works, opinion=self.opinion.there)


@dataclass(frozen=True)
class PlaceVisit:
    """A reader at an address of a place on a day; `tiles` is the address of pictures under maps, `operator` the e-mail
    address of the people who run this site; "" for none.
    """

    known: PlaceData
    address: Address
    today: date
    tiles: str = ""
    operator: str = ""

    @property
    def lang(self) -> Lang:
        """Of the reader."""
        return self.address.lang

    @property
    def name(self) -> str:
        """Of the place, for the reader."""
        return self.known.place.names.in_(self.lang)

    @property
    def reach(self) -> Reach:
        """How to ask the place."""
        return Reach(self.known.place, self.known.contact, self.operator)

    @property
    def work_link(self) -> Callable[[int], str]:
        """From the number of a work to the address of its page."""
        register = self.address.to("works").path
        return lambda number: f"{register}/{number}"

    @property
    def links(self) -> Links:
        """From a work, and from a contractor's name as printed, to their pages."""
        return Links(self.work_link, self._of_contractor)

    def _of_contractor(self, name: str) -> str:
        """ "" for a name that no address can hold."""
        return self.address.to("contractor", contractor=name).href if fits("contractor", name) else ""


@dataclass(frozen=True)
class Data(ABC):
    """What all have: who asked where."""

    visit: Address | PlaceVisit

    @property
    @abstractmethod
    def title(self) -> str:
        """Of the page."""

    @abstractmethod
    def description(self, exhibits: tuple[Exhibit, ...]) -> str:
        """The page in one sentence."""


@dataclass(frozen=True)
class SiteData(Data):
    """Of a page of the whole site."""

    visit: Address

    @property
    def title(self) -> str:
        """From the catalogue."""
        return t(self.visit.lang, f"pages.title.site_{self.visit.section or 'places'}")

    def description(self, exhibits: tuple[Exhibit, ...]) -> str:
        """From the catalogue."""
        return t(self.visit.lang, f"pages.title.site_{self.visit.section or 'places'}_description")


@dataclass(frozen=True)
class News:
    """What is new on the site, and how much there is."""

    papers: tuple[NewPaper, ...]
    holdings: SiteHoldings


@dataclass(frozen=True)
class PlacesData(SiteData):
    """All places; `found` is what a search by name gave, None without a search; `news` only where nothing narrows the
    list; `outline` of the country, None where the front-end was not built.
    """

    places: Mapping[int, Place]
    published: Mapping[int, PublishedPlace]
    found: tuple[PlaceFound, ...] | None = None
    news: News | None = None
    outline: Outline | None = None


@dataclass(frozen=True)
class SiteAboutData(SiteData):
    """Terms, the latest imports, and the head of the audit trail."""

    terms: tuple[Term, ...]
    releases: tuple[Release, ...]
    head: Head


@dataclass(frozen=True)
class OfPlaceData(Data):
    """Of a page of one place."""

    visit: PlaceVisit

    @property
    def address(self) -> Address:
        """Where the reader is."""
        return self.visit.address

    @property
    def title(self) -> str:
        """The section and the place."""
        return t(self.visit.lang, f"pages.title.{self.address.section}", place=self.visit.name)

    def description(self, exhibits: tuple[Exhibit, ...]) -> str:
        """The place, and the answer of the first exhibit."""
        answer = exhibits[0].answer if exhibits else t(self.visit.lang, "pages.empty.lead")
        return f"{self.visit.name}. {answer}"


@dataclass(frozen=True)
class BudgetData(OfPlaceData):
    """One year of a budget."""

    view: View

    @property
    def title(self) -> str:
        """The section, the place and the year."""
        section = self.address.section or "overview"
        return t(self.visit.lang, f"pages.title.{section}", place=self.visit.name, year=self.view.year)


@dataclass(frozen=True)
class OverviewData(BudgetData):
    """The year, the stages of its works, and its services in a few words."""

    works: WorksView
    services: ServicesView


@dataclass(frozen=True)
class Bought:
    """Works of a year by the function of the budget that pays for them, and their documents."""

    tallies: tuple[Tally, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class SpendingData(BudgetData):
    """The year, and what its money bought; of the function chosen, if one is, its lines."""

    bought: Bought
    function: str = ""
    figures: tuple[LineFigure, ...] = ()


@dataclass(frozen=True)
class LinesData(BudgetData):
    """Every line of the sides of the year that are shown: of their statements, of those they restate, and of the year
    before.
    """

    figures: tuple[LineFigure, ...]

    @cached_property
    def sheets(self) -> tuple[LineSheet, ...]:
        """One a side."""
        annex = self.address.get("annex")
        sides = sides_asked(self.view, self.address.get("side"))
        return tuple(sheet_of(self.view, side, self.figures, annex) for side in sides)


@dataclass(frozen=True)
class LineData(BudgetData):
    """One line in every statement that names it."""

    statements: tuple[Statement, ...]
    figures: tuple[LineFigure, ...]


@dataclass(frozen=True)
class AboutData(BudgetData):
    """Sums that differ, statements that do not count, and what was imported."""

    differences: tuple[Difference, ...]
    rivals: tuple[Statement, ...]
    releases: tuple[Release, ...]


@dataclass(frozen=True)
class ListPage:
    """Which page of a list is shown, of how many pages, how many there are in all, and how many stand before it."""

    number: int
    pages: int
    found: int
    offset: int = 0

    @classmethod
    def of(cls, found: int, asked: str, size: int) -> ListPage:
        """The page asked for, or the last one where there are fewer."""
        pages = max(1, -(-found // size))
        number = min(int(asked or "1"), pages)
        return cls(number, pages, found, (number - 1) * size)


@dataclass(frozen=True)
class WorksPageData(OfPlaceData):
    """Of pages about all works."""

    view: WorksView
    groups: tuple[Work, ...] = ()


@dataclass(frozen=True)
class WorksListed:
    """The works a register shows: one page of those the filters leave, the points of them all (at most `most_points`),
    and the years to choose from.
    """

    page: ListPage
    works: tuple[Work, ...]
    years: tuple[str, ...]
    points: tuple[Point, ...]
    most_points: int
    outlines: tuple[Boundary, ...]


@dataclass(frozen=True)
class RegisterData(WorksPageData):
    """The register, and what leads on from it; `listed` is None where only programmes are published."""

    listed: WorksListed | None = None
    leads: Leads = field(default_factory=Leads)


@dataclass(frozen=True)
class PromisedData(WorksPageData):
    """Open works past their day, one page of them."""

    works: tuple[Work, ...] = ()
    page: ListPage = ListPage(1, 1, 0)


@dataclass(frozen=True)
class WorkData(OfPlaceData):
    """One work with all that is published of it; `lines` of the budget under its function, by number; `outlines` of the
    place where the work has a place on the map.
    """

    frame: Frame
    work: Work
    history: tuple[WorkReport, ...]
    photos: tuple[Photo, ...]
    lines: Mapping[int, Names]
    outlines: tuple[Boundary, ...] = ()

    @property
    def title(self) -> str:
        """The work and the place."""
        return f"{self.work.titles.in_(self.visit.lang)} · {self.visit.name}"


@dataclass(frozen=True)
class OpinionPageData(OfPlaceData):
    """Of pages of opinion."""

    def description(self, exhibits: tuple[Exhibit, ...]) -> str:
        """The answer of the first exhibit; the title where there is none."""
        return super().description(exhibits) if exhibits else self.title


@dataclass(frozen=True)
class OpinionData(OpinionPageData):
    """One study."""

    view: OpinionView


@dataclass(frozen=True)
class GapData(OpinionPageData):
    """One study, the money and the works."""

    view: GapView


@dataclass(frozen=True)
class QuizData(OpinionPageData):
    """What is asked; for who has guessed: the guesses, those of all, and whether they were added to these."""

    works: WorksView
    asked: tuple[QuizQuestion, ...]
    guesses: Mapping[QuizQuestion, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=dict)
    not_counted: bool = False


@dataclass(frozen=True)
class AnswersData(OpinionPageData):
    """Every request with its answer."""

    frame: Frame
    actions: tuple[Action, ...]
