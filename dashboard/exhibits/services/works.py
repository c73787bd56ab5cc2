"""The works of a service: how many are done and to come, how many past the date promised first, and which they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.exhibits.services.view import ServicesView
from dashboard.exhibits.works.view import (
    columns,
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
from dashboard.store.work_records import OPEN, Work, counted_to


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
        notes=(t(lang, "works.status.note_late"),) if works else (),
    )


def works_words(view: ServicesView, page: ServicePage) -> str:
    """How many works by stage, in a few words; without any, why none is known."""
    lang, tally = view.lang, view.tally(page.services)
    if not tally.count:
        return absence_words(view)
    stages = {"done": tally.done, "under_way": tally.under_way, "to_come": tally.to_come}
    stages["closed"] = tally.count - sum(stages.values())
    parts = [t(lang, f"services.works.{stage}", n=n) for stage, n in stages.items() if n]
    if late := view.late_open(page.services):
        parts.append(t(lang, "services.works.late", n=late))
    return ", ".join(parts)


def absence_words(view: ServicesView) -> str:
    """Why no work of a service is known: no list at all, a list that names none, or one that says there are none."""
    if view.register is not None:
        return t(view.lang, "services.works.none_listed", date=day(view.register))
    return t(view.lang, "services.works.none_named" if view.works else "services.works.none_held")


def _answer(view: ServicesView, page: ServicePage, works: Sequence[Work]) -> Iterator[str]:
    lang, tally = view.lang, view.tally(page.services)
    if not tally.count:
        yield f"{absence_words(view)}."
        return
    late, parts = view.late_open(page.services), [works_words(view, page)]
    if tally.late > late:
        parts.append(t(lang, "works.status.ended_late", n=tally.late - late))
    yield t(lang, "works.status.answer", n=tally.count, parts=", ".join(parts)) + "."
    if late:
        open_ones = [work for work in works if work.word in OPEN and work.days_late(view.today) is not None]
        days = (counted_to(work.report.as_of, view.today) for work in open_ones)
        if counted := counted_words(lang, days):
            yield t(lang, "services.works.counted", counted=counted)
    if len(works) < tally.count:
        yield t(lang, "services.works.shown", shown=len(works))


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
