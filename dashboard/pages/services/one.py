"""One service: its money, its works with a picture, what people say, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.markup import Markup
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.services.money import service_money
from dashboard.exhibits.services.opinion import service_opinion
from dashboard.exhibits.services.works import service_works
from dashboard.exhibits.works.one import sentence
from dashboard.exhibits.works.view import service_name
from dashboard.i18n import t
from dashboard.pages.answers import ask_answer
from dashboard.pages.parts import NAV, exhibit_block, year_head
from dashboard.pages.services.beside import way_to_opinion, way_to_parts, way_to_works
from dashboard.pages.services.data import ServiceData
from dashboard.pages.works.pictures import gallery_html
from dashboard.store.work_records import OPEN, Photo, Pictured

_WORKS_SHOWN = 8  # of the table; the files have the others
_OPEN_SHOWN = 3  # of the works still open, those longest past their date first


def exhibits(data: ServiceData) -> Iterator[Exhibit]:
    """Money, works, opinion: each there, if only to say why it has nothing."""
    view, page, visit = data.services, data.page, data.visit
    lines = data.address.to("lines").path
    yield service_money(view, page, lambda number: f"{lines}/{number}")
    yield service_works(view, page, data.works, visit.work_link)
    yield service_opinion(view, page)


def layout(data: ServiceData, made: tuple[Exhibit, ...]) -> Component:
    """One below the other."""
    lang, address, view = data.visit.lang, data.address, data.view
    money, works, opinion = made
    name, year = data.page.name(lang), data.address.get("year")
    back = html.A(t(lang, "services.page.back"), href=address.to("services", year=year).href, className="back", **NAV)
    return html.Div(
        [
            back,
            year_head(name, view, address, view.years),
            exhibit_block(money, address),
            *way_to_parts(data),
            exhibit_block(works, address, body=_seen(data), most=_WORKS_SHOWN),
            *_ways(data),
            exhibit_block(opinion, address),
            *way_to_opinion(data),
            html.Div(ask_answer(data.visit.reach, lang), className="three"),
        ],
        className="content",
    )


def _seen(data: ServiceData) -> Component | None:
    """The works still open, each in a sentence, and a picture."""
    listed, picture = _open_works(data), _picture(data)
    found = [each for each in (listed, picture) if each is not None]
    return html.Div(static(*found), className="service-works") if found else None


def _open_works(data: ServiceData) -> Component | None:
    lang, link = data.visit.lang, data.visit.work_link
    works = [work for work in data.works if work.word in OPEN]
    late_first = sorted(works, key=lambda work: -(work.days_late(data.visit.today) or 0))
    said = ((work, sentence(work, lang, data.visit.today, data.services.currency)) for work in late_first[:_OPEN_SHOWN])
    lines = [html.Li(html.A(words, href=link(work.id), **NAV)) for work, words in said]
    return html.Ul(lines) if lines else None


def _picture(data: ServiceData) -> Markup | None:
    """The newest picture of a work of the service after it was done; with the one before, where they are a pair."""
    found = [(photo, work) for work in data.works for photo in data.photos.get(work.id, ()) if photo.stage == "after"]
    if not found:
        return None
    newest, work = max(found, key=lambda each: (each[0].taken_on or date.min, each[1].id))
    before = _before(newest, data.photos[work.id])
    shown = tuple(Pictured(work.id, photo, work.id, work.titles) for photo in (before, newest) if photo is not None)
    return gallery_html(shown, data.visit.work_link, data.visit.lang)


def _before(after: Photo, photos: tuple[Photo, ...]) -> Photo | None:
    return next((each for each in photos if after.pair and each.pair == after.pair and each.stage == "before"), None)


def _ways(data: ServiceData) -> list[Component]:
    """To the register, narrowed to each service that works name; to all of it where only programmes are held."""
    lang, view = data.visit.lang, data.services
    counts = {service: view.tally((service,)).count for service in data.page.services}
    links = [
        html.Li(
            html.A(
                t(lang, "services.page.register", name=service_name(lang, service), n=n),
                href=data.address.to("works", sector=service).href,
                id=f"register-{service}",
                **NAV,
            )
        )
        for service, n in counts.items()
        if n
    ]
    return [html.Ul(links, className="ways")] if links else way_to_works(data)
