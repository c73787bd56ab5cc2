"""What `api.oc4ids` writes of a work, read back: in such a project every field has one meaning.

In packages of others a period may be planned or real, an identifier may be anybody's; see `oc4ids`.
"""

from __future__ import annotations

from typing import Any

from dashboard.i18n import NAMED_IN
from dashboard.intake.works.packages import Node, at, documents, nodes
from dashboard.store.work_records import OC4IDS_SCHEMES


def is_own(project: Node) -> bool:
    """Whether a project says the place of its work, as only this program does."""
    return bool(at(project, "local", "place"))


def own_values(project: Node) -> dict[str, Any]:
    """Fields of a work by name, but for its money."""
    planned, built, local = project.get("period"), project.get("implementationPeriod"), project.get("local")
    paper = next(nodes(project, "documents"), {})
    classes = {str(each.get("scheme")): each.get("id") for each in nodes(project, "additionalClassifications")}
    summary = at(next(nodes(project, "contractingProcesses"), None), "summary")
    quantity = _observation(project, "quantity")
    days = {
        "planned_start": at(planned, "startDate"),
        "planned_end": at(planned, "endDate"),
        "actual_start": at(built, "startDate"),
        "actual_end": at(built, "endDate"),
        "new_end": at(local, "newEnd"),
    }
    return {
        **{name: at(local, "dates", name) or day for name, day in days.items()},
        "missing_from": at(local, "missingFrom"),
        "municipality": at(local, "place"),
        "key": next((each.get("id") for each in nodes(project, "identifiers")), None),
        **{f"title_{lang}": at(local, "titles", lang) for lang in NAMED_IN},
        **{f"note_{lang}": at(local, "notes", lang) for lang in NAMED_IN},
        **{field: classes.get(scheme) for field, scheme in OC4IDS_SCHEMES.items()},
        "ocid": at(summary, "ocid"),
        "quantity": at(quantity, "measure"),
        "quantity_unit": at(quantity, "unit", "name"),
        "delay_reason": at(local, "delayReason"),
        "progress": at(local, "progress"),
        "document_title": paper.get("title"),
        "document_number": paper.get("description"),
        "document_date": paper.get("datePublished"),
        "document_url": paper.get("url"),
    }


def own_paid(project: Node) -> object:
    """The value of what was paid for an unfinished work."""
    return at(_observation(project, "financialProgress"), "value")


def own_fundings(project: Node) -> list[tuple[str, str, Any]]:
    """(source, label, amount) of each source of money."""
    return [
        (str(at(part, "local", "source") or ""), str(part.get("description") or ""), at(part, "amount", "amount"))
        for each in nodes(at(project, "budget"), "budgetBreakdowns")
        for part in nodes(each, "budgetBreakdown")
    ]


def own_links(project: Node) -> list[tuple[str, str]]:
    """(title, address) of the links of a work; the first document is the paper that speaks of it."""
    return documents({"documents": [*nodes(project, "documents")][1:]})


def _observation(project: Node, metric: str) -> Any:
    found = (each for each in nodes(project, "metrics") if each.get("id") == metric)
    return next((each for metric_ in found for each in nodes(metric_, "observations")), None)
