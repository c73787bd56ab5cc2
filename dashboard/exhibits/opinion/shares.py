"""Shares of one theme: what residents know, are satisfied with, trust, take part in, use; by groups where wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import (
    Groups,
    Item,
    OpinionView,
    count_cell,
    effective_cell,
    heads,
    high_cell,
    item_name,
    items,
    low_cell,
    said,
    share_cell,
)
from dashboard.exhibits.opinion.waves import Step, mode_notes, offers, step_words, steps
from dashboard.i18n import t
from dashboard.store.survey_records import Indicator, Question, Share
from dashboard.store.survey_tables import OUTSIDE_ROLES

#: Themes whose first question says more than the best and the worst: the others ask fewer people.
_FIRST = ("participation", "appeals")
_ASKED_ALL = 0.8  # of the largest base; questions with less were not put to everyone


def shares(view: OpinionView, theme: str) -> Exhibit | None:
    """The indicators of a theme that have one share each; None where the study shown asked none."""
    single = [indicator for indicator in view.asked(theme) if indicator.kind != "multiple"]
    return _exhibit(view, f"opinion-{theme}", f"opinion.{theme}.question", items(view, single), theme)


def own_shares(view: OpinionView) -> Exhibit | None:
    """What the study asked that is its own, never in one exhibit with the catalogue, which is the same for all."""
    single = [indicator for indicator in view.own() if indicator.kind != "multiple"]
    return _exhibit(view, "opinion-own", "opinion.own.question", items(view, single), "own")


def ticked(view: OpinionView, indicator: Indicator) -> Exhibit | None:
    """The answers to a question of which people could tick several, each with its share."""
    found = sorted(items(view, (indicator,)), key=lambda item: -_size(view, item))
    return _exhibit(view, f"opinion-{indicator.key}", "", found, "ticked")


def _exhibit(view: OpinionView, key: str, question: str, found: Sequence[Item], theme: str) -> Exhibit | None:
    if view.study is None or not found:
        return None
    sampled = view.study.facts.kind == "probability"
    latest = {item: taken[0] for item in found if (taken := steps(view, item))}
    columns = _columns(view, theme, sampled, latest)
    rows = [row for item in found for row in _rows(view, item, columns, latest.get(item))]
    first = view.question(found[0].indicator.key)
    low, high = ("low", "high") if sampled else (None, None)
    drawing = Dots(label="label", value="share", low=low, high=high, before="before" if latest else None)
    return of_study(
        view,
        view.study,
        key=key,
        question=t(view.lang, question) if question else _title(view, found[0], first),
        answer=_answer(view, found, theme),
        columns=columns,
        rows=rows,
        notes=(
            *(t(view.lang, f"opinion.notes.{name}") for name in _notes(view, found, rows, latest)),
            *mode_notes(view, latest.values()),
        ),
        drawing=drawing if any(_drawable(row) for row in rows) else None,
        others=view.waves[1:] if latest else (),
        asked=asked(view, (item.indicator for item in found)),
    )


def _title(view: OpinionView, item: Item, question: Question | None) -> str:
    return (question.texts.in_(view.lang) if question else "") or item.indicator.names.in_(view.lang)


def _columns(view: OpinionView, theme: str, sampled: bool, latest: dict[Item, Step]) -> tuple[Column, ...]:
    """A sample has its margin and its effective size, a poll has neither; the wave before where there is one."""
    margin = heads(view, low="share", high="share") if sampled else ()
    worth = heads(view, n_eff="count") if sampled else ()
    own = heads(view, direction="text") if theme == "own" else ()
    before = heads(view, before="share", verdict="text") if latest else ()
    return (*heads(view, label="text", share="share"), *margin, *heads(view, n="count"), *worth, *own, *before)


def _rows(view: OpinionView, item: Item, columns: tuple[Column, ...], step: Step | None) -> Iterator[Row]:
    """All respondents, and under them the groups, where any of these is published."""
    yield Row(item.key, _cells(view, item, (), item_name(view, item), columns, step))
    groups: list[tuple[str, Groups]] = [
        (value.names.in_(view.lang), ((value.dimension, value.value),)) for value in view.values()
    ]
    if any(view.share(item.indicator.key, item.answer, group) for _, group in groups):
        for name, group in groups:
            key = f"{item.key}/{group[0][0]}={group[0][1]}"
            yield Row(key, _cells(view, item, group, name, columns, None), level=1)


def _cells(
    view: OpinionView, item: Item, groups: Groups, label: str, columns: tuple[Column, ...], step: Step | None
) -> tuple[Cell, ...]:
    share = view.share(item.indicator.key, item.answer, groups)
    # What was asked in other words or of other people is in the table of waves, never beside this share.
    comparable = step is not None and not step.broken
    known = {
        "label": Cell(label),
        "share": share_cell(share),
        "low": low_cell(share),
        "high": high_cell(share),
        "n": count_cell(share),
        "n_eff": effective_cell(share),
        "direction": Cell(t(view.lang, f"opinion.direction.{item.indicator.direction or 'none'}")),
        "before": share_cell(step.before) if step and comparable else Cell(None, Mark.UNDEFINED),
        "verdict": Cell(step_words(view, step) if step else ""),
    }
    return tuple(known[column.key] for column in columns)


def _drawable(row: Row) -> bool:
    return row.cells[1].value is not None


def _answer(view: OpinionView, found: Sequence[Item], theme: str) -> str:
    """The most and the least with their margins, or the first question's share."""
    lang = view.lang
    known = [(share, _claim(view, item)) for item in found if (share := _shown(view, item))]
    if not known:
        return t(lang, "opinion.answer.hidden")
    ordered = sorted(known, key=lambda pair: -(pair[0].share or 0))
    (best, first), (worst, last) = known[0] if theme in _FIRST else ordered[0], ordered[-1]
    if theme == "own" and not all(item.indicator.claims.ky for item in found):
        return _own_answer(view, best, worst, found)
    one = {"first": first, "share": said(view, best)}
    if theme == "ticked":
        return t(lang, "opinion.answer.ticked", **one)
    if theme in _FIRST or len(known) == 1:
        return t(lang, "opinion.answer.one", **one)
    both = t(lang, "opinion.answer.most_and_least", **one, last=last, least=said(view, worst))
    overlap = best.low is not None and worst.high is not None and best.low <= worst.high
    return f"{both} {t(lang, 'opinion.answer.overlap')}" if overlap else both


