"""One work: what it is in a sentence, pictures, money, time, documents, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.works.one import sentence, work_dates, work_funding, work_history, work_money
from dashboard.exhibits.works.view import Frame, service_name, unit_name, word_name
from dashboard.i18n import number, t
from dashboard.pages.attributes import attributes
from dashboard.pages.data import WorkData
from dashboard.pages.parts import NAV, exhibit_block, exhibit_blocks, page_head
from dashboard.pages.works.pictures import pictures
from dashboard.pages.works.sharing import is_this_right
from dashboard.store.work_records import Work


def exhibits(data: WorkData) -> Iterator[Exhibit]:
    """Money, whose money, days, and what every document said."""
    frame, work = data.frame, data.work
    yield work_money(frame, work)
    for some in (work_funding(frame, work), work_dates(frame, work)):
        if some is not None:
            yield some
    yield work_history(frame, work, data.history)


def layout(data: WorkData, made: tuple[Exhibit, ...]) -> Component:
    """The work in a sentence, its pictures and exhibits, and whom to ask."""
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
            *_note(frame, work),
            *pictures(data.photos, lang),
            *exhibit_blocks(others, address),
            _facts(frame, work),
            *_papers(frame, work),
            *_lines(data),
            exhibit_block(history, address, full=True),
            is_this_right(frame.place, address, title),
        ],
        className="content",
    )


def _lead(frame: Frame, work: Work) -> str:
    parts = (frame.place.names.in_(frame.lang), work.village, word_name(frame.lang, work.word))
    return " · ".join(part for part in parts if part)


def _note(frame: Frame, work: Work) -> list[Component]:
    """What staff say about the report, and that a row means several works where it does."""
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
