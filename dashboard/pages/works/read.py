"""What the pages of works read: a fixed number of statements, however many works there are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.view import View
from dashboard.exhibits.works.money import bought
from dashboard.exhibits.works.view import Frame, WorksView
from dashboard.i18n import Lang
from dashboard.store.queries import works, works_outcome
from dashboard.store.records import People, Place
from dashboard.store.work_records import Choice


def read_works_view(
    place: Place, lang: Lang, people: tuple[People, ...], today: date, connection: Connection
) -> WorksView:
    """Everything about all works of a place (seven statements)."""
    return WorksView(
        place=place,
        lang=lang,
        today=today,
        by_word=works.tallies(connection, place.id, today, "word"),
        by_village=works.tallies(connection, place.id, today, "village"),
        by_source=works.funding_tallies(connection, place.id),
        by_service=works.tallies(connection, place.id, today, "service"),
        delivery=works_outcome.delivery(connection, place.id, today),
        deviations=works_outcome.deviations(connection, place.id),
        people=people,
        papers=works.papers(connection, place.id, today),
    )


def read_works_glance(place: Place, lang: Lang, today: date, connection: Connection) -> WorksView:
    """Only how far the works are, for pages about something else (two statements)."""
    return WorksView(
        place=place,
        lang=lang,
        today=today,
        by_word=works.tallies(connection, place.id, today, "word"),
        papers=works.papers(connection, place.id, today),
    )


def read_bought(view: View, connection: Connection) -> Exhibit | None:
    """What the budget's functions bought in the year looked at (two statements)."""
    place, today, of_year = view.place, view.today, Choice(year=view.year)
    tallies = works.tallies(connection, place.id, today, "function", of_year)
    papers = works.papers(connection, place.id, today, of_year)
    return bought(Frame(place, view.lang, today), tallies, view.classes, year=view.year, papers=papers)
