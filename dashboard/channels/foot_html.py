"""Under every exhibit: the documents its figures come from, and the files that hold exactly what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from dashboard.channels.files import FORMATS
from dashboard.channels.markup import Markup, element, text
from dashboard.channels.urls import safe_url
from dashboard.exhibits.model import Exhibit, Source
from dashboard.i18n import Lang, t

_SHOWN = 3
NEWS = 1  # the authority of a document that only reports what another one says


def foot_html(exhibit: Exhibit, download: Callable[[str, str], str] | None) -> Markup:
    """The latest documents openly, older ones folded; `download(key, extension)` gives the address of a file, if any.

    Empty where there is neither a document nor a row.
    """
    lang = exhibit.lang
    shown, more = exhibit.sources[-_SHOWN:], exhibit.sources[:-_SHOWN]
    parts = []
    if shown:
        parts.append(element("div", {}, element("span", {}, text(t(lang, "pages.source"))) + _list(shown, lang)))
    if more:
        words = element("summary", {}, text(t(lang, "pages.more_sources", n=len(more))))
        parts.append(element("details", {}, words + _list(more, lang)))
    if exhibit.rows and download is not None:
        links = " · ".join(_file(exhibit, kind, download(exhibit.key, kind)) for kind in FORMATS)
        parts.append(element("p", {"className": "downloads"}, f"{text(t(lang, 'pages.download'))} {links}"))
    return Markup(element("footer", {"className": "exhibit-foot"}, "".join(parts)) if parts else "")


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
