"""The languages and their catalogues: `t(lang, "subject.key", **values)`.

A catalogue is a folder of TOML files, one per subject; the file's name is the first part of the key.
A text that depends on a count is a table with CLDR categories (one, few, many, other), chosen by the value `n`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import Locale

from dashboard.i18n.dates import NBSP, Day, Numeral

Lang = str


class Language(NamedTuple):
    """A language of the pages.

    `name`: as its readers write it; `locale`: for other programs; `thousands`, `decimal`: signs in numbers;
    `percent`: what stands between a number and its per cent sign.
    """

    name: str
    locale: str
    thousands: str = NBSP
    decimal: str = ","
    percent: str = ""


#: Every language that pages, reports and the API can be read in. Adding one is described in CONTRIBUTING.md.
KNOWN: Final[dict[Lang, Language]] = {
    "ky": Language("Кыргызча", "ky_KG"),
    "ru": Language("Русский", "ru_RU", percent=NBSP),
    "en": Language("English", "en_GB", thousands=",", decimal="."),
}
LANGUAGES: Final = tuple(KNOWN)
DEFAULT: Final[Lang] = "ky"
#: Languages that names have columns for in files and in the database. Readers of others see the Kyrgyz name.
NAMED_IN: Final[tuple[Lang, ...]] = ("ky", "ru", "en")
_FOLDER = Path(__file__).parent / "catalogues"
_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


@cache
def _texts(lang: Lang) -> dict[str, str | dict[str, str]]:
    flat: dict[str, str | dict[str, str]] = {}
    for file in sorted((_FOLDER / lang).glob("*.toml")):
        flat.update(_flatten(tomllib.loads(file.read_text(encoding="utf-8")), file.stem))
    return flat


def _flatten(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str | dict[str, str]]]:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, str) or (isinstance(value, dict) and set(value) <= _CATEGORIES):
            yield name, value
        else:
            yield from _flatten(value, name)


@cache
def _plural(lang: Lang) -> Any:
    return Locale.parse(lang).plural_form


def t(lang: Lang, key: str, /, **values: object) -> str:
    """Text of `key` in `lang` with `{name}` places filled; raises KeyError for an unknown key or missing value.

    A date is written as the text asks (`Day`), a whole number may be asked for in a case in Kyrgyz (`Numeral`).
    """
    text = _texts(lang)[key]
    if isinstance(text, dict):
        count = values["n"]
        text = text[_plural(lang)(count if isinstance(count, (int, float)) else 0)]
    return text.format_map({name: _written(lang, value) for name, value in values.items()}) if values else text


def _written(lang: Lang, value: object) -> object:
    if type(value) is int and lang == "ky":
        return Numeral(value)
    return Day(lang, value) if type(value) is date else value


def keys(lang: Lang) -> frozenset[str]:
    """Every key of a language's catalogue, for tests that compare them and for lookups that may fail."""
    return frozenset(_texts(lang))
