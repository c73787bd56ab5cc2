"""What the pages of works read: a fixed number of statements, however many works there are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from dashboard.exhibits.view import View
from dashboard.exhibits.works.view import Frame, WorksView
from dashboard.i18n import Lang
from dashboard.pages.address import NotFound
from dashboard.pages.data import (
    PAGE_SIZE,
    Bought,
    ListPage,
    PlaceVisit,
    PromisedData,
    RegisterData,
    WorkData,
    WorksListed,
)
from dashboard.pages.section import Sources
from dashboard.pages.works.data import ContractorData, GalleryData
from dashboard.pages.works.filters import LATE, choice_of, order_of
from dashboard.store.queries import pictures, work_lines, works, works_outcome
from dashboard.store.records import People, Place
from dashboard.store.work_records import Choice


def read_works_view(
    place: Place, lang: Lang, people: tuple[People, ...], today: date, connection: Connection
) -> WorksView:
    """Everything about all works of a place (ten statements)."""
    return WorksView(
        place=place,
        lang=lang,
        today=today,
        by_word=works.tallies(connection, place.id, today, "word"),
        by_village=works.tallies(connection, place.id, today, "village"),
        by_source=works.funding_tallies(connection, place.id),
        by_service=works.tallies(connection, place.id, today, "service"),
        delivery=works_outcome.delivery(connection, place.id, today),
        deviations=works_outcome.deviations(connection, place.id),
        replanned=works_outcome.replanned(connection, place.id),
        overdue=works_outcome.overdue(connection, place.id, today),
        register=works.complete_register(connection, place.id),
        people=people,
        papers=works.papers(connection, place.id, today),
    )


def read_works_glance(place: Place, lang: Lang, today: date, connection: Connection) -> WorksView:
    """Only the stages of the works, for pages about something else (three statements)."""
    return WorksView(
        place=place,
        lang=lang,
        today=today,
        by_word=works.tallies(connection, place.id, today, "word"),
        register=works.complete_register(connection, place.id),
        papers=works.papers(connection, place.id, today),
    )


def read_bought(view: View, connection: Connection) -> Bought:
    """What the budget's functions bought in the year looked at (two statements)."""
    place, today, of_year = view.place, view.today, Choice(year=view.year)
    tallies = works.tallies(connection, place.id, today, "function", of_year)
    return Bought(tallies, works.papers(connection, place.id, today, of_year))


def read_register(visit: PlaceVisit, sources: Sources) -> RegisterData:
    """All works in numbers, one page of the list, and points; programmes where there are some."""
    connection, known = sources.connection, visit.known
    view = _view(visit, connection)
    groups = () if known.work_roles == {"work"} else works.groups(connection, known.place.id)
    # A place may have published programmes only: then there is nothing to count and nothing to narrow.
    listed = _listed(visit, connection) if view.by_word else None
    return RegisterData(visit, view, groups, listed, pictures.leads(connection, known.place.id))


def read_promised(visit: PlaceVisit, sources: Sources) -> PromisedData:
    """Open works past the date promised first, those of the earliest date first."""
    connection, place, today = sources.connection, visit.known.place, visit.today
    view = _view(visit, connection)
    page = ListPage.of(view.overdue.count, visit.address.get("page"), PAGE_SIZE)
    found = works.works(connection, place.id, today, LATE, PAGE_SIZE, page.offset, "late")
    return PromisedData(visit, view, works=found, page=page)


def read_contractor(visit: PlaceVisit, sources: Sources) -> ContractorData:
    """The works of the contractor the address names (whole name as printed), or all contractors.

    Raises NotFound for a name that no work has.
    """
    connection, place, today = sources.connection, visit.known.place, visit.today
    name, asked = visit.address.get("contractor"), visit.address.get("page")
    if not name:
        view = read_works_glance(place, visit.lang, today, connection)
        named = works.tallies(connection, place.id, today, "contractor")
        return ContractorData(visit, view, "", ListPage.of(len(named), asked, PAGE_SIZE), contractors=named)
    choice = Choice(contractor=name)
    by_word = works.tallies(connection, place.id, today, "word", choice)
    if not by_word:
        raise NotFound(visit.address.href)
    page = ListPage.of(sum(tally.count for tally in by_word), asked, PAGE_SIZE)
    view = WorksView(
        place,
        visit.lang,
        today,
        by_word=by_word,
        register=works.complete_register(connection, place.id),
        papers=works.papers(connection, place.id, today, choice),
    )
    listed = works.works(connection, place.id, today, choice, PAGE_SIZE, page.offset)
    return ContractorData(visit, view, name, page, works=listed)


def read_gallery(visit: PlaceVisit, sources: Sources) -> GalleryData:
    """One page of the pictures of a place's works, the newest first."""
    connection, place = sources.connection, visit.known.place
    numbers = pictures.numbers(connection, place.id)
    page = ListPage.of(len(numbers), visit.address.get("page"), PAGE_SIZE)
    shown = pictures.pictured(connection, numbers[page.offset : page.offset + PAGE_SIZE])
    return GalleryData(visit, Frame(place, visit.lang, visit.today), page, shown)


def read_work(visit: PlaceVisit, sources: Sources) -> WorkData:
    """The work the address names. Raises NotFound."""
    connection, place = sources.connection, visit.known.place
    work = works.work(connection, place.id, visit.address.item or 0)
    if work is None:
        raise NotFound(visit.address.href)
    lines = work_lines.lines_of_function(connection, place.id, work.function) if work.function else ()
    return WorkData(
        visit,
        frame=Frame(place, visit.lang, visit.today),
        work=work,
        history=works.history(connection, work.id),
        photos=works.photos(connection, (work.id,)).get(work.id, ()),
        lines={line.id: line.names for line in lines},
        outlines=works.boundaries(connection, (place.id,)) if work.latitude is not None else (),
    )


def _view(visit: PlaceVisit, connection: Connection) -> WorksView:
    return read_works_view(visit.known.place, visit.lang, visit.known.people, visit.today, connection)


def _listed(visit: PlaceVisit, connection: Connection) -> WorksListed:
    place, today, choice = visit.known.place, visit.today, choice_of(visit.address)
    page = ListPage.of(works.count(connection, place.id, today, choice), visit.address.get("page"), PAGE_SIZE)
    return WorksListed(
        page=page,
        works=works.works(connection, place.id, today, choice, PAGE_SIZE, page.offset, order_of(visit.address)),
        years=tuple(tally.key for tally in works.tallies(connection, place.id, today, "year")),
        points=works.points(connection, place.id, today, choice),
        most_points=works.MOST_POINTS,
        outlines=works.boundaries(connection, (place.id,)),
    )
