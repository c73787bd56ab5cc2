"""The first request is ours: a worker that met no request yet may answer the first ones with errors."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from flask import Flask

from dashboard.i18n import DEFAULT
from dashboard.pages.address import Address

log = logging.getLogger(__name__)


def warm_up(server: Flask, scripts: Iterable[str]) -> None:
    """Answer one request, so that Dash has set itself up; compress its scripts in the background."""
    status = server.test_client().get(Address(DEFAULT).href).status_code
    if status != 200:
        log.warning("The first page answered %s: is there data? (python -m dashboard init)", status)
    threading.Thread(target=_compress, args=(server, tuple(scripts)), name="warm-up", daemon=True).start()


def _compress(server: Flask, scripts: tuple[str, ...]) -> None:
    client = server.test_client()
    for url in scripts:
        client.get(url, headers={"Accept-Encoding": "br"})
