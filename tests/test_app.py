"""The real thing, started as a person or a service manager starts it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "python app.py": [sys.executable, "app.py"],
    "gunicorn": [sys.executable, "-m", "gunicorn", "app:server", "--workers", "2", "--threads", "4"],
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(url: str) -> int:
    """Status of a GET; 0 while nobody listens."""
    try:
        with urlopen(url, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def answering(url: str) -> None:
    """Wait until the server answers."""
    for _ in range(200):
        if status(f"{url}/healthz"):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture(params=COMMANDS)
def started(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Address of a fresh server over a database that does not exist yet, and its log."""
    port = free_port()
    command = [*COMMANDS[request.param]]
    if request.param == "gunicorn":
        command += ["--bind", f"127.0.0.1:{port}"]
    env = {**os.environ, "PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path / 'var' / 'new.db'}"}
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
        yield f"http://127.0.0.1:{port}", log
        process.terminate()
        process.wait(timeout=20)


def test_the_first_32_requests_to_fresh_workers_meet_no_error(started: tuple[str, Path]) -> None:
    url, log = started
    answering(url)
    paths = ("/ky", "/ru", "/_dash-dependencies", "/readyz")
    with ThreadPoolExecutor(32) as pool:
        seen = Counter(pool.map(status, [url + paths[number % len(paths)] for number in range(32)]))
    assert seen == {200: 32}, log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("started", ["python app.py"], indirect=True)  # gunicorn stands behind nginx, see operations
def test_300_connections_that_send_nothing_more_keep_nobody_waiting(started: tuple[str, Path]) -> None:
    url, _ = started
    answering(url)
    host, port = url.removeprefix("http://").split(":")
    half_head = b"GET /ky HTTP/1.1\r\nHost: x\r\nX-Slow: "
    half_body = b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
    with ExitStack() as open_connections:
        for opening in (half_head, half_body) * 150:
            connection = open_connections.enter_context(socket.create_connection((host, int(port)), timeout=5))
            connection.sendall(opening)
        # All eight threads would be taken if a half request took one.
        assert [status(f"{url}/healthz") for _ in range(10)] == [200] * 10
        assert status(f"{url}/ky") == 200


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT must be a whole number from 1 to 65535, got 'eighty'"),
        ("DATABASE_URL", "sqlite:////proc/nowhere.db", "The database cannot be used"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.db", "The database cannot be used: [Errno 2]"),
    ],
)
def test_what_cannot_work_is_said_in_one_line(name: str, value: str, sentence: str) -> None:
    refused([sys.executable, "app.py"], {name: value}, sentence)


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "nowhere.invalid"])
def test_a_port_or_a_host_that_cannot_be_had_is_said_in_one_line(tmp_path: Path, host: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {"HOST": host, "PORT": port, "DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
        said = refused([sys.executable, "app.py"], settings, f"HOST {host} and PORT {port} cannot be had: ")
        assert "http://" not in said


def refused(command: list[str], settings: dict[str, str], sentence: str) -> str:
    """The program ends at once and says why; what it printed."""
    env = {**os.environ, **settings}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert sentence in done.stderr and "Traceback" not in done.stderr
    return done.stdout


def test_debug_mode_is_for_this_machine_alone() -> None:
    refused([sys.executable, "app.py"], {"DASH_DEBUG": "true", "HOST": "0.0.0.0"}, "DASH_DEBUG")


def test_debug_mode_is_refused_to_servers_that_others_reach(tmp_path: Path) -> None:
    settings = {"DASH_DEBUG": "1", "DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    refused([sys.executable, "-c", "import app"], settings, "DASH_DEBUG is for `python app.py` alone")


@pytest.fixture
def developed(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Address of a copy of the program in debug mode, and the folder of the copy."""
    copy = tmp_path / "copy"
    for name in ("dashboard", "assets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", copy)
    (copy / "assets" / "mine.css").write_text("b { color: red }")
    port = free_port()
    env = {**os.environ, "DASH_DEBUG": "1", "PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    env["PYTHONPATH"] = str(copy)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=copy, env=env, stdout=log, stderr=log, start_new_session=True
        )
        yield f"http://127.0.0.1:{port}", copy
        os.killpg(process.pid, signal.SIGTERM)  # the server is a child of the one that watches the files
        process.wait(timeout=20)


def read(url: str) -> str:
    """Text of a page; empty while nobody answers."""
    try:
        with urlopen(url, timeout=20) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def shows(url: str, text: str) -> None:
    """Wait until a page holds a text."""
    for _ in range(600):
        if text in read(url):
            return
        time.sleep(0.2)
    raise AssertionError(f"{url} does not show {text!r}")


def test_in_debug_mode_a_change_shows_without_a_build_or_a_start_by_hand(developed: tuple[str, Path]) -> None:
    url, copy = developed
    shows(f"{url}/en", "open local budgets")
    page = read(f"{url}/en")
    assert "dash_renderer" in page and ".dev.js" in page and '"hot_reload"' in page and "/assets/js/main.js" in page
    assert 'href="/assets/mine.css' in page
    assert '"reloadHash"' in read(f"{url}/_reload-hash")
    shell = copy / "dashboard" / "shell.py"
    shell.write_text(shell.read_text("utf-8").replace('className="wordmark"', 'className="wordmark anew"'))
    shows(f"{url}/en", 'class="wordmark anew"')
    words = copy / "dashboard" / "i18n" / "catalogues" / "en" / "shell.toml"
    words.write_text(words.read_text("utf-8").replace('skip = "', 'skip = "Changed: '))
    shows(f"{url}/en", "Changed: ")


def test_in_debug_mode_a_module_that_cannot_be_read_is_waited_for(developed: tuple[str, Path]) -> None:
    url, copy = developed
    shows(f"{url}/en", "open local budgets")
    module, log = copy / "dashboard" / "pages" / "revenue.py", copy.parent / "log"
    right = module.read_text("utf-8")
    module.write_text(f"{right}\ndef (\n")
    for _ in range(600):
        if "Waiting for a change" in log.read_text():
            break
        time.sleep(0.2)
    assert "SyntaxError" in log.read_text() and "It ended with code 1" in log.read_text()
    with pytest.raises(OSError):  # refused or not answered: either will do
        urlopen(f"{url}/en", timeout=1)
    module.write_text(right)
    shows(f"{url}/en", "open local budgets")


@pytest.mark.parametrize("started", ["gunicorn"], indirect=True)
def test_what_gunicorn_writes_names_nobody_either(started: tuple[str, Path]) -> None:
    url, log = started
    answering(url)
    host, port = url.removeprefix("http://").split(":")
    for nonsense in (
        b"GET /secret?of=me HTTP/9\r\n\r\n",
        b"no request\r\n\r\n",
        b"GET / HTTP/1.1\r\nHo st: secret\r\n\r\n",
    ):
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(nonsense)
            assert connection.recv(100)
    said = log.read_text()
    assert said.count("WARNING gunicorn.error Invalid request: ") == 3
    assert "ip=" not in said and "secret" not in said and "127.0.0.1" not in said.replace(url, "")


def test_the_server_says_where_it_listens(started: tuple[str, Path]) -> None:
    url, log = started
    answering(url)
    assert url in log.read_text()
