"""Names in Latin letters follow the published tables."""

from __future__ import annotations

import pytest

from dashboard.i18n.translit import romanize


@pytest.mark.parametrize(
    ("kyrgyz", "latin"),
    [
        ("Бишкек", "Bishkek"), ("Гүлчө", "Gülchö"), ("Дөң-Арык", "Döng-Aryk"), ("Жалал-Абад", "Jalal-Abad"),
        ("Исфана", "Isfana"), ("Көк-Жаңгак", "Kök-Janggak"), ("Кызыл-Суу", "Kyzyl-Suu"), ("Лейлек", "Leylek"),
        ("Сүлүктү", "Sülüktü"), ("Таш-Дөбө", "Tash-Döbö"), ("Учкун", "Uchkun"), ("Чүй", "Chüy"), ("Өзгөн", "Özgön"),
    ],
)  # fmt: skip
def test_the_examples_of_the_kyrgyz_table_come_out_as_printed(kyrgyz: str, latin: str) -> None:
    assert romanize(kyrgyz) == latin


@pytest.mark.parametrize(
    ("russian", "latin"),
    [
        ("Елизово", "Yelizovo"), ("Ильичевский", "Il’ichevskiy"), ("Жыргалан", "Zhyrgalan"), ("Подъезд", "Pod”yezd"),
        ("Ёлкин", "Yëlkin"), ("Щучье", "Shchuch’ye"), ("Чаеково", "Chayekovo"), ("Октябрьский", "Oktyabr’skiy"),
    ],
)  # fmt: skip
def test_russian_names_follow_the_russian_table(russian: str, latin: str) -> None:
    assert romanize(russian, "ru") == latin


def test_what_is_no_cyrillic_letter_stays_and_the_length_of_small_letters_does_not_matter() -> None:
    assert romanize("№ 7, İzmir (Ж)") == "№ 7, İzmir (J)"
