"""The database stopped, hung, removed, corrupt or locked: an older page with its time, or an honest 503."""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, create_engine, event, text

from dashboard.factory import AimakApp, create_app
from dashboard.pages.address import Address, NotFound
from dashboard.pages.model import Page
from dashboard.settings import Settings
from dashboard.web.database import Database, TooSlow, Unavailable

Builder = Callable[[Address, Connection, date], Page]
STALE = 'class="stale-banner"'
PAGE = "/ru/sample-place?year=2025"
FILE = "/ru/sample-place/sample-spending.csv?year=2025"


def assert_stale(client: FlaskClient) -> None:
    """The page is an older copy and says so, to people and to machines."""
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert answer.headers["Warning"].startswith("110")
    banner = answer.text.split(STALE)[1].split("</div>")[0]
    assert "копия страницы" in banner and str(date.today().year) in banner
    assert answer.text.index(STALE) < answer.text.index('id="first-paint"')
    assert 'data-figure="spent"' in answer.text
    download = client.get(FILE)
    assert download.status_code == 200 and download.headers["Warning"].startswith("110")
    name = f'filename="sample-place-sample-spending-2025-stale-{date.today().year}'
    assert name in download.headers["Content-Disposition"] and download.headers["Content-Disposition"].endswith(
        'Z.csv"'
    )
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def assert_honest_503(client: FlaskClient, path: str = "/ru/made-up-place") -> None:
    """A page that was never made says that it cannot be made now."""
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "База данных не отвечает" in answer.text and 'href="/ru"' in answer.text
    callback = client.post(
        "/_dash-update-component",
        json={
            "output": "frame.children",
            "outputs": {"id": "frame", "property": "children"},
            "inputs": [{"id": "address", "property": "value", "value": path}],
            "changedPropIds": [],
        },
    )
    assert callback.status_code == 503 and callback.is_json


@pytest.fixture
def warm(client: FlaskClient) -> FlaskClient:
    """A client whose page and file were made once."""
    assert client.get(PAGE).status_code == client.get(FILE).status_code == 200
    assert STALE not in client.get(PAGE).text
    return client


def test_a_removed_file_gives_stale_pages_and_no_new_database(warm: FlaskClient, database_file: Path) -> None:
    hidden = database_file.rename(database_file.with_suffix(".hidden"))
    assert_stale(warm)
    assert_honest_503(warm)
    assert not database_file.exists()
    hidden.rename(database_file)
    assert STALE not in warm.get(PAGE).text
    assert warm.get("/readyz").status_code == 200


