"""Works one by one: the list, and what was promised for a day that has passed."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.works.view import (
    Frame,
    WorksView,
    columns,
    counted_words,
    day_cell,
    finished_cell,
    late_cell,
    money_cells,
    service_name,
    sources,
    standing_cells,
    village_name,
    word_name,
)
from dashboard.i18n import day, money, t
from dashboard.store.work_records import OPEN, Work


def works_list(view: Frame, works: tuple[Work, ...], link: Callable[[int], str], found: int) -> Exhibit:
    """One row per work; `found` counts the works of all pages, of which `works` is one."""
    lang = view.lang
    rows = tuple(
        Row(
            str(work.id),
            (
                Cell(work.titles.in_(lang), href=link(work.id)),
                Cell(word_name(lang, work.word)),
                Cell(village_name(lang, work.village)),
                Cell(service_name(lang, work.service)),
                day_cell(work.standing.first_end),
                day_cell(work.standing.last_end),
                finished_cell(work, view.today),
                late_cell(work, view.today),
                *standing_cells(work),
                Cell(work.report.as_of),
                Cell(work.report.paper.title, href=work.report.paper.url),
            ),
        )
        for work in works
    )
    answer = t(lang, "works.list.answer", n=found)
    if len(works) < found:
        answer += " " + t(lang, "works.list.on_page", shown=len(works))
    return view.exhibit(
        key="works-list",
        question=t(lang, "works.list.question"),
        answer=answer if found else t(lang, "works.list.answer_none"),
        columns=columns(
            lang,
            "work",
            status="text",
            village="text",
            service="text",
            first_end="date",
            last_end="date",
            finished="date",
            days_late="count",
            planned="money",
            contract="money",
            paid="money",
            as_of="date",
            paper="text",
        ),
        rows=rows,
        sources=sources(work.report.paper for work in works),
    )


def programmes(view: Frame, groups: tuple[Work, ...], link: Callable[[int], str]) -> Exhibit:
    """What documents announce as a whole: rows that mean several works, and printed totals; counted nowhere."""
    lang = view.lang
    rows = tuple(
        Row(
            str(group.id),
            (
                Cell(group.titles.in_(lang), href=link(group.id)),
                Cell(t(lang, f"works.programmes.{group.role}")),
                Cell(word_name(lang, group.report.word)),
                Cell(village_name(lang, group.village)),
                *money_cells(group.report),
                Cell(group.report.paper.title, href=group.report.paper.url),
            ),
        )
        for group in groups
    )
    return view.exhibit(
        key="works-programmes",
        question=t(lang, "works.programmes.question"),
        answer=t(lang, "works.programmes.answer", n=len(groups)),
        columns=columns(
            lang,
            "work",
            standing="text",
            status="text",
            village="text",
            planned="money",
            contract="money",
            paid="money",
            paper="text",
        ),
        rows=rows,
        sources=sources(group.report.paper for group in groups),
        notes=(t(lang, "works.programmes.note"),),
    )


def promised(view: WorksView, works: tuple[Work, ...], link: Callable[[int], str]) -> Exhibit:
    """Open works past the date promised first, with what is said about them; `works` are one page of `view.overdue`."""
    lang = view.lang
    rows = tuple(
        Row(
            str(work.id),
            (
                Cell(work.titles.in_(lang), href=link(work.id)),
                Cell(village_name(lang, work.village)),
                day_cell(work.standing.first_end),
                day_cell(work.standing.last_end),
                Cell(work.standing.postponements, None if work.standing.postponements else Mark.ZERO),
                late_cell(work, view.today),
                Cell(
                    work.report.delay_reason or t(lang, "works.promised.no_reason"),
                    None if work.report.delay_reason else Mark.MISSING,
                ),
                standing_cells(work)[0],
                Cell(work.report.as_of),
            ),
        )
        for work in works
    )
    return view.exhibit(
        key="works-promised",
        question=t(lang, "works.promised.question"),
        answer=_promised_answer(view),
        columns=columns(
            lang,
            "work",
            village="text",
            first_end="date",
            last_end="date",
            postponements="count",
            days_late="count",
            reason="text",
            planned="money",
            as_of="date",
        ),
        rows=rows,
        sources=sources(work.report.paper for work in works) or sources(view.papers),
        notes=(t(lang, "works.promised.note"),) if rows else (),
    )


def _promised_answer(view: WorksView) -> str:
    lang, late = view.lang, view.overdue
    if not late.count or late.counted is None:
        return _none_late(view)
    answer = t(lang, "works.promised.answer", counted=counted_words(lang, late.counted), n=late.count)
    answer += " " + t(lang, "works.promised.past_last", n=late.past_last)
    if late.planned_minor is not None:
        answer += " " + t(lang, "works.promised.money", amount=money(lang, late.planned_minor, view.place.currency))
    if late.unplanned:
        answer += " " + t(lang, "works.promised.unplanned", n=late.unplanned)
    return answer + (" " + t(lang, "works.promised.unsaid", n=late.unsaid) if late.unsaid else "")


def _none_late(view: WorksView) -> str:
    """Only a list of all works can say that none is late."""
    lang = view.lang
    open_ones = [tally for tally in view.by_word if tally.key in OPEN]
    if any(tally.count for tally in open_ones) and not any(tally.with_date for tally in open_ones):
        return t(lang, "works.promised.no_dates")
    if view.register is None:
        return t(lang, "works.promised.no_list")
    return t(lang, "works.promised.none", date=day(view.register))
