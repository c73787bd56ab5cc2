"""What stage the works are at, whether they were completed on time, and whether they cost what was planned."""

from __future__ import annotations

from dashboard.exhibits.drawings import Bars, Parts
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.works.view import (
    WorksView,
    amount_cell,
    columns,
    service_name,
    sources,
    sum_cell,
    total,
    word_name,
)
from dashboard.i18n import day, money, percent, t
from dashboard.store.work_records import WORDS, Delivery, Tally


def works_by_status(view: WorksView) -> Exhibit:
    """Works by the five plain words with their money; the answer says how many of the amounts are known."""
    lang = view.lang
    by_word = {tally.key: tally for tally in view.by_word}
    rows = [_status_row(word, word_name(lang, word), by_word.get(word)) for word in WORDS]
    whole = _whole(view.by_word)
    if whole.count:
        rows.append(_status_row("total", t(lang, "works.total"), whole, emphasis=True))
    return view.exhibit(
        key="works-by-status",
        question=t(lang, "works.status.question"),
        answer=_status_answer(view, by_word, whole),
        columns=columns(lang, "status", count="count", late="count", planned="money", contract="money", paid="money"),
        rows=tuple(rows) if whole.count else (),
        sources=sources(view.papers),
        notes=(t(lang, "works.status.note_late"),) if whole.late else (),
        drawing=Parts(
            label="label",
            amount="count",
            rows=(("planned", "plan"),),
            left_to_table=("planned", "contract", "paid"),  # known of few works: beside one another they would mislead
        )
        if whole.count
        else None,
    )


def delivery_rate(view: WorksView) -> Exhibit | None:
    """Works completed on time as a share of those due, by year. Formula: completed on time / due in the period."""
    lang = view.lang
    if not view.delivery:
        return None
    whole = Delivery(0, sum(year.due for year in view.delivery), sum(year.on_time for year in view.delivery))
    rows = [_delivery_row(str(year.year), str(year.year), year) for year in view.delivery]
    rows.append(_delivery_row("total", t(lang, "works.total"), whole, emphasis=True))
    return view.exhibit(
        key="works-delivery",
        question=t(lang, "works.delivery.question"),
        answer=t(
            lang,
            "works.delivery.answer",
            date=day(view.today),
            n=whole.due,
            on_time=whole.on_time,
            share=percent(lang, whole.on_time / whole.due, 0),
        ),
        columns=columns(lang, "year", due="count", on_time="count", share="share"),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, "works.delivery.note"),),
        drawing=Bars(label="label", plan="due", done="on_time", share="share"),
    )


def cost_deviation(view: WorksView) -> Exhibit | None:
    """Planned against real cost, by service, of the works that have both. Formula: (cost - plan) / plan."""
    lang, currency = view.lang, view.place.currency
    if not view.deviations:
        return None
    rows = [
        _cost_row(each.service, service_name(lang, each.service), each.count, each.planned_minor, each.cost_minor)
        for each in view.deviations
    ]
    count = sum(each.count for each in view.deviations)
    planned = sum(each.planned_minor for each in view.deviations)
    cost = sum(each.cost_minor for each in view.deviations)
    rows.append(_cost_row("total", t(lang, "works.total"), count, planned, cost, emphasis=True))
    way = "more" if cost > planned else "less" if cost < planned else "same"
    return view.exhibit(
        key="works-cost",
        question=t(lang, "works.cost.question"),
        answer=t(
            lang,
            f"works.cost.answer_{way}",
            n=count,
            planned=money(lang, planned, currency),
            cost=money(lang, cost, currency),
            difference=money(lang, abs(cost - planned), currency),
        )
        + (f" ({percent(lang, abs(cost - planned) / planned)})." if planned and cost != planned else "."),
        columns=columns(
            lang, "service", count="count", planned="money", cost="money", deviation="money", share="share"
        ),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, "works.cost.note"),),
        drawing=Bars(label="label", plan="planned", done="cost", share="share", left_to_table=("deviation",)),
    )


def _whole(tallies: tuple[Tally, ...]) -> Tally:
    return Tally(
        "",
        sum(each.count for each in tallies),
        sum(each.late for each in tallies),
        total(each.planned_minor for each in tallies),
        total(each.contract_minor for each in tallies),
        total(each.paid_minor for each in tallies),
        sum(each.with_money for each in tallies),
        with_date=sum(each.with_date for each in tallies),
    )


def _status_row(key: str, label: str, tally: Tally | None, *, emphasis: bool = False) -> Row:
    tally = tally or Tally(key, 0, 0, None, None, None, 0)
    later = Mark.UNDEFINED if not tally.count else Mark.NOT_DUE if key in ("planned", "preparing") else Mark.MISSING
    cells = (
        Cell(label),
        amount_cell(tally.count),
        _late(key, tally),
        sum_cell(tally.planned_minor, tally.count),
        amount_cell(tally.contract_minor, later),
        amount_cell(tally.paid_minor, later),
    )
    return Row(key, cells, emphasis=emphasis)


def _late(key: str, tally: Tally) -> Cell:
    if not tally.count or key == "cancelled":
        return Cell(None, Mark.UNDEFINED)
    return amount_cell(tally.late if tally.with_date else None)


def _status_answer(view: WorksView, by_word: dict[str, Tally], whole: Tally) -> str:
    lang = view.lang
    if not whole.count:
        return t(lang, "works.status.answer_none")
    # What is done comes first: it is what readers ask for.
    order = ("done", "under_way", "preparing", "planned", "cancelled")
    parts = [t(lang, f"works.part.{word}", n=by_word[word].count) for word in order if word in by_word]
    done = by_word["done"].late if "done" in by_word else 0
    counts = {"past_date": whole.late - done, "ended_late": done}
    late = [t(lang, f"works.status.{name}", n=n) for name, n in counts.items() if n]
    joiner = t(lang, "exhibits.list_joiner")
    answer = t(lang, "works.status.answer", n=whole.count, parts=joiner.join(parts))
    if late:
        answer += "; " + joiner.join(late)
    return f"{answer}. " + t(lang, "works.status.known", known=whole.with_money, count=whole.count)


def _delivery_row(key: str, label: str, year: Delivery, *, emphasis: bool = False) -> Row:
    cells = (Cell(label), Cell(year.due), amount_cell(year.on_time), Cell(year.on_time / year.due))
    return Row(key, cells, emphasis=emphasis)


def _cost_row(key: str, label: str, count: int, planned: int, cost: int, *, emphasis: bool = False) -> Row:
    share = Cell((cost - planned) / planned) if planned else Cell(None, Mark.UNDEFINED)
    amounts = (amount_cell(planned), amount_cell(cost), amount_cell(cost - planned))
    return Row(key, (Cell(label), Cell(count), *amounts, share), emphasis=emphasis)
