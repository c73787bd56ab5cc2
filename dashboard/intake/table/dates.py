"""Dates and periods as officials write them; what can be read in two ways is asked about, never guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from dashboard.intake.mapping.tables import DateOrder
from dashboard.intake.problems import BadValue

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # 1954 … 2119; smaller numbers are years, larger are codes
YEARS = range(1990, 2100)

_THREE = re.compile(r"([0-9]{1,4})\s*([./-])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})(?:[T ][0-9:.]+Z?)?\s*(?:г|г\.|ж|ж\.)?")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[0-9]+")
# Beginnings of month names in Russian and Kyrgyz (which share them) and in English.
_MONTHS = (
    ("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("май", "мая", "may"), ("июн", "jun"),
    ("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec"),
)  # fmt: skip
_YEAR_WORDS = ("ж", "жыл", "г", "год", "year", "за", "the", "of", "on", "от")
_MONTH_COUNT = re.compile(r"([0-9]{1,2})\s*-?\s*(?:m|ай\w*|мес\w*|months?)\b\.?", re.IGNORECASE)
_QUARTER = re.compile(
    r"(?:q\s*([1-4])|([1-4]|iv|i{1,3})\s*-?\s*(?:чейре[кг]\w*|квартал\w*|кв\b\.?|quarter))", re.IGNORECASE
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR_MONTH = re.compile(r"([0-9]{4})\s*[-./]\s*([0-9]{1,2})|([0-9]{1,2})\s*[-./]\s*([0-9]{4})")
_BARE_MONTH = re.compile(r"0?[1-9]|1[0-2]")


class BadDate(BadValue):
    """The value is not a date that can be taken; `reason` is "bad_date" or "ambiguous_date"."""


def parse_date(value: object, *, order: DateOrder = "auto") -> date:
    """Read one date: a date cell, an Excel serial number, 2026-02-01, 01.02.2026, «2021-жылдын 20-октябры».

    `order` says how dates with figures only are written in the column. In "auto" a date with dots is day, month,
    year (as everywhere in the region); one with "/" or "-" is taken only if it can be read one way.
    Raises BadDate("bad_date" or "ambiguous_date").
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value)
    if not isinstance(value, str):
        raise BadDate("bad_date")
    text = _clean(value)
    if re.fullmatch(r"[0-9]{5}(?:\.0+)?", text):
        return _serial(float(text))
    figures = _THREE.fullmatch(text)
    if figures:
        return _from_figures(figures[1], figures[3], figures[4], figures[2], order)
    day, month, year = _from_words(text)
    if day is None or month is None or year is None:
        raise BadDate("bad_date")
    return _date(year, month, day)