def test_another_file_in_its_place_is_read(
    warm: FlaskClient, database_file: Path, publish_change: Callable[[], None]
) -> None:
    copy = database_file.with_suffix(".copy")
    with sqlite3.connect(database_file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    publish_change()
    assert "version 2 " in warm.get(PAGE).text
    for companion in ("-wal", "-shm"):
        Path(f"{database_file}{companion}").unlink(missing_ok=True)
    os.replace(copy, database_file)
    assert "version 1 " in warm.get(PAGE).text


def test_another_file_with_the_same_data_version_is_not_taken_for_the_old_one(
    site_settings: Settings, database_file: Path, build_page_of_samples: Builder
) -> None:
    built: list[str] = []

    def build(address: Address, connection: Connection, today: date) -> Page:
        built.append(address.href)
        return build_page_of_samples(address, connection, today)

    client = create_app(site_settings, build=build).server.test_client()
    client.get(PAGE)
    copy = database_file.with_suffix(".copy")
    with sqlite3.connect(database_file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    os.replace(copy, database_file)
    client.get(PAGE)
    assert len(built) == 2


def test_a_corrupt_file_gives_stale_pages(warm: FlaskClient, database_file: Path) -> None:
    corrupt = database_file.with_suffix(".corrupt")
    corrupt.write_bytes(os.urandom(database_file.stat().st_size))
    os.replace(corrupt, database_file)
    assert_stale(warm)
    assert_honest_503(warm)


def test_a_locked_file_gives_stale_pages(
    site_settings: Settings, database_file: Path, build_page_of_samples: Builder
) -> None:
    with sqlite3.connect(database_file) as setup:
        setup.execute("PRAGMA journal_mode=DELETE")
    settings = replace(site_settings, read_timeout_s=0.1)
    client = create_app(settings, build=build_page_of_samples).server.test_client()
    client.get(PAGE)
    client.get(FILE)
    locker = sqlite3.connect(database_file, isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    assert_stale(client)
    locker.execute("ROLLBACK")
    locker.close()


class Switch:
    """A database that can be made to hang, like a stopped server process whose connections stay open."""

    def __init__(self, url: str) -> None:
        self.open = threading.Event()
        self.open.set()
        self.engine = create_engine(url)
        event.listen(self.engine, "before_cursor_execute", lambda *_: self._pass())

    def _pass(self) -> None:
        self.open.wait(10)


@pytest.fixture
def hanging(site_settings: Settings) -> Iterator[Switch]:
    """A switch that is open again at the end."""
    switch = Switch(site_settings.database_url)
    yield switch
    switch.open.set()


def test_a_hung_database_makes_nobody_wait_for_long_and_recovers_by_itself(
    site_settings: Settings, hanging: Switch, build_page_of_samples: Builder
) -> None:
    settings = replace(site_settings, read_timeout_s=0.2)
    database = Database(settings, hanging.engine)
    client = create_app(settings, build=build_page_of_samples, database=database).server.test_client()
    client.get(PAGE)
    client.get(FILE)
    hanging.open.clear()
    threads_before = threading.active_count()
    assert_stale(client)
    for _ in range(50):
        assert client.get(PAGE).status_code == 200
    assert threading.active_count() - threads_before <= 3, "requests pile up behind a database that hangs"
    hanging.open.set()
    wait_until(lambda: STALE not in client.get(PAGE).text)


def test_nobody_gets_an_unmarked_page_while_another_finds_out_that_the_database_hangs(
    site_settings: Settings, hanging: Switch, build_page_of_samples: Builder
) -> None:
    settings = replace(site_settings, read_timeout_s=0.2)
    app = create_app(settings, build=build_page_of_samples, database=Database(settings, hanging.engine))
    app.server.test_client().get(PAGE)
    hanging.open.clear()
    time.sleep(0.3)  # longer than an answer may take: what was known is no longer the present
    with ThreadPoolExecutor(6) as pool:
        pages = list(pool.map(lambda _: app.server.test_client().get(PAGE).text, range(6)))
    assert [STALE in page for page in pages] == [True] * 6


def test_while_one_asks_a_database_that_answers_the_others_do_not_wait(
    site_settings: Settings, hanging: Switch
) -> None:
    database = Database(replace(site_settings, read_timeout_s=5), hanging.engine)
    version = database.version()
    hanging.open.clear()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(database.version)
        wait_until(database._version_lock.locked)
        assert database.version() == version
        hanging.open.set()
        assert asking.result(10) == version


def test_readers_that_never_come_back_are_replaced(site_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.web.database._GIVE_UP_S", 0.0)
    monkeypatch.setattr("dashboard.web.database._READERS", 1)
    database = Database(replace(site_settings, read_timeout_s=0.1))
    never = threading.Event()
    with pytest.raises(Unavailable, match="busy"):  # not even the question whether the database is well gets a reader
        database.read(lambda _connection: never.wait(10))
    assert database.read(lambda _connection: 1) == 1
    never.set()


def test_a_page_that_is_slow_to_make_is_waited_for_while_the_database_answers(
    site_settings: Settings, hanging: Switch
) -> None:
    database = Database(replace(site_settings, read_timeout_s=0.2), hanging.engine)

    def slow(_connection: Connection) -> str:
        time.sleep(0.5)
        return "made"

    assert database.read(slow) == "made"
    hanging.open.clear()
    with pytest.raises(TooSlow):
        database.read(slow)


def test_a_slow_page_fails_alone(site_settings: Settings, build_page_of_samples: Builder) -> None:
    slow = threading.Event()

    def build(address: Address, connection: Connection, today: date) -> Page:
        if address.section == "lines":
            slow.wait(10)
        return build_page_of_samples(address, connection, today)

    client = create_app(replace(site_settings, read_timeout_s=0.2), build=build).server.test_client()
    assert client.get("/ru/sample-place/lines").status_code == 503
    assert client.get("/ru/sample-place").status_code == 200
    slow.set()


def wait_until(condition: Callable[[], bool]) -> None:
    """Ask again until it is so; the test's own timeout is generous because machines differ."""
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never came true")


def test_a_stopped_server_gives_stale_pages(
    site_app: AimakApp, site_settings: Settings, build_page_of_samples: Builder
) -> None:
    client = site_app.server.test_client()
    client.get(PAGE)
    client.get(FILE)
    stopped = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:9/none", version_check_s=0.0)
    app = create_app(stopped, build=build_page_of_samples)
    object.__setattr__(app.site, "cache", site_app.site.cache)
    assert_stale(app.server.test_client())
    assert_honest_503(app.server.test_client())


def test_a_server_that_accepts_and_never_answers_gives_stale_pages(
    site_app: AimakApp, build_page_of_samples: Builder
) -> None:
    client = site_app.server.test_client()
    client.get(PAGE)
    client.get(FILE)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        app = create_app(Settings(database_url=url, read_timeout_s=0.2), build=build_page_of_samples)
        object.__setattr__(app.site, "cache", site_app.site.cache)
        assert_stale(app.server.test_client())
        assert_honest_503(app.server.test_client())


def test_a_fresh_site_without_a_database_answers_503(tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    client = create_app(Settings(database_url=f"sqlite:///{missing}")).server.test_client()
    assert_honest_503(client, "/ru")
    assert client.get("/sitemap.xml").status_code == 503
    assert not missing.exists()


def test_errors_of_the_page_itself_are_not_taken_for_an_outage(site_settings: Settings) -> None:
    database = Database(site_settings)

    def raise_not_found(_connection: Connection) -> None:
        raise NotFound("/ky/x")

    with pytest.raises(NotFound):
        database.read(raise_not_found)
    assert database.read(lambda connection: connection.scalar(text("SELECT 7"))) == 7


def test_the_version_is_asked_for_no_more_often_than_allowed(
    site_settings: Settings, publish_change: Callable[[], None]
) -> None:
    patient = Database(replace(site_settings, version_check_s=60))
    eager = Database(site_settings)
    assert patient.version() == eager.version() == 1
    publish_change()
    assert (patient.version(), eager.version()) == (1, 2)


def test_pages_cannot_write(site_settings: Settings) -> None:
    with pytest.raises(Unavailable, match="readonly"):
        Database(site_settings).read(lambda connection: connection.execute(text("DELETE FROM state")))


def test_a_connection_that_is_lost_after_its_answer_takes_nothing_from_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def lost_on_return() -> Iterator[None]:
        yield
        raise OSError("the server has gone")

    database = Database(Settings(database_url=sqlite_url))
    monkeypatch.setattr(database, "_engine", SimpleNamespace(connect=lost_on_return))
    done: Future[int] = Future()
    slots = threading.BoundedSemaphore()
    slots.acquire()
    database._run(lambda _connection: 7, done, slots)
    assert done.result(0) == 7
