"""Web addresses in cells: what a link on a page may be made of."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SHAPE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Whether `text` begins with http and names a host that can be one, and nobody's name or password."""
    if not _SHAPE.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port  # one that is no number raises ValueError, as do the others here
        host = (parts.hostname or "").encode("idna").decode("idna")
    except ValueError:
        return False
    return bool(host) and "@" not in parts.netloc
