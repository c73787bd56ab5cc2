"""Rows below a table that are none of it: who signed, where the seal goes, the day."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from dashboard.intake.files.model import CELL_ERRORS
from dashboard.intake.table.columns import Mask, cell_text
from dashboard.intake.table.dates import BadDate, parse_date
from dashboard.intake.table.grid import Grid
from dashboard.intake.table.numbers import BadNumber, parse_number

#: What the line of a person who signs begins or ends with.
_WORDS = (
    "төрага", "төрагасы", "башчы", "башчысы", "мэр", "мэри", "катчы", "катчысы", "бухгалтер", "бухгалтери", "эсепчи",
    "экономист", "аткаруучу", "аткарган", "түзгөн", "даярдаган", "колу", "мө", "мо", "мп", "председатель", "глава",
    "руководитель", "начальник", "директор", "секретарь", "исполнитель", "подпись", "ио", "врио", "заместитель",
    "chairman", "mayor", "accountant", "secretary", "signature", "голова", "alcalde", "interventor",
)  # fmt: skip
_FIRST = frozenset(_WORDS) | {"башкы", "главный", "жооптуу", "ответственный", "начальника", "подготовил", "составил"}
_LAST = frozenset(_WORDS)
_INITIAL, _SURNAME = r"[A-ZА-ЯЁӨҮҢІЇЄҐ]\.", r"[A-ZА-ЯЁӨҮҢІЇЄҐ][\w-]{2,}"
_PERSON = re.compile(rf"[_\s]*(?:(?:{_INITIAL}\s*){{1,2}}{_SURNAME}|{_SURNAME}\s+(?:{_INITIAL}\s*){{1,2}})[_\s]*")
_LINE = re.compile(r"_{3,}")


def signature_rows(grid: Grid, figures: Sequence[int]) -> Mask:
    """The rows at the end of a table, below its last figure, from the first that somebody signs.

    `figures`: the columns of amounts; without any nothing can be told.
    """
    signed = np.zeros(len(grid), dtype=bool)
    if not figures:
        return signed
    first = None
    for at in range(len(grid) - 1, -1, -1):
        cells = grid.body.iloc[at].to_numpy(dtype=object)
        if any(_is_figure(cells[column]) for column in figures):
            break
        if any(map(_signs, map(cell_text, cells))):
            first = at
    if first is not None:
        signed[first:] = True
    return signed


def _is_figure(cell: object) -> bool:
    """Whether a cell may be an amount, even one that cannot be read."""
    text = cell_text(cell)
    if not any(map(str.isdigit, text)) or text in CELL_ERRORS or _is_day(cell):
        return False
    try:
        return parse_number(cell) is not None
    except BadNumber:
        return not any(map(str.isalpha, text)) or text[:1].isdigit()


def _is_day(cell: object) -> bool:
    if isinstance(cell, int | float):
        return False
    try:
        return parse_date(cell) is not None
    except BadDate:
        return False


def _signs(text: str) -> bool:
    if _PERSON.fullmatch(text) or _LINE.search(text):
        return True
    words = re.findall(r"[\w-]+", re.sub(r"(?<=\b\w)[./](?=\w\b)", "", text.casefold()))
    plain = 0 < len(words) <= 12 and not any(map(str.isdigit, text))
    return plain and (words[0] in _FIRST or words[-1] in _LAST)
