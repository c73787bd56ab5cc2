"""Which column of an export holds which question, or which answer of a question of many answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dashboard.intake.files.model import column_letter
from dashboard.intake.problems import Problem
from dashboard.intake.surveys.exports.kobo_titles import CUT, NAMES, Titles, cuts, numbered, options_called, splits
from dashboard.intake.surveys.forms.form import Form
from dashboard.intake.surveys.table import Question

TOLD = 400  # letters of a list of columns in a problem
_LOOP = re.compile(r"\[\d+\]")
# What a telephone, KoboToolbox, ODK Central and ODK Aggregate write down themselves, beside what begins with "_".
_META = frozenset(
    (
        "instanceid", "instancename", "submissiondate", "submittername", "submitterid", "deviceid", "key", "edits",
        "formversion", "reviewstate", "attachmentspresent", "attachmentsexpected", "status",
        "start", "end", "today", "username", "email", "phonenumber", "subscriberid", "simserial", "audit",
    )
)  # fmt: skip
_META_START = ("meta/", "meta-", "meta:", "meta.", "formhub/", "formhub.", "__")
_GEO_OR_FILE = re.compile(r"_.+_(latitude|longitude|altitude|precision)$|.+_URL$")


@dataclass(frozen=True)
class Target:
    """What a column holds: a question, or one answer of a question of many answers, by the name of the answer."""

    question: str
    option: str | None = None


@dataclass
class Columns:
    """The columns of a sheet, by position.

    `of`: what is held → its columns, usually one. `extra`: not in the form. `meta`: written down by a device or a
    server. `lost`: of an answer the form does not have, as (question, answer). `repeated`: of repeats. `shown`: of
    notes, which nobody answers. `by_part`: understood by a part of their title. `style_of`: column → how it is
    called. `named`: questions that titles speak of, also where it stays unclear which column holds them.
    """

    of: dict[Target, list[int]] = field(default_factory=dict)
    extra: list[int] = field(default_factory=list)
    meta: list[int] = field(default_factory=list)
    lost: dict[int, tuple[str, str]] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    by_part: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    style_of: dict[int, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


def match_columns(form: Form, headers: Sequence[str]) -> Columns:
    """Find out what the columns of a sheet hold by their titles; what is not certain is told and left out."""
    return _Matching(form, headers).columns


class _Matching:
    """One sheet being matched. Titles are looked at from the most certain way of being understood to the least."""

    def __init__(self, form: Form, headers: Sequence[str]) -> None:
        self.headers = [" ".join(header.split()) for header in headers]
        self.titles = Titles([*form.questions, *form.shown], form.groups)
        self.inside = Titles([each for questions in form.repeats.values() for each in questions], form.groups)
        self.many = {question.name for question in form.questions if question.kind == "many"}
        self.shown = {question.name for question in form.shown}
        self.signs = self.titles.signs_in(self.headers)
        self.titles.rank(self.headers)
        self.columns = Columns()
        self.by_title: dict[str, list[int]] = {}
        for i, header in enumerate(self.headers):
            if header:
                self.by_title.setdefault(header, []).append(i)
        self._match()

    def _match(self) -> None:
        self._round(self._as_titled)
        whole = set(self.columns.style_of)
        self._as_cut()
        self._put_aside()
        self._round(self._as_moved)
        self.columns.by_part += sorted(set(self.columns.style_of) - whole)
        self.columns.extra += sorted(i for places in self.by_title.values() for i in places)

    def _round(self, understand: Callable[[str], tuple[list[Target], str] | None]) -> None:
        found: dict[str, tuple[list[Target], str]] = {}
        for title in list(self.by_title):
            if (understood := understand(title)) is not None:
                found[title] = understood
        certain = {target for title, (targets, _) in found.items() if len(targets) == 1 for target in targets}
        for title, (targets, style) in found.items():
            places = self.by_title.pop(title)
            free = targets if len(targets) == len(places) else [each for each in targets if each not in certain]
            self._assign(title, places, free or targets, style)

    def _assign(self, title: str, places: list[int], targets: list[Target], style: str) -> None:
        """Titles that several questions have are given out in the order of the form, if there are as many columns."""
        self.columns.named |= {target.question for target in targets}
        if len(targets) != len(places):
            code = "kobo_column_twice" if len(places) > len(targets) else "kobo_column_unclear"
            letters = ", ".join(column_letter(i) for i in places)
            named = ", ".join(f"{target.question}{'/' + target.option if target.option else ''}" for target in targets)
            self.columns.problems.append(
                Problem(code, "question", column=title, params={"letters": letters, "questions": named[:TOLD]})
            )
            return
        for i, target in zip(places, targets, strict=True):
            if target.question in self.shown:
                self.columns.shown.append(i)
                continue
            self.columns.of.setdefault(target, []).append(i)
            self.columns.style_of[i] = style

    def _as_titled(self, title: str) -> tuple[list[Target], str] | None:
        """A title of a question, or of a question and one of its answers."""
        questions, style = self.titles.direct(title)
        targets = [Target(question.name) for question in questions]
        columns = len(self.by_title[title])
        if self.signs and len(targets) > columns:  # groups are written, so a title without any is of no group
            whole = {question.name for question in self.titles.find(title, style, whole=True)}
            targets = [target for target in targets if target.question in whole] or targets
        if len(targets) < columns:
            ticks, tick_style = self._ticks(title, self.titles.direct)
            style = style if targets else tick_style
            targets = sorted({*targets, *ticks}, key=self._order)
        return (targets, style) if targets else None

    def _put_aside(self) -> None:
        """What belongs to repeats, what the server wrote down, and answers the form does not have."""
        for title in list(self.by_title):
            looped = _LOOP.sub("", title)
            inside = any(self.inside.find(looped, style, whole=True) for style in self.inside.styles)
            if inside:
                self.columns.repeated += self.by_title.pop(title)
            elif _is_meta(title):
                self.columns.meta += self.by_title.pop(title)
            elif (asked := self._asked_before(title)) is not None:
                self.columns.lost.update(dict.fromkeys(self.by_title.pop(title), asked))
                self.columns.named.add(asked[0])

    def _asked_before(self, title: str) -> tuple[str, str] | None:
        """The question of many answers whose title this one begins with, and what follows."""
        for start, end in splits(title, "/.|"):
            for question in self.titles.direct(start)[0]:
                if question.name in self.many:
                    return question.name, end
        return None

    def _as_moved(self, title: str) -> tuple[list[Target], str] | None:
        """A question that an older form had in other groups."""
        signs = self.signs | {"/", "."}
        questions, style = self.titles.moved(title, signs)
        targets = [Target(question.name) for question in questions]
        if not targets:
            targets, style = self._ticks(title, lambda start: self.titles.moved(start, signs))
        return (targets, style) if targets else None

    def _ticks(self, title: str, find: Callable[[str], tuple[list[Question], str]]) -> tuple[list[Target], str]:
        ticks: dict[Target, None] = {}
        best = NAMES
        for start, end in splits(title):
            questions, style = find(start)
            for question in questions:
                for option in options_called(question, end, style) if question.name in self.many else ():
                    ticks[Target(question.name, option.name)] = None
                    best = style
        return list(ticks), best

    def _as_cut(self) -> None:
        """Names that were cut to 30 letters, and numbered where that made them equal."""
        taken = {target.question for target in self.columns.of}
        free = [each for each in self.titles.questions if each.name not in taken | self.shown]
        families: dict[str, list[tuple[int, str]]] = {}
        for title in self.by_title:
            base, number = numbered(title)
            families.setdefault(base if len(title) != CUT else title, []).append((number, title))
        for base, members in families.items():
            questions = [question for question in free if base in cuts(question)]
            if not questions:
                continue
            titles = [title for _, title in sorted(members)]
            places = [i for title in titles for i in self.by_title.pop(title)]
            self._assign(titles[0], places, [Target(question.name) for question in questions], NAMES)

    def _order(self, target: Target) -> tuple[int, int]:
        question = self.titles.questions[self.titles.place[target.question]]
        if target.option is None:
            return self.titles.place[target.question], 0
        return self.titles.place[target.question], 1 + [each.name for each in question.options].index(target.option)


def _is_meta(title: str) -> bool:
    folded = title.casefold()
    return (
        re.split(r"[/.]", title)[-1].startswith("_")
        or folded.startswith(_META_START)
        or folded in _META
        or _GEO_OR_FILE.search(title) is not None
    )


def names_of(headers: Sequence[str], places: Iterable[int]) -> str:
    """Titles of columns for a person, shortened; the letter of a column without one."""
    return ", ".join(f"«{headers[i] or column_letter(i)}»" for i in places)[:TOLD]
