"""What a page is, to everyone who sends it: the tree, the words around it, and the exhibits it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.exhibits.model import Exhibit
from dashboard.pages.address import SECTIONS, Address
from dashboard.pages.reach import Reach


@dataclass(frozen=True)
class Page:
    """A page, ready to be drawn by Dash and written as HTML.

    Attributes:
        tree: content of `<main>`; the same tree is rendered twice.
        exhibits: everything on the page that can be downloaded or drawn.
        fictional: whether the place is fictional; the shell marks every screen.
        sections: those of the place that have something to show, in the order of the navigation.
        reach: how to ask the place; None for pages of the site.
    """

    address: Address
    title: str
    description: str
    tree: Component
    exhibits: tuple[Exhibit, ...] = ()
    fictional: bool = False
    place_name: str = ""
    sections: tuple[str, ...] = SECTIONS
    reach: Reach | None = None

    def page(self) -> Page:
        """The page itself: what is made already need not be laid out."""
        return self

    def exhibit(self, key: str) -> Exhibit:
        """The exhibit of that key; raises KeyError."""
        return {exhibit.key: exhibit for exhibit in self.exhibits}[key]
