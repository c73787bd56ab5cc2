"""The works of a service: how many are done and to come, how many past the date promised first, and which they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.works.view import (
    columns,
    counted_days,
    counted_words,
    day_cell,
    finished_cell,
    late_cell,
    sources,
    standing_cells,
    village_name,
    word_name,
)
from dashboard.i18n import t
from dashboard.service_pages import ServicePage
from dashboard.store.work_records import OPEN, Work


def service_works(view: ServicesView, page: ServicePage, works: Sequence[Work], link: Callable[[int], str]) -> Exhibit:
    """One row per work, those to come first; `works` may be fewer than there are."""
    lang = view.lang
    return view.exhibit(
        key=f"{page.key}-works",
        question=_question(view, works),
        answer=f"{works_words(view, page)}.",
        columns=columns(
            lang,
            "work",
            status="text",
            village="text",
            first_end="date",
            finished="date",
            days_late="count",
            planned="money",
            contract="money",
            paid="money",
            as_of="date",
        ),
        rows=(_row(view, work, link) for work in works),
        sources=sources(work.report.paper for work in works),
        notes=_notes(view, page, works),
    )


def _question(view: ServicesView, works: Sequence[Work]) -> str:
    """Works are of all years: until when is known by the latest report."""
    if not works:
        return t(view.lang, "services.works.question")
    return t(view.lang, "services.works.question_to", date=max(work.report.as_of for work in works))


def works_words(view: ServicesView, page: ServicePage) -> str:
    """How many works there are, by stage, and how many open ones are past their date; without any, why none is known.

    Without a full stop.
    """
    lang, tally, late = view.lang, view.tally(page.services), view.late_open(page.services)
    if not tally.count:
        return absence_words(view)
    closed = tally.count - tally.done - tally.under_way - tally.to_come
    stages = {
        "works.part.done": tally.done,
        "services.works.done_late": tally.late - late,
        "works.part.under_way": tally.under_way,
        "services.works.to_come": tally.to_come,
        "works.part.closed": closed,
        "services.works.late": late,
    }
    parts = (t(lang, key, n=n) for key, n in stages.items() if n)
    return t(lang, "works.status.answer", n=tally.count, parts=t(lang, "exhibits.list_joiner").join(parts))


def absence_words(view: ServicesView) -> str:
    """Why no work of a service is known: no list at all, programmes only, a list that names none, or one that says
    there are none.
    """
    if view.lists_all is not None:
        return t(view.lang, "services.works.none_listed", date=view.lists_all)
    held = "none_named" if view.works else "groups_only" if view.groups else "none_held"
    return t(view.lang, f"services.works.{held}")


def _notes(view: ServicesView, page: ServicePage, works: Sequence[Work]) -> Iterator[str]:
    """To what days lateness is counted and how, and what the table and the documents may lack."""
    lang, tally = view.lang, view.tally(page.services)
    open_late = [work for work in works if work.word in OPEN and work.days_late(view.today) is not None]
    if counted := counted_words(lang, counted_days(open_late, view.today)):
        yield t(lang, "services.works.counted", counted=counted)
    if tally.late:
        yield t(lang, "works.status.note_late")
    if len(works) < tally.count:
        yield t(lang, "services.works.shown", shown=len(works))
    if view.works and view.register is None:
        yield t(lang, "works.status.note_mentions")


def _row(view: ServicesView, work: Work, link: Callable[[int], str]) -> Row:
    return Row(
        str(work.id),
        (
            Cell(work.titles.in_(view.lang), href=link(work.id)),
            Cell(word_name(view.lang, work.word)),
            Cell(village_name(view.lang, work.village)),
            day_cell(work.standing.first_end),
            finished_cell(work, view.today),
            late_cell(work, view.today),
            *standing_cells(work),
            Cell(work.report.as_of),
        ),
    )
