"""Both applications as they run for people: a process of their own, waitress, a port the kernel picks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.twin import fetch, without_scripts
from dashboard.settings import ROOT


@contextmanager
def serving(database_url: str) -> Iterator[str]:
    """Our application on `database_url`; gives its address."""
    port = _free_port()
    with _process([sys.executable, "app.py"], port, {"DATABASE_URL": database_url, "PORT": str(port)}) as address:
        yield address


@contextmanager
def serving_stock(database_url: str) -> Iterator[str]:
    """The stock application on the same database; gives its address."""
    port = _free_port()
    with _process([sys.executable, "-m", "bench.stock", database_url, str(port)], port, {}) as address:
        yield address


@contextmanager
def serving_twin(page: str) -> Iterator[str]:
    """The static twin of a page; gives its address."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="twin-") as folder:
        file = Path(folder) / "page.html"
        file.write_text(without_scripts(fetch(page)), "utf-8")
        with _process([sys.executable, "-m", "bench.twin", str(file), str(port)], port, {}) as address:
            yield address


@contextmanager
def _process(command: list[str], port: int, env: dict[str, str]) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"{command} did not start")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
