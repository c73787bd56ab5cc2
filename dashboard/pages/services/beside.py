"""The ways to what is held beside the services: programmes of works, printed results of surveys."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.i18n import t
from dashboard.pages.parts import NAV
from dashboard.pages.services.data import ServicesData


def way_to_works(data: ServicesData) -> list[Component]:
    """To the register where it has programmes only."""
    view = data.services
    return [_way(data, "works")] if view.groups and not view.works else []


def way_to_parts(data: ServicesData) -> list[Component]:
    """To the overview, where the year is divided by purpose in parts of the budget only, if at all."""
    view = data.services
    year = data.address.get("year")
    return [_way(data, "", year=year)] if view.has_parts and not view.is_divided else []


def way_to_opinion(data: ServicesData) -> list[Component]:
    """To the surveys, where no study could be chosen but results of some are held."""
    opinion = data.services.opinion
    asked_nobody = opinion is not None and opinion.study is None
    return [_way(data, "opinion")] if asked_nobody and "opinion" in data.visit.known.sections else []


def _way(data: ServicesData, section: str, *, year: str = "") -> Component:
    name = section or "overview"
    words = t(data.visit.lang, f"services.way.{name}")
    link = html.A(words, href=data.address.to(section, year=year).href, id=f"to-{name}", **NAV)
    return html.Ul(html.Li(link), className="ways")
