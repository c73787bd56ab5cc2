"""The lists of works as they are downloaded: all that the filters leave, where a page shows twenty-five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from dashboard.exhibits.model import Row
from dashboard.exhibits.works.lists import promised, promised_rows, works_list, works_rows
from dashboard.exhibits.works.pictures import gallery, picture_rows
from dashboard.exhibits.works.view import Frame, sources
from dashboard.pages.data import PlaceVisit, PromisedData, RegisterData
from dashboard.pages.section import Long
from dashboard.pages.works.data import ContractorData, GalleryData
from dashboard.pages.works.filters import LATE, choice_of, order_of
from dashboard.store.queries import pictures, works
from dashboard.store.work_records import Choice, Order


def whole_register(data: RegisterData, connection: Connection) -> Long:
    """All works that the filters leave. Raises KeyError where only programmes are published."""
    if data.listed is None:
        raise KeyError(data.address.section)
    return _works(data.visit, connection, choice_of(data.address), order_of(data.address))


def whole_contractor(data: ContractorData, connection: Connection) -> Long:
    """All works of a contractor. Raises KeyError where none is named."""
    if not data.name:
        raise KeyError(data.address.section)
    return _works(data.visit, connection, Choice(contractor=data.name), "stage")


def whole_promised(data: PromisedData, connection: Connection) -> Long:
    """All open works past the date promised first."""
    view, link = data.view, data.visit.work_link

    def rows(connection: Connection, wanted: Sequence[int]) -> tuple[Row, ...]:
        return promised_rows(view, works.numbered(connection, wanted), link)

    papers = works.papers(connection, view.place.id, view.today, LATE)
    head = replace(promised(view, (), link), sources=sources(papers or view.papers))
    return Long(head, works.numbers(connection, view.place.id, view.today, LATE, "late"), rows)


def whole_gallery(data: GalleryData, connection: Connection) -> Long:
    """All pictures of a place's works."""
    frame, link = data.frame, data.visit.work_link

    def rows(connection: Connection, wanted: Sequence[int]) -> tuple[Row, ...]:
        return picture_rows(frame, pictures.pictured(connection, wanted), link)

    numbers = pictures.numbers(connection, frame.place.id)
    return Long(gallery(frame, (), link, len(numbers)), numbers, rows)


def _works(visit: PlaceVisit, connection: Connection, choice: Choice, order: Order) -> Long:
    frame, links = Frame(visit.known.place, visit.lang, visit.today), visit.links
    place, today = frame.place.id, frame.today

    def rows(connection: Connection, wanted: Sequence[int]) -> tuple[Row, ...]:
        return works_rows(frame, works.numbered(connection, wanted), links)

    numbers = works.numbers(connection, place, today, choice, order)
    papers = sources(works.papers(connection, place, today, choice))
    return Long(replace(works_list(frame, (), links, len(numbers)), sources=papers), numbers, rows)
