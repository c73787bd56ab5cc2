"""Services in a few words on other pages: a row of chips that leads to them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.exhibits.services.glance import ServiceGlance, glance
from dashboard.exhibits.services.view import ServicesView
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.pages.parts import NAV


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
