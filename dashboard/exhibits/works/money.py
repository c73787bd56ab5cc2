"""Whose money the works are, which villages they are in, and what each budget function bought with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard.exhibits.drawings import Bars, Parts
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.works.view import (
    Frame,
    WorksView,
    amount_cell,
    columns,
    source_name,
    sources,
    sum_cell,
    total,
    village_name,
)
from dashboard.i18n import Lang, money, number, percent, sort_key, t
from dashboard.store.records import Class, Paper, People
from dashboard.store.work_records import Tally

_MANY = 3  # villages with equally many works that an answer names


def works_by_source(view: WorksView) -> Exhibit | None:
    """The amounts the documents name by source of money; None where they name no source."""
    lang, currency = view.lang, view.place.currency
    if not view.by_source:
        return None
    tallies = sorted(view.by_source, key=lambda tally: (tally.planned_minor is None, -(tally.planned_minor or 0)))
    whole = total(tally.planned_minor for tally in tallies)
    # Shares need all of it: of a source without an amount it is not known how much of the whole it is.
    unknown = sum(tally.planned_minor is None for tally in tallies)
    of = None if unknown else whole
    rows = [_source_row(tally.key, source_name(lang, tally.key), tally, of) for tally in tallies]
    share = Cell(1.0) if of else Cell(None, Mark.UNDEFINED)
    # A work may have several sources: works cannot be added up here.
    all_of_them = (Cell(t(lang, "works.total")), Cell(None, Mark.UNDEFINED), amount_cell(whole), share)
    rows.append(Row("total", all_of_them, emphasis=True))
    return view.exhibit(
        key="works-by-source",
        question=t(lang, "works.by_source.question"),
        answer=_source_answer(lang, currency, tallies, whole, unknown),
        columns=columns(lang, "source", count="count", amount="money", share="share"),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, "works.by_source.note"),),
        drawing=Parts(label="label", amount="amount", share="share") if of else None,
    )


def works_by_village(view: WorksView) -> Exhibit | None:
    """Works and their money by village; None where no village is named.

    The population is published of the place and not of its villages, so money per head is given for the total only.
    """
    lang = view.lang
    if not any(tally.key for tally in view.by_village):
        return None
    tallies = sorted(view.by_village, key=lambda tally: (not tally.key, sort_key(tally.key)))
    people = _people_on(view.people, view.today)
    planned, paid = (total(getattr(tally, name) for tally in tallies) for name in ("planned_minor", "paid_minor"))
    per_head = round(planned / people.people) if people and people.people and planned is not None else None
    count = sum(tally.count for tally in tallies)
    rows = [
        _village_row(
            tally.key or "not-named",
            village_name(lang, tally.key),
            tally.count,
            tally.planned_minor,
            tally.paid_minor,
            None,
        )
        for tally in tallies
    ]
    rows.append(_village_row("total", t(lang, "works.total"), count, planned, paid, per_head, emphasis=True))
    answer = _village_answer(lang, [tally for tally in tallies if tally.key])
    if people and per_head is not None:
        amount = money(lang, round(per_head, -2), view.place.currency, exact=True)
        answer += " " + t(
            lang, "works.by_village.per_head", amount=amount, people=number(lang, people.people), date=people.as_of
        )
    return view.exhibit(
        key="works-by-village",
        question=t(lang, "works.by_village.question"),
        answer=answer,
        columns=columns(lang, "village", count="count", planned="money", paid="money", per_head="money"),
        rows=rows,
        sources=sources(view.papers),
        notes=(t(lang, f"works.by_village.note_{'villages' if people else 'no_people'}"),),
        drawing=Bars(label="label", plan="planned", done="paid", left_to_table=("per_head",))
        if planned or paid
        else None,
    )


def bought(
    view: Frame,
    tallies_by_function: tuple[Tally, ...],
    names: Mapping[str, Class],
    *,
    year: int | None = None,
    papers: tuple[Paper, ...] = (),
) -> Exhibit | None:
    """What each budget function bought: works (of a year, if one is given) and their money; None without functions."""
    lang = view.lang
    if not any(tally.key for tally in tallies_by_function):
        return None
    tallies = sorted(tallies_by_function, key=lambda tally: (not tally.key, tally.key))
    off = any(_closed(tally) for tally in tallies)
    rows = [
        Row(
            tally.key or "not-named",
            (
                Cell(names[tally.key].names.in_(lang) if tally.key else t(lang, "works.function_not_named")),
                *(amount_cell(n) for n in (tally.done, tally.under_way, tally.to_come)),
                *((amount_cell(_closed(tally)),) if off else ()),
                sum_cell(tally.planned_minor, tally.count),
                sum_cell(tally.paid_minor, tally.count),
            ),
        )
        for tally in tallies
    ]
    done, under_way = sum(each.done for each in tallies), sum(each.under_way for each in tallies)
    to_come = sum(each.to_come for each in tallies)
    parts = [
        t(lang, f"works.part.{word}", n=n)
        for word, n in (("done", done), ("under_way", under_way), ("planned", to_come))
        if n
    ]
    if off:
        parts.append(t(lang, "works.part.closed", n=sum(map(_closed, tallies))))
    asked = "question" if year is None else "question_year"
    heads = columns(
        lang,
        "function",
        done="count",
        under_way="count",
        to_come="count",
        closed="count",
        planned="money",
        paid="money",
    )
    known = any(tally.planned_minor or tally.paid_minor for tally in tallies)
    return view.exhibit(
        key="works-bought",
        question=t(lang, f"works.bought.{asked}", **({} if year is None else {"year": year})),
        answer=t(
            lang,
            "works.status.answer",
            n=sum(tally.count for tally in tallies),
            parts=t(lang, "exhibits.list_joiner").join(parts),
        )
        + ".",
        columns=tuple(head for head in heads if off or head.key != "closed"),
        rows=rows,
        sources=sources(papers),
        notes=(t(lang, "works.bought.note"),),
        drawing=Bars(label="label", plan="planned", done="paid") if known else None,
    )


def _source_row(key: str, label: str, tally: Tally, whole: int | None) -> Row:
    amount = tally.planned_minor
    share = Cell(amount / whole) if amount is not None and whole else Cell(None, Mark.UNDEFINED)
    return Row(key, (Cell(label), Cell(tally.count), amount_cell(amount), share))


def _source_answer(lang: Lang, currency: str, tallies: list[Tally], whole: int | None, unknown: int) -> str:
    if not whole:
        return t(lang, "works.by_source.answer_unknown", n=len(tallies))
    largest = tallies[0]
    amount = largest.planned_minor or 0
    said = {"name": source_name(lang, largest.key), "amount": money(lang, amount, currency)}
    if unknown:
        return t(lang, "works.by_source.answer_some", n=unknown, **said)
    return t(lang, "works.by_source.answer", share=percent(lang, amount / whole, 0), **said)


def _village_answer(lang: Lang, named: list[Tally]) -> str:
    most = max(tally.count for tally in named)
    names = [tally.key for tally in named if tally.count == most]
    answer = t(lang, "works.by_village.answer", n=len(named))
    if len(names) > _MANY or len(names) == len(named):
        return answer
    villages = t(lang, "exhibits.list_joiner").join(names)
    return answer + " " + t(lang, "works.by_village.most", villages=villages, most=most)


def _village_row(
    key: str,
    label: str,
    count: int,
    planned: int | None,
    paid: int | None,
    per_head: int | None,
    *,
    emphasis: bool = False,
) -> Row:
    cells = (Cell(label), Cell(count), amount_cell(planned), amount_cell(paid), amount_cell(per_head))
    return Row(key, cells, emphasis=emphasis)


def _people_on(people: tuple[People, ...], today: date) -> People | None:
    """The latest count up to a day."""
    return max((each for each in people if each.as_of <= today), key=lambda each: each.as_of, default=None)


def _closed(tally: Tally) -> int:
    """Works that were cancelled, taken down or are no longer listed."""
    return tally.count - tally.done - tally.under_way - tally.to_come
