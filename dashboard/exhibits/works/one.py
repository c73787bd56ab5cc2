"""One work: a plain sentence, its money, whose money it is, its days, and what every document said."""

from __future__ import annotations

from datetime import date

from dashboard.exhibits.drawings import Bars
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.works.view import (
    Frame,
    amount_cell,
    columns,
    day_cell,
    money_cells,
    source_name,
    sources,
    total,
    unit_name,
    word_name,
)
from dashboard.i18n import Lang, day, money, number, percent, t
from dashboard.store.work_records import Work, WorkReport


def sentence(work: Work, lang: Lang, today: date, currency: str) -> str:
    """What was done or will be, how much of it, where, for how much, and when: parts after a colon."""
    report = work.report
    title = work.titles.in_(lang)
    parts = [title]
    if work.quantity is not None and f"{work.quantity:g}" not in title:
        size = number(lang, work.quantity, 0 if work.quantity == int(work.quantity) else 1)
        parts.append(f"{size} {unit_name(lang, work.quantity_unit, work.quantity)}".strip())
    if work.village and work.village not in title:
        parts.append(work.village)
    parts += [_cost(report, lang, currency), *_when(report, lang, today)]
    return t(lang, f"works.sentence.{_deed(work)}") + ": " + t(lang, "exhibits.list_joiner").join(parts) + "."


def work_money(view: Frame, work: Work) -> Exhibit:
    """Plan, contract and payment, and the deviation of the last two from the plan. Formula: (amount - plan) / plan."""
    lang, currency = view.lang, view.place.currency
    plan = work.report.planned_minor
    cells = money_cells(work.report)
    rows = tuple(
        Row(key, (Cell(t(lang, f"works.columns.{key}")), cell, *_from_plan(key, cell, plan)))
        for key, cell in zip(("planned", "contract", "paid"), cells, strict=True)
    )
    real = _real_cost(work.report)
    said = _cost(work.report, lang, currency)
    answer = f"{said[:1].upper()}{said[1:]}."
    if real is not None and plan:
        way = "more" if real > plan else "less" if real < plan else "same"
        difference, share = money(lang, abs(real - plan), currency), percent(lang, abs(real - plan) / plan)
        answer += " " + t(lang, f"works.money.{way}", difference=difference, share=share)
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
            rows=(("planned", "plan"), ("contract", "revised")),
            left_to_table=("deviation",),  # the distance between the bars
        )
        if any(cell.value for cell in cells)
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
    """Planned and actual days, and the difference between them; None where no day is published."""
    lang, report = view.lang, work.report
    pairs = {
        "start": (report.planned_start, report.actual_start),
        "end": (report.planned_end, report.actual_end),
        "new_end": (report.planned_end, report.new_end),
    }
    if not any(value for pair in pairs.values() for value in pair):
        return None
    rows = tuple(
        Row(
            key,
            (
                Cell(t(lang, f"works.dates.{key}")),
                day_cell(planned),
                day_cell(actual, _why_no_day(report, key)),
                Cell((actual - planned).days, Mark.ZERO if actual == planned else None)
                if planned and actual
                else Cell(None, Mark.UNDEFINED),
            ),
        )
        for key, (planned, actual) in pairs.items()
        if key != "new_end" or actual
    )
    said = t(lang, "exhibits.list_joiner").join(_when(report, lang, view.today)) or word_name(lang, report.word)
    return view.exhibit(
        key="work-dates",
        question=t(lang, "works.dates.question"),
        answer=f"{said[:1].upper()}{said[1:]}.",
        columns=columns(lang, "date", planned_day="date", actual_day="date", days="count"),
        rows=rows,
        sources=sources([report.paper]),
    )


