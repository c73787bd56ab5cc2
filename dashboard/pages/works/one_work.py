"""One work: what it is in a sentence, pictures, money, time, documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import DEGREES, Exhibit
from dashboard.exhibits.works.one import sentence, work_dates, work_funding, work_history, work_money
from dashboard.exhibits.works.place import place_of
from dashboard.exhibits.works.view import Frame, service_name, type_name, unit_name, word_name
from dashboard.i18n import number, t
from dashboard.pages.attributes import attributes
from dashboard.pages.data import WorkData
from dashboard.pages.parts import NAV, exhibit_block, exhibit_blocks, page_head
from dashboard.pages.works.pictures import pictures
from dashboard.store.work_records import OPEN, Link, Work

#: What the titles and addresses of tenders say of themselves, folded.
_TENDER = re.compile("тендер|сатып алуу|закуп|tender|procure|zakup|licitaci")


def exhibits(data: WorkData) -> Iterator[Exhibit]:
    """Money, whose money, days, the place, and what every document said."""
    frame, work = data.frame, data.work
    yield work_money(frame, work)
    place = place_of(frame, work, data.outlines, data.visit.tiles)
    for some in (work_funding(frame, work), work_dates(frame, work), place):
        if some is not None:
            yield some
    yield work_history(frame, work, data.history)


def layout(data: WorkData, made: tuple[Exhibit, ...]) -> Component:
    """The work in a sentence, its pictures and exhibits."""
    frame, work, address, lang = data.frame, data.work, data.address, data.visit.lang
    *others, history = made
    title = work.titles.in_(lang)
    said = sentence(work, lang, frame.today, frame.currency)
    back = html.A(t(lang, "works_pages.back"), href=address.to("works").href, className="back", **NAV)
    return html.Div(
        [
            back,
            page_head(title, _lead(frame, work)),
            html.P(said, className="answer work-sentence", **attributes(data_figure="work")),
            *_delay(frame, work),
            *_note(frame, work),
            *pictures(data.photos, lang),
            *exhibit_blocks(others, address),
            *_geo(frame, work),
            _facts(data),
            *_papers(frame, work),
            *_lines(data),
            exhibit_block(history, address, full=True),
        ],
        className="content",
    )


def _lead(frame: Frame, work: Work) -> str:
    parts = (frame.place.names.in_(frame.lang), work.village, word_name(frame.lang, work.word))
    return " · ".join(part for part in parts if part)


def _note(frame: Frame, work: Work) -> list[Component]:
    """What staff say about the report, and that a row means several works where it does."""
    notes = [work.report.note.in_(frame.lang)] if work.report.note.in_(frame.lang) else []
    if work.report.progress:
        notes.append(t(frame.lang, "works_pages.progress", text=work.report.progress))
    if work.role != "work":
        notes.append(t(frame.lang, f"works_pages.role_{work.role}"))
    return [html.P(note, className="note") for note in notes]


def _delay(frame: Frame, work: Work) -> list[Component]:
    """Why a work is late, as its latest report says; of an open one past its date that nobody says."""
    lang, reason = frame.lang, work.report.delay_reason
    late = work.word in OPEN and work.is_late(frame.today)
    if not reason and not late:
        return []
    return [
        html.P(
            [html.Strong(t(lang, "works.columns.reason")), ": ", reason or t(lang, "works.promised.no_reason")],
            id="work-delay",
            className="note",
        )
    ]


def _geo(frame: Frame, work: Work) -> list[Component]:
    """The way to the place in whatever program for maps the reader has (RFC 5870); it asks nobody for anything."""
    if work.latitude is None or work.longitude is None:
        return []
    point = f"{work.latitude:.{DEGREES}f},{work.longitude:.{DEGREES}f}"
    link = html.A(t(frame.lang, "works_pages.geo"), href=f"geo:{point}?q={point}", id="work-geo")
    return [html.P(link, className="onward-quiet")]


def _facts(data: WorkData) -> Component:
    """Everything else that is published about the work; what is not published says so."""
    frame, work, lang = data.frame, data.work, data.visit.lang
    missing = t(lang, "marks.missing")
    facts: list[tuple[str, str | Component]] = [
        ("number", work.key),
        ("contractor", _contractor(data) or missing),
        ("quantity", _quantity(frame, work) or missing),
        ("beneficiaries", missing if work.beneficiaries is None else number(lang, work.beneficiaries, 0)),
    ]
    if work.service:
        facts.append(("sector", service_name(lang, work.service)))
    if work.type:
        facts.append(("type", type_name(lang, work.type)))
    facts += [(name, value) for name, value in (("description", work.description), ("ocid", work.ocid)) if value]
    facts += [("tender", _link(link)) for link in work.links if _is_tender(link)]
    if work.printed != work.titles.in_(lang):
        facts.append(("printed", work.printed))
    pairs = [part for name, value in facts for part in (html.Dt(t(lang, f"works_pages.fact_{name}")), html.Dd(value))]
    return _section("facts", t(lang, "works_pages.facts"), [html.Dl(pairs)])


def _contractor(data: WorkData) -> str | Component:
    """The name as printed; it leads to the other works of the same name."""
    name = data.work.report.contractor
    href = data.visit.links.contractor(name) if name and data.work.role == "work" else ""
    return html.A(name, href=href, **NAV) if href else name


def _is_tender(link: Link) -> bool:
    """Whether a page about a work is one of its tender, by its title and address."""
    return bool(safe_url(link.url) and _TENDER.search(f"{link.title} {link.url}".casefold()))


def _link(link: Link) -> Component:
    return html.A(link.title or link.url, href=link.url, rel="noopener")


def _quantity(frame: Frame, work: Work) -> str:
    if work.quantity is None:
        return ""
    decimals = 0 if work.quantity == int(work.quantity) else 1
    unit = unit_name(frame.lang, work.quantity_unit, work.quantity) if work.quantity_unit else ""
    return f"{number(frame.lang, work.quantity, decimals)} {unit}".strip()


def _papers(frame: Frame, work: Work) -> Iterable[Component]:
    """Documents of the work that a browser may open, but for its tender, which stands among the facts."""
    links = [html.Li(_link(link)) for link in work.links if safe_url(link.url) and not _is_tender(link)]
    if links:
        yield _section("papers", t(frame.lang, "works_pages.papers"), [html.Ul(links)])


def _lines(data: WorkData) -> Iterable[Component]:
    """Lines of the budget under the function that pays for the work."""
    if not data.lines:
        return
    lang, path = data.visit.lang, data.address.to("lines").path
    links = [html.Li(html.A(names.in_(lang), href=f"{path}/{number}", **NAV)) for number, names in data.lines.items()]
    lead = html.P(t(lang, "works_pages.lines_lead"))
    yield html.Section(
        [static(html.H2(t(lang, "works_pages.lines"), id="lines-title"), lead), html.Ul(links)],
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
