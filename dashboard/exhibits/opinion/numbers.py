"""What people answered with numbers, all of them together: the mean with its margin, the median, the share above."""

from __future__ import annotations

from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import OpinionView, count_cell, heads, share_cell
from dashboard.i18n import number, t
from dashboard.store.survey_records import Indicator, NumberSaid


def numbers(view: OpinionView) -> Exhibit | None:
    """A row for each number the study asked for; None where it asked for none, or of another place than this."""
    asked_for = [each for each in view.own() if each.kind == "number"]
    study = view.study
    if study is None or study.facts.place != view.place.code or not asked_for:
        return None
    sampled = study.facts.kind == "probability"
    ends = (_head(view, "mean_low"), _head(view, "mean_high")) if sampled else ()
    told = [(each, question.number if (question := view.question(each.key)) else None) for each in asked_for]
    hidden = ("hidden",) if any(said is None for _, said in told) else ()
    return of_study(
        view,
        study,
        key="opinion-own-numbers",
        question=t(view.lang, "opinion.own.numbers"),
        answer=_answer(view, told),
        columns=(
            *heads(view, label="text"),
            Column("unit", t(view.lang, "opinion.columns.unit")),
            _head(view, "mean"),
            *ends,
            _head(view, "median"),
            Column("above", t(view.lang, "opinion.columns.above"), "number"),
            *heads(view, share="share", n="count", direction="text"),
        ),
        rows=[_row(view, each, said, sampled) for each, said in told],
        notes=tuple(t(view.lang, f"opinion.notes.{name}") for name in ("own", "numbers", *hidden)),
        asked=asked(view, asked_for),
    )


def _head(view: OpinionView, key: str) -> Column:
    return Column(key, t(view.lang, f"opinion.columns.{key}"), "number")


def _row(view: OpinionView, indicator: Indicator, said: NumberSaid | None, sampled: bool) -> Row:
    share = view.share(indicator.key)
    names = ("mean", "low", "high", "median") if sampled else ("mean", "median")
    return Row(
        indicator.key,
        (
            Cell(indicator.names.in_(view.lang)),
            Cell(indicator.units.in_(view.lang)),
            *(_cell(None if said is None else getattr(said, name)) for name in names),
            Cell(indicator.above, Mark.ZERO if indicator.above == 0 else None),
            share_cell(share),
            count_cell(share) if said is None else Cell(said.n),
            Cell(t(view.lang, f"opinion.direction.{indicator.direction or 'none'}")),
        ),
    )


def _cell(value: float | None) -> Cell:
    return Cell(value, Mark.SUPPRESSED if value is None else Mark.ZERO if value == 0 else None)


def _answer(view: OpinionView, told: list[tuple[Indicator, NumberSaid | None]]) -> str:
    """The first number that may be told, with its mean and its median."""
    for indicator, said in told:
        if said is not None:
            mean, median = (_words(view, value, said.step) for value in (said.mean, said.median))
            unit = indicator.units.in_(view.lang)
            words = t(
                view.lang, "opinion.own.mean", name=indicator.names.in_(view.lang), mean=mean, median=median, unit=unit
            )
            return " ".join(words.split())
    return t(view.lang, "opinion.answer.hidden")


def _words(view: OpinionView, value: float, step: float) -> str:
    return number(view.lang, value, 0 if step >= 1 else 1 if step >= 0.1 else 2)
