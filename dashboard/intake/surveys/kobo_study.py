"""An export of KoboToolbox or ODK as the study reads it: the columns it names are there, or it is refused."""

from __future__ import annotations

from dataclasses import replace

from dashboard.intake.problems import Problem, Refused
from dashboard.intake.readers import SourceFile
from dashboard.intake.surveys.form import Form
from dashboard.intake.surveys.kobo import read_kobo
from dashboard.intake.surveys.questions import no_answers
from dashboard.intake.surveys.study import QuestionSpec, StudySpec
from dashboard.intake.surveys.table import Option, Table


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
        told = (Problem("survey_column_missing", "error", column=name, params={"there": there}) for name in missing)
        raise Refused(*told, *form.problems, *table.problems)
    return replace(table, problems=(*form.problems, *table.problems))


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
