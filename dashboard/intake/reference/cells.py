"""Cells of reference files: each reader takes text and gives a value or raises BadValue."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.intake.problems import BadValue
from dashboard.intake.table.dates import parse_date
from dashboard.intake.table.numbers import parse_number
from dashboard.intake.web_address import is_web_address
from dashboard.store.survey_records import OWN

Reader = Callable[[str], Any]


class BadCell(BadValue):
    """The cell cannot be taken."""


def _like(code: str, pattern: str) -> Reader:
    """Text of a form; `code`: the problem of any other."""

    def read(cell: str) -> str:
        if not re.fullmatch(pattern, cell):
            raise BadCell(code)
        return cell

    return read


#: A short name for addresses: small Latin letters, digits, "-" and ".".
slug = _like("bad_key", r"[a-z0-9][a-z0-9.-]{0,59}")
#: The same for the catalogue of indicators: a key of a study's own begins with OWN.
catalogue_key = _like("bad_key", rf"(?!{OWN})[a-z0-9][a-z0-9.-]{{0,59}}")
#: A SOATE code: 14 digits. A spreadsheet that took it for a number has spoilt it.
soate = _like("bad_soate", r"[0-9]{14}")
#: An ISO 4217 code.
currency = _like("bad_currency", r"[A-Z]{3}")
#: An e-mail address that can stand in a link.
email = _like("bad_email", r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")
#: A date.
day: Reader = parse_date


def address(cell: str) -> str:
    """A web address that is safe to make a link of."""
    if not is_web_address(cell):
        raise BadCell("bad_address")
    return cell


def one_of(*allowed: str) -> Reader:
    """One of a few words."""

    def read(cell: str) -> str:
        if cell not in allowed:
            raise BadCell("bad_choice", field="", allowed=", ".join(allowed))
        return cell

    return read


def whatsapp(cell: str) -> str:
    """A telephone number with the country's code, as digits: `+996 555 …` becomes `996555…`."""
    digits = re.sub(r"[\s()+-]", "", cell)
    if not re.fullmatch(r"[1-9][0-9]{8,14}", digits):
        raise BadCell("bad_whatsapp")
    return digits


def past_day(cell: str) -> date:
    """A day that has come."""
    found = parse_date(cell)
    if found > date.today():
        raise BadCell("future_date")
    return found


def year(cell: str) -> int:
    """A fiscal year."""
    if not re.fullmatch(r"20[0-9]{2}|2100", cell):
        raise BadCell("bad_year")
    return int(cell)


def phone(cell: str) -> str:
    """Telephone numbers as printed, 3 to 15 digits each, with "," or ";" between them."""
    for one in re.split("[,;]", cell):
        digits = re.sub(r"[\s()/+-]", "", one)
        if not re.fullmatch(r"[0-9]{3,15}", digits):
            raise BadCell("bad_phone")
    return cell


def _number(cell: str, bad: str) -> Decimal:
    """A number; `bad`: the problem of a cell that says there is none."""
    number = parse_number(cell)
    if number is None:
        raise BadCell(bad)
    return number


def count(cell: str) -> int:
    """A whole number from 0."""
    number = _number(cell, "bad_count")
    if number != int(number) or number < 0:
        raise BadCell("bad_count")
    return int(number)


def figure(cell: str) -> float:
    """A number as a paper prints it, such as 42.8 or -1,5."""
    return float(_number(cell, "not_a_number"))


def share(cell: str) -> float:
    """A share from 0 to 1. "0.125" and "0,125" can only be meant one way here."""
    if not re.fullmatch(r"(?:0(?:[.,][0-9]+)?|1(?:[.,]0+)?)", cell):
        raise BadCell("bad_share")
    return float(cell.replace(",", "."))


def flag(cell: str) -> bool:
    """1 or 0."""
    return bool(one_of("0", "1")(cell) == "1")


def authority(cell: str) -> int:
    """3 council resolution or treasury report, 2 official site, 1 press."""
    return int(one_of("1", "2", "3")(cell))
