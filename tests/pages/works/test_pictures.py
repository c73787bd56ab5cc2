"""Pictures of a work: pairs beside one another with a slider that a keyboard moves, the others as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.channels.html import render
from dashboard.i18n import LANGUAGES
from dashboard.pages.works.pictures import pictures
from dashboard.store.picture_files import SIZES
from dashboard.store.records import Names
from dashboard.store.work_records import Photo
from tests.conftest import ROOT

ALT = Names("көчө", "улица", "street")
BEFORE = Photo("a" * 64, "before", "street", date(2025, 4, 1), 1600, 1200, False, ALT)
AFTER = replace(BEFORE, file="b" * 64, stage="after", taken_on=date(2025, 9, 1), drawn=True)
DURING = replace(BEFORE, file="c" * 64, stage="during", pair="", taken_on=None)


def html_of(*photos: Photo, lang: str = "en") -> str:
    return render(pictures(photos, lang))


def test_a_work_without_pictures_has_no_section() -> None:
    assert pictures((), "ky") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pair_is_two_captioned_pictures_and_a_labelled_slider(lang: str) -> None:
    html = html_of(BEFORE, AFTER, lang=lang)
    compared = html.split('class="compare"')[1]
    assert compared.count("<figure") == compared.count("<figcaption") == 2
    slider = re.search(r"<input[^>]*>", compared)
    assert slider and 'type="range"' in slider[0] and re.search(r'aria-label="[^"]+"', slider[0])
    assert html.count(f'alt="{ALT.in_(lang)}"') == 2
    before, after = re.findall(r"<figcaption>([^<]*)<", html)
    assert "01.04.2025" in before and "01.09.2025" in after and before.count("·") + 1 == after.count("·")


def test_a_drawn_picture_says_that_it_is_no_photograph() -> None:
    assert "drawing" in html_of(AFTER).lower() or "drawn" in html_of(AFTER).lower()
    assert "drawn" not in html_of(BEFORE).lower() and "drawing" not in html_of(BEFORE).lower()


@pytest.mark.parametrize(
    "photos",
    [(DURING,), (BEFORE,), (AFTER,), (BEFORE, replace(AFTER, pair="school")), (BEFORE, replace(AFTER, stage="during"))],
)
def test_pictures_without_a_counterpart_stand_alone(photos: tuple[Photo, ...]) -> None:
    html = html_of(*photos)
    assert "<input" not in html and 'class="compare"' not in html
    assert html.count("<figure") == len(photos)


def test_every_size_is_offered_and_the_page_does_not_jump() -> None:
    html = html_of(BEFORE, AFTER, DURING)
    for image in re.findall(r"<img[^>]*>", html):
        assert all(f"-{size}.webp {size}w" in image for size in SIZES)
        assert 'loading="lazy"' in image and 'width="1600"' in image and 'height="1200"' in image
    small = html_of(replace(BEFORE, width=700, height=500))
    assert "-480.webp 480w" in small and " 700w" in small and " 960w" not in small and " 1600w" not in small


def test_the_slider_is_shown_by_the_script_alone_and_print_hides_it_again() -> None:
    css = (ROOT / "assets/css/60-works-pages.css").read_text(encoding="utf-8")
    script = (ROOT / "assets/js/compare.js").read_text(encoding="utf-8")
    assert ".compare-range { display: none;" in css and ":root[data-compare] .compare-range { display: block; }" in css
    assert "documentElement.dataset.compare" in script
    # One listener on the document: it also hears sliders that Dash draws later.
    assert 'document.addEventListener("input"' in script and "--shown" in script and "var(--shown)" in css
    assert "startComparing();" in (ROOT / "assets/js/main.js").read_text(encoding="utf-8")
    for_print = css.split("@media print")[1:]
    assert any(":root[data-compare] .compare-range { display: none; }" in rules for rules in for_print)
