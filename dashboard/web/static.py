"""Files: our built assets with their compressed copies, and Dash's component suites compressed once."""

from __future__ import annotations

from dash.fingerprint import check_fingerprint
from flask import Flask, Response, abort, request

from dashboard.assets_manifest import STATIC_URL, AssetManifest
from dashboard.web.answers import FOREVER, send
from dashboard.web.cache import AnswerCache, Kept
from dashboard.web.compress import FILE_QUALITY, accepted

ASSETS_MAX_AGE_S = 3600  # /assets/ has no hashes in its names
SUITES = "/_dash-component-suites/"
_SUITES_BYTES = 32 * 1024 * 1024
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}


def register(server: Flask, manifest: AssetManifest) -> None:
    """Serve `/static/<file>`, and keep compressed copies of Dash's own files in memory."""

    @server.get(f"{STATIC_URL}<file>")
    def _static_file(file: str) -> Response:
        encoding = accepted(request.headers.get("Accept-Encoding", ""))
        copy = manifest.path(file, encoding) if encoding else None
        path = copy or manifest.path(file)
        if path is None:
            abort(404)
        suffix = file[file.rfind(".") :]
        response = Response(path.read_bytes(), content_type=_TYPES.get(suffix, "application/octet-stream"))
        response.headers["Cache-Control"] = FOREVER
        response.headers["Vary"] = "Accept-Encoding"
        if copy is not None:
            response.headers["Content-Encoding"] = encoding
        return response

    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = ASSETS_MAX_AGE_S
    _keep_suites(server, AnswerCache(_SUITES_BYTES))


def _keep_suites(server: Flask, cache: AnswerCache) -> None:
    # Any fingerprint names the same file, so the key is the file, or strangers could fill the cache.
    def key() -> tuple[str, bool] | None:
        if request.method != "GET" or not request.path.startswith(SUITES):
            return None
        return check_fingerprint(request.path)  # type: ignore[no-untyped-call,no-any-return] # Dash has no types here

    def control(fingerprinted: bool) -> str:
        return FOREVER if fingerprinted else "public, max-age=3600"

    @server.before_request
    def _from_memory() -> Response | None:
        name = key()
        kept = cache.last_good(name) if name else None
        return send(kept, control(name[1])) if name and kept else None

    @server.after_request
    def _into_memory(response: Response) -> Response:
        name = key()
        if name is None or response.status_code != 200 or cache.last_good(name) is not None:
            return response
        kept = Kept(response.get_data(), response.content_type or "application/octet-stream", quality=FILE_QUALITY)
        return send(cache.put(name, kept), control(name[1]))
