"""The sheets of a form as rows of named cells: labels by language, and what the type of a row means.

Types are those of XLSForm (xlsform.org), and how older forms spell them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from babel import Locale

from dashboard.i18n import LANGUAGES
from dashboard.intake.files import Sheet, SourceFile, column_letter
from dashboard.intake.problems import Problem, Refused
from dashboard.intake.surveys.table import Kind
from dashboard.intake.table.columns import cell_text
from dashboard.intake.unfit import unfit

SHEETS = ("survey", "choices", "settings", "external_choices")
_OLD_NAMES = {"caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant"}
_USED = frozenset({
    "type", "name", "label", "list_name", "relevant", "disabled",
    "form_title", "title", "default_language", "allow_choice_duplicates",
})  # fmt: skip
_CODE = re.compile(r".*\(\s*([A-Za-z]{2,3})(?:[-_]\w+)*\s*\)")

_SPELT = {
    "select_one": "select_one, select one, select one from, select one using, select1, add select one prompt using",
    "select_one_from_file": "select_one_from_file, select one from file",
    "select_one_external": "select_one_external, select one external",
    "select_multiple": "select_multiple, select multiple, select multiple from, select multiple using, "
    "select all that apply, select all that apply from, add select multiple prompt using",
    "select_multiple_from_file": "select_multiple_from_file, select multiple from file",
    "rank": "rank",
}
_SELECTS = {word: name for name, words in _SPELT.items() for word in words.split(", ")}
_SELECT = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _SELECTS), key=len, reverse=True))}) (\S+)( or[_ ](?:specify )?other)?"
)
_GROUP = re.compile(r"(begin|end)[\s_]+(group|repeat|lgroup|looped group)")
_PROMPT = re.compile(r"^(?:add |get |q |uri:)| prompt$")
_WORDS: dict[Kind, str] = {
    "number": "int, integer, decimal, range, percentage, number of days in last month, number of days in last year, "
    "number of days in last six months",
    "date": "date, datetime, date time",
    "text": "text, string, calculate, hidden, barcode, acknowledge, trigger, time",
    # What a device writes down by itself, where somebody was, what was filmed or said, and telephone numbers.
    "meta": "start, start time, end, end time, today, deviceid, device id, imei, subscriberid, subscriber id, "
    "simserial, sim id, phonenumber, phone number, username, email, audit, geopoint, geotrace, geoshape, gps, "
    "location, start-geopoint, background-geopoint, background-audio, photo, image, picture, audio, video, file, osm",
}
_KINDS: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split(", ")}
_NO_ANSWER = frozenset({"note", "xml-external", "csv-external"})


@dataclass(frozen=True)
class FormRow:
    """A row of a sheet. `number` is counted as a person counts; cells that are empty are not there."""

    number: int
    cells: Mapping[str, str]
    labels: Mapping[str, str]

    def says_yes(self, column: str) -> bool:
        """Whether it has a yes in a column."""
        return self.cells.get(column, "").casefold() in ("yes", "true")


class FormSheet:
    """A sheet of a form: its titles and below them the texts of its rows, by the row a person counts."""

    def __init__(self, sheet: Sheet) -> None:
        self.name = sheet.name
        titles, *rows = sheet.frame.itertuples(index=False, name=None)
        self.titles = [_text(cell) for cell in titles]
        self.texts = {
            int(at) + 1: [_text(cell) for cell in row] for at, row in zip(sheet.frame.index[1:], rows, strict=True)
        }

    @cached_property
    def keys(self) -> list[tuple[str, str] | None]:
        """(name, language) of each column, None for columns that do not count; only labels have a language.

        Raises Refused when a column that counts is there twice.
        """
        sign = "::" if any("::" in title for title in self.titles) else ":"
        proper = {title.casefold() for title in self.titles}
        keys: list[tuple[str, str] | None] = []
        for i, title in enumerate(self.titles):
            parts = [part.strip() for part in title.split(sign)]
            first = "_".join(parts.pop(0).casefold().split())
            if first == "bind" and parts:
                first = parts.pop(0).casefold()
            if _OLD_NAMES.get(first, first) not in proper:
                first = _OLD_NAMES.get(first, first)
            lang = language(parts[0]) if parts and first == "label" else ""
            if (first, lang) in keys and parts:
                lang = parts[0]  # two spellings of one language: the second keeps its whole name
            key = (first, lang) if first in _USED else None
            if key and key in keys:
                at = f"{column_letter(keys.index(key))}, {column_letter(i)}"
                raise Refused(Problem("form_column_twice", "error", 1, title, params={"sheet": self.name, "at": at}))
            keys.append(key)
        return keys

    @property
    def rows(self) -> list[FormRow]:
        """Rows that are not empty. Raises Refused for a text that no page can show."""
        rows = []
        for number, row in self.texts.items():
            for key, title, text in zip(self.keys, self.titles, row, strict=True):
                if key and (bad := unfit(text)) is not None:
                    raise Refused(Problem(bad.reason, "error", number, title, text, bad.params))
            texts = [(*key, text) for key, text in zip(self.keys, row, strict=True) if key and text]
            cells = {name: text for name, lang, text in texts if not lang}
            if texts:
                rows.append(FormRow(number, cells, {lang: text for name, lang, text in texts if name == "label"}))
        return rows

    @property
    def names(self) -> frozenset[str]:
        """Names of the columns that count."""
        return frozenset(key[0] for key in self.keys if key)

    @property
    def letters(self) -> frozenset[str]:
        """Letters of the columns that count."""
        return frozenset(column_letter(i) for i, key in enumerate(self.keys) if key)


def form_sheets(source: SourceFile) -> dict[str, FormSheet]:
    """The sheets of a form that are there and hold something, by name."""
    named = {"_".join(sheet.name.casefold().split()): sheet for sheet in source.sheets}
    return {name: FormSheet(named[name]) for name in SHEETS if name in named and len(named[name].frame)}


def raw_rows(sheets: Mapping[str, FormSheet]) -> dict[str, Any]:
    """The sheets in the form in which pyxform takes them: each row a mapping of titles to texts."""
    raw: dict[str, Any] = {}
    for name, sheet in sheets.items():
        raw[f"{name}_header"] = [{title: None for title in sheet.titles if title}]
        raw[name] = [
            {title: text for title, text in zip(sheet.titles, row, strict=True) if title and text}
            for row in sheet.texts.values()
        ]
    return raw


def _text(cell: object) -> str:
    """A cell of a form as text; Excel turns a name like TRUE into a truth value."""
    return str(cell).upper() if isinstance(cell, bool) else cell_text(cell)


def language(name: str) -> str:
    """Code of a language as forms name it: "Кыргызча (ky)", "English", "орусча"; the name itself if it is none."""
    found = _CODE.fullmatch(name)
    return found[1].lower() if found else _codes().get(name.casefold(), name)


@cache
def _codes() -> dict[str, str]:
    """Names of languages in our languages → codes."""
    return {
        str(name).casefold(): str(code)
        for lang in LANGUAGES
        for code, name in Locale.parse(lang).languages.items()
        if len(code) <= 3
    }


@dataclass(frozen=True)
class Select:
    """A question whose answers are chosen. `other`: the form adds the answer "other" and a question for its text."""

    type: str
    list_name: str
    other: bool

    @property
    def kind(self) -> Kind:
        """An order of all answers (`rank`) is kept as text."""
        return "text" if self.type == "rank" else "many" if self.type.startswith("select_multiple") else "one"

    @property
    def list_elsewhere(self) -> bool:
        """Whether the answers come from a file beside the form, or from earlier answers."""
        return self.type.endswith("_from_file") or self.list_name.startswith("${")


def select_of(type_text: str) -> Select | None:
    """What `select_one places or_other` and its like say; None for other types."""
    found = _SELECT.fullmatch(type_text)
    return Select(_SELECTS[found[1]], found[2], found[3] is not None) if found else None


def group_of(type_text: str) -> tuple[bool, bool] | None:
    """(whether it begins, whether it is repeated) of a row that begins or ends a group; None for others."""
    found = _GROUP.fullmatch(type_text.casefold())
    return (found[1] == "begin", found[2] != "group") if found else None


def kind_of(type_text: str) -> Kind | None:
    """Kind of any other type, None where the type is not known."""
    plain = type_text.casefold()
    if plain.startswith("osm "):  # followed by the name of a list of tags
        return "meta"
    return _KINDS.get(_PROMPT.sub("", plain))


def has_no_answer(type_text: str) -> bool:
    """Whether the row is only shown, or only names a file."""
    return _PROMPT.sub("", type_text.casefold()) in _NO_ANSWER
