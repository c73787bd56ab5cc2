"""Text tables: encoding, delimiter, ragged rows. No cell is dropped and none is interpreted.

A guess about the encoding is never silent, and a mixture of two is refused.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.intake.files.model import Limits, Sheet, column_letter
from dashboard.intake.problems import Problem, refuse

DELIMITERS = (";", "\t", ",")
HEAD_BYTES = 65_536
HEAD_ROWS = 50
TOLD = 20
LEAST_AGREEMENT = 0.4  # title rows stand above the table; below this share the sign is only punctuation
#: A text as UTF-8 without a mark, the encoding it had, and what to say about that.
Decoded = tuple[bytes, str, tuple[Problem, ...]]
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Three Cyrillic letters in UTF-8, one after another: in Windows-1251 this would be "Рђ" thrice, which no word has.
_UTF8_WORD = re.compile(rb"(?:[\xd0-\xd3][\x80-\xbf]){3}")
_LETTERS_1251 = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґЎў№«»–—“”„’…•°§\u00a0]")
_LATIN_TOUCHING = re.compile(r"[A-Za-z][а-яА-Я]|[а-яА-Я][A-Za-z]")
_SAMPLE = 200_000


def read_csv(
    raw: bytes, name: str, *, encoding: str | None, delimiter: str | None, limits: Limits
) -> tuple[Sheet, tuple[Problem, ...]]:
    """The grid of a CSV file, every cell text ("" where empty), and what was noticed. Raises Refused."""
    data, found_encoding, problems = decode(raw, encoding)
    head = _head_lines(data)
    separator = delimiter or find_delimiter(head)
    usual = _agreement(head, separator)[0]
    frame = _frame(data, separator, _widest_row(iter(head), separator, limits), limits)
    form = {"encoding": found_encoding, "delimiter": "TAB" if separator == "\t" else separator}
    noticed = [
        *problems,
        Problem("text_form", "info", params=form),
        *_nul_bytes(data),
        *_swallowed_rows(data, frame, separator),
        *_long_rows(frame, usual),
    ]
    return Sheet(name, frame, widths=_widths(data, separator, frame)), tuple(noticed)


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
        if row := re.search(r"EOF inside string starting at row (\d+)", str(error)):
            raise refuse("quote_open", row=int(row[1]) + 1) from error
    # Some row has more cells than the head: look at all rows, once, and make room for the widest.
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    try:
        return _parse(data, separator, _widest_row(lines, separator, limits))
    except pd.errors.ParserError as error:
        row = re.search(r"line (\d+)", str(error))
        raise refuse("csv_broken", row=int(row[1]) if row else None) from error


def _parse(data: bytes, separator: str, width: int) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(data),
        sep=separator,
        header=None,
        names=range(width),
        index_col=False,
        dtype=str,
        na_filter=False,
        skip_blank_lines=False,
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


def _widths(data: bytes, separator: str, frame: pd.DataFrame) -> npt.NDArray[np.int32] | None:
    """Cells of each row as written; None where all rows fill the grid, or where rows cannot be told apart so."""
    if not frame.shape[1] or not (frame.iloc[:, -1].to_numpy(dtype=object) == "").any():
        return None
    if b'"' in data:
        lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
        widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
    else:
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        sign = separator.encode()
        widths = [line.count(sign) + 1 for line in data.removesuffix(b"\n").split(b"\n")]
    return np.array(widths, dtype=np.int32) if len(widths) == len(frame) else None


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


def decode(raw: bytes, encoding: str | None = None) -> Decoded:
    """A text in the encoding named, else in the one it turns out to have. Raises Refused."""
    if encoding is not None:
        return _given(raw, encoding)
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _recode(raw, name)
    if (wide := _utf16_without_mark(raw)) is not None:
        return _recode(raw, wide)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _cp1251(raw, error.start)
    return raw, "utf-8", ()


def _given(raw: bytes, encoding: str) -> Decoded:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise refuse("encoding_name", encoding=encoding) from error
    text, name, problems = _recode(raw, encoding)
    return text.removeprefix(codecs.BOM_UTF8), name, problems


def _recode(raw: bytes, encoding: str) -> Decoded:
    try:
        return raw.decode(encoding).encode("utf-8"), encoding, ()
    except UnicodeError as error:
        offset = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise _unknown(raw, offset) from error


def _utf16_without_mark(raw: bytes) -> str | None:
    """Every second byte of plain ASCII in UTF-16 is zero; in other text files there are none."""
    head = raw[:2000]
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.3 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.3 * half else None


def _cp1251(raw: bytes, first_not_utf8: int) -> Decoded:
    word = _UTF8_WORD.search(raw)
    if word is not None:
        offset = max(word.start(), first_not_utf8)
        raise refuse("encoding_mixed", row=raw.count(b"\n", 0, offset) + 1, offset=offset)
    try:
        text = raw.decode("cp1251")
    except UnicodeDecodeError as error:
        raise _unknown(raw, error.start) from error
    if not _looks_cyrillic(text[max(0, first_not_utf8 - 100) : first_not_utf8 + _SAMPLE]):
        raise _unknown(raw, first_not_utf8)
    return text.encode("utf-8"), "cp1251", (Problem("cp1251_no_kyrgyz", "warning"),)


def _looks_cyrillic(text: str) -> bool:
    high = sum(letter > "\x7f" for letter in text)
    return len(_LETTERS_1251.findall(text)) > 0.8 * high and len(_LATIN_TOUCHING.findall(text)) < 0.5 * high


def _unknown(raw: bytes, offset: int) -> Exception:
    return refuse("encoding_unknown", row=raw.count(b"\n", 0, offset) + 1, offset=offset)
