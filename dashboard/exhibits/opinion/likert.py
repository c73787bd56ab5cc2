"""How answers are spread: every answer with its share in the order of the question, "hard to say" and refusals kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dashboard.exhibits.model import Cell, Column, Drawing, Exhibit, Mark, Row
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import Groups, OpinionView, heads
from dashboard.i18n import percent, t
from dashboard.store.survey_records import Answer, Indicator, Question


def likert(view: OpinionView, theme: str) -> tuple[Exhibit, ...]:
    """The questions of a theme with a scale, one exhibit a scale: bars of other answers are not set side by side."""
    by_scale: dict[tuple[Answer, ...], list[Indicator]] = {}
    for indicator in view.asked(theme):
        question = view.question(indicator.key)
        if indicator.kind == "scale" and question is not None and view.share(indicator.key):
            by_scale.setdefault(question.answers, []).append(indicator)
    return tuple(
        _exhibit(view, f"opinion-{theme}-answers{f'-{number}' if number > 1 else ''}",
                 t(view.lang, f"opinion.{theme}.answers"), answers, indicators)
        for number, (answers, indicators) in enumerate(by_scale.items(), 1)
    )  # fmt: skip


def choice(view: OpinionView, indicator: Indicator) -> Exhibit | None:
    """A question of which people chose one answer; None where nobody answered it here."""
    question = view.question(indicator.key)
    if question is None or not view.share(indicator.key):
        return None
    return _exhibit(view, f"opinion-{indicator.key}", question.texts.in_(view.lang), question.answers, [indicator])


def _column_key(answer: Answer, *, ordered: bool) -> str:
    """Its role, by which it is drawn, and its code; answers that people choose between are on no scale."""
    role = answer.role if ordered or answer.role in ("unknown", "refused") else "answer"
    return f"{role}.{answer.code}"


def _exhibit(
    view: OpinionView, key: str, question: str, answers: tuple[Answer, ...], indicators: Iterable[Indicator]
) -> Exhibit:
    assert view.study is not None, "only a study has answers"
    indicators = tuple(indicators)
    rows = tuple(row for indicator in indicators for row in _rows(view, indicator, answers))
    ordered = all(indicator.kind == "scale" for indicator in indicators)
    columns = tuple(Column(_column_key(each, ordered=ordered), each.names.in_(view.lang), "share") for each in answers)
    hidden = any(cell.mark is Mark.SUPPRESSED for row in rows for cell in row.cells)
    drawn = any(row.cells[1].value is not None for row in rows)
    return of_study(
        view,
        view.study,
        key=key,
        question=question,
        answer=_answer(view, indicators[0]),
        columns=(*heads(view, label="text"), *columns, *heads(view, everyone="count")),
        rows=rows,
        notes=tuple(t(view.lang, f"opinion.notes.{name}") for name in ("spread", *(("hidden",) if hidden else ()))),
        drawing=Drawing("likert", ("label", *(column.key for column in columns))) if drawn else None,
    )


def _rows(view: OpinionView, indicator: Indicator, answers: tuple[Answer, ...]) -> Iterator[Row]:
    yield Row(indicator.key, _cells(view, indicator, (), indicator.names.in_(view.lang), answers))
    groups: list[tuple[str, Groups]] = [
        (value.names.in_(view.lang), ((value.dimension, value.value),)) for value in view.values()
    ]
    if any(view.distribution(indicator.key, group) for _, group in groups):
        for name, group in groups:
            key = f"{indicator.key}/{group[0][0]}={group[0][1]}"
            yield Row(key, _cells(view, indicator, group, name, answers), level=1)


def _cells(
    view: OpinionView, indicator: Indicator, groups: Groups, label: str, answers: tuple[Answer, ...]
) -> tuple[Cell, ...]:
    spread = view.distribution(indicator.key, groups)
    if spread is None:  # too few to tell the answers apart, or hidden: readers are told the same
        return (Cell(label), *(Cell(None, Mark.SUPPRESSED) for _ in (*answers, "n")))
    return (Cell(label), *(_cell(spread.shares, answer) for answer in answers), Cell(spread.n))


def _cell(shares: Mapping[str, float], answer: Answer) -> Cell:
    share = shares.get(answer.code, 0.0)
    return Cell(share, None if share else Mark.ZERO)


def _answer(view: OpinionView, indicator: Indicator) -> str:
    """The commonest answer to the first question, and how many found it hard to say."""
    question, spread = view.question(indicator.key), view.distribution(indicator.key)
    if question is None or spread is None:
        return t(view.lang, "opinion.answer.hidden")
    named = {answer.code: answer.names.in_(view.lang) for answer in question.answers}
    code = max(spread.shares, key=lambda each: spread.shares[each])
    unsure = _unsure(question, spread.shares)
    return t(
        view.lang, "opinion.answer.commonest", name=indicator.names.in_(view.lang), answer=named.get(code, code),
        share=percent(view.lang, spread.shares[code], 0), unsure=percent(view.lang, unsure, 0),
    )  # fmt: skip


def _unsure(question: Question, shares: Mapping[str, float]) -> float:
    return sum(shares.get(answer.code, 0.0) for answer in question.answers if answer.role == "unknown")