def work_history(view: Frame, work: Work, history: tuple[WorkReport, ...]) -> Exhibit:
    """One row per report, the oldest first; a plan or contract that differs from the report before is restated."""
    lang = view.lang
    before = (None, *history)
    rows = tuple(
        Row(
            str(report.id),
            (
                Cell(day(report.as_of)),
                Cell(word_name(lang, report.word)),
                day_cell(report.planned_end),
                *_amounts(report, before[at]),
                Cell(report.paper.title, href=report.paper.url),
            ),
            emphasis=report.id == work.report.id,
        )
        for at, report in enumerate(history)
    )
    word, as_of = word_name(lang, work.report.word), day(work.report.as_of)
    return view.exhibit(
        key="work-history",
        question=t(lang, "works.history.question"),
        answer=t(lang, "works.history.answer", n=len(rows), word=word, date=as_of),
        columns=columns(
            lang,
            "as_of",
            status="text",
            planned_end="date",
            planned="money",
            contract="money",
            paid="money",
            paper="text",
        ),
        rows=rows,
        sources=sources(report.paper for report in history),
    )


def _deed(work: Work) -> str:
    if work.report.status in ("decommissioning", "decommissioned"):
        return work.report.status
    if work.report.word == "done" and work.type in ("construction", "rehabilitation", "replacement", "expansion"):
        return f"done_{work.type}"
    return "to_come" if work.report.word == "planned" else work.report.word


def _final_payment(report: WorkReport) -> int | None:
    """What was paid for a finished work; what is being taken down has not been paid for in full yet."""
    return report.paid_minor if report.word == "done" and report.status != "decommissioning" else None


def _real_cost(report: WorkReport) -> int | None:
    """What was paid for a finished work, otherwise what was agreed: part of a payment is no saving."""
    paid = _final_payment(report)
    return report.contract_minor if paid is None else paid


def _cost(report: WorkReport, lang: Lang, currency: str) -> str:
    """The amount that tells most: paid for a finished work; if unknown agreed; if unknown planned."""
    paid = _final_payment(report)
    for name, amount in (("paid", paid), ("contract", report.contract_minor), ("planned", report.planned_minor)):
        if amount is not None:
            return t(lang, f"works.sentence.{name}", amount=money(lang, amount, currency))
    return t(lang, "works.sentence.no_amount")


def _when(report: WorkReport, lang: Lang, today: date) -> list[str]:
    """Whether it kept or may still keep its day; nothing of a cancelled work."""
    if report.word == "cancelled":
        return []
    days, end = report.days_late(today), report.planned_end
    if report.word == "done":
        if report.actual_end is None:
            return [t(lang, "works.sentence.no_end")]
        if days is not None:
            return [t(lang, "works.sentence.ended_late", n=days)]
        kept = "ended" if end is None else "on_time"
        return [t(lang, f"works.sentence.{kept}", date=day(report.actual_end))]
    if end is None:
        return [t(lang, "works.sentence.no_date")]
    said = t(lang, "works.sentence.due", date=day(end)) if days is None else t(lang, "works.sentence.overdue", n=days)
    return [said, *([t(lang, "works.sentence.new_end", date=day(report.new_end))] if report.new_end else [])]


def _from_plan(key: str, cell: Cell, plan: int | None) -> tuple[Cell, Cell]:
    if key == "planned":
        return Cell(None, Mark.UNDEFINED), Cell(None, Mark.UNDEFINED)
    if plan is None or not isinstance(cell.value, int):
        return Cell(None, Mark.MISSING), Cell(None, Mark.MISSING)
    gap = cell.value - plan
    return amount_cell(gap), Cell(gap / plan) if plan else Cell(None, Mark.UNDEFINED)


def _why_no_day(report: WorkReport, key: str) -> Mark:
    begun = report.word in ("under_way", "done")
    if report.word == "cancelled":
        return Mark.UNDEFINED
    return Mark.MISSING if (begun if key == "start" else report.word == "done") else Mark.NOT_DUE


def _amounts(report: WorkReport, before: WorkReport | None) -> tuple[Cell, ...]:
    """Plan and contract may be restated; what is paid only grows."""
    planned, contract, paid = money_cells(report)
    if before is None:
        return planned, contract, paid
    return _restated(planned, before.planned_minor), _restated(contract, before.contract_minor), paid


def _restated(cell: Cell, before: int | None) -> Cell:
    if cell.value is None or before is None or cell.value == before:
        return cell
    return Cell(cell.value, Mark.RESTATED, before)
