"""Single values of TOML files: texts, numbers, days, patterns. Nothing is converted: 4.0, true and "4" are no whole
numbers."""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import AllowInfNan, Field, Strict

from dashboard.intake.mapping.kinds import WORDS, Json, Plain, wrong


def one_of(values: tuple[str, ...], also: Mapping[str, str] | None = None) -> Plain:
    """One of these words; `also`: other words for some of them."""
    meant = {value: value for value in values} | dict(also or {})

    def make(value: Any) -> str:
        if not isinstance(value, str):
            raise wrong()
        if value not in meant:
            raise wrong("bad_value")
        return meant[value]

    return Plain(make, {"type": "string", "enum": list(meant)})


def text_of(value: Any) -> str:
    """What a cell or a constant says, as text: a text, a number or a day."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        raise wrong()
    if isinstance(value, float) and not isfinite(value):
        raise wrong()
    return value.isoformat() if isinstance(value, date) else str(value)


def texts_of(value: Any) -> tuple[str, ...]:
    """A text, or a list of some; whole numbers are texts of cells."""
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, str | int) and not isinstance(each, bool) for each in listed):
        raise wrong()
    return tuple(map(str, listed))


def _pattern(value: Any) -> re.Pattern[str]:
    if not isinstance(value, str):
        raise wrong()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # signs that another version of the language may read otherwise
            return re.compile(value, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise wrong("bad_value", allowed=str(error)) from error


def _encoding(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong()
    try:
        if codecs.lookup(value)._is_text_encoding:
            b"".decode(value)
            return value
    except (LookupError, ValueError):
        pass
    raise wrong("bad_value")


def _delimiter(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong()
    if len(value) != 1 or not value.isascii() or value in '"\r\n\0':
        raise wrong("bad_value")
    return value


def _day(value: Any) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong()
    return value


def _day_or_text(value: Any) -> date | str:
    return value if isinstance(value, str) else _day(value)


_TEXT: Json = {"type": ["string", "integer"]}
_TEXTS: Json = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}], "examples": ["…", ["…", "…"]]}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")

Text = Annotated[str, Strict()]
Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict(), AllowInfNan(False)]
#: A row of a sheet as a spreadsheet counts it.
RowNumber = Annotated[int, Strict(), Field(ge=1, le=10_000_000)]
#: A number of digits of a code.
Digits = Annotated[int, Strict(), Field(ge=0, le=40)]
Day = Annotated[date, Plain(_day, {"type": "string", "format": "date", "examples": [date(2025, 9, 30)]})]
DayOrText = Annotated[date | str, Plain(_day_or_text, {"type": "string", "examples": [date(2025, 9, 1), "…"]})]
CELL = Plain(text_of, {"type": ["string", "number"], "examples": ["…", 5, date(2025, 9, 30)]})
Cell = Annotated[str, CELL]
Texts = Annotated[tuple[str, ...], Plain(texts_of, _TEXTS)]
Cells = Annotated[frozenset[str], Plain(lambda value: frozenset(_list(value)), {
    "type": "array", "items": {"type": ["string", "number"]}, "minItems": 1, "examples": [["C", "S"]],
})]  # fmt: skip
Pattern = Annotated[re.Pattern[str], Plain(_pattern, {"type": "string", "format": "regex", "examples": [r"^\d{4}"]})]
Encoding = Annotated[str, Plain(_encoding, {"type": "string", WORDS: "encoding"})]
Delimiter = Annotated[str, Plain(_delimiter, {"type": "string", "minLength": 1, "maxLength": 1, WORDS: "sign"})]


def _list(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise wrong()
    return [text_of(each) for each in value]


def _slug(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise wrong()
    if not _SLUG.fullmatch(str(value)):
        raise wrong("bad_value")
    return str(value)


#: A short name for addresses: small Latin letters, digits and hyphens.
Slug = Annotated[str, Plain(_slug, {"type": ["string", "integer"], WORDS: "slug"})]
