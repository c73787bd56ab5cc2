"""What staff are told about the columns of an export: how they were understood, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from dashboard.intake.problems import Problem, Severity
from dashboard.intake.surveys.exports.kobo_cells import TICKED, UNREADABLE, Cells, tick_column
from dashboard.intake.surveys.exports.kobo_columns import Columns, names_of
from dashboard.intake.surveys.exports.kobo_questions import Answered
from dashboard.intake.surveys.exports.kobo_titles import NAMES
from dashboard.intake.surveys.forms.form import Form


def tell_columns(form: Form, columns: Columns, answered: Answered, cells: Cells) -> None:
    """Note columns that no question has, questions that no column has, and answers the form does not have."""
    _tell_lost(form, columns, cells)
    joined = [place for places in columns.of.values() if len(places) > 1 for place in places]
    there = {question.name for question in answered.questions} | {question for question, _ in columns.lost.values()}
    missing = [question.name for question in form.questions if question.name not in there]
    for code, names, n in (
        ("kobo_columns_extra", names_of(cells.titles, columns.extra), len(columns.extra)),
        ("kobo_columns_repeated", names_of(cells.titles, columns.repeated), len(columns.repeated)),
        ("kobo_columns_by_part", names_of(cells.titles, columns.by_part), len(columns.by_part)),
        ("kobo_columns_joined", names_of(cells.titles, joined), len(joined)),
        ("kobo_questions_missing", ", ".join(missing)[:400], len(missing)),
    ):
        if n:
            cells.problems.append(Problem(code, "warning", params={"names": names, "n": n}))
    for question in answered.questions:
        if options := answered.options_without_column(question):
            named = ", ".join(options)[:400]
            cells.problems.append(
                Problem("kobo_options_missing", "warning", None, question.name, params={"names": named})
            )


def tell_styles(columns: Columns, answered: Answered, cells: Cells) -> None:
    """Note how columns and answers are called, and ask where that cannot be seen."""
    told = {
        "titles": _counted(columns.style_of, cells),
        "answers": _counted({place: style for place, (style, _) in answered.styles.items()}, cells),
    }
    cells.problems.append(Problem("kobo_styles", "info", params=told))
    for place, (_, certain) in answered.styles.items():
        if not certain:
            cells.problems.append(Problem("kobo_names_or_labels", "question", column=cells.titles[place]))


def _tell_lost(form: Form, columns: Columns, cells: Cells) -> None:
    """Columns of an answer that the question has not; columns that only look so are columns that no question has."""
    listed = {question.name for question in form.questions if question.options}
    for place, (question, _) in columns.lost.items():
        if question not in listed:
            continue
        ticks = tick_column(cells.coded(place))
        if (ticks == UNREADABLE).any():
            columns.extra.append(place)
            continue
        rows = np.flatnonzero(ticks == TICKED)
        severity: Severity = "error" if len(rows) else "warning"
        row = int(cells.row_no[rows[0]]) if len(rows) else None
        cells.problems.append(
            Problem(
                "kobo_option_lost", severity, row, cells.titles[place], params={"question": question, "n": len(rows)}
            )
        )


def _counted(styles: Mapping[int, str], cells: Cells) -> str:
    """How many columns have each style, in the words of a form; the columns of rare styles are named."""
    groups: dict[str, list[int]] = {}
    for place, style in styles.items():
        groups.setdefault(style, []).append(place)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return "; ".join(_group(style, places, i > 0, cells) for i, (style, places) in enumerate(ordered)) or "-"


def _group(style: str, places: Iterable[int], named: bool, cells: Cells) -> str:
    places = list(places)
    word = "name" if style == NAMES else f"label::{style}" if style else "label"
    return f"{word} × {len(places)}" + (f" ({names_of(cells.titles, places)})" if named else "")
