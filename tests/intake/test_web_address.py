"""Which web addresses a file may hold."""

import pytest

from dashboard.intake.web_address import is_web_address


@pytest.mark.parametrize(
    "text",
    ["https://kenesh.kg", "HTTP://Kenesh.KG:8080/a?b=c@d#e", "https://кеңеш.example/бет", "https://[::1]/",
     "https://xn--e1afmkfd.xn--p1ai/", "http://10.0.0.1/a_b(c)", "https://a_b.example./"],
)  # fmt: skip
def test_an_address_with_a_host_is_one(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "kenesh.kg", "ftp://kenesh.kg", "https://", "https:///path", "https://?a", "https://[", "https://[x]/",
     "https://xn--/", "https://a..b/", "https://kenesh.kg:port/", "https://kenesh.kg:99999/", "https://me@kenesh.kg",
     "https://me:word@kenesh.kg/", "https://a b/", "https://a/<b>", "https://" + "a" * 64 + ".kg"],
)  # fmt: skip
def test_what_names_no_host_or_a_person_is_none(text: str) -> None:
    assert not is_web_address(text)
