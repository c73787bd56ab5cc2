"""What the pages of the site and of a budget read: a fixed number of statements, before anything is laid out."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from dashboard.exhibits.holdings import lacking_year
from dashboard.exhibits.lines.statements import rows_read, sides_asked
from dashboard.exhibits.own_lines import unclassified, with_own_lines
from dashboard.exhibits.tree import lies_under
from dashboard.exhibits.view import View, needed
from dashboard.gazetteer import villages
from dashboard.pages.address import Address, BadAddress, NotFound
from dashboard.pages.data import (
    AboutData,
    BudgetData,
    LineData,
    LinesData,
    News,
    OfPlaceData,
    OverviewData,
    PlacesData,
    PlaceVisit,
    SiteAboutData,
    SpendingData,
)
from dashboard.pages.finding import find
from dashboard.pages.section import Sources
from dashboard.pages.services.read import read_services_glance
from dashboard.pages.viewing import view_of
from dashboard.pages.works.read import read_bought, read_works_glance
from dashboard.store import audit
from dashboard.store.queries import budget, news, places
from dashboard.store.queries.corrections import corrected

#: Papers the first page names as new.
NEWEST = 10


def read_places(address: Address, sources: Sources) -> PlacesData:
    """Every place and what it has (three statements); where nothing narrows the list, what is new (two more)."""
    connection, typed = sources.connection, address.get("q")
    every, published = places.places(connection), places.published(connection)
    if typed:
        return PlacesData(address, every, published, find(typed, every, villages(), published))
    if address.get("oblast"):
        return PlacesData(address, every, published)
    whats_new = News(news.newest_papers(connection, NEWEST), news.holdings(connection))
    return PlacesData(address, every, published, news=whats_new, outline=sources.outline)


def read_site_about(address: Address, sources: Sources) -> SiteAboutData:
    """Terms, and releases without mistakes that were put right at once (six statements)."""
    hidden = corrected(sources.connection, sources.correction_hours)
    releases = tuple(each for each in budget.all_releases(sources.connection) if each.id not in hidden)
    return SiteAboutData(address, places.terms(sources.connection), releases, audit.head(sources.connection))


def read_nothing(visit: PlaceVisit, _: Sources) -> OfPlaceData:
    """For pages that say what is not published."""
    return OfPlaceData(visit)


def read_year(visit: PlaceVisit, _: Sources) -> BudgetData:
    """The year asked for, or the one a place opens with, without any sum."""
    view = view_of(visit)
    return BudgetData(visit, view if view.statements else replace(view, year=lacking_year(visit.today)))


def read_overview(visit: PlaceVisit, sources: Sources) -> OverviewData:
    """Sums of the year, a glance at the works and at the services (nine statements)."""
    glance = read_works_glance(visit.known.place, visit.lang, visit.today, sources.connection)
    view = _with_sums(view_of(visit), sources.connection)
    return OverviewData(visit, view, glance, read_services_glance(visit, view, sources.connection))


def read_revenue(visit: PlaceVisit, sources: Sources) -> BudgetData:
    """Sums of the year (two statements)."""
    return BudgetData(visit, _with_sums(view_of(visit), sources.connection))


def read_spending(visit: PlaceVisit, sources: Sources) -> SpendingData:
    """Sums of the year, and what the money bought (four statements); lines of the function chosen (one more).

    Raises BadAddress for a function that is none.
    """
    connection, chosen = sources.connection, visit.address.get("function")
    view = _with_sums(view_of(visit), connection)
    bought = read_bought(view, connection)
    if not chosen:
        return SpendingData(visit, view, bought)
    if chosen not in view.classes:
        raise BadAddress("function", chosen)
    figures = budget.lines(connection, rows_read(view, ("expenditure",)))
    mine = tuple(figure for figure in figures if lies_under(figure.function, chosen, view.classes))
    of_function = tuple(tally for tally in bought.tallies if lies_under(tally.key, chosen, view.classes))
    return SpendingData(visit, view, replace(bought, tallies=of_function), chosen, mine)


def read_lines(visit: PlaceVisit, sources: Sources) -> LinesData:
    """Lines of the statements shown, of those they restate, and of the year before; notes on them, and what the revenue
    of the year is made of (three statements)."""
    view = view_of(visit)
    revenue = view.best("revenue")
    ids = rows_read(view, sides_asked(view, visit.address.get("side")), visit.address.get("annex"))
    sums = budget.sums(sources.connection, revenue.members if revenue is not None else ())
    noted = replace(view, sums=sums, remarks=budget.remarks(sources.connection, ids))
    return LinesData(visit, noted, budget.lines(sources.connection, ids))


def read_line(visit: PlaceVisit, sources: Sources) -> LineData:
    """One line of the place (three statements). Raises NotFound."""
    connection, number = sources.connection, visit.address.item or 0
    statements = budget.statements_of_line(connection, number)
    known = {s.id for s in statements}
    figures = budget.lines(connection, known, number)
    if not figures or budget.place_of_line(connection, number) != visit.known.place.id:
        raise NotFound(visit.address.href)
    return LineData(visit, view_of(visit), statements, tuple(f for f in figures if f.statement_id in known))


def read_about(visit: PlaceVisit, sources: Sources) -> AboutData:
    """Sums that differ, statements that do not count, and releases (six statements)."""
    connection, place_id = sources.connection, visit.known.place.id
    differences, hidden = budget.differences(connection, place_id), corrected(connection, sources.correction_hours)
    releases = tuple(each for each in budget.releases_of(connection, place_id) if each.id not in hidden)
    rivals = tuple(each for each in budget.rivals(connection, place_id) if each.release_id not in hidden)
    return AboutData(visit, view_of(visit), differences, rivals, releases)


def _with_sums(view: View, connection: Connection) -> View:
    wanted = needed(view)
    summed = replace(view, sums=budget.sums(connection, wanted), remarks=budget.remarks(connection, wanted))
    # One statement more where a document has no classes: its own lines stand in their place.
    bare = unclassified(summed)
    return with_own_lines(summed, budget.lines(connection, bare)) if bare else summed
