"""A place is found however its name is typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Кара-Кужур", "Кара-Кужур"),
        ("кара кужур", "Кара-Кужур"),
        ("kara kujur", "Кара-Кужур"),
        ("Казан куйган", "Казан-Куйган"),
        ("жаны талап", "Жаңы-Талап"),
        ("ак добо", "Ак-Дөбө"),
        ("Төмөнкү", "Төмөнкү Ала-Арча"),
        ("томонку", "Төмөнкү Ала-Арча"),
        ("tomonku", "Төмөнкү Ала-Арча"),
    ],
)  # fmt: skip
def test_a_place_is_found_however_it_is_typed(visit: Callable[[str], Page], typed: str, found: str) -> None:
    page = visit("/ky")
    page.evaluate("window.same = true")
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".place-name", has_text=found).first).to_be_visible()
    assert "q=" in page.url and page.evaluate("window.same") is True, "answered without loading a page"
    expect(page.get_by_role("searchbox")).to_have_value(typed)


def test_what_is_not_there_is_said_with_the_words_typed(visit: Callable[[str], Page]) -> None:
    page = visit("/ky?q=" + "<b>Атлантида</b>")
    expect(page.locator(".answer")).to_contain_text("«<b>Атлантида</b>»")
    expect(page.locator(".place")).to_have_count(0)


def test_an_oblast_narrows_the_list_and_keeps_the_search(visit: Callable[[str], Page]) -> None:
    page = visit("/ky?q=кара")
    everywhere = page.locator(".place").count()
    page.locator("#oblast-naryn-oblusu").click()
    expect(page.locator("#oblast-naryn-oblusu")).to_have_attribute("aria-current", "true")
    assert 0 < page.locator(".place").count() < everywhere
    expect(page.get_by_role("searchbox")).to_have_value("кара")
