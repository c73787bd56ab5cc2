"""One work: what it is in a sentence, pictures, money, time, papers, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.channels.html import static
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.one import sentence, work_dates, work_funding, work_history, work_money
from dashboard.exhibits.works.view import Frame, service_name, unit_name, word_name
from dashboard.i18n import number, t
from dashboard.pages.address import Address, NotFound
from dashboard.pages.attributes import attributes
from dashboard.pages.parts import NAV, exhibit_block, exhibit_blocks, page_head
from dashboard.pages.works.pictures import pictures
from dashboard.pages.works.sharing import is_this_right
from dashboard.store.queries import work_lines
from dashboard.store.queries import works as queries
from dashboard.store.work_records import Work


def one_work(frame: Frame, address: Address, connection: Connection) -> tuple[Component, tuple[Exhibit, ...], Work]:
    """The page of the work the address names, its exhibits, and the work. Raises NotFound."""
    lang, place = frame.lang, frame.place
    work = queries.work(connection, place.id, address.item or 0)
    if work is None:
        raise NotFound(address.href)
    title = work.titles.in_(lang)
    said = sentence(work, lang, frame.today, place.currency)
    money, history = work_money(frame, work), work_history(frame, work, queries.history(connection, work.id))
    found = (money, work_funding(frame, work), work_dates(frame, work))
    exhibits = tuple(exhibit for exhibit in found if exhibit is not None)
    shown = queries.photos(connection, (work.id,)).get(work.id, ())
    back = html.A(t(lang, "works_pages.back"), href=address.to("works").href, className="back", **NAV)
    tree = html.Div(
        [
            back,
            page_head(title, _lead(frame, work)),
            html.P(said, className="answer work-sentence", **attributes(data_figure="work")),
            *_note(frame, work),
            *pictures(shown, lang),
            *exhibit_blocks(exhibits, address),
            _facts(frame, work),
            *_papers(frame, work),
            *_lines(frame, work, address, connection),
            exhibit_block(history, address, full=True),
            is_this_right(place, address, title),
        ],
        className="content",
    )
    return tree, (*exhibits, history), work


def _lead(frame: Frame, work: Work) -> str:
    parts = (frame.place.names.in_(frame.lang), work.village, word_name(frame.lang, work.report.word))
    return " · ".join(part for part in parts if part)


def _note(frame: Frame, work: Work) -> list[Component]:
    """What staff say about the report, and that a row stands for several works where it does."""
    notes = [work.report.note.in_(frame.lang)] if work.report.note.in_(frame.lang) else []
    if work.role != "work":
        notes.append(t(frame.lang, f"works_pages.role_{work.role}"))
    return [html.P(note, className="note") for note in notes]


def _facts(frame: Frame, work: Work) -> Component:
    """Everything else that is published about the work; what is not published says so."""
    lang = frame.lang
    missing = t(lang, "marks.missing")
    facts = [
        ("contractor", work.report.contractor or missing),
        ("quantity", _quantity(frame, work) or missing),
        ("beneficiaries", missing if work.beneficiaries is None else number(lang, work.beneficiaries, 0)),
    ]
    if work.service:
        facts.append(("sector", service_name(lang, work.service)))
    facts += [(name, value) for name, value in (("description", work.description), ("ocid", work.ocid)) if value]
    if work.printed != work.titles.in_(lang):
        facts.append(("printed", work.printed))
    pairs = [part for name, value in facts for part in (html.Dt(t(lang, f"works_pages.fact_{name}")), html.Dd(value))]
    return _section("facts", t(lang, "works_pages.facts"), [html.Dl(pairs)])


def _quantity(frame: Frame, work: Work) -> str:
    if work.quantity is None:
        return ""
    decimals = 0 if work.quantity == int(work.quantity) else 1
    unit = unit_name(frame.lang, work.quantity_unit, work.quantity) if work.quantity_unit else ""
    return f"{number(frame.lang, work.quantity, decimals)} {unit}".strip()


def _papers(frame: Frame, work: Work) -> Iterable[Component]:
    """Documents of the work that a browser may open."""
    links = [
        html.Li(html.A(link.title or link.url, href=link.url, rel="noopener"))
        for link in work.links
        if safe_url(link.url)
    ]
    if links:
        yield _section("papers", t(frame.lang, "works_pages.papers"), [html.Ul(links)])


def _lines(frame: Frame, work: Work, address: Address, connection: Connection) -> Iterable[Component]:
    """Lines of the budget under the function that pays for the work."""
    if not work.function:
        return
    lines = work_lines.lines_of_function(connection, frame.place.id, work.function)
    if not lines:
        return
    links = [
        html.Li(html.A(line.names.in_(frame.lang), href=f"{address.to('lines').path}/{line.id}", **NAV))
        for line in lines
    ]
    lead = html.P(t(frame.lang, "works_pages.lines_lead"))
    yield html.Section(
        [static(html.H2(t(frame.lang, "works_pages.lines"), id="lines-title"), lead), html.Ul(links)],
        id="lines",
        className="exhibit",
        **attributes(aria_labelledby="lines-title"),
    )


def _section(name: str, title: str, content: list[Component]) -> Component:
    return html.Section(
        static(html.H2(title, id=f"{name}-title"), *content),
        id=name,
        className="exhibit",
        **attributes(aria_labelledby=f"{name}-title"),
    )
