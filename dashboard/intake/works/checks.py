"""Checks of works against each other and against common sense. Differences are reported, never corrected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dashboard.intake.problems import Findings, Problem
from dashboard.intake.report import CONTROL
from dashboard.intake.table.numbers import TOO_HIGH, TOO_LOW, major
from dashboard.intake.works.texts import WorksTable
from dashboard.store.known import CurrentWork
from dashboard.store.publishing import works as publishing
from dashboard.store.publishing.work_rows import WorkRow
from dashboard.store.work_records import WORD_OF

_MONEY = ("planned_minor", "contract_minor", "paid_minor")


def tell_doubts(rows: Sequence[WorkRow], findings: Findings) -> None:
    """Warnings of what contradicts itself within a row."""
    for row in rows:
        for code, params in _doubts(row):
            findings.problems.append(Problem(code, "warning", row.row_no, value=row.title, params=params))


def _doubts(row: WorkRow) -> Iterator[tuple[str, dict[str, str | int]]]:
    for name in _MONEY:
        amount = getattr(row, name)
        if amount is not None and amount < 0:
            yield "amount_negative", {"amount": major(amount)}
    for kind in ("planned", "actual"):
        start, end = getattr(row, f"{kind}_start"), getattr(row, f"{kind}_end")
        if start and end and end < start:
            yield "dates_reversed", {"start": start.isoformat(), "end": end.isoformat()}
    word = WORD_OF.get(row.status)
    if row.actual_end and word in ("planned", "preparing", "under_way"):
        yield "ended_not_done", {"end": row.actual_end.isoformat(), "status": row.status}
    if row.actual_end and row.as_of and row.actual_end > row.as_of and word == "done":
        yield "ends_later", {"end": row.actual_end.isoformat(), "as_of": row.as_of.isoformat()}
    amounts = [part.amount_minor for part in row.fundings]
    known = [amount for amount in amounts if amount is not None]
    if known and len(known) == len(amounts) and row.planned_minor is not None and sum(known) != row.planned_minor:
        yield "funding_differs", {"planned": major(row.planned_minor), "sum": major(sum(known))}


def tell_totals(rows: Sequence[WorkRow], findings: Findings) -> None:
    """Warnings of printed totals that differ from the sum of the works of their paper, with both numbers.

    Only the last total of a paper and a place is held to be of all its works: those before may be of a part.
    """
    parts: dict[tuple[str, str], list[WorkRow]] = defaultdict(list)
    totals: dict[tuple[str, str], WorkRow] = {}
    for row in rows:
        where = (row.municipality, row.document)
        if row.role == "work":
            parts[where].append(row)
        elif row.role == "total":
            totals[where] = row
    for where, total in totals.items():
        for name in _MONEY:
            printed = getattr(total, name)
            known = [amount for row in parts[where] if (amount := getattr(row, name)) is not None]
            if printed is not None and known and sum(known) != printed:
                findings.add(
                    "works_total_differs", "warning", row=total.row_no, column=f"{name.removesuffix('_minor')}_amount",
                    value=total.title, printed=major(printed), sum=major(sum(known)),
                    difference=major(sum(known) - printed),
                )  # fmt: skip


def check_currencies(table: WorksTable) -> None:
    """Amounts in another currency than the place's are an error: nothing is converted."""
    told, places = table.text("currency"), table.fields["municipality"]
    for place in sorted(set(places.values)) if told.said.any() else ():
        if own := table.known.places.get(place, ""):
            here = places.isin((place,)) & told.said & ~told.isin((own,))
            table.tell("currency_differs", here, "", column="currency", values=told, currency=own)


def scale_jump(rows: Sequence[WorkRow], known: Mapping[tuple[str, str], CurrentWork]) -> Iterator[Problem]:
    """A question for a place whose works cost more than 50 times, or under a fiftieth, of what they did before.

    `known`: works as they count now, by (place, key).
    """
    sums: dict[str, list[int]] = {}
    days: dict[str, tuple[date, date]] = {}
    for row in rows:
        before = known.get((row.municipality, row.key))
        now, then = row.planned_minor or 0, (before.planned_minor if before else None) or 0
        if row.role == "work" and before and now > 0 and then > 0:
            pair = sums.setdefault(row.municipality, [0, 0])
            pair[0] += now
            pair[1] += then
            days[row.municipality] = (row.as_of, before.as_of)
    for place, (after, earlier) in sums.items():
        if not TOO_LOW <= after / earlier <= TOO_HIGH:
            params = {"place": place, "amount": major(after), "earlier": major(earlier)}
            years = {"year": days[place][0].year, "earlier_year": days[place][1].year}
            yield Problem("unit_jump", "question", params={**params, **years})


def control(rows: Sequence[WorkRow]) -> tuple[dict[str, str], ...]:
    """Sums of the works (not of programmes and totals): one dict per place, year and kind of amount."""
    sums: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    last: dict[tuple[str, int], date] = {}
    for row in rows:
        if row.role == "work":
            place = (row.municipality, row.as_of.year)
            last[place] = max(last.get(place, row.as_of), row.as_of)
            sums[place].update(
                planned=row.planned_minor or 0,
                contract=row.contract_minor or 0,
                paid=row.paid_minor or 0,
                funding=sum(part.amount_minor or 0 for part in row.fundings),
            )
    told = (
        (place, str(year), publishing.SUBJECT, kind, last[place, year].isoformat(), major(total))
        for place, year in sorted(sums)
        for kind, total in sums[place, year].items()
    )
    return tuple(dict(zip(CONTROL, each, strict=True)) for each in told)
