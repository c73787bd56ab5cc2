"""From an address to a page: a fixed number of queries, a view, exhibits, a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.exhibits.calendar import month_end
from dashboard.exhibits.lines import statements_shown
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View, needed, opening_year
from dashboard.exhibits.works.view import Frame
from dashboard.i18n import moment, t
from dashboard.pages.about import about_place, about_site
from dashboard.pages.address import OPINION_SECTIONS, WORKS_SECTIONS, Address, NotFound
from dashboard.pages.empty import empty_place, no_opinion, no_works
from dashboard.pages.lines import line_page, lines, side_of
from dashboard.pages.model import Page
from dashboard.pages.opinion import OPINION_PAGES, OpinionPage
from dashboard.pages.opinion.parts import way_to_opinion
from dashboard.pages.overview import overview
from dashboard.pages.place_data import PlaceData, Read, read_place
from dashboard.pages.places import places_page
from dashboard.pages.revenue import revenue
from dashboard.pages.spending import spending
from dashboard.pages.works.one_work import one_work
from dashboard.pages.works.promised import promised
from dashboard.pages.works.read import read_bought, read_works_glance, read_works_view
from dashboard.pages.works.register import register
from dashboard.store.queries import budget
from dashboard.store.queries import places as place_queries
from dashboard.store.queries import works as work_queries
from dashboard.store.records import Place
from dashboard.store.work_records import Work

Content = tuple[Component, tuple[Exhibit, ...]]


def build_page(
    address: Address,
    connection: Connection,
    today: date,
    read: Read = read_place,
    tiles: str = "",
    opinion: Mapping[str, OpinionPage] = OPINION_PAGES,
) -> Page:
    """The page at `address` as of `today`; `tiles` is the address of pictures under maps, empty for none.

    `opinion` makes the pages of opinion, by section.

    Raises NotFound for a place, a line or a work that does not exist.
    """
    if not address.place:
        return _site_page(address, connection)
    known = read(address.place, connection)
    if known is None:
        raise NotFound(address.href)
    place, statements = known.place, known.statements
    if address.section in WORKS_SECTIONS:
        return _works_page(known, address, connection, today, tiles)
    if address.section in OPINION_SECTIONS:
        return _opinion_page(known, address, connection, today, opinion)
    year = int(address.get("year") or opening_year(statements, today) or today.year)
    view = View(
        place=place,
        year=year,
        lang=address.lang,
        today=today,
        statements=statements,
        classes=known.classes,
        people=known.people,
        period=_period(address, year),
    )
    # A known year without any paper is an honest page; a place that never published is another.
    if statements:
        tree, exhibits = _content(known, view, address, connection)
    else:
        tree, exhibits = empty_place(view, address, known), ()
    name = place.names.in_(address.lang)
    section = address.section or "overview"
    return Page(
        address=address,
        title=t(address.lang, f"pages.title.{section}", place=name, year=year),
        description=_description(exhibits, address, name),
        tree=tree,
        exhibits=exhibits,
        fictional=place.fictional,
        place_name=name,
        updated=moment(max((s.paper.imported_at for s in statements), default="")),
        sections=known.sections,
    )


def _works_page(known: PlaceData, address: Address, connection: Connection, today: date, tiles: str) -> Page:
    lang, place = address.lang, known.place
    name = place.names.in_(lang)
    if address.item is not None:
        tree, exhibits, work = one_work(Frame(place, lang, today), address, connection)
        title, imported = f"{work.titles.in_(lang)} · {name}", work.report.paper.imported_at
    else:
        view = read_works_view(place, lang, known.people, today, connection)
        groups: tuple[Work, ...] = ()
        if known.has_works:
            if address.section == "works":
                groups = () if known.work_roles == {"work"} else work_queries.groups(connection, place.id)
                tree, exhibits = register(view, address, connection, groups, tiles)
            else:
                tree, exhibits = promised(view, address, connection)
        else:
            tree, exhibits = no_works(place, address), ()
        title = t(lang, f"pages.title.{address.section}", place=name)
        papers = (*view.papers, *(group.report.paper for group in groups))
        imported = max((paper.imported_at for paper in papers), default="")
    return Page(
        address=address,
        title=title,
        description=_description(exhibits, address, name),
        tree=tree,
        exhibits=exhibits,
        fictional=place.fictional,
        place_name=name,
        updated=moment(imported),
        sections=known.sections,
    )


def _opinion_page(
    known: PlaceData, address: Address, connection: Connection, today: date, pages: Mapping[str, OpinionPage]
) -> Page:
    """What residents say, the gap, the guesses, what came of it, or that nothing of it is published."""
    if address.section in known.sections:
        tree, exhibits, updated = pages[address.section](known, address, connection, today)
    elif address.params:  # of a study, of guesses: what is not there
        raise NotFound(address.href)
    else:
        tree, exhibits, updated = no_opinion(known.place, address), (), ""
    name = known.place.names.in_(address.lang)
    title = t(address.lang, f"pages.title.{address.section}", place=name)
    return Page(
        address=address,
        title=title,
        description=_description(exhibits, address, name) if exhibits else title,
        tree=tree,
        exhibits=exhibits,
        fictional=known.place.fictional,
        place_name=name,
        updated=moment(updated),
        sections=known.sections,
    )


def _site_page(address: Address, connection: Connection) -> Page:
    lang = address.lang
    exhibits: tuple[Exhibit, ...] = ()
    if address.section == "about":
        tree, exhibits = about_site(address, place_queries.terms(connection), budget.all_releases(connection))
    else:
        found = place_queries.found_by_name(connection, address.get("q")) if address.get("q") else None
        tree = places_page(address, place_queries.places(connection), place_queries.published(connection), found)
    section = address.section or "places"
    return Page(
        address=address,
        title=t(lang, f"pages.title.site_{section}"),
        description=t(lang, f"pages.title.site_{section}_description"),
        tree=tree,
        exhibits=exhibits,
    )


def _content(known: PlaceData, view: View, address: Address, connection: Connection) -> Content:
    if address.item is not None:
        return _line(view, address, connection)
    pages: dict[str, Callable[[View, Address, Connection], Content]] = {
        "": partial(_overview, known),
        "revenue": _revenue,
        "spending": _spending,
        "lines": _lines,
        "about": _about,
    }
    return pages[address.section](view, address, connection)


def _with_sums(view: View, connection: Connection) -> View:
    wanted = needed(view)
    return replace(view, sums=budget.sums(connection, wanted), remarks=budget.remarks(connection, wanted))


def _overview(known: PlaceData, view: View, address: Address, connection: Connection) -> Content:
    glance = read_works_glance(view.place, view.lang, view.today, connection)
    return overview(_with_sums(view, connection), address, glance, way_to_opinion(known, address))


def _revenue(view: View, address: Address, connection: Connection) -> Content:
    return revenue(_with_sums(view, connection), address)


def _spending(view: View, address: Address, connection: Connection) -> Content:
    return spending(_with_sums(view, connection), address, read_bought(view, connection))


def _lines(view: View, address: Address, connection: Connection) -> Content:
    shown = statements_shown(view, side_of(view, address))
    # One query for the shown statements and those they restate; the exhibit tells them apart.
    ids = {s.id for s in shown} | {s.previous_id for s in shown if s.previous_id is not None}
    figures = budget.lines(connection, ids)
    return lines(view, address, figures, figures)


def _line(view: View, address: Address, connection: Connection) -> Content:
    statements = budget.statements_of_line(connection, address.item or 0)
    figures = budget.lines(connection, (s.id for s in statements), address.item)
    known = {s.id for s in statements}
    if not figures or not _belongs(view.place, connection, address.item or 0):
        raise NotFound(address.href)
    return line_page(view, address, statements, tuple(f for f in figures if f.statement_id in known))


def _belongs(place: Place, connection: Connection, line_id: int) -> bool:
    return budget.place_of_line(connection, line_id) == place.id


def _about(view: View, address: Address, connection: Connection) -> Content:
    return about_place(
        view, address, budget.differences(connection, view.place.id), budget.releases_of(connection, view.place.id)
    )


def _period(address: Address, year: int) -> date | None:
    text = address.get("period")
    if not text or not text.startswith(f"{year}-"):
        return None
    return month_end(year, int(text[5:]))


def _description(exhibits: tuple[Exhibit, ...], address: Address, name: str) -> str:
    answer = exhibits[0].answer if exhibits else t(address.lang, "pages.empty.lead")
    return f"{name}. {answer}"
