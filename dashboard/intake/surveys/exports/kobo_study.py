"""An export of KoboToolbox or ODK as the study reads it: the columns it names are there, or it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.intake.files import SourceFile
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.surveys.answers.questions import no_answers
from dashboard.intake.surveys.exports.kobo import read_kobo
from dashboard.intake.surveys.forms.form import Form
from dashboard.intake.surveys.study.schema import QuestionSpec, StudySpec
from dashboard.intake.surveys.table import Option, Question, Table


def read_of_form(form: Form, source: SourceFile, spec: StudySpec) -> Table:
    """The answers of an export of this form.

    Raises Refused where the export lacks a column that the study names, and where nobody lists the answers.
    """
    unlisted = {question.name for question in form.questions if question.kind in ("one", "many")} - {
        question.name for question in form.questions if question.options
    }
    unsaid = [each for each in spec.questions if not each.answers and unlisted & {*each.columns}]
    if unsaid:
        raise Refused(*(no_answers(each) for each in unsaid), *form.problems)
    table = read_kobo(_with_described(form, spec), source)
    missing = [name for name in spec.used if name not in table.frame.columns]
    if missing:
        there = ", ".join(table.frame.columns[:40])
        told = (Problem("survey_question_missing", "error", column=name, params={"there": there}) for name in missing)
        raise Refused(*told, *form.problems, *table.problems)
    return replace(table, problems=(*form.problems, *table.problems))


def in_words_of_form(spec: StudySpec, form: Form) -> StudySpec:
    """The study with ticks named as KoboToolbox calls their columns (`question/answer`) read from that question.

    How the export calls them is no matter then: by names or by labels, in one column or in many.
    """
    many = [question for question in form.questions if question.kind == "many"]
    return replace(spec, questions=tuple(_of_question(each, many) for each in spec.questions))


def _of_question(spec: QuestionSpec, many: Sequence[Question]) -> QuestionSpec:
    for question in many:
        named = {code: _option(question, column) for code, column in spec.ticks.items()}
        if named and all(named.values()):
            texts = {code: (option,) for code, option in named.items()}
            answers = tuple(replace(answer, texts=texts.get(answer.code, ())) for answer in spec.answers)
            return replace(spec, columns=(question.name,), ticks={}, answers=answers)
    return spec


def _option(question: Question, column: str) -> str:
    """The answer whose column KoboToolbox calls so, "" where it is of another question."""
    start = f"{question.name}/"
    name = column.removeprefix(start) if column.startswith(start) else ""
    return name if not question.options or name in {option.name for option in question.options} else ""


def _with_described(form: Form, spec: StudySpec) -> Form:
    """The form with the answers of the description where its own are listed elsewhere, in a file beside it.

    They are never taken from what stands in the cells: that may be anything somebody wrote.
    """
    described = {name: each for each in spec.questions for name in each.columns}
    questions = [
        replace(question, options=_options(described[question.name]))
        if question.kind == "many" and not question.options and question.name in described
        else question
        for question in form.questions
    ]
    return replace(form, questions=tuple(questions))


def _options(spec: QuestionSpec) -> tuple[Option, ...]:
    return tuple(Option(text, {"": text}) for answer in spec.answers for text in answer.texts)
