"""OCDS release packages (standard.open-contracting.org, 1.1): one row per release, so that the history comes out.

Releases of one process are merged in the order of their dates, as the standard says, so that each row holds all that
was known on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from dashboard.intake.problems import refuse
from dashboard.intake.works.packages import Node, Record, at, documents, in_one_currency, money, names_of, nodes, total

_OVER = frozenset({"cancelled", "unsuccessful", "withdrawn"})


def release_rows(package: Any) -> Iterator[Record]:
    """Rows of a release package or of the compiled releases of a record package. Raises Refused."""
    releases = at(package, "releases")
    if releases is None and isinstance(at(package, "records"), list):
        releases = [at(record, "compiledRelease") for record in package["records"]]
    if not isinstance(releases, list):
        raise refuse("package_other", wanted="OCDS: releases")
    processes: dict[str, list[Node]] = defaultdict(list)
    for release in releases:
        if isinstance(release, dict):
            processes[str(release.get("ocid") or "")].append(release)
    return (row for process in processes.values() for row in _history(process))


def _history(releases: list[Node]) -> Iterator[Record]:
    """What was known after each release; of several of one day the last."""
    merged: Any = {}
    days: dict[str, Record] = {}
    for release in sorted(releases, key=lambda each: str(each.get("date") or "")):
        merged = _merged(merged, release)
        days[str(release.get("date") or "")[:10]] = _row(merged, release)
    yield from days.values()


def _merged(old: Any, new: Any) -> Any:
    """`new` over `old`: objects by name, lists of objects by id, anything else is replaced, null removes."""
    if isinstance(old, dict) and isinstance(new, dict):
        both = {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}
        return {name: value for name, value in both.items() if value is not None}
    if isinstance(old, list) and isinstance(new, list) and _have_ids(old) and _have_ids(new):
        by_id = {each["id"]: each for each in old}
        by_id |= {each["id"]: _merged(by_id.get(each["id"]), each) for each in new}
        return list(by_id.values())
    return new


def _have_ids(items: list[Any]) -> bool:
    return all(isinstance(each, dict) and "id" in each for each in items)


def _row(process: Node, release: Node) -> Record:
    contracts = [each for each in nodes(process, "contracts") if each.get("status") != "cancelled"]
    items = [item for each in (*contracts, at(process, "tender")) for item in nodes(each, "items")]
    period = next((each["period"] for each in contracts if each.get("period")), at(process, "tender", "contractPeriod"))
    payments = [payment for each in contracts for payment in nodes(at(each, "implementation"), "transactions")]
    day = str(release.get("date") or "")
    status = _status(process, release, day)
    values = {
        "key": process.get("ocid"),
        "ocid": process.get("ocid"),
        "status": status,
        "as_of": day,
        "title": at(process, "planning", "budget", "project")
        or at(process, "tender", "title")
        or next((each.get("title") for each in contracts), None),
        "description": at(process, "tender", "description") or next((c.get("description") for c in contracts), None),
        "planned_start": at(period, "startDate"),
        "planned_end": at(period, "endDate"),
        "actual_end": day if status == "completion" else None,
        "contractor": _suppliers(process),
        "quantity": next((item.get("quantity") for item in items), None),
        "quantity_unit": next((at(item, "unit", "name") for item in items), None),
        **in_one_currency(
            planned_amount=money(at(process, "planning", "budget", "amount")) or money(at(process, "tender", "value")),
            contract_amount=total(money(each.get("value")) for each in contracts),
            paid_amount=total(money(each.get("value") or each.get("amount")) for each in payments),
        ),
    }
    prepared = (at(process, "planning"), at(process, "tender"), *nodes(process, "awards"))
    built = (at(each, "implementation") for each in contracts)
    return Record(values, [], documents(*prepared, *contracts, *built))


def _status(process: Node, release: Node, day: str) -> str:
    """OC4IDS status of a process after a release of that day."""
    contracts = list(nodes(process, "contracts"))
    if contracts:
        states = {str(each.get("status") or "") for each in contracts}
        if states == {"cancelled"}:
            return "cancelled"
        if "contractTermination" in (release.get("tag") or ()) or states <= {"terminated", "cancelled"}:
            return "completion"
        begun = any(str(at(each, "period", "startDate") or "9")[:10] <= day[:10] for each in contracts)
        paid = any(at(each, "implementation") for each in contracts)
        return "implementation" if begun or paid else "preparation"
    state = str(at(process, "tender", "status") or "")
    if state in _OVER:
        return "cancelled"
    return "identification" if state in ("", "planning", "planned") and not at(process, "awards") else "preparation"


def _suppliers(process: Node) -> str:
    signed = {each.get("awardID") for each in nodes(process, "contracts")}
    awards = (award for award in nodes(process, "awards") if not signed or award.get("id") in signed)
    return names_of(supplier for award in awards for supplier in nodes(award, "suppliers"))
