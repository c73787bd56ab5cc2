"""Numbers as officials type them: an exact decimal, or the reason why not. Nothing is guessed."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from dashboard.intake.mapping.schema import NumberStyle as NumberStyle
from dashboard.intake.table.plain_numbers import INT64_MAX, read_plain

MAX_TEXT = 40
PLACES = Decimal("0.000001")
NOISE = Decimal("0.0000005")  # of a source unit: what rounding to 6 places takes away
MOST_NOISE = Decimal("0.05")  # of a minor unit
SOM_FACTOR = 100
_MARKS = {"auto": b".,", "comma": b",", "point": b"."}

_EMPTY = frozenset({"", "-", "x", "х", "n/a", "н/д", "жок", "нет", "..", "...", "…"})
_CLEAN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003'’", " "),
        **dict.fromkeys("\u200b\u200e\u200f\ufeff", ""),
        **dict.fromkeys("−–—‒﹣－", "-"),
        # Full-width digits only: wider normalisation would read the footnote in "12,4¹" as a digit.
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
_CURRENCY = re.compile(r"\s*(?:сом|som|kgs|с\.|грн\.?|uah|€|eur)$", re.IGNORECASE)
_SCALE_WORD = re.compile(
    r"(?:миң|мин|тыс|млн|млрд|thousand|mln|million)\.?\s*(?:сом|som|kgs|руб|грн|р)?\.?$", re.IGNORECASE
)

_SPACED = re.compile(r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?")
_ONE_MARK_THREE_DIGITS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_GROUPED = {
    ",": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    ".": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
}
_PLAIN = {
    ",": re.compile(r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"),
    ".": re.compile(r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,[0-9]+)?"),
}


class BadNumber(ValueError):
    """The value is not a number that can be taken; `reason` is a problem code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_number(value: object, style: NumberStyle = "auto") -> Decimal | None:
    """Read one cell.

    In: text or a workbook's value; `style` says what the decimal mark of the column is ("auto": only what can be
    read one way is taken). Out: the exact number in the cell's own unit, or None where the cell says "nothing".
    Floats are rounded to 6 places, which removes binary noise. Raises BadNumber with one of the reasons
    ambiguous_number, excel_error, percent, not_a_number, not_finite, too_long, boolean, unit_in_cell.
    """
    if isinstance(value, str):
        return _parse_text(value, style)
    if value is None or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        raise BadNumber("boolean")
    if isinstance(value, Integral):
        return Decimal(int(value))
    if isinstance(value, Decimal | Real):
        return _parse_real(value)
    raise BadNumber("not_a_number")


def _parse_real(value: Decimal | Real) -> Decimal:
    if not math.isfinite(value):
        raise BadNumber("not_finite")
    number = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if number.adjusted() >= 20:
        raise BadNumber("too_long")
    rounded = number.quantize(PLACES)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


def _parse_text(value: str, style: NumberStyle) -> Decimal | None:
    text = value.translate(_CLEAN).strip()
    if text.casefold() in _EMPTY:
        return None
    if text.startswith("#"):
        raise BadNumber("excel_error")
    if text.endswith("%"):
        raise BadNumber("percent")
    in_brackets = text.startswith("(") and text.endswith(")")
    if in_brackets:
        text = text[1:-1].strip()
    if _SCALE_WORD.search(text):
        raise BadNumber("unit_in_cell" if text[:1].isdigit() or text[:1] == "-" else "not_a_number")
    text = _CURRENCY.sub("", text)
    negative = in_brackets or text.startswith("-")
    body = text if in_brackets else text.removeprefix("-") if negative else text.removeprefix("+")
    if len(body) > MAX_TEXT:
        raise BadNumber("too_long")
    number = Decimal(_digits(body, style))
    return -number if negative else number


def _digits(body: str, style: NumberStyle) -> str:
    """The body of a number (no sign) in the form Decimal reads."""
    if style == "auto":
        if _ONE_MARK_THREE_DIGITS.fullmatch(body):
            raise BadNumber("ambiguous_number")
        if _SPACED.fullmatch(body):
            return body.replace(" ", "").replace(",", ".")
        groups = next((mark for mark, pattern in _GROUPED.items() if pattern.fullmatch(body)), None)
    else:
        groups = "." if style == "comma" else ","
        if not (_PLAIN[groups].fullmatch(body) or _GROUPED[groups].fullmatch(body)):
            groups = None
    if groups is None:
        raise BadNumber("not_a_number")
    return body.replace(" ", "").replace(groups, "").replace(",", ".")


def parse_column(
    values: pd.Series[Any], style: NumberStyle = "auto", *, factor: int
) -> tuple[pd.Series[Any], list[tuple[int, str]]]:
    """Read a column of amounts into whole minor units, exactly.

    `factor`: minor units in one source unit (100 for som, 100 000 for thousand som). Out: an Int64 series with the
    same index (missing where the cell says "nothing" or is bad), and (index, reason) of every bad cell. Besides the
    reasons of parse_number: too_precise (more digits than a minor unit holds), too_long (does not fit 64 bits).
    """
    raw = values.to_numpy(dtype=object)
    minor = np.zeros(len(raw), dtype=np.int64)
    missing = np.zeros(len(raw), dtype=bool)
    bad: list[tuple[int, str]] = []
    answers: dict[tuple[type, object], tuple[int | None, str]] = {}
    for position in read_plain(raw, _MARKS[style], factor, minor, missing):
        cell = raw[position]
        key = (type(cell), cell)  # 1, 1.0 and True are equal as keys of a dictionary, but not as cells
        if key not in answers:
            answers[key] = _to_minor(cell, style, factor)
        amount, reason = answers[key]
        if amount is None:
            missing[position] = True
        else:
            minor[position] = amount
        if reason:
            bad.append((int(values.index[position]), reason))
    return pd.Series(pd.arrays.IntegerArray(minor, missing), index=values.index, name=values.name), bad


def _to_minor(cell: object, style: NumberStyle, factor: int) -> tuple[int | None, str]:
    """(minor units, "") or (None, reason); (None, "") is an empty cell."""
    if isinstance(cell, float) and math.isnan(cell):
        return None, ""  # how pandas says "missing" in a column of text
    if factor != SOM_FACTOR and isinstance(cell, str) and _CURRENCY.search(cell.strip(" )")):
        return None, "unit_in_cell"  # «6872,0 сом» in a column of thousands: one of the two is wrong
    try:
        number = parse_number(cell, style)
    except BadNumber as error:
        return None, error.reason
    if number is None:
        return None, ""
    if isinstance(cell, float):
        number = Decimal(repr(float(cell)))  # in millions, a tyiyn is beyond the 6 places that parse_number keeps
    exact = number * factor
    whole = int(exact.to_integral_value())
    if abs(exact - whole) > _noise(cell, factor):
        return None, "too_precise"
    return (whole, "") if abs(whole) <= INT64_MAX else (None, "too_long")


def _noise(cell: object, factor: int) -> Decimal:
    """How far from a whole minor unit binary rounding alone can bring a number, in minor units."""
    if not isinstance(cell, float):
        return Decimal(0)
    return min(MOST_NOISE, max(NOISE, Decimal(8 * math.ulp(cell))) * factor)
