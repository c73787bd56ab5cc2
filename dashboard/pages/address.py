"""Addresses: everything shareable is in them. `/<lang>/<place>/<section>?year=2025`.

An address comes from the network: it is parsed strictly, unknown parameters (utm_*, fbclid, …) are dropped, and
known ones are refused by name when their value is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.exhibits.measured import MEASURES
from dashboard.exhibits.view import PHASES
from dashboard.i18n import DEFAULT, LANGUAGES, Lang
from dashboard.service_pages import service_pages
from dashboard.store.survey_tables import DIMENSIONS, THEMES
from dashboard.store.work_records import WORDS, Order
from dashboard.store.works_tables import FUNDING_SOURCES

#: Sections about works and about opinion, there only where a place has published some.
WORKS_SECTIONS = ("works", "promised", "map")
#: Pages that are found from the register of works, and from nowhere else.
WITHIN_WORKS = ("contractor", "gallery")
OPINION_SECTIONS = ("opinion", "gap", "quiz", "answers")
#: The five parts of a place's pages; the name of a part leads to the first of its sections that is there.
PARTS: Mapping[str, tuple[str, ...]] = {
    "overview": ("", "services"),
    "money": ("spending", "revenue", "lines"),
    "works": WORKS_SECTIONS,
    "opinion": OPINION_SECTIONS,
    "documents": ("about",),
}
SECTIONS = tuple(section for sections in PARTS.values() for section in sections)
SITE_SECTIONS = ("", "about")
#: Sections that are of no one year: they keep the year a reader has chosen for those that are.
_OF_NO_YEAR = frozenset({"promised", *WITHIN_WORKS, *OPINION_SECTIONS, "about"})
MAX_SEARCH, MAX_VILLAGE, MAX_ANNEX, MAX_CONTRACTOR = 80, 200, 120, 200
MOST_PARAMETERS = 50
#: In what order a register of works may stand, beside the usual one, by stage.
WORKS_ORDERS: tuple[Order, ...] = ("title", "planned", "first_end", "as_of")


#: Exhibits that stood on another page once, by its section and their key: the section they are in now.
MOVED: Mapping[tuple[str, str], str] = {("works", "works-map"): "map", ("", "expenditure-by-month"): "spending"}


def sections_of(*, budget: bool, works: bool, opinion: Collection[str], always: bool = True) -> tuple[str, ...]:
    """The sections of a place that have something to show, in the order of the navigation.

    `opinion` holds "study", "asked" (people, not only documents) and "action" where there are some; `always` is whether
    those every place has are named.
    """
    has = {
        **dict.fromkeys(WORKS_SECTIONS, works),
        "services": budget or works or "asked" in opinion,
        "opinion": "study" in opinion,
        "gap": "asked" in opinion,
        "quiz": budget,
        "answers": "action" in opinion,
    }
    return tuple(section for section in SECTIONS if has.get(section, always))


class NotFound(LookupError):
    """No page has this address."""


class BadAddress(ValueError):
    """A known parameter has a wrong value; without a name: the address as a whole is wrong."""

    def __init__(self, parameter: str, value: str) -> None:
        super().__init__(f"{parameter}={value!r}")
        self.parameter, self.value = parameter, value[:MAX_SEARCH]


class TooManyParameters(BadAddress):
    """Nobody needs so many."""


def _one_of(*allowed: str) -> Callable[[str], bool]:
    return lambda text: text in allowed


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _printable(longest: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= longest and text.isprintable()


_YEAR = _matches(r"20\d\d")
_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "year": _YEAR,
    "period": _matches(r"20\d\d-(0[1-9]|1[0-2])"),
    "by": _one_of("function", "economic"),
    "side": _one_of("revenue", "expenditure", "balance"),
    "annex": _printable(MAX_ANNEX),
    "q": _printable(MAX_SEARCH),
    "oblast": _matches(r"[a-z0-9-]{1,60}"),
    "sort": _one_of("line", "label", *PHASES, "share", "deviation", "last_year"),
    "fold": _one_of("yes"),
    "order": _one_of("up", "down"),
    "sector": _matches(r"[a-z0-9_-]{1,40}"),
    "village": _printable(MAX_VILLAGE),
    "late": _one_of("yes"),
    "source": _one_of(*FUNDING_SOURCES),
    "contractor": _printable(MAX_CONTRACTOR),
    "study": _matches(r"[a-z0-9-]{1,60}"),
    "group": _one_of(*DIMENSIONS),
    "theme": _one_of(*THEMES),
    "page": _matches(r"[1-9]\d{0,4}"),
    "as": _one_of(*MEASURES),
    "beside": _YEAR,
    "function": _matches(r"func\.[a-z0-9.]{1,40}"),
    "table": _matches(r"[a-z0-9-]{1,60}"),
}
#: Where a parameter means something else in one section.
_CHECKS_IN: Mapping[tuple[str, str], Callable[[str], bool]] = {("works", "sort"): _one_of(*WORKS_ORDERS)}
#: Parameters that may hold several of these values: joined by commas, or one each time the parameter is repeated.
_SEVERAL: Mapping[str, tuple[str, ...]] = {"status": WORDS}
#: What leaves some works of a register.
_NARROWING = ("q", "year", "status", "sector", "village", "late", "source", "contractor")
#: What one can do with charts: the measure of amounts, a year beside the first, the table instead of a chart.
_WORKED_WITH = ("as", "beside", "table")
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "places": ("q", "oblast"),
    "": ("year", "period", "table"),
    "revenue": ("year", "period", *_WORKED_WITH),
    "spending": ("year", "period", "by", "function", *_WORKED_WITH),
    "services": ("year",),
    "lines": ("year", "period", "side", "annex", "q", "sort", "order", "fold", "page"),
    "works": (*_NARROWING, "sort", "page"),
    "promised": ("year", "page"),
    "map": _NARROWING,
    "contractor": ("year", "contractor", "page"),
    "gallery": ("year", "page"),
    "opinion": ("year", "study", "group", "theme"),
    "gap": ("year", "study"),
    "quiz": ("year",),
    "answers": ("year", "page"),
    "about": ("year",),
}


def fits(parameter: str, value: str) -> bool:
    """Whether an address can hold this value and give it back."""
    return bool(value) and value == value.strip() and _CHECKS[parameter](value)


@dataclass(frozen=True)
class Address:
    """Where a reader is. `place` is "" for pages of the whole site, `item` is a line's or a work's number, `service`
    the key of the one service a page is of.
    """

    lang: Lang = DEFAULT
    place: str = ""
    section: str = ""
    item: int | None = None
    params: tuple[tuple[str, str], ...] = ()
    service: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Value of a parameter."""
        return dict(self.params).get(name, default)

    def takes(self, name: str) -> bool:
        """Whether this page knows a parameter."""
        return self.item is None and name in _KNOWN[self.section if self.place or self.section else "places"]

    @property
    def is_section(self) -> bool:
        """Whether it is a section itself, not one of the things found in it."""
        return self.item is None and not self.service

    def with_params(self, **changes: str | None) -> Address:
        """The same page with other parameters; None removes one."""
        merged = {**dict(self.params), **changes}
        return replace(self, params=tuple(sorted((k, v) for k, v in merged.items() if v)))

    def to(self, section: str, **params: str) -> Address:
        """Another section of the same place, with only the named parameters."""
        return Address(self.lang, self.place, section, None, tuple(sorted((k, v) for k, v in params.items() if v)))

    def to_service(self, key: str, **params: str) -> Address:
        """The page of one service of the same place, with only the named parameters."""
        return replace(self.to("services", **params), service=key)

    def in_language(self, lang: Lang) -> Address:
        """The same page in another language."""
        return replace(self, lang=lang)

    @property
    def path(self) -> str:
        """Path without parameters."""
        item = str(self.item) if self.item is not None else ""
        parts = (self.lang, self.place, self.section, item, self.service)
        return "/" + "/".join(quote(part) for part in parts if part)

    @property
    def href(self) -> str:
        """Path with parameters, canonical: known ones only, sorted."""
        return f"{self.path}{self._query}"

    @property
    def meant(self) -> Address:
        """The same without a year that is only kept: what the page shows does not depend on it."""
        return self.with_params(year=None) if self.section in _OF_NO_YEAR else self

    def download(self, exhibit: str, extension: str) -> str:
        """Address of an exhibit's file: `/ky/demo/spending/spending-by-function.csv?year=2025`."""
        return f"{self.path}/{exhibit}.{extension}{self.meant._query}"

    @property
    def _query(self) -> str:
        return f"?{urlencode(self.params, safe=',')}" if self.params else ""


