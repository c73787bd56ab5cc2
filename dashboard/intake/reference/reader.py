"""Reads a reference file by its layout: every row is checked, every problem names row and column."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.i18n import fold
from dashboard.intake.files import SourceFile
from dashboard.intake.problems import BadValue, Problem, Severity
from dashboard.intake.reference.layouts import ReferenceLayout
from dashboard.intake.table.columns import cell_text
from dashboard.intake.unfit import unfit

#: What staff write in a cell to empty what the database has: a dash as keyboards and spreadsheets make it.
NOTHING: Final = ("-", "–", "—")


@dataclass(frozen=True)
class ReferenceRows:
    """Rows with one value per stored column that the file says anything of.

    `row_nos`: the number of each row as a person counts; `problems`: what is wrong.
    """

    rows: list[dict[str, Any]]
    row_nos: list[int]
    problems: tuple[Problem, ...]


def read_rows(source: SourceFile, layout: ReferenceLayout) -> ReferenceRows:
    """Read the first sheet, whose first row is the header."""
    frame = source.sheets[0].frame
    header = [cell_text(cell).casefold() for cell in frame.iloc[0]]
    problems = list(_header_problems(header, layout))
    rows: list[dict[str, Any]] = []
    row_nos: list[int] = []
    seen: dict[tuple[str, ...], int] = {}
    for at, cells in zip(frame.index[1:], frame.iloc[1:].itertuples(index=False), strict=True):
        texts = {name: cell_text(cell) for name, cell in zip(header, cells, strict=True) if name}
        if not any(texts.values()):
            continue
        row_no = int(at) + 1
        row, wrong = _row(texts, layout, row_no)
        key = tuple(fold(texts.get(name, "")) or texts.get(name, "") for name in layout.unique)
        first = seen.setdefault(key, row_no)
        if first != row_no:
            columns = ", ".join(layout.unique)
            wrong.append(Problem("row_twice", "error", row_no, columns, " ".join(key), {"first": first}))
        problems += wrong
        rows.append(row)
        row_nos.append(row_no)
    problems += _share(rows, row_nos, layout, {problem.column or "" for problem in problems})
    return ReferenceRows(rows, row_nos, tuple(problems))


def _header_problems(header: list[str], layout: ReferenceLayout) -> Iterator[Problem]:
    for name in header:
        if name and name not in layout.columns:
            closest = difflib.get_close_matches(name, list(layout.columns), n=1, cutoff=0.0)[0]
            yield Problem("column_unknown", "error", row=1, column=name, params={"closest": closest})
    for name, column in layout.columns.items():
        if column.needed and name not in header:
            there = ", ".join(filter(None, header))[:400]
            yield Problem("column_missing", "error", row=1, column=name, params={"there": there})


def _row(texts: dict[str, str], layout: ReferenceLayout, row_no: int) -> tuple[dict[str, Any], list[Problem]]:
    row: dict[str, Any] = {}
    problems = []
    for name, column in layout.columns.items():
        cell = texts.get(name, "")
        value: Any = column.empty
        if (wrong := unfit(cell)) is not None:
            problems.append(Problem(wrong.reason, "error", row_no, name, cell, wrong.params))
        elif cell and not (column.kept and cell in NOTHING):
            try:
                value = column.read(cell)
            except BadValue as bad:
                severity: Severity = "question" if bad.reason.startswith("ambiguous") else "error"
                params = {**bad.params, "field": name} if "field" in bad.params else bad.params
                problems.append(Problem(bad.reason, severity, row_no, name, cell, params))
        elif column.needed and name in texts and not column.shared:
            problems.append(Problem("field_missing", "error", row_no, name, None, {"field": name}))
        stays = not cell if column.kept else layout.updates and name not in texts
        if column.stored and not stays:
            row[name] = value
    return row, problems


def _share(
    rows: Sequence[dict[str, Any]], row_nos: Sequence[int], layout: ReferenceLayout, told: Collection[str]
) -> Iterator[Problem]:
    """Give every row what the rows of its key say in shared columns; yields what differs and what nobody says.

    Such a column may be filled in one of the rows or in each.

    `told`: columns that are missing or have bad cells; that nobody says anything in them is not reported once more.
    """
    key = layout.unique[0]
    shared = {name: column for name, column in layout.columns.items() if column.shared}
    said: dict[tuple[str, str], tuple[Any, int]] = {}
    for row, row_no in zip(rows, row_nos, strict=True):
        for name, column in shared.items():
            if row[name] != column.empty:
                first, where = said.setdefault((row[key], name), (row[name], row_no))
                if first != row[name]:
                    params: dict[str, str | int] = {"first": str(first), "where": where, "key": key}
                    yield Problem("value_differs", "error", row_no, name, str(row[name]), params)
    missing: set[tuple[str, str]] = set()
    for row, row_no in zip(rows, row_nos, strict=True):
        for name, column in shared.items():
            place = (row[key], name)
            if place in said:
                row[name] = said[place][0]
            elif column.needed and name not in told and place not in missing:
                missing.add(place)
                yield Problem("field_missing", "error", row_no, name, None, {"field": name})
