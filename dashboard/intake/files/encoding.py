"""Which encoding a text file is in. A guess is never silent, and a mixture is refused."""

from __future__ import annotations

import codecs
import re

from dashboard.intake.problems import Problem, refuse

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Three Cyrillic letters in UTF-8, one after another: in Windows-1251 this would be "Рђ" thrice, which no word has.
_UTF8_WORD = re.compile(rb"(?:[\xd0-\xd3][\x80-\xbf]){3}")
_LETTERS_1251 = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґЎў№«»–—“”„’…•°§\u00a0]")
_LATIN_TOUCHING = re.compile(r"[A-Za-z][а-яА-Я]|[а-яА-Я][A-Za-z]")
_SAMPLE = 200_000


def decode(raw: bytes, encoding: str | None = None) -> tuple[bytes, str, tuple[Problem, ...]]:
    """Text of a file as UTF-8 without a mark, the encoding it had, and what to tell. Raises Refused."""
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


def _given(raw: bytes, encoding: str) -> tuple[bytes, str, tuple[Problem, ...]]:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise refuse("encoding_name", encoding=encoding) from error
    text, name, problems = _recode(raw, encoding)
    return text.removeprefix(codecs.BOM_UTF8), name, problems


def _recode(raw: bytes, encoding: str) -> tuple[bytes, str, tuple[Problem, ...]]:
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


def _cp1251(raw: bytes, first_not_utf8: int) -> tuple[bytes, str, tuple[Problem, ...]]:
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
