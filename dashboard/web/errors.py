"""Honest refusals: the right status, a sentence in the reader's language, and nothing about the inside."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from dash import html
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from dashboard.document import plain_document
from dashboard.front import FrontEnd
from dashboard.i18n import DEFAULT, LANGUAGES, Lang, keys, t
from dashboard.pages.address import MOST_PARAMETERS, Address, BadAddress, NotFound, TooManyParameters
from dashboard.web.database import Unavailable

log = logging.getLogger(__name__)
RETRY_S = "30"
# Addresses that machines call: they get JSON.
_MACHINE = ("/api/", "/_dash-", "/readyz", "/suggest/")


def reader_language() -> Lang:
    """The language of the address, or the browser's best, or Kyrgyz."""
    first = request.path.strip("/").split("/")[0]
    if first in LANGUAGES:
        return first
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT


def refusal(status: int, front: FrontEnd, refused: BadAddress | None = None) -> Response:
    """The answer to a request that cannot be served; `refused` is the wrong parameter."""
    lang = reader_language()
    status = status if f"shell.error.{status}.title" in keys(lang) else 500 if status >= 500 else 400
    if request.path.startswith(_MACHINE):
        response = jsonify({"error": t(lang, f"shell.error.{status}.title"), "request": g.get("request_id", "-")})
    else:
        response = Response(_page(lang, status, front, refused), content_type="text/html; charset=utf-8")
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_S
    return response


def _page(lang: Lang, status: int, front: FrontEnd, refused: BadAddress | None) -> str:
    said = [t(lang, f"shell.error.{status}.text")]
    if isinstance(refused, TooManyParameters):
        said.append(t(lang, "shell.error.many", most=MOST_PARAMETERS))
    elif refused is not None and refused.parameter:
        said.append(t(lang, "shell.error.value", parameter=refused.parameter, value=refused.value))
    back = (t(lang, "shell.error.back"), Address(lang).href)
    return error_page(lang, t(lang, f"shell.error.{status}.title"), said, back, front)


def error_page(lang: Lang, title: str, said: Iterable[str], back: tuple[str, str], front: FrontEnd) -> str:
    """The document of a refusal: what is wrong in sentences, a way back (words, address), the number of the request."""
    words, href = back
    content = html.Div(
        [
            html.H1(title),
            *(html.P(sentence) for sentence in said),
            html.P(html.A(words, href=href)),
            html.P(t(lang, "shell.error.request", id=g.get("request_id", "-")), className="request-id"),
        ]
    )
    return plain_document(lang, title, content, front)


def register(server: Flask, front: Callable[[], FrontEnd]) -> None:
    """Turn every error into an honest answer; what we did not expect is logged with the request's id."""

    @server.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if error.code is not None and 300 <= error.code < 400:
            return error.get_response()  # type: ignore[return-value] # werkzeug says its own response
        return refusal(error.code or 500, front())

    @server.errorhandler(NotFound)
    @server.errorhandler(DependencyException)
    @server.errorhandler(InvalidResourceError)
    def _not_found(_error: Exception) -> Response:
        return refusal(404, front())

    @server.errorhandler(BadAddress)
    def _bad_address(error: BadAddress) -> Response:
        return refusal(400, front(), error)

    @server.errorhandler(Unavailable)
    def _unavailable(_error: Unavailable) -> Response:
        return refusal(503, front())

    @server.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        log.error("request %s: %s %r failed", g.get("request_id", "-"), request.method, request.path, exc_info=error)
        return refusal(500, front())
