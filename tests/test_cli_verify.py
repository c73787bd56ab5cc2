"""`verify`, `backup` and heads of the trail as staff meet them."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from dashboard.cli import app
from dashboard.i18n import LANGUAGES
from dashboard.store import audit
from dashboard.store.engine import writing_engine
from dashboard.store.integrity.anchor import HEAD

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on a fresh database whose heads are noted in `heads`."""
    for name, value in {"DATABASE_URL": sqlite_url, "AUDIT_ANCHOR": str(tmp_path / "heads"),
                        "GUESSES_URL": f"sqlite:///{tmp_path / 'guesses.db'}", "PHOTO_FOLDER": str(tmp_path / "photos"),
                        "RESPONSES_FILE": str(tmp_path / "answers.db")}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "units.csv").write_text("code,kind,name_ky,currency\nhere,city,Шаар,KGS\n", encoding="utf-8")
    runner = CliRunner()

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = runner.invoke(app, list(arguments))
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return invoke


def head(url: str) -> str:
    engine = writing_engine(url)
    with engine.connect() as connection:
        found = str(audit.head(connection))
    engine.dispose()
    return found


def test_each_import_prints_its_head_which_is_noted_elsewhere_and_compared(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    said = run("import", "units", "units.csv", "--lang", "en", "--report", "report.json").output
    now = head(sqlite_url)
    assert f"Head of the audit trail: {now}" in said and HEAD.fullmatch(now)
    assert json.loads((tmp_path / "report.json").read_text())["audit_head"] == now
    assert run("import", "units", "units.csv", "--lang", "en").output.count(now) == 1
    assert (tmp_path / "heads").read_text() == f"{now}\n"
    assert now in run("verify", "--lang", "en").output
    run("verify", "--head", now)
    assert (
        "another one than the head you gave" in run("verify", "--head", f"1:{'f' * 64}", "--lang", "en", code=3).output
    )
    assert "NUMBER:HASH" in run("verify", "--head", "mine", "--lang", "en", code=2).output
    run("retract", "1", "--reason", "wrong")
    assert (tmp_path / "heads").read_text() == f"{now}\n{head(sqlite_url)}\n"


def test_what_was_changed_is_said_in_every_language_and_the_exit_code_is_3(run: Run, sqlite_url: str) -> None:
    run("import", "units", "units.csv")
    engine = writing_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE release SET row_count = 7"))
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor = 'nobody'"))
    engine.dispose()
    before = Path("heads").read_text()
    for lang in LANGUAGES:
        lines = run("verify", "--lang", lang, code=3).output.splitlines()
        assert len(lines) == 5 and any("row_count" in line and "7" in line for line in lines)
    assert Path("heads").read_text() == before, "what is found wrong is not noted as right"


def test_a_trail_rewritten_since_is_found_by_the_noted_heads(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    run("import", "units", "units.csv")
    (tmp_path / "heads").write_text(f"1:{'e' * 64}\n")
    assert "heads, line 1: entry 1" in run("verify", "--lang", "en", code=3).output
    (tmp_path / "heads").unlink()
    assert "Check AUDIT_ANCHOR" in run("verify", "--lang", "en", code=5).output


def test_an_anchor_that_cannot_be_written_is_said_and_the_import_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIT_ANCHOR", str(tmp_path / "nowhere" / "heads"))
    said = run("import", "units", "units.csv", "--lang", "en").output
    assert "published" in said and "could not be noted" in said


def test_a_backup_and_the_way_back_are_one_command_each(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    run("import", "units", "units.csv")
    kept = head(sqlite_url)
    assert kept in run("backup", "monday", "--lang", "en").output
    assert "is there already" in run("backup", "monday", "--lang", "en", code=5).output
    run("retract", "1", "--reason", "wrong")
    assert "--replace" in run("restore", "monday", "--lang", "en", code=5).output
    assert "Start the servers again" in run("restore", "monday", "--replace", "--lang", "en").output
    assert head(sqlite_url) == kept
    assert "entry 2" in run("verify", "--lang", "en", code=3).output, "what was noted since is not in the backup"


def test_a_backup_with_answers_says_where_there_are_none(run: Run, tmp_path: Path) -> None:
    run("import", "units", "units.csv")
    assert "RESPONSES_FILE" in run("backup", "monday", "--answers", "--lang", "en").output
    assert "RESPONSES_FILE" not in run("backup", "tuesday", "--lang", "en").output
    sqlite3.connect(tmp_path / "answers.db").close()
    (tmp_path / "answers.db").touch()
    assert "RESPONSES_FILE" not in run("backup", "friday", "--answers", "--lang", "en").output


@pytest.mark.parametrize("command", ["verify", "history", "audit"])
def test_whoever_looks_makes_and_upgrades_no_database(run: Run, sqlite_url: str, tmp_path: Path, command: str) -> None:
    assert "cannot be used" in run(command, "--lang", "en", code=5).output
    assert not (tmp_path / "test.db").exists()
    run("import", "units", "units.csv")
    engine = writing_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
    engine.dispose()
    assert "python -m dashboard init" in run(command, "--lang", "en", code=5).output


def test_a_file_that_is_no_database_and_a_damaged_one_are_told_from_one_that_cannot_be_read(
    run: Run, tmp_path: Path
) -> None:
    run("import", "units", "units.csv")
    file = tmp_path / "test.db"
    content = bytearray(file.read_bytes())
    for at in range(8192, len(content) - 4096, 8192):
        content[at : at + 2048] = b"\xff" * 2048
    file.write_bytes(content)
    assert "damaged" in run("verify", "--lang", "en", code=3).output
    run("history", code=5)
    file.write_bytes(b"no database " * 1000)
    assert "damaged: file is not a database" in run("verify", "--lang", "en", code=3).output
    file.unlink()
    file.mkdir()
    assert "cannot be used" in run("verify", "--lang", "en", code=5).output


def test_on_a_disk_that_cannot_be_written_one_can_look(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "units", "units.csv")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    monkeypatch.setattr("dashboard.store.engine._is_on_read_only_disk", lambda _file: True)
    tmp_path.chmod(0o500)
    for command in ("verify", "history", "audit"):
        run(command)
    tmp_path.chmod(0o700)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()} == before


def test_init_of_a_service_that_starts_waits_for_who_imports(
    run: Run, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "units", "units.csv")
    monkeypatch.setattr("dashboard.cli.load_content", lambda *_args, **_options: ())
    waits: list[int] = []

    def impatient(url: str, wait_s: int = 15) -> Engine:
        waits.append(wait_s)
        return writing_engine(url, wait_s=wait_s // 30)  # 15 become 0: not at all

    monkeypatch.setattr("dashboard.cli.terminal.writing_engine", impatient)
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "1" in run("history").output, "whoever only looks waits for nobody"
        run("verify")
        run("retract", "1", "--reason", "wrong", code=5)
        threading.Timer(1, lambda: other.execute("COMMIT")).start()
        run("init")
    other.close()
    assert waits == [15, 300]
