"""Asking the local government whether something is right, and passing a page on: plain links to mail and WhatsApp."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.channels.html import static
from dashboard.i18n import t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.store.records import Place


def is_this_right(place: Place, address: Address, title: str) -> Component:
    """A section with the local government's addresses where it has published some, and a link that shares the page.

    The messages hold the page's address; the script puts the site's name before it (`assets/js/share.js`).
    """
    lang = address.lang
    subject = t(lang, "works_pages.question_subject", title=title)
    ways = []
    if place.email:
        query = urlencode({"subject": subject, "body": f"{subject}\n{address.href}"}, quote_via=quote)
        ways.append(("mail", f"mailto:{place.email}?{query}"))
    if place.whatsapp:
        ways.append(("whatsapp", f"https://wa.me/{place.whatsapp}?{_text(subject, address)}"))
    ways.append(("pass_on", f"https://wa.me/?{_text(title, address)}"))
    links = [
        html.Li(
            html.A(
                t(lang, f"works_pages.ask_{way}"),
                href=href,
                id=f"ask-{way}",
                rel="noopener",
                **attributes(data_share=address.href),
            )
        )
        for way, href in ways
    ]
    known = "works_pages.right_lead" if place.email or place.whatsapp else "works_pages.right_unknown"
    heading = html.H2(t(lang, "works_pages.right"), id="right-title")
    return html.Section(
        [static(heading, html.P(t(lang, known))), html.Ul(links, className="ways")],
        id="right",
        className="exhibit",
        **attributes(aria_labelledby="right-title"),
    )


def _text(words: str, address: Address) -> str:
    return urlencode({"text": f"{words}\n{address.href}"}, quote_via=quote)
