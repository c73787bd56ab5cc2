"""Every service in a few words, as the chips of the overview show them: money per resident, one line on its works."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.exhibits.model import Column, shown
from dashboard.exhibits.services.cells import per_head
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.services.works import works_words
from dashboard.i18n import t
from dashboard.service_pages import ServicePage, service_pages

_MONEY = Column("per_head", "", "money")


@dataclass(frozen=True)
class ServiceGlance:
    """One service. `per_head` is the amount per resident, or in words why there is none; `of` what it is an amount of.

    `known`: whether `per_head` is an amount. `line` tells of its works.
    """

    key: str
    name: str
    per_head: str
    of: str
    line: str
    known: bool


def glance(view: ServicesView) -> tuple[ServiceGlance, ...]:
    """Every service in order; the view needs no opinion."""
    return tuple(_glance(view, page) for page in service_pages().values())


def _glance(view: ServicesView, page: ServicePage) -> ServiceGlance:
    lang, mine = view.lang, view.money(page, view.best)
    cell = per_head(view, view.best, mine.amount_minor)
    known = cell.value is not None
    of = t(lang, f"services.glance.{'of_shared' if mine.basis == 'shared' else 'of'}") if known else ""
    return ServiceGlance(
        page.key, page.name(lang), shown(cell, _MONEY, lang, view.currency), of, works_words(view, page), known
    )
