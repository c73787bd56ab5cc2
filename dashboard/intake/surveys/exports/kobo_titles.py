"""How an export may call the columns of a form: by name or by label, with groups or without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from dashboard.intake.surveys.table import Option, Question

#: What stands between a group and a question, and between a question and one of its answers.
SIGNS = ("/", ".", "_", "-", ":", "|")
#: The style in which columns or answers are called by their names; every other style is the language of labels.
NAMES = "name"
CUT = 30  # letters to which KoBoCollect used to cut a name
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_WHOLE = re.compile(r"(-?\d+)\.0+")
_NUMBERED = re.compile(r"(.*?)(?:_(\d{3}))?")

Groups = Mapping[str, Mapping[str, str]]


def plain(text: str) -> str:
    """One form for the ways in which a label is typed or saved: case, quotation marks, spaces, and 1.0 for 1."""
    text = " ".join(text.split()).translate(_QUOTES).casefold()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


class Titles:
    """The titles questions may have, by style: by the names of the form, or by the labels of a language."""

    def __init__(self, questions: Iterable[Question], groups: Groups) -> None:
        self.questions = tuple(questions)
        self.place = {question.name: i for i, question in enumerate(self.questions)}
        self.short: dict[str, dict[str, list[Question]]] = {}
        self.long: dict[str, dict[str, list[Question]]] = {}
        self.signs: dict[str, set[str]] = {}
        languages = {lang: None for question in self.questions for lang in question.labels}
        for question in self.questions:
            self._add(question, NAMES, question.name.split("/"))
            for lang in languages:
                self._add(question, lang, [plain(part) for part in _labels(question, groups, lang)])
        self.styles: list[str] = [NAMES, *languages]

    def _add(self, question: Question, style: str, parts: Sequence[str]) -> None:
        self.short.setdefault(style, {}).setdefault(parts[-1], []).append(question)
        for sign in SIGNS:
            title = sign.join(parts)
            if len(parts) > 1:
                self.signs.setdefault(title, set()).add(sign)
            if question not in (known := self.long.setdefault(style, {}).setdefault(title, [])):
                known.append(question)

    def find(self, title: str, style: str, whole: bool = False) -> list[Question]:
        """Questions that have this title in this style, in the order of the form. `whole`: only with their groups."""
        key = title if style == NAMES else plain(title)
        found = list(self.long.get(style, {}).get(key, ()))
        if not whole:
            found += [question for question in self.short.get(style, {}).get(key, ()) if question not in found]
        return sorted(found, key=lambda question: self.place[question.name])

    def rank(self, titles: Sequence[str]) -> None:
        """Put the style first in which most of these titles are found; names win where styles are equal."""
        self.styles.sort(key=lambda style: -sum(bool(self.find(title, style)) for title in titles))

    def signs_in(self, titles: Iterable[str]) -> set[str]:
        """Signs that stand between groups and questions in these titles."""
        return {sign for title in titles for key in (title, plain(title)) for sign in self.signs.get(key, ())}

    def direct(self, title: str) -> tuple[list[Question], str]:
        """Questions with exactly this title, and the style in which they have it."""
        for style in self.styles:
            if found := self.find(title, style):
                return found, style
        return [], NAMES

    def moved(self, title: str, signs: Iterable[str]) -> tuple[list[Question], str]:
        """Questions that were in other groups when this title was made: its end is the title of a question."""
        for rest in tails(title, signs):
            found, style = self.direct(rest)
            if found:
                return found, style
        return [], NAMES


def tails(title: str, signs: Iterable[str]) -> list[str]:
    """What follows each sign in a title, the longest first."""
    return [title[at + 1 :] for at, letter in enumerate(title[:-1]) if letter in signs and at]


def splits(title: str, signs: Iterable[str] = SIGNS) -> list[tuple[str, str]]:
    """Ways to cut a title in two at a sign."""
    return [(title[:at], title[at + 1 :]) for at, letter in enumerate(title[:-1]) if letter in signs and at]


def options_called(question: Question, text: str, style: str) -> list[Option]:
    """The answers of a question that are called so in this style, else those that are called so in any."""
    wanted = plain(text)
    named = [option for option in question.options if option.name == text]
    labelled = [option for option in question.options if plain(option.labels.get(style, "")) == wanted]
    anyhow = [option for option in question.options if wanted in map(plain, option.labels.values())]
    return (named if style == NAMES else labelled) or named or anyhow


def numbered(title: str) -> tuple[str, int]:
    """A name without the number that was put to it to tell it from others, and that number: `age_002` → age, 2."""
    found = _NUMBERED.fullmatch(title)
    return (found[1], int(found[2] or 0)) if found else (title, 0)


def cuts(question: Question) -> set[str]:
    """What KoBoCollect used to make of the name, or of a label, of a question: at most 30 letters and digits."""
    whole = [question.name.rpartition("/")[2], *(re.sub(r"\W", "_", label) for label in question.labels.values())]
    return {name[:CUT] for text in whole for name in (text, f"_{text}") if len(name) >= CUT}


def _labels(question: Question, groups: Groups, lang: str) -> list[str]:
    """Labels of the groups of a question and its own; where there is none, exports have the name."""
    parts = question.name.split("/")
    paths = ["/".join(parts[: i + 1]) for i in range(len(parts) - 1)]
    own = question.labels.get(lang) or question.labels.get("") or parts[-1]
    return [*(groups.get(path, {}).get(lang) or path.rpartition("/")[2] for path in paths), own]
