"""From opinion to action: what residents asked for, what was answered and done, and how long an answer took."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from dashboard.exhibits.drawings import Drawing, Parts
from dashboard.exhibits.model import Cell, Column, Exhibit, Kind, Mark, Row, Source
from dashboard.exhibits.opinion.waiting import HALF, MOST, days_until
from dashboard.exhibits.works.view import Frame, amount_cell, day_cell, service_name
from dashboard.i18n import moment, number, t
from dashboard.store.survey_records import Action

#: What was done comes first: it is what readers ask for.
STATES = ("done", "doing", "promised", "refused", "asked")
CLOSED = ("done", "refused")
Link = Callable[[Action], str]


def is_waiting(action: Action) -> bool:
    """Whether the local government has neither answered nor done anything yet."""
    return action.state == "asked" and action.answered_on is None and not action.answer.ky


def past_check(action: Action, today: date) -> bool:
    """Whether the announced day of the next check went by while the request is still open."""
    return action.state not in CLOSED and action.next_check is not None and action.next_check < today


def answers_by_state(view: Frame, actions: tuple[Action, ...]) -> Exhibit:
    """Requests by how they stand, those without an answer and those past their next check counted."""
    lang = view.lang
    rows = [
        _state_row(view, state, t(lang, f"answers.state.{state}"), [each for each in actions if each.state == state])
        for state in STATES
    ]
    rows.append(_state_row(view, "total", t(lang, "works.total"), actions, emphasis=True))
    parts = [t(lang, f"answers.part.{row.key}", n=row.cells[1].value) for row in rows[:-1] if row.cells[1].value]
    said = [t(lang, "answers.by_state.answer", n=len(actions), parts=t(lang, "exhibits.list_joiner").join(parts))]
    counts = {"no_answer": sum(map(is_waiting, actions)), "past_check": _past(view, actions)}
    said += [t(lang, f"answers.by_state.{name}", n=n) for name, n in counts.items() if n]
    return _exhibit(
        view,
        actions,
        "answers-by-state",
        t(lang, "answers.by_state.question"),
        " ".join(said),
        _heads(view, state="text", count="count", no_answer="count", past_check="count"),
        rows,
        notes=(t(lang, "answers.by_state.note", date=view.today),) if counts["past_check"] else (),
        drawing=Parts(label="label", amount="count"),
    )


def answers_time(view: Frame, actions: tuple[Action, ...]) -> Exhibit:
    """Days to the first answer: the median and nine in ten, those still without an answer counted, see `days_until`."""
    lang = view.lang
    answered = [days for each in actions if (days := days_to_answer(each)) is not None]
    waiting = [days_waiting(each, view.today) for each in actions if is_waiting(each)]
    half, most = (days_until(part, answered, waiting) for part in (HALF, MOST))
    unknown = Mark.NOT_DUE if waiting else Mark.MISSING
    cells = {
        "half": Cell(half, unknown if half is None else Mark.ZERO if not half else None),
        "most": Cell(most, unknown if most is None else Mark.ZERO if not most else None),
        "answered": amount_cell(len(answered)),
        "undated": amount_cell(len(actions) - len(answered) - len(waiting)),
        "waiting": amount_cell(len(waiting)),
        "longest": amount_cell(max(waiting, default=None), Mark.UNDEFINED),
    }
    rows = [Row(name, (Cell(t(lang, f"answers.time.{name}")), cell)) for name, cell in cells.items()]
    return _exhibit(
        view,
        actions,
        "answers-time",
        t(lang, "answers.time.question"),
        _time_answer(view, half, answered, waiting),
        _heads(view, figure="text", value="number"),
        rows,
        notes=(t(lang, "answers.time.note"),),
    )


def answers_list(
    view: Frame, actions: tuple[Action, ...], work_link: Callable[[int], str], study_link: Link, found: int
) -> Exhibit:
    """One row per request; `found` counts those of all pages, of which `actions` is one.

    `study_link` leads to the study that says so, "" for none.
    """
    lang = view.lang
    answer = t(lang, "answers.list.answer", n=found)
    if len(actions) < found:
        answer += " " + t(lang, "works.list.on_page", shown=len(actions))
    kinds: dict[str, Kind] = {
        "asked": "text",
        "service": "text",
        "asked_on": "date",
        "asked_at": "text",
        "people": "count",
        "state": "text",
        "answer": "text",
        "answered_on": "date",
        "days": "count",
        "waiting": "count",
        "work": "text",
        "next_check": "date",
        "check": "text",
        "document": "text",
    }
    return _exhibit(
        view,
        actions,
        "answers-list",
        t(lang, "answers.list.question"),
        answer,
        _heads(view, **kinds),
        [Row(each.key, _cells(view, each, work_link, study_link)) for each in actions],
    )


def days_to_answer(action: Action) -> int | None:
    """Days from the request to the answer; None where there is none, or its day is not published."""
    return None if action.answered_on is None else (action.answered_on - action.asked_on).days


def days_waiting(action: Action, today: date) -> int:
    """Days a request has waited until today."""
    return max((today - action.asked_on).days, 0)


def _past(view: Frame, actions: Iterable[Action]) -> int:
    return sum(past_check(each, view.today) for each in actions)


def _state_row(view: Frame, key: str, label: str, actions: Iterable[Action], *, emphasis: bool = False) -> Row:
    found = tuple(actions)
    counts = (len(found), sum(map(is_waiting, found)), _past(view, found))
    return Row(key, (Cell(label), *map(amount_cell, counts)), emphasis=emphasis)


def _time_answer(view: Frame, half: float | None, answered: list[int], waiting: list[int]) -> str:
    lang = view.lang
    if half is not None:
        shown = number(lang, half, 0 if half == int(half) else 1)
        said = t(lang, "answers.time.answer", n=int(half) if half == int(half) else half, days=shown)
    else:
        said = t(lang, "answers.time.not_half" if waiting else "answers.time.none")
    if not waiting:
        return f"{said} {t(lang, 'answers.time.no_open')}" if answered else said
    return f"{said} {t(lang, 'answers.time.open', n=max(waiting), open=len(waiting))}"


def _cells(view: Frame, action: Action, work_link: Callable[[int], str], study_link: Link) -> tuple[Cell, ...]:
    lang = view.lang
    waits = is_waiting(action)
    return (
        Cell(action.asked.in_(lang)),
        Cell(service_name(lang, action.service)) if action.service else Cell(None, Mark.UNDEFINED),
        Cell(action.asked_on),
        Cell(t(lang, f"answers.at.{action.asked_at}"), href=study_link(action)),
        amount_cell(action.people),
        Cell(t(lang, f"answers.state.{action.state}")),
        _answer(view, action, waits),
        day_cell(action.answered_on, Mark.NOT_DUE if waits else Mark.MISSING),
        amount_cell(days_to_answer(action), Mark.NOT_DUE if waits else Mark.MISSING),
        amount_cell(days_waiting(action, view.today)) if waits else Cell(None, Mark.UNDEFINED),
        _work(view, action, work_link),
        day_cell(action.next_check),
        _check(view, action),
        Cell(t(lang, "answers.list.document"), href=action.url) if action.url else Cell(None, Mark.UNDEFINED),
    )


def _answer(view: Frame, action: Action, waits: bool) -> Cell:
    if action.answer.ky:
        return Cell(action.answer.in_(view.lang))
    return Cell(t(view.lang, f"answers.list.{'no_answer' if waits else 'no_words'}"), Mark.MISSING)


def _work(view: Frame, action: Action, work_link: Callable[[int], str]) -> Cell:
    if action.work_id is not None and action.work_titles is not None:
        return Cell(action.work_titles.in_(view.lang), href=work_link(action.work_id))
    if action.work:
        return Cell(t(view.lang, "answers.list.not_in_register", key=action.work), Mark.MISSING)
    return Cell(t(view.lang, "answers.list.no_work"), Mark.UNDEFINED)


def _check(view: Frame, action: Action) -> Cell:
    """How many days are left to the next check, said plainly where it has gone by."""
    if action.next_check is None:
        return Cell(None, Mark.UNDEFINED)
    days = (action.next_check - view.today).days
    if days < 0:
        return Cell(t(view.lang, "answers.check.past", n=-days), Mark.LATE)
    return Cell(t(view.lang, "answers.check.to_come", n=days) if days else t(view.lang, "answers.check.today"))


def _heads(view: Frame, **kinds: Kind) -> tuple[Column, ...]:
    """Columns with their headings; the first one names the rows."""
    label, *others = kinds
    return (
        Column("label", t(view.lang, f"answers.columns.{label}"), kinds[label]),
        *(Column(key, t(view.lang, f"answers.columns.{key}"), kinds[key]) for key in others),
    )


def _exhibit(
    view: Frame,
    actions: tuple[Action, ...],
    key: str,
    question: str,
    answer: str,
    columns: tuple[Column, ...],
    rows: list[Row],
    *,
    notes: tuple[str, ...] = (),
    drawing: Drawing | None = None,
) -> Exhibit:
    releases = {each.file_sha256: each for each in sorted(actions, key=lambda each: each.imported_at)}
    sources = tuple(
        Source(
            title=t(view.lang, "answers.source", file=each.file_name),
            imported=moment(each.imported_at),
            sha256=each.file_sha256,
            language=view.lang,
        )
        for each in releases.values()
    )
    return view.exhibit(
        key=key,
        question=question,
        answer=answer,
        columns=columns,
        rows=rows,
        sources=sources,
        notes=notes,
        drawing=drawing,
    )
