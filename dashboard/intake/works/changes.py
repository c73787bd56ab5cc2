"""What publishing a register would change: works that are new, changed, renamed, back in status, no longer listed.

A number that now stands at another work, and works that now have another number, would join the histories of different
works, or cut one in two: they are asked about before anything is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.i18n import fold
from dashboard.intake.problems import Findings
from dashboard.store.known import CurrentWork
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.work_records import OPEN, WORD_OF

#: Renamed works that are asked about: with so few words in common that they are others, or so many of the known ones.
LEAST_COMMON, MOST_RENAMED = 0.5, 0.2
#: So many works may be renamed, or have another number, without a question.
FEW = 3
SHOWN = 10
_COMPARED = ("status", "planned_end", "new_end", "actual_end", "planned_minor", "contract_minor", "paid_minor")
_STAGES = ("planned", "preparing", "under_way", "done")

Key = tuple[str, str]


@dataclass
class Changes:
    """What a file changes in one place."""

    new: int = 0
    known: int = 0
    changed: int = 0
    back: int = 0
    renamed: list[tuple[WorkRow, str]] = field(default_factory=list)
    moved: list[tuple[WorkRow, CurrentWork]] = field(default_factory=list)
    absent: int = 0


def tell_changes(
    rows: Sequence[WorkRow],
    known: Mapping[Key, CurrentWork],
    findings: Findings,
    registers: Mapping[str, date] | None = None,
) -> None:
    """Tell place by place what a register changes; ask where numbers seem to stand at other works than before.

    And where a list of all works speaks of unfinished ones on several days.

    `known`: the works of its places as they count now. `registers`: of a file that lists all works of its places, the
    days of the latest such lists known before.
    """
    by_place: dict[str, list[WorkRow]] = defaultdict(list)
    for row in rows:
        if row.role == "work":
            by_place[row.municipality].append(row)
    for place, its in by_place.items():
        there = {key: each for (code, key), each in known.items() if code == place and each.role == "work"}
        found = _changes(its, there)
        if registers is not None:
            found.absent = _absent(its, there, registers.get(place))
            _ask_days(place, its, findings)
        _tell(place, found, findings)


def _absent(rows: Sequence[WorkRow], there: Mapping[str, CurrentWork], before: date | None) -> int:
    """How many unfinished works a list of all works leaves out; none where a later such list counts (`before`), and
    those that were reported after its day are not of it."""
    as_of, listed = max(row.as_of for row in rows), {row.key for row in rows}
    if before is not None and before > as_of:
        return 0
    return sum(
        WORD_OF[each.status] in OPEN and each.missing_from is None and each.as_of <= as_of and key not in listed
        for key, each in there.items()
    )


def _ask_days(place: str, rows: Sequence[WorkRow], findings: Findings) -> None:
    """A list of all works on a day says of each unfinished one how it is on that day."""
    latest = {row.key: row for row in sorted(rows, key=lambda each: each.as_of)}
    open_ones = [row for row in latest.values() if WORD_OF[row.status] in OPEN and row.missing_from is None]
    days = sorted({row.as_of for row in open_ones})
    if len(days) > 1:
        first, last = days[0].isoformat(), days[-1].isoformat()
        findings.add("works_days", "question", place=place, n=len(open_ones), first=first, last=last)


def _changes(rows: Sequence[WorkRow], there: Mapping[str, CurrentWork]) -> Changes:
    found = Changes()
    latest: dict[str, WorkRow] = {}
    for row in sorted(rows, key=lambda each: each.as_of):
        before = latest.get(row.key)
        # The two lists of one file may use a number twice as well.
        if before is not None and fold(before.title) != fold(row.title):
            found.renamed.append((row, before.title))
        latest[row.key] = row
    by_title = {(fold(each.title), fold(each.village)): each for each in there.values() if each.key not in latest}
    for key, row in latest.items():
        was = there.get(key)
        if was is None:
            found.new += 1
            if (other := by_title.get((fold(row.title), fold(row.village)))) is not None:
                found.moved.append((row, other))
            continue
        found.known += 1
        found.changed += any(getattr(row, name) != getattr(was, name) for name in _COMPARED)
        found.back += row.as_of >= was.as_of and _stage(row.status) < _stage(was.status)
        if fold(row.title) != fold(was.title):
            found.renamed.append((row, was.title))
    return found


def _stage(status: str) -> int:
    """How far a work is; one that was given up or taken down is as far as it gets."""
    word = WORD_OF[status]
    return _STAGES.index(word) if word in _STAGES else len(_STAGES)


def _tell(place: str, found: Changes, findings: Findings) -> None:
    findings.add(
        "works_changes", "info", place=place, new=found.new, known=found.known, changed=found.changed,
        renamed=len(found.renamed), back=found.back, absent=found.absent,
    )  # fmt: skip
    for row, before in found.renamed[:SHOWN]:
        findings.add("work_renamed", "warning", row=row.row_no, value=row.title, key=row.key, before=before)
    for row, other in found.moved[:SHOWN]:
        findings.add("work_moved", "warning", row=row.row_no, value=row.title, key=row.key, before=other.key)
    others = sum(not _alike(row.title, before) for row, before in found.renamed)
    many = len(found.renamed) >= FEW and len(found.renamed) > MOST_RENAMED * (found.known or len(found.renamed))
    if others or many:
        findings.add("works_renamed", "question", place=place, n=len(found.renamed), others=others, known=found.known)
    if len(found.moved) >= FEW:
        findings.add("works_moved", "question", place=place, n=len(found.moved), new=found.new)


def _alike(one: str, other: str) -> bool:
    """Whether two titles have half of the words of the shorter one in common."""
    first, second = (set(_words(title)) for title in (one, other))
    return len(first & second) >= LEAST_COMMON * min(len(first), len(second))


def _words(title: str) -> Iterator[str]:
    yield from filter(None, map(fold, re.split(r"\W+", title)))
