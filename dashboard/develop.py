"""`make dev`: the application on this machine alone, started again after every change, with Dash's developer tools."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from werkzeug.serving import is_running_from_reloader, make_server

from dashboard.factory import AimakApp
from dashboard.settings import ROOT

#: How a process of Werkzeug's reloader says that a file has changed.
CHANGED = 3


def develop(app: AimakApp) -> None:
    """Serve until stopped: a first process waits for changes and starts the second one, which answers."""
    if is_running_from_reloader():
        _serve(app)
    else:
        with suppress(KeyboardInterrupt):
            _keep_serving(app)


def _serve(app: AimakApp) -> None:
    """Flask's server with Dash's developer tools; it ends with CHANGED when a module or a catalogue changes.

    The tools ask no other host whether there is a newer Dash, and no page runs code that a visitor types.
    """
    app.run(
        host=app.settings.host,
        port=app.settings.port,
        debug=True,
        use_debugger=False,
        extra_files=[str(path) for path in _watched() if path.suffix == ".toml"],
        dev_tools_disable_version_check=True,
    )


def _keep_serving(app: AimakApp) -> None:
    """Start `_serve` in a process of its own after every change, until it ends by itself.

    Werkzeug's own loop ends with the first process that cannot start; this one waits for the next change. It holds the
    port meanwhile: what is asked then is answered by the process after.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # not without ending the process below
    held = make_server(app.settings.host, app.settings.port, app.server)
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
    """`app.py`, the modules and the catalogues."""
    return [ROOT / "app.py", *(path for path in (ROOT / "dashboard").rglob("*") if path.suffix in (".py", ".toml"))]


def _stamps() -> dict[Path, int]:
    """When each of them was changed, in nanoseconds; editors may take a file away for a moment."""
    found = {}
    for path in _watched():
        with suppress(FileNotFoundError):
            found[path] = path.stat().st_mtime_ns
    return found
