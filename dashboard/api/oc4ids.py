"""Works as an OC4IDS project package (Open Contracting for Infrastructure Data Standard, version 0.9).

The standard refuses empty strings, lists and objects, so what is not known is left out. It has no place for groups and
totals: they are not projects. What it has no field for stands in objects `local`, which it allows: from them and the
rest `intake.works.oc4ids` makes the same works again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from dashboard.api.oc4ids_values import address, known, moment, period, value
from dashboard.i18n import NAMED_IN, iso
from dashboard.store.records import Paper, Place
from dashboard.store.work_records import OC4IDS_SCHEMES, Funding, Work, WorkReport
from dashboard.store.works_tables import DATES

VERSION: Final = "0.9"
#: The closed codelist projectType; a type outside it is left out.
TYPES: Final = ("construction", "maintenance", "rehabilitation", "replacement", "expansion", "decommissioning")
_AUTHORITY, _SUPPLIER, _FUNDER = "authority", "supplier", "funder"


def package(
    works: Sequence[tuple[Place, Work]], *, uri: str, publisher: Mapping[str, str], prefix: str
) -> dict[str, Any]:
    """The package of at least one work. `uri` is the address it was asked at, `prefix` see `project`.

    The date of publication is when the newest of its works was imported, as the standard wants it of packages made
    on demand.
    """
    made_up = any(place.fictional for place, _ in works)
    return {
        "uri": uri,
        "version": VERSION,
        "publishedDate": max(work.report.paper.imported_at for _, work in works),
        "publisher": {name: value for name, value in publisher.items() if value},
        **({"fictional": True} if made_up else {}),
        "projects": [project(place, work, prefix) for place, work in works],
    }


def project(place: Place, work: Work, prefix: str = "") -> dict[str, Any]:
    """One work as an OC4IDS project.

    The standard wants project identifiers to begin with a prefix that its helpdesk gives to a publisher (`oc4ids-`
    and six signs). Without one the identifier is only unique here; the government's own number is given in both cases.
    """
    report = work.report
    local = f"{place.code}:{work.key}"
    return known(
        {
            "id": f"{prefix}-{local}" if prefix else local,
            "identifiers": [{"id": work.key, "scheme": "internal"}],
            "updated": moment(report.as_of),
            "title": work.printed,
            "description": work.description,
            "status": report.status,
            "period": period(report.planned_start, report.planned_end),
            "implementationPeriod": period(report.actual_start, report.actual_end),
            "sector": _sector(work.sector),
            "additionalClassifications": _classifications(work),
            "type": work.type if work.type in TYPES else "",
            "locations": _locations(place, work),
            "budget": _budget(place, work),
            "parties": _parties(place, work),
            "publicAuthority": _authority(place),
            "documents": _documents(work),
            "metrics": [*_quantity(work), *_paid_so_far(work, place.currency)],
            "contractingProcesses": _contracting(place, work),
            "completion": _completion(report, place.currency),
            "benefits": _benefits(work),
            "fictional": place.fictional,
            "local": _local(place, work),
        }
    )


def _sector(code: str) -> list[str]:
    """The code with the codes it is part of: `transport.road` → `transport`, `transport.road`."""
    parts = code.split(".") if code else []
    return [".".join(parts[: depth + 1]) for depth in range(len(parts))]


def _classifications(work: Work) -> list[dict[str, str]]:
    found = ((scheme, getattr(work, field)) for field, scheme in OC4IDS_SCHEMES.items())
    return [{"scheme": scheme, "id": code} for scheme, code in found if code]


def _locations(place: Place, work: Work) -> list[dict[str, Any]]:
    geometry = {}
    if work.latitude is not None and work.longitude is not None:
        geometry = {"type": "Point", "coordinates": [work.longitude, work.latitude]}
    names = (work.village, place.names.ky)
    named = known({"locality": work.village, "region": place.names.ky})
    return [known({"id": "1", "description": ", ".join(filter(None, names)), "geometry": geometry, "address": named})]


def _budget(place: Place, work: Work) -> dict[str, Any]:
    parts = [
        known(
            {
                "id": str(number),
                "description": funding.label,
                "amount": value(funding.amount_minor, place.currency),
                "sourceParty": _funder(place, funding, number),
                "local": {"source": funding.source},
            }
        )
        for number, funding in enumerate(work.fundings, start=1)
    ]
    return known(
        {
            "amount": value(work.report.planned_minor, place.currency),
            "budgetBreakdowns": [{"id": "source", "budgetBreakdown": parts}] if parts else [],
        }
    )


def _authority(place: Place) -> dict[str, str]:
    return {"id": _AUTHORITY, "name": place.names.ky}


def _funder(place: Place, funding: Funding, number: int) -> dict[str, str]:
    """Who the money comes from: the local government for its own budget, otherwise what the document names."""
    if funding.source == "local_budget":
        return _authority(place)
    return {"id": f"{_FUNDER}-{number}", "name": funding.label or funding.source}


def _parties(place: Place, work: Work) -> list[dict[str, Any]]:
    """Every party that is named elsewhere in the project, each once."""
    own = any(funding.source == "local_budget" for funding in work.fundings)
    parties = [{**_authority(place), "roles": ["publicAuthority", _FUNDER] if own else ["publicAuthority"]}]
    if work.report.contractor:
        parties.append({**_supplier(work.report), "roles": ["supplier"]})
    for number, funding in enumerate(work.fundings, start=1):
        if funding.source != "local_budget":
            parties.append({**_funder(place, funding, number), "roles": [_FUNDER]})
    return parties


def _supplier(report: WorkReport) -> dict[str, str]:
    return {"id": _SUPPLIER, "name": report.contractor}


def _documents(work: Work) -> list[dict[str, Any]]:
    links = [
        known({"id": f"link-{number}", "title": link.title, "url": address(link.url)})
        for number, link in enumerate(work.links, start=1)
        if address(link.url)
    ]
    return [_document(work.report.paper), *links]


def _document(paper: Paper) -> dict[str, Any]:
    return known(
        {
            "id": paper.key,
            "title": paper.title,
            "description": paper.number,
            "url": address(paper.url),
            "datePublished": moment(paper.date),
            "author": paper.publisher,
        }
    )


def _quantity(work: Work) -> list[dict[str, Any]]:
    if work.quantity is None:
        return []
    unit = {"name": work.quantity_unit} if work.quantity_unit else {}
    return [{"id": "quantity", "observations": [known({"id": "1", "measure": f"{work.quantity:.15g}", "unit": unit})]}]


def _paid_so_far(work: Work, currency: str) -> list[dict[str, Any]]:
    """What was paid until the day of the report; of a finished work it is a part of its completion."""
    report = work.report
    if report.word == "done" or report.paid_minor is None:
        return []
    paid = {"id": "1", "period": period(None, report.as_of), "value": value(report.paid_minor, currency)}
    return [{"id": "financialProgress", "observations": [paid]}]


def _benefits(work: Work) -> list[dict[str, Any]]:
    return [] if work.beneficiaries is None else [{"beneficiaries": [{"numberOfPeople": work.beneficiaries}]}]


def _local(place: Place, work: Work) -> dict[str, Any]:
    """What is said of the work in fields that the standard does not have. Days are plain days."""
    report = work.report
    titles = {lang: getattr(work.titles, lang) for lang in NAMED_IN}
    new_end, _ = _new_end(work)
    return known(
        {
            "place": place.code,
            "titles": known({lang: title for lang, title in titles.items() if title != work.printed}),
            "progress": report.progress,
            "notes": known({lang: getattr(report.note, lang) for lang in NAMED_IN}),
            "newEnd": new_end.isoformat() if new_end else "",
            "delayReason": report.delay_reason,
            "missingFrom": work.standing.missing_from.isoformat() if work.standing.missing_from else "",
            "dates": _periods(work),
        }
    )


def _new_end(work: Work) -> tuple[date | None, str]:
    """The date promised instead of the planned one, and its precision: also where an earlier report promised it."""
    report, stands = work.report, work.standing
    if report.new_end is not None or stands.last_end == report.planned_end:
        return report.new_end, report.new_end_precision
    return stands.last_end, stands.last_end_precision


def _periods(work: Work) -> dict[str, str]:
    """The dates of which no day is known, as narrowly as they are: the standard knows days only."""
    report = work.report
    said = {name: (getattr(report, name), getattr(report, f"{name}_precision")) for name in DATES}
    dates = ((name, *each) for name, each in {**said, "new_end": _new_end(work)}.items())
    return {name: iso(day, precision) for name, day, precision in dates if day is not None and precision}


def _contracting(place: Place, work: Work) -> list[dict[str, Any]]:
    """The contract, where one is known."""
    report = work.report
    summary = known(
        {
            "ocid": work.ocid,
            "suppliers": [_supplier(report)] if report.contractor else [],
            "contractValue": value(report.contract_minor, place.currency),
        }
    )
    return [{"id": work.ocid or f"{place.code}:{work.key}", "summary": summary}] if summary else []


def _completion(report: WorkReport, currency: str) -> dict[str, Any]:
    """When and at what cost the work was finished; nothing for works that are not."""
    if report.word != "done":
        return {}
    ended = report.actual_end is not None
    return known(
        {
            "endDate": moment(report.actual_end),
            "endDateDetails": report.delay_reason if ended else "",
            "finalValue": value(report.paid_minor, currency),
            "finalValueDetails": f"Paid by {report.as_of.isoformat()}" if report.paid_minor is not None else "",
        }
    )