def _own_answer(view: OpinionView, best: Share, worst: Share, found: Sequence[Item]) -> str:
    """The most and the least by their names: an own indicator may have no words for whom it counts."""
    named = {item.indicator.key: item_name(view, item) for item in found}
    told = [best] if best == worst else [best, worst]
    parts = [t(view.lang, "opinion.own.said", name=named[each.indicator], share=said(view, each)) for each in told]
    return t(view.lang, "exhibits.list_joiner").join(parts) + "."


def _shown(view: OpinionView, item: Item) -> Share | None:
    share = view.share(item.indicator.key, item.answer)
    return None if share is None or share.share is None else share


def _size(view: OpinionView, item: Item) -> float:
    share = _shown(view, item)
    return share.share or 0.0 if share else 0.0


def _claim(view: OpinionView, item: Item) -> str:
    return item_name(view, item) if item.answer else item.indicator.claims.in_(view.lang)


def _notes(view: OpinionView, found: Sequence[Item], rows: Sequence[Row], latest: dict[Item, Step]) -> Iterator[str]:
    """What has to be known to read the rows."""
    questions = [question for item in found if (question := view.question(item.indicator.key))]
    for role in OUTSIDE_ROLES:
        flags = {getattr(each, f"{role}_in_base") for each in questions if offers(each, role)}
        if len(flags) == 1:
            yield f"{role}_{'in' if flags.pop() else 'out'}"
    bases = [share.n for item in found if (share := _shown(view, item)) and share.n]
    if bases and min(bases) < _ASKED_ALL * max(bases):
        yield "bases"
    if any(cell.mark is Mark.SUPPRESSED for row in rows for cell in row.cells):
        yield "hidden"
    if any(cell.mark is Mark.SMALL for row in rows for cell in row.cells):
        yield "small"
    if view.study is not None and view.study.facts.weighted:
        yield "rounded"
    if any(item.indicator.own for item in found):
        yield "own"
    broken = {step.broken for step in latest.values()}
    yield from (name for name in ("other_wording", "other_base") if name in broken)
