"""Values of STUDY.toml: texts, names in three languages, days, numbers. What is of another kind is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard.i18n import LANGUAGES
from dashboard.intake.mapping.parts import BadMapping, check_keys
from dashboard.intake.surveys.words import plain
from dashboard.store.records import Names

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def read_names(value: object, where: str) -> Names:
    """A text in some languages; a plain one is that of all."""
    if isinstance(value, dict):
        check_keys(value, LANGUAGES, f"{where}.")
        if not all(isinstance(text, str) for text in value.values()) or not value.get("ky", "").strip():
            raise BadMapping("mapping_needs", f"{where}.ky")
        return Names(*(value.get(lang, "") for lang in LANGUAGES))
    if not isinstance(value, str):
        raise BadMapping("mapping_wrong_kind", where, wanted='"…", { ky = "…", ru = "…", en = "…" }')
    return Names(value)


def read_slug(part: Mapping[str, Any], key: str, where: str) -> str:
    """A short name for addresses. Raises BadMapping."""
    text = read_text(part, key, where)
    if not _SLUG.fullmatch(text):
        raise BadMapping("mapping_bad_value", where, value=text, allowed="a-z 0-9 -")
    return text


def read_text(part: Mapping[str, Any], key: str, where: str) -> str:
    """A text, "" where there is none. Raises BadMapping."""
    value = part.get(key, "")
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise BadMapping("mapping_wrong_kind", where, wanted='"…"')
    return str(value)


def read_texts(part: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A text or several, none where there is none. Raises BadMapping."""
    return one_or_more(part[key], where) if part.get(key) else ()


def one_or_more(value: object, where: str) -> tuple[str, ...]:
    """A text, or a list of some. Raises BadMapping."""
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, (str, int)) and not isinstance(each, bool) for each in listed):
        raise BadMapping("mapping_wrong_kind", where, wanted='"…", ["…", "…"]')
    return tuple(str(each) for each in listed)


def read_column(part: Mapping[str, Any], key: str, where: str) -> str:
    """The title of a column, with blanks as titles are read. Raises BadMapping."""
    return as_title(read_text(part, key, where))


def as_title(text: str) -> str:
    """A title as readers of files give it."""
    return " ".join(text.split())


def read_day(part: Mapping[str, Any], key: str, where: str) -> date | None:
    """A day without a time, None where there is none. Raises BadMapping."""
    value = part.get(key)
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    raise BadMapping("mapping_wrong_kind", where, wanted="2025-09-01")


def read_flag(part: Mapping[str, Any], key: str, where: str, *, usual: bool) -> bool:
    """True or false. Raises BadMapping."""
    value = part.get(key, usual)
    if not isinstance(value, bool):
        raise BadMapping("mapping_wrong_kind", f"{where}.{key}", wanted="true, false")
    return value


def read_number(part: Mapping[str, Any], key: str, where: str, usual: int) -> int:
    """A whole number that is not negative. Raises BadMapping."""
    value = part.get(key, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadMapping("mapping_wrong_kind", where, wanted="10")
    return value


def refuse_twice(values: Iterable[str], where: str) -> None:
    """The same thing twice means two things, so it is refused."""
    twice = [value for value, number in Counter(values).items() if number > 1]
    if twice:
        raise BadMapping("study_twice", where, value=twice[0])


def refuse_shared(texts: Iterable[Iterable[str]], where: str) -> None:
    """A text of a cell may mean one thing: texts are compared as cells are, without case and blanks that do not show.

    One thing may have a text in several spellings.
    """
    refuse_twice((text for each in texts for text in dict.fromkeys(map(plain, each))), where)
