"""The program starts as the unit says, while another process writes, and from a disk that nobody can write."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import make_url

from dashboard.factory import create_app
from dashboard.settings import ROOT, Settings
from dashboard.store import engine as engines
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.migrate import bring_up_to_date, migrate, needs_migration
from tests.store.made import add_place

UNIT = (ROOT / "deploy/openaimak.service").read_text(encoding="utf-8")
STATE = Path("/var/lib/openaimak")


def told(name: str) -> list[str]:
    """Values of a key of the unit, in their order."""
    return re.findall(rf"^{name}=(.*)$", UNIT, re.M)


def environment(state: Path) -> dict[str, str]:
    """What the unit puts into the environment, below another folder than its own."""
    return dict(value.replace(str(STATE), str(state)).partition("=")[::2] for value in told("Environment"))


def kept_at(settings: Settings) -> dict[str, Path]:
    """Every path that the program writes to."""
    urls = {name: getattr(settings, name) for name in ("database_url", "guesses_url")}
    files = {name: Path(str(make_url(url).database)) for name, url in urls.items()}
    return files | {"photo_folder": settings.photo_folder, "responses_file": settings.responses_file}


def test_the_unit_writes_only_below_its_state_directory() -> None:
    assert told("StateDirectory") == [STATE.name] and told("ProtectSystem") == ["strict"]
    for name, path in kept_at(Settings.from_env(environment(STATE))).items():
        assert path.is_relative_to(STATE), name
    # Any path a setting has by itself lies in the folder of the program, where the unit may not write.
    defaults = {name for name, path in kept_at(Settings.from_env({})).items() if path.is_relative_to(ROOT)}
    assert {name.upper() for name in defaults} <= {*environment(STATE)}


def test_the_unit_names_programs_and_modules_that_are_there() -> None:
    folder = told("WorkingDirectory")[0]
    for command in (*told("ExecStart"), *told("ExecStartPre")):
        program = command.split()[0]
        assert program.startswith(f"{folder}/.venv/bin/")
        assert (Path(sys.executable).parent / Path(program).name).exists(), program
    assert "app:server" in told("ExecStart")[0] and (ROOT / "app.py").exists()
    env = {**os.environ, **{"HOST": "127.0.0.1"}}
    options = [word for word in told("ExecStart")[0].split() if word.startswith("--")]
    known = subprocess.run([sys.executable, "-m", "gunicorn", "--help"], capture_output=True, text=True, env=env).stdout
    assert options and [option for option in options if option not in known] == []


def test_the_guide_and_the_example_of_settings_name_the_same_folder() -> None:
    example = (ROOT / "deploy/openaimak.env.example").read_text(encoding="utf-8")
    assert str(STATE) in example and "EnvironmentFile=-/etc/openaimak.env" in UNIT


def test_a_program_that_begins_as_the_unit_says_makes_everything_below_the_state(tmp_path: Path) -> None:
    state = tmp_path / "state"
    code = (
        "from dashboard.settings import Settings\nfrom dashboard.store.engine import writing_engine\n"
        "from dashboard.store.migrate import migrate\nfrom dashboard.store.picture_files import store_files\n"
        "from dashboard.store.responses import ResponseStore\nfrom dashboard.store.guesses import Guess, Guesses\n"
        "s = Settings.from_env()\nmigrate(writing_engine(s.database_url))\n"
        "store_files(s.photo_folder, [(480, 'webp', b'x')])\n"
        "Guesses(s.guesses_url).count('x', [Guess('q', 1, 'low')])\n"
        "ResponseStore(s.responses_file)._make()\n"
    )
    env = {"PATH": os.environ["PATH"], **environment(state)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    assert sorted(path.name for path in state.iterdir()) == ["guesses.db", "openaimak.db", "photos", "responses.db"]


def test_a_process_starts_while_another_one_writes(database_url: str) -> None:
    engine = writing_engine(database_url)
    migrate(engine)
    with engine.begin() as connection:  # an import that takes long
        connection.exec_driver_sql("UPDATE state SET value = value")
        starting = writing_engine(database_url, wait_s=1)
        bring_up_to_date(database_url, starting)
        answer = create_app(Settings(database_url=database_url)).server.test_client().get("/readyz")
        assert answer.status_code == 200, answer.text
        starting.dispose()
    engine.dispose()


def test_the_command_line_looks_while_another_one_writes(sqlite_url: str, tmp_path: Path) -> None:
    engine = writing_engine(sqlite_url)
    migrate(engine)
    code = f"from dashboard.store.migrate import bring_up_to_date as b; b({sqlite_url!r}, None)"
    with engine.begin():
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    engine.dispose()


def test_a_database_that_is_not_there_is_made(sqlite_url: str) -> None:
    engine = writing_engine(sqlite_url)
    bring_up_to_date(sqlite_url, engine)
    with engine.connect() as connection:
        assert not needs_migration(connection)
    engine.dispose()


def test_a_disk_that_cannot_be_written_serves(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its companions a file in WAL mode cannot be read, unless it is opened as one that nobody writes."""
    engine = writing_engine(sqlite_url)
    migrate(engine)
    add_place(engine)
    engine.dispose()
    file = tmp_path / "test.db"
    assert sorted(path.name for path in tmp_path.glob("test.db*")) == ["test.db"]
    asked: list[str] = []

    def connect(address: str, **options: object) -> sqlite3.Connection:
        asked.append(address)
        return real(address, **options)

    real = sqlite3.connect
    with monkeypatch.context() as patched:
        patched.setattr(engines, "_is_on_read_only_disk", lambda _file: True)
        patched.setattr(engines.sqlite3, "connect", connect)
        client = create_app(Settings(database_url=sqlite_url)).server.test_client()
        assert client.get("/readyz").get_json()["database"] == "ok"
        assert client.get("/api/v1/places").get_json()["data"][0]["code"] == "here"
        bring_up_to_date(sqlite_url, engine)
    assert asked and all("immutable=1" in address for address in asked)
    assert sorted(path.name for path in tmp_path.glob("test.db*")) == ["test.db"]
    assert urlsplit(engines._reading(file)).query == "mode=ro"


READ_ONLY = """
set -e
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
if touch "$1/x" 2>/dev/null; then exit 9; fi
for command in verify history audit; do "$2" -m dashboard $command >/dev/null; done
exec "$2" -c "
from dashboard.factory import create_app
from dashboard.settings import Settings
client = create_app(Settings.from_env()).server.test_client()
print(client.get('/readyz').status_code, client.get('/api/v1/places').status_code)
"
"""


@pytest.mark.skipif(
    subprocess.run(["unshare", "--mount", "--map-root-user", "true"], capture_output=True).returncode != 0
    if Path("/usr/bin/unshare").exists()
    else True,
    reason="this machine gives nobody a mount namespace",
)
def test_a_real_disk_that_cannot_be_written_serves(sqlite_url: str, tmp_path: Path) -> None:
    engine = writing_engine(sqlite_url)
    migrate(engine)
    engine.dispose()
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", READ_ONLY, "sh", str(tmp_path), sys.executable]
    env = {**os.environ, "DATABASE_URL": sqlite_url, "GUESSES_URL": f"sqlite:///{tmp_path / 'guesses.db'}"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.returncode) == ("200 200", 0), done.stderr


def test_reading_never_makes_a_file(tmp_path: Path) -> None:
    engine = reading_engine(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(Exception, match="unable to open"), engine.connect():
        pass
    assert not (tmp_path / "none.db").exists()
