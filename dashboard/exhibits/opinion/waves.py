"""Wave to wave: what a share was in the study before, and whether the difference is more than the margin of error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dashboard.exhibits.drawings import Dots
from dashboard.exhibits.model import Cell, Exhibit, Mark, Row
from dashboard.exhibits.opinion.asked import asked
from dashboard.exhibits.opinion.card import of_study
from dashboard.exhibits.opinion.view import (
    THEMES,
    Item,
    OpinionView,
    count_cell,
    effective_cell,
    heads,
    item_name,
    items,
    share_cell,
    when,
)
from dashboard.exhibits.works.view import Frame
from dashboard.i18n import number, points, t
from dashboard.store.survey_records import Question, Share, Study
from dashboard.store.survey_tables import OUTSIDE_ROLES
from dashboard.surveys.interval import Change, Wave, newcombe

Break = Literal["", "other_wording", "other_base"]
Verdict = Literal["rose", "fell", "within", "unknown", "other_wording", "other_base"]

#: How many changes a sentence names; the table has them all.
MOST_NAMED = 2


@dataclass(frozen=True)
class Step:
    """One share in two waves that asked it: neighbours, or the first and the last.

    `broken`: why the two are not compared: asked in other words, or other people asked; "" if they are compared.
    """

    earlier: Study
    later: Study
    before: Share | None
    now: Share | None
    broken: Break = ""

    @cached_property
    def difference(self) -> Change | None:
        """The change with its interval; None where one may not be shown or the two are not compared."""
        waves = [_worth(share) for share in (self.before, self.now)]
        if self.broken or waves[0] is None or waves[1] is None:
            return None
        return newcombe(waves[0], waves[1])

    @property
    def other_mode(self) -> bool:
        """Whether people were asked in another way, as far as both studies say how: that alone moves answers."""
        modes = {self.earlier.facts.mode, self.later.facts.mode}
        return len(modes) == 2 and "not_said" not in modes

    @property
    def verdict(self) -> Verdict:
        """What may be said of it."""
        if self.broken:
            return self.broken
        if self.difference is None:
            return "unknown"
        if self.difference.within_margin:
            return "within"
        return "rose" if self.difference.value > 0 else "fell"


def steps(view: OpinionView, item: Item) -> tuple[Step, ...]:
    """From the study shown back, wave by wave; empty where it is the first to ask, or no sample drawn by chance."""
    waves_of_it = _asked(view, item)
    return tuple(_step(view, item, *pair) for pair in zip(waves_of_it[1:], waves_of_it, strict=False))


def whole_way(view: OpinionView, item: Item) -> Step | None:
    """From the earliest wave that can be compared with the study shown, over others between; None where none can.

    Small steps in one direction, each within its margin, may together be a change.
    """
    last, *earlier = _asked(view, item) or (None,)
    far = (_step(view, item, wave, last) for wave in reversed(earlier[1:])) if last else ()
    return next((step for step in far if step.difference), None)


def offers(question: Question, role: str) -> bool:
    """Whether a question has an answer of a role."""
    return any(answer.role == role for answer in question.answers)


def step_words(view: Frame, step: Step) -> str:
    """A step in words: `rose by about 12 p.p.`, `within the margin of error`, `asked in other words: not compared`."""
    change = step.difference
    # A sample does not know tenths of a point.
    by = t(view.lang, "exhibits.about", n=number(view.lang, abs(change.value) * 100)) if change else ""
    return t(view.lang, f"opinion.verdict.{step.verdict}", by=by)


def mode_notes(view: Frame, taken: Iterable[Step]) -> tuple[str, ...]:
    """A note for every two waves that are compared though people were asked in another way, the latest first."""
    pairs = {(step.earlier.id, step.later.id): step for step in taken if step.other_mode and step.difference}
    return tuple(
        t(
            view.lang,
            "opinion.waves.note_other_mode",
            before=when(step.earlier),
            now=when(step.later),
            mode_before=t(view.lang, f"opinion.mode.{step.earlier.facts.mode}"),
            mode_now=t(view.lang, f"opinion.mode.{step.later.facts.mode}"),
        )
        for step in pairs.values()
    )


def waves(view: OpinionView) -> Exhibit | None:
    """What changed since the study before and since the first, question by question, with older steps under each.

    None without waves.
    """
    rows: list[Row] = []
    latest: list[tuple[str, Step]] = []
    whole: list[tuple[str, Step]] = []
    every: list[Step] = []
    of_catalogue = (indicator for theme in THEMES for indicator in view.asked(theme))
    told = items(view, (*of_catalogue, *view.own()))
    for item in told:
        name = f"{t(view.lang, f'opinion.theme.{item.indicator.theme}')}: {item_name(view, item)}"
        taken = steps(view, item)
        far = whole_way(view, item)
        latest += [(name, step) for step in taken[:1]]
        whole += [(name, far)] if far else []
        every += (*taken, *([far] if far else []))
        rows += _rows(view, item.key, name, taken, far)
    if view.study is None or not rows:
        return None
    drawn = any(step.difference for _, step in latest)
    return of_study(
        view,
        view.study,
        key="opinion-waves",
        question=t(view.lang, f"opinion.waves.{'question_of_all' if whole else 'question'}"),
        answer=" ".join((_answer(view, latest), *_since_first(view, whole))),
        columns=heads(
            view,
            label="text",
            verdict="text",
            before="share",
            share="share",
            change="points",
            change_low="points",
            change_high="points",
            waves="text",
            before_n="count",
            before_n_eff="count",
            n="count",
            n_eff="count",
        ),
        rows=rows,
        notes=_notes(view, every),
        drawing=Dots(label="label", value="change", low="change_low", high="change_high", verdict="verdict")
        if drawn
        else None,
        others=view.waves[1:],
        asked=asked(view, (item.indicator for item in told if steps(view, item))),
    )


def _asked(view: OpinionView, item: Item) -> tuple[Study, ...]:
    """The waves that asked it, the latest first; none where the study shown is no sample drawn by chance."""
    if view.study is None or view.study.facts.kind != "probability":
        return ()
    return tuple(wave for wave in view.waves if view.question(item.indicator.key, wave))


def _step(view: OpinionView, item: Item, earlier: Study, later: Study) -> Step:
    indicator, answer = item.indicator.key, item.answer
    return Step(
        earlier,
        later,
        view.share(indicator, answer, study=earlier),
        view.share(indicator, answer, study=later),
        _broken(view.question(indicator, earlier), view.question(indicator, later)),
    )


def _broken(before: Question | None, now: Question | None) -> Break:
    if before is None or now is None:
        return ""
    if before.wording != now.wording:
        return "other_wording"
    counted_otherwise = (
        getattr(before, f"{role}_in_base") != getattr(now, f"{role}_in_base")
        for role in OUTSIDE_ROLES
        if offers(before, role) or offers(now, role)
    )
    return "other_base" if any(counted_otherwise) else ""


def _worth(share: Share | None) -> Wave | None:
    return None if share is None or share.share is None or not share.n_eff else Wave(share.share, share.n_eff)


def _rows(view: OpinionView, key: str, label: str, taken: tuple[Step, ...], far: Step | None) -> Iterator[Row]:
    """The latest step, the whole way, then older steps, each named by its days."""
    for number_of, step in enumerate(taken):
        yield _row(f"{key}/{step.later.facts.key}", label if not number_of else _days(step), view, step, number_of)
        if far is not None and not number_of:
            words = t(view.lang, "opinion.waves.since_first", days=_days(far))
            yield _row(f"{key}/{far.earlier.facts.key}/{far.later.facts.key}", words, view, far, 1)


def _row(key: str, label: str, view: OpinionView, step: Step, level: int) -> Row:
    change, absent = step.difference, Mark.SUPPRESSED if step.verdict == "unknown" else Mark.UNDEFINED
    ends = (change.value, change.low, change.high) if change else (None, None, None)
    cells = (
        Cell(label),
        Cell(step_words(view, step)),
        share_cell(step.before),
        share_cell(step.now),
        *(Cell(end, absent if end is None else None) for end in ends),
        Cell(_days(step)),
        count_cell(step.before),
        effective_cell(step.before),
        count_cell(step.now),
        effective_cell(step.now),
    )
    return Row(key, cells, level=min(level, 1))


def _days(step: Step) -> str:
    return f"{when(step.earlier)} – {when(step.later)}"


def _answer(view: OpinionView, latest: list[tuple[str, Step]]) -> str:
    """What rose, what fell since the study before, and of how many questions nothing can be said."""
    lang = view.lang
    parts = _moved(view, latest, "")
    within = sum(step.verdict == "within" for _, step in latest)
    broken = sum(bool(step.broken) for _, step in latest)
    if not parts:  # that nothing changed may be said only of what was compared
        parts.append(t(lang, f"opinion.waves.{'nothing' if within else 'none'}"))
    parts += [t(lang, f"opinion.waves.{name}", n=n) for name, n in (("within", within), ("broken", broken)) if n]
    return " ".join(parts)


def _since_first(view: OpinionView, whole: list[tuple[str, Step]]) -> list[str]:
    """What rose and fell over the whole way, or that nothing did; nothing where no way is longer than a step."""
    moved = _moved(view, whole, "first_")
    return moved or ([t(view.lang, "opinion.waves.first_nothing")] if whole else [])


def _moved(view: OpinionView, taken: list[tuple[str, Step]], way: str) -> list[str]:
    lang, joiner, parts = view.lang, t(view.lang, "exhibits.list_joiner"), []
    for verdict in ("rose", "fell"):
        found = [(step.difference.value, name) for name, step in taken if step.verdict == verdict and step.difference]
        found.sort(key=lambda each: -abs(each[0]))
        moved = [f"{name} ({points(lang, change, 0)})" for change, name in found[:MOST_NAMED]]
        if more := len(found) - len(moved):
            moved.append(t(lang, "opinion.waves.more", n=more))
        if moved:
            parts.append(t(lang, f"opinion.waves.{way}{verdict}", listed=joiner.join(moved)))
    return parts


def _notes(view: OpinionView, taken: list[Step]) -> tuple[str, ...]:
    broken = {step.broken for step in taken}
    said = ["method", *(name for name in ("other_wording", "other_base") if name in broken)]
    return (*(t(view.lang, f"opinion.waves.note_{name}") for name in said), *mode_notes(view, taken))
