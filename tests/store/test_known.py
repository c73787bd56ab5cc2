"""How places are found by what a file calls them."""

from __future__ import annotations

import pytest

from dashboard.store.known import Known, place_key

KNOWN = Known(
    places={"kara-kujur": "KGS", "hr-1-23": "EUR"},
    place_names={
        "41711000000000": frozenset({"kara-kujur"}),
        place_key("Кара-Күжүр айыл аймагы"): frozenset({"kara-kujur"}),
        place_key("Općina 1-23"): frozenset({"hr-1-23"}),
        place_key("Općina 12-3"): frozenset({"hr-12-3"}),
        place_key("№ 5"): frozenset({"five"}),
    },
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hr-1-23", {"hr-1-23"}),
        ("Općina 1-23", {"hr-1-23"}),
        ("OPĆINA  1 / 23", {"hr-1-23"}),
        ("Općina 12-3", {"hr-12-3"}),
        ("Općina 123", set()),
        ("кара кужур айыл аймагы", {"kara-kujur"}),
        ("КАРАКҮЖҮР АЙЫЛ АЙМАГЫ", {"kara-kujur"}),
        ("41711000000000", {"kara-kujur"}),
        ("41711 000 000 000", {"kara-kujur"}),
        ("№5", {"five"}),
        ("", set()),
    ],
)
def test_signs_between_figures_tell_places_apart_and_no_other_signs_do(text: str, found: set[str]) -> None:
    assert KNOWN.find_places(text) == found
