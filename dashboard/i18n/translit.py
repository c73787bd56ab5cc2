"""Names of places in Latin letters, by a published rule.

Kyrgyz: the BGN/PCGN 1979 system, https://www.gov.uk/government/publications/romanization-systems (“Romanization of
Kyrgyz”, February 2022: «Гүлчө» Gülchö, «Дөң-Арык» Döng-Aryk, «Жалал-Абад» Jalal-Abad, «Лейлек» Leylek).
Russian, for names of which no Kyrgyz form is known: the BGN/PCGN 1947 system of the same collection.
"""

from __future__ import annotations

import re

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "”", "ы": "y", "ь": "’", "э": "e", "ю": "yu",
    "я": "ya",
}  # fmt: skip
_LETTERS = {"ky": {**_COMMON, "ң": "ng", "ө": "ö", "ү": "ü"}, "ru": {**_COMMON, "ж": "zh", "ё": "ë"}}
#: Russian е and ё are “ye”, “yë” at the beginning of a word and after these letters.
_IOTATED = re.compile(r"(?:(?<=[аеёиоуыэюяйъь])|\b)[её]")


def romanize(text: str, lang: str = "ky") -> str:
    """The text in Latin letters; what is no Cyrillic letter stays as it is.

    `lang`: "ky" or "ru", the language the name is in; another one raises KeyError.
    """
    small = "".join(letter.lower()[:1] for letter in text)
    latin = [_LETTERS[lang].get(letter, as_is) for letter, as_is in zip(small, text, strict=True)]
    if lang == "ru":
        for found in _IOTATED.finditer(small):
            latin[found.start()] = "y" + latin[found.start()]
    return "".join(new[:1].upper() + new[1:] if old.isupper() else new for old, new in zip(text, latin, strict=True))
