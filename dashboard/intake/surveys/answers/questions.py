"""One question of a study: its answers coded, as the cube reads them and as readers are told."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.intake.problems import Problem
from dashboard.intake.surveys.answers.own_words import often_written
from dashboard.intake.surveys.exports.plain_table import first_answered
from dashboard.intake.surveys.forms.outline import OTHER_LABEL
from dashboard.intake.surveys.study.schema import OTHER, AnswerSpec, QuestionSpec
from dashboard.intake.surveys.table import Option, Question, Table
from dashboard.intake.surveys.words import plain
from dashboard.store.records import Names
from dashboard.store.survey_records import Answer
from dashboard.store.survey_records import Indicator as Known
from dashboard.store.survey_records import Question as PublishedQuestion
from dashboard.surveys.model import Coded, Indicator

TICKED, NOT_TICKED = "1", "0"
Tell = Callable[..., None]


@dataclass(frozen=True)
class Asked:
    """A question with its columns of codes, by the key of their indicator."""

    known: Known
    columns: Mapping[str, Coded]
    indicators: tuple[Indicator, ...]
    published: PublishedQuestion


def no_answers(spec: QuestionSpec) -> Problem:
    """Neither the description nor the form says which answers there are, and cells are not asked."""
    return Problem("survey_no_answers", "error", column=", ".join(spec.columns), value=spec.indicator)


def asked_of(table: Table, spec: QuestionSpec, known: Known, problems: list[Problem], tell: Tell) -> Asked | None:
    """Code the answers to a question, None where nobody says which there are.

    Wrong ones are told with `tell`, what is worth knowing goes to `problems`.
    """
    form = next((each for each in table.questions if each.name in spec.columns), None)
    answers = spec.answers or _offered(form)
    if not answers:
        problems.append(no_answers(spec))
        return None
    if known.kind in ("binary", "scale") and not any(answer.role == "top" for answer in answers):
        problems.append(Problem("survey_no_top", "error", column=", ".join(spec.columns), value=known.key))
    if known.kind == "multiple":
        answers = _with_other(table, spec, answers)
        columns = _ticked(table, spec, form, answers, known, problems)
        indicators = tuple(Indicator(key, "binary", (TICKED, NOT_TICKED), (TICKED,)) for key in columns)
    else:
        coded, answers = _chosen(table.frame, spec, form, answers, known, problems, tell)
        columns = {known.key: coded}
        indicators = (_indicator(known, spec, answers, coded),)
    return Asked(known, columns, indicators, _published(spec, known, form, answers))


def _offered(form: Question | None) -> tuple[AnswerSpec, ...]:
    """The answers a form offers."""
    options = form.options if form else ()
    return tuple(AnswerSpec(each.name, (each.name,), "other", _said(each)) for each in options)


def _said(option: Option) -> Names:
    """What readers are told; "Other" that a form adds by itself is in English in all of its languages."""
    added = option.name == OTHER.code and {*option.labels.values()} == {OTHER_LABEL}
    return OTHER.names if added else _of_labels(option.labels, option.name)


def _of_labels(labels: Mapping[str, str], otherwise: str) -> Names:
    plain_one = labels.get("", "") or next(iter(labels.values()), "") or otherwise
    return Names(labels.get("ky", "") or plain_one, labels.get("ru", ""), labels.get("en", ""))


def _meanings(form: Question | None, answers: Sequence[AnswerSpec]) -> dict[str, str]:
    """What texts of the file mean: those the description names, and the names of options whose labels it names.

    A code is such a text only where the description names none: a scale may be coded the other way round.
    """
    meant = {plain(text): answer.code for answer in answers for text in answer.texts}
    options = form.options if form else ()
    names = {plain(option.name) for option in options}
    by_label = dict(meant)
    for option in options:
        for text in map(plain, option.labels.values()):
            # "1" may be the name of one option and what people read at another.
            if text in meant and text not in names:
                by_label.setdefault(plain(option.name), meant[text])
    return by_label


def _chosen(
    frame: pd.DataFrame,
    spec: QuestionSpec,
    form: Question | None,
    answers: tuple[AnswerSpec, ...],
    known: Known,
    problems: list[Problem],
    tell: Tell,
) -> tuple[Coded, tuple[AnswerSpec, ...]]:
    """A question with one answer; of one that people choose between, what is none of the answers is "other"."""
    cells = first_answered(frame, spec.columns)
    meant = _meanings(form, answers)
    codes, unique = pd.factorize(cells.to_numpy(dtype=object))
    found = [meant.get(plain(text)) if text else None for text in unique]
    stray = [bool(text) and code is None for text, code in zip(unique, found, strict=True)]
    if any(stray) and known.kind == "choice" and not (form and form.kind == "one"):
        rows = np.bincount(codes, minlength=len(unique))
        written = Counter[str]()
        for text, wrong, n in zip(unique, stray, rows.tolist(), strict=True):
            written[plain(text)] += n if wrong else 0
        problems.append(Problem("survey_other", "info", column=str(cells.name), params={"n": written.total()}))
        problems += [] if spec.other_is_free else often_written(str(cells.name), written)
        found = [OTHER.code if wrong else code for code, wrong in zip(found, stray, strict=True)]
        answers = _and_other(answers)
    elif any(stray):
        allowed = ", ".join(text for answer in answers for text in answer.texts)
        tell("survey_answer", cells, np.array([*stray, False])[codes], allowed=allowed)
    return Coded.meaning(codes, found), answers


def _and_other(answers: tuple[AnswerSpec, ...]) -> tuple[AnswerSpec, ...]:
    return answers if any(answer.code == OTHER.code for answer in answers) else (*answers, OTHER)


def _with_other(table: Table, spec: QuestionSpec, answers: tuple[AnswerSpec, ...]) -> tuple[AnswerSpec, ...]:
    """The answers, and "other" where ticks in one cell had words of people's own among them."""
    ticks = table.ticks.get(spec.columns[0]) if spec.separator else None
    return _and_other(answers) if ticks is not None and OTHER.code in ticks.columns else answers


