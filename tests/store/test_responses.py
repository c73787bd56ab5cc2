"""Answers of single respondents: codes only, in a file for its owner only, replaced whole, out of reach of pages."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import stat
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from dashboard.settings import BadSetting, Settings
from dashboard.store.engine import reading_engine, writing_engine
from dashboard.store.responses import ResponseStore
from dashboard.surveys.model import CodedAnswers, Responses


def answers(people: int, *, sampled: bool = True) -> Responses:
    """A small study: every third was not asked."""
    rows = np.arange(people)
    return Responses(
        "study",
        CodedAnswers(np.zeros(people, dtype=np.int64), ("here",)),
        np.where(rows % 2 == 0, 0.5, 1.25),
        CodedAnswers.of([f"h{row % 2}" for row in rows]) if sampled else None,
        CodedAnswers.of([f"u{row}" for row in rows]) if sampled else None,
        {"sex": CodedAnswers.of([("man", "woman")[row % 2] for row in rows])},
        {"knows-plan": CodedAnswers.of([(None, "yes", "no")[row % 3] for row in rows])},
    )


def kept(path: Path, study: str) -> list[dict[str, object]]:
    """The rows of a study as they can be read with SQL alone."""
    connection = sqlite3.connect(path)
    variables = connection.execute(
        "SELECT role || ':' || name, codes FROM variable WHERE study = ? ORDER BY position", (study,)
    ).fetchall()
    rows = connection.execute("SELECT weight, codes FROM response WHERE study = ? ORDER BY number", (study,)).fetchall()
    connection.close()
    spelled = []
    for weight, numbers in rows:
        pairs = zip(variables, json.loads(numbers), strict=True)
        spelled.append({"weight": weight, **{name: (*json.loads(codes), None)[at] for (name, codes), at in pairs}})
    return spelled


def test_codes_and_weights_of_every_respondent_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    ResponseStore(path).write("first", "a" * 64, answers(4))
    rows = kept(path, "first")
    assert [row["weight"] for row in rows] == [0.5, 1.25, 0.5, 1.25]
    assert [row["answer:knows-plan"] for row in rows] == [None, "yes", "no", None]
    assert [row["group:sex"] for row in rows] == ["man", "woman", "man", "woman"]
    assert {row["place:"] for row in rows} == {"here"}
    assert [row["psu:"] for row in rows] == ["1", "2", "3", "4"] and rows[1]["stratum:"] == "2"


def test_answers_are_read_as_they_were_written(tmp_path: Path) -> None:
    store = ResponseStore(tmp_path / "responses.db")
    assert store.studies() == () and store.read("first") is None
    made = answers(9)
    store.write("first", "a" * 64, made)
    store.write("second", "b" * 64, answers(5, sampled=False))
    read = store.read("first")
    assert store.studies() == ("first", "second") and read is not None
    assert read.weight.tolist() == made.weight.tolist() and read.study == "first"
    for mine, theirs in ((read.groups, made.groups), (read.answers, made.answers)):
        assert {k: (c.index.tolist(), c.values) for k, c in mine.items()} == {
            k: (c.index.tolist(), c.values) for k, c in theirs.items()
        }
    other = store.read("second")
    assert other is not None and other.psu is None and store.read("third") is None


def test_what_strata_and_sampling_units_are_called_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    made = answers(4)
    named = CodedAnswers.of(["Асанов Бакыт", "Бакытова Асел", "Асанов Бакыт", "0555 123456"])
    ResponseStore(path).write("first", "a" * 64, dataclasses.replace(made, stratum=named, psu=named))
    rows = kept(path, "first")
    for part in ("psu:", "stratum:"):
        assert rows[0][part] == rows[2][part] and len({str(row[part]) for row in rows}) == 3
    assert "Асан".encode() not in path.read_bytes() and b"0555" not in path.read_bytes()


def test_every_import_of_a_study_is_kept_and_the_last_bears_its_name(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    store = ResponseStore(path)
    store.write("first", "a" * 64, answers(9))
    store.write("second", "b" * 64, answers(5, sampled=False))
    store.write("first", "c" * 64, answers(3))
    assert (len(kept(path, "first")), len(kept(path, "second"))) == (3, 5)
    connection = sqlite3.connect(path)
    first = f"first@{'a' * 64}"
    assert dict(connection.execute("SELECT key, sha256 FROM study")) == {
        "first": "c" * 64,
        first: "a" * 64,
        "second": "b" * 64,
    }
    connection.close()
    assert store.studies() == ("first", "second")
    assert store.imports("first") == {"c" * 64: "first", "a" * 64: first}
    assert len(kept(path, first)) == 9
    store.write("first", "a" * 64, answers(9))
    assert store.imports("first") == {"a" * 64: "first", "c" * 64: f"first@{'c' * 64}"}


def test_answers_are_forgotten_by_the_files_they_come_from(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    store = ResponseStore(path)
    assert store.forget("a" * 64) is False and not path.exists()
    store.write("first", "a" * 64, answers(9))
    store.write("second", "b" * 64, answers(5))
    assert store.forget("c" * 64) is False and len(kept(path, "first")) == 9
    assert store.forget("a" * 64) is True
    assert (len(kept(path, "first")), len(kept(path, "second"))) == (0, 5)


def test_what_was_forgotten_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    marked = CodedAnswers.of(["only-in-the-first-import"] * 50)
    first = answers(50)
    ResponseStore(path).write(
        "first", "a" * 64, Responses("study", marked, first.weight, None, None, first.groups, first.answers)
    )
    assert b"only-in-the-first-import" in path.read_bytes()
    ResponseStore(path).write("first", "b" * 64, answers(50))
    assert ResponseStore(path).forget("a" * 64)
    assert b"only-in-the-first-import" not in path.read_bytes()
    assert len(kept(path, "first")) == 50


def test_the_file_and_its_folder_are_for_their_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "new" / "responses.db"
    ResponseStore(path).write("first", "a" * 64, answers(3))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    ResponseStore(path).write("first", "a" * 64, answers(3))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failure_while_writing_leaves_the_rows_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "responses.db"
    ResponseStore(path).write("first", "a" * 64, answers(6))
    before = kept(path, "first")

    def fail(*_: object, **__: object) -> str:
        calls.append(1)
        if len(calls) > 8:
            raise RuntimeError("the machine went away")
        return real(*_, **__)

    calls: list[int] = []
    real = json.dumps
    monkeypatch.setattr(json, "dumps", fail)
    with pytest.raises(RuntimeError):
        ResponseStore(path).write("first", "b" * 64, answers(200))
    monkeypatch.undo()
    assert kept(path, "first") == before


def test_a_file_that_cannot_be_written_is_an_error_of_the_system_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(OSError, match=r"responses\.db"):
        ResponseStore(path).write("first", "a" * 64, answers(3))
    with pytest.raises(OSError, match="file"):
        ResponseStore(path / "below" / "a.db").write("first", "a" * 64, answers(3))


def test_no_engine_of_the_program_can_reach_the_answers_with_sql(tmp_path: Path) -> None:
    path = tmp_path / "responses.db"
    ResponseStore(path).write("first", "a" * 64, answers(3))
    url = f"sqlite:///{tmp_path / 'pages.db'}"
    attach = text(f"ATTACH DATABASE '{path}' AS answers")
    with create_engine(url).connect() as connection:
        connection.execute(attach)  # SQLite itself would allow it
    for make in (writing_engine, reading_engine):
        engine = make(url)
        with engine.connect() as connection, pytest.raises(OperationalError, match="too many attached"):
            connection.execute(attach)
        engine.dispose()


def test_the_setting_names_the_file_and_refuses_the_ones_that_pages_open(tmp_path: Path) -> None:
    assert Settings.from_env({}).responses_file.parts[-2:] == ("var", "responses.db")
    path = tmp_path / "r.db"
    assert Settings.from_env({"RESPONSES_FILE": str(path)}).responses_file == path
    for name in ("DATABASE_URL", "GUESSES_URL"):
        with pytest.raises(BadSetting, match="RESPONSES_FILE"):
            Settings.from_env({"RESPONSES_FILE": str(path), name: f"sqlite:///{path}"})
