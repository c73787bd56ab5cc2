"""Every request that was answered, told to whoever counts or writes it down: what was asked, never who asked.

No address of a person, no parameter (people type names into the search), no browser, no page they came from.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_LONGEST_PATH: Final = 200


@dataclass(frozen=True)
class Served:
    """A request and how it ended: `seconds` until its last byte was handed over, `size` of the body in bytes.

    `id`: the one in its `X-Request-Id` header. `path` has no sign that could end a line.
    """

    id: str
    method: str
    path: str
    status: int
    seconds: float
    size: int


class Watch:
    """A WSGI application around another one. It tells `hear` of every request once it has ended."""

    def __init__(
        self,
        application: WSGIApplication,
        hear: Sequence[Callable[[Served], None]],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._application, self._hear, self._clock = application, hear, clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does."""
        started, told = self._clock(), _Told()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told.status = int(status[:3])
            told.id = next((value for name, value in headers if name.casefold() == "x-request-id"), "-")
            return start_response(status, headers, *more)

        try:
            body = self._application(environ, start)
        except BaseException:
            self._tell(environ, told, started)
            raise
        return _Body(body, told, lambda: self._tell(environ, told, started))

    def _tell(self, environ: WSGIEnvironment, told: _Told, started: float) -> None:
        method = environ.get("REQUEST_METHOD", "")
        served = Served(
            told.id,
            method if method in _METHODS else "OTHER",
            quote(environ.get("PATH_INFO", "").encode("latin-1", "replace"), safe="/.-_~:,@")[:_LONGEST_PATH],
            told.status,
            self._clock() - started,
            told.size,
        )
        for hear in self._hear:
            hear(served)


@dataclass
class _Told:
    """What is known of an answer so far; without any it failed."""

    id: str = "-"
    status: int = 500
    size: int = 0


class _Body:
    """The body of an answer, which counts its bytes and says when it is closed."""

    def __init__(self, body: Iterable[bytes], told: _Told, ended: Callable[[], None]) -> None:
        self._body, self._told, self._ended = body, told, ended

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            self._told.size += len(part)
            yield part

    def close(self) -> None:
        """Called by the server after the last byte, or when the reader has gone."""
        try:
            if (close := getattr(self._body, "close", None)) is not None:
                close()
        finally:
            self._ended()
