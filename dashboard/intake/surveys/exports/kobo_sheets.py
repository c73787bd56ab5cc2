"""The sheet of an export that holds a row for each respondent, and what the other sheets are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.intake.files import Sheet, SourceFile
from dashboard.intake.files.model import column_letter
from dashboard.intake.problems import Problem, refuse
from dashboard.intake.surveys.exports.kobo_columns import Columns, match_columns
from dashboard.intake.surveys.forms.form import Form
from dashboard.intake.table.columns import cell_text

#: Columns that only the sheet of a repeat has: which row of the sheet of respondents its row belongs to.
_OF_REPEAT = frozenset({"_parent_index", "_parent_table_name", "parent_key"})


@dataclass(frozen=True)
class Grid:
    """A sheet cut into titles and rows; the index of `body` is the 0-based row of the file."""

    name: str
    titles: tuple[str, ...]
    body: pd.DataFrame

    @property
    def of_repeat(self) -> bool:
        """Whether its rows belong to rows of another sheet."""
        return any(title.casefold() in _OF_REPEAT for title in self.titles)


def pick_grid(form: Form, source: SourceFile, problems: list[Problem]) -> tuple[Grid, Columns]:
    """The sheet of respondents and its columns. Raises Refused where no sheet has a question of the form.

    Several sheets that could be it are a question for staff: they may repeat each other.
    """
    grids = [grid for sheet in source.sheets if (grid := _cut(sheet, problems)) is not None]
    for grid in grids:
        if grid.of_repeat:
            problems.append(
                Problem("kobo_repeat_left_out", "warning", params={"sheet": grid.name, "n": len(grid.body)})
            )
    asked = {question.name for question in form.questions if question.kind != "meta"}
    matched = [(grid, match_columns(form, grid.titles)) for grid in grids if not grid.of_repeat]
    fitting = [(grid, columns) for grid, columns in matched if columns.named & asked]
    if not fitting:
        raise refuse("kobo_not_this_form", form=form.title or "-", there=_titles(grids))
    most = max(len(columns.named & asked) for _, columns in fitting)
    full = [(grid, columns) for grid, columns in fitting if 2 * len(columns.named & asked) > most]
    if len(full) > 1:
        sheets = [grid for grid, _ in full]
        problems.append(
            Problem("kobo_several_sheets", "question", params={"sheets": _named(sheets), "n": _repeated(sheets)})
        )
    others = [grid for grid, _ in matched if all(grid is not chosen for chosen, _ in full)]
    if others:
        problems.append(Problem("kobo_sheets_left_out", "info", params={"sheets": _named(others)}))
    return full[0]


def _cut(sheet: Sheet, problems: list[Problem]) -> Grid | None:
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
        problems.append(Problem("kobo_hxl", "info", row=int(body.index[0]) + 1))
        body = body.iloc[1:]
    return Grid(sheet.name, titles, body)


def _repeated(grids: Sequence[Grid]) -> int:
    """How many rows of these sheets stand in them more than once, to the letter."""
    texts = [grid.body.astype(str).agg("\x1f".join, axis=1) for grid in grids]
    return int(pd.concat(texts).duplicated().sum())


def _named(grids: Sequence[Grid]) -> str:
    return ", ".join(f"«{grid.name}» ({len(grid.body)})" for grid in grids)[:400]


def _titles(grids: Sequence[Grid]) -> str:
    return ", ".join(f"«{title}»" for grid in grids for title in grid.titles if title)[:400] or "-"
