"""One question of a study: its answers coded, as the cube reads them and as readers see them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.intake.problems import Findings
from dashboard.intake.surveys.answers.numbers import code_numbers
from dashboard.intake.surveys.study.questions import OTHER, AnswerSpec, QuestionSpec
from dashboard.intake.surveys.table import AnswerOption, AnswerTable, AskedQuestion, no_answers
from dashboard.intake.surveys.words import OTHER_LABEL, Cells, plain
from dashboard.store.records import Names
from dashboard.store.survey_records import Answer
from dashboard.store.survey_records import Indicator as Known
from dashboard.store.survey_records import Question as PublishedQuestion
from dashboard.surveys.model import CodedAnswers, Floats, MeasuredIndicator

TICKED, NOT_TICKED = "1", "0"
_WORDS: Final = re.compile(r"[\s?]")  # in the title of a column that is a question


@dataclass(frozen=True)
class CodedQuestion:
    """A question with its columns of codes, by the key of their indicator."""

    known: Known
    columns: Mapping[str, CodedAnswers]
    indicators: tuple[MeasuredIndicator, ...]
    published: PublishedQuestion
    numbers: Floats | None = None


@dataclass(frozen=True)
class _Question:
    """A question as the description, the catalogue and the form have it. `form`: None where no form has it."""

    spec: QuestionSpec
    known: Known
    form: AskedQuestion | None
    answers: tuple[AnswerSpec, ...]

    @property
    def options(self) -> tuple[AnswerOption, ...]:
        """The answers the form offers."""
        return self.form.options if self.form else ()

    def with_other(self) -> _Question:
        """The question with the answer "other"."""
        there = any(answer.code == OTHER.code for answer in self.answers)
        return self if there else replace(self, answers=(*self.answers, OTHER))


def code_question(table: AnswerTable, spec: QuestionSpec, known: Known, findings: Findings) -> CodedQuestion | None:
    """Code the answers to a question, None where nobody says which there are."""
    form = next((each for each in table.questions if each.name in spec.columns), None)
    if known.kind == "number":
        return _of_numbers(table, _Question(spec, known, form, spec.answers), findings)
    question = _Question(spec, known, form, spec.answers or _offered(form))
    if not question.answers:
        findings.problems.append(no_answers(spec))
        return None
    if known.kind in ("binary", "scale") and not any(answer.role == "top" for answer in question.answers):
        findings.add("survey_no_top", "error", column=", ".join(spec.columns), value=known.key)
    if known.kind == "multiple":
        question, columns = _ticked(table, question, findings)
        indicators = tuple(MeasuredIndicator(key, "binary", (TICKED, NOT_TICKED), (TICKED,)) for key in columns)
    else:
        question, coded = _chosen(table.frame, question, findings)
        columns = {known.key: coded}
        indicators = (_indicator(question, coded),)
    return CodedQuestion(known, columns, indicators, _published(question))


def _of_numbers(table: AnswerTable, question: _Question, findings: Findings) -> CodedQuestion:
    """A question of a number: as the cube reads it, above a threshold or not, with the numbers beside it."""
    known = question.known
    said = code_numbers(Cells.of(table.frame, *question.spec.columns), known, question.answers, findings)
    question = replace(question, answers=said.answers)
    indicator = replace(_indicator(question, said.codes), kind="binary")
    return CodedQuestion(known, {known.key: said.codes}, (indicator,), _published(question), said.values)


def _offered(form: AskedQuestion | None) -> tuple[AnswerSpec, ...]:
    """The answers a form offers."""
    options = form.options if form else ()
    return tuple(AnswerSpec(each.name, (each.name,), "other", _said(each)) for each in options)


def _said(option: AnswerOption) -> Names:
    """What readers see; "Other" that a form adds by itself is in English in all of its languages."""
    added = option.name == OTHER.code and {*option.labels.values()} == {OTHER_LABEL}
    return OTHER.names if added else _of_labels(option.labels, option.name)


def _of_labels(labels: Mapping[str, str], otherwise: str) -> Names:
    plain_one = labels.get("", "") or next(iter(labels.values()), "") or otherwise
    return Names(labels.get("ky", "") or plain_one, labels.get("ru", ""), labels.get("en", ""))


def _meanings(question: _Question) -> dict[str, str]:
    """What texts of the file mean: those the description names, and the names of options whose labels it names.

    A code is such a text only where the description names none: a scale may be coded the other way round.
    """
    meant = {plain(text): answer.code for answer in question.answers for text in answer.texts}
    names = {plain(option.name) for option in question.options}
    by_label = dict(meant)
    for option in question.options:
        for text in map(plain, option.labels.values()):
            # "1" may be the name of one option and what people read at another.
            if text in meant and text not in names:
                by_label.setdefault(plain(option.name), meant[text])
    return by_label


def _chosen(frame: pd.DataFrame, question: _Question, findings: Findings) -> tuple[_Question, CodedAnswers]:
    """A question with one answer; of one that people choose between, what is none of the answers is "other"."""
    cells = Cells.of(frame, *question.spec.columns)
    meant = _meanings(question)
    found = [meant.get(plain(text)) if text else None for text in cells.texts]
    stray = [bool(text) and code is None for text, code in zip(cells.texts, found, strict=True)]
    listed = question.form is not None and question.form.kind == "one"
    if any(stray) and question.known.kind == "choice" and not listed:
        written = Counter[str]()
        for text, is_stray, n in zip(cells.texts, stray, cells.rows, strict=True):
            written[plain(text)] += n if is_stray else 0
        cells.tell_own_words(findings, stray, written, question.spec.other_is_free)
        found = [OTHER.code if is_stray else code for code, is_stray in zip(found, stray, strict=True)]
        question = question.with_other()
    elif any(stray):
        allowed = ", ".join(text for answer in question.answers for text in answer.texts)
        cells.tell_wrong(findings, "survey_answer", stray, allowed=allowed)
    return question, CodedAnswers.meaning(cells.codes, found)


def _ticked(table: AnswerTable, question: _Question, findings: Findings) -> tuple[_Question, dict[str, CodedAnswers]]:
    """A column of ticked and not ticked for every answer; ticks that are no answer of the description are reported."""
    spec, key = question.spec, question.known.key
    name = spec.indicator if spec.ticks else spec.columns[0]
    ticks = table.ticks.get(name)
    if ticks is None:
        findings.add("survey_no_ticks", "error", column=name, value=key)
        return question, {}
    if spec.separator and OTHER.code in ticks.columns:  # people's own words among ticks in one cell
        question = question.with_other()
    of_code: dict[str, list[str]] = {answer.code: [] for answer in question.answers}
    # Only a form has options; other readers have split the ticks by the description and call them by its codes.
    meant = _meanings(question) if question.options else {}
    left: list[str] = []
    for option in map(str, ticks.columns):
        code = meant.get(plain(option)) if question.options else option
        of_code.get(code or "", left).append(option)
    if left:
        findings.add("survey_options_left", "info", column=name, options=", ".join(left))
    asked = (ticks >= 0).any(axis=1).to_numpy()
    columns = {}
    for code, options in of_code.items():
        hit = (ticks[options] == 1).any(axis=1).to_numpy() if options else np.zeros(len(ticks), dtype=np.bool_)
        index = np.where(asked, np.where(hit, 1, 0), -1).astype(np.int64)
        columns[f"{key}:{code}"] = CodedAnswers(index, (NOT_TICKED, TICKED))
    return question, columns


def _indicator(question: _Question, coded: CodedAnswers) -> MeasuredIndicator:
    known, spec = question.known, question.spec
    roles: dict[str, list[str]] = {"top": [], "other": [], "unknown": [], "refused": []}
    for answer in question.answers:
        roles[answer.role].append(answer.code)
    codes = tuple(answer.code for answer in question.answers if answer.role in ("top", "other"))
    top = tuple(roles["top"]) or _commonest(coded, codes)
    kind: Any = known.kind  # a kind of the catalogue
    of_base = (tuple(roles["unknown"]), tuple(roles["refused"]), spec.unknown_in_base, spec.refused_in_base)
    return MeasuredIndicator(known.key, kind, codes, top, *of_base)


def _commonest(coded: CodedAnswers, codes: Sequence[str]) -> tuple[str, ...]:
    """The commonest answer, whose share is protected (and not told) where no answer is better than another."""
    counts = np.bincount(coded.index[coded.index >= 0], minlength=len(coded.values))
    named = [(int(counts[at]), code) for at, code in enumerate(coded.values) if code in codes]
    return (max(named)[1],) if named else tuple(codes[:1])


def _published(question: _Question) -> PublishedQuestion:
    spec, form = question.spec, question.form
    texts = spec.texts if spec.texts.ky else _of_labels(form.labels if form else {}, ", ".join(spec.columns))
    wording = spec.wording or _wording(texts, question.answers, question.known)
    if texts.ky in spec.used and not _WORDS.search(texts.ky):  # a column is called q7 or X3: nobody was asked that
        texts = Names("")
    answers = tuple(Answer(answer.code, answer.role, answer.names) for answer in question.answers)
    in_base = (spec.unknown_in_base, spec.refused_in_base)
    return PublishedQuestion(question.known.key, texts, wording, answers, *in_base)


def _wording(texts: Names, answers: Sequence[AnswerSpec], known: Known) -> str:
    """The same where question and answers are said in the same words and count alike; own ones are of one kind too."""
    said = [texts.ky, texts.ru, texts.en]
    said += [part for answer in answers for part in (answer.code, answer.role, answer.names.ky, answer.names.ru)]
    said += [known.kind, str(known.above)] if known.own else []
    return hashlib.sha256("\n".join(map(plain, said)).encode()).hexdigest()
