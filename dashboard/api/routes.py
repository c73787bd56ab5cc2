"""The addresses of the API, put on the server with `register`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar

from flask import Blueprint, Flask, Response, request
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from dashboard.api import answers, budget, holdings, openapi, places, survey, works, works_history
from dashboard.api.answers import RowsPage, following, linked
from dashboard.api.dictionary import dictionary, fields
from dashboard.api.parameters import (
    BUDGET,
    DICTIONARY,
    ENDPOINTS,
    HOLDINGS,
    INDEX,
    META,
    OC4IDS,
    OPENAPI,
    PLACES,
    PREFIX,
    SURVEY,
    WORKS,
    WORKS_HISTORY,
    WORKS_PHOTOS,
    BadQuery,
    Endpoint,
    parse,
)
from dashboard.i18n import DEFAULT, t
from dashboard.store import audit
from dashboard.store.releases import data_version

log = logging.getLogger(__name__)
T = TypeVar("T")
_WRITING = ("POST", "PUT", "PATCH", "DELETE")
_PATHS = frozenset(path for endpoint in ENDPOINTS for path in endpoint.paths)
_Rows = Callable[[Connection, Mapping[str, str]], tuple[int, list[dict[str, Any]]]]
_WRITERS = {"": answers.as_rows, ".csv": answers.as_csv, ".geojson": answers.as_geojson}


class Read(Protocol):
    """Runs a function on a connection to the database and returns what it returns."""

    def __call__(self, work: Callable[[Connection], T], /) -> T: ...


class Keep(Protocol):
    """Gives the answer that is kept under a key, or makes it and keeps it."""

    def __call__(self, key: Hashable, make: Callable[[], Response], /) -> Response: ...


def keep_nothing(_key: Hashable, make: Callable[[], Response], /) -> Response:
    """Makes every answer anew."""
    return make()


def register(
    server: Flask,
    read: Read,
    *,
    keep: Keep = keep_nothing,
    unavailable: tuple[type[Exception], ...] = (DBAPIError,),
    today: Callable[[], date] = date.today,
    public_url: str = "",
    oc4ids_prefix: str = "",
) -> None:
    """Put the API on `server`. `unavailable` is what `read` raises when the database is away.

    `keep` gives answers back as long as the data and the day are the same. It is asked with everything else that an
    answer depends on.
    `today` says which works are late and which documents are due; `public_url` and
    `oc4ids_prefix` are the settings of these names.
    """
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    def rows_of_works(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
        return works.rows(connection, asked, today())

    def rows_of_holdings(connection: Connection, asked: Mapping[str, str]) -> tuple[int, list[dict[str, Any]]]:
        return holdings.rows(connection, asked, today())

    tables: tuple[tuple[Endpoint, _Rows], ...] = (
        (PLACES, places.rows),
        (BUDGET, budget.rows),
        (HOLDINGS, rows_of_holdings),
        (WORKS, rows_of_works),
        (WORKS_HISTORY, works_history.report_rows),
        (WORKS_PHOTOS, works_history.photo_rows),
        (SURVEY, survey.rows),
    )
    for endpoint, rows in tables:
        for ending in ("", *endpoint.formats):
            view = _table(endpoint, rows, read, keep, _WRITERS[ending])
            api.add_url_rule(endpoint.path + ending, endpoint.name + ending.replace(".", "_"), view, methods=["GET"])
    view = _package(read, keep, today, public_url, oc4ids_prefix)
    api.add_url_rule(OC4IDS.path, OC4IDS.name, view, methods=["GET"])
    api.add_url_rule(META.path, META.name, _meta(read), methods=["GET"])
    for endpoint, describe in (
        (INDEX, openapi.index),
        (OPENAPI, openapi.document),
        (DICTIONARY, lambda lang: dictionary()),
    ):
        view = _description(endpoint, describe)
        api.add_url_rule(endpoint.path, endpoint.name, view, methods=["GET"], strict_slashes=False)
    api.add_url_rule("/<path:rest>", "elsewhere", _elsewhere, methods=["GET"])
    api.add_url_rule("/", "no_writing_here", _no_writing, methods=_WRITING)
    api.add_url_rule("/<path:rest>", "no_writing", _no_writing, methods=_WRITING)
    api.register_error_handler(BadQuery, answers.refusal)
    for error in unavailable:
        api.register_error_handler(error, _away)
    api.after_request(_open_and_revalidated)
    server.register_blueprint(api)


def _table(
    endpoint: Endpoint, rows: _Rows, read: Read, keep: Keep, write: Callable[[RowsPage], Response]
) -> Callable[[], Response]:
    columns = partial(fields, endpoint.fields)

    def made(path: str, asked: Mapping[str, str]) -> Response:
        version, (total, found) = read(lambda connection: (data_version(connection), rows(connection, asked)))
        return write(RowsPage(endpoint.name, path, columns(asked.get("by", "")), found, asked, total, version))

    def view() -> Response:
        asked = parse(endpoint, request.args.to_dict(flat=False))
        return keep(answers.address(request.path, asked), lambda: made(request.path, asked))

    return view


def _package(read: Read, keep: Keep, today: Callable[[], date], public_url: str, prefix: str) -> Callable[[], Response]:
    publisher = {"name": t(DEFAULT, "shell.brand"), "uri": public_url}

    def made(uri: str, asked: Mapping[str, str]) -> Response:
        total, shown, package = read(
            lambda connection: works.package(connection, asked, today(), uri=uri, publisher=publisher, prefix=prefix)
        )
        return linked(answers.as_json(package), following(request.path, asked, shown, total))

    def view() -> Response:
        asked = parse(OC4IDS, request.args.to_dict(flat=False))
        uri = (public_url or request.host_url.rstrip("/")) + answers.address(request.path, asked)
        return keep(uri, lambda: made(uri, asked))

    return view


def _meta(read: Read) -> Callable[[], Response]:
    """What is said of all data: their version, and the head of the audit trail, to be noted elsewhere."""

    def view() -> Response:
        asked = parse(META, request.args.to_dict(flat=False))
        version, head = read(lambda connection: (data_version(connection), audit.head(connection)))
        said = {"note": t(asked["lang"], "api.note_meta"), "data_version": version, "audit_head": str(head)}
        return answers.as_json(said)

    return view


def _description(endpoint: Endpoint, describe: Callable[[str], dict[str, Any]]) -> Callable[[], Response]:
    def view() -> Response:
        return answers.as_json(describe(parse(endpoint, request.args.to_dict(flat=False))["lang"]))

    return view


def _elsewhere(rest: str) -> Response:
    raise BadQuery("unknown_address", status=404, value=rest, allowed=sorted(_PATHS))


def _no_writing(rest: str = "") -> Response:
    answer = answers.refusal(BadQuery("read_only", status=405))
    answer.headers["Allow"] = "GET, HEAD, OPTIONS"
    return answer


def _away(error: Exception) -> Response:
    log.warning("the database is away: %s", type(error).__name__)
    answer = answers.refusal(BadQuery("unavailable", status=503))
    answer.headers["Retry-After"] = "30"
    return answer


def _open_and_revalidated(answer: Response) -> Response:
    """Any page may read the API; an unchanged answer is not sent twice."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "If-None-Match"
    if answer.status_code not in (200, 304) or request.method == "OPTIONS":
        answer.headers["Cache-Control"] = "no-store"
        return answer
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    if "ETag" not in answer.headers:
        answer.add_etag()
        answer.make_conditional(request)
    return answer
