"""What the pages of services read: a fixed number of statements, however many lines, works and answers there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from dashboard.exhibits.holdings import lacking_year
from dashboard.exhibits.services.view import ServicesView, statements_read
from dashboard.exhibits.view import View
from dashboard.pages.data import PlaceVisit
from dashboard.pages.opinion.read import read_opinion
from dashboard.pages.section import Sources
from dashboard.pages.services.data import ServiceData, ServicesData
from dashboard.pages.viewing import view_of
from dashboard.service_pages import service_pages
from dashboard.store.queries import budget, works
from dashboard.store.work_records import Choice

#: Works of one service that its page tells of; the register has the rest.
MOST_WORKS: Final = 200


def read_services(visit: PlaceVisit, sources: Sources) -> ServicesData:
    """Lines, works and the study of the year looked at (twelve statements)."""
    view = _view(visit)
    return ServicesData(visit, view, _services(visit, view, sources.connection))


def read_service(visit: PlaceVisit, sources: Sources) -> ServiceData:
    """The same, and the works of the service the address names with their pictures (fifteen statements)."""
    view, connection = _view(visit), sources.connection
    page = service_pages()[visit.address.service]
    chosen = Choice(services=page.services)
    found = works.works(connection, visit.known.place.id, visit.today, chosen, MOST_WORKS)
    photos = works.photos(connection, (work.id for work in found))
    return ServiceData(visit, view, _services(visit, view, connection), page, found, photos)


def read_services_glance(visit: PlaceVisit, budget_view: View, connection: Connection) -> ServicesView:
    """Lines and works without the study, for chips on other pages (four statements); see `exhibits.services.glance`."""
    place, today = visit.known.place, visit.today
    return ServicesView(
        place=place,
        lang=visit.lang,
        today=today,
        budget=budget_view,
        figures=budget.lines(connection, statements_read(budget_view)),
        works=works.tallies(connection, place.id, today, "service"),
        overdue=works.tallies(connection, place.id, today, "service", Choice(late_only=True)),
        register=works.complete_register(connection, place.id),
        groups=bool(visit.known.work_roles - {"work"}),
    )


def _view(visit: PlaceVisit) -> View:
    """The year looked at; without any document the one a budget is to be asked for."""
    view = view_of(visit)
    return view if view.statements else replace(view, year=lacking_year(visit.today))


def _services(visit: PlaceVisit, view: View, connection: Connection) -> ServicesView:
    address = visit.address.to("services")  # the parameters of this page choose no study
    return replace(
        read_services_glance(visit, view, connection),
        papers=works.papers(connection, visit.known.place.id, visit.today),
        opinion=read_opinion(visit.known.place, address, visit.today, connection, of_services=True),
    )
