"""Compression of answers: which encoding a browser takes, and the bytes in it."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Literal

import brotli
from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

Encoding = Literal["br", "gzip", ""]
SMALLEST = 500  # bytes; below, compression gains nothing
# Quality 11 takes 0.2 s for a 250 KB script: worth it once, too slow for a page and for very large files.
PAGE_QUALITY = 5
FILE_QUALITY = 11
_LARGE_FILE = 1_000_000
_PIECE = 64 * 1024
_TEXT = re.compile(r"text/.*|.*[/+](?:json|xml)|application/javascript")
_WITHOUT_WHOLE_BODY = (204, 206, 304)


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


def register(server: Flask) -> None:
    """Compress every text that its own part of the site has not: errors, lists for robots, files, what is streamed.

    It has to be registered before whatever gives answers another form.
    """

    @server.after_request
    def _compress(response: Response) -> Response:
        if "Content-Encoding" in response.headers or not _TEXT.fullmatch(response.mimetype or ""):
            return response
        response.vary.add("Accept-Encoding")
        encoding = accepted(request.headers.get("Accept-Encoding", ""))
        if encoding and response.status_code not in _WITHOUT_WHOLE_BODY:
            _encode_body(response, encoding)
        return response


def _encode_body(response: Response, encoding: Encoding) -> None:
    response.direct_passthrough = False
    if response.is_streamed and response.content_length is None:
        response.response = stream(response.iter_encoded(), encoding)
    else:
        content = response.get_data()
        if len(content) < SMALLEST:
            return
        response.set_data(encode(content, encoding))
    response.headers["Content-Encoding"] = encoding
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same content in other bytes


def stream(chunks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """The same chunks in an encoding (br or gzip), handed on after every _PIECE bytes: encoders collect megabytes."""
    if encoding == "br":
        packer = brotli.Compressor(quality=PAGE_QUALITY)
        put, flush, end = packer.process, packer.flush, packer.finish
    else:
        zipper = zlib.compressobj(6, wbits=31)
        put, flush, end = zipper.compress, partial(zipper.flush, zlib.Z_SYNC_FLUSH), zipper.flush
    waiting = 0
    try:
        for chunk in chunks:
            packed = put(chunk)
            waiting += len(chunk)
            if waiting >= _PIECE:
                packed, waiting = packed + flush(), 0
            if packed:
                yield packed
        yield end()
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
