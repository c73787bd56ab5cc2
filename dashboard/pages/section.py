"""A section is read, then its exhibits are made, then it is laid out: SQL is over before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit, Row
from dashboard.outline import Outline
from dashboard.pages.address import Address
from dashboard.pages.data import Data, PlaceData, PlaceVisit
from dashboard.pages.model import Page
from dashboard.store.corrections import CORRECTION_HOURS

D = TypeVar("D", bound=Data)
Exhibits = tuple[Exhibit, ...]


@dataclass(frozen=True)
class Sources:
    """Where readers read from. `correction_hours`: mistakes put right so soon are in no public list; `outline` of the
    country, None where the front-end was not built.
    """

    connection: Connection
    correction_hours: float = CORRECTION_HOURS
    outline: Outline | None = None


def no_exhibits(_: Data) -> Iterator[Exhibit]:
    """Of a page that only says something."""
    return iter(())


@dataclass(frozen=True)
class Long:
    """An exhibit that is downloaded whole where the page shows a part of it.

    Attributes:
        head: everything but the rows.
        numbers: of all rows, in order.
        rows: those of some numbers.
    """

    head: Exhibit
    numbers: tuple[int, ...]
    rows: Callable[[Connection, Sequence[int]], tuple[Row, ...]]


@dataclass(frozen=True)
class Section(Generic[D]):
    """One kind of page.

    Attributes:
        read: everything the page needs, from what a reader asks for (an Address, or a PlaceVisit of a place);
            raises NotFound for what does not exist.
        exhibits: made one after the other, so that one of them can be had without those behind it.
        layout: the content of the page, from the data and its exhibits.
        has: whether a place has published what the section shows; where not, `without` is shown instead.
        long: how those exhibits are read whole of which the page shows a part, by their keys.
    """

    read: Callable[[Any, Sources], D]
    layout: Callable[[D, Exhibits], Component]
    exhibits: Callable[[D], Iterable[Exhibit]] = no_exhibits
    has: Callable[[PlaceData], bool] = lambda _: True
    without: Section[Any] | None = None
    long: Mapping[str, Callable[[D, Connection], Long]] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft(Generic[D]):
    """What stands at an address, read and not yet laid out."""

    address: Address
    section: Section[D]
    data: D

    def exhibit(self, key: str) -> Exhibit:
        """One exhibit without the page around it; raises KeyError."""
        for exhibit in self.section.exhibits(self.data):
            if exhibit.key == key:
                return exhibit
        raise KeyError(key)

    def long(self, key: str, connection: Connection) -> Long:
        """One exhibit to download whole; raises KeyError."""
        return self.section.long[key](self.data, connection)

    def page(self) -> Page:
        """The page."""
        data = self.data
        exhibits = tuple(self.section.exhibits(data))
        return Page(
            address=self.address,
            title=data.title,
            description=data.description(exhibits),
            tree=self.section.layout(data, exhibits),
            exhibits=exhibits,
            **_of_place(data.visit),
        )


def _of_place(visit: Address | PlaceVisit) -> dict[str, Any]:
    if not isinstance(visit, PlaceVisit):
        return {}
    place = visit.known.place
    return {
        "fictional": place.fictional,
        "place_name": visit.name,
        "sections": visit.known.sections,
        "reach": visit.reach,
    }
