"""What residents ask about by its plain name, a page each: read once from data/reference/service_pages.csv.

The works and the surveys of a place name services more finely (`dashboard.services`), its budget by classes: each page
says which of them are its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dashboard.i18n import NAMED_IN, Lang, fold
from dashboard.i18n.fold import sound
from dashboard.services import FILE as SERVICES
from dashboard.services import WrongServices, services

FILE: Final = SERVICES.with_name("service_pages.csv")
_KEY = re.compile(r"[a-z]{1,20}")
_FUNCTION = re.compile(r"func\.[0-9]{3}")
_CODE = re.compile(r"[0-9]{3,5}")
_COLUMNS = (
    "key", *(f"{part}_{lang}" for part in ("name", "words") for lang in NAMED_IN), "function", "code", "lines",
    "services", "indicators", "position",
)  # fmt: skip
#: A word typed may have an ending of so many letters more than one we know, or less; shorter ones have to be the same.
_ENDING, _SHORTEST = 4, 3
_CYRILLIC, _VOWELS = re.compile("[а-яё]", re.IGNORECASE), "аеиоуыэюя"


@dataclass(frozen=True)
class ServicePage:
    """One page.

    Attributes:
        names: by language of `NAMED_IN`.
        words: what residents call it, in all languages.
        function: the key of the classification that pays for it.
        code: what the national code of a line of it begins with.
        lines: beginnings of words by which a line of that function is known to be its own, folded; without any every
            line of the function is.
        services: keys of the services that works and surveys name.
        indicators: of surveys, beside those that ask about one of these services.
        position: its place among the others.
    """

    key: str
    names: Mapping[Lang, str]
    words: tuple[str, ...]
    function: str
    code: str
    lines: tuple[str, ...]
    services: tuple[str, ...]
    indicators: tuple[str, ...]
    position: int

    def name(self, lang: Lang) -> str:
        """The name for readers of `lang`; the Kyrgyz one for languages without names."""
        return self.names.get(lang, self.names["ky"])

    def asked(self, theme: str) -> tuple[str, ...]:
        """Keys of the indicators that ask of each of its services whether people have `noticed` it, or are `satisfied`;
        after them those of its own that begin so.
        """
        own = (each for each in self.indicators if each.startswith(f"{theme}-"))
        return (*(f"{theme}-{service}" for service in self.services), *own)


@cache
def service_pages() -> Mapping[str, ServicePage]:
    """Every page by its key, in order. Raises WrongServices."""
    return read(FILE)


def page_of(service: str) -> ServicePage | None:
    """The page that tells of a service of works and surveys; None where none does."""
    return next((page for page in service_pages().values() if service in page.services), None)


def services_found(typed: str) -> tuple[ServicePage, ...]:
    """The pages that a search means, in order: by a word of theirs in any language, in any script, with an ending.

    A name of several words is found where all of them were typed.
    """
    heard = [word for word in re.split(r"[\W_]+", typed) if word]
    return tuple(page for page in service_pages().values() if any(_meant(words, heard) for words in page.words))


def read(file: Path) -> Mapping[str, ServicePage]:
    """The pages of a file. Raises WrongServices for a key twice, a name left out, or a wrong value."""
    with file.open(encoding="utf-8", newline="") as opened:
        found = sorted(_rows(file, csv.DictReader(opened)), key=lambda each: each.position)
    return MappingProxyType({each.key: each for each in found})


def plain(text: str) -> str:
    """Folded words, each with a space before it, so that one can be looked for by its beginning."""
    return "".join(f" {folded}" for word in re.split(r"[\W_]+", text) if (folded := fold(word)))


def _meant(words: str, heard: list[str]) -> bool:
    return all(any(_is(word, each) for each in heard) for word in words.split())


def _is(known: str, heard: str) -> bool:
    """Whether a word heard is the known one, with another ending or not yet typed to its end."""
    alike = fold if _CYRILLIC.search(heard) else sound  # Kyrgyz typed in Latin letters is heard
    known, heard = alike(known), alike(heard)
    stem = known.rstrip(_VOWELS) if len(known) > _SHORTEST else known
    if min(len(stem), len(heard)) < _SHORTEST or abs(len(heard) - len(stem)) > _ENDING:
        return known == heard
    return known.startswith(heard) or heard.startswith(stem)


def _rows(file: Path, rows: csv.DictReader[str]) -> Iterator[ServicePage]:
    seen: dict[str, ServicePage] = {}
    for row in rows:
        wrong = next(_wrong(row, seen.values()), None)
        if wrong is not None:
            raise WrongServices(f"{file.name}, line {rows.line_num}: {wrong}: {row.get(wrong)!r}")
        page = ServicePage(
            row["key"],
            {lang: row[f"name_{lang}"] for lang in NAMED_IN},
            tuple(word for lang in NAMED_IN for word in _parts(row[f"words_{lang}"])),
            row["function"],
            row["code"],
            tuple(map(plain, _parts(row["lines"]))),
            _parts(row["services"]),
            _parts(row["indicators"]),
            int(row["position"]),
        )
        seen[page.key] = page
        yield page


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _wrong(row: Mapping[str, str | None], seen: Collection[ServicePage]) -> Iterator[str]:
    """Columns of a row with wrong values; `seen` are the pages before it."""
    yield from (name for name in _COLUMNS if row.get(name) is None)
    if not _KEY.fullmatch(row["key"] or "") or any(page.key == row["key"] for page in seen):
        yield "key"
    yield from (f"{part}_{lang}" for part in ("name", "words") for lang in NAMED_IN if not row[f"{part}_{lang}"])
    if not _FUNCTION.fullmatch(row["function"] or ""):
        yield "function"
    if not _CODE.fullmatch(row["code"] or ""):
        yield "code"
    # A line belongs to one page: two of one function know their lines by words of their own.
    if any(page.function == row["function"] and not (page.lines and row["lines"]) for page in seen):
        yield "lines"
    named = {service for page in seen for service in page.services}
    if any(service in named or service not in services() for service in _parts(row["services"] or "")):
        yield "services"
    if not (row["position"] or "").isdecimal():
        yield "position"
