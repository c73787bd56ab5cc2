"""Personal details by what they look like: e-mail, telephone and IP addresses, personal numbers, points on the map.

A text is looked at as people read it: figures of any width are figures, signs nobody sees are not there, and a number
may be written in parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

Span = tuple[int, int]
#: Where something stands in a text that was made plain.
Finder = Callable[[str], Iterator[Span]]

#: Signs that are read otherwise than NFKC has them.
_READ: Final = {**dict.fromkeys("‐‑‒–—−", "-"), "№": "№"}
#: What a number is no telephone before: money and measures.
_UNITS: Final = r"(?!\s*(?:сом|руб|тг|тенге|тыйын|долл|usd|kgs|eur|som|мм|см|км|м|кв|кг|л|т|г|шт|%|€|\$)(?!\w))"
#: No part is without an end: a text of one word, however long, is looked through once.
_EMAIL: Final = re.compile(
    r"[\w.+-]{1,64}(?:@|\s{0,3}[(\[{]\s{0,3}(?:at|эт|собака)\s{0,3}[)\]}]\s{0,3})[\w-]{1,63}"
    r"(?:\.|\s{0,3}[(\[{]\s{0,3}(?:dot|точка)\s{0,3}[)\]}]\s{0,3})[\w.]+",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    rf"""(?<!\d)(?<!\d-)(?:\+?996|0)[ ()-]*\d{{3}}[ ()-]*\d{{2,3}}[ -]*\d{{2,3}}(?:[ -]*\d{{2,3}})?(?!\d)
      # An area code in one piece, and the rest of the nine figures in parts, however they are divided.
      | (?<![\d№])(?<!\d[.,])(?<!№\ )(?:\+?996[ ()./-]{{0,3}}|0[ (]{{0,2}})
        (?:\d{{3}}[ ()./-]{{1,3}}(?:\d{{6}}|\d{{3}}[ ./-]{{1,2}}\d{{3}}|\d{{2}}(?:[ ./-]{{1,2}}\d{{2}}){{2}})
         | \d{{4}}[ ()./-]{{1,3}}(?:\d{{5}}|\d(?:[ ./-]{{1,2}}\d{{2}}){{2}}|\d{{2}}[ ./-]{{1,2}}\d{{3}}
                                  |\d{{3}}[ ./-]{{1,2}}\d{{2}}))(?!\d)
      # Of Kazakhstan, as it is called from there.
      | (?<!\d)(?:\+7|8)[ ()-]{{0,3}}7\d{{2}}[ ()-]{{0,3}}\d{{3}}[ -]{{0,2}}\d{{2}}[ -]{{0,2}}\d{{2}}(?!\d){_UNITS}""",
    re.IGNORECASE | re.VERBOSE,
)
_IP: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_GPS: Final = re.compile(r"(?<!\d)-?\d{1,2}\.\d{4,}[ ,;]+-?\d{1,3}\.\d{4,}")
#: Fourteen figures; they may overlap with others.
_PIN: Final = re.compile(r"(?<!\d)(?=([12](?:[ ./-]{0,3}\d){13})(?!\d))")
#: Six figures in pairs, as telephones of a town are written.
_LOCAL: Final = re.compile(rf"(?<![\w/.,№-])(?<!№ )(\d\d)-(\d\d)-(\d\d)(?![\w/-]){_UNITS}", re.IGNORECASE)
_HINT: Final = re.compile(r"\d|@|[(\[{]")
_EMPTY: Final = re.compile(r"\(\W*\)|\[\W*\]|«\W*»")


def _by(pattern: re.Pattern[str]) -> Finder:
    return lambda plain: (found.span() for found in pattern.finditer(plain))


def _pins(plain: str) -> Iterator[Span]:
    """Personal numbers: the sex (1 or 2), the day of birth as ddmmyyyy, five figures more."""
    for found in _PIN.finditer(plain):
        figures = re.sub(r"\D", "", found[1])
        day, month, year = int(figures[1:3]), int(figures[3:5]), int(figures[5:9])
        if 1900 <= year < 2100 and _is_day(year, month, day):
            yield found.span(1)


def _local_phones(plain: str) -> Iterator[Span]:
    """Telephones without an area code: pairs of figures that are no date."""
    for found in _LOCAL.finditer(plain):
        one, two, three = map(int, found.groups())
        if not any(_is_day(2000 + year, month, day) for day, month, year in (
            (one, two, three), (three, two, one), (two, one, three)
        )):  # fmt: skip
            yield found.span()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


#: What it is and how to find it, wherever it stands in a text.
CONTENT: Final[Mapping[str, Finder]] = {
    "email": _by(_EMAIL), "phone": _by(_PHONE), "ip": _by(_IP), "pin": _pins, "gps": _by(_GPS),
}  # fmt: skip
#: What can be cut out of a text that stays useful without it.
_CUT: Final = (CONTENT["email"], CONTENT["phone"], CONTENT["pin"], _local_phones)


def personal_in(text: str) -> str:
    """What a text holds that is personal, the first of CONTENT; "" where it holds nothing such."""
    return personal_among((text,)) or ("phone" if any(_local_phones(_plain(text)[0])) else "")


def personal_among(texts: Iterable[str]) -> str:
    """What any of the texts holds that is personal, the first of CONTENT; "" where none does."""
    looked_at = [_plain(text)[0] for text in texts if _HINT.search(text)]
    return next((what for what, find in CONTENT.items() if any(any(find(plain)) for plain in looked_at)), "")


def without_personal(text: str, *more: Finder) -> str:
    """A text without the e-mail addresses, telephone and personal numbers in it, and what `more` finds; itself where it
    holds none."""
    if not _HINT.search(text):
        return text
    plain, places = _plain(text)
    spans = sorted({span for find in (*_CUT, *more) for span in find(plain)}, reverse=True)
    if not spans:
        return text
    left = len(text)
    for start, end in spans:
        begins = places[start]
        # Of two that overlap the part that is still there is cut.
        text = text[:begins] + text[max(begins, min(places[end], left)) :]
        left = begins
    return " ".join(_EMPTY.sub("", text).split())


def _plain(text: str) -> tuple[str, list[int] | range]:
    """A text as people read it, and where each of its signs, and its end, stand in the text."""
    if text.isascii():
        return text, range(len(text) + 1)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":
            continue
        read = _READ.get(sign) or unicodedata.normalize("NFKC", sign)
        signs.append(read)
        places += [place] * len(read)
    return "".join(signs), [*places, len(text)]
