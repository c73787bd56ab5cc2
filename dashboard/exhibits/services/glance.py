"""Every service in a few words, as the chips of the overview show them: money per resident, one line on its works."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.exhibits.model import Column, shown
from dashboard.exhibits.services.cells import per_head
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.services.works import absence_words, works_words
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
        page.key, page.name(lang), shown(cell, _MONEY, lang, view.currency), of, _line(view, page), known
    )


def _line(view: ServicesView, page: ServicePage) -> str:
    """The works done, without any those to come, and the open ones past their date; why none is known."""
    lang, tally = view.lang, view.tally(page.services)
    if not tally.count:
        return absence_words(view)
    to_come = {"works.part.under_way": tally.under_way, "services.works.to_come": tally.to_come}
    told = {"works.part.done": tally.done} if tally.done else to_come
    told["services.works.late"] = view.late_open(page.services)
    parts = [t(lang, key, n=n) for key, n in told.items() if n]
    if not parts:
        return works_words(view, page)
    return t(lang, "services.glance.works", parts=t(lang, "exhibits.list_joiner").join(parts))
