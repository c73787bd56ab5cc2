"""Ticks in one cell, as Google Forms writes them: cut into the answers of the description, and what is none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.answers.own_words import often_written
from dashboard.intake.surveys.study.schema import OTHER, QuestionSpec
from dashboard.intake.surveys.words import plain

_SIGN = "\x1f"  # between parts, once blanks and case are gone
Named = tuple[str, int]  # words as they are compared, and the number of the answer they mean


def split_ticks(cells: pd.Series, question: QuestionSpec) -> tuple[pd.DataFrame, list[Problem]]:
    """A column of 1, 0 or -1 (not asked) for each answer: the longest is found first, so one may begin like another.

    Words that are none of the answers are the answer "other", and a question to staff where several people wrote them.
    """
    named = [
        (_parts(text, question.separator), at) for at, answer in enumerate(question.answers) for text in answer.texts
    ]
    texts = sorted(named, key=lambda pair: -len(pair[0]))
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    rows = np.bincount(codes, minlength=len(unique))
    found = np.zeros((len(unique), len(question.answers)), dtype=np.int8)
    others = np.zeros(len(unique), dtype=np.bool_)
    written = Counter[str]()
    for at, text in enumerate(unique):
        if not text:
            found[at] = -1
            continue
        ticked, left = _ticked(_parts(text, question.separator), texts)
        found[at, ticked] = 1
        others[at] = bool(left)
        for words in {question.separator.join(left), *left} - {""}:
            written[words] += int(rows[at])
    ticks = pd.DataFrame(found[codes], index=cells.index, columns=[answer.code for answer in question.answers])
    problems = list(_ambiguous(str(cells.name), texts, question))
    if not others.any():
        return ticks, problems
    own = ticks.get(OTHER.code, pd.Series(0, index=cells.index, dtype=np.int8)).to_numpy()
    ticks[OTHER.code] = np.where(others[codes], np.int8(1), np.where(found[codes, 0] < 0, np.int8(-1), own))
    problems.append(Problem("survey_other", "info", column=str(cells.name), params={"n": int(others[codes].sum())}))
    if not question.other_is_free:
        problems += often_written(str(cells.name), written)
    return ticks, problems


def _parts(text: str, separator: str) -> str:
    """A text as it is compared, a sign between its parts: blanks around the separator are no matter."""
    bare = separator.strip()
    cut = separator if not bare or any(map(str.isalnum, bare)) else bare
    return _SIGN.join(part for part in map(plain, text.split(cut)) if part)


def _ticked(text: str, texts: Sequence[Named]) -> tuple[list[int], list[str]]:
    """The numbers of the answers in a cell, and the parts that are none of them."""
    left, ticked = f"{_SIGN}{text}{_SIGN}", []
    for words, at in texts:
        within = f"{_SIGN}{words}{_SIGN}"
        while within in left:
            ticked.append(at)
            left = left.replace(within, _SIGN)
    return ticked, [part for part in left.split(_SIGN) if part]


def _ambiguous(column: str, texts: Sequence[Named], question: QuestionSpec) -> Iterator[Problem]:
    """Answers whose words are those of others one after another: who ticked what cannot be seen in the cell."""
    for words, at in texts:
        ticked, left = _ticked(words, [each for each in texts if each[1] != at])
        if ticked and not left:
            others = ", ".join(question.answers[other].code for other in sorted(set(ticked)))
            value = words.replace(_SIGN, question.separator)
            params = {"code": question.answers[at].code, "others": others}
            yield Problem("survey_ticks_ambiguous", "warning", column=column, value=value, params=params)
