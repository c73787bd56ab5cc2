"""Personal numbers, telephones and addresses are known however they are written, and other numbers are not taken for
them."""

from __future__ import annotations

import pytest

from dashboard.intake.personal import personal_in, without_personal


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2 1203 1990 12345", "pin"), ("21203 1990 12345", "pin"), ("2-12-03-1990-12345", "pin"),
        ("2120319901234 5", "pin"), ("21203\u200b199012345", "pin"), ("2120319901\u00ad2345", "pin"),
        ("21203199012345", "pin"), ("2–12–03–1990–12345", "pin"),
        ("03138 5-12-34", "phone"), ("0 (3138) 51234", "phone"), ("66-12-34", "phone"), ("8-700-123-45-67", "phone"),
        ("87001234567", "phone"), ("+7 701 123 45 67", "phone"), ("0777.12.34.56", "phone"),
        ("0777/12/34/56", "phone"), ("０５５５１２３４５６", "phone"), ("+996 555 12 34 56", "phone"),
        ("asan (at) mail.kg", "email"), ("asan[at]mail(dot)kg", "email"), ("asan@mail.kg", "email"),
    ],
)  # fmt: skip
def test_what_is_personal_is_known_however_it_is_written(text: str, what: str) -> None:
    assert personal_in(f"Жооптуу {text}, жол") == what
    assert without_personal(f"Жооптуу {text}, жол") == "Жооптуу , жол"
    assert without_personal(f"Аянт ({text})") == "Аянт"


@pytest.mark.parametrize(
    "text",
    [
        "12500000000000 сом", "12 500 000 000 000 сом", "21503000000000", "2 500 000 000 000,00", "87001234567 сом",
        "8 700 123 456 сом", "24 720 137,06 сом", "1 200 000 000 000,50 сом", "230421103712345", "02310199910123",
        "2019-12-03 / 2020-01-05", "05.06.2024-15.06.2024", "05.06.2024 / 12 м", "07.12.2023 15:30", "12-31-24",
        "25-12-24", "№ 66-12-34", "№ 0123/25/10/24", "№ 2 12/03/2024", "148/SIGAF/2018", "1-02-03-0004-0005",
        "ГОСТ 8732-78", "10-15-20 м", "1200x600x300", "0,4 кВ", "м² (at) км", "15.03.2024 500 000",
    ],
)  # fmt: skip
def test_amounts_days_and_numbers_of_contracts_are_not(text: str) -> None:
    assert without_personal(text) == text and personal_in(text) == ""


def test_a_text_is_left_as_it_was_but_for_what_is_cut() -> None:
    assert without_personal("640 м² № 5 – ½ жол, 0555\u200b 123456 – аягы") == "640 м² № 5 – ½ жол, – аягы"
    assert without_personal("a@b.kg 0555 123456 a@b.kg") == ""
