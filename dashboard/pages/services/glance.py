"""Services in a few words on other pages: what these read, and a row of chips that leads to the services."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.channels.html import static
from dashboard.exhibits.services.glance import ServiceGlance, glance
from dashboard.exhibits.services.view import ServicesView, statements_read
from dashboard.exhibits.view import View
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.data import PlaceVisit
from dashboard.pages.parts import NAV
from dashboard.store.queries import budget, works
from dashboard.store.work_records import Choice


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
    )


def service_chips(view: ServicesView, address: Address) -> list[Component]:
    """A chip a service: its name, its money per resident, its works; none where neither is known of any."""
    found = glance(view)
    if not any(each.known for each in found) and not view.works:
        return []
    year = address.get("year")
    chips = [html.Li(_chip(each, address.to_service(each.key, year=year).href)) for each in found]
    every = html.A(t(view.lang, "shell.section.services"), href=address.to("services", year=year).href, **NAV)
    return [
        html.Section(
            [html.H2([t(view.lang, "frame.services"), " ", every], id="services-title"), html.Ul(chips)],
            className="chips",
            **attributes(aria_labelledby="services-title"),
        )
    ]


def _chip(service: ServiceGlance, href: str) -> Component:
    money = [html.Em(service.per_head), html.Span(service.of)] if service.known else []
    return html.A(static(html.Strong(service.name), *money, html.Span(service.line)), href=href, **NAV)
