"""Whom to ask about a service: how the body can be reached, and a letter begun; what we do not hold is said."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.i18n import t
from dashboard.pages.attributes import attributes
from dashboard.pages.data import PlaceVisit
from dashboard.pages.lack import reached


def whom_to_ask(visit: PlaceVisit, title: str) -> Component:
    """A section with the ways to the local government that are published; the messages name `title` and the page."""
    lang, place, contact = visit.lang, visit.known.place, visit.known.contact
    ways = [] if contact is None else reached(contact, lang)
    known = bool(ways or place.email or place.whatsapp)
    links = [html.Li(link) for link in _links(visit, title)]
    heading = html.H2(t(lang, "services.ask.question"), id="ask-title")
    lead = html.P(t(lang, "services.ask.lead" if known else "works_pages.right_unknown"), className="answer")
    return html.Section(
        [static(heading, lead), *ways, *([html.Ul(links, className="ways")] if links else [])],
        id="ask",
        className="exhibit",
        **attributes(aria_labelledby="ask-title"),
    )


def _links(visit: PlaceVisit, title: str) -> list[Component]:
    lang, place, href = visit.lang, visit.known.place, visit.address.href
    subject = t(lang, "services.ask.subject", title=title)
    text = f"{subject}\n{href}"  # the script puts the site's name before the address
    ways = {}
    if place.email:
        ways["mail"] = f"mailto:{place.email}?{urlencode({'subject': subject, 'body': text}, quote_via=quote)}"
    if place.whatsapp:
        ways["whatsapp"] = f"https://wa.me/{place.whatsapp}?{urlencode({'text': text}, quote_via=quote)}"
    told = attributes(data_share=href)
    return [
        html.A(t(lang, f"works_pages.ask_{way}"), href=to, id=f"ask-{way}", rel="noopener", **told)
        for way, to in ways.items()
    ]
