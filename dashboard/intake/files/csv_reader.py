"""Text tables: encoding, delimiter, ragged rows. No cell is dropped and none is interpreted."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.intake.files.encoding import decode
from dashboard.intake.files.model import Limits, Sheet, column_letter
from dashboard.intake.problems import Problem, refuse

DELIMITERS = (";", "\t", ",")
HEAD_BYTES = 65_536
HEAD_ROWS = 50
TOLD = 20
LEAST_AGREEMENT = 0.4  # title rows stand above the table; below this share the sign is only punctuation


def read_csv(
    raw: bytes, name: str, *, encoding: str | None, delimiter: str | None, limits: Limits
) -> tuple[Sheet, tuple[Problem, ...]]:
    """The grid of a CSV file, every cell text ("" where empty), and what was noticed. Raises Refused."""
    data, found_encoding, problems = decode(raw, encoding)
    head = _head_lines(data)
    separator = delimiter or find_delimiter(head)
    usual = _agreement(head, separator)[0]
    frame = _frame(data, separator, _widest_row(iter(head), separator, limits), limits)
    noticed = [
        *problems,
        Problem("text_form", "info", params={"encoding": found_encoding, "delimiter": _shown(separator)}),
        *_nul_bytes(data),
        *_swallowed_rows(data, frame, separator),
        *_long_rows(frame, usual),
    ]
    return Sheet(name, frame), tuple(noticed)


def find_delimiter(lines: list[str]) -> str:
    """The sign that cuts most rows of the head into the same number of cells; quoted cells are respected."""

    def agreement(sign: str) -> float:
        width, rows, of = _agreement(lines, sign)
        share = rows / of if of else 0.0
        return share * (width - 1) if share >= LEAST_AGREEMENT else 0.0

    best = max(DELIMITERS, key=agreement)  # the first of equals wins: in «1;2,5» the comma is a decimal mark
    return best if agreement(best) > 0 else "\t"


def _agreement(lines: list[str], sign: str) -> tuple[int, int, int]:
    """(the most frequent number of cells above one, rows that have it, rows that are not empty)."""
    widths = [len(row) for row in csv.reader(lines, delimiter=sign) if any(row)][:HEAD_ROWS]
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 1, len(widths), len(widths)
    width, rows = max(several.items(), key=lambda item: (item[1], item[0]))
    return width, rows, len(widths)


def _head_lines(data: bytes) -> list[str]:
    head = data[:HEAD_BYTES]
    if len(data) > HEAD_BYTES:
        head = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
    text = head.decode("utf-8", errors="ignore").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.splitlines(keepends=True)


def _frame(data: bytes, separator: str, width: int, limits: Limits) -> pd.DataFrame:
    try:
        return _parse(data, separator, width)
    except pd.errors.ParserError as error:
        _refuse_open_quote(error)
    # Some row has more cells than the head: look at all rows, once, and make room for the widest.
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    try:
        return _parse(data, separator, _widest_row(lines, separator, limits))
    except pd.errors.ParserError as error:
        row = re.search(r"line (\d+)", str(error))
        raise refuse("csv_broken", row=int(row[1]) if row else None) from error


def _refuse_open_quote(error: pd.errors.ParserError) -> None:
    row = re.search(r"EOF inside string starting at row (\d+)", str(error))
    if row:
        raise refuse("quote_open", row=int(row[1]) + 1) from error


def _parse(data: bytes, separator: str, width: int) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(data),
        sep=separator,
        header=None,
        names=range(width),
        index_col=False,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        encoding="utf-8",
        engine="c",
    )


def _widest_row(lines: Iterator[str], separator: str, limits: Limits) -> int:
    csv.field_size_limit(limits.csv_bytes)
    widest, read = 1, 0
    try:
        for cells in csv.reader(lines, delimiter=separator):
            widest = max(widest, len(cells))
            read += 1
    except csv.Error as error:
        raise refuse("csv_broken", row=read + 1) from error
    if widest > limits.columns:
        raise refuse("too_many_columns", columns=widest, most=limits.columns)
    return widest


def _nul_bytes(data: bytes) -> Iterator[Problem]:
    at = data.find(b"\0")
    if at >= 0:
        yield Problem("nul_byte", "error", row=data.count(b"\n", 0, at) + 1, params={"n": data.count(b"\0")})


def _long_rows(frame: pd.DataFrame, usual: int) -> Iterator[Problem]:
    """Rows with something beyond the usual last column: a delimiter inside a text moves the figures."""
    if frame.shape[1] == usual:
        return
    extra = frame.iloc[:, usual:].to_numpy(dtype=object) != ""
    for row in np.flatnonzero(extra.any(axis=1))[:TOLD].tolist():
        column = usual + int(extra[row].argmax())
        yield _cell("long_row", frame, row, column, usual=usual)


def _swallowed_rows(data: bytes, frame: pd.DataFrame, separator: str) -> Iterator[Problem]:
    """Cells that hold a line end and a delimiter: a quotation mark that was not closed ate the next rows."""
    if b'"' not in data or (data.count(b"\n") or data.count(b"\r")) <= len(frame):
        return
    for column in range(frame.shape[1]):
        cells = frame[column]
        both = cells.str.contains("\n", regex=False) & cells.str.contains(separator, regex=False)
        for row in np.flatnonzero(both.to_numpy(dtype=bool))[:TOLD].tolist():
            yield _cell("quote_not_closed", frame, row, column)


def _cell(code: str, frame: pd.DataFrame, row: int, column: int, **params: int) -> Problem:
    value = str(frame.iat[row, column])
    return Problem(code, "warning", row=row + 1, column=column_letter(column), value=value, params=params)


def _shown(separator: str) -> str:
    return "TAB" if separator == "\t" else separator