def _ticked(
    table: Table,
    spec: QuestionSpec,
    form: Question | None,
    answers: Sequence[AnswerSpec],
    known: Known,
    problems: list[Problem],
) -> dict[str, Coded]:
    """A column of ticked and not ticked for every answer; ticks that are no answer of the description are told."""
    name = known.key if spec.ticks else spec.columns[0]
    ticks = table.ticks.get(name)
    if ticks is None:
        problems.append(Problem("survey_no_ticks", "error", column=name, value=known.key))
        return {}
    of_code: dict[str, list[str]] = {answer.code: [] for answer in answers}
    # Only a form has options; other readers have split the ticks by the description and call them by its codes.
    meant = _meanings(form, answers) if form and form.options else {}
    left: list[str] = []
    for option in map(str, ticks.columns):
        code = meant.get(plain(option)) if form and form.options else option
        of_code.get(code or "", left).append(option)
    if left:
        problems.append(Problem("survey_options_left", "info", column=name, params={"options": ", ".join(left)}))
    asked = (ticks >= 0).any(axis=1).to_numpy()
    columns = {}
    for code, options in of_code.items():
        hit = (ticks[options] == 1).any(axis=1).to_numpy() if options else np.zeros(len(ticks), dtype=np.bool_)
        index = np.where(asked, np.where(hit, 1, 0), -1).astype(np.int64)
        columns[f"{known.key}:{code}"] = Coded(index, (NOT_TICKED, TICKED))
    return columns


def _indicator(known: Known, spec: QuestionSpec, answers: Sequence[AnswerSpec], coded: Coded) -> Indicator:
    roles: dict[str, list[str]] = {"top": [], "other": [], "unknown": [], "refused": []}
    for answer in answers:
        roles[answer.role].append(answer.code)
    codes = tuple(answer.code for answer in answers if answer.role in ("top", "other"))
    top = tuple(roles["top"]) or _commonest(coded, codes)
    return Indicator(
        known.key,
        known.kind,  # type: ignore[arg-type] # a kind of the catalogue
        codes,
        top,
        tuple(roles["unknown"]),
        tuple(roles["refused"]),
        spec.unknown_in_base,
        spec.refused_in_base,
    )


def _commonest(coded: Coded, codes: Sequence[str]) -> tuple[str, ...]:
    """The commonest answer, whose share is protected (and not told) where no answer is better than another."""
    counts = np.bincount(coded.index[coded.index >= 0], minlength=len(coded.values))
    named = [(int(counts[at]), code) for at, code in enumerate(coded.values) if code in codes]
    return (max(named)[1],) if named else tuple(codes[:1])


def _published(
    spec: QuestionSpec, known: Known, form: Question | None, answers: Sequence[AnswerSpec]
) -> PublishedQuestion:
    texts = spec.texts if spec.texts.ky else _of_labels(form.labels if form else {}, ", ".join(spec.columns))
    return PublishedQuestion(
        known.key,
        texts,
        spec.wording or _wording(texts, answers),
        tuple(Answer(answer.code, answer.role, answer.names) for answer in answers),
        spec.unknown_in_base,
        spec.refused_in_base,
    )


def _wording(texts: Names, answers: Sequence[AnswerSpec]) -> str:
    """The same where question and answers are said in the same words and count alike."""
    said = [texts.ky, texts.ru, texts.en]
    said += [part for answer in answers for part in (answer.code, answer.role, answer.names.ky, answer.names.ru)]
    return hashlib.sha256("\n".join(map(plain, said)).encode()).hexdigest()
