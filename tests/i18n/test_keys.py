"""The catalogues have the texts that the code asks for, and no others."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dashboard.i18n import DEFAULT, keys
from dashboard.intake.problems import CATALOGUES
from tests.i18n.asked import Asked, asked, sources_of

KEYS = keys(DEFAULT)
SUBJECTS = {key.partition(".")[0] for key in KEYS}
#: What is asked for by words that no module has, and where these come from.
FROM_ELSEWHERE = {
    "works.unit.": "units of quantity in tables of works",
    "opinion.language.": "languages in study files",
}


@pytest.fixture(scope="module")
def code() -> Asked:
    return asked(sources_of(), SUBJECTS)


def finding(key: str) -> str:
    """The code of a problem whose text this is; "" for other texts."""
    subject, _, rest = key.partition(".")
    code, _, part = rest.rpartition(".")
    return code if subject in CATALOGUES and part in ("what", "do") else ""


def unused(code: Asked, all_keys: Iterable[str]) -> list[str]:
    """The keys that the code cannot ask for, sorted."""
    used = {key for key in all_keys if code.uses(key) or (finding(key) and code.says(finding(key)))}
    return sorted(key for key in set(all_keys) - used if not key.startswith(tuple(FROM_ELSEWHERE)))


def test_no_text_is_unused(code: Asked) -> None:
    assert unused(code, KEYS) == []


def test_texts_that_nothing_asks_for_are_found(code: Asked) -> None:
    strays = ["checks.no_such_problem.what", "marks.no_such_mark", "shell.no_such_text"]
    assert unused(code, [*KEYS, *strays]) == strays


def test_no_text_is_missing(code: Asked) -> None:
    assert sorted(code.given - KEYS) == []
    assert [pattern.pattern for pattern in code.patterns if not any(map(pattern.fullmatch, KEYS))] == []


def test_every_problem_says_what_is_wrong_and_what_to_do(code: Asked) -> None:
    assert sorted(code.codes - {finding(key) for key in KEYS}) == []
    assert len(code.codes) > 100


@pytest.mark.parametrize("prefix", FROM_ELSEWHERE)
def test_an_exception_is_still_needed(code: Asked, prefix: str) -> None:
    assert any(key.startswith(prefix) and not code.uses(key) for key in KEYS)


@pytest.mark.parametrize(
    ("source", "key", "used"),
    [
        ('t(lang, "marks.late")', "marks.late", True),
        ('t(lang, "marks.late")', "marks.small", False),
        ('LATE = "late"; t(lang, f"marks.{mark.value}")', "marks.late", True),
        ('t(lang, f"marks.{mark.value}")', "marks.late", False),
        ('t(lang, f"marks.{name}", name=f"late_{kind}"); kind = dict(works=1)', "marks.late_works", True),
    ],
)
def test_the_search_finds_whole_keys_patterns_and_words_made_of_words(source: str, key: str, used: bool) -> None:
    assert asked([source], ["marks"]).uses(key) is used


def test_the_search_finds_both_keys_of_a_choice_and_the_codes_of_problems() -> None:
    found = asked(['t(lang, "a.one" if yes else "a.two"); raise refuse("too_long" if long else "too_wide")'], ["a"])
    assert (found.given, found.codes) == ({"a.one", "a.two"}, {"too_long", "too_wide"})
