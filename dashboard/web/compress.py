"""Compression of answers: which encoding a browser takes, and the bytes in it."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Literal

import brotli
from werkzeug.http import parse_accept_header

Encoding = Literal["br", "gzip", ""]
SMALLEST = 500  # bytes; below, compression gains nothing
# Quality 11 takes 0.2 s for a 250 KB script: worth it once, too slow for a page and for very large files.
PAGE_QUALITY = 5
FILE_QUALITY = 11
_LARGE_FILE = 1_000_000


@lru_cache(maxsize=256)
def accepted(header: str) -> Encoding:
    """The best encoding an Accept-Encoding header allows: brotli, gzip, or "" for none."""
    accept = parse_accept_header(header)
    for encoding in ("br", "gzip"):
        if accept.quality(encoding) > 0:
            return encoding
    return ""


def encode(content: bytes, encoding: Encoding, quality: int = PAGE_QUALITY) -> bytes:
    """`content` in an encoding; `quality` is brotli's."""
    if encoding == "br":
        return bytes(brotli.compress(content, quality=PAGE_QUALITY if len(content) > _LARGE_FILE else quality))
    if encoding == "gzip":
        return gzip.compress(content, 6, mtime=0)
    return content
