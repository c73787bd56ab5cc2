"""Works one by one: the list, and what was promised for a day that has passed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dashboard.exhibits.cells import title_cell
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.view import source
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
from dashboard.i18n import money, t
from dashboard.store.work_records import OPEN, Work


@dataclass(frozen=True)
class Links:
    """From the number of a work to its page, and from a contractor's name to theirs; "" where there is none."""

    work: Callable[[int], str]
    contractor: Callable[[str], str]


def works_list(view: Frame, works: Sequence[Work], links: Links, found: int) -> Exhibit:
    """One row per work; `found` counts the works of all pages, of which `works` is one (none of them: all)."""
    lang = view.lang
    answer = t(lang, "works.list.answer", n=found)
    if 0 < len(works) < found:
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
            contractor="text",
            number="text",
            as_of="date",
            paper="text",
        ),
        rows=works_rows(view, works, links),
        sources=sources(work.report.paper for work in works),
    )


def works_rows(view: Frame, works: Iterable[Work], links: Links) -> tuple[Row, ...]:
    """The rows of some works, each with the document of the report that counts."""
    return tuple(_work_row(view, work, links) for work in works)


def _work_row(view: Frame, work: Work, links: Links) -> Row:
    lang, report = view.lang, work.report
    return Row(
        str(work.id),
        (
            Cell(work.titles.in_(lang), href=links.work(work.id)),
            Cell(word_name(lang, work.word)),
            Cell(village_name(lang, work.village)),
            Cell(service_name(lang, work.service)),
            day_cell(work.standing.first_end, precision=work.standing.first_end_precision),
            day_cell(work.standing.last_end, precision=work.standing.last_end_precision),
            finished_cell(work, view.today),
            late_cell(work, view.today),
            *standing_cells(work),
            _contractor_cell(work, links),
            Cell(work.key),
            Cell(report.as_of),
            title_cell(report.paper),
        ),
        source=source(report.paper),
    )


def _contractor_cell(work: Work, links: Links) -> Cell:
    """The name as printed; who will do what is only planned may not be known yet."""
    if name := work.report.contractor:
        return Cell(name, href=links.contractor(name))
    return Cell(None, Mark.NOT_DUE if work.report.word in ("planned", "preparing") else Mark.MISSING)


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
                title_cell(group.report.paper),
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


def promised(view: WorksView, works: Sequence[Work], link: Callable[[int], str]) -> Exhibit:
    """Open works past the date promised first, with what is said about them; `works` are one page of `view.overdue`."""
    lang = view.lang
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
        rows=promised_rows(view, works, link),
        sources=sources(work.report.paper for work in works) or sources(view.papers),
        notes=(t(lang, "works.promised.note"),) if view.overdue.count else (),
    )


def promised_rows(view: Frame, works: Iterable[Work], link: Callable[[int], str]) -> tuple[Row, ...]:
    """The rows of some works, each with the document of the report that counts."""
    return tuple(_promised_row(view, work, link) for work in works)


def _promised_row(view: Frame, work: Work, link: Callable[[int], str]) -> Row:
    stands, report = work.standing, work.report
    return Row(
        str(work.id),
        (
            Cell(work.titles.in_(view.lang), href=link(work.id)),
            Cell(village_name(view.lang, work.village)),
            day_cell(stands.first_end, precision=stands.first_end_precision),
            day_cell(stands.last_end, precision=stands.last_end_precision),
            Cell(stands.postponements, None if stands.postponements else Mark.ZERO),
            late_cell(work, view.today),
            Cell(
                report.delay_reason or t(view.lang, "works.promised.no_reason"),
                None if report.delay_reason else Mark.MISSING,
            ),
            standing_cells(work)[0],
            Cell(report.as_of),
        ),
        source=source(report.paper),
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
    return t(lang, "works.promised.none", date=view.register)
