"""How to ask a body and how to pass a page on: one panel each on every page of a place, and the ways to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.channels.share import NETWORKS
from dashboard.i18n import Lang, t
from dashboard.pages.address import Address
from dashboard.pages.attributes import attributes
from dashboard.store.records import Contact, Place

#: Where a way leads without a script; with one the panel opens over the page.
ASK, SHARE = "#ask", "#share"


@dataclass(frozen=True)
class Reach:
    """How a body can be reached, as far as we hold it.

    `place` says what its own staff told, `contact` what a source prints; `operator` is the e-mail address of the people
    who run this site, "" for nobody.
    """

    place: Place
    contact: Contact | None = None
    operator: str = ""

    @property
    def email(self) -> str:
        """Of the body."""
        return self.place.email or (self.contact.email if self.contact else "")

    @property
    def phone(self) -> str:
        """As printed."""
        return self.contact.phone if self.contact else ""

    @property
    def site(self) -> str:
        """Its own pages."""
        return self.contact.site if self.contact else ""

    @property
    def known(self) -> bool:
        """Whether there is a way to write or to call to the body itself."""
        return bool(self.place.whatsapp or self.email or self.phone)

    @property
    def foremost(self) -> str:
        """The way people use most, as it is written; "" where we hold none."""
        whatsapp = f"+{self.place.whatsapp}" if self.place.whatsapp else ""
        site = self.site.split("://")[-1].rstrip("/")
        return whatsapp or self.phone or self.email or site or (self.contact.address if self.contact else "")

    @property
    def name_of_foremost(self) -> str:
        """What `foremost` is: whatsapp, phone, email, site or address."""
        there = {"whatsapp": self.place.whatsapp, "phone": self.phone, "email": self.email, "site": self.site}
        return next((name for name, way in there.items() if way), "address")


def ask_panel(reach: Reach, address: Address, title: str) -> Component:
    """The body's WhatsApp, telephone and e-mail, each one tap away; where we hold none it says so.

    The messages hold the page's address; the script puts the site's name before it (`assets/js/share.js`).
    """
    lang = address.lang
    links = [
        html.A(label, href=href, id=f"ask-{way}", rel="noopener", **attributes(data_share=address.href))
        for way, label, href in _ways(reach, address, title)
    ]
    lead = html.P(t(lang, f"frame.{'ask_lead' if links else 'ask_printed' if reach.foremost else 'ask_nothing'}"))
    said = [*([html.Ul([html.Li(link) for link in links], className="ways")] if links else []), *_printed(reach, lang)]
    if reach.operator and not reach.known:
        subject = quote(reach.place.names.in_(lang))
        link = html.A(reach.operator, href=f"mailto:{reach.operator}?subject={subject}")
        said.append(html.P([t(lang, "pages.lack.send"), " ", link]))
    return _panel("ask", t(lang, "frame.ask"), lang, [lead, *said])


def _ways(reach: Reach, address: Address, title: str) -> list[tuple[str, str, str]]:
    lang = address.lang
    subject = t(lang, "frame.ask_subject", title=title)
    ways = []
    if reach.place.whatsapp:
        message = urlencode({"text": f"{subject}\n{address.href}"}, quote_via=quote)
        ways.append(("whatsapp", "WhatsApp", f"https://wa.me/{reach.place.whatsapp}?{message}"))
    if reach.phone:
        for number in _numbers(reach.phone):
            ways.append(("phone", number, f"tel:{_dialled(number)}"))
    if reach.email:
        query = urlencode({"subject": subject, "body": f"{subject}\n{address.href}"}, quote_via=quote)
        ways.append(("mail", reach.email, f"mailto:{reach.email}?{query}"))
    return ways


def _numbers(printed: str) -> list[str]:
    """The telephone numbers of a printed list."""
    parts = [part.strip() for part in printed.replace(";", ",").split(",")]
    return [part for part in parts if _dialled(part)]


def _dialled(number: str) -> str:
    """A printed number as a telephone takes it: digits, a plus in front where it is printed."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return ("+" if number.lstrip().startswith("+") else "") + digits


def _printed(reach: Reach, lang: Lang) -> list[Component]:
    """Address, hours, and the source with its day."""
    contact = reach.contact
    if contact is None:
        return []
    told = " · ".join(part for part in (contact.site, contact.address, contact.hours) if part)
    source = html.A(contact.source_title or contact.source_url, href=contact.source_url, rel="noopener noreferrer")
    when = contact_day(contact, lang)
    return [*([html.P(told)] if told else []), html.P([source, f" {when}" if when else ""], className="panel-source")]


def contact_day(contact: Contact, lang: Lang) -> str:
    """Of what day the details are; as printed where the source gives no day; of the day they were seen; or nothing."""
    try:
        of = date.fromisoformat(contact.printed_on) if contact.printed_on else contact.seen_on
    except ValueError:
        return t(lang, "pages.lack.contact_printed", when=contact.printed_on)
    return t(lang, "pages.lack.contact_of", when=of) if of else ""


def share_panel(address: Address) -> Component:
    """The networks, each by the way that gives it an absolute address; the script adds "copy" and says the address."""
    lang = address.lang
    links = [
        html.Li(html.A(name, href=share_href(network, address), id=f"share-{network}", rel="noopener nofollow"))
        for network, name in NETWORKS.items()
    ]
    copy = html.Button(
        t(lang, "frame.copy"),
        type="button",
        className="copy",
        hidden=True,
        **attributes(data_done=t(lang, "frame.copied")),
    )
    return _panel("share", t(lang, "frame.share"), lang, [html.Ul(links, className="ways"), copy])


def share_href(network: str, address: Address, exhibit: str = "") -> str:
    """Where this site leads on to a network."""
    asked = {"of": address.meant.href, **({"exhibit": exhibit} if exhibit else {})}
    return f"/share/{network}?{urlencode(asked)}"


def ways_of(lang: Lang, *, key: str = "", text: str = "", can_ask: bool = True) -> list[Component]:
    """Links to the panels: of the page, or of the exhibit `key` whose sentence is `text`."""
    told = attributes(data_exhibit_of=key, data_text=text) if key else {}
    share = html.A(t(lang, "frame.share"), href=SHARE, className="way-share", **told)
    return [share, *([html.A(t(lang, "frame.ask"), href=ASK, className="way-ask")] if can_ask else [])]


def _panel(name: str, title: str, lang: Lang, content: list[Component]) -> Component:
    heading = html.H2(title, id=f"{name}-title")
    label = attributes(aria_label=t(lang, "frame.close"))
    close = html.Button("×", type="button", className="panel-close", hidden=True, **label)
    return html.Section(
        [html.Div([heading, close], className="panel-head"), *content],
        id=name,
        className="panel",
        tabIndex="-1",
        **attributes(aria_labelledby=f"{name}-title"),
    )
