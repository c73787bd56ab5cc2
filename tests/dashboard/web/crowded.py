"""A small site for tests of the server: `/slow` answers once a file is there, `python -m …` serves it."""

from __future__ import annotations

import os
import sys
import time
from itertools import count
from pathlib import Path

from flask import Flask, Response, request

from dashboard.web.server import serve

site = Flask("crowded", static_folder=None)
LONG = 300_000
_ANSWERED = count(1)


@site.get("/healthz")
def _lives() -> str:
    return "OK"


@site.get("/slow")
def _slow() -> Response:
    """Many bytes, not before the file that GATE names is there; it says when it began."""
    gate = Path(os.environ["GATE"])
    gate.with_suffix(".begun").touch()
    while not gate.exists():
        time.sleep(0.02)
    return Response(b"x" * LONG)


@site.get("/count")
def _count() -> str:
    """How often this was asked and answered."""
    return str(next(_ANSWERED))


@site.post("/body")
def _body() -> str:
    return str(len(request.get_data()))


if __name__ == "__main__":
    serve(site, host="127.0.0.1", port=int(sys.argv[1]), threads=2)
