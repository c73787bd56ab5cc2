"""What the pages read that are found from the register: a contractor's, and the pictures."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.exhibits.works.view import Frame, WorksView
from dashboard.i18n import t
from dashboard.pages.data import ListPage, OfPlaceData
from dashboard.store.work_records import Pictured, Tally, Work


@dataclass(frozen=True)
class ContractorData(OfPlaceData):
    """The works of a contractor, one page of them; without a `name` all contractors by their names."""

    view: WorksView
    name: str
    page: ListPage
    works: tuple[Work, ...] = ()
    contractors: tuple[Tally, ...] = ()

    @property
    def title(self) -> str:
        """The contractor and the place."""
        if self.name:
            return f"{self.name} · {self.visit.name}"
        return t(self.visit.lang, "works_pages.contractors_title", place=self.visit.name)


@dataclass(frozen=True)
class GalleryData(OfPlaceData):
    """One page of the pictures of a place's works."""

    frame: Frame
    page: ListPage
    pictures: tuple[Pictured, ...]

    @property
    def title(self) -> str:
        """The pictures and the place."""
        return t(self.visit.lang, "works_pages.gallery_title", place=self.visit.name)
