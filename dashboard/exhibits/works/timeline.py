"""When works begin and end: what was planned beside what was."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.exhibits.drawings import Timeline
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.works.view import Frame, day_cell, finished_cell, late_cell, sources, word_name
from dashboard.i18n import day, t
from dashboard.store.work_records import Work, WorkReport


def timeline(view: Frame, works: tuple[Work, ...], link: Callable[[int], str]) -> Exhibit | None:
    """One row per work of those shown, in their order; None where no day of any of them is published."""
    lang, today = view.lang, view.today
    if not any(_days(work.report) for work in works):
        return None
    late = sum(work.report.days_late(today) is not None for work in works)
    rows = tuple(
        Row(
            str(work.id),
            (
                Cell(work.titles.in_(lang), href=link(work.id)),
                Cell(word_name(lang, work.report.word)),
                day_cell(work.report.planned_start),
                day_cell(work.report.planned_end),
                _started_cell(work.report),
                finished_cell(work.report),
                late_cell(work.report, today),
            ),
        )
        for work in works
    )
    said = "works_map.timeline.answer_late" if late else "works_map.timeline.answer"
    return view.exhibit(
        key="works-timeline",
        question=t(lang, "works_map.timeline.question"),
        answer=t(lang, said, n=len(works), late=late, date=day(today)),
        columns=(
            Column("label", t(lang, "works.columns.work")),
            Column("status", t(lang, "works.columns.status")),
            Column("planned_start", t(lang, "works_map.timeline.planned_start"), "date"),
            Column("planned_end", t(lang, "works.columns.planned_end"), "date"),
            Column("actual_start", t(lang, "works_map.timeline.actual_start"), "date"),
            Column("finished", t(lang, "works.columns.finished"), "date"),
            Column("days_late", t(lang, "works.columns.days_late"), "count"),
        ),
        rows=rows,
        sources=sources(work.report.paper for work in works),
        drawing=Timeline(
            label="label",
            planned_start="planned_start",
            planned_end="planned_end",
            actual_start="actual_start",
            finished="finished",
            today=today,
        ),
    )


def _days(report: WorkReport) -> bool:
    return any((report.planned_start, report.planned_end, report.actual_start, report.actual_end))


def _started_cell(report: WorkReport) -> Cell:
    absent = {"cancelled": Mark.UNDEFINED, "planned": Mark.NOT_DUE, "preparing": Mark.NOT_DUE}
    return day_cell(report.actual_start, absent.get(report.word, Mark.MISSING))