def parse(url: str) -> Address:
    """Address of `url` (path with or without a query). Raises NotFound or BadAddress."""
    path, _, query = url.partition("#")[0].partition("?")
    if path.startswith("//"):
        raise BadAddress("", path)  # browsers take what follows for a host
    if query.count("&") >= MOST_PARAMETERS:
        raise TooManyParameters("", query)
    if len(url) > 2000:
        raise NotFound(url)
    lang, *rest = path.strip("/").split("/")
    service = ""
    if lang not in LANGUAGES:
        raise NotFound(url)
    match rest:
        case []:
            place, section, item = "", "", None
        case [section] if section in SITE_SECTIONS:
            place, item = "", None
        case [place] if re.fullmatch(r"[a-z0-9-]{1,60}", place):
            section, item = "", None
        case [place, section] if section in (*SECTIONS, *WITHIN_WORKS) and re.fullmatch(r"[a-z0-9-]{1,60}", place):
            item = None
        case [place, ("lines" | "works") as section, number] if re.fullmatch(r"\d{1,9}", number) and re.fullmatch(
            r"[a-z0-9-]{1,60}", place
        ):
            item = int(number)
        case [place, "services" as section, service] if service in service_pages() and re.fullmatch(
            r"[a-z0-9-]{1,60}", place
        ):
            item = None
        case _:
            raise NotFound(url)
    known = "places" if not place and not section else section
    return Address(lang, place, section, item, _parameters(query, known) if item is None else (), service)


def _parameters(query: str, section: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for name, raw in parse_qsl(query):
        value = raw.strip()
        if name not in _KNOWN[section] or not value:
            continue
        if name in _SEVERAL:
            value = _several(name, f"{found.get(name, '')},{value}")
        elif not _CHECKS_IN.get((section, name), _CHECKS[name])(value):
            raise BadAddress(name, value)
        if value:
            found[name] = value
    return tuple(sorted(found.items()))


def _several(name: str, joined: str) -> str:
    """The values of a list, each once and in their own order, so that one choice has one address."""
    asked = {part.strip() for part in joined.split(",")} - {""}
    for part in sorted(asked.difference(_SEVERAL[name])):
        raise BadAddress(name, part)
    return ",".join(value for value in _SEVERAL[name] if value in asked)
