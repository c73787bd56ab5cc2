"""An export of KoboToolbox or ODK becomes a table of answers, in whichever style it was made.

Columns may be called by the names of the form or by its labels, with their groups or without; answers may be given by
name or by label; ticks in one text, in a column for each answer, or both. The style is found out for each column and
reported. What the form does not have, or what can be understood in two ways, is reported and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.intake.files import MIB, Limits, Sheet, SourceFile, column_letter
from dashboard.intake.problems import Findings, Problem, Refused, Severity, refuse
from dashboard.intake.surveys.exports.answered import TICKED, UNREADABLE, Answered, ExportSheet, tick_column
from dashboard.intake.surveys.exports.columns import NAMES, Columns
from dashboard.intake.surveys.forms import Form
from dashboard.intake.surveys.study.questions import QuestionSpec
from dashboard.intake.surveys.study.schema import StudySpec
from dashboard.intake.surveys.table import AnswerOption, AnswerTable, AskedQuestion, Kind, no_answers
from dashboard.intake.table.columns import cell_text

#: An export has a column for each answer of a question of many, and a row per respondent: more than other tables have.
LIMITS = Limits(
    workbook_bytes=80 * MIB, unpacked_bytes=1024 * MIB, memory_bytes=4096 * MIB, output_bytes=1024 * MIB,
    columns=2_000, cells=12_000_000, seconds=180,
)  # fmt: skip


def in_words_of_form(spec: StudySpec, form: Form) -> StudySpec:
    """The study with ticks named as KoboToolbox calls their columns (`question/answer`) read from that question.

    How the export calls them is no matter then: by names or by labels, in one column or in many.
    """
    many = [question for question in form.questions if question.kind == "many"]
    return replace(spec, questions=tuple(_of_question(each, many) for each in spec.questions))


def _of_question(spec: QuestionSpec, many: Sequence[AskedQuestion]) -> QuestionSpec:
    for question in many:
        named = {code: _option(question, column) for code, column in spec.ticks.items()}
        if named and all(named.values()):
            texts = {code: (option,) for code, option in named.items()}
            answers = tuple(replace(answer, texts=texts.get(answer.code, ())) for answer in spec.answers)
            return replace(spec, columns=(question.name,), ticks={}, answers=answers)
    return spec


def _option(question: AskedQuestion, column: str) -> str:
    """The answer whose column KoboToolbox calls so, "" where it is of another question."""
    start = f"{question.name}/"
    name = column.removeprefix(start) if column.startswith(start) else ""
    return name if not question.options or name in {option.name for option in question.options} else ""


def read_of_form(form: Form, source: SourceFile, spec: StudySpec) -> AnswerTable:
    """The answers of an export of this form, as the study reads them.

    Raises Refused where the export lacks a column that the study names, and where nobody lists the answers.
    """
    unlisted = {each.name for each in form.questions if each.kind in ("one", "many") and not each.options}
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


def _with_described(form: Form, spec: StudySpec) -> Form:
    """The form with the answers of the description where its own are listed elsewhere, in a file beside it.

    They are never taken from what stands in the cells: that may be anything somebody wrote.
    """
    described = {name: each for each in spec.questions for name in each.columns}
    questions = list(form.questions)
    for at, question in enumerate(questions):
        if question.kind == "many" and not question.options and question.name in described:
            texts = [text for answer in described[question.name].answers for text in answer.texts]
            questions[at] = replace(question, options=tuple(AnswerOption(text, {"": text}) for text in texts))
    return replace(form, questions=tuple(questions))


def read_kobo(form: Form, source: SourceFile) -> AnswerTable:
    """The answers of an export of this form, one row per respondent.

    Out: the questions of the form that have a column, then what the server wrote down, then columns the form does not
    have (as text). Problems are those of the file and of the export; those of the form are in `form.problems`.
    Raises Refused where no sheet has a question of the form.
    """
    findings = Findings()
    sheet, columns = _pick_sheet(form, source, findings)
    findings.problems += [each for each in source.problems if each.params.get("sheet", sheet.name) == sheet.name]
    if not len(sheet.body):
        findings.add("kobo_no_rows", "error", sheet=sheet.name)
    findings.problems += columns.problems
    answered = Answered(form, columns, sheet, findings)
    extra = [*columns.extra, *_tell_lost(form, columns, sheet, findings)]
    _tell_columns(form, columns, extra, answered)
    _tell_styles(columns, answered)
    questions = list(answered.questions)
    texts = {question.name: answered.texts(question) for question in questions}
    ticks = {question.name: answered.ticks(question) for question in questions if question.kind == "many"}
    others: list[tuple[int, Kind]] = [*((i, "meta") for i in columns.meta), *((i, "text") for i in extra)]
    for place, kind in others:
        title = sheet.titles[place]
        if title in texts:
            title = f"{title} ({column_letter(place)})"
        questions.append(AskedQuestion(title, kind, {"": title}))
        texts[title] = sheet.texts(place)
    frame = pd.DataFrame(texts, index=pd.Index(sheet.row_no), columns=[question.name for question in questions])
    return AnswerTable(tuple(questions), frame, ticks, tuple(findings.problems))


def _pick_sheet(form: Form, source: SourceFile, findings: Findings) -> tuple[ExportSheet, Columns]:
    """The sheet of respondents and its columns. Raises Refused where no sheet has a question of the form.

    Several sheets that could be it are a question for staff: they may repeat each other.
    """
    sheets = [cut for sheet in source.sheets if (cut := _cut(sheet, findings)) is not None]
    for sheet in sheets:
        if sheet.of_repeat:
            findings.add("kobo_repeat_left_out", "warning", sheet=sheet.name, n=len(sheet.body))
    asked = {question.name for question in form.questions if question.kind != "meta"}
    matched = [(sheet, Columns(form, sheet.titles)) for sheet in sheets if not sheet.of_repeat]
    fitting = [(sheet, columns) for sheet, columns in matched if columns.named & asked]
    if not fitting:
        there = ", ".join(f"«{title}»" for sheet in sheets for title in sheet.titles if title)[:400] or "-"
        raise refuse("kobo_not_this_form", form=form.title or "-", there=there)
    most = max(len(columns.named & asked) for _, columns in fitting)
    full = [(sheet, columns) for sheet, columns in fitting if 2 * len(columns.named & asked) > most]
    if len(full) > 1:
        several = [sheet for sheet, _ in full]
        findings.add("kobo_several_sheets", "question", sheets=_named(several), n=_repeated(several))
    others = [sheet for sheet, _ in matched if all(sheet is not chosen for chosen, _ in full)]
    if others:
        findings.add("kobo_sheets_left_out", "info", sheets=_named(others))
    return full[0]


def _cut(sheet: Sheet, findings: Findings) -> ExportSheet | None:
    """Titles are the first row that is not empty; empty rows and a row of HXL tags are left out.

    A column with cells and no title is called by its letter in brackets.
    """
    filled = (sheet.frame.notna() & (sheet.frame != "")).to_numpy()
    rows = np.flatnonzero(filled.any(axis=1))
    if not len(rows):
        return None
    used = filled[rows[1:]].any(axis=0)
    titles = tuple(
        cell_text(cell) or (f"({column_letter(i)})" if used[i] else "")
        for i, cell in enumerate(sheet.frame.iloc[rows[0]])
    )
    body = sheet.frame.iloc[rows[1:]]
    if len(body) and all(text.startswith("#") for cell in body.iloc[0] if (text := cell_text(cell))):
        findings.add("kobo_hxl", "info", row=int(body.index[0]) + 1)
        body = body.iloc[1:]
    return ExportSheet(sheet.name, titles, body)


def _repeated(sheets: Sequence[ExportSheet]) -> int:
    """How many rows of these sheets stand in them more than once, to the letter."""
    texts = [sheet.body.astype(str).agg("\x1f".join, axis=1) for sheet in sheets]
    return int(pd.concat(texts).duplicated().sum())


def _named(sheets: Sequence[ExportSheet]) -> str:
    return ", ".join(f"«{sheet.name}» ({len(sheet.body)})" for sheet in sheets)[:400]


def _tell_lost(form: Form, columns: Columns, sheet: ExportSheet, findings: Findings) -> list[int]:
    """Note columns of an answer that the question has not; out: columns that only look so, which no question has."""
    listed = {question.name for question in form.questions if question.options}
    extra = []
    for place, (question, _) in columns.lost.items():
        if question not in listed:
            continue
        ticks = tick_column(sheet.coded(place))
        if (ticks == UNREADABLE).any():
            extra.append(place)
            continue
        rows = np.flatnonzero(ticks == TICKED)
        severity: Severity = "error" if len(rows) else "warning"
        row = int(sheet.row_no[rows[0]]) if len(rows) else None
        title = sheet.titles[place]
        findings.add("kobo_option_lost", severity, row=row, column=title, question=question, n=len(rows))
    return extra


def _tell_columns(form: Form, columns: Columns, extra: Sequence[int], answered: Answered) -> None:
    """Note columns that no question has, questions that no column has, and answers the form does not have."""
    sheet, findings = answered.sheet, answered.findings
    joined = [place for places in columns.of.values() if len(places) > 1 for place in places]
    there = {question.name for question in answered.questions} | {question for question, _ in columns.lost.values()}
    missing = [question.name for question in form.questions if question.name not in there]
    for code, names, n in (
        ("kobo_columns_extra", sheet.called(extra), len(extra)),
        ("kobo_columns_repeated", sheet.called(columns.repeated), len(columns.repeated)),
        ("kobo_columns_by_part", sheet.called(columns.by_part), len(columns.by_part)),
        ("kobo_columns_joined", sheet.called(joined), len(joined)),
        ("kobo_questions_missing", ", ".join(missing)[:400], len(missing)),
    ):
        if n:
            findings.add(code, "warning", names=names, n=n)
    for question in answered.questions:
        if options := answered.options_without_column(question):
            findings.add("kobo_options_missing", "warning", column=question.name, names=", ".join(options)[:400])


def _tell_styles(columns: Columns, answered: Answered) -> None:
    """Note how columns and answers are called, and ask where that cannot be seen."""
    titles = _counted(columns.style_of, answered.sheet)
    answers = _counted({place: style for place, (style, _) in answered.styles.items()}, answered.sheet)
    answered.findings.add("kobo_styles", "info", titles=titles, answers=answers)
    for place, (_, certain) in answered.styles.items():
        if not certain:
            answered.findings.add("kobo_names_or_labels", "question", column=answered.sheet.titles[place])


def _counted(styles: Mapping[int, str], sheet: ExportSheet) -> str:
    """How many columns have each style, in the words of a form; the columns of rare styles are named."""
    groups: dict[str, list[int]] = {}
    for place, style in styles.items():
        groups.setdefault(style, []).append(place)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    parts = []
    for i, (style, places) in enumerate(ordered):
        word = "name" if style == NAMES else f"label::{style}" if style else "label"
        parts.append(f"{word} × {len(places)}" + (f" ({sheet.called(places)})" if i else ""))
    return "; ".join(parts) or "-"
