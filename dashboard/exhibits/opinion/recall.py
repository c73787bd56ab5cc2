"""Aided recall: which finished works people recognise when they are named, and the gap to all of them (GAP1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Column, Exhibit, Kind, Mark, Row
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.gap import GapView
from dashboard.exhibits.opinion.view import count_cell, high_cell, in_ten, low_cell, share_cell
from dashboard.exhibits.works.view import day_cell
from dashboard.i18n import number, t
from dashboard.store.survey_records import Share
from dashboard.store.work_records import Work

RECALL = "recognises-work"
_KINDS: dict[str, Kind] = {
    "label": "text", "finished": "date", "share": "share", "low": "share", "high": "share", "n": "count",
    "gap": "points",
}  # fmt: skip


def recall(view: GapView, link: Callable[[int], str]) -> Exhibit | None:
    """One row per finished work that was asked about, and their average; None where the study named no works.

    GAP1, in percentage points: completed works (100%) minus those recognised, the works asked about counting alike.
    Its interval joins the ends of the works' own: whatever people's answers have in common, the true one is not wider.
    """
    opinion, lang = view.opinion, view.opinion.lang
    question, study, until = opinion.question(RECALL), opinion.study, view.asked_until
    if question is None or study is None or until is None:
        return None
    named = [(answer, view.recalled[answer.code]) for answer in question.answers if answer.code in view.recalled]
    finished = [(answer, work) for answer, work in named if ended_by(work, until)]
    shares = {answer.code: opinion.share(RECALL, answer.code) for answer, _ in finished}
    shown = [share for share in shares.values() if share is not None and share.share is not None]
    rows = [_row(view, work, shares[answer.code], link) for answer, work in finished]
    average = _average(shown)
    if average is not None and len(shown) > 1:
        rows.append(
            Row("average", (Cell(t(lang, "gap.recall.average")), Cell(None, Mark.UNDEFINED), *average), emphasis=True)
        )
    left_out = {
        "hidden": len(finished) - len(shown),
        "unfinished": len(named) - len(finished),
        "unknown": sum(answer.role == "top" and answer.code not in view.recalled for answer in question.answers),
    }
    notes = [t(lang, "gap.recall.rule"), t(lang, "gap.recall.cannot", date=until)]
    notes += [t(lang, f"gap.recall.{name}", n=n) for name, n in left_out.items() if n]
    return of_study(
        opinion,
        study,
        key="recall-by-work",
        question=t(lang, "gap.recall.question"),
        answer=_answer(view, average, len(shown)),
        columns=tuple(
            Column(key, t(lang, f"gap.recall.columns.{key}"), kind, decimals=0) for key, kind in _KINDS.items()
        ),
        rows=rows,
        notes=tuple(notes),
        drawing=_drawing(shown) if shown else None,
        asked=asked(opinion, [opinion.indicators[RECALL]]),
    )


def ended_by(work: Work, until: date) -> bool:
    """Whether a work was finished, or reported as finished, by a day."""
    return work.report.word == "done" and (work.report.actual_end or work.report.as_of) <= until


def _row(view: GapView, work: Work, share: Share | None, link: Callable[[int], str]) -> Row:
    shown = share_cell(share)
    gap = Cell(1 - shown.value) if isinstance(shown.value, float) else Cell(None, shown.mark)
    ends = (low_cell(share), high_cell(share))
    if share is not None and not share.hidden and share.low is None:  # a self-selected sample has no interval
        ends = (Cell(None, Mark.UNDEFINED), Cell(None, Mark.UNDEFINED))
    cells = (shown, *ends, count_cell(share), gap)
    name = Cell(work.titles.in_(view.opinion.lang), href=link(work.id))
    return Row(work.key, (name, day_cell(work.report.actual_end), *cells))


def _average(shares: Iterable[Share]) -> tuple[Cell, ...] | None:
    """Mean share, means of the ends, no number of answers, and the gap; None of no shares."""
    found = list(shares)
    if not found:
        return None
    mean = _mean(each.share for each in found)
    low, high = (_mean(getattr(each, end) for each in found) for end in ("low", "high"))
    cells = tuple(Cell(value, Mark.UNDEFINED if value is None else None) for value in (mean, low, high))
    return *cells, Cell(None, Mark.UNDEFINED), Cell(None if mean is None else 1 - mean)


def _mean(values: Iterable[float | None]) -> float | None:
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known and len(known) == len(found) else None


def _answer(view: GapView, average: tuple[Cell, ...] | None, n: int) -> str:
    lang = view.opinion.lang
    if average is None:
        return t(lang, "gap.recall.answer_nothing")
    share, *_, gap = (cell.value for cell in average)
    assert isinstance(share, float) and isinstance(gap, float)
    return t(lang, "gap.recall.answer", n=n, share=in_ten(lang, share), gap=number(lang, gap * 100))


def _drawing(shown: Iterable[Share]) -> Dots:
    low, high = ("low", "high") if all(share.low is not None for share in shown) else (None, None)
    return Dots(label="label", value="share", low=low, high=high)
