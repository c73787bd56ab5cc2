"""Every section: what it reads, its exhibits, its layout. A new page is an entry here and its name in `address`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dashboard.pages import about, empty, lines, overview, places, revenue, spending
from dashboard.pages.data import PlaceData
from dashboard.pages.opinion import answers, gap, opinion, quiz
from dashboard.pages.opinion import read as opinion_read
from dashboard.pages.read import (
    read_about,
    read_line,
    read_lines,
    read_nothing,
    read_overview,
    read_places,
    read_revenue,
    read_site_about,
    read_spending,
    read_year,
)
from dashboard.pages.section import Section
from dashboard.pages.services import listing as services
from dashboard.pages.services import one as one_service
from dashboard.pages.services.read import read_service, read_services
from dashboard.pages.works import contractor, gallery, map_page, one_work, promised, register, whole
from dashboard.pages.works.read import read_contractor, read_gallery, read_promised, read_register, read_work


def _has_budget(known: PlaceData) -> bool:
    return bool(known.statements)


def _has_works(known: PlaceData) -> bool:
    return known.has_works


def _has_services(known: PlaceData) -> bool:
    return "services" in known.sections


_NO_BUDGET = Section(read_year, empty.no_budget)
_NO_WORKS = Section(read_nothing, empty.no_works)
_NO_OPINION = Section(opinion_read.read_no_opinion, empty.no_opinion)

#: Of the whole site, by section.
OF_SITE: Final[Mapping[str, Section[Any]]] = {
    "": Section(read_places, places.layout),
    "about": Section(read_site_about, about.site_layout, about.site_exhibits),
}
#: Of a place, by section.
OF_PLACE: Final[Mapping[str, Section[Any]]] = {
    "": Section(read_overview, overview.layout, overview.exhibits, _has_budget, _NO_BUDGET),
    "services": Section(read_services, services.layout, services.exhibits, _has_services, _NO_BUDGET),
    "spending": Section(read_spending, spending.layout, spending.exhibits, _has_budget, _NO_BUDGET),
    "revenue": Section(read_revenue, revenue.layout, revenue.exhibits, _has_budget, _NO_BUDGET),
    "lines": Section(read_lines, lines.layout, lines.exhibits, _has_budget, _NO_BUDGET),
    "works": Section(
        read_register, register.layout, register.exhibits, _has_works, _NO_WORKS, {"works-list": whole.whole_register}
    ),
    "promised": Section(
        read_promised,
        promised.layout,
        promised.exhibits,
        _has_works,
        _NO_WORKS,
        {"works-promised": whole.whole_promised},
    ),
    "map": Section(read_register, map_page.layout, map_page.exhibits, _has_works, _NO_WORKS),
    "opinion": Section(
        opinion_read.read_opinion_page,
        opinion.layout,
        opinion.exhibits,
        lambda known: "opinion" in known.sections,
        _NO_OPINION,
    ),
    "gap": Section(
        opinion_read.read_gap_page, gap.layout, gap.exhibits, lambda known: "gap" in known.sections, _NO_OPINION
    ),
    "quiz": Section(
        opinion_read.read_quiz, quiz.layout, quiz.exhibits, lambda known: "quiz" in known.sections, _NO_OPINION
    ),
    "answers": Section(
        opinion_read.read_answers,
        answers.layout,
        answers.exhibits,
        lambda known: "answers" in known.sections,
        _NO_OPINION,
    ),
    "about": Section(read_about, about.layout, about.exhibits, _has_budget, _NO_BUDGET),
    "contractor": Section(
        read_contractor,
        contractor.layout,
        contractor.exhibits,
        _has_works,
        _NO_WORKS,
        {"works-list": whole.whole_contractor},
    ),
    "gallery": Section(
        read_gallery, gallery.layout, gallery.exhibits, _has_works, _NO_WORKS, {"works-pictures": whole.whole_gallery}
    ),
}
#: Of one line, one work or one service, by the section it is found in.
OF_ITEM: Final[Mapping[str, Section[Any]]] = {
    "lines": Section(read_line, lines.line_layout, lines.line_exhibits, _has_budget, _NO_BUDGET),
    "works": Section(read_work, one_work.layout, one_work.exhibits),
    "services": Section(read_service, one_service.layout, one_service.exhibits, _has_services, _NO_BUDGET),
}
