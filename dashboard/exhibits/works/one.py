"""One work: a plain sentence, its money, whose money it is, its days, and what every document said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboard.exhibits.cells import title_cell
from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.works.view import (
    Frame,
    amount_cell,
    columns,
    day_cell,
    finished_cell,
    money_cells,
    restated,
    source_name,
    sources,
    started_cell,
    total,
    unit_name,
    word_name,
)
from dashboard.i18n import Lang, day, fold, money, number, percent, t, told
from dashboard.store.promises import End, PlanStated, promises
from dashboard.store.work_records import NOT_LISTED, OPEN, Work, WorkReport, counted_to

#: A date, where it is known, and how narrowly.
Dated = tuple[date | None, str]
_NO_DATE: Dated = (None, "")


def sentence(work: Work, lang: Lang, today: date, currency: str) -> str:
    """What was done or will be, how much of it, where, for how much, and when: parts after a colon."""
    title = work.titles.in_(lang)
    parts = [title]
    if work.quantity is not None and f"{work.quantity:g}" not in title:
        size = number(lang, work.quantity, 0 if work.quantity == int(work.quantity) else 1)
        parts.append(f"{size} {unit_name(lang, work.quantity_unit, work.quantity)}".strip())
    if work.village and work.village not in title:
        parts.append(work.village)
    parts += [_cost(work, lang, currency), *_when(work, lang, today)]
    return t(lang, f"works.sentence.{_deed(work)}") + ": " + t(lang, "exhibits.list_joiner").join(parts) + "."


def work_money(view: Frame, work: Work) -> Exhibit:
    """Plans stated first and last, contract and payment, and their distance from the first plan.

    Formula: (amount - first plan) / first plan. Of an unfinished work nothing but the plan is set against the plan:
    part of a payment is no saving.
    """
    lang, currency = view.lang, view.place.currency
    first, last = work.standing.first_planned_minor, work.standing.last_planned_minor
    _, contract, paid = money_cells(work.report)
    cells = {"first_planned": amount_cell(first), "planned": amount_cell(last), "contract": contract, "paid": paid}
    if first == last:
        del cells["first_planned"]
    base = next(iter(cells))
    rows = tuple(
        Row(key, (Cell(t(lang, f"works.columns.{key}")), cell, *_from_plan(work, key, cell, base)))
        for key, cell in cells.items()
    )
    said = _cost(work, lang, currency)
    answer = " ".join((f"{said[:1].upper()}{said[1:]}.", *_against_plan(work, lang, currency)))
    return view.exhibit(
        key="work-money",
        question=t(lang, "works.money.question"),
        answer=answer,
        columns=columns(lang, "figure", amount="money", deviation="money", share="share"),
        rows=rows,
        sources=sources([work.report.paper]),
        drawing=Bars(
            label="label",
            done="amount",
            share="share",
            rows=(("first_planned", "plan"), ("planned", "plan"), ("contract", "revised")),
            left_to_table=("deviation",),  # the distance between the bars
        )
        if any(cell.value for cell in cells.values())
        else None,
    )


def work_funding(view: Frame, work: Work) -> Exhibit | None:
    """Whose money a work is, as the document prints it; None where no source is named."""
    lang, currency = view.lang, view.place.currency
    if not work.fundings:
        return None
    whole = total(each.amount_minor for each in work.fundings)
    rows = tuple(
        Row(
            f"{each.source}-{at}",
            (
                Cell(source_name(lang, each.source)),
                Cell(each.label),
                amount_cell(each.amount_minor),
                Cell(each.amount_minor / whole)
                if each.amount_minor is not None and whole
                else Cell(None, Mark.UNDEFINED),
            ),
        )
        for at, each in enumerate(work.fundings)
    )
    names = t(lang, "exhibits.list_joiner").join(
        source_name(lang, each.source)
        + ("" if each.amount_minor is None else f" – {money(lang, each.amount_minor, currency)}")
        for each in work.fundings
    )
    return view.exhibit(
        key="work-funding",
        question=t(lang, "works.funding.question"),
        answer=f"{names}.",
        columns=columns(lang, "source", printed="text", amount="money", share="share"),
        rows=rows,
        sources=sources([work.report.paper]),
        drawing=Bars(label="label", done="amount", share="share") if whole and len(rows) > 1 else None,
    )


def work_dates(view: Frame, work: Work) -> Exhibit | None:
    """The days promised first and last, the actual ones, and how far they are from the first promise.

    None where no day is known.
    """
    lang, report, stands = view.lang, work.report, work.standing
    started = report.actual_start
    to_begin, begun = (report.planned_start, report.planned_start_precision), (started, report.actual_start_precision)
    first, last = (stands.first_end, stands.first_end_precision), (stands.last_end, stands.last_end_precision)
    ended = (report.actual_end, report.actual_end_precision)
    days: dict[str, tuple[Dated, Dated]] = {
        "planned_start": (to_begin, _NO_DATE),
        "actual_start": (begun, to_begin),
        "first_end": (first, _NO_DATE),
        "last_end": (last, first),
        "finished": (ended, first),
    }
    if not any(known for (known, _), _ in days.values()):
        return None
    own = {"finished": finished_cell(work, view.today), "actual_start": started_cell(work, view.today)}
    rows = tuple(
        Row(
            key,
            (
                Cell(t(lang, f"works.dates.{key}")),
                own.get(key) or day_cell(known, precision=precision),
                _apart(base, (known, precision)),
            ),
        )
        for key, ((known, precision), base) in days.items()
    )
    said = t(lang, "exhibits.list_joiner").join(_when(work, lang, view.today)) or word_name(lang, work.word)
    answer = f"{said[:1].upper()}{said[1:]}."
    if stands.postponements:
        answer += " " + t(lang, "works.dates.postponed", n=stands.postponements)
    return view.exhibit(
        key="work-dates",
        question=t(lang, "works.dates.question"),
        answer=answer,
        columns=columns(lang, "date", day="date", days="count"),
        rows=rows,
        sources=sources([report.paper]),
    )


def work_history(view: Frame, work: Work, history: tuple[WorkReport, ...]) -> Exhibit:
    """One row per report, the oldest first, with what changed in it against the one before."""
    lang, currency = view.lang, view.place.currency
    before, ends = (None, *history), promises(_plan(report).ends for report in history)
    rows = tuple(
        Row(
            str(report.id),
            (
                Cell(day(report.as_of)),
                _changes_cell(report, before[at], ends[max(at - 1, 0) : at + 1], lang, currency),
                Cell(word_name(lang, report.word)),
                _end_cell(ends[at]),
                *_amounts(report, before[at]),
                title_cell(report.paper),
            ),
            emphasis=report.id == work.report.id,
        )
        for at, report in enumerate(history)
    )
    word, as_of = word_name(lang, work.report.word), work.report.as_of
    answer = t(lang, "works.history.answer", n=len(rows), word=word, date=as_of)
    if work.standing.missing_from is not None:
        answer += " " + t(lang, "works.history.missing", date=work.standing.missing_from)
    return view.exhibit(
        key="work-history",
        question=t(lang, "works.history.question"),
        answer=answer,
        columns=columns(
            lang,
            "as_of",
            changed="text",
            status="text",
            stated_end="date",
            planned="money",
            contract="money",
            paid="money",
            paper="text",
        ),
        rows=rows,
        sources=sources(report.paper for report in history),
    )


def _end_cell(end: End | None) -> Cell:
    return day_cell(None) if end is None else day_cell(end[0], precision=end[1])


def _plan(report: WorkReport) -> PlanStated:
    return PlanStated(**{name: getattr(report, name) for name in PlanStated.__dataclass_fields__})


def _deed(work: Work) -> str:
    if work.word == "taken_down":
        return work.report.status
    if work.word == "done" and work.type in ("construction", "rehabilitation", "replacement", "expansion"):
        return f"done_{work.type}"
    return "to_come" if work.word == "planned" else work.word


def _final_cost(work: Work) -> int | None:
    """What a finished work cost: what was paid for it; if that is not known, what was agreed."""
    if work.word != "done":
        return None
    return work.report.contract_minor if work.report.paid_minor is None else work.report.paid_minor


def _cost(work: Work, lang: Lang, currency: str) -> str:
    """The amount that tells most: paid for a finished work; if unknown agreed; if unknown planned."""
    report = work.report
    paid = report.paid_minor if work.word == "done" else None
    planned = work.standing.last_planned_minor
    for name, amount in (("paid", paid), ("contract", report.contract_minor), ("planned", planned)):
        if amount is not None:
            return t(lang, f"works.sentence.{name}", amount=money(lang, amount, currency))
    return t(lang, "works.sentence.no_amount")


def _against_plan(work: Work, lang: Lang, currency: str) -> Iterator[str]:
    """How far the cost of a finished work, and the plan stated last, are from the plan stated first."""
    first, last = work.standing.first_planned_minor, work.standing.last_planned_minor
    for name, amount in (("money", _final_cost(work)), ("replan", last if last != first else None)):
        if amount is not None and first:
            way = "more" if amount > first else "less" if amount < first else "same"
            difference, share = money(lang, abs(amount - first), currency), percent(lang, abs(amount - first) / first)
            yield t(lang, f"works.{name}.{way}", difference=difference, share=share)


def _when(work: Work, lang: Lang, today: date) -> list[str]:
    """Whether it kept, or may still keep, the day promised first; nothing of what was given up or is not listed."""
    report, end = work.report, work.standing.first_end
    due = "" if end is None else told(lang, end, work.standing.first_end_precision)
    if work.word == "done":
        if report.actual_end is None:
            return [t(lang, "works.sentence.no_end")]
        ended = told(lang, report.actual_end, report.actual_end_precision)
        if (days := work.days_late(today)) is not None:
            return [t(lang, "works.sentence.ended_late", n=days, date=due)]
        if work.is_late(today):
            return [t(lang, "works.sentence.ended_after", date=due, ended=ended)]
        kept = "on_time" if end is not None else "ended_in" if report.actual_end_precision else "ended"
        return [t(lang, f"works.sentence.{kept}", date=ended)]
    if work.standing.missing_from is not None and work.word == NOT_LISTED:
        said = word_name(lang, report.word)
        return [t(lang, "works.sentence.missing", date=work.standing.missing_from, as_of=report.as_of, word=said)]
    if work.word not in OPEN:
        return []
    if end is None:
        return [t(lang, "works.sentence.no_date")]
    last = work.standing.last_end
    moved = []
    if last is not None and last != end:
        moved = [t(lang, "works.sentence.new_end", date=told(lang, last, work.standing.last_end_precision))]
    if not work.is_late(today):
        return [t(lang, "works.sentence.due", date=due), *moved]
    counted = counted_to(report.as_of, today)
    if (days := work.days_late(today)) is None:
        return [t(lang, "works.sentence.past", date=due, counted=counted), *moved]
    return [t(lang, "works.sentence.overdue", n=days, date=due, counted=counted), *moved]


def _from_plan(work: Work, key: str, cell: Cell, base: str) -> tuple[Cell, Cell]:
    """The distance of an amount from the plan in the row `base`, absolute and as a share."""
    plan = work.standing.first_planned_minor
    final = work.word == "done" or key == "planned"
    if key == base or not final:
        return Cell(None, Mark.UNDEFINED), Cell(None, Mark.UNDEFINED)
    if plan is None or not isinstance(cell.value, int):
        return Cell(None, Mark.MISSING), Cell(None, Mark.MISSING)
    gap = cell.value - plan
    return amount_cell(gap), Cell(gap / plan) if plan else Cell(None, Mark.UNDEFINED)


def _apart(one: Dated, other: Dated) -> Cell:
    """Days from the first to the second, where both are days."""
    (planned, narrowly), (actual, known) = one, other
    if planned is None or actual is None:
        return Cell(None, Mark.UNDEFINED)
    return Cell(None, Mark.NOT_IN_DAYS) if narrowly or known else amount_cell((actual - planned).days)


def _changes_cell(
    report: WorkReport, before: WorkReport | None, ends: tuple[End | None, ...], lang: Lang, currency: str
) -> Cell:
    """What a report says otherwise than the one before, in words; `ends`: the dates that stood before and after it."""
    if before is None:
        return Cell(t(lang, "works.history.first"))
    said = list(_changes(report, before, ends, lang, currency))
    return Cell(t(lang, "exhibits.list_joiner").join(said) or t(lang, "works.history.same"))


def _changes(
    report: WorkReport, before: WorkReport, ends: tuple[End | None, ...], lang: Lang, currency: str
) -> Iterator[str]:
    """Title, state, day and money that differ; what one of the two does not say is no change."""
    if report.title and before.title and fold(report.title) != fold(before.title):
        yield t(lang, "works.history.title", before=before.title, after=report.title)
    if report.word != before.word:
        yield t(lang, "works.history.status", word=word_name(lang, report.word))
    match ends:
        case ((was_due, ""), (due, "")) if was_due != due:
            way = "later" if due > was_due else "sooner"
            yield t(lang, f"works.history.{way}", n=abs((due - was_due).days), date=due)
        case ((was_due, was_known), (due, known)) if (was_due, was_known) != (due, known):
            yield t(lang, "works.history.due", before=told(lang, was_due, was_known), after=told(lang, due, known))
    for name in ("planned", "contract", "paid"):
        was, now = (getattr(each, f"{name}_minor") for each in (before, report))
        if was is not None and now is not None and was != now:
            way = "more" if now > was else "less"
            yield t(lang, f"works.history.{name}_{way}", difference=money(lang, abs(now - was), currency))
    if report.contractor and before.contractor and fold(report.contractor) != fold(before.contractor):
        yield t(lang, "works.history.contractor", name=report.contractor)


def _amounts(report: WorkReport, before: WorkReport | None) -> tuple[Cell, ...]:
    """Plan and contract may be restated; what is paid only grows."""
    planned, contract, paid = money_cells(report)
    if before is None:
        return planned, contract, paid
    return restated(planned, before.planned_minor), restated(contract, before.contract_minor), paid
