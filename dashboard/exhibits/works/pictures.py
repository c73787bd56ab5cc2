"""What the pictures of a place's works show, and when they were taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dashboard.exhibits.model import Cell, Exhibit, Row
from dashboard.exhibits.works.view import Frame, columns, day_cell
from dashboard.i18n import t
from dashboard.store.work_records import Pictured


def gallery(view: Frame, pictures: Sequence[Pictured], link: Callable[[int], str], found: int) -> Exhibit:
    """One row per picture; `found` counts the pictures of all pages, of which `pictures` is one (none of them: all)."""
    lang = view.lang
    answer = t(lang, "works.pictures.answer", n=found) if found else t(lang, "works.pictures.answer_none")
    if 0 < len(pictures) < found:
        answer += " " + t(lang, "works.list.on_page", shown=len(pictures))
    return view.exhibit(
        key="works-pictures",
        question=t(lang, "works.pictures.question"),
        answer=answer,
        columns=columns(lang, "work", stage="text", taken_on="date", shows="text", kind="text"),
        rows=picture_rows(view, pictures, link),
    )


def picture_rows(view: Frame, pictures: Iterable[Pictured], link: Callable[[int], str]) -> tuple[Row, ...]:
    """The rows of some pictures, each leading to its work."""
    lang = view.lang
    return tuple(
        Row(
            str(each.id),
            (
                Cell(each.titles.in_(lang), href=link(each.work_id)),
                Cell(t(lang, f"works_pages.stage_{each.photo.stage}")),
                day_cell(each.photo.taken_on),
                Cell(each.photo.alt.in_(lang)),
                Cell(t(lang, "works_pages.drawn" if each.photo.drawn else "works.pictures.photograph")),
            ),
        )
        for each in pictures
    )
