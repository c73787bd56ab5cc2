"""When works begin and end: what was planned beside what was."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.exhibits.drawings import Timeline
from dashboard.exhibits.model import Cell, Column, Exhibit, Row
from dashboard.exhibits.works.view import (
    Frame,
    counted_days,
    counted_words,
    day_cell,
    finished_cell,
    late_cell,
    sources,
    started_cell,
    word_name,
)
from dashboard.i18n import t
from dashboard.store.work_records import Work, WorkReport, counted_to


def timeline(view: Frame, works: tuple[Work, ...], link: Callable[[int], str]) -> Exhibit | None:
    """One row per work of those shown, in their order; None where no day of any of them is published."""
    lang, today = view.lang, view.today
    if not any(work.standing.first_end or _days(work.report) for work in works):
        return None
    late, late_now = (sum(work.is_late(today, promise) for work in works) for promise in ("first", "last"))
    rows = tuple(
        Row(
            str(work.id),
            (
                Cell(work.titles.in_(lang), href=link(work.id)),
                Cell(word_name(lang, work.word)),
                day_cell(work.report.planned_start, precision=work.report.planned_start_precision),
                day_cell(work.standing.first_end, precision=work.standing.first_end_precision),
                day_cell(work.standing.last_end, precision=work.standing.last_end_precision),
                started_cell(work, today),
                finished_cell(work, today),
                late_cell(work, today),
                Cell(counted_to(work.report.as_of, today)),
            ),
        )
        for work in works
    )
    counted = counted_words(lang, counted_days(works, today))
    said = "answer" if not late else "answer_late" if counted else "answer_ended"
    return view.exhibit(
        key="works-timeline",
        question=t(lang, "works_map.timeline.question"),
        answer=t(lang, f"works_map.timeline.{said}", n=len(works), late=late, now=late_now, counted=counted),
        columns=(
            Column("label", t(lang, "works.columns.work")),
            Column("status", t(lang, "works.columns.status")),
            Column("planned_start", t(lang, "works_map.timeline.planned_start"), "date"),
            Column("first_end", t(lang, "works.columns.first_end"), "date"),
            Column("last_end", t(lang, "works.columns.last_end"), "date"),
            Column("actual_start", t(lang, "works_map.timeline.actual_start"), "date"),
            Column("finished", t(lang, "works.columns.finished"), "date"),
            Column("days_late", t(lang, "works.columns.days_late"), "count"),
            Column("known_to", t(lang, "works.columns.known_to"), "date"),
        ),
        rows=rows,
        sources=sources(work.report.paper for work in works),
        drawing=Timeline(
            label="label",
            planned_start="planned_start",
            planned_end="last_end",
            first_end="first_end",
            actual_start="actual_start",
            finished="finished",
            known_to="known_to",
            today=today,
        ),
    )


def _days(report: WorkReport) -> bool:
    return any((report.planned_start, report.planned_end, report.actual_start, report.actual_end))
