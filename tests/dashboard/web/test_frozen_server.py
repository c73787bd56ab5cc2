"""A PostgreSQL server that is stopped in the middle of its work: connections stay open and nothing comes back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, make_url

from dashboard.factory import create_app
from dashboard.pages.address import Address
from dashboard.pages.model import Page
from dashboard.settings import Settings
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.releases import change, now

PAGE = "/ru/sample-place?year=2025"


class Between:
    """Hands bytes to a server and back. Frozen it takes them all and passes none on, as a stopped process does."""

    def __init__(self, server: tuple[str, int] | str) -> None:
        self._server = server
        self._flows = threading.Event()
        self._flows.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        self._flows.clear()

    def thaw(self) -> None:
        self._flows.set()

    def close(self) -> None:
        self.thaw()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX if isinstance(self._server, str) else socket.AF_INET)
            server.connect(self._server)
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                self._flows.wait()
                target.sendall(data)
        except OSError:
            pass
        finally:
            source.close()
            target.close()


@pytest.fixture
def between(postgres_url: str) -> Iterator[Between]:
    """Between the program and a database with the newest schema."""
    engine = writing_engine(postgres_url)
    migrate(engine)
    with engine.begin() as connection:
        change(connection, at=now(), actor="test", action="test", detail={})
    engine.dispose()
    url = make_url(postgres_url)
    folder = url.query.get("host")
    made = Between(f"{folder}/.s.PGSQL.5432" if folder else (url.host or "127.0.0.1", url.port or 5432))
    yield made
    made.close()


@pytest.fixture
def settings(between: Between, postgres_url: str) -> Settings:
    url = make_url(postgres_url).set(host="127.0.0.1", port=between.port, query={})
    return Settings(database_url=url.render_as_string(hide_password=False), read_timeout_s=0.3, version_check_s=0.0)


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never came true")


def stale(client: FlaskClient) -> bool:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.headers.get("Warning", "").startswith("110") and "копия страницы" in answer.text


def test_a_frozen_server_gives_older_pages_with_their_time_and_is_asked_again_when_it_goes_on(
    between: Between, settings: Settings, build_page_of_samples: Callable[[Address, Connection, date], Page]
) -> None:
    client = create_app(replace(settings, read_timeout_s=5), build=build_page_of_samples).server.test_client()
    assert client.get("/readyz").status_code == 200
    impatient = create_app(settings, build=build_page_of_samples).server.test_client()
    wait_until(lambda: not stale(impatient))
    between.freeze()
    assert all(stale(impatient) for _ in range(30))
    assert impatient.get("/ru/made-up-place").status_code == 503
    assert impatient.get("/readyz").status_code == 503
    assert impatient.get("/healthz").status_code == 200
    threads = threading.active_count()
    assert all(stale(impatient) for _ in range(30))
    assert threading.active_count() <= threads + 3, "requests pile up behind a server that is frozen"
    between.thaw()
    wait_until(lambda: not stale(impatient))
    wait_until(lambda: impatient.get("/readyz").status_code == 200)
