"""The application: `python app.py` serves it, `gunicorn app:server` or any WSGI server finds it here."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from waitress import serve
from werkzeug.serving import is_running_from_reloader, make_server

from dashboard.factory import AimakApp, create_app
from dashboard.settings import ROOT, BadSetting, Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import SchemaTooNew, migrate
from dashboard.web.warm import warm_up

#: How a process of Werkzeug's reloader says that a file has changed.
CHANGED = 3


def _start() -> tuple[Settings, AimakApp]:
    """Settings and application; what cannot work is said in one line and ends the process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        chosen = Settings.from_env()
        engine = writing_engine(chosen.database_url)
        migrate(engine)
    except (BadSetting, SchemaTooNew) as error:
        raise SystemExit(str(error)) from error
    except DBAPIError as error:
        raise SystemExit(f"The database cannot be used: {error.orig}") from error
    engine.dispose()
    made = create_app(chosen)
    if not chosen.debug:  # the developer tools have to be set up before the first request
        warm_up(made.server, made.front.of_dash())
    elif __name__ != "__main__":
        raise SystemExit("DASH_DEBUG is for `python app.py` alone: unset it.")
    return chosen, made


settings, app = _start()
server = app.server


def main() -> None:
    """Serve until stopped."""
    print(f"Open Aimak: http://{settings.host}:{settings.port}", flush=True)
    if settings.debug and is_running_from_reloader():
        _develop()
    elif settings.debug:
        with suppress(KeyboardInterrupt):
            _keep_developing()
    else:
        serve(server, host=settings.host, port=settings.port, threads=settings.threads, ident="")


def _develop() -> None:
    """Flask's server with Dash's developer tools; it ends with CHANGED when a module or a catalogue changes.

    The tools ask no other host whether there is a newer Dash, and no page runs code that a visitor types.
    """
    app.run(
        host=settings.host,
        port=settings.port,
        debug=True,
        use_debugger=False,
        extra_files=[str(path) for path in _watched() if path.suffix == ".toml"],
        dev_tools_disable_version_check=True,
    )


def _keep_developing() -> None:
    """Start `_develop` in a process of its own after every change, until it ends by itself.

    Werkzeug's own loop ends with the first process that cannot start; this one waits for the next change. It holds the
    port meanwhile: what is asked then is answered by the process after.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # not without ending the process below
    held = make_server(settings.host, settings.port, server)
    held.socket.set_inheritable(True)
    env = os.environ | {"WERKZEUG_RUN_MAIN": "true", "WERKZEUG_SERVER_FD": str(held.fileno())}
    code = CHANGED
    while code:
        before = _stamps()
        code = subprocess.call([sys.executable, *sys.orig_argv[1:]], env=env, close_fds=False)
        if code not in (0, CHANGED):
            print(f"It ended with code {code}, see above. Waiting for a change of a .py or .toml file…", flush=True)
            while _stamps() == before:
                time.sleep(0.5)


def _watched() -> list[Path]:
    """This file, the modules and the catalogues."""
    return [Path(__file__), *(path for path in (ROOT / "dashboard").rglob("*") if path.suffix in (".py", ".toml"))]


def _stamps() -> dict[Path, int]:
    """When each of them was changed, in nanoseconds; editors may take a file away for a moment."""
    found = {}
    for path in _watched():
        with suppress(FileNotFoundError):
            found[path] = path.stat().st_mtime_ns
    return found


if __name__ == "__main__":
    main()
