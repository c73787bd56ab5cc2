"""Numbers as officials type them: an exact decimal, or the reason why not. Nothing is guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.files.model import NO_VALUE
from dashboard.intake.mapping.schema import NumberStyle
from dashboard.intake.problems import BadValue
from dashboard.intake.table.columns import Coded, Mask, Objects
from dashboard.store.tables import UNITS

Minor = npt.NDArray[np.int64]
BadCells = list[tuple[int, str]]  # their positions, and why

#: A sum this many times an earlier one like it, or this part of it, is asked about: its unit may be a wrong one.
TOO_HIGH, TOO_LOW = 50.0, 0.02
INT64_MAX = 2**63 - 1
CHUNK = 65_536
WIDTH = 22  # a sign, 18 digits, a mark, and one place that must stay free
MAX_TEXT = 40
PLACES = Decimal("0.000001")
#: Cells that are read all the same: in their own unit, where it is not the column's; without the rest of the decimals.
OTHER_UNIT, ROUNDED = "unit_in_cell", "rounded"
READ_ALL_THE_SAME = frozenset({OTHER_UNIT, ROUNDED})
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
_MONEY = (
    r"(?:сом(?:дун|ду|го|дор|ов|а|у)?|soms?|kgs|с\.|руб(?:лей|ля|ль)?\.?|р\.|rub|грн\.?|гривень|гривні|uah|eur(?:os?)?|usd"
    r"|us\$|[$€£₽₴⃀])"
)
_CURRENCY = re.compile(rf"\s*{_MONEY}$", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"^(?:us\$|[$€£₽₴⃀])\s*", re.IGNORECASE)
#: Words for powers of ten, the greatest first; a whole word without a figure before it means one.
_SCALES = (
    (10**9, r"млрд|миллиард(?:ов|а)?|bln|billions?", r"миллиард(?:ов|а)?|billion"),
    (10**6, r"млн|миллион(?:ов|а)?|мільйон(?:ів|а)?|mln|millions?", r"миллион(?:ов|а)?|million"),
    (10**3, r"миң|мин|минг|тыс(?:яч(?:а|и)?)?|тис(?:яч(?:а|і)?)?|thousands?", ""),
)
_SCALED = re.compile(
    r"\s*".join(
        rf"(?:(?:(?P<n{size}>[0-9](?:[0-9 .,]*[0-9])?)\s*(?:{words})"
        + (rf"|(?P<w{size}>{alone})" if alone else "")
        + r")\b\.?)?"
        for size, words, alone in _SCALES
    )
    + rf"\s*(?P<rest>[0-9](?:[0-9 .,]*[0-9])?)?\s*{_MONEY}?\.?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")

_WHOLE = r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
_SPACED = re.compile(_WHOLE + r"(?:[.,][0-9]+)?")
_ONE_MARK_THREE_DIGITS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_GROUPED = {
    ",": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
    ".": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
}
_PLAIN = {",": re.compile(_WHOLE + r"(?:\.[0-9]+)?"), ".": re.compile(_WHOLE + r"(?:,[0-9]+)?")}


class BadNumber(BadValue):
    """The value is not a number that can be taken."""


def major(minor: int) -> str:
    """An amount in minor units for a report: "12 345.60"."""
    return f"{Decimal(int(minor)) / 100:,.2f}".replace(",", " ")


def parse_number(value: object, style: NumberStyle = "auto") -> Decimal | None:
    """Read one cell.

    In: text or a workbook's value; `style` says what the decimal mark of the column is ("auto": only what can be
    read one way is taken). Out: the exact number in the cell's own unit, or None where the cell says "nothing";
    «3 млн 998 миң» is 3998000. Floats are rounded to 6 places, which removes binary noise. Raises BadNumber with one
    of the reasons ambiguous_number, excel_error, formula_without_value, percent, not_a_number, not_finite, too_long,
    boolean.
    """
    if isinstance(value, str):
        return _parse_text(value, style)[0]
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


def _parse_text(value: str, style: NumberStyle) -> tuple[Decimal | None, bool]:
    """The number, and whether the cell names its own unit: the number is then in whole units of money."""
    text = value.translate(_CLEAN).strip()
    if text.casefold() in _EMPTY:
        return None, False
    if text.startswith("#"):
        raise BadNumber("formula_without_value" if text == NO_VALUE else "excel_error")
    if text.endswith("%"):
        raise BadNumber("percent")
    in_brackets = text.startswith("(") and text.endswith(")")
    if in_brackets:
        text = text[1:-1].strip()
    text = _SIGN_BEFORE.sub("", text)
    negative = in_brackets or text.startswith("-")
    body = text if in_brackets else text.removeprefix("-").lstrip() if negative else text.removeprefix("+")
    body = _SIGN_BEFORE.sub("", body)
    if len(body) > MAX_TEXT:
        raise BadNumber("too_long")
    bare = _CURRENCY.sub("", body)
    if _LETTER.search(bare):
        number, own = _in_words(body, style), True
    else:
        number, own = Decimal(_digits(bare, style)), bare != body
    return -number if negative else number, own


def _in_words(body: str, style: NumberStyle) -> Decimal:
    """«3 млн 998 миң», «2,5 млрд сом», «миллион сомов» in units of money."""
    found = _SCALED.fullmatch(body)
    if found is None:
        raise BadNumber("not_a_number")
    parts = found.groupdict()
    number = sum(
        (Decimal(_digits(said, style)) * size for size, *_ in _SCALES if (said := parts[f"n{size}"])),
        Decimal(_digits(parts["rest"], style)) if parts["rest"] else Decimal(0),
    )
    return number + sum(size for size, *_ in _SCALES if parts.get(f"w{size}"))


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


def read_minor(
    cells: Objects, unit: Coded, style: NumberStyle, *, rounded: bool = False
) -> tuple[Minor, Mask, BadCells]:
    """Raw cells as minor units, each row in its own unit (som, thousand_som, million_som); out as `parse_column`."""
    if len(unit.values) == 1:
        return parse_column(cells, style, factor=_factor(unit.values[0]), rounded=rounded)
    minor, missing, bad = np.zeros(len(cells), dtype=np.int64), np.ones(len(cells), dtype=bool), []
    for number, word in enumerate(unit.values):
        mine = np.flatnonzero(unit.codes == number)
        minor[mine], missing[mine], reasons = parse_column(cells[mine], style, factor=_factor(word), rounded=rounded)
        bad += [(int(mine[position]), reason) for position, reason in reasons]
    return minor, missing, bad


def _factor(unit: str) -> int:
    return SOM_FACTOR * UNITS.get(unit, 1)


def parse_column(
    cells: Objects, style: NumberStyle = "auto", *, factor: int, rounded: bool = False
) -> tuple[Minor, Mask, BadCells]:
    """Read a column of amounts into whole minor units, exactly.

    `factor`: minor units in one source unit (100 for som, 100 000 for thousand som). Out: the amounts (zero where
    there is none), where there is none (the cell says "nothing" or is bad), and (position, reason) of every bad cell.
    Besides the reasons of parse_number: too_precise (more digits than a minor unit holds), too_long (does not fit
    64 bits). Cells of READ_ALL_THE_SAME have an amount: unit_in_cell (money in the cell's own unit, which is not the
    column's) and, with `rounded`, rounded (half to even) in place of too_precise.
    """
    minor = np.zeros(len(cells), dtype=np.int64)
    missing = np.zeros(len(cells), dtype=bool)
    bad: BadCells = []
    answers: dict[tuple[type, object], tuple[int | None, str]] = {}
    for position in _read_plain(cells, _MARKS[style], factor, minor, missing):
        cell = cells[position]
        key = (type(cell), cell)  # 1, 1.0 and True are equal as keys of a dictionary, but not as cells
        if key not in answers:
            answers[key] = _to_minor(cell, style, factor, rounded=rounded)
        amount, reason = answers[key]
        if amount is None:
            missing[position] = True
        else:
            minor[position] = amount
        if reason:
            bad.append((position, reason))
    return minor, missing, bad


def _to_minor(cell: object, style: NumberStyle, factor: int, *, rounded: bool) -> tuple[int | None, str]:
    """(minor units, "" or one of READ_ALL_THE_SAME) or (None, reason); (None, "") is an empty cell."""
    if isinstance(cell, float) and math.isnan(cell):
        return None, ""  # how pandas says "missing" in a column of text
    told = ""
    try:
        if isinstance(cell, str):
            number, own = _parse_text(cell, style)
            if own and factor != SOM_FACTOR:
                factor, told = SOM_FACTOR, OTHER_UNIT
        else:
            number = parse_number(cell, style)
    except BadNumber as error:
        return None, error.reason
    if number is None:
        return None, ""
    if isinstance(cell, float):
        number = Decimal(repr(float(cell)))  # in millions, a tyiyn is beyond the 6 places that parse_number keeps
    exact = number * factor
    whole = int(exact.to_integral_value(ROUND_HALF_EVEN))
    if abs(exact - whole) > _noise(cell, factor):
        if not rounded:
            return None, "too_precise"
        told = ROUNDED
    return (whole, told) if abs(whole) <= INT64_MAX else (None, "too_long")


def _noise(cell: object, factor: int) -> Decimal:
    """How far from a whole minor unit binary rounding alone can bring a number, in minor units."""
    if not isinstance(cell, float):
        return Decimal(0)
    return min(MOST_NOISE, max(NOISE, Decimal(8 * math.ulp(cell))) * factor)


# What follows is the quick part: millions of cells like "-1234.56", all at once and exactly.


def _read_plain(raw: Objects, marks: bytes, factor: int, minor: Minor, missing: Mask) -> Iterator[int]:
    """Read the cells of `raw` like "-1234.56" by integer arithmetic into `minor`, and mark the empty ones in `missing`.

    `marks`: the letters that may be the decimal mark; `factor`: minor units in one source unit. Yields the positions
    of all other cells, which are left to slower and more careful hands.
    """
    for start in range(0, len(raw), CHUNK):
        part = slice(start, start + CHUNK)
        try:
            letters = raw[part].astype(f"S{WIDTH}").view(np.uint8)
        except UnicodeEncodeError:
            letters = raw[part].astype(f"U{WIDTH}").view(np.uint32)
        columns = np.ascontiguousarray(letters.reshape(-1, WIDTH).T)
        missing[part] = ~columns.any(axis=0)
        amounts, done = _plain_amounts(columns, marks, factor)
        minor[part] = amounts
        yield from (start + np.flatnonzero(~(done | missing[part]))).tolist()


def _plain_amounts(columns: npt.NDArray[Any], marks: bytes, factor: int) -> tuple[Minor, Mask]:
    """Amounts in minor units of cells given as character codes, one array a character place; and which were plain."""
    count = columns.shape[1]
    value = np.zeros(count, dtype=np.int64)
    digits = np.zeros(count, dtype=np.int8)
    decimals = np.full(count, -1, dtype=np.int8)  # -1: no mark yet
    negative = columns[0] == ord("-")
    plain = np.ones(count, dtype=bool)
    ended = np.zeros(count, dtype=bool)
    used = np.flatnonzero(columns.any(axis=1))
    for place, letter in enumerate(columns[: int(used[-1]) + 2 if used.size else 0]):
        plain &= ~(ended & (letter != 0))  # a NUL inside the cell
        ended |= letter == 0
        digit = letter - letter.dtype.type(48)
        is_digit = (digit < 10) & ~ended
        is_mark = np.isin(letter, list(marks)) & (decimals < 0) & (digits > 0)
        plain &= is_digit | is_mark | ended | (negative if place == 0 else False)
        value = np.where(is_digit, value * 10 + digit, value)
        digits += is_digit
        decimals += is_mark | (is_digit & (decimals >= 0))
    plain &= ended & (digits > 0) & (digits <= 15) & (decimals != 0) & (decimals <= 2)
    shares = np.array([factor // 10**n if factor % 10**n == 0 else 0 for n in (0, 1, 2)], dtype=np.int64)
    share = shares[np.clip(decimals, 0, 2)]
    plain &= (share > 0) & (value <= INT64_MAX // factor)
    amounts = np.where(plain, value * np.where(plain, share, 0), 0)
    return np.where(negative, -amounts, amounts), plain
