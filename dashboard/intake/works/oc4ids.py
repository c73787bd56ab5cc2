"""OC4IDS project packages (standard.open-contracting.org/infrastructure, 0.9): one row per project.

Those that this program gave out (`api.oc4ids`) come back field by field; see `own_package`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.intake.problems import refuse
from dashboard.intake.works.own_package import is_own, own_fundings, own_links, own_paid, own_values
from dashboard.intake.works.packages import Node, Record, at, documents, in_one_currency, money, names_of, nodes, total
from dashboard.store.work_records import WORD_OF

#: Statuses of packages older than the standard's list.
_OLD_STATUSES = {"completed": "completion", "closed": "completion", "complete": "completion"}
_BEGUN = frozenset({"under_way", "done"})


def project_rows(package: Any) -> Iterator[Record]:
    """Rows of a project package, of a bare list of projects or of one project. Raises Refused."""
    projects = package if isinstance(package, list) else at(package, "projects")
    if projects is None and at(package, "contractingProcesses") is not None:
        projects = [package]
    if not isinstance(projects, list):
        raise refuse("package_other", wanted="OC4IDS: projects")
    published = at(package, "publishedDate") or ""
    made_up = at(package, "fictional") is True
    return (_project(project, published, made_up) for project in projects if isinstance(project, dict))


def _project(project: Node, published: str, made_up: bool) -> Record:
    processes = list(nodes(project, "contractingProcesses"))
    summaries = [each["summary"] for each in processes if isinstance(each.get("summary"), dict)]
    # The dates of building, not of design or supervision, are those of the work.
    building = [each for each in summaries if "construction" in (each.get("nature") or ())] or summaries
    periods = [each["contractPeriod"] for each in building if isinstance(each.get("contractPeriod"), dict)]
    project_period = at(project, "implementationPeriod") or at(project, "period")
    status = str(project.get("status") or "")
    status = _OLD_STATUSES.get(status, status)
    own = is_own(project)
    paid = (
        money(at(project, "completion", "finalValue"))
        or (money(own_paid(project)) if own else None)
        or total(
            money(payment.get("value")) for each in (project, *summaries) for payment in nodes(each, "transactions")
        )
    )
    values = {
        "key": project.get("id"),
        "fictional": "true" if made_up or project.get("fictional") is True else "",
        "title": project.get("title"),
        "description": project.get("description"),
        "status": status,
        "type": project.get("type"),
        "sector": _sector(project.get("sector")),
        "as_of": project.get("updated") or published,
        "ocid": next((at(each, "ocid") for each in building if at(each, "ocid")), None)
        or next((each.get("id") for each in processes), None),
        "beneficiaries": _people(project),
        "planned_start": _edge(periods, "startDate", min) or at(project_period, "startDate"),
        "planned_end": _edge(periods, "endDate", max) or at(project_period, "endDate"),
        "actual_start": at(project_period, "startDate") if WORD_OF.get(status) in _BEGUN else None,
        "actual_end": at(project, "completion", "endDate"),
        "delay_reason": at(project, "completion", "endDateDetails"),
        "new_end": _moved_to(building),
        "contractor": names_of(each for summary in building for each in nodes(summary, "suppliers")),
        **_place(project),
        **in_one_currency(
            planned_amount=money(at(project, "budget", "amount")),
            contract_amount=total(money(each.get("contractValue")) for each in summaries),
            paid_amount=paid,
        ),
    }
    if own:
        return Record({**values, **own_values(project)}, own_fundings(project), own_links(project))
    currency = str(values.get("currency") or "")
    return Record(values, _fundings(project, currency), documents(project, *summaries))


def _sector(value: object) -> str:
    """The first of the sectors, as narrowly as the package has it: `transport`, `transport.road` is a road."""
    named = [str(each) for each in value] if isinstance(value, list) else [str(value or "")]
    first = named[0] if named else ""
    return max((each for each in named if f"{each}.".startswith(f"{first}.")), key=len, default=first)


def _people(project: Node) -> Any:
    """How many people it is for, where one number is given."""
    told = [
        each["numberOfPeople"]
        for benefit in nodes(project, "benefits")
        for each in nodes(benefit, "beneficiaries")
        if each.get("numberOfPeople") is not None
    ]
    return told[0] if len(told) == 1 else None


def _edge(periods: list[Node], name: str, pick: Any) -> str | None:
    days = [str(period[name]) for period in periods if period.get(name)]
    return str(pick(days)) if days else None


def _moved_to(building: list[Node]) -> str | None:
    """The end that the last change of a contract's period moved it to."""
    ends = [at(change, "newContractPeriod", "endDate") for each in building for change in nodes(each, "modifications")]
    return next((str(end) for end in reversed(ends) if end), None)


def _place(project: Node) -> dict[str, Any]:
    """The first location: GeoJSON writes longitude before latitude."""
    location = next(nodes(project, "locations"), {})
    values: dict[str, Any] = {"village": at(location, "address", "locality") or ""}
    match at(location, "geometry"):
        case {"type": "Point", "coordinates": [longitude, latitude, *_]}:
            values |= {"latitude": latitude, "longitude": longitude}
    return values


def _fundings(project: Node, currency: str) -> list[tuple[str, str, Any]]:
    """Sources of the budget: the parties of its breakdowns summed up, else of its finance."""
    breakdowns = [
        *nodes(at(project, "budget"), "budgetBreakdown"),
        *(part for each in nodes(at(project, "budget"), "budgetBreakdowns") for part in nodes(each, "budgetBreakdown")),
    ]
    sums: dict[str, Any] = {}
    for part in breakdowns:
        name = str(at(part, "sourceParty", "name") or "")
        value = money(part.get("amount"))
        if name and value is not None and value.currency == currency:
            sums[name] = sums.get(name, 0) + value.amount
    named = [("", name, amount) for name, amount in sums.items()]
    for each in nodes(at(project, "budget"), "finance"):
        name = str(at(each, "financingParty", "name") or each.get("source") or "")
        value = money(each.get("value"))
        if name and name not in sums:
            named.append(("", name, value.amount if value is not None and value.currency == currency else None))
    return named
