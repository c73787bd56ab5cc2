"""Values of STUDY.toml: titles of columns, codes, texts in three languages, bands, pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any

from dashboard.intake.mapping.kinds import WORDS, Json, Plain, Short, wrong, wrong_at
from dashboard.intake.mapping.values import texts_of
from dashboard.intake.surveys.words import plain
from dashboard.store.records import Names

UNSAID = Names("")
#: Answers may be named by the key of a work, so they are looser than other codes.
_CODE = re.compile(r"[^\s:]{1,60}")
_TEXT: Json = {"type": ["string", "integer"], "examples": ["…"]}
_SOME: Json = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}], "examples": ["…", ["…", "…"]]}


def as_title(text: str) -> str:
    """A title as readers of files give it."""
    return " ".join(text.split())


def _text(value: Any) -> str:
    if type(value) not in (str, int):
        raise wrong()
    return str(value)


def _code(value: Any) -> str:
    code = _text(value)
    if not _CODE.fullmatch(code):
        raise wrong("bad_value")
    return code


def _some(value: Any) -> tuple[str, ...]:
    return () if value in ("", []) else texts_of(value)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    pairs = value if isinstance(value, list) else [value]
    if not all(isinstance(pair, list) and [type(each) for each in pair] == [str, str] for pair in pairs):
        raise wrong()
    return tuple((first, second) for first, second in pairs)


def _languages(value: Any) -> Any:
    if isinstance(value, str):
        return {"ky": value}
    if isinstance(value, dict) and isinstance(value.get("ky"), str) and not value["ky"].strip():
        raise wrong_at((("ky",), wrong("needs"), value["ky"]))
    return value


Said = Annotated[str, Plain(_text, _TEXT)]
Code = Annotated[str, Plain(_code, {"type": ["string", "integer"], WORDS: "code"})]
Title = Annotated[str, Plain(lambda value: as_title(_text(value)), _TEXT)]
Titles = Annotated[tuple[str, ...], Plain(lambda value: tuple(map(as_title, texts_of(value))), _SOME)]
TitleSet = Annotated[frozenset[str], Plain(lambda value: frozenset(map(as_title, _some(value))), _SOME)]
Some = Annotated[tuple[str, ...], Plain(_some, _SOME)]
#: As cells are compared: without case and blanks that do not show.
PlainSet = Annotated[frozenset[str], Plain(lambda value: frozenset(map(plain, _some(value))), _SOME)]
Pairs = Annotated[tuple[tuple[str, str], ...], Plain(_pairs, {
    "type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
    "examples": [[["sex", "age"]]],
})]  # fmt: skip
#: A text in some languages; a plain one is that of all.
InLanguages = Annotated[Names, Short(
    _languages, ({"type": "string"},), ("…", {"ky": "…", "ru": "…", "en": "…"}),
)]  # fmt: skip


def twice(values: Iterable[str]) -> str | None:
    """What comes twice and so means two things; None where nothing does."""
    return next((value for value, number in Counter(values).items() if number > 1), None)


def shared(texts: Iterable[Iterable[str]]) -> str | None:
    """A text of cells that means two things. One thing may have a text in several spellings."""
    return twice(text for each in texts for text in dict.fromkeys(map(plain, each)))


def overlap(bands: Sequence[tuple[float, float, str]]) -> dict[str, str] | None:
    """Two bands (least, greatest, code) with a number in common: whoever has it would be counted in the first only."""
    for (_, high, first), (low, _, second) in pairwise(sorted(bands)):
        if low <= high:
            return {"first": first, "second": second, "number": f"{low:g}"}
    return None
