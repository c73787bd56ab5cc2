"""The titles of a plain table: in one row, or in two, as SurveyMonkey writes them: questions above, options below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from dashboard.intake.files import column_letter
from dashboard.intake.surveys.words import plain
from dashboard.intake.table.columns import cell_text

#: What stands under a question without options.
_RESPONSE: Final = frozenset({"response", "open-ended response", "ответ", "жооп", "respuesta"})


@dataclass(frozen=True)
class Header:
    """The titles of the columns, each a name of its own, in how many rows they stand, and the option of some.

    `options`: title → the text of the option whose ticks the column holds, where the second row says it.
    """

    titles: tuple[str, ...]
    rows: int = 1
    options: Mapping[str, str] = field(default_factory=dict)


def header_of(frame: pd.DataFrame, rows: int = 0) -> Header:
    """The header of a table. `rows`: in how many rows it stands, 0: see which.

    In two rows a title without an option is that of the question, one with an option "question [option]".
    """
    first = [_text(cell) for cell in frame.iloc[0]]
    second = [_text(cell) for cell in frame.iloc[1]] if len(frame) > 1 else []
    if rows == 1 or not second or (rows == 0 and not _is_second(first, second)):
        return Header(_unique(first))
    asked, titles, options = "", [], []
    for question, option in zip(first, second, strict=True):
        asked = question or asked
        named = option if plain(option) not in _RESPONSE else ""
        titles.append(f"{asked} [{named}]" if named and asked else asked or named)
        options.append(named)
    unique = _unique(titles)
    return Header(unique, 2, {title: option for title, option in zip(unique, options, strict=True) if option})


def _is_second(first: list[str], second: list[str]) -> bool:
    """Whether a row is the second one of a header: it says "Response", and names what has no title of its own."""
    untitled = [option for question, option in zip(first, second, strict=True) if not question]
    return any(plain(cell) in _RESPONSE for cell in second) and bool(untitled) and all(untitled)


def _text(cell: object) -> str:
    return " ".join(cell_text(cell).split())


def _unique(printed: list[str]) -> tuple[str, ...]:
    """A title that comes twice becomes "title (2)", an empty one "(C)", like its column."""
    named = [text or f"({column_letter(at)})" for at, text in enumerate(printed)]
    titles: list[str] = []
    for title in named:
        name, number = title, 1
        while name in titles or (number > 1 and name in named):
            number += 1
            name = f"{title} ({number})"
        titles.append(name)
    return tuple(titles)
