"""Endings of Kyrgyz numbers and dates.

A number takes the ending of its last word as it is read aloud: 15 «он беш» – 15тен, 120 «жүз жыйырма» – 120дан. A date
ends in a month, and the twelve months have fixed forms.
"""

from __future__ import annotations

from datetime import date
from typing import Final

#: «…дан», «…га», «…нын», «…ы»: where from, where to, whose, of them.
CASES: Final = ("ablative", "dative", "genitive", "possessive")
_ENDINGS: Final = {
    word: dict(zip(CASES, endings.split(), strict=True))
    for word, endings in {
        0: "дөн гө дүн ү", 1: "ден ге дин и", 2: "ден ге нин си", 3: "төн кө түн ү", 4: "төн кө түн ү",
        5: "тен ке тин и", 6: "дан га нын сы", 7: "ден ге нин си", 8: "ден ге дин и", 9: "дан га дун у",
        10: "дон го дун у", 20: "дан га нын сы", 30: "дан га дун у", 40: "тан ка тын ы", 50: "дөн гө нүн сү",
        60: "тан ка тын ы", 70: "тен ке тин и", 80: "ден ге дин и", 90: "дон го дун у", 100: "дөн гө дүн ү",
        1_000: "ден ге дин и", 1_000_000: "дон го дун у",
    }.items()
}  # fmt: skip
#: "20-октябры": the month of a date, then the same in the cases that a date is met in.
MONTHS: Final = (
    "январы", "февралы", "марты", "апрели", "майы", "июну", "июлу", "августу", "сентябры", "октябры", "ноябры",
    "декабры",
)  # fmt: skip
_OF_MONTHS: Final = {
    case: dict(zip("ыиу", endings.split(), strict=True))
    for case, endings in {"dative": "на не на", "ablative": "нан нен нан", "locative": "нда нде нда"}.items()
}
#: «2026-жылдын 5-мартына», «…мартынан», «…мартында».
CASES_OF_DATES: Final = tuple(_OF_MONTHS)


def ending(value: int, case: str) -> str:
    """What a whole number written in digits takes, without a hyphen: `тен` for 15 in the ablative.

    `case`: one of CASES, another one raises KeyError. A number below zero has the ending of the one above it. From a
    thousand million on the last word is another one: ValueError.
    """
    value = abs(value)
    if value >= 10**9:
        raise ValueError(f"no ending is known for {value}")
    for step in (10, 100):
        if value % step or not value:
            return _ENDINGS[value % step][case]
    return _ENDINGS[next(scale for scale in (1_000_000, 1_000, 100) if value % scale == 0)][case]


def in_case(value: date, case: str) -> str:
    """`2026-жылдын 30-сентябрына` in the dative; `case`: one of CASES_OF_DATES, another one raises KeyError."""
    month = MONTHS[value.month - 1]
    return f"{value.year}-жылдын {value.day}-{month}{_OF_MONTHS[case][month[-1]]}"
