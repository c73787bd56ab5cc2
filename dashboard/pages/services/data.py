"""What the pages of services read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.exhibits.services.view import ServicesView
from dashboard.i18n import t
from dashboard.pages.data import BudgetData
from dashboard.service_pages import ServicePage
from dashboard.store.work_records import Photo, Work


@dataclass(frozen=True)
class ServicesData(BudgetData):
    """One year of the budget, the works and the study of a place, service by service."""

    services: ServicesView


@dataclass(frozen=True)
class ServiceData(ServicesData):
    """One service: `works` of it, those to come first, at most MOST_WORKS; `photos` of these by work."""

    page: ServicePage
    works: tuple[Work, ...] = ()
    photos: Mapping[int, tuple[Photo, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The service, the place and the year."""
        name = self.page.name(self.visit.lang)
        return t(self.visit.lang, "services.page.title", name=name, place=self.visit.name, year=self.view.year)
