"""What stage the works are at, whether they were completed on time, and whether they cost what was planned."""

from __future__ import annotations

from collections.abc import Iterator

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
from dashboard.i18n import money, percent, t
from dashboard.store.work_records import NOT_LISTED, OPEN, WORDS, Delivery, Tally

#: Words of which a row is there only where there is such a work.
_SELDOM = ("taken_down", NOT_LISTED)
#: The key of the exhibit of all stages.
STATUS = "works-by-status"
_COUNTS = ("due", "on_time", "on_time_now", "unknown", "unfinished")


def works_by_status(view: WorksView) -> Exhibit:
    """Works by the plain words with their money; the answer says how many of the amounts are known."""
    lang = view.lang
    by_word = {tally.key: tally for tally in view.by_word}
    told = [word for word in WORDS if word in by_word or word not in _SELDOM]
    rows = [_status_row(word, word_name(lang, word), by_word.get(word)) for word in told]
    whole = _whole(view.by_word)
    if whole.count:
        rows.append(_status_row("total", t(lang, "works.total"), whole, emphasis=True))
    return view.exhibit(
        key=STATUS,
        question=t(lang, "works.status.question"),
        answer=_status_answer(view, by_word, whole),
        columns=columns(
            lang,
            "status",
            count="count",
            late="count",
            late_now="count",
            postponed="count",
            planned="money",
            contract="money",
            paid="money",
        ),
        rows=tuple(rows) if whole.count else (),
        sources=sources(view.papers),
        notes=tuple(_status_notes(view, by_word, whole)),
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
    whole = Delivery(0, *(sum(getattr(year, name) for year in view.delivery) for name in _COUNTS))
    rows = [_delivery_row(str(year.year), str(year.year), year) for year in view.delivery]
    rows.append(_delivery_row("total", t(lang, "works.total"), whole, emphasis=True))
    return view.exhibit(
        key="works-delivery",
        question=t(lang, "works.delivery.question"),
        answer=_delivery_answer(view, whole),
        columns=columns(
            lang, "year", due="count", on_time="count", share="share", on_time_now="count", end_unknown="count"
        ),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, "works.delivery.note"),),
        drawing=Bars(label="label", plan="due", done="on_time", share="share"),
    )


def cost_change(view: WorksView) -> Exhibit | None:
    """The planned cost stated last against the one stated first, by service. Formula: (last - first) / first.

    None where no work has a planned cost, and where none has been stated more than once.
    """
    lang, currency = view.lang, view.place.currency
    found = view.replanned
    changed = sum(each.changed for each in found)
    if not changed:
        return None
    first, last = sum(each.first_minor for each in found), sum(each.planned_minor for each in found)
    rows = [
        _cost_row(each.service, service_name(lang, each.service), each.count, each.first_minor, each.planned_minor)
        for each in found
    ]
    count = sum(each.count for each in found)
    rows.append(_cost_row("total", t(lang, "works.total"), count, first, last, emphasis=True))
    return view.exhibit(
        key="works-replanned",
        question=t(lang, "works.replanned.question"),
        answer=t(
            lang,
            f"works.replanned.answer_{_way(first, last)}",
            n=count,
            changed=changed,
            first=money(lang, first, currency),
            last=money(lang, last, currency),
            difference=money(lang, abs(last - first), currency),
            share=percent(lang, abs(last - first) / first) if first else "",
        ),
        columns=columns(
            lang, "service", count="count", first_planned="money", planned="money", change="money", share="share"
        ),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, "works.replanned.note"),),
        drawing=Bars(label="label", plan="first_planned", done="planned", share="share", left_to_table=("change",)),
    )


def cost_deviation(view: WorksView) -> Exhibit | None:
    """What finished works cost against the plan stated first, and last, by service. Formula: (cost - plan) / plan."""
    lang, currency = view.lang, view.place.currency
    found = view.deviations
    if not found:
        return None
    rows = [
        _cost_row(each.service, service_name(lang, each.service), each.count, each.first_minor, each.cost_minor)
        for each in found
    ]
    count, first, planned, cost = (
        sum(getattr(each, name) for each in found) for name in ("count", "first_minor", "planned_minor", "cost_minor")
    )
    rows.append(_cost_row("total", t(lang, "works.total"), count, first, cost, emphasis=True))
    answer = t(
        lang,
        f"works.cost.answer_{_way(first, cost)}",
        n=count,
        planned=money(lang, first, currency),
        cost=money(lang, cost, currency),
        difference=money(lang, abs(cost - first), currency),
    ) + (f" ({percent(lang, abs(cost - first) / first)})." if first and cost != first else ".")
    if planned != first:
        difference = money(lang, abs(cost - planned), currency)
        answer += " " + t(lang, f"works.cost.now_{_way(planned, cost)}", difference=difference)
    return view.exhibit(
        key="works-cost",
        question=t(lang, "works.cost.question"),
        answer=answer,
        columns=columns(
            lang, "service", count="count", first_planned="money", cost="money", deviation="money", share="share"
        ),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, "works.cost.note"),),
        drawing=Bars(label="label", plan="first_planned", done="cost", share="share", left_to_table=("deviation",)),
    )


