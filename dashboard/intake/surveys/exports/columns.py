"""Which column of an export holds which question, or which answer of a question of many answers, by its title.

Titles may be the names of the form or its labels, with their groups or without, cut, numbered, or of an older form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.intake.files.model import column_letter
from dashboard.intake.problems import Problem
from dashboard.intake.surveys.forms import Form
from dashboard.intake.surveys.table import AnswerOption, AskedQuestion

#: The style in which columns or answers are called by their names; every other style is the language of labels.
NAMES = "name"
#: What stands between a group and a question, and between a question and one of its answers.
SIGNS = ("/", ".", "_", "-", ":", "|")
CUT = 30  # letters to which KoBoCollect used to cut a name
_NUMBERED = re.compile(r"(.*?)(?:_(\d{3}))?")
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_WHOLE = re.compile(r"(-?\d+)\.0+")

Groups = Mapping[str, Mapping[str, str]]
_LOOP = re.compile(r"\[\d+\]")
# What a telephone, KoboToolbox, ODK Central and ODK Aggregate write down themselves, beside what begins with "_".
_META = frozenset({
    "instanceid", "instancename", "submissiondate", "submittername", "submitterid", "deviceid", "key", "edits",
    "formversion", "reviewstate", "attachmentspresent", "attachmentsexpected", "status",
    "start", "end", "today", "username", "email", "phonenumber", "subscriberid", "simserial", "audit",
})  # fmt: skip
_META_START = ("meta/", "meta-", "meta:", "meta.", "formhub/", "formhub.", "__")
_GEO_OR_FILE = re.compile(r"_.+_(latitude|longitude|altitude|precision)$|.+_URL$")


def plain_label(text: str) -> str:
    """One form for the ways in which a label is typed or saved: case, quotation marks, spaces, and 1.0 for 1."""
    text = " ".join(text.split()).translate(_QUOTES).casefold()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def options_called(question: AskedQuestion, text: str, style: str) -> list[AnswerOption]:
    """The answers of a question that are called so in this style, else those that are called so in any."""
    wanted = plain_label(text)
    named = [option for option in question.options if option.name == text]
    labelled = [option for option in question.options if plain_label(option.labels.get(style, "")) == wanted]
    anyhow = [option for option in question.options if wanted in map(plain_label, option.labels.values())]
    return (named if style == NAMES else labelled) or named or anyhow


class Titles:
    """The titles questions may have, by style: by the names of the form, or by the labels of a language."""

    def __init__(self, questions: Iterable[AskedQuestion], groups: Groups) -> None:
        self.questions = tuple(questions)
        self.place = {question.name: i for i, question in enumerate(self.questions)}
        self.short: dict[str, dict[str, list[AskedQuestion]]] = {}
        self.long: dict[str, dict[str, list[AskedQuestion]]] = {}
        self.signs: dict[str, set[str]] = {}
        languages = {lang: None for question in self.questions for lang in question.labels}
        for question in self.questions:
            self._add(question, NAMES, question.name.split("/"))
            for lang in languages:
                self._add(question, lang, [plain_label(part) for part in _labels(question, groups, lang)])
        self.styles: list[str] = [NAMES, *languages]

    def _add(self, question: AskedQuestion, style: str, parts: Sequence[str]) -> None:
        self.short.setdefault(style, {}).setdefault(parts[-1], []).append(question)
        for sign in SIGNS:
            title = sign.join(parts)
            if len(parts) > 1:
                self.signs.setdefault(title, set()).add(sign)
            if question not in (known := self.long.setdefault(style, {}).setdefault(title, [])):
                known.append(question)

    def find(self, title: str, style: str, whole: bool = False) -> list[AskedQuestion]:
        """Questions that have this title in this style, in the order of the form. `whole`: only with their groups."""
        key = title if style == NAMES else plain_label(title)
        found = list(self.long.get(style, {}).get(key, ()))
        if not whole:
            found += [question for question in self.short.get(style, {}).get(key, ()) if question not in found]
        return sorted(found, key=lambda question: self.place[question.name])

    def rank(self, titles: Sequence[str]) -> None:
        """Put the style first in which most of these titles are found; names win where styles are equal."""
        self.styles.sort(key=lambda style: -sum(bool(self.find(title, style)) for title in titles))

    def signs_in(self, titles: Iterable[str]) -> set[str]:
        """Signs that stand between groups and questions in these titles."""
        return {sign for title in titles for key in (title, plain_label(title)) for sign in self.signs.get(key, ())}

    def direct(self, title: str) -> tuple[list[AskedQuestion], str]:
        """Questions with exactly this title, and the style in which they have it."""
        for style in self.styles:
            if found := self.find(title, style):
                return found, style
        return [], NAMES

    def moved(self, title: str, signs: Iterable[str]) -> tuple[list[AskedQuestion], str]:
        """Questions that were in other groups when this title was made: its end is the title of a question."""
        for _, rest in splits(title, signs):
            found, style = self.direct(rest)
            if found:
                return found, style
        return [], NAMES


@dataclass(frozen=True)
class Target:
    """What a column holds: a question, or one answer of a question of many answers, by the name of the answer."""

    question: str
    option: str | None = None


class Columns:
    """The columns of a sheet, by position, found by their titles; what is not certain is reported and left out.

    Titles are looked at from the most certain way of being understood to the least.

    Attributes:
        of: what is held → its columns, usually one.
        extra: not in the form. `meta`: written down by a device or a server. `repeated`: of repeats.
        lost: of an answer the form does not have, as (question, answer).
        shown: of notes, which nobody answers.
        by_part: understood by a part of their title.
        style_of: column → how it is called.
        named: questions that titles speak of, also where it stays unclear which column holds them.
    """

    def __init__(self, form: Form, titles: Sequence[str]) -> None:
        self.of: dict[Target, list[int]] = {}
        self.extra: list[int] = []
        self.meta: list[int] = []
        self.repeated: list[int] = []
        self.lost: dict[int, tuple[str, str]] = {}
        self.shown: list[int] = []
        self.by_part: list[int] = []
        self.style_of: dict[int, str] = {}
        self.named: set[str] = set()
        self.problems: list[Problem] = []
        self._titles = Titles([*form.questions, *form.shown], form.groups)
        self._inside = Titles([each for questions in form.repeats.values() for each in questions], form.groups)
        self._many = {question.name for question in form.questions if question.kind == "many"}
        self._notes = {question.name for question in form.shown}
        titles = [" ".join(title.split()) for title in titles]
        self._signs = self._titles.signs_in(titles)
        self._titles.rank(titles)
        self._left: dict[str, list[int]] = {}
        for i, title in enumerate(titles):
            if title:
                self._left.setdefault(title, []).append(i)
        self._round(self._as_titled)
        whole = set(self.style_of)
        self._as_cut()
        self._put_aside()
        self._round(self._as_moved)
        self.by_part += sorted(set(self.style_of) - whole)
        self.extra += sorted(i for places in self._left.values() for i in places)

    def _round(self, understand: Callable[[str], tuple[list[Target], str] | None]) -> None:
        found = {title: known for title in self._left if (known := understand(title)) is not None}
        certain = {target for title, (targets, _) in found.items() if len(targets) == 1 for target in targets}
        for title, (targets, style) in found.items():
            places = self._left.pop(title)
            free = targets if len(targets) == len(places) else [each for each in targets if each not in certain]
            self._assign(title, places, free or targets, style)

    def _assign(self, title: str, places: list[int], targets: list[Target], style: str) -> None:
        """Titles that several questions have are given out in the order of the form, if there are as many columns."""
        self.named |= {target.question for target in targets}
        if len(targets) != len(places):
            code = "kobo_column_twice" if len(places) > len(targets) else "kobo_column_unclear"
            letters = ", ".join(column_letter(i) for i in places)
            named = ", ".join(f"{target.question}{'/' + target.option if target.option else ''}" for target in targets)
            params = {"letters": letters, "questions": named[:400]}
            self.problems.append(Problem(code, "question", column=title, params=params))
            return
        for i, target in zip(places, targets, strict=True):
            if target.question in self._notes:
                self.shown.append(i)
                continue
            self.of.setdefault(target, []).append(i)
            self.style_of[i] = style

    def _as_titled(self, title: str) -> tuple[list[Target], str] | None:
        """A title of a question, or of a question and one of its answers."""
        questions, style = self._titles.direct(title)
        targets = [Target(question.name) for question in questions]
        columns = len(self._left[title])
        if self._signs and len(targets) > columns:  # groups are written, so a title without any is of no group
            whole = {question.name for question in self._titles.find(title, style, whole=True)}
            targets = [target for target in targets if target.question in whole] or targets
        if len(targets) < columns:
            ticks, tick_style = self._ticks(title, self._titles.direct)
            style = style if targets else tick_style
            targets = sorted({*targets, *ticks}, key=self._order)
        return (targets, style) if targets else None

    def _put_aside(self) -> None:
        """What belongs to repeats, what the server wrote down, and answers the form does not have."""
        for title in list(self._left):
            looped = _LOOP.sub("", title)
            if any(self._inside.find(looped, style, whole=True) for style in self._inside.styles):
                self.repeated += self._left.pop(title)
            elif _is_meta(title):
                self.meta += self._left.pop(title)
            elif (asked := self._asked_before(title)) is not None:
                self.lost.update(dict.fromkeys(self._left.pop(title), asked))
                self.named.add(asked[0])

    def _asked_before(self, title: str) -> tuple[str, str] | None:
        """The question of many answers whose title this one begins with, and what follows."""
        for start, end in splits(title, "/.|"):
            for question in self._titles.direct(start)[0]:
                if question.name in self._many:
                    return question.name, end
        return None

    def _as_moved(self, title: str) -> tuple[list[Target], str] | None:
        """A question that an older form had in other groups."""
        signs = self._signs | {"/", "."}
        questions, style = self._titles.moved(title, signs)
        targets = [Target(question.name) for question in questions]
        if not targets:
            targets, style = self._ticks(title, lambda start: self._titles.moved(start, signs))
        return (targets, style) if targets else None

    def _ticks(self, title: str, find: Callable[[str], tuple[list[AskedQuestion], str]]) -> tuple[list[Target], str]:
        ticks: dict[Target, None] = {}
        best = NAMES
        for start, end in splits(title):
            questions, style = find(start)
            for question in questions:
                for option in options_called(question, end, style) if question.name in self._many else ():
                    ticks[Target(question.name, option.name)] = None
                    best = style
        return list(ticks), best

    def _as_cut(self) -> None:
        """Names that were cut to 30 letters, and numbered where that made them equal."""
        taken = {target.question for target in self.of}
        free = [each for each in self._titles.questions if each.name not in taken | self._notes]
        families: dict[str, list[tuple[int, str]]] = {}
        for title in self._left:
            base, number = numbered(title)
            families.setdefault(base if len(title) != CUT else title, []).append((number, title))
        for base, members in families.items():
            questions = [question for question in free if base in cuts(question)]
            if not questions:
                continue
            titles = [title for _, title in sorted(members)]
            places = [i for title in titles for i in self._left.pop(title)]
            self._assign(titles[0], places, [Target(question.name) for question in questions], NAMES)

    def _order(self, target: Target) -> tuple[int, int]:
        question = self._titles.questions[self._titles.place[target.question]]
        if target.option is None:
            return self._titles.place[target.question], 0
        return self._titles.place[target.question], 1 + [each.name for each in question.options].index(target.option)


def _is_meta(title: str) -> bool:
    folded = title.casefold()
    return (
        re.split(r"[/.]", title)[-1].startswith("_")
        or folded.startswith(_META_START)
        or folded in _META
        or _GEO_OR_FILE.search(title) is not None
    )


def splits(title: str, signs: Iterable[str] = SIGNS) -> list[tuple[str, str]]:
    """Ways to cut a title in two at a sign, the longest end first."""
    return [(title[:at], title[at + 1 :]) for at, letter in enumerate(title[:-1]) if letter in signs and at]


def numbered(title: str) -> tuple[str, int]:
    """A name without the number that was put to it to tell it from others, and that number: `age_002` → age, 2."""
    found = _NUMBERED.fullmatch(title)
    return (found[1], int(found[2] or 0)) if found else (title, 0)


def cuts(question: AskedQuestion) -> set[str]:
    """What KoBoCollect used to make of the name, or of a label, of a question: at most 30 letters and digits."""
    whole = [question.name.rpartition("/")[2], *(re.sub(r"\W", "_", label) for label in question.labels.values())]
    return {name[:CUT] for text in whole for name in (text, f"_{text}") if len(name) >= CUT}


def _labels(question: AskedQuestion, groups: Groups, lang: str) -> list[str]:
    """Labels of the groups of a question and its own; where there is none, exports have the name."""
    parts = question.name.split("/")
    paths = ["/".join(parts[: i + 1]) for i in range(len(parts) - 1)]
    own = question.labels.get(lang) or question.labels.get("") or parts[-1]
    return [*(groups.get(path, {}).get(lang) or path.rpartition("/")[2] for path in paths), own]
