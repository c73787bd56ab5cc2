"""An export of KoboToolbox or ODK becomes a table of answers, in whichever style it was made.

Columns may be called by the names of the form or by its labels, with their groups or without; answers may be told by
name or by label; ticks in one text, in a column for each answer, or both. The style is found out for each column and
told. What the form does not have, or what can be understood in two ways, is told and never guessed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.intake.files import Limits, SourceFile
from dashboard.intake.files.model import MIB, column_letter
from dashboard.intake.problems import Problem
from dashboard.intake.surveys.exports.kobo_cells import Cells
from dashboard.intake.surveys.exports.kobo_questions import Answered
from dashboard.intake.surveys.exports.kobo_sheets import pick_grid
from dashboard.intake.surveys.exports.kobo_telling import tell_columns, tell_styles
from dashboard.intake.surveys.forms.form import Form
from dashboard.intake.surveys.table import Kind, Question, Table

#: An export has a column for each answer of a question of many, and a row a respondent: more than other tables have.
LIMITS = Limits(
    workbook_bytes=80 * MIB,
    unpacked_bytes=1024 * MIB,
    columns=2_000,
    cells=12_000_000,
    seconds=180,
    memory_bytes=4096 * MIB,
    output_bytes=1024 * MIB,
)


def read_kobo(form: Form, source: SourceFile) -> Table:
    """The answers of an export of this form, one row a respondent.

    Out: the questions of the form that have a column, then what the server wrote down, then columns the form does not
    have (as text). Problems are those of the file and of the export; those of the form are in `form.problems`.
    Raises Refused where no sheet has a question of the form.
    """
    problems: list[Problem] = []
    grid, columns = pick_grid(form, source, problems)
    problems += [each for each in source.problems if each.params.get("sheet", grid.name) == grid.name]
    if not len(grid.body):
        problems.append(Problem("kobo_no_rows", "error", params={"sheet": grid.name}))
    problems += columns.problems
    cells = Cells(grid.body, np.asarray(grid.body.index, dtype=np.int64) + 1, grid.titles, problems)
    answered = Answered(form, columns, cells)
    tell_columns(form, columns, answered, cells)
    tell_styles(columns, answered, cells)
    questions = list(answered.questions)
    texts = {question.name: answered.texts(question) for question in questions}
    ticks = {question.name: answered.ticks(question) for question in questions if question.kind == "many"}
    others: list[tuple[int, Kind]] = [*((i, "meta") for i in columns.meta), *((i, "text") for i in columns.extra)]
    for place, kind in others:
        column = cells.texts(place)
        title = grid.titles[place]
        if title in texts:
            title = f"{title} ({column_letter(place)})"
        questions.append(Question(title, kind, {"": title}))
        texts[title] = column
    frame = pd.DataFrame(texts, index=pd.Index(cells.row_no), columns=[question.name for question in questions])
    return Table(tuple(questions), frame, ticks, tuple(problems))
