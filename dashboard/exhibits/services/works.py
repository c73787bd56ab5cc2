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
from dashboard.i18n import day, t
from dashboard.service_pages import ServicePage
from dashboard.store.work_records import OPEN, Work


def service_works(view: ServicesView, page: ServicePage, works: Sequence[Work], link: Callable[[int], str]) -> Exhibit:
    """One row per work, those to come first; `works` may be fewer than there are."""
    lang = view.lang
    return view.exhibit(
        key=f"{page.key}-works",
        question=t(lang, "services.works.question"),
        answer=" ".join(_answer(view, page, works)),
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
        notes=_notes(view, page),
    )


def works_words(view: ServicesView, page: ServicePage) -> str:
    """How many works there are, by stage, and how many open ones are past their date; without any, why none is known.

    Without a full stop.
    """
    lang, tally = view.lang, view.tally(page.services)
    if not tally.count:
        return absence_words(view)
    stages = {"done": tally.done, "under_way": tally.under_way}
    parts = [t(lang, f"works.part.{stage}", n=n) for stage, n in stages.items() if n]
    if tally.to_come:
        parts.append(t(lang, "services.works.to_come", n=tally.to_come))
    if closed := tally.count - tally.done - tally.under_way - tally.to_come:
        parts.append(t(lang, "works.part.closed", n=closed))
    if late := view.late_open(page.services):
        parts.append(t(lang, "services.works.late", n=late))
    return t(lang, "works.status.answer", n=tally.count, parts=t(lang, "exhibits.list_joiner").join(parts))


def absence_words(view: ServicesView) -> str:
    """Why no work of a service is known: no list at all, a list that names none, or one that says there are none."""
    if view.lists_all is not None:
        return t(view.lang, "services.works.none_listed", date=day(view.lists_all))
    return t(view.lang, "services.works.none_named" if view.works else "services.works.none_held")


def _answer(view: ServicesView, page: ServicePage, works: Sequence[Work]) -> Iterator[str]:
    lang, tally = view.lang, view.tally(page.services)
    late = view.late_open(page.services)
    said = works_words(view, page)
    if tally.late > late:
        said += f", {t(lang, 'works.status.ended_late', n=tally.late - late)}"
    yield f"{said}."
    open_late = [work for work in works if work.word in OPEN and work.days_late(view.today) is not None]
    if counted := counted_words(lang, counted_days(open_late, view.today)):
        yield t(lang, "services.works.counted", counted=counted)
    if len(works) < tally.count:
        yield t(lang, "services.works.shown", shown=len(works))


def _notes(view: ServicesView, page: ServicePage) -> Iterator[str]:
    if view.tally(page.services).late or view.late_open(page.services):
        yield t(view.lang, "works.status.note_late")
    if view.works and view.register is None:
        yield t(view.lang, "works.status.note_mentions")


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
