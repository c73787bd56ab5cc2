"""Workbooks (.xls, .xlsx, .ods) are opened only in a guarded child process: a hostile file can kill its reader."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.intake.files.child import run_child
from dashboard.intake.files.model import Limits, Sheet, column_letter
from dashboard.intake.problems import Problem, refuse

CHILD = Path(__file__).with_name("workbook_child.py")


def read_workbook(raw: bytes, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[str, ...], tuple[Problem, ...]]:
    """Visible sheets, names of hidden sheets, and problems found inside. Raises Refused."""
    printed = run_child(CHILD, raw, asdict(limits), slow="workbook_too_slow", killed="workbook_kills_reader")
    header, *sheets = map(json.loads, printed.splitlines())
    if "refused" in header:
        raise refuse(header["refused"], **header["params"])
    hidden = tuple(str(name) for name in header["hidden"])
    problems = [_cell_problem(found) for found in header["cells"]]
    if hidden:
        problems.append(Problem("hidden_sheets", "info", params={"sheets": ", ".join(hidden), "n": len(hidden)}))
    return tuple(_sheet(sheet) for sheet in sheets), hidden, tuple(problems)


def _cell_problem(found: dict[str, Any]) -> Problem:
    row, column = found["row"] + 1, column_letter(found["column"])
    return Problem(found["code"], "error", row, column, found["value"], {"sheet": found["sheet"]})


def _sheet(found: dict[str, Any]) -> Sheet:
    rows = [[_cell(cell) for cell in row] for row in found["rows"]]
    width = max((len(row) for row in rows), default=0)
    # A grid of objects: pandas must not turn a column of numbers and blanks into floats and NaN.
    frame = pd.DataFrame(rows, columns=range(width), dtype=object)
    return Sheet(found["name"], frame, tuple(tuple(area) for area in found["merged"]))


def _cell(cell: Any) -> Any:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"]) if "date" in cell else datetime.fromisoformat(cell["datetime"])
    return cell
