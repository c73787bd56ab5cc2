"""Which addresses a link may have."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

PHOTOS_URL = "/photos/"  # pictures of works, by the digest of their content

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_ALLOWED = re.compile(r"https?://[^/]|mailto:|tel:|geo:-?\d", re.IGNORECASE)
# Browsers drop these inside an address or read a backslash as a slash, so "java\nscript:" and "/\host" are tricks.
_TRICKS = re.compile(r"[\x00-\x1f\x7f\\]")


def safe_url(url: str | None) -> str | None:
    """The address if a link may lead there (http, https, mailto, tel, geo, or on this site); None if not.

    `javascript:`, `data:`, `//host`, and anything with control characters or backslashes are refused.
    """
    if url is None:
        return None
    address = url.strip()
    if _TRICKS.search(address) or address.startswith("//"):
        return None
    try:
        urlsplit(address)
    except ValueError:  # such as https://[
        return None
    if _SCHEME.match(address):
        return address if _ALLOWED.match(address) else None
    return address
