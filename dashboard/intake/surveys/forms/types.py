"""What the types of a form mean: those of XLSForm (xlsform.org) and how older forms spell them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dashboard.intake.surveys.table import Kind

_SELECTS = {
    "select_one": "select_one",
    "select one": "select_one",
    "select one from": "select_one",
    "select one using": "select_one",
    "select1": "select_one",
    "add select one prompt using": "select_one",
    "select_one_from_file": "select_one_from_file",
    "select one from file": "select_one_from_file",
    "select_one_external": "select_one_external",
    "select one external": "select_one_external",
    "select_multiple": "select_multiple",
    "select multiple": "select_multiple",
    "select multiple from": "select_multiple",
    "select multiple using": "select_multiple",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "add select multiple prompt using": "select_multiple",
    "select_multiple_from_file": "select_multiple_from_file",
    "select multiple from file": "select_multiple_from_file",
    "rank": "rank",
}
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
