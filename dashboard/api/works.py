"""`/api/v1/works`: works with the report that counts, as rows and as an OC4IDS project package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from dashboard.api import oc4ids
from dashboard.api.answers import fitting
from dashboard.api.budget import decimal
from dashboard.api.parameters import BadQuery
from dashboard.api.places import asked_for
from dashboard.channels.urls import safe_url
from dashboard.i18n import NAMED_IN
from dashboard.store.queries import works_api as queries
from dashboard.store.records import Paper, Place
from dashboard.store.work_records import OPEN, WORDS, Funding, Work, WorkReport, counted_to
from dashboard.store.works_tables import DATES


def rows(connection: Connection, asked: Mapping[str, str], today: date) -> tuple[int, list[dict[str, Any]]]:
    """How many works fit `asked`, and the asked page of them; `today` decides which are late.

    Raises BadQuery for an unknown place and places that must not be put side by side.
    """
    total, found = _found(connection, asked, today)
    return total, [row(place, work, today) for place, work in found]


def package(
    connection: Connection,
    asked: Mapping[str, str],
    today: date,
    *,
    uri: str,
    publisher: Mapping[str, str],
    prefix: str,
) -> tuple[int, int, dict[str, Any]]:
    """How many works fit, how many of the asked page are in the package, and the package (see oc4ids.package).

    Raises BadQuery where none fits: a package has at least one.
    """
    total, found = _found(connection, asked, today)
    if not found:
        raise BadQuery("no_works", status=404)
    shown = len(fitting(orjson.dumps(oc4ids.project(place, work, prefix)) for place, work in found))
    return total, shown, oc4ids.package(found[:shown], uri=uri, publisher=publisher, prefix=prefix)


def _found(connection: Connection, asked: Mapping[str, str], today: date) -> tuple[int, list[tuple[Place, Work]]]:
    places = {place.id: place for place in asked_for(connection, asked["place"])}
    asked_status = asked.get("status", "")
    wanted = queries.WorksWanted(
        place_ids=tuple(places),
        role=asked.get("role", "work"),
        word=asked_status if asked_status in WORDS else "",
        status="" if asked_status in WORDS else asked_status,
        service=asked.get("service", ""),
        village=asked.get("village", ""),
        year=int(asked["year"]) if "year" in asked else None,
        late=asked.get("late", ""),
        work_id=int(asked["work"]) if "work" in asked else None,
    )
    found = queries.works_of(connection, wanted, today, limit=int(asked["limit"]), offset=int(asked["offset"]))
    return found.total, [(places[place_id], work) for place_id, work in found.works]


def row(place: Place, work: Work, today: date) -> dict[str, Any]:
    """One work as the data dictionary describes it."""
    report, paper, stands = work.report, work.report.paper, work.standing
    return {
        "place": place.code,
        "id": work.id,
        "key": work.key,
        "role": work.role,
        "title_printed": work.printed,
        **{f"title_{lang}": getattr(work.titles, lang) for lang in NAMED_IN},
        "description": work.description,
        "type": work.type,
        "sector": work.sector,
        "service": work.service,
        "function_key": work.function,
        "village": work.village,
        "latitude": work.latitude,
        "longitude": work.longitude,
        "ocid": work.ocid,
        "quantity": work.quantity,
        "quantity_unit": work.quantity_unit,
        "beneficiaries": work.beneficiaries,
        "as_of": report.as_of,
        "status": report.status,
        "word": work.word,
        "planned_start": report.planned_start,
        "planned_end": report.planned_end,
        "actual_start": report.actual_start,
        "actual_end": report.actual_end,
        **precisions(report),
        "first_end": stands.first_end,
        "first_end_precision": precision(stands.first_end, stands.first_end_precision),
        "last_end": stands.last_end,
        "last_end_precision": precision(stands.last_end, stands.last_end_precision),
        "postponements": stands.postponements,
        "days_late": work.days_late(today),
        "days_late_last": work.days_late(today, "last"),
        "counted_to": counted_to(report.as_of, today) if work.word in OPEN else None,
        "missing_from": stands.missing_from,
        "delay_reason": report.delay_reason,
        "new_end": report.new_end,
        **_money(work),
        "currency": place.currency,
        "funding": [funding_row(source) for source in work.fundings],
        "contractor": report.contractor,
        "links": [link.url for link in work.links if safe_url(link.url)],
        "progress": report.progress,
        **{f"note_{lang}": getattr(report.note, lang) for lang in NAMED_IN},
        **paper_row(paper),
        "release": report.release_id,
        "fictional": place.fictional,
    }


def precisions(report: WorkReport) -> dict[str, str]:
    """How narrowly each date of a report is known."""
    dates = ((f"{name}_precision", getattr(report, name)) for name in DATES)
    return {name: precision(day, getattr(report, name)) for name, day in dates}


def precision(day: date | None, narrowly: str) -> str:
    """How narrowly a date is known: day, month, quarter or year; "" of none."""
    return (narrowly or "day") if day is not None else ""


def paper_row(paper: Paper) -> dict[str, Any]:
    """The document a row is from."""
    return {
        "document_key": paper.key,
        "document_number": paper.number,
        "document_date": paper.date,
        "document_date_printed": paper.date_printed,
        "document_title": paper.title,
        "document_url": paper.url,
    }


def _money(work: Work) -> dict[str, Any]:
    """The four amounts, each in both units and with what is special about it."""
    stands, report = work.standing, work.report
    amounts = (
        ("first_planned", stands.first_planned_minor), ("planned", stands.last_planned_minor),
        ("contract", report.contract_minor), ("paid", report.paid_minor),
    )  # fmt: skip
    return {name: told for each, minor in amounts for name, told in amount(each, minor).items()}


def amount(name: str, minor: int | None) -> dict[str, Any]:
    """An amount in both units and with what is special about it."""
    mark = "missing" if minor is None else "" if minor else "zero"
    return {f"{name}_amount": decimal(minor), f"{name}_minor": minor, f"{name}_mark": mark}


def funding_row(funding: Funding) -> dict[str, Any]:
    """A source of money."""
    return {
        "source": funding.source,
        "label": funding.label,
        "amount": decimal(funding.amount_minor),
        "amount_minor": funding.amount_minor,
    }
