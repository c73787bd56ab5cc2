"""Numbers and money as people here read them.

The libraries' Kyrgyz is wrong in places that matter (billions come out as "млд", the currency as "KGS"), so the few
formats the product needs are written out.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from dashboard.i18n.catalogue import KNOWN, Lang, t
from dashboard.i18n.dates import NBSP as NBSP

_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


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
