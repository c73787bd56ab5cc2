"""What a browser may do with our pages, and who may send us something."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

MAX_BODY = 256 * 1024
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?")
#: Where servers tell the address: as they read it, and as it was sent (waitress, gunicorn).
_AS_ASKED = ("PATH_INFO", "REQUEST_URI", "RAW_URI")
_HSTS = "max-age=31536000; includeSubDomains"
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def content_security_policy(script_hashes: Sequence[str], frame_ancestors: str, image_host: str = "") -> str:
    """The policy: everything from this host, no inline script but those hashed, no eval.

    Styles may be inline because plotly and Dash's components write them. Pictures may also come from `image_host`
    where an operator named one.
    """
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            " ".join(("img-src 'self' data: blob:", *([image_host] if image_host else []))),
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {frame_ancestors}",
            "object-src 'none'",
            "manifest-src 'self'",
        )
    )


def comes_from_elsewhere(origin: str, fetch_site: str, host: str, public_url: str) -> bool:
    """Whether another site made the browser send this request (`Origin` and `Sec-Fetch-Site` say so)."""
    if fetch_site in ("cross-site", "same-site") or not is_origin(origin):
        return True
    return bool(origin) and urlsplit(origin).netloc not in (host, urlsplit(public_url).netloc or host)


def is_origin(text: str) -> bool:
    """Whether an `Origin` can be read as an address; there may be none."""
    try:
        _ = urlsplit(text).port
    except ValueError:
        return False
    return True


def is_host(text: str) -> bool:
    """Whether a `Host` is a name (letters beyond Latin written as `xn--…`) or an address, maybe with a port."""
    host = _HOST.fullmatch(text)
    if host is None or int(host["port"] or 0) > 65_535:
        return False
    try:
        host["name"].encode("ascii").decode("idna")
    except UnicodeError:
        return False
    return True


def protect(
    server: Flask,
    script_hashes: Callable[[], Sequence[str]],
    frame_ancestors: str,
    public_url: str,
    image_host: str = "",
) -> None:
    """Give every answer the headers and a request id; refuse what other sites send and what is too large.

    `script_hashes` is asked once, after every callback is registered.
    """
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    secure = public_url.startswith("https:")

    @cache
    def policy() -> str:
        return content_security_policy(script_hashes(), frame_ancestors, image_host)

    @server.before_request
    def _guard() -> None:
        g.request_id = secrets.token_hex(8)
        host, origin = request.environ.get("HTTP_HOST"), request.headers.get("Origin", "")
        # Before an address is made of them. Browsers take what follows two slashes for a host.
        doubled = any(request.environ.get(name, "").startswith("//") for name in _AS_ASKED)
        if doubled or not (host is None or is_host(host)) or not is_origin(origin):
            abort(400)
        if request.method not in READING:
            site = request.headers.get("Sec-Fetch-Site", "")
            if comes_from_elsewhere(origin, site, request.host, public_url):
                abort(403)
        if request.content_length is not None and request.content_length > MAX_BODY:
            abort(413)

    @server.after_request
    def _headers(response: Response) -> Response:
        response.headers.update(_FIXED)
        response.headers["Content-Security-Policy"] = policy()
        response.headers["X-Request-Id"] = g.get("request_id", "-")
        if secure or request.is_secure:
            response.headers["Strict-Transport-Security"] = _HSTS
        return response
