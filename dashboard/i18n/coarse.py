"""Dates that are known by their month, quarter or year only, for people, for sentences and for programs."""

from __future__ import annotations

from datetime import date

from dashboard.i18n.catalogue import Lang, t
from dashboard.i18n.dates import day


class Coarse:
    """A date that is known by its month, quarter or year only: a text writes it so, whatever form it asks for.

    `{date}` is as `when`; of a year Kyrgyz texts get `2022-жылга` for the dative and so on.
    """

    def __init__(self, lang: Lang, value: date, precision: str) -> None:
        self._lang, self._value, self._precision = lang, value, precision

    def __format__(self, form: str) -> str:
        said = when(self._lang, self._value, self._precision)
        if self._lang == "ky" and self._precision == "year" and form:
            return f"{said}-жыл{_ENDINGS_OF_YEARS[form]}"
        return said


#: Of «жыл» after a number, by the form a text asks for.
_ENDINGS_OF_YEARS = {"long": "", "dative": "га", "ablative": "дан", "locative": "да"}


def told(lang: Lang, value: date, precision: str = "") -> date | Coarse:
    """A date for a text, as narrowly as it is known."""
    return Coarse(lang, value, precision) if precision else value


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
