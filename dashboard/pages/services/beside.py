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


def way_to_opinion(data: ServicesData) -> list[Component]:
    """To the surveys, where no study could be chosen but results of some are held."""
    opinion = data.services.opinion
    asked_nobody = opinion is not None and opinion.study is None
    return [_way(data, "opinion")] if asked_nobody and "opinion" in data.visit.known.sections else []


def _way(data: ServicesData, section: str) -> Component:
    words = t(data.visit.lang, f"services.way.{section}")
    link = html.A(words, href=data.address.to(section).href, id=f"to-{section}", **NAV)
    return html.Ul(html.Li(link), className="ways")
