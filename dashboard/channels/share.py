"""Passing a page on: one sentence with its number and the absolute address, as the networks take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

#: Where each network takes what is passed on; `{text}` and `{url}` are filled in quoted.
_TAKES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "whatsapp": ("https://wa.me/", {"text": "{text}\n{url}"}),
    "telegram": ("https://t.me/share/url", {"url": "{url}", "text": "{text}"}),
    "facebook": ("https://www.facebook.com/sharer/sharer.php", {"u": "{url}"}),
    "odnoklassniki": ("https://connect.ok.ru/offer", {"url": "{url}", "title": "{text}"}),
}
#: Names of the networks, as they write them.
NETWORKS: Final[Mapping[str, str]] = {
    "whatsapp": "WhatsApp",
    "telegram": "Telegram",
    "facebook": "Facebook",
    "odnoklassniki": "Odnoklassniki",
}


def passed_on(network: str, text: str, url: str) -> str:
    """The address that opens a network with a sentence and an absolute address. Raises KeyError for other networks."""
    base, parts = _TAKES[network]
    filled = {name: value.format(text=text, url=url) for name, value in parts.items()}
    return f"{base}?{urlencode(filled, quote_via=quote)}"