def parse_period_end(value: object, year_hint: int | None = None, *, year_ends: int = 12) -> date:
    """Last day of the period a value names.

    Takes a full date, a month («январь 2024», 2024-01), a quarter (Q1 2024, «1-чейрек 2024»), months counted from
    the new year (5m, «9 ай 2024») and a year. `year_hint` serves where the value names none. `year_ends`: the month a
    fiscal year ends in; quarters, counted months, months without a year and whole years are of the fiscal year.
    Raises BadDate.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return parse_date(value)
    text = _clean(value)
    if not text:
        raise BadDate("bad_date")
    for pattern, months in ((_QUARTER, 3), (_MONTH_COUNT, 1)):
        if found := pattern.search(text):
            number = next(part for part in found.groups() if part)
            rest = text[: found.start()] + " " + text[found.end() :]
            count = months * _ROMAN.get(number.casefold(), _small(number))
            if not 1 <= count <= 12:
                raise BadDate("bad_date")
            return _of_fiscal_year(_year_in(rest, year_hint), (year_ends + count - 1) % 12 + 1, year_ends)
    if found := _YEAR_MONTH.fullmatch(text):
        return _month_end(int(found[1] or found[4]), int(found[2] or found[3]))
    if _BARE_MONTH.fullmatch(text) and year_hint is not None:
        return _of_fiscal_year(year_hint, int(text), year_ends)
    if re.fullmatch(r"[0-9]{5}", text) or _THREE.fullmatch(text):
        return parse_date(text)
    day, month, year = _from_words(text)
    if year is None and year_hint is None:
        raise BadDate("bad_date")
    if month is None:
        return _of_fiscal_year(year or year_hint or 0, year_ends, year_ends)
    if year is None:
        end = _of_fiscal_year(year_hint or 0, month, year_ends)
        return end if day is None else _date(end.year, month, day)
    return _month_end(year, month) if day is None else _date(year, month, day)


def parse_period_start(value: str) -> date:
    """First day of the month, quarter, months counted from the new year or year that a text names. Raises BadDate."""
    end, text = parse_period_end(value), _clean(value)
    if _QUARTER.search(text):
        return date(end.year, end.month - 2, 1)
    names_month = _YEAR_MONTH.fullmatch(text) or (not _MONTH_COUNT.search(text) and _from_words(text)[1] is not None)
    return date(end.year, end.month if names_month else 1, 1)


def _clean(value: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", value.replace("–", "-").replace("‑", "-")).strip()


def _small(number: str) -> int:
    return int(number) if number.isdigit() else 0


def _serial(number: float) -> date:
    if number != number or int(number) not in SERIALS:
        raise BadDate("bad_date")
    return EXCEL_EPOCH + timedelta(days=int(number))


def _from_figures(first: str, second: str, third: str, mark: str, order: DateOrder) -> date:
    if order == "auto" or len(first) == 4:  # four figures are a year, however the others of the column are written
        order = _order(first, second, third, mark)
    parts = dict(zip(order, (first, second, third), strict=True))
    year = parts["y"]
    if len(parts["d"]) > 2 or len(year) not in (2, 4):
        raise BadDate("bad_date")
    return _date(int(year) + (2000 if len(year) == 2 else 0), int(parts["m"]), int(parts["d"]))


def _order(first: str, second: str, third: str, mark: str) -> DateOrder:
    if len(first) > 2:
        return "ymd"
    if mark == "." or int(first) > 12 or first == second:
        if mark == "-" and len(third) == 2:
            raise BadDate("ambiguous_date")  # 21-02-03 may begin with the year
        return "dmy"
    if int(second) > 12:
        return "mdy"
    raise BadDate("ambiguous_date")


def _from_words(text: str) -> tuple[int | None, int | None, int | None]:
    """(day, month, year) named in a text with words; what is not named is None."""
    month: int | None = None
    for word in _WORD.findall(text.casefold()):
        named = next((n for n, names in enumerate(_MONTHS, start=1) if word.startswith(names)), None)
        if named is None and not _is_year_word(word):
            raise BadDate("bad_date")
        if named is not None and month is not None:
            raise BadDate("bad_date")
        month = named or month
    day: int | None = None
    year: int | None = None
    for number in _NUMBER.findall(text):
        if len(number) == 4 and int(number) in YEARS and year is None:
            year = int(number)
        elif len(number) <= 2 and day is None and month is not None:
            day = int(number)
        else:
            raise BadDate("bad_date")
    return day, month, year


def _is_year_word(word: str) -> bool:
    return word in _YEAR_WORDS or word.startswith(("жыл", "год", "года"))


def _year_in(text: str, year_hint: int | None) -> int:
    day, month, year = _from_words(text)
    year = year_hint if year is None else year
    if day is not None or month is not None or year is None:
        raise BadDate("bad_date")
    return year


def _of_fiscal_year(year: int, month: int, ends: int) -> date:
    """The last day of a month of the fiscal year that ends in the month `ends` of a calendar year."""
    return _month_end(year - (month > ends), month)


def _month_end(year: int, month: int) -> date:
    if year not in YEARS or not 1 <= month <= 12:
        raise BadDate("bad_date")
    return date(year, month, calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise BadDate("bad_date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDate("bad_date") from error
