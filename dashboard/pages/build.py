"""From an address to its page: the section is found, read, and handed over as a draft or as the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from dashboard.outline import Outline
from dashboard.pages.address import Address, NotFound
from dashboard.pages.data import PlaceVisit
from dashboard.pages.model import Page
from dashboard.pages.place_data import Read, read_place
from dashboard.pages.section import Draft, Section, Sources
from dashboard.pages.sections import OF_ITEM, OF_PLACE, OF_SITE
from dashboard.store.corrections import CORRECTION_HOURS


def read_page(
    address: Address,
    connection: Connection,
    today: date,
    read: Read = read_place,
    tiles: str = "",
    operator: str = "",
    correction_hours: float = CORRECTION_HOURS,
    outline: Outline | None = None,
) -> Draft[Any]:
    """The page at `address` as of `today`, read and not yet laid out (a fixed number of statements).

    `tiles` is the address of pictures under maps, `operator` the e-mail address of the people who run the site, empty
    for none; mistakes put right within `correction_hours` are in no public list; `outline` is the picture of
    the country under the map of places, None for no map.

    Raises NotFound for a place, a line or a work that does not exist.
    """
    sources = Sources(connection, correction_hours, outline)
    if not address.place:
        section = OF_SITE[address.section]
        return Draft(address, section, section.read(address, sources))
    known = read(address.place, connection)
    if known is None:
        raise NotFound(address.href)
    visit = PlaceVisit(known, address, today, tiles, operator)
    section = _section(visit)
    return Draft(address, section, section.read(visit, sources))


def build_page(
    address: Address,
    connection: Connection,
    today: date,
    read: Read = read_place,
    tiles: str = "",
    operator: str = "",
    correction_hours: float = CORRECTION_HOURS,
    outline: Outline | None = None,
) -> Page:
    """The page itself, see `read_page`."""
    return read_page(address, connection, today, read, tiles, operator, correction_hours, outline).page()


def is_long(address: Address, key: str) -> bool:
    """Whether an exhibit of the page at `address` is downloaded whole, part by part."""
    return bool(address.place) and address.is_section and key in OF_PLACE[address.section].long


def _section(visit: PlaceVisit) -> Section[Any]:
    """The section of a place, or what is shown for one with nothing to show."""
    of_one = visit.address.item is not None or visit.address.service
    found = (OF_ITEM if of_one else OF_PLACE)[visit.address.section]
    return found if found.has(visit.known) or found.without is None else found.without
