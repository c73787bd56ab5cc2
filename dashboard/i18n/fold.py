"""Folding for search and matching, and the Kyrgyz alphabet's order.

Many people type without Kyrgyz letters, and documents are printed with look-alikes, so ө~о, ү~у, ң~н, ё~е
and the homoglyphs seen in real council documents fold to one form. Latin spellings fold through the usual
transliteration so that "Kara-Kujur" finds «Кара-Кужур».
"""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = {letter: i for i, letter in enumerate("абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя")}
# Look-alikes printed in real documents (U+0473, U+0275, U+03B3, U+04CA, ...) and Latin letters inside Cyrillic words.
_LOOKALIKE = str.maketrans(
    {"ѳ": "о", "ɵ": "о", "ө": "о", "γ": "у", "ү": "у", "ұ": "у", "ң": "н", "ӊ": "н", "ҥ": "н", "ё": "е", "ї": "и"}
)
_LATIN_IN_CYRILLIC = str.maketrans("aceopxyi", "асеорхуи")
_LATIN = [
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"),
    ("yo", "е"), ("dj", "ж"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"),
    ("h", "х"), ("i", "и"), ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"),
    ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "х"), ("y", "и"),
    ("z", "з"),
]  # fmt: skip
_SOUND = str.maketrans({"ы": "и", "й": "и", "э": "е", "ц": "с", "ъ": "", "ь": "", "щ": "ш"})

_LOOSE = str.maketrans("еюя", "оуа")


def fold(text: str) -> str:
    """One form for all ways of typing the same words: case, Kyrgyz letters, homoglyphs and every space dropped."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LOOKALIKE)
    if re.search("[а-я]", text):
        text = text.translate(_LATIN_IN_CYRILLIC)
        # щ is printed for ң inside Kyrgyz words ("Кещеш", "мищ"); ъ for ү in an old font.
        text = text.replace("щ", "н").replace("ъ", "у")
    return re.sub(r"[\W_]+", "", text)


def fold_words(text: str) -> str:
    """`fold` word by word: of a text in two languages each word keeps its letters."""
    return "".join(map(fold, re.split(r"[\W_]+", text)))


def sound(text: str) -> str:
    """Looser form for search by name: Latin letters become Cyrillic and letters that sound alike become one."""
    if re.search("[а-яА-ЯөүңёӨҮҢЁ]", text):
        text = fold(text)
    else:
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    for latin, cyrillic in _LATIN:
        text = text.replace(latin, cyrillic)
    text = re.sub(r"[\W_]+", "", text.translate(_LOOKALIKE)).translate(_SOUND)
    return re.sub(r"(.)\1+", r"\1", text)


def loose(text: str) -> str:
    """Still looser: Russian spellings of Kyrgyz names ("Джаны-Дебе") become one with the Kyrgyz ones («Жаңы-Дөбө»)."""
    return sound(text.casefold().replace("дж", "ж").replace("dzh", "j")).translate(_LOOSE)


def sort_key(text: str) -> tuple[list[tuple[int, int]], str]:
    """Key that sorts by the Kyrgyz alphabet (ң after н, ө after о, ү after у); other letters follow by code point."""
    letters = [(1, _ALPHABET[c]) if c in _ALPHABET else (0, ord(c)) for c in text.casefold() if c.isalnum()]
    return letters, text
