"""The built-in server: waitress, set so that silent and busy connections stop nobody, and ending in good order."""

from __future__ import annotations

import logging
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from flask import Flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer
from waitress.task import ThreadedTaskDispatcher

from dashboard.security import MAX_BODY

log = logging.getLogger(__name__)
#: What asks whether the process lives does not stand in the line of pages; it needs no database.
QUICK: Final = frozenset({"/healthz"})
_CONNECTIONS = 2000
_OTHER_FILES = 200  # the database, its readers, what is sent from disk
_ACCEPTED_AT_ONCE = 100
_HEAD_BYTES = 32 * 1024
_SILENT_S = 30  # how long a connection may ask nothing, send one request, or take nothing of its answer
_CLEANING_S = 5
_STOP_S = 20  # how long requests in flight may take once the process is told to stop
_TURN_S = 0.5
#: Python's own 5 ms times the threads that make pages is longer than this loop, which takes turns with them, may wait.
_SWITCH_S = 0.0005


class Lanes:
    """Waitress's dispatcher, twice: the threads that make pages, and one for the questions of machines.

    However many pages wait, `QUICK` is answered.
    """

    def __init__(self, threads: int) -> None:
        self._pages, self._quick = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._pages.set_thread_count(threads)
        self._quick.set_thread_count(1)

    def add_task(self, channel: HTTPChannel) -> None:
        """Put a connection with a whole request into its lane."""
        path = getattr(channel.requests[0], "path", "")  # what cannot be read as a request has none
        lane = self._quick if path in QUICK else self._pages
        lane.add_task(channel)


class _Parser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """Waitress's, which answers 400 also where it fails itself, and asks for no body that it has refused."""

    def received(self, data: bytes) -> int:
        """Read a part of a request; how many bytes of it."""
        consumed = int(super().received(data))
        if self.error is not None:
            self.expect_continue = False
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request. Raises ParsingError."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address such as http://[
            raise ParsingError("Bad request") from error


class Channel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection for which no answer is made once its client has gone, however long it stood in line.

    What it is called in the log does not say whose it is.
    """

    parser_class = _Parser

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {id(self):#x}>"

    __str__ = __repr__

    def service(self) -> None:
        """Answer the first request."""
        if self._gone():
            self.connected = False
        super().service()

    def _gone(self) -> bool:
        ours = self.socket  # the loop, in its own thread, takes it away when it closes the connection
        try:
            return ours is None or ours.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


def serve(app: Flask, *, host: str, port: int, threads: int, listening: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGTERM or SIGINT, then answer the requests that have come in full; a second signal ends at once.

    A body over MAX_BODY is refused when its length is known, and nothing of it is kept. `listening` is called once
    connections are taken. Raises OSError where host or port cannot be had.
    """
    # It would say for every single request that others wait.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sys.setswitchinterval(_SWITCH_S)
    sockets: dict[int, Any] = {}
    socket.getaddrinfo(host, port)  # waitress would not say what is wrong with it
    create_server(
        app,
        map=sockets,
        _dispatcher=Lanes(threads),
        host=host,
        port=port,
        ident="",
        connection_limit=_room_for_connections(),
        asyncore_use_poll=True,  # select() knows no more than 1024 files
        max_request_header_size=_HEAD_BYTES,
        max_request_body_size=MAX_BODY + 1,  # waitress refuses what is as large as this
        channel_timeout=_SILENT_S,
        cleanup_interval=_CLEANING_S,
    )
    listening()
    for listener in _listeners(sockets):
        listener.channel_class = Channel
        listener.handle_accept = partial(_accept_those_waiting, listener.handle_accept, sockets)
    patience = _Patience()
    with _told_to_stop() as stop:
        while not stop.is_set():
            _turn(sockets)
            patience.look(sockets.values(), time.time())
        _finish(sockets)
    wasyncore.close_all(sockets)


def _accept_those_waiting(accept_one: Callable[[], None], sockets: Sized) -> None:
    """Waitress takes one connection a turn; where turns are long, others would wait for as many turns as they are."""
    for _ in range(_ACCEPTED_AT_ONCE):
        before = len(sockets)
        accept_one()
        if len(sockets) == before:
            return


class _Patience:
    """Closes what waitress would keep: requests that come in drop by drop, answers that a thread cannot get rid of."""

    def __init__(self) -> None:
        self._looked = 0.0
        self._since: dict[object, float] = {}

    def look(self, sockets: Iterable[object], now: float) -> None:
        """Every few seconds: find the connections that took too long, by the clock of waitress."""
        if now - self._looked < _CLEANING_S:
            return
        self._looked = now
        channels = [each for each in sockets if isinstance(each, HTTPChannel)]
        coming = {each.request: self._since.get(each.request, now) for each in channels if each.request is not None}
        for channel in channels:
            untaken = channel.total_outbufs_len and now - channel.last_activity > _SILENT_S
            if untaken or now - coming.get(channel.request, now) > _SILENT_S:
                channel.will_close = True
        self._since = coming


def _room_for_connections() -> int:
    """How many connections may be open at once: as many as files may be, so the limit is raised where it can be."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _OTHER_FILES
    if now != resource.RLIM_INFINITY and now < wanted:
        now = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))
    return _CONNECTIONS if now == resource.RLIM_INFINITY else min(_CONNECTIONS, max(now - _OTHER_FILES, now // 2))


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Set by the first signal; the second one does what it does by itself."""
    told = threading.Event()

    def tell(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _turn(sockets: dict[int, Any]) -> None:
    """What there is to read and to write, or a short wait for it."""
    wasyncore.loop(timeout=_TURN_S, use_poll=True, map=sockets, count=1)


def _finish(sockets: dict[int, Any], clock: Callable[[], float] = time.monotonic) -> None:
    """Take no more connections, answer what was asked in full, close the others."""
    for listener in _listeners(sockets):
        wasyncore.dispatcher.close(listener)  # not what wakes this loop
    _turn(sockets)  # what has come but was not read is in flight, too
    end = clock() + _STOP_S
    while waiting := _close_idle(sockets.values()):
        if clock() > end:
            log.warning("%d connections are still being answered: they are cut off", waiting)
            return
        _turn(sockets)


def _listeners(sockets: dict[int, Any]) -> list[BaseWSGIServer]:
    return [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]


def _close_idle(sockets: Iterable[object]) -> int:
    """Close the connections that wait for no answer; how many there are still."""
    channels = [each for each in sockets if isinstance(each, HTTPChannel)]
    for channel in channels:
        # In this order: an answer is in the buffer before its request is gone.
        if not channel.requests and not channel.total_outbufs_len:
            channel.will_close = True
    return len(channels)
