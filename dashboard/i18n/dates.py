"""Dates as people here read them, and dates and numbers in the form that a sentence asks for.

The libraries' numeric Kyrgyz dates come out as year-day-month, so these are written out; Babel gives the names of
months in the other languages.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import Final, Literal

from babel.dates import get_month_names

from dashboard.i18n.kyrgyz import CASES_OF_DATES, MONTHS, ending, in_case

BISHKEK = timezone(timedelta(hours=6))
NBSP: Final = "\u00a0"


def day(value: date) -> str:
    """`05.03.2026`, the same in every language."""
    return f"{value:%d.%m.%Y}"


def long_day(lang: str, value: date) -> str:
    """`2026-жылдын 5-марты` · `5 марта 2026 года` · `5 March 2026`."""
    if lang == "ky":
        return f"{value.year}-жылдын {value.day}-{MONTHS[value.month - 1]}"
    month = _months(lang, "format")[value.month]
    return f"{value.day} {month} {value.year} года" if lang == "ru" else f"{value.day} {month} {value.year}"


class Day:
    """A date that a text writes: `{date}` is 05.03.2026, `{date:long}` is `long_day`.

    Kyrgyz texts also say `{date:dative}` (before карата, чейин), `{date:ablative}` (before баштап) and
    `{date:locative}`. Another word is a ValueError.
    """

    def __init__(self, lang: str, value: date) -> None:
        self._lang, self._value = lang, value

    def __format__(self, form: str) -> str:
        if not form:
            return day(self._value)
        if form == "long":
            return long_day(self._lang, self._value)
        if self._lang == "ky" and form in CASES_OF_DATES:
            return in_case(self._value, form)
        raise ValueError(f"a date has no form {form!r} in {self._lang}")


class Numeral(int):
    """A whole number whose ending a Kyrgyz text asks for: `{n:genitive}` is `120нын`; an unknown case is a KeyError."""

    def __format__(self, form: str) -> str:
        if len(form) < 2 or not form.isalpha():
            return super().__format__(form)
        return f"{self:,d}".replace(",", NBSP) + ending(self, form)


def month_name(lang: str, month: int) -> str:
    """Name of a month standing alone, lower case in Kyrgyz and Russian: `март`, `March`."""
    name = _months(lang, "stand-alone")[month]
    return name if lang == "en" else name.lower()


def timestamp(value: datetime) -> str:
    """A moment in Bishkek time: `05.03.2026 14:05`."""
    return f"{value.astimezone(BISHKEK):%d.%m.%Y %H:%M}"


@lru_cache(maxsize=4096)  # every source of every exhibit tells one, and few differ
def moment(iso: str) -> str:
    """A stored moment (ISO 8601, UTC) in Bishkek time, as `timestamp`; "" for none."""
    return timestamp(datetime.fromisoformat(iso)) if iso else ""


@cache
def _months(lang: str, context: Literal["format", "stand-alone"]) -> dict[int, str]:
    return dict(get_month_names("wide", context=context, locale=lang))
