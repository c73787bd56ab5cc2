"""How answers are spread: every answer with its share in the order of the question, "hard to say" and refusals kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dashboard.exhibits.drawings import Likert, Part
from dashboard.exhibits.model import Cell, Column, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import Groups, OpinionView, heads
from dashboard.i18n import percent, t
from dashboard.store.survey_records import Answer, Indicator

#: Answers that take no side stand behind the others, whatever their order in the form.
_BEHIND = {"unknown": 1, "refused": 2}


def likert(view: OpinionView, theme: str) -> tuple[Exhibit, ...]:
    """The questions of a theme with a scale, one exhibit per scale: bars of other answers are not set side by side."""
    return _by_scale(view, theme, view.asked(theme))


def own_likert(view: OpinionView) -> tuple[Exhibit, ...]:
    """The same of the study's own questions."""
    return _by_scale(view, "own", view.own())


def _by_scale(view: OpinionView, theme: str, asked_about: Iterable[Indicator]) -> tuple[Exhibit, ...]:
    by_scale: dict[tuple[Answer, ...], list[Indicator]] = {}
    for indicator in asked_about:
        question = view.question(indicator.key)
        if indicator.kind == "scale" and question is not None and view.share(indicator.key):
            by_scale.setdefault(question.answers, []).append(indicator)
    found = []
    for number, (answers, indicators) in enumerate(by_scale.items(), 1):
        title = t(view.lang, f"opinion.{theme}.answers")
        if len(by_scale) > 1:
            title = f"{title} {_ends(view, answers)}"
        key = f"opinion-{theme}-answers" + (f"-{number}" if number > 1 else "")
        found.append(_exhibit(view, key, title, answers, indicators))
    return tuple(found)


def choice(view: OpinionView, indicator: Indicator) -> Exhibit | None:
    """A question of which people chose one answer; None where the study shown did not ask it.

    It has no share of its own, as none of its answers is better than another.
    """
    question = view.question(indicator.key)
    if question is None:
        return None
    return _exhibit(
        view,
        f"opinion-{indicator.key}",
        question.texts.in_(view.lang) or indicator.names.in_(view.lang),
        question.answers,
        [indicator],
    )


def _ends(view: OpinionView, answers: tuple[Answer, ...]) -> str:
    """What a scale runs from and to: its name where there are several."""
    sides = [answer.names.in_(view.lang) for answer in answers if answer.role not in _BEHIND]
    return t(view.lang, "opinion.scale", first=sides[0], last=sides[-1], n=len(sides))


def _part(answer: Answer, *, ordered: bool) -> Part:
    """The role it is drawn by; answers that people choose between are on no scale."""
    role = answer.role if ordered or answer.role in _BEHIND else "answer"
    return Part(f"{role}.{answer.code}", role)


def _exhibit(
    view: OpinionView, key: str, question: str, answers: tuple[Answer, ...], indicators: Iterable[Indicator]
) -> Exhibit:
    assert view.study is not None, "only a study has answers"
    answers = tuple(sorted(answers, key=lambda answer: _BEHIND.get(answer.role, 0)))
    indicators = tuple(indicators)
    rows = tuple(row for indicator in indicators for row in _rows(view, indicator, answers))
    ordered = all(indicator.kind == "scale" for indicator in indicators)
    parts = tuple(_part(each, ordered=ordered) for each in answers)
    columns = tuple(
        Column(part.key, each.names.in_(view.lang), "share", decimals=0)
        for part, each in zip(parts, answers, strict=True)
    )
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
        drawing=Likert(label="label", answers=parts) if drawn else None,
        asked=asked(view, indicators, everyone=True),
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
    if spread is None:  # too few to distinguish the answers, or hidden: readers see the same words
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
    said = {
        "name": indicator.names.in_(view.lang),
        "answer": named.get(code, code),
        "share": percent(view.lang, spread.shares[code], 0),
    }
    unsure = [spread.shares.get(answer.code, 0.0) for answer in question.answers if answer.role == "unknown"]
    if not unsure:
        return t(view.lang, "opinion.answer.commonest", **said)
    return t(view.lang, "opinion.answer.commonest_and_unsure", **said, unsure=percent(view.lang, sum(unsure), 0))
