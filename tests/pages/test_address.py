"""Addresses are parsed strictly, and what is parsed can be written again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages.address import Address, BadAddress, NotFound, parse


@pytest.mark.parametrize(
    ("url", "place", "section", "item", "params"),
    [
        ("/ky", "", "", None, {}),
        ("/ru?q=Өзгөн&oblast=osh-oblusu", "", "", None, {"q": "Өзгөн", "oblast": "osh-oblusu"}),
        ("/en/about", "", "about", None, {}),
        ("/ky/kara-kujur", "kara-kujur", "", None, {}),
        ("/ky/kara-kujur/revenue?year=2024", "kara-kujur", "revenue", None, {"year": "2024"}),
        ("/ky/demo/spending?by=economic&period=2025-06&year=2025", "demo", "spending", None,
         {"by": "economic", "period": "2025-06", "year": "2025"}),
        ("/ky/demo/lines/17", "demo", "lines", 17, {}),
        ("/ky/demo/works?status=done&sector=water&village=Ак-Сай&year=2025&page=2&by=function", "demo", "works", None,
         {"status": "done", "sector": "water", "village": "Ак-Сай", "year": "2025", "page": "2"}),
        ("/ky/demo/works/17?status=done", "demo", "works", 17, {}),
        ("/ky/demo/works?status=done&status=planned,done&status=&late=yes&source=donor&sort=planned&q=жол&order=up",
         "demo", "works", None,
         {"status": "planned,done", "late": "yes", "source": "donor", "sort": "planned", "q": "жол"}),
        ("/ky/demo/contractor?contractor=ОсОО+Жол&page=2&q=x", "demo", "contractor", None,
         {"contractor": "ОсОО Жол", "page": "2"}),
        ("/ky/demo/gallery?page=3&status=done", "demo", "gallery", None, {"page": "3"}),
        ("/ky/demo/promised", "demo", "promised", None, {}),
    ],
)  # fmt: skip
def test_an_address_is_understood(url: str, place: str, section: str, item: int | None, params: dict[str, str]) -> None:
    address = parse(url)
    assert (address.place, address.section, address.item, dict(address.params)) == (place, section, item, params)


@pytest.mark.parametrize(
    "url",
    [
        "/", "/xx", "/ky/demo/unknown", "/ky/demo/lines/x", "/ky/demo/revenue/3", "/ky/Demo", "/ky/../etc/passwd",
        '/ky/"><script>', "/wp-login.php", "/ky/demo/lines/99999999999", "/ky/a/b/c/d", "/ky/demo/works/x",
        "/ky/demo/promised/1", "/ky/" + "a" * 3000,
    ],
)  # fmt: skip
def test_an_address_without_a_page_is_not_found(url: str) -> None:
    with pytest.raises(NotFound):
        parse(url)


@pytest.mark.parametrize(
    ("url", "parameter"),
    [
        ("/ky/demo?year=99999", "year"), ("/ky/demo?year=20x4", "year"), ("/ky/demo/lines?page=-1", "page"),
        ("/ky/demo/lines?page=1000000000", "page"), ("/ky/demo/lines?side=DROP", "side"),
        ("/ky/demo/lines?q=" + "a" * 81, "q"), ("/ky?q=%00", "q"), ("/ky/demo?period=2025-13", "period"),
        ("/ky/demo/spending?by=%5B%22a%22%5D", "by"), ("/ky/demo/works?status=finished", "status"),
        ("/ky/demo/works?status=done,over", "status"), ("/ky/demo/works?late=no", "late"),
        ("/ky/demo/works?source=me", "source"), ("/ky/demo/works?sort=executed", "sort"),
        ("/ky/demo/lines?sort=planned", "sort"), ("/ky/demo/contractor?contractor=" + "a" * 201, "contractor"),
        ("/ky/demo/works?sector=a%20b", "sector"), ("/ky/demo/works?village=" + "a" * 201, "village"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_right_is_refused_by_name(url: str, parameter: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse(url)
    assert refused.value.parameter == parameter


def test_what_other_sites_add_is_dropped_and_what_belongs_to_another_page_too() -> None:
    assert parse("/ky/demo?utm_source=wa&fbclid=1&year=2024&by=economic&empty=").href == "/ky/demo?year=2024"


@given(
    st.sampled_from(("ky", "ru", "en")),
    st.sampled_from(("", "revenue", "spending", "lines", "about")),
    st.integers(2000, 2099),
    st.text(min_size=1, max_size=40).map(str.strip).filter(lambda text: text and text.isprintable()),
)
def test_an_address_reads_back_as_it_was_written(lang: str, section: str, year: int, typed: str) -> None:
    known = {"": {"year": str(year)}, "about": {}, "lines": {"year": str(year), "q": typed}}
    address = Address(lang, "demo").to(section, **known.get(section, {"year": str(year)}))
    assert parse(address.href) == address


def test_one_choice_of_several_values_has_one_address() -> None:
    typed = parse("/ky/demo/works?status=done&late=yes&status=planned")
    assert typed == parse("/ky/demo/works?late=yes&status=planned,done")
    assert typed.href == "/ky/demo/works?late=yes&status=planned,done" and parse(typed.href) == typed


def test_a_download_has_the_address_of_its_page() -> None:
    address = parse("/ru/demo/spending?year=2025")
    assert address.download("flows", "csv") == "/ru/demo/spending/flows.csv?year=2025"
