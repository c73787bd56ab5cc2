"""The first request is ours: a worker that met no request yet may answer the first ones with errors."""

from __future__ import annotations

import logging
import threading

from dashboard.factory import AimakApp
from dashboard.i18n import DEFAULT
from dashboard.pages.address import Address

log = logging.getLogger(__name__)


def warm_up(app: AimakApp) -> None:
    """Answer one request, so that Dash has set itself up; compress its scripts in the background."""
    status = app.server.test_client().get(Address(DEFAULT).href).status_code
    if status != 200:
        log.warning("The first page answered %s: is there data? (python -m dashboard init)", status)
    threading.Thread(target=_compress_scripts, args=(app,), name="warm-up", daemon=True).start()


def _compress_scripts(app: AimakApp) -> None:
    client = app.server.test_client()
    later = [url for urls in app.front.later(DEFAULT).values() for url in urls]
    for url in dict.fromkeys((*app.front.dash.scripts, *later)):
        client.get(url, headers={"Accept-Encoding": "br"})
