"""Addresses: everything shareable is in them. `/<lang>/<place>/<section>?year=2025`.

An address comes from the network: it is parsed strictly, unknown parameters (utm_*, fbclid, …) are dropped, and
known ones are refused by name when their value is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.i18n import DEFAULT, LANGUAGES, Lang
from dashboard.store.survey_tables import DIMENSIONS
from dashboard.store.work_records import WORDS

#: Sections about works and about opinion, there only where a place has published some.
WORKS_SECTIONS = ("works", "promised")
OPINION_SECTIONS = ("opinion", "gap", "quiz", "answers")
SECTIONS = ("", "revenue", "spending", *WORKS_SECTIONS, *OPINION_SECTIONS, "lines", "about")
SITE_SECTIONS = ("", "about")
MAX_SEARCH, MAX_VILLAGE, MAX_ANNEX = 80, 200, 120
MOST_PARAMETERS = 50


def sections_of(*, budget: bool, works: bool, opinion: Collection[str], always: bool = True) -> tuple[str, ...]:
    """The sections of a place that have something to show, in the order of the navigation.

    `opinion` holds "study", "asked" (people, not only documents) and "action" where there are some; `always` is whether
    those every place has are named.
    """
    has = {
        **dict.fromkeys(WORKS_SECTIONS, works),
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


def _searchable(text: str) -> bool:
    return len(text) <= MAX_SEARCH and text.isprintable()


_YEAR = _matches(r"20\d\d")
_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "year": _YEAR,
    "period": _matches(r"20\d\d-(0[1-9]|1[0-2])"),
    "by": _one_of("function", "economic"),
    "side": _one_of("revenue", "expenditure", "balance"),
    "annex": lambda text: len(text) <= MAX_ANNEX and text.isprintable(),
    "q": _searchable,
    "oblast": _matches(r"[a-z0-9-]{1,60}"),
    "sort": _one_of("line", "label", "approved", "revised", "executed"),
    "order": _one_of("up", "down"),
    "status": _one_of(*WORDS),
    "sector": _matches(r"[a-z0-9_-]{1,40}"),
    "village": lambda text: len(text) <= MAX_VILLAGE and text.isprintable(),
    "study": _matches(r"[a-z0-9-]{1,60}"),
    "group": _one_of(*DIMENSIONS),
    "page": _matches(r"[1-9]\d{0,4}"),
}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "places": ("q", "oblast"),
    "": ("year", "period"),
    "revenue": ("year", "period"),
    "spending": ("year", "period", "by"),
    "lines": ("year", "period", "side", "annex", "q", "sort", "order", "page"),
    "works": ("year", "status", "sector", "village", "page"),
    "promised": ("page",),
    "opinion": ("study", "group"),
    "gap": ("study",),
    "quiz": (),
    "answers": ("page",),
    "about": (),
}


@dataclass(frozen=True)
class Address:
    """Where a reader is. `place` is "" for pages of the whole site, `item` is a line's or a work's number."""

    lang: Lang = DEFAULT
    place: str = ""
    section: str = ""
    item: int | None = None
    params: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Value of a parameter."""
        return dict(self.params).get(name, default)

    def with_params(self, **changes: str | None) -> Address:
        """The same page with other parameters; None removes one."""
        merged = {**dict(self.params), **changes}
        return replace(self, params=tuple(sorted((k, v) for k, v in merged.items() if v)))

    def to(self, section: str, **params: str) -> Address:
        """Another section of the same place, with only the named parameters."""
        return Address(self.lang, self.place, section, None, tuple(sorted((k, v) for k, v in params.items() if v)))

    def in_language(self, lang: Lang) -> Address:
        """The same page in another language."""
        return replace(self, lang=lang)

    @property
    def path(self) -> str:
        """Path without parameters."""
        parts = (self.lang, self.place, self.section, str(self.item) if self.item is not None else "")
        return "/" + "/".join(quote(part) for part in parts if part)

    @property
    def href(self) -> str:
        """Path with parameters, canonical: known ones only, sorted."""
        return f"{self.path}?{urlencode(self.params)}" if self.params else self.path

    def download(self, exhibit: str, extension: str) -> str:
        """Address of an exhibit's file: `/ky/demo/spending/spending-by-function.csv?year=2025`."""
        query = f"?{urlencode(self.params)}" if self.params else ""
        return f"{self.path}/{exhibit}.{extension}{query}"


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
    if lang not in LANGUAGES:
        raise NotFound(url)
    match rest:
        case []:
            place, section, item = "", "", None
        case [section] if section in SITE_SECTIONS:
            place, item = "", None
        case [place] if re.fullmatch(r"[a-z0-9-]{1,60}", place):
            section, item = "", None
        case [place, section] if section in SECTIONS and re.fullmatch(r"[a-z0-9-]{1,60}", place):
            item = None
        case [place, ("lines" | "works") as section, number] if re.fullmatch(r"\d{1,9}", number) and re.fullmatch(
            r"[a-z0-9-]{1,60}", place
        ):
            item = int(number)
        case _:
            raise NotFound(url)
    known = _KNOWN["places" if not place and not section else section] if item is None else ()
    return Address(lang, place, section, item, _parameters(query, known))


def _parameters(query: str, known: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for name, raw in parse_qsl(query):
        value = raw.strip()
        if name not in known or not value:
            continue
        if not _CHECKS[name](value):
            raise BadAddress(name, value)
        found[name] = value
    return tuple(sorted(found.items()))
