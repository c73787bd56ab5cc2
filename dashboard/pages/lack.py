"""One quiet line in place of many: what we hold, what we lack, where to send it, and a request to copy."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.exhibits.holdings import Holdings, holdings
from dashboard.i18n import Lang, t
from dashboard.pages.data import BudgetData
from dashboard.store.records import Contact


def lack(data: BudgetData) -> list[Component]:
    """What is lacked of the year looked at; nothing where all of it is held, or no council approves a budget."""
    known = holdings(data.view)
    if not known.lacked or not data.view.place.has_council:
        return []
    lang = data.view.lang
    return [
        html.Section(
            static(
                html.P(_sentence(lang, data.view.year, known), className="lack"),
                html.Details([html.Summary(t(lang, "pages.lack.ask")), *_ways(data, lang, known)]),
            ),
            className="lacking",
        )
    ]


def _sentence(lang: Lang, year: int, known: Holdings) -> str:
    parts = []
    for name in ("held", "without_figures", "lacked", "not_due"):
        papers = getattr(known, name)
        if papers:
            parts.append(t(lang, f"pages.lack.{name}", year=year, papers=", ".join(papers)))
    return " ".join(parts)


def _ways(data: BudgetData, lang: Lang, known: Holdings) -> list[Component]:
    """To the operator of the site, and to the body: how to reach it, and what to write."""
    ways: list[Component] = []
    if operator := data.visit.operator:
        subject = quote(f"{data.visit.name}, {data.view.year}")
        link = html.A(operator, href=f"mailto:{operator}?subject={subject}")
        ways.append(html.P([t(lang, "pages.lack.send"), " ", link]))
    if (contact := data.visit.known.contact) is not None:
        ways += reached(contact, lang)
    ways.append(html.P(t(lang, "pages.lack.copy")))
    ways += [html.Blockquote(text, lang=written_in, className="request") for written_in, text in known.requests]
    return ways


def reached(contact: Contact, lang: Lang) -> list[Component]:
    """How to reach the body, as a source prints it, and when."""
    parts = [contact.phone, contact.email, contact.site, contact.address, contact.hours]
    said = " · ".join(part for part in parts if part)
    if not said:
        return []
    source = html.A(contact.source_title or contact.source_url, href=contact.source_url, rel="noopener noreferrer")
    dated = _dated(contact, lang)
    return [html.P([t(lang, "pages.lack.contact"), " ", said]), html.P([source, f" {dated}" if dated else ""])]


def _dated(contact: Contact, lang: Lang) -> str:
    """Of what day the details are; as printed where the source gives no day; of the day they were seen; or nothing."""
    try:
        of = date.fromisoformat(contact.printed_on) if contact.printed_on else contact.seen_on
    except ValueError:
        return t(lang, "pages.lack.contact_printed", when=contact.printed_on)
    return t(lang, "pages.lack.contact_of", when=of) if of else ""
