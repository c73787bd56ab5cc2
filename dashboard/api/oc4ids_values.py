"""Values as OC4IDS writes them: what is known, moments, periods, money, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from dashboard.channels.urls import safe_url

#: Signs that mean something in an address (RFC 3986) or begin what is written out already.
_IN_URI: Final = "%/:?#[]@!$&'()*+,;="


def known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something; amounts are wrapped in objects, so zero is never lost here."""
    return {name: value for name, value in fields.items() if value}


def moment(day: date | None) -> str:
    """A day as the date-time the standard wants; "" for none."""
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def period(start: date | None, end: date | None) -> dict[str, Any]:
    """A period of which one side or both may be known."""
    return known({"startDate": moment(start), "endDate": moment(end)})


def value(minor: int | None, currency: str) -> dict[str, Any]:
    """An amount as a JSON number of major units, exact up to 70 · 10¹²; none where it is not known."""
    if minor is None:
        return {}
    return {"amount": minor / 100 if minor % 100 else minor // 100, "currency": currency}


def address(url: str) -> str:
    """The address as a URI where it is a whole one of the web (the standard takes no others); "" if not."""
    safe = safe_url(url)
    return quote(safe, safe=_IN_URI) if safe and safe.startswith(("http://", "https://")) else ""
