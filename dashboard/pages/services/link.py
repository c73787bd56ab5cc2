"""The quiet way from a search to the services it means."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.parts import NAV
from dashboard.service_pages import services_found


def found_services(address: Address, typed: str) -> list[Component]:
    """A link to each service that the words typed mean; nothing where they mean none."""
    lang = address.lang
    year = address.get("year") if address.section == "lines" else ""  # the years of works are not those of budgets
    links = [
        html.Li(
            html.A(
                t(lang, "services.link.all", name=page.name(lang)),
                href=address.to_service(page.key, year=year).href,
                id=f"service-{page.key}",
                **NAV,
            )
        )
        for page in services_found(typed)
    ]
    return [html.Ul(links, className="services-found")] if links else []
