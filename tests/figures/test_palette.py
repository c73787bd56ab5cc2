"""Colours: the same for the same key, readable, apart for colour-blind readers."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.palette import colour, contrast, lighter, text_on
from dashboard.figures.theme import TOKENS

FUNCTIONS = [f"func.{code}" for code in range(701, 711)]
STYLES = Path(__file__).resolve().parents[2] / "assets" / "css" / "10-tokens.css"
ONLY_CHARTS = {"grid"}
WORDS = ("ink", "muted", "house", "executed_text", "plan", "warn", "link")


@given(st.text(), st.floats(0, 1))
def test_text_on_any_key_s_colour_can_be_read(key: str, part: float) -> None:
    assert colour(key) == colour(key)
    for fill in (colour(key), lighter(colour(key), part)):
        assert contrast(text_on(fill), fill) >= 4.5


def test_a_part_has_the_colour_of_its_group_and_a_subgroup_its_own() -> None:
    assert colour("func.7091") == colour("func.709") != colour("func.708")
    assert colour("rev.grant.equalization") == colour("rev.grant")
    assert colour("econ.2211") == colour("econ.22")


# Viénot, Brettel & Mollon 1999: how red- and green-blind eyes see linear RGB.
BLINDNESS = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def seen(hex_colour: str, kind: str) -> tuple[float, ...]:
    linear = [(int(hex_colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    mixed = (sum(weight * c for weight, c in zip(row, linear, strict=True)) for row in BLINDNESS[kind])
    return tuple(max(value, 0) ** (1 / 2.2) * 255 for value in mixed)


@pytest.mark.parametrize("kind", BLINDNESS)
def test_no_two_functions_look_the_same_to_colour_blind_eyes(kind: str) -> None:
    for one, other in combinations(FUNCTIONS, 2):
        a, b = seen(colour(one), kind), seen(colour(other), kind)
        assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 > 20, (one, other)


@pytest.mark.parametrize("theme", TOKENS)
def test_words_and_bars_have_the_contrast_the_accessibility_guidelines_ask_for(theme: str) -> None:
    tokens = TOKENS[theme]
    for ground in ("paper", "surface", "raised"):
        for name in WORDS:
            assert contrast(tokens[name], tokens[ground]) >= 4.5, (name, ground)
        for name in ("executed", "last", "focus", "plan"):
            assert contrast(tokens[name], tokens[ground]) >= 3, (name, ground)
    assert contrast(tokens["on_house"], tokens["house"]) >= 4.5
    assert contrast(tokens["warn"], tokens["warn_soft"]) >= 4.5


def test_both_themes_name_the_same_colours() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()


@pytest.mark.parametrize("theme", TOKENS)
def test_the_page_and_its_charts_have_the_same_colours(theme: str) -> None:
    light, dark = STYLES.read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    colours = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", {"light": light, "dark": dark}[theme])
    assert {name.replace("-", "_"): value for name, value in colours} == {
        name: value for name, value in TOKENS[theme].items() if name not in ONLY_CHARTS
    }
