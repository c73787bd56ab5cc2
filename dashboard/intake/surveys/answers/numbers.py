"""A question that people answer with a number: above a threshold or not, as the cube reads it, and the numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.i18n import NAMED_IN, Lang, number, t
from dashboard.intake.problems import Findings
from dashboard.intake.surveys.study.questions import AnswerSpec
from dashboard.intake.surveys.words import Cells, plain
from dashboard.store.records import Names
from dashboard.store.survey_records import Indicator
from dashboard.surveys.model import CodedAnswers, Floats

ABOVE, AT_MOST = "above", "at-most"
#: Python would read 1_9 as 19.
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class CodedNumbers:
    """The answers to a question of numbers: `codes` as the cube reads them, `values` NaN where no number was said."""

    answers: tuple[AnswerSpec, ...]
    codes: CodedAnswers
    values: Floats


def number_in(text: str) -> float | None:
    """The number a cell says; blanks between thousands are no matter. None where it is not one."""
    bare = "".join(text.split())
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def code_numbers(cells: Cells, known: Indicator, told: tuple[AnswerSpec, ...], findings: Findings) -> CodedNumbers:
    """Code a column of numbers. `told`: words that stand for "hard to say" or a refusal, which are no numbers.

    A text that is neither is an error, and so is an answer of the description that would be a number.
    """
    assert known.above is not None, "a number has what its share lies above"
    for answer in told:
        if answer.role not in ("unknown", "refused"):
            findings.add("survey_number_answer", "error", column=cells.name, value=answer.code)
    meant = {plain(text): answer.code for answer in told for text in answer.texts}
    said = [meant.get(plain(text)) for text in cells.texts]
    numbers = [None if code else number_in(text) for text, code in zip(cells.texts, said, strict=True)]
    read = zip(cells.texts, said, numbers, strict=True)
    wrong = [bool(text) and code is None and value is None for text, code, value in read]
    cells.tell_wrong(findings, "survey_number", wrong)
    codes = [
        code if value is None else ABOVE if value > known.above else AT_MOST
        for code, value in zip(said, numbers, strict=True)
    ]
    answers = (_half(ABOVE, known, "top"), _half(AT_MOST, known, "other"), *told)
    values = np.array([np.nan if value is None else value for value in numbers], dtype=np.float64)
    of_rows = np.append(values, np.nan)[cells.codes]  # the code -1, of no text, picks the last
    return CodedNumbers(answers, CodedAnswers.meaning(cells.codes, codes), of_rows)


def _half(code: str, known: Indicator, role: str) -> AnswerSpec:
    """One side of the threshold, in words."""
    above = known.above or 0.0
    decimals = 0 if above.is_integer() else 2

    def said(lang: Lang) -> str:
        words = t(lang, f"opinion.number.{code}", n=number(lang, above, decimals), unit=known.units.in_(lang))
        return " ".join(words.split())

    return AnswerSpec(code, (code,), role, Names(*map(said, NAMED_IN)))
