"""The three catalogues say the same things, and Kyrgyz is never made by gluing an ending to a variable."""

import re
import string

import pytest
from babel import Locale

from dashboard.i18n import LANGUAGES, keys, t
from dashboard.i18n.catalogue import _texts

ALL_KEYS = sorted(frozenset().union(*(keys(lang) for lang in LANGUAGES)))
# A letter right after a place: an ending that no value can be trusted to take. A place may be a hyphen's left side.
GLUED = re.compile(r"\}[а-яёөүңА-ЯЁӨҮҢ]", re.IGNORECASE)
# Numbers take a word after a hyphen ("2026-жыл", "1-чейрек"), names take none.
HYPHENATED = re.compile(r"\{(name|place|label|title|line|column|file|paper|phase|unit|parts|listed)\}-[а-яөүң]")


def forms(lang: str, key: str) -> list[str]:
    text = _texts(lang)[key]
    return [text] if isinstance(text, str) else list(text.values())


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_language_has_every_text() -> None:
    for lang in LANGUAGES:
        assert sorted(set(ALL_KEYS) - keys(lang)) == [], lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_padded(lang: str) -> None:
    for key in keys(lang):
        for text in forms(lang, key):
            assert text.strip(), key


def test_a_text_has_the_same_places_in_every_language() -> None:
    different = []
    for key in ALL_KEYS:
        found = {lang: set().union(*map(places, forms(lang, key))) for lang in LANGUAGES if key in keys(lang)}
        if len({frozenset(names) for names in found.values()}) > 1:
            different.append((key, found))
    assert different == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_ending_is_glued_to_a_variable(lang: str) -> None:
    glued = [(key, text) for key in sorted(keys(lang)) for text in forms(lang, key) if GLUED.search(text)]
    assert glued == []


def test_no_kyrgyz_ending_hangs_on_a_name_by_a_hyphen() -> None:
    assert [(key, text) for key in sorted(keys("ky")) for text in forms("ky", key) if HYPHENATED.search(text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counted_texts_have_the_forms_their_language_needs(lang: str) -> None:
    for key, text in _texts(lang).items():
        if isinstance(text, dict):
            assert set(text) == {*Locale.parse(lang).plural_form.tags, "other"}, (lang, key)


def test_a_kyrgyz_noun_stays_singular_after_any_number() -> None:
    for key, text in _texts("ky").items():
        if isinstance(text, dict):
            assert not re.search(r"\{n\} \w+(лар|лер|лор|лөр|дар|дер|дор|дөр|тар|тер|тор|төр)\b", text["other"]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_traditional_kyrgyz_letters_are_real_ones_and_not_look_alikes(lang: str) -> None:
    for key in keys(lang):
        for text in forms(lang, key):
            assert not re.search("[ѳɵγӊҥұ]", text), key
            assert not re.search(r"[а-яёөүң][a-z]|[a-z][а-яёөүң]", re.sub(r"\{\w+\}", " ", text)), (key, text)


def test_a_count_chooses_the_form_of_the_language() -> None:
    counted = next((key for key, text in _texts("ru").items() if isinstance(text, dict)), None)
    if counted is None:
        pytest.fail("no catalogue text depends on a count")
    values = {name: "x" for text in forms("ru", counted) for name in places(text)}
    one, few, many = (t("ru", counted, **{**values, "n": n}) for n in (1, 2, 5))
    assert len({one, few, many}) == 3
    assert t("ru", counted, **{**values, "n": 21}) == one.replace("1", "21")


def test_an_unknown_text_or_a_missing_value_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        t("ky", "marks.no_such_text")
    with pytest.raises(KeyError):
        t("ky", "marks.restated_from", value="1")
