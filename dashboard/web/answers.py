"""From a kept answer to a response: encoding, entity tag, "not modified"."""

from __future__ import annotations

from collections.abc import Hashable

from flask import Response, request

from dashboard.web.cache import Kept
from dashboard.web.compress import accepted

# Browsers keep a page but ask whether it is still good; a publication shows at once.
PAGE_CONTROL = "public, max-age=0, must-revalidate"
# What depends on more than the data: nobody keeps it, no browser and no process.
UNKEPT = "no-store"
FOREVER = "public, max-age=31536000, immutable"


def unkept(response: Response) -> Response:
    """The same response, which nobody may keep."""
    response.headers["Cache-Control"] = UNKEPT
    return response


def kept_as(response: Response, version: Hashable) -> Kept:
    """A response as it is kept: its bytes, and the headers that belong to them."""
    own = ("content-type", "content-length")
    headers = tuple((name, value) for name, value in response.headers if name.lower() not in own)
    return Kept(response.get_data(), response.content_type or "application/octet-stream", version, headers)


def send(kept: Kept, control: str = PAGE_CONTROL) -> Response:
    """The response for the present request; 304 without a body when the browser has these bytes."""
    body, encoding = kept.body(accepted(request.headers.get("Accept-Encoding", "")))
    tag = kept.etag(encoding)
    not_modified = request.if_none_match.contains_weak(tag.strip('"'))  # a proxy may have called it weak
    response = Response(b"" if not_modified else body, 304 if not_modified else 200)
    response.headers["Content-Type"] = kept.content_type
    for name, value in kept.headers:
        response.headers[name] = value
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = control
    response.headers["Vary"] = "Accept-Encoding"
    if encoding and not not_modified:
        response.headers["Content-Encoding"] = encoding
    return response
