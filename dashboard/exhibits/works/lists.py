"""Works one by one: the list, and what was promised for a day that has passed."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.works.view import (
    Frame,
    WorksView,
    amount_cell,
    columns,
    day_cell,
    finished_cell,
    late_cell,
    money_cells,
    service_name,
    sources,
    total,
    village_name,
    word_name,
)
from dashboard.i18n import day, money, t
from dashboard.store.work_records import Work


def works_list(view: Frame, works: tuple[Work, ...], link: Callable[[int], str], found: int) -> Exhibit:
    """One row per work; `found` counts the works of all pages, of which `works` is one."""
    lang = view.lang
    rows = tuple(
        Row(
            str(work.id),
            (
                Cell(work.titles.in_(lang), href=link(work.id)),
                Cell(word_name(lang, work.report.word)),
                Cell(village_name(lang, work.village)),
                Cell(service_name(lang, work.service)),
                day_cell(work.report.planned_end),
                finished_cell(work.report),
                late_cell(work.report, view.today),
                *money_cells(work.report),
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
            planned_end="date",
            finished="date",
            days_late="count",
            planned="money",
            contract="money",
            paid="money",
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
    """The open ones of `works` that are past their date, the longest overdue first, with what is said about it."""
    lang = view.lang
    late = [
        (days, work)
        for work in works
        if work.report.word != "done" and (days := work.report.days_late(view.today)) is not None
    ]
    late.sort(key=lambda pair: (-pair[0], pair[1].id))
    rows = tuple(
        Row(
            str(work.id),
            (
                Cell(work.titles.in_(lang), href=link(work.id)),
                Cell(village_name(lang, work.village)),
                day_cell(work.report.planned_end),
                Cell(days),
                Cell(
                    work.report.delay_reason or t(lang, "works.promised.no_reason"),
                    None if work.report.delay_reason else Mark.MISSING,
                ),
                day_cell(work.report.new_end),
                amount_cell(work.report.planned_minor),
            ),
        )
        for days, work in late
    )
    return view.exhibit(
        key="works-promised",
        question=t(lang, "works.promised.question"),
        answer=_promised_answer(view, [work for _, work in late]),
        columns=columns(
            lang,
            "work",
            village="text",
            planned_end="date",
            days_late="count",
            reason="text",
            new_end="date",
            planned="money",
        ),
        rows=rows,
        sources=sources(work.report.paper for _, work in late) or sources(view.papers),
    )


def _promised_answer(view: WorksView, late: list[Work]) -> str:
    lang, date = view.lang, day(view.today)
    if not late:
        open_ones = [tally for tally in view.by_word if tally.key not in ("done", "cancelled")]
        if any(tally.count for tally in open_ones) and not any(tally.with_date for tally in open_ones):
            return t(lang, "works.promised.no_dates")
        return t(lang, "works.promised.none", date=date)
    answer = t(lang, "works.promised.answer", date=date, n=len(late))
    planned = total(work.report.planned_minor for work in late)
    if planned is not None:
        answer += " " + t(lang, "works.promised.money", amount=money(lang, planned, view.place.currency))
    unsaid = sum(not work.report.delay_reason for work in late)
    return answer + (" " + t(lang, "works.promised.unsaid", n=unsaid) if unsaid else "")
