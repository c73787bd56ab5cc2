"""Which addresses a link may hold."""

import pytest

from dashboard.channels.urls import safe_url


@pytest.mark.parametrize(
    "url",
    ["https://kenesh.kg/a?b=c#d", "HTTP://example.kg", "mailto:a@b.kg", "tel:+996555", "/ky/bishkek",
     "geo:42.5,-7.1?q=42.5,-7.1", "?year=2025",
     "#top", "a/b:c", "", "/a//b", "docs/12:30"],
)  # fmt: skip
def test_web_mail_telephone_and_own_addresses_pass_unchanged(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "JaVa\nScript:alert(1)", "java\tscript:alert(1)",
     "\x01javascript:x", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "//evil.example",
     " //evil.example", "/\\evil.example",
     "\\\\evil.example", "https:evil", "http:///evil", "blob:x", "/\t/evil.example", "intent://x", "geo:x", "geo://h", "https://["],
)  # fmt: skip
def test_addresses_that_run_code_or_hide_another_host_are_refused(url: str) -> None:
    assert safe_url(url) is None


def test_no_address_stays_no_address_and_spaces_around_one_are_dropped() -> None:
    assert safe_url(None) is None
    assert safe_url(" https://a.kg ") == "https://a.kg"
