"""Databases and data for every test: fresh ones to write to, and one with the product's content to read."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dashboard.intake.content import load_content
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from tests.exhibits.opinion.made import fill
from tests.watching import reading

# How long an example takes says nothing on a machine that does other things as well.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent
#: Long runs over code that quicker tests go through: to measure their lines as well would double their time.
UNMEASURED = (
    "tests/browser/", "tests/contributing/", "tests/surveys/test_suppress.py", "tests/intake/surveys/test_real",
    "tests/truth/test_real_annexes.py", "tests/intake/budget/test_real_files.py", "tests/dashboard/test_in_browser.py",
    "tests/dashboard/test_islands.py",
)  # fmt: skip
POSTGRES = (
    os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1/test"),
    "postgresql+psycopg://postgres@/test?host=/var/run/postgresql",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the lines of long runs unmeasured."""
    for item in items:
        if item.nodeid.startswith(UNMEASURED):
            item.add_marker("no_cover")


def not_here(reason: str) -> NoReturn:
    """Skip with a visible reason, or fail where everything is required."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Address of a database on a PostgreSQL server that answers."""
    for url in POSTGRES:
        admin = create_engine(url, connect_args={"connect_timeout": 3})
        try:
            with admin.connect():
                return url
        except OperationalError:
            continue
        finally:
            admin.dispose()
    not_here("no PostgreSQL server answers (set TEST_POSTGRES_URL)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@contextmanager
def fresh_postgres(postgres_server: str, template: str = "template0") -> Iterator[str]:
    """Address of a fresh PostgreSQL database, dropped afterwards: empty, or a copy of another that nobody is using."""
    name = f"aimak_{uuid.uuid4().hex[:12]}"
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"))
    try:
        yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with the newest schema, empty, to be copied: most tests take less time than migrations."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Name of a PostgreSQL database of the same kind."""
    with fresh_postgres(postgres_server) as url:
        _migrated(url)
        yield str(make_url(url).database)


def _migrated(url: str) -> None:
    writing = writing_engine(url)
    migrate(writing)
    writing.dispose()  # what SQLite kept beside the file goes into it with the last connection


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, postgres_server: str) -> Iterator[str]:
    """Address of a fresh PostgreSQL database: empty, but with the newest schema where `engine` is asked for."""
    schema = "engine" in request.fixturenames
    template = str(request.getfixturevalue("postgres_template")) if schema else "template0"
    with fresh_postgres(postgres_server, template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a fresh database; a test that takes it runs on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def engine(request: pytest.FixtureRequest, database_url: str) -> Iterator[Engine]:
    """Writing engine of a fresh database with the newest schema."""
    if database_url.startswith("sqlite"):
        _copy(request.getfixturevalue("sqlite_template"), database_url)
    writing = writing_engine(database_url)
    yield writing
    writing.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str, sqlite_template: Path) -> Iterator[Engine]:
    """The same on SQLite only, for tests of what does not depend on the database."""
    _copy(sqlite_template, sqlite_url)
    writing = writing_engine(sqlite_url)
    yield writing
    writing.dispose()


def _copy(template: Path, url: str) -> None:
    """Where a test asked for an empty database and made it before its engine, nothing is copied over it."""
    file = Path(str(make_url(url).database))
    if not file.exists():
        shutil.copyfile(template, file)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the collected real files: REAL_DATA_DIR, by default beside the project; "" says there is none."""
    if os.environ.get("REAL_DATA_DIR") == "":
        pytest.skip("REAL_DATA_DIR is empty: this machine has no collected real files")
    folder = Path(os.environ.get("REAL_DATA_DIR", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        not_here(f"the collected real files are not in {folder} (set REAL_DATA_DIR)")
    return folder


@pytest.fixture(scope="session")
def content_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a SQLite database with everything under data/, loaded by the real importer. Only for reading."""
    folder = tmp_path_factory.mktemp("content")
    url = f"sqlite:///{folder / 'content.db'}"
    writing = writing_engine(url)
    migrate(writing)
    for report in load_content(writing, folder / "photos"):
        assert report.outcome == "published", report.as_json()
    writing.dispose()
    return url


@pytest.fixture(scope="session")
def opinion_db(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a SQLite database with fictional studies of the place "aimak" and nothing else. Only for reading."""
    url = f"sqlite:///{tmp_path_factory.mktemp('opinion') / 'opinion.db'}"
    writing = writing_engine(url)
    migrate(writing)
    fill(writing)
    writing.dispose()
    return url


@pytest.fixture(scope="session")
def opinion_connection(opinion_db: str) -> Iterator[Connection]:
    """A reading connection to the database of fictional studies."""
    with reading(opinion_db) as connection:
        yield connection


@pytest.fixture(scope="session")
def connection(content_db: str) -> Iterator[Connection]:
    """A reading connection to the database with everything under data/."""
    with reading(content_db) as connection:
        yield connection
