"""Under every exhibit one line: its latest document, then table, notes, files, each one tap away."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from dashboard.channels.files import FORMATS
from dashboard.channels.markup import Markup, element, text
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Caveat, Exhibit, Source
from dashboard.i18n import Lang, t

NEWS = 1  # the authority of a document that only reports what another one says
#: Where the page lists all of its documents.
PAPERS = "page-papers"


def foot_html(exhibit: Exhibit, download: Callable[[str, str], str] | None, table: Markup | None = None) -> Markup:
    """The latest document and how many more there are, and what unfolds; `download(key, extension)` gives the address
    of a file, if any; `table` is what is not shown already.

    Empty where there is nothing to say.
    """
    lang = exhibit.lang
    parts = [_source_line(exhibit, lang)] if exhibit.sources else []
    if table is not None:
        parts.append(_folded("foot-table", t(lang, "pages.table"), exhibit.question, table))
    folded = [note for note in exhibit.notes if not isinstance(note, Caveat)]
    if folded:
        notes = "".join(element("p", {"className": "note"}, text(note)) for note in folded)
        label = t(lang, "pages.notes", n=len(folded))
        # The style sheet puts a sign before the number: a name has to hold all that is seen.
        parts.append(_folded("foot-notes", label, exhibit.question, notes, seen=str(len(folded))))
    if exhibit.rows and download is not None:
        links = " · ".join(_file(exhibit, kind, download(exhibit.key, kind)) for kind in FORMATS)
        files = element("p", {"className": "downloads"}, links)
        parts.append(_folded("foot-files", t(lang, "pages.files"), exhibit.question, files))
    return Markup(element("div", {"className": "foot"}, "".join(parts)) if parts else "")


def papers_html(sources: tuple[Source, ...], lang: Lang) -> Markup:
    """Documents as a list, each linked to where it was published."""
    return Markup(_list(sources, lang))


def _source_line(exhibit: Exhibit, lang: Lang) -> str:
    """The latest document: its day, which a narrow card has room for, its number or title; the way to the others."""
    latest, more = exhibit.sources[-1], len(exhibit.sources) - 1
    number = f"№ {latest.number}" if latest.number else ""
    said = text(", ".join(part for part in (latest.date, number or latest.title) if part))
    language = None if number or latest.language in ("", lang) else latest.language
    name = element("span", {"lang": language}, said)
    if safe_url(latest.url):
        name = element("a", {"href": latest.url, "rel": "noopener noreferrer", "title": latest.title}, name)
    rest = element("a", {"href": f"#{PAPERS}", "aria-label": t(lang, "pages.more_sources", n=more)}, f"+{more}")
    hidden = element("span", {"className": "visually-hidden"}, text(t(lang, "pages.source") + " "))
    return element("span", {"className": "foot-source"}, hidden + name + (f" {rest}" if more else ""))


def _folded(name: str, label: str, about: str, inner: str, *, seen: str = "") -> str:
    summary = element(
        "summary", {"aria-label": f"{label}: {about}", "title": label if seen else None}, text(seen or label)
    )
    return element("details", {"className": name}, summary + inner)


def _file(exhibit: Exhibit, kind: str, href: str) -> str:
    label = t(exhibit.lang, "pages.download_of", kind=kind.upper(), name=exhibit.question)
    return element("a", {"href": href, "download": "", "aria-label": label}, text(kind.upper()))


def _list(sources: tuple[Source, ...], lang: Lang) -> str:
    return element("ul", {}, "".join(element("li", {}, _source(source, lang)) for source in sources))


def _source(source: Source, lang: Lang) -> str:
    number = f"№ {source.number}" if source.number else ""
    words = text(", ".join(part for part in (number, source.date, source.title) if part))
    if source.language and source.language != lang:
        # A title stays in the language of the document; readers' programs have to know which.
        words = element("span", {"lang": source.language}, words)
    host = ""
    if safe_url(source.url):
        words = element("a", {"href": source.url, "rel": "noopener noreferrer"}, words)
        # Where a link leads is said before it is followed.
        host = urlsplit(source.url).netloc.removeprefix("www.")
    news = f" · {t(lang, 'pages.news')}" if source.authority == NEWS else ""
    return words + text(f" ({host})" if host else "") + text(news)
