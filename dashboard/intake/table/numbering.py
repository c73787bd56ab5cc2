"""Rows that only number the columns of a paper: 1 2 3 …, «5 (4-3)», А Б 1 2, with gaps where columns were removed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from dashboard.intake.table.columns import cell_text

SEARCHED_ROWS = 30
_PLACE = re.compile(r"\(?([0-9]{1,3})\)?[.)]?")
#: «5 (4-3)», «9 (7/4)», «6=гр.4-гр.5»: the number of the column and how it is worked out from others.
_FORMULA = re.compile(r"([0-9]{1,3})\s*[=(](?=.*[-+*/:=–−×÷])[\s0-9гр.()*/:=,+–−×÷%-]*", re.IGNORECASE)
_LETTERS = (("А", "Б"), ("A", "B"), ("а", "б"), ("a", "b"))
#: The most columns that may have been removed, as a share of those that are left.
_GAPS = 2


def numbering_rows(body: pd.DataFrame, *, strict: bool = False) -> list[int]:
    """Positions of the rows below a header that number its columns: above the first row with other figures.

    `strict`: only rows that number every column and stand above a row with words, as in tables whose answers may be
    numbers themselves.
    """
    rows = [[cell_text(cell) for cell in cells] for cells in body.iloc[:SEARCHED_ROWS].to_numpy(dtype=object)]
    found = []
    for at, texts in enumerate(rows):
        below = next((row for row in rows[at + 1 :] if any(row)), [])
        if _numbers_columns(texts, below, strict=strict):
            found.append(at)
        elif any(text[:1].isdigit() or text[:1] == "-" for text in texts):
            break
    return found


def _numbers_columns(texts: Sequence[str], below: Sequence[str], *, strict: bool) -> bool:
    said = [text for text in texts if text]
    letters = len(said) - len(_after_letters(said))
    formulas = [_FORMULA.fullmatch(text) for text in said[letters:]]
    places = [formula or _PLACE.fullmatch(text) for formula, text in zip(formulas, said[letters:], strict=True)]
    values = [int(place[1]) for place in places if place is not None]
    if len(said) < 2 or not values or len(values) < len(places) or values != sorted(set(values)):
        return False
    plain = values == list(range(1, len(values) + 1))
    worded = any(
        own and len(under) > 1 and any(map(str.isalpha, under)) for own, under in zip(texts, below, strict=False)
    )
    if strict:
        return worded and plain and len(values) == len(texts) > 2
    if letters:
        return worded and plain and len(values) > 1
    if plain and len(values) > 2:
        return True
    in_reach = values[0] <= len(said) and values[-1] <= _GAPS * len(texts) + 1
    return in_reach and (any(formulas) or worded)


def _after_letters(said: Sequence[str]) -> Sequence[str]:
    """What follows the letters of the first columns, «А» or «А», «Б»."""
    for first, second in _LETTERS:
        if said[:1] == [first]:
            return said[2:] if said[1:2] == [second] else said[1:]
    return said
