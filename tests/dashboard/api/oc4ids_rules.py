"""The rules of OC4IDS 0.9 for the parts of it that we give, restated from the standard's schema and codelists.

The schema itself comes in no package of PyPI or npm; where the collected files are, `test_oc4ids_schema` runs it.
What is checked here: required fields, types, formats, no empty text, list or object, closed codelists, unique
identifiers, that parties referred to are listed, and that every field is one the standard has or stands in `local`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Rule = Callable[[Any], bool]

STATUS = ("identification", "preparation", "implementation", "completion", "maintenance", "decommissioning",
          "decommissioned", "cancelled")  # fmt: skip
TYPE = ("construction", "maintenance", "rehabilitation", "replacement", "expansion", "decommissioning")
#: Open codelists: codes outside them are allowed by the standard, ours are checked against them all the same.
ROLE = ("buyer", "procuringEntity", "supplier", "tenderer", "funder", "enquirer", "payer", "payee", "reviewBody",
        "publicAuthority", "administrativeEntity")  # fmt: skip


@dataclass(frozen=True)
class Object:
    """An object: rules of its fields; those named in `required` must be there."""

    fields: dict[str, Any]
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Many:
    """A list that is not empty and, where `unique` is named, in which no two entries have the same."""

    entry: Any
    unique: str = ""


def text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value - value == 0


def flag(value: Any) -> bool:
    return isinstance(value, bool)


def period(value: Any) -> bool:
    """A year, a quarter or a month."""
    return text(value) and re.fullmatch(r"\d{4}(-\d\d|-Q[1-4])?", value) is not None


def moment(value: Any) -> bool:
    """RFC 3339: with a time and a time zone."""
    if not (text(value) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value)):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def uri(value: Any) -> bool:
    """RFC 3986: a scheme, and only the signs an address may have."""
    return text(value) and urlsplit(value).scheme != "" and not re.search(r"[^!-~]|[\"<>\\^`{|}]", value)


def code(*codes: str) -> Rule:
    return lambda value: value in codes


def version(value: Any) -> bool:
    return text(value) and re.fullmatch(r"\d+\.\d+", value) is not None


def currency(value: Any) -> bool:
    return text(value) and re.fullmatch(r"[A-Z]{3}", value) is not None


def day(value: Any) -> bool:
    return text(value) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


VALUE = Object({"amount": number, "currency": currency})
PERIOD = Object({"startDate": moment, "endDate": moment})
PARTY = Object({"id": text, "name": text})
NAMES = Object({"ky": text, "ru": text, "en": text})
PROJECT = Object(
    {
        "id": text,
        "identifiers": Many(Object({"id": text, "scheme": text})),
        "updated": moment,
        "title": text,
        "description": text,
        "status": code(*STATUS),
        "period": PERIOD,
        "implementationPeriod": PERIOD,
        "sector": Many(text),
        "additionalClassifications": Many(Object({"scheme": text, "id": text})),
        "type": code(*TYPE),
        "locations": Many(
            Object(
                {
                    "id": text,
                    "description": text,
                    "geometry": Object({"type": code("Point"), "coordinates": Many(number)}),
                    "address": Object({"locality": text, "region": text}),
                },
                ("id",),
            ),
            "id",
        ),
        "budget": Object(
            {
                "amount": VALUE,
                "budgetBreakdowns": Many(
                    Object(
                        {
                            "id": text,
                            "budgetBreakdown": Many(
                                Object(
                                    {
                                        "id": text,
                                        "description": text,
                                        "amount": VALUE,
                                        "sourceParty": PARTY,
                                        "local": Object({"source": text}),
                                    },
                                    ("id",),
                                ),
                                "id",
                            ),
                        },
                        ("id",),
                    ),
                    "id",
                ),
            }
        ),
        "parties": Many(Object({"id": text, "name": text, "roles": Many(code(*ROLE))}), "id"),
        "publicAuthority": PARTY,
        "documents": Many(
            Object(
                {"id": text, "title": text, "description": text, "url": uri, "datePublished": moment, "author": text},
                ("id",),
            ),
            "id",
        ),
        "metrics": Many(
            Object(
                {
                    "id": text,
                    "observations": Many(
                        Object(
                            {
                                "id": text,
                                "measure": text,
                                "unit": Object({"name": text}),
                                "period": PERIOD,
                                "value": VALUE,
                            },
                            ("id",),
                        ),
                        "id",
                    ),
                },
                ("id",),
            ),
            "id",
        ),
        "contractingProcesses": Many(
            Object(
                {"id": text, "summary": Object({"ocid": text, "suppliers": Many(PARTY), "contractValue": VALUE})},
                ("id",),
            ),
            "id",
        ),
        "completion": Object(
            {"endDate": moment, "endDateDetails": text, "finalValue": VALUE, "finalValueDetails": text}
        ),
        "benefits": Many(Object({"beneficiaries": Many(Object({"numberOfPeople": number}))})),
        # Ours: the standard allows further fields.
        "fictional": flag,
        "local": Object(
            {
                "place": text,
                "titles": NAMES,
                "notes": NAMES,
                "newEnd": day,
                "delayReason": text,
                "missingFrom": day,
                "dates": Object(
                    dict.fromkeys(("planned_start", "planned_end", "actual_start", "actual_end", "new_end"), period)
                ),
            },
            ("place",),
        ),
    },
    ("id",),
)
PACKAGE = Object(
    {
        "uri": uri,
        "version": version,
        "publishedDate": moment,
        "publisher": Object({"name": text, "uri": uri}, ("name",)),
        "projects": Many(PROJECT, "id"),
        "fictional": flag,
    },
    ("uri", "version", "publishedDate", "publisher", "projects"),
)


def broken(package: Any, *, further: bool = False) -> list[str]:
    """What is wrong with a package, each with its place; `further`: fields not named here are passed over."""
    found = list(_broken(package, PACKAGE, "package", further))
    for project in package.get("projects", ()) if isinstance(package, dict) else ():
        found += _strangers(project)
    return found


def _broken(value: Any, rule: Any, where: str, further: bool) -> Iterator[str]:
    if isinstance(rule, Object):
        if not isinstance(value, dict) or not value:
            yield f"{where}: an object that says something is wanted"
            return
        yield from (f"{where}.{name}: required" for name in rule.required if name not in value)
        for name, inner in value.items():
            if name in rule.fields:
                yield from _broken(inner, rule.fields[name], f"{where}.{name}", further)
            elif not further:
                yield f"{where}.{name}: not known"
    elif isinstance(rule, Many):
        if not isinstance(value, list) or not value:
            yield f"{where}: a list with something in it is wanted"
            return
        for position, entry in enumerate(value):
            yield from _broken(entry, rule.entry, f"{where}[{position}]", further)
        keys = [entry.get(rule.unique) if isinstance(entry, dict) else entry for entry in value]
        if rule.unique and len(set(map(str, keys))) < len(keys):
            yield f"{where}: {rule.unique} is not unique"
    elif not rule(value):
        yield f"{where}: {value!r} is not {rule.__name__}"


def _strangers(project: dict[str, Any]) -> Iterator[str]:
    """Parties that are referred to and not listed under the same id and name."""
    listed = {(party.get("id"), party.get("name")) for party in project.get("parties", ())}
    referred = [project.get("publicAuthority")]
    for process in project.get("contractingProcesses", ()):
        referred += process.get("summary", {}).get("suppliers", ())
    for breakdown in project.get("budget", {}).get("budgetBreakdowns", ()):
        referred += [part.get("sourceParty") for part in breakdown.get("budgetBreakdown", ())]
    for party in filter(None, referred):
        if (party.get("id"), party.get("name")) not in listed:
            yield f"{project.get('id')}: {party} is not among the parties"
