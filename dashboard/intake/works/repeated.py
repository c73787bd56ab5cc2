"""Rows of a file that speak of the same work, in the same paper, on the same day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from functools import reduce
from typing import Any

from dashboard.i18n import fold
from dashboard.intake.problems import Findings, Severity
from dashboard.store.publishing.work_rows import MONEY, WorkRow
from dashboard.store.work_records import Funding
from dashboard.store.works_tables import DATES

#: What parts of a work may not contradict each other in: nobody could say which of two is true of the whole.
_AGREE = ("role", "status", "quantity", "quantity_unit", "beneficiaries", *DATES)
_ADDED = (*MONEY, "fundings", "links")
#: Of all else, what the first part that says anything says.
_FIRST = tuple(field.name for field in fields(WorkRow) if field.name not in ("row_no", *_ADDED))


def _same(row: WorkRow) -> tuple[object, ...]:
    return (row.municipality, row.key, row.document, row.as_of)


def each_once(rows: Sequence[WorkRow], findings: Findings) -> list[WorkRow]:
    """The rows without those that repeat another to the letter, which are told; anything else twice is an error that
    names both rows."""
    first: dict[tuple[object, ...], WorkRow] = {}
    for row in rows:
        before = first.setdefault(_same(row), row)
        if before is not row:
            same = replace(row, row_no=before.row_no) == before
            severity: Severity = "warning" if same else "error"
            code = "work_repeated" if same else "work_twice"
            findings.add(code, severity, row=row.row_no, value=row.key, first=before.row_no)
    return list(first.values())


def added_up(rows: Sequence[WorkRow], findings: Findings) -> list[WorkRow]:
    """One row for each work: the sum of its parts. Parts that contradict each other are an error that names both."""
    parts: dict[tuple[object, ...], list[WorkRow]] = defaultdict(list)
    for row in rows:
        parts[_same(row)].append(row)
    for first, *others in parts.values():
        for row in others:
            _tell(first, row, findings)
    if len(parts) < len(rows):
        findings.add("works_summed", "info", n=len(rows), works=len(parts))
    return [reduce(_sum, its) for its in parts.values()]


def _tell(first: WorkRow, row: WorkRow, findings: Findings) -> None:
    pairs = ((name, getattr(first, name), getattr(row, name)) for name in _AGREE)
    differ = [name for name, one, other in pairs if one not in (None, "") and other not in (None, "") and one != other]
    if differ:
        findings.add(
            "work_parts_differ", "error", row=row.row_no, value=row.key, first=first.row_no, fields=", ".join(differ)
        )
    elif fold(first.title) != fold(row.title):
        findings.add(
            "work_part_named", "warning", row=row.row_no, value=row.title, first=first.row_no, title=first.title
        )


def _sum(one: WorkRow, other: WorkRow) -> WorkRow:
    # A row has both coordinates or none, so a point is never put together from two.
    said: dict[str, Any] = {name: _said(getattr(one, name), getattr(other, name)) for name in _FIRST}
    said |= {name: _plus(getattr(one, name), getattr(other, name)) for name in MONEY}
    links = {link.url: link for link in (*one.links, *other.links)}
    return replace(one, **said, fundings=_joined((*one.fundings, *other.fundings)), links=tuple(links.values()))


def _said(one: Any, other: Any) -> Any:
    return other if one in (None, "") else one


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def _joined(parts: Iterable[Funding]) -> tuple[Funding, ...]:
    """Sources of money, each once, with what they give together."""
    found: dict[tuple[str, str], int | None] = {}
    for part in parts:
        named = (part.source, part.label)
        found[named] = _plus(found.get(named), part.amount_minor)
    return tuple(Funding(*named, amount) for named, amount in found.items())


Repetitions = Callable[[Sequence[WorkRow], Findings], list[WorkRow]]
#: By `[rows] repeated`.
REPEATED: dict[str, Repetitions] = {"error": each_once, "sum": added_up}
