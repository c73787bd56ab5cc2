"""Answers of callbacks, kept as bytes in front of Flask: the same change by the next reader costs microseconds."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Callable, Hashable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from dashboard.security import MAX_BODY, comes_from_elsewhere
from dashboard.web.answers import UNKEPT
from dashboard.web.cache import AnswerCache, Kept
from dashboard.web.callback_guard import CALLBACK_PATH
from dashboard.web.compress import accepted
from dashboard.web.database import Unavailable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OWN_HEADERS = frozenset(
    {"content-length", "content-type", "content-encoding", "vary", "x-request-id", "cache-control"}
)


class CallbackCache:
    """WSGI layer that answers repeated callback requests from memory.

    Only status 200 is kept, and nothing that says itself that it must not be stored.
    """

    def __init__(
        self, app: WSGIApplication, cache: AnswerCache, version: Callable[[], Hashable], public_url: str
    ) -> None:
        self._app, self._cache, self._version, self._public_url = app, cache, version, public_url

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or let the application answer and keep it."""
        length = _length(environ)
        if environ["PATH_INFO"] != CALLBACK_PATH or environ["REQUEST_METHOD"] != "POST" or length is None:
            return self._app(environ, start_response)
        if not environ.get("CONTENT_TYPE", "").startswith("application/json") or self._foreign(environ):
            return self._app(environ, start_response)
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        try:
            version = self._version()
        except Unavailable:
            return self._app(environ, start_response)
        accept = environ.pop("HTTP_ACCEPT_ENCODING", "")  # bytes are kept as they are, and packed for each browser
        key = ("callback", hashlib.sha256(body).digest(), environ["wsgi.url_scheme"])
        kept = self._cache.get(key, version)
        if kept is None:
            status, kept = self._ask(environ, version)
            if status != HTTPStatus.OK:
                return _send(kept, accept, f"{status} {HTTPStatus(status).phrase}", start_response)
            if kept.version is not None:
                self._cache.put(key, kept)
        return _send(kept, accept, "200 OK", start_response)

    def _foreign(self, environ: WSGIEnvironment) -> bool:
        origin, site = environ.get("HTTP_ORIGIN", ""), environ.get("HTTP_SEC_FETCH_SITE", "")
        return comes_from_elsewhere(origin, site, environ.get("HTTP_HOST", ""), self._public_url)

    def _ask(self, environ: WSGIEnvironment, version: Hashable) -> tuple[int, Kept]:
        """Status and answer of the application; of no version where it must not be kept."""
        answer: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            answer.update(status=int(status.split()[0]), headers=headers)
            return lambda _chunk: None

        chunks = self._app(environ, start)
        try:
            content = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        named = {name.lower(): value for name, value in answer["headers"]}
        headers = tuple((name, value) for name, value in answer["headers"] if name.lower() not in _OWN_HEADERS)
        if named.get("cache-control") == UNKEPT:
            version = None
        return answer["status"], Kept(content, named.get("content-type", "text/plain"), version, headers)


def _length(environ: WSGIEnvironment) -> int | None:
    """Length of the body when it is known and allowed."""
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= MAX_BODY else None


def _send(kept: Kept, accept: str, status: str, start_response: StartResponse) -> list[bytes]:
    body, encoding = kept.body(accepted(accept))
    headers = [
        ("Content-Type", kept.content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Vary", "Accept-Encoding"),
        ("X-Request-Id", secrets.token_hex(8)),
        *kept.headers,
    ]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response(status, headers)
    return [body]
