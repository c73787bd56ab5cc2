"""Pieces of every mapping: columns, conditions on rows, the file, the sheet, the paper."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field

from dashboard.intake.mapping.kinds import Json, Plain, Short, wrong
from dashboard.intake.mapping.values import (
    Cell,
    Cells,
    DayOrText,
    Delimiter,
    Encoding,
    Flag,
    Pattern,
    RowNumber,
    Text,
    Texts,
    Whole,
)
from dashboard.store.batch import Document

#: Most rows of a header.
HEADER_ROWS = 30


def says(description: str, key: str | None = None, **limits: Any) -> Any:
    """What a key means; `key` where the file calls it otherwise than the program."""
    return Field(description=description, validation_alias=key, **limits)


def _titles(value: Any) -> tuple[str | int, ...]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(type(each) is str or (type(each) is int and each > 0) for each in listed):
        raise wrong()
    return tuple(listed)


_TITLE: Json = {"type": ["string", "integer"], "minimum": 1}
_TITLES: Json = {"anyOf": [_TITLE, {"type": "array", "items": _TITLE, "minItems": 1}], "examples": ["…", 3, ["…", "…"]]}
Titles = Annotated[tuple[str | int, ...], Plain(_titles, _TITLES)]


@dataclass(frozen=True)
class ColumnRef:
    """A column of the file: alternatives of one header (or all parts to be joined), and what is taken of its text."""

    names: Annotated[
        Titles, says("title, letter or number of the column; of several the first that is there", "column")
    ]
    join: Annotated[Text | None, says("put all the columns of the list together, with this text between them")] = None
    pattern: Annotated[Pattern | None, says("take only this of the text, or the part of it in round brackets")] = None
    optional: Annotated[Flag, says("the column may be absent")] = False

    def __str__(self) -> str:
        return (self.join or " / ").join(str(name) for name in self.names)


Column = Annotated[ColumnRef, Short(
    lambda value: value if isinstance(value, dict) else {"column": list(_titles(value))},
    tuple(_TITLES["anyOf"]), ("…", 3, ["…", "…"], {"column": "…"}),
)]  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """A condition on a row. Without `column` the text of the whole row is looked at."""

    column: Annotated[Column | None, says("the column that is looked at; without one the whole row's text")] = None
    equals: Annotated[Cell | None, says("the text is this one")] = None
    any_of: Annotated[Cells | None, says("the text is one of these", "in")] = None
    not_within: Annotated[Cells | None, says("the text is none of these", "not_in")] = None
    pattern: Annotated[Pattern | None, says("the regular expression is found in the text, capitals or not")] = None
    not_pattern: Annotated[Pattern | None, says("the regular expression is not found in the text")] = None
    words: Annotated[Texts, says("the text begins with one of these, however their letters are typed")] = ()

    @cached_property
    def within(self) -> frozenset[str] | None:
        """The texts of which it must be one; None: any."""
        if self.any_of is None and self.equals is not None:
            return frozenset({self.equals})
        return self.any_of


_CONDITIONS = "equals, in, not_in, pattern, not_pattern, words"


SomeFilter = TypeVar("SomeFilter", bound=Filter)


def _says_something(condition: SomeFilter) -> SomeFilter:
    told = (condition.within, condition.not_within, condition.pattern, condition.not_pattern, condition.words or None)
    if all(each is None for each in told):
        raise wrong("needs", wanted=_CONDITIONS)
    return condition


NOT_EMPTY = AfterValidator(_says_something)
Condition = Annotated[Filter, NOT_EMPTY]


@dataclass(frozen=True)
class FileSpec:
    """How a text file is written, where it is not found by itself."""

    encoding: Annotated[
        Encoding | None, says("encoding of a text file; found by itself: UTF-8, UTF-16, Windows-1251")
    ] = None
    delimiter: Annotated[
        Delimiter | None, says("the one sign between the cells of a text file; found by itself: `;`, tab, `,`")
    ] = None


def _header(value: Any) -> tuple[int, ...]:
    rows = value if isinstance(value, list) else [value]
    if not rows or not all(type(row) is int and 0 <= row <= 10_000_000 for row in rows) or (0 in rows and rows != [0]):
        raise wrong()
    return tuple(rows)


_HEADER: Json = {
    "anyOf": [{"type": "integer", "minimum": 0}, {"type": "array", "items": {"type": "integer", "minimum": 1}}]
}
Header = Annotated[tuple[int, ...], Plain(_header, {**_HEADER, "examples": [3, [3, 4], 0]})]


@dataclass(frozen=True)
class SheetSpec:
    """Where the table is: the sheet, the header row(s) (1-based) or words to find it by, rows to leave out."""

    name: Annotated[Text | None, says("name of the sheet; without `name` and `number` the first visible one")] = None
    number: Annotated[RowNumber | None, says("number of the sheet, from 1")] = None
    header: Annotated[
        Header,
        says(
            "row of the column names; a list where they stand in several: names are joined from top to bottom (`2025 | "
            "План`), merged cells count for all they cover; `0`: there is none, name columns by letter"
        ),
    ] = (1,)
    find: Annotated[Texts, says("instead of `header`: the first of 30 rows in which all these words stand")] = ()
    header_rows: Annotated[
        Whole, says("with `find`: rows of the header, of which the found one is the first", ge=1, le=HEADER_ROWS)
    ] = 1
    skip_rows: Annotated[
        frozenset[RowNumber], says("rows to leave out, counted as the spreadsheet shows them", examples=[[7, 12]])
    ] = frozenset()


@dataclass(frozen=True)
class PaperSpec:
    """The paper the whole file is, as a mapping describes it."""

    key: Annotated[Text, says("lasting key of the paper; without one it is made from the mapping and the file")] = ""
    title: Annotated[Text, says("title; `{year}` and `{file}` are filled in, also in `number`, `url` and `key`")] = (
        "{file}"
    )
    kind: Annotated[Text, says("what it is: `resolution`, `treasury_report`, `register` …")] = "report"
    authority: Annotated[
        Whole,
        says(
            "3: council resolution or treasury, 2: official site, 1: press. Where two papers give the same figure the "
            "greater counts, then the later date, then the later import",
            ge=1,
            le=3,
        ),
    ] = 3
    number: Annotated[Text, says("its number")] = ""
    date: Annotated[DayOrText | None, says('its day; a text where only that much is printed (`"May 2025"`)')] = None
    language: Annotated[Text, says("language it is written in: `ky`, `ru` …")] = ""
    publisher: Annotated[Text, says("who published it")] = ""
    url: Annotated[Text, says("its address")] = ""

    def document(self) -> Document:
        """The paper as it is published."""
        day = self.date if isinstance(self.date, date) else None
        told = {part.name: getattr(self, part.name) for part in fields(self)}
        return Document(**{**told, "date": day, "date_printed": "" if day or self.date is None else str(self.date)})
