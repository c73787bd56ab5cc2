"""Numbers, money and dates as people here read them.

The libraries' Kyrgyz is wrong in places that matter (numeric dates come out as year-day-month, billions as
"млд", the currency as "KGS"), so the few formats the product needs are written out; Babel gives the names of months.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Literal

from babel.dates import get_month_names

from dashboard.i18n.catalogue import KNOWN, Lang, t
from dashboard.i18n.catalogue import NBSP as NBSP

BISHKEK = timezone(timedelta(hours=6))
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
# "20-октябры": the possessive that a Kyrgyz date takes; twelve fixed forms, no rule is applied to a variable.
_KY_MONTHS = (
    "январы", "февралы", "марты", "апрели", "майы", "июну", "июлу", "августу", "сентябры", "октябры", "ноябры",
    "декабры",
)  # fmt: skip


def number(lang: Lang, value: int | float | Decimal, decimals: int = 0) -> str:
    """`1 234 567,8` (ky, ru) or `1,234,567.8` (en), halves rounded away from zero; a real minus sign."""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = (value if isinstance(value, Decimal) else Decimal(str(value))).quantize(quantum, ROUND_HALF_UP)
    whole, point, rest = f"{abs(rounded):,.{decimals}f}".partition(".")
    signs = KNOWN[lang]
    text = whole.replace(",", signs.thousands) + (signs.decimal if point else "") + rest
    return f"−{text}" if rounded < 0 else text


def percent(lang: Lang, share: float | Decimal, decimals: int = 1) -> str:
    """A share (0–1) as per cent: `83,5%` in Kyrgyz, `83,5 %` in Russian, `83.5%` in English."""
    return f"{number(lang, Decimal(str(share)) * 100, decimals)}{KNOWN[lang].percent}%"


def points(lang: Lang, difference: float, decimals: int = 1) -> str:
    """A difference of shares in percentage points with its sign: `+3,2 п.п.`"""
    sign = "+" if difference > 0 else ""
    return t(lang, "formats.points", value=f"{sign}{number(lang, Decimal(str(difference)) * 100, decimals)}")


@lru_cache(maxsize=16_384)
def money(lang: Lang, amount_minor: int, currency: str, *, exact: bool = False) -> str:
    """Minor units as people say them: `12,4 млн сом`; `exact` gives all of it: `7 176 100 сом`."""
    major = Decimal(amount_minor) / 100
    if not exact:
        for size, word in _SCALES:
            # 999 960 reads "1,0 млн", not "1 000,0 миң": choose the scale after rounding.
            if abs(major) >= size - Decimal(size) / 2000:
                scaled = number(lang, major / size, 1)
                unit = currency_word(lang, currency)
                return t(lang, f"formats.{word}", value=scaled, unit=unit).replace(" ", NBSP)
    decimals = 2 if exact and amount_minor % 100 else 0
    whole = int(abs(major).quantize(Decimal(1), ROUND_HALF_UP))
    unit = currency_word(lang, currency, 1.5 if decimals else whole)
    return f"{number(lang, major, decimals)}{NBSP}{unit}"


def money_axis(lang: Lang, largest_minor: int, currency: str) -> tuple[int, str]:
    """Divisor (minor units) and title for an axis whose largest value is `largest_minor`: (100_000_000, "млн сом")."""
    unit = currency_word(lang, currency)
    for size, word in _SCALES:
        if abs(largest_minor) >= size * 100:
            return size * 100, t(lang, f"formats.{word}", value="", unit=unit).strip()
    return 100, unit


def currency_word(lang: Lang, currency: str, n: float | None = None) -> str:
    """The word after `n` (`1 сом`, `2 сома`, `5 сомов`), or after a scale when `n` is None; other currencies' code."""
    if currency != "KGS":
        return currency
    return t(lang, "formats.som_scaled") if n is None else t(lang, "formats.som", n=n)


def day(value: date) -> str:
    """`05.03.2026`, the same in every language."""
    return f"{value:%d.%m.%Y}"


def when(lang: Lang, value: date, precision: str = "") -> str:
    """A date as narrowly as it is known: `05.03.2026`, `03.2026` (month), `1-чейрек 2026` (quarter), `2026` (year)."""
    if precision == "quarter":
        return t(lang, "formats.quarter", quarter=_quarter(value), year=str(value.year))
    return {"month": f"{value:%m.%Y}", "year": f"{value:%Y}"}.get(precision) or day(value)


def iso(value: date, precision: str = "") -> str:
    """The same for programs (ISO 8601, and a quarter): `2026-03-05`, `2026-03`, `2026-Q1`, `2026`."""
    if precision == "quarter":
        return f"{value:%Y}-Q{_quarter(value)}"
    return {"month": f"{value:%Y-%m}", "year": f"{value:%Y}"}.get(precision) or value.isoformat()


def _quarter(value: date) -> int:
    return (value.month + 2) // 3


def long_day(lang: Lang, value: date) -> str:
    """`2026-жылдын 5-марты` · `5 марта 2026 года` · `5 March 2026`."""
    if lang == "ky":
        return f"{value.year}-жылдын {value.day}-{_KY_MONTHS[value.month - 1]}"
    month = _months(lang, "format")[value.month]
    return f"{value.day} {month} {value.year} года" if lang == "ru" else f"{value.day} {month} {value.year}"


def month_name(lang: Lang, month: int) -> str:
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
def _months(lang: Lang, context: Literal["format", "stand-alone"]) -> dict[int, str]:
    return dict(get_month_names("wide", context=context, locale=lang))
