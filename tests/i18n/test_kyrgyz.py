"""Endings of numbers, held against the number read aloud: the sounds of its last word ask for them."""

from datetime import date
from itertools import chain

import pytest

from dashboard.i18n.kyrgyz import CASES, CASES_OF_DATES, ending, in_case

ONES = ["нөл", "бир", "эки", "үч", "төрт", "беш", "алты", "жети", "сегиз", "тогуз"]
TENS = ["", "он", "жыйырма", "отуз", "кырк", "элүү", "алтымыш", "жетимиш", "сексен", "токсон"]
VOWELS = "аоуыеэиөү"
#: What the vowel of an ending is after the last vowel of a word: of broad endings (-дан), of narrow ones (-нын).
BROAD = dict(zip(VOWELS, "аоааеееөө", strict=True))
NARROW = dict(zip(VOWELS, "ыууыиииүү", strict=True))
SAMPLED = range(10_000, 1_000_001, 37)


def last_word(number: int) -> str:
    """The last word of a number from 0 to 1 000 000, read aloud."""
    if number % 10 or not number:
        return ONES[number % 10]
    if number % 100:
        return TENS[number % 100 // 10]
    return "жүз" if number % 1_000 else "миң" if number % 1_000_000 else "миллион"


def by_sound(word: str) -> tuple[str, ...]:
    """The four endings of a word, by the harmony of vowels and the assimilation of consonants."""
    vowel = next(letter for letter in reversed(word) if letter in VOWELS)
    open_end, voiceless = word[-1] in VOWELS, word[-1] in "кпстфхцчшщ"
    hard = "т" if voiceless else "д"
    return (
        f"{hard}{BROAD[vowel]}н",
        f"{'к' if voiceless else 'г'}{BROAD[vowel]}",
        f"{'н' if open_end else hard}{NARROW[vowel]}н",
        f"{'с' if open_end else ''}{NARROW[vowel]}",
    )


@pytest.mark.parametrize(
    ("number", "read"), [(0, "дөн гө дүн ү"), (6, "дан га нын сы"), (50, "дөн гө нүн сү"), (10**6, "дон го дун у")]
)
def test_the_rule_of_sounds_gives_what_the_table_of_the_language_has(number: int, read: str) -> None:
    assert by_sound(last_word(number)) == tuple(read.split())


def test_every_number_takes_the_ending_of_its_last_word() -> None:
    wrong = [
        (number, case)
        for number in chain(range(10_000), SAMPLED, [999_999, 1_000_000])
        for case, expected in zip(CASES, by_sound(last_word(number)), strict=True)
        if ending(number, case) != expected
    ]
    assert wrong == []


def test_the_numbers_of_years_take_theirs() -> None:
    nineties = " ".join(ending(year, "ablative") for year in range(1990, 2000))
    assert nineties == "дон ден ден төн төн тен дан ден ден дан"
    assert " ".join(ending(year, "dative") for year in (2000, 2010, 2020, 2026, 2040, 2099)) == "ге го га га ка га"
    assert all(ending(year, "genitive") == by_sound(last_word(year))[2] for year in range(1990, 2100))


def test_a_number_below_zero_ends_as_the_one_above_and_an_unknown_last_word_is_refused() -> None:
    assert ending(-15, "ablative") == "тен"
    assert ending(999_000_000, "dative") == "го"
    with pytest.raises(ValueError, match="1000000000"):
        ending(10**9, "dative")


@pytest.mark.parametrize(
    ("case", "months"),
    [
        ("dative", "январына февралына мартына апрелине майына июнуна июлуна августуна сентябрына октябрына ноябрына "
                   "декабрына"),
        ("ablative", "январынан февралынан мартынан апрелинен майынан июнунан июлунан августунан сентябрынан "
                     "октябрынан ноябрынан декабрынан"),
        ("locative", "январында февралында мартында апрелинде майында июнунда июлунда августунда сентябрында "
                     "октябрында ноябрында декабрында"),
    ],
)  # fmt: skip
def test_a_date_has_twelve_fixed_forms_in_every_case(case: str, months: str) -> None:
    written = [in_case(date(2026, month, 30 if month != 2 else 28), case) for month in range(1, 13)]
    assert [text.removeprefix("2026-жылдын ").split("-")[1] for text in written] == months.split()
    assert case in CASES_OF_DATES