def _way(before: int, after: int) -> str:
    return "more" if after > before else "less" if after < before else "same"


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
        late_now=sum(each.late_now for each in tallies),
        postponed=sum(each.postponed for each in tallies),
        judged=sum(each.judged for each in tallies),
    )


def _status_row(key: str, label: str, tally: Tally | None, *, emphasis: bool = False) -> Row:
    tally = tally or Tally(key, 0, 0, None, None, None, 0)
    later = Mark.UNDEFINED if not tally.count else Mark.NOT_DUE if key in ("planned", "preparing") else Mark.MISSING
    cells = (
        Cell(label),
        amount_cell(tally.count),
        *(_late_cell(key, tally, n) for n in (tally.late, tally.late_now)),
        amount_cell(tally.postponed if tally.with_date else None, Mark.MISSING if tally.count else Mark.UNDEFINED),
        sum_cell(tally.planned_minor, tally.count),
        amount_cell(tally.contract_minor, later),
        amount_cell(tally.paid_minor, later),
    )
    return Row(key, cells, emphasis=emphasis)


def _late_cell(key: str, tally: Tally, n: int) -> Cell:
    """A count of the works of which it can be known; nothing is late of what was given up or is no longer listed."""
    if not tally.count or key in _SELDOM or key == "cancelled":
        return Cell(None, Mark.UNDEFINED)
    return amount_cell(n if tally.judged else None)


def _status_answer(view: WorksView, by_word: dict[str, Tally], whole: Tally) -> str:
    lang = view.lang
    if not whole.count:
        return t(lang, "works.status.answer_none")
    # What is done comes first: it is what readers ask for. The other stages stand in the drawing.
    said = [word for word in ("done", "under_way") if word in by_word] or list(by_word)[:2]
    parts = [t(lang, f"works.part.{word}", n=by_word[word].count) for word in said]
    done = by_word["done"].late if "done" in by_word else 0
    late = whole.late - done
    answer = t(lang, "works.status.answer", n=whole.count, parts=t(lang, "exhibits.list_joiner").join(parts))
    if late:
        answer += "; " + t(lang, "works.status.past_date", n=late)
    return f"{answer}. " + t(lang, "works.status.known", known=whole.with_money, count=whole.count)


def _status_notes(view: WorksView, by_word: dict[str, Tally], whole: Tally) -> Iterator[str]:
    """What late means, and what is known of the list itself."""
    lang = view.lang
    if whole.late or whole.late_now:
        yield t(lang, "works.status.note_late")
    done = by_word.get("done")
    if done is not None and done.with_date > done.judged:
        yield t(lang, "works.status.note_unknown", n=done.with_date - done.judged)
    if whole.postponed:
        yield t(lang, "works.status.note_postponed")
    if view.register is None:
        if any(by_word.get(word) for word in OPEN):
            yield t(lang, "works.status.note_mentions")
    elif NOT_LISTED in by_word:
        yield t(lang, "works.status.note_not_listed", n=by_word[NOT_LISTED].count, date=view.register)


def _delivery_answer(view: WorksView, whole: Delivery) -> str:
    lang = view.lang
    if not whole.telling:
        answer = t(lang, "works.delivery.answer_unknown", n=whole.due, ended=whole.unknown)
        return answer + (" " + t(lang, "works.delivery.not_finished", n=whole.unfinished) if whole.unfinished else "")
    share = percent(lang, whole.on_time / whole.known, 0)
    answer = t(lang, "works.delivery.answer", n=whole.due, on_time=whole.on_time, share=share, known=whole.known)
    if whole.on_time_now != whole.on_time:
        answer += " " + t(lang, "works.delivery.now", n=whole.on_time_now)
    return answer + (" " + t(lang, "works.delivery.unknown", n=whole.unknown) if whole.unknown else "")


def _delivery_row(key: str, label: str, year: Delivery, *, emphasis: bool = False) -> Row:
    if year.telling:
        kept = (amount_cell(year.on_time), Cell(year.on_time / year.known), amount_cell(year.on_time_now))
    else:  # nobody says when any of them was finished
        kept = (Cell(None, Mark.MISSING), Cell(None, Mark.UNDEFINED), Cell(None, Mark.MISSING))
    return Row(key, (Cell(label), Cell(year.due), *kept, amount_cell(year.unknown)), emphasis=emphasis)


def _cost_row(key: str, label: str, count: int, planned: int, cost: int, *, emphasis: bool = False) -> Row:
    share = Cell((cost - planned) / planned) if planned else Cell(None, Mark.UNDEFINED)
    amounts = (amount_cell(planned), amount_cell(cost), amount_cell(cost - planned))
    return Row(key, (Cell(label), Cell(count), *amounts, share), emphasis=emphasis)
