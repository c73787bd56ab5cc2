"""The services a municipality gives: reference data read once from data/reference/services.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dashboard.i18n import NAMED_IN, Lang

FILE: Final = Path(__file__).resolve().parent.parent / "data" / "reference" / "services.csv"
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_FUNCTION = re.compile(r"(func\.[a-z0-9.]+)?")


class WrongServices(ValueError):
    """Something in the file is wrong; the message names file, line and column."""


@dataclass(frozen=True)
class Service:
    """One service.

    Attributes:
        names: by language of `NAMED_IN`.
        words: what residents call it, by language of `NAMED_IN`; may be empty.
        function: the key of the classification that pays for it where the works of a place do not say it; "" for none.
        position: its place among the others.
    """

    key: str
    names: Mapping[Lang, str]
    words: Mapping[Lang, tuple[str, ...]]
    function: str
    position: int

    def name(self, lang: Lang) -> str:
        """The name for readers of `lang`; the Kyrgyz one for languages without names."""
        return self.names.get(lang, self.names["ky"])


@cache
def services() -> Mapping[str, Service]:
    """Every service by its key, in order. Raises WrongServices."""
    return read(FILE)


def read(file: Path) -> Mapping[str, Service]:
    """The services of a file. Raises WrongServices for a key twice, a name left out, or a wrong value."""
    with file.open(encoding="utf-8", newline="") as opened:
        found = sorted(_rows(file, csv.DictReader(opened)), key=lambda each: each.position)
    return MappingProxyType({each.key: each for each in found})


def _rows(file: Path, rows: csv.DictReader[str]) -> Iterator[Service]:
    seen: set[str] = set()
    for row in rows:
        wrong = next(_wrong(row, seen), None)
        if wrong is not None:
            raise WrongServices(f"{file.name}, line {rows.line_num}: {wrong}: {row.get(wrong)!r}")
        seen.add(row["key"])
        yield Service(
            row["key"],
            {lang: row[f"name_{lang}"] for lang in NAMED_IN},
            {lang: _words(row[f"words_{lang}"]) for lang in NAMED_IN},
            row["function"],
            int(row["position"]),
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())


def _wrong(row: Mapping[str, str | None], seen: set[str]) -> Iterator[str]:
    """Columns of a row with wrong values."""
    columns = ("key", *(f"{part}_{lang}" for part in ("name", "words") for lang in NAMED_IN), "function", "position")
    yield from (name for name in columns if row.get(name) is None)
    if not _KEY.fullmatch(row["key"] or "") or row["key"] in seen:
        yield "key"
    yield from (f"name_{lang}" for lang in NAMED_IN if not (row[f"name_{lang}"] or "").strip())
    if not _FUNCTION.fullmatch(row["function"] or ""):
        yield "function"
    if not (row["position"] or "").isdecimal():
        yield "position"
