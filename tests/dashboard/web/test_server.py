"""The built-in server: who is silent, slow or many stops nobody else, and being told to stop cuts nobody off."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import pytest
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel

from dashboard.security import MAX_BODY
from dashboard.web import server
from tests.dashboard.web.crowded import LONG

ROOT = Path(__file__).resolve().parents[3]
CROWDED = "tests.dashboard.web.crowded"
BUILT_IN = [sys.executable, "-m", CROWDED, "PORT"]
GUNICORN = [sys.executable, "-m", "gunicorn", f"{CROWDED}:site", "--bind", "127.0.0.1:PORT", "--threads", "4",
            "--no-control-socket"]  # fmt: skip
PATIENCE_S = 30  # of a test; nobody waits so long where all is well


@dataclass(frozen=True)
class Started:
    """A server of the small site, the port it listens at, and the file that opens `/slow`."""

    process: subprocess.Popen[bytes]
    port: int
    gate: Path

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def ask(self, path: str) -> HTTPConnection:
        """A connection that has asked for something; the answer is not read."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request("GET", path)
        return connection

    def status(self, path: str) -> int:
        connection = self.ask(path)
        try:
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[list[str]], Started]]:
    """Starts a server and waits until it answers."""
    with ExitStack() as running:

        def started(command: list[str]) -> Started:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = int(probe.getsockname()[1])
            gate = tmp_path / "gate"
            process = subprocess.Popen(
                [part.replace("PORT", str(port)) for part in command],
                cwd=ROOT,
                env={**os.environ, "GATE": str(gate)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.callback(process.wait, PATIENCE_S)
            running.callback(process.kill)
            made = Started(process, port, gate)
            wait_for(lambda: answers(made))
            return made

        yield started


def answers(made: Started) -> bool:
    try:
        return made.status("/healthz") == 200
    except OSError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never came true")


def test_300_silent_and_200_waiting_connections_leave_the_question_of_life_answered(
    start: Callable[[list[str]], Started],
) -> None:
    crowded = start(BUILT_IN)
    openings = (
        b"GET /slow HTTP/1.1\r\nHost: x\r\nX: ",
        b"",
        b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1",
    )
    with ExitStack() as held:
        for number in range(300):
            held.enter_context(crowded.connect()).sendall(openings[number % 3])
        waiting = [crowded.ask("/slow") for _ in range(200)]
        for connection in waiting:
            held.callback(connection.close)
        # Both threads for pages have a request that does not end, and 198 more wait for them.
        assert [crowded.status("/healthz") for _ in range(5)] == [200] * 5
        crowded.gate.touch()
        assert {connection.getresponse().status for connection in waiting} == {200}


def test_told_to_stop_it_answers_what_was_asked_and_takes_nothing_more(start: Callable[[list[str]], Started]) -> None:
    crowded = start(BUILT_IN)
    with crowded.connect() as silent:
        silent.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\nX: ")
        asked = crowded.ask("/slow")
        wait_for(crowded.gate.with_suffix(".begun").exists)
        crowded.process.send_signal(signal.SIGTERM)
        wait_for(lambda: not answers(crowded))
        assert crowded.process.poll() is None, "it must not end before its answers"
        answered_in_full(crowded, asked)


def test_gunicorn_finishes_what_was_asked_too(start: Callable[[list[str]], Started]) -> None:
    crowded = start(GUNICORN)
    asked = crowded.ask("/slow")
    wait_for(crowded.gate.with_suffix(".begun").exists)
    crowded.process.send_signal(signal.SIGTERM)
    answered_in_full(crowded, asked)


def answered_in_full(crowded: Started, asked: HTTPConnection) -> None:
    """The gate opens, the answer comes whole, the process ends well."""
    crowded.gate.touch()
    answer = asked.getresponse()
    assert (answer.status, len(answer.read())) == (200, LONG)
    assert crowded.process.wait(PATIENCE_S) == 0


def test_no_answer_is_made_for_who_has_gone(start: Callable[[list[str]], Started]) -> None:
    crowded = start(BUILT_IN)
    first = [crowded.ask("/slow") for _ in range(2)]  # both threads
    wait_for(crowded.gate.with_suffix(".begun").exists)
    for _ in range(50):
        crowded.ask("/count").close()
    stays = crowded.ask("/count")
    crowded.gate.touch()
    assert stays.getresponse().read() == b"1", "the others left before their turn"
    assert [connection.getresponse().status for connection in first] == [200, 200]


def test_a_second_signal_ends_it_at_once(start: Callable[[list[str]], Started]) -> None:
    crowded = start(BUILT_IN)
    asked = crowded.ask("/slow")
    wait_for(crowded.gate.with_suffix(".begun").exists)
    crowded.process.send_signal(signal.SIGTERM)
    wait_for(lambda: not answers(crowded))
    crowded.process.send_signal(signal.SIGTERM)
    assert crowded.process.wait(PATIENCE_S) == -signal.SIGTERM
    asked.close()


def test_a_body_over_the_limit_is_refused_before_it_is_sent(start: Callable[[list[str]], Started]) -> None:
    crowded = start(BUILT_IN)
    for length, status in ((MAX_BODY + 1, b"413"), (10**12, b"413")):
        with crowded.connect() as connection:
            connection.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % length)
            assert connection.recv(1000).split()[1] == status
    with crowded.connect() as connection:  # whoever asks first is not told to go on
        asks = b"POST /body HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
        connection.sendall(asks % 300_000)
        assert connection.recv(1000).split()[1] == b"413"
    with crowded.connect() as connection:
        connection.sendall(asks % 1)
        assert connection.recv(1000).split()[1] == b"100"
    with crowded.connect() as connection:  # its length is not said
        connection.sendall(b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"%x\r\n%s\r\n" % (64 * 1024, b"x" * 64 * 1024)
        for _ in range(MAX_BODY // (64 * 1024)):
            connection.sendall(chunk)
        connection.sendall(chunk)
        assert connection.recv(1000).split()[1] == b"413"


def test_the_largest_body_allowed_arrives(start: Callable[[list[str]], Started]) -> None:
    crowded = start(BUILT_IN)
    connection = HTTPConnection("127.0.0.1", crowded.port, timeout=PATIENCE_S)
    connection.request("POST", "/body", body=b"x" * MAX_BODY)
    assert connection.getresponse().read() == str(MAX_BODY).encode()
    connection.close()


def test_what_is_no_request_is_refused(start: Callable[[list[str]], Started]) -> None:
    crowded = start(BUILT_IN)
    for nonsense in (
        b"GET http://[/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nno header\r\n\r\n",
    ):
        with crowded.connect() as connection:
            connection.sendall(nonsense)
            assert connection.recv(1000).split()[1] == b"400", nonsense
    with crowded.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 40_000)
        assert connection.recv(1000).split()[1] == b"431"
    assert crowded.status("/healthz") == 200


@pytest.fixture
def channel() -> Iterator[HTTPChannel]:
    """A connection as waitress holds it, without a server."""
    ours, theirs = socket.socketpair()
    tasks: list[object] = []
    sockets: dict[int, object] = {}
    holder = SimpleNamespace(active_channels={}, add_task=tasks.append, pull_trigger=lambda: None)
    made = HTTPChannel(holder, ours, ("", 0), Adjustments(), map=sockets)
    yield made
    made.handle_close()
    theirs.close()


def test_a_connection_that_another_thread_closed_has_gone_and_is_named_nowhere(channel: HTTPChannel) -> None:
    ours = channel.socket
    made = server.Channel(channel.server, ours, ("203.0.113.7", 4711), Adjustments(), map={})
    assert not made._gone()
    made.socket = None
    assert made._gone()
    assert "203.0.113.7" not in f"{made} {made!r}" and "4711" not in f"{made} {made!r}"


def test_a_request_that_comes_drop_by_drop_is_not_waited_for_without_end(channel: HTTPChannel) -> None:
    patience = server._Patience()
    start = time.time()
    for seconds in range(0, 31, 6):
        channel.received(b"GET /ky HTTP/1.1\r\n" if not seconds else b"X: y\r\n")
        patience.look([channel], start + seconds)
        assert not channel.will_close
    patience.look([channel], start + 36)
    assert channel.will_close


def test_a_connection_that_asks_again_and_again_is_kept(channel: HTTPChannel) -> None:
    patience = server._Patience()
    start = time.time()
    for seconds in range(0, 120, 6):
        channel.received(b"GET /ky HTTP/1.1\r\nHost: x\r\n")
        patience.look([channel], start + seconds)
        channel.received(b"\r\n")
        channel.requests.clear()
    assert not channel.will_close


def test_an_answer_that_nobody_takes_does_not_hold_its_thread_for_ever(channel: HTTPChannel) -> None:
    channel.requests.append(object())
    channel.outbufs[-1].append(b"x" * 10)
    channel.total_outbufs_len = 10
    patience = server._Patience()
    patience.look([channel], channel.last_activity + 20)
    assert not channel.will_close
    patience.look([channel], channel.last_activity + 40)
    assert channel.will_close


def test_all_connections_that_wait_are_taken_in_one_turn_and_not_without_end() -> None:
    sockets: dict[int, object] = {}
    waiting = iter(range(30))

    def accept_one() -> None:
        for number in waiting:
            sockets[number] = object()
            return

    server._accept_those_waiting(accept_one, sockets)
    assert len(sockets) == 30
    waiting = iter(range(30, 10_000))
    server._accept_those_waiting(accept_one, sockets)
    assert len(sockets) == 130


@pytest.mark.parametrize(
    ("limits", "connections"), [((300, 300), 150), ((1024, 1024), 824), ((1024, 4096), 2000), ((-1, -1), 2000)]
)
def test_there_are_no_more_connections_than_the_machine_allows_files(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], connections: int
) -> None:
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr("resource.getrlimit", lambda _: limits)
    monkeypatch.setattr("resource.setrlimit", lambda _, wanted: raised.append(wanted))
    assert server._room_for_connections() == connections
    assert all(now <= most for now, most in raised)
