"""Search and sorting: all ways of typing the same words meet, and the alphabet is the Kyrgyz one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n import fold, fold_words, sort_key
from dashboard.i18n.fold import sound

ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
KYRGYZ = st.text(st.sampled_from(ALPHABET + ALPHABET.upper() + " -«»"), max_size=30)
WITHOUT_KYRGYZ_LETTERS = str.maketrans("өүңёӨҮҢЁ", "оунеОУНЕ")


@given(KYRGYZ)
def test_words_typed_without_kyrgyz_letters_fold_to_the_same(text: str) -> None:
    assert fold(text.translate(WITHOUT_KYRGYZ_LETTERS)) == fold(text)


@given(KYRGYZ)
def test_case_and_spaces_make_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text.replace(" ", "\u00a0")) == fold(text.replace(" ", ""))


@given(st.text())
def test_folding_twice_changes_nothing_and_leaves_only_letters_and_digits(text: str) -> None:
    once = fold(text)
    assert fold(once) == once and all(c.isalnum() or not c.isspace() for c in once)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("Кещеш", "Кеңеш"), ("Кеӊеш", "Кеңеш"), ("ѳкмѳт", "өкмөт"), ("ɵкмɵт", "өкмөт"), ("бγт", "бүт"),
     ("окмоту", "өкмөтү"),
     ("мин сом", "миң сом"), ("Айыл  өкмөтү", "айылөкмөтү"), ("Oкмот", "өкмөт"), ("бъджет", "бүджет")],
)  # fmt: skip
def test_look_alikes_seen_in_real_papers_fold_to_the_letter_meant(printed: str, meant: str) -> None:
    assert fold(printed) == fold(meant)


@pytest.mark.parametrize(("one", "other"), [("Ош", "Талас"), ("жер салыгы", "мүлк салыгы"), ("701", "702"), ("", "а")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Kara-Kujur", "Кара-Кужур"), ("kara kujur", "Кара-Кужур"), ("Ozgon", "Өзгөн"), ("Özgön", "Өзгөн"),
     ("узген", "Узген"),
     ("Bishkek", "Бишкек"), ("Naryn", "Нарын"), ("Chui", "Чүй"), ("Jalal-Abad", "Жалал-Абад"),
     ("Zhalal-Abad", "Жалал-Абад"),
     ("Issyk-Kul", "Ыссык-Кул"), ("dostuk", "Достук"), ("ДОСТУК", "Достук"), ("Orto-Kaiyndy", "Орто-Кайыңды")],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(typed: str, name: str) -> None:
    assert sound(typed) == sound(name)


def test_the_kyrgyz_letters_sort_after_the_letters_they_grew_from() -> None:
    letters = list(ALPHABET)
    random.Random(0).shuffle(letters)
    assert "".join(sorted(letters, key=sort_key)) == ALPHABET
    assert sorted(["Өзгөн", "Панфилов", "Ош", "Ноокен", "Уч", "Үч", "Фергана", "Ңа"], key=sort_key) == [
        "Ноокен",
        "Ңа",
        "Ош",
        "Өзгөн",
        "Панфилов",
        "Уч",
        "Үч",
        "Фергана",
    ]


@given(st.lists(KYRGYZ))
def test_sorting_does_not_depend_on_the_order_before(names: list[str]) -> None:
    assert sorted(names, key=sort_key) == sorted(reversed(names), key=sort_key)


def test_words_of_a_text_in_two_languages_keep_their_letters() -> None:
    assert fold_words("Street repair, № 12-A, Үлгү") == "streetrepair12aулгу"
    assert fold_words("street") in fold_words("Street repair, Үлгү") and fold_words("№ —") == ""
    assert fold_words("Кѳчѳ жарыгы") == fold("көчө") + fold("жарыгы")
