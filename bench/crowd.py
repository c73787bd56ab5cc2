"""The built-in server in a crowd: how long `/healthz` takes while 300 connections are silent and 200 ask for pages."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from bench.results import Measure
from bench.servers import serving
from dashboard.settings import ROOT

SILENT, BUSY = 300, 200
_PROMISED_S = 1.0
_PAUSE_S = 0.2
_OPENINGS = (
    b"",
    b"GET /ky HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
)
#: Every request of these is another one, so that the program has to make each answer.
_WORK = {
    "the same page": lambda _chance: "/ky/demo",
    "a page of its own each": lambda chance: f"/en/demo/lines?q={chance.random()}",
    "rows of its own each": lambda chance: f"/api/v1/budget?place=demo&limit=300&offset={chance.randrange(700)}",
}


def measure(database_url: str, *, rounds: int) -> list[Measure]:
    """The slowest of `rounds` questions in each crowd, against the promised second."""
    made = []
    for name in _WORK:
        with serving(database_url) as address, ExitStack() as crowd:
            for number in range(SILENT):
                connection = crowd.enter_context(_connect(address))
                connection.sendall(_OPENINGS[number % len(_OPENINGS)])
            # Those who ask are another process: threads of this one would make the question itself late.
            asking = subprocess.Popen([sys.executable, "-m", "bench.crowd", address, name], cwd=ROOT)
            crowd.callback(asking.wait)
            crowd.callback(asking.kill)
            time.sleep(3)
            slowest = max(_seconds(f"{address}/healthz") for _ in range(rounds))
        what = f"slowest of {rounds} /healthz, {SILENT} silent and {BUSY} asking for {name}, against what is promised"
        made.append(Measure("crowd", what, _PROMISED_S, slowest, "s", bound=1.0))
    return made


def _connect(address: str) -> socket.socket:
    at = urlsplit(address)
    return socket.create_connection((str(at.hostname), int(at.port or 80)), timeout=10)


def _seconds(url: str) -> float:
    time.sleep(_PAUSE_S)
    start = time.perf_counter()
    urllib.request.urlopen(url, timeout=60).close()
    return time.perf_counter() - start


def _ask(address: str, name: str, seed: int) -> None:
    """Ask again and again, until the process is ended."""
    chance = random.Random(seed)
    while True:
        with suppress(OSError, HTTPException):
            connection = HTTPConnection(str(urlsplit(address).netloc), timeout=60)
            while True:
                connection.request("GET", _WORK[name](chance), headers={"Accept-Encoding": "br"})
                connection.getresponse().read()


def main(address: str, name: str) -> None:
    """BUSY clients that never stop."""
    for seed in range(BUSY):
        threading.Thread(target=_ask, args=(address, name, seed), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
