"""An export of KoboToolbox or ODK as the study reads it: the columns it names are there, or it is refused."""

from __future__ import annotations

from dataclasses import replace

from dashboard.intake.problems import Problem, Refused
from dashboard.intake.readers import SourceFile
from dashboard.intake.surveys.form import Form
from dashboard.intake.surveys.kobo import read_kobo
from dashboard.intake.surveys.study import StudySpec
from dashboard.intake.surveys.table import Table


def read_of_form(form: Form, source: SourceFile, spec: StudySpec) -> Table:
    """The answers of an export of this form. Raises Refused where the export lacks a column that the study names."""
    table = read_kobo(form, source)
    missing = [name for name in spec.used if name not in table.frame.columns]
    if missing:
        there = ", ".join(table.frame.columns[:40])
        told = (Problem("survey_column_missing", "error", column=name, params={"there": there}) for name in missing)
        raise Refused(*told, *form.problems, *table.problems)
    return replace(table, problems=(*form.problems, *table.problems))
