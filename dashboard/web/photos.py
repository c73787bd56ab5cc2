"""Pictures of works, under names that tell their content: a name never gets other bytes, so it is kept for a year."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, Response, abort, request

from dashboard.channels.urls import PHOTOS_URL
from dashboard.store.picture_files import SIZES
from dashboard.web.answers import FOREVER

_NAME = re.compile(rf"([0-9a-f]{{64}}-(?:{'|'.join(map(str, SIZES))}))\.(webp|avif)")


def register(server: Flask, folder: Path) -> None:
    """Serve `/photos/<sha256>-<size>.<webp|avif>`; a browser that takes AVIF gets it under the WebP name as well."""

    @server.get(f"{PHOTOS_URL}<file>")
    def _photo(file: str) -> Response:
        name = _NAME.fullmatch(file)
        if name is None:
            abort(404)
        kinds = [name[2]]
        if name[2] == "webp" and "image/avif" in request.headers.get("Accept", ""):
            kinds.insert(0, "avif")
        for kind in kinds:
            path = folder / f"{name[1]}.{kind}"
            if path.is_file():
                response = Response(path.read_bytes(), content_type=f"image/{kind}")
                response.headers["Cache-Control"] = FOREVER
                response.headers["Vary"] = "Accept"
                return response
        abort(404)
