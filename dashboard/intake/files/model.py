"""What a reader hands over, and how much it will take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.problems import Problem

MIB = 2**20
#: What stands in the grid for a formula whose result is not saved; other error cells stand as they are shown.
NO_VALUE = "#FORMULA"
#: What spreadsheets show in a cell whose calculation failed, in English and in Russian.
CELL_ERRORS = frozenset({
    NO_VALUE, "#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA",
    "#ССЫЛКА!", "#ДЕЛ/0!", "#Н/Д", "#ЗНАЧ!", "#ИМЯ?", "#ПУСТО!", "#ЧИСЛО!",
})  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file. Sizes are bytes; `seconds` is the reader's processor time.

    `memory_bytes`, `output_bytes`: of the process that reads a workbook, and what it may hand over.
    """

    csv_bytes: int = 200 * MIB
    json_bytes: int = 50 * MIB
    workbook_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    ratio: int = 100
    parts: int = 2000
    rows: int = 200_000
    columns: int = 200
    cells: int = 3_000_000
    seconds: int = 60
    memory_bytes: int = 1024 * MIB
    output_bytes: int = 256 * MIB


@dataclass(frozen=True)
class Sheet:
    """One visible sheet as it stands in the file.

    `frame`: the raw grid, columns 0…n-1, index = 0-based row of the file. CSV cells are text ("" where empty);
    workbook and JSON cells are text, int, float, bool, datetime, date or None.
    `merged`: (first row, first column, last row, last column), 0-based, inclusive.
    `widths`: of a text file, the number of cells of each row as it was written; None where every row fills the grid,
    and for other files.
    """

    name: str
    frame: pd.DataFrame
    merged: tuple[tuple[int, int, int, int], ...] = ()
    widths: npt.NDArray[np.int32] | None = None


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its fingerprint, its visible sheets, and what was noticed on the way."""

    path: Path
    sha256: str
    kind: Literal["csv", "workbook", "json"]
    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def column_letter(index: int) -> str:
    """Name of a 0-based column as a spreadsheet shows it: 0 → "A", 26 → "AA"."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
