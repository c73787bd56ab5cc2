"""Of what day the telephone of a body is: a day as days are written here, a year as it is printed."""

from __future__ import annotations

from datetime import date

import pytest
from dash import html

from dashboard.i18n import Lang
from dashboard.pages.lack import reached
from dashboard.store.records import Contact

SEEN = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("printed", "seen", "lang", "words"),
    [
        ("2018", SEEN, "en", "(date of these details: 2018)"),
        ("2018", SEEN, "ky", "(маалыматтын датасы: 2018)"),
        ("2023-05-18", SEEN, "ky", "(2023-жылдын 18-майына карата маалымат)"),
        ("2023-05-18", SEEN, "ru", "(по данным на 18 мая 2023 года)"),
        ("", SEEN, "ky", "(2026-жылдын 1-ноябрына карата маалымат)"),
        ("", None, "ky", ""),
    ],
)
def test_the_day_of_a_contact_is_a_day_or_what_is_printed(
    printed: str, seen: date | None, lang: Lang, words: str
) -> None:
    contact = Contact("0312 00-00-00", "", "", "", "", printed, seen, "Source", "https://example.org")
    _, source = reached(contact, lang)
    assert isinstance(source, html.P)
    assert source.children[1].strip() == words
