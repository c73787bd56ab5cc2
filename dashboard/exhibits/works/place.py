"""Where the works are."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.exhibits.drawings import Map
from dashboard.exhibits.model import DEGREES, Cell, Column, Exhibit, Mark, Row, Source
from dashboard.exhibits.works.view import Frame, WorksView, sources, word_name
from dashboard.i18n import number, t
from dashboard.store.work_records import WORDS, Boundary, Point, Work


def map_of(
    view: WorksView,
    points: tuple[Point, ...],
    outlines: tuple[Boundary, ...],
    link: Callable[[int], str],
    found: int,
    village_link: Callable[[str], str],
    *,
    most: int | None = None,
    tiles: str = "",
) -> Exhibit | None:
    """One row per work whose place is known, `<status word>.<id>`; `found` counts all works asked for.

    `link` leads to a work, `village_link` to the works of a village.
    `most` is how many points were asked for: as many of them may not be all. None without an outline and a point.
    """
    lang = view.lang
    if not points and not outlines:
        return None
    words = {word: Cell(word_name(lang, word)) for word in WORDS}
    villages = {
        name: Cell(name, href=village_link(name)) if name else Cell(None, Mark.MISSING)
        for name in {point.village for point in points}
    }
    rows = tuple(
        Row(
            f"{point.word}.{point.id}",
            (
                Cell(point.titles.in_(lang), href=link(point.id)),
                words[point.word],
                villages[point.village],
                Cell(point.latitude),
                Cell(point.longitude),
            ),
        )
        for point in points
    )
    return view.exhibit(
        key="works-map",
        question=t(lang, "works_map.question"),
        answer=_answer(view, len(points), found, cut=most is not None and len(points) == most < found),
        columns=_columns(view),
        rows=rows,
        sources=(*sources(view.papers), *dict.fromkeys(_source(outline) for outline in outlines)),
        drawing=_drawing(outlines, tiles),
    )


def place_of(frame: Frame, work: Work, outlines: tuple[Boundary, ...], tiles: str = "") -> Exhibit | None:
    """The place of one work on the map, with the outline of the place it is in; None where it is not known."""
    lang = frame.lang
    if work.latitude is None or work.longitude is None:
        return None
    known = {"latitude": number(lang, work.latitude, DEGREES), "longitude": number(lang, work.longitude, DEGREES)}
    point = (Cell(work.latitude), Cell(work.longitude))
    village = Cell(work.village or None, None if work.village else Mark.MISSING)
    return frame.exhibit(
        key="work-place",
        question=t(lang, "works_map.one_question"),
        answer=t(lang, "works_map.one_answer", **known),
        columns=_columns(frame),
        rows=(
            Row(
                f"{work.word}.{work.id}",
                (Cell(work.titles.in_(lang)), Cell(word_name(lang, work.word)), village, *point),
            ),
        ),
        sources=(*sources([work.report.paper]), *dict.fromkeys(_source(outline) for outline in outlines)),
        drawing=_drawing(outlines, tiles),
    )


def _columns(frame: Frame) -> tuple[Column, ...]:
    lang = frame.lang
    return (
        Column("label", t(lang, "works.columns.work")),
        Column("status", t(lang, "works.columns.status")),
        Column("village", t(lang, "works.columns.village")),
        Column("latitude", t(lang, "works_map.latitude"), "degrees"),
        Column("longitude", t(lang, "works_map.longitude"), "degrees"),
    )


def _drawing(outlines: tuple[Boundary, ...], tiles: str) -> Map:
    return Map(
        label="label",
        village="village",
        latitude="latitude",
        longitude="longitude",
        outlines=tuple(ring for one in outlines for ring in one.rings),
        tiles=tiles,
    )


def _answer(view: WorksView, known: int, found: int, *, cut: bool) -> str:
    if cut:  # how many more have a known place was not asked
        return t(view.lang, "works_map.answer_cut", shown=number(view.lang, known), n=number(view.lang, found))
    return t(view.lang, "works_map.answer" if known else "works_map.answer_none", known=known, n=found)


def _source(outline: Boundary) -> Source:
    return Source(outline.source_title, url=outline.source_url)
