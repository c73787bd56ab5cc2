"""`import survey` as staff meet it, and what a machine that stops in the middle leaves behind."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from typer.testing import CliRunner, Result

from dashboard.cli import app
from dashboard.intake.surveys.study.schema import load_study
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from dashboard.store.publishing import surveys
from dashboard.store.survey_tables import answer_share, study, study_answer, study_question, survey_cell
from dashboard.store.tables import document, release
from tests.conftest import ROOT
from tests.importing import import_files, survey_keeping
from tests.intake.surveys.made import HEAD, YES_NO
from tests.store.made import add_place
from tests.watching import settled

Run = Callable[..., Result]
TEXT = HEAD.replace('"probability"', '"self_selected"') + YES_NO
KILLS, PEOPLE = 20, 4_000


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a place and the catalogue of indicators, to be copied by each test."""
    folder = tmp_path_factory.mktemp("furnished")
    (folder / "units.csv").write_text("code,kind,name_ky,currency\nhere,city,Шаар,KGS\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'open_aimak.db'}")
        for subject, file in (("units", folder / "units.csv"), ("indicators", ROOT / "data/reference/indicators.csv")):
            result = CliRunner().invoke(app, ["import", subject, str(file)])
            assert result.exit_code == 0, (result.output, result.exception)
    return folder / "open_aimak.db"


@pytest.fixture
def run(furnished: Path, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    shutil.copyfile(furnished, sqlite_url.removeprefix("sqlite:///"))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RESPONSES_FILE", str(tmp_path / "own" / "responses.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "STUDY.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "good.csv").write_text("Q,E-mail\n" + "1,a@example.org\n0,b@example.org\n" * 20, encoding="utf-8")

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == code, (result.output, result.exception)
        assert "Traceback" not in result.output
        return result

    return invoke


def survey(run: Run, *arguments: str, code: int = 0) -> Result:
    return run("import", "survey", *arguments, "--study", "STUDY.toml", "--lang", "en", code=code)


def kept(path: Path) -> dict[str, int]:
    """How many rows each study has in the file of answers."""
    if not path.exists():
        return {}
    connection = sqlite3.connect(path)
    with suppress(sqlite3.OperationalError):  # the file is there, its tables are not
        return dict(connection.execute("SELECT study, count(*) FROM response GROUP BY study"))
    connection.close()
    return {}


def written(url: str) -> int:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    number = connection.execute("SELECT count(*) FROM study").fetchone()[0]
    connection.close()
    return int(number)


def test_a_study_is_published_once_reported_taken_back_and_published_again(run: Run, sqlite_url: str) -> None:
    assert "published, import No. 3" in survey(run, "good.csv", "--report", "out.json").output
    report = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert (report["subject"], report["outcome"], report["rows"]["kept"]) == ("survey", "published", 40)
    dropped = {problem["column"]: problem["code"] for problem in report["problems"] if problem["column"]}
    assert dropped == {"E-mail": "dropped_email"} and "example.org" not in Path("out.json").read_text("utf-8")
    assert kept(Path("own/responses.db")) == {"made": 40}
    assert "published before, import No. 3" in survey(run, "good.csv").output
    assert "Import No. 3 is retracted" in run("retract", "3", "--reason", "wrong", "--lang", "en").output
    assert "published, import No. 4" in survey(run, "good.csv").output
    assert written(sqlite_url) == 2
    run("audit")


def test_taking_a_study_back_deletes_the_answers_of_its_respondents(run: Run) -> None:
    answers = Path("own/responses.db")
    survey(run, "good.csv")
    assert b"knows-plan" in answers.read_bytes()
    said = run("retract", "3", "--reason", "wrong", "--lang", "en").output
    assert "Import No. 3 is retracted" in said and "deleted" in said
    assert kept(answers) == {} and b"knows-plan" not in answers.read_bytes()
    run("retract", "3", "--reason", "again", code=2)


def test_taking_an_older_import_back_leaves_the_answers_of_the_newer_one(run: Run) -> None:
    survey(run, "good.csv")
    Path("more.csv").write_text("Q\n" + "1\n0\n" * 30, encoding="utf-8")
    survey(run, "more.csv")
    assert sorted(kept(Path("own/responses.db")).values()) == [40, 60]
    assert "deleted" in run("retract", "3", "--reason", "wrong", "--lang", "en").output
    assert kept(Path("own/responses.db")) == {"made": 60}
    assert "deleted" in run("retract", "4", "--reason", "wrong", "--lang", "en").output
    assert kept(Path("own/responses.db")) == {}


def test_a_study_whose_answers_are_gone_can_be_taken_back(run: Run) -> None:
    survey(run, "good.csv")
    Path("own/responses.db").unlink()
    assert "deleted" not in run("retract", "3", "--reason", "wrong", "--lang", "en").output
    assert not Path("own/responses.db").exists(), "nothing is made to be deleted"


def test_answers_that_could_not_be_deleted_are_told_and_deleted_by_the_same_command_later(
    run: Run, sqlite_url: str
) -> None:
    survey(run, "good.csv")
    answers = Path("own/responses.db")
    whole = answers.read_bytes()
    answers.write_bytes(b"this is no database" * 100)
    said = run("retract", "3", "--reason", "wrong", "--lang", "en", code=5).output
    assert "Import No. 3 is retracted" in said and "could not be deleted" in said and "responses.db" in said
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    assert connection.execute("SELECT count(*) FROM study WHERE is_current").fetchone() == (0,)
    connection.close()
    answers.write_bytes(whole)
    assert "deleted" in run("retract", "3", "--reason", "wrong", "--lang", "en").output
    assert kept(answers) == {}


def test_another_description_of_the_same_file_is_another_release(run: Run, sqlite_url: str) -> None:
    survey(run, "good.csv", "--report", "first.json")
    Path("STUDY.toml").write_text(TEXT.replace('title = "Made"', 'title = "Made again"'), encoding="utf-8")
    survey(run, "good.csv", "--report", "second.json")
    first, second = (json.loads(Path(f"{name}.json").read_text("utf-8"))["sha256"] for name in ("first", "second"))
    assert first != second and written(sqlite_url) == 2
    assert kept(Path("own/responses.db")) == {"made": 40, f"made@{first}": 40}, "both imports were published"


def test_a_dry_run_checks_and_writes_nothing_anywhere(run: Run, sqlite_url: str) -> None:
    assert "can be published" in survey(run, "good.csv", "--dry-run").output
    assert written(sqlite_url) == 0 and not Path("own").exists()


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [("Q\n1\n7\n", 3, "no such answer"), ("R\n1\n", 3, "no such column"), ("", 3, "empty"),
     ("Q\n", 3, "nobody answered")],
)  # fmt: skip
def test_bad_answers_are_refused_and_nothing_is_written_anywhere(
    run: Run, sqlite_url: str, text: str, code: int, words: str
) -> None:
    Path("bad.csv").write_text(text, encoding="utf-8")
    assert words in survey(run, "bad.csv", code=code).output
    assert written(sqlite_url) == 0 and not Path("own").exists()


def test_mistakes_of_use_are_told(run: Run, tmp_path: Path) -> None:
    Path("STUDY.toml").write_text(TEXT + "[pepar]\n", encoding="utf-8")
    assert "paper" in survey(run, "good.csv", code=2).output
    Path("STUDY.toml").write_text(TEXT, encoding="utf-8")
    survey(run, "good.csv", "good.csv", "good.csv", code=2)
    survey(run, "good.csv", "good.csv", code=3)  # the first one is no form
    Path("own").write_text("a file where the folder should be", encoding="utf-8")
    assert "own" in survey(run, "good.csv", code=5).output


def test_an_unknown_place_of_the_study_is_told(run: Run, sqlite_url: str) -> None:
    Path("STUDY.toml").write_text(TEXT.replace('place = "here"', 'place = "nowhere"'), encoding="utf-8")
    assert "no such place" in survey(run, "good.csv", code=3).output and written(sqlite_url) == 0


def test_a_poll_has_no_interval_and_a_sample_has(run: Run, sqlite_url: str) -> None:
    survey(run, "good.csv")
    Path("STUDY.toml").write_text(TEXT.replace("self_selected", "probability"), encoding="utf-8")
    survey(run, "good.csv")
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    cells = connection.execute("SELECT n, share, n_eff, low, high FROM survey_cell ORDER BY study_id").fetchall()
    connection.close()
    assert cells[0] == (40, 0.5, None, None, None)
    assert cells[1][:3] == (40, 0.5, 40) and 0.3 < cells[1][3] < 0.5 < cells[1][4] < 0.7


def study_of(folder: Path, people: int) -> tuple[Path, Path]:
    """A description and a table of so many people, each a bit different."""
    described, answers = folder / "STUDY.toml", folder / f"answers-{people}.csv"
    described.write_text(TEXT, encoding="utf-8")
    answers.write_text("Q\n" + "1\n0\n0\n" * (people // 3), encoding="utf-8")
    return described, answers


def ready(engine: Engine) -> None:
    add_place(engine)
    import_files(engine, "indicators", ROOT / "data/reference/indicators.csv")


def test_a_failure_inside_the_write_leaves_nothing_published(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(engine)
    described, answers = study_of(tmp_path, 300)
    spec = load_study(str(described))

    def fail(*_: object) -> None:
        raise RuntimeError("the machine went away")

    monkeypatch.setattr(surveys, "PROOF", replace(surveys.PROOF, choose_current=fail))
    with pytest.raises(RuntimeError):
        import_files(engine, "survey", answers, how=spec)
    with engine.connect() as connection:
        for table in (study, study_question, study_answer, survey_cell, answer_share, document):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(release)).scalar_one() == 1
    monkeypatch.undo()
    assert import_files(engine, "survey", answers, how=spec).outcome == "published"


def test_answers_that_cannot_be_kept_stop_the_import_before_anything_is_published(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    ready(sqlite_engine)
    described, answers = study_of(tmp_path, 300)

    def full(*_: object) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        import_files(sqlite_engine, survey_keeping(full), answers, how=load_study(str(described)))
    assert written(str(sqlite_engine.url)) == 0


#: Forks a child for every number of people read: it imports a study and says each step. Forking saves the start.
SERVER = """
import os, sys
from pathlib import Path
from tests.importing import import_files, survey_keeping
from dashboard.intake.surveys.study.schema import load_study
from dashboard.store.engine import writing_engine
from dashboard.store.responses import ResponseStore

url, kept, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
spec = load_study(str(folder / "STUDY.toml"))

def say(text):
    os.write(1, (text + "\\n").encode())

def keep(study, sha256, responses):
    say("keep")
    ResponseStore(kept).write(study, sha256, responses)

for people in sys.stdin:
    child = os.fork()
    if child == 0:
        say(f"pid {os.getpid()}")
        files = [folder / f"answers-{people.strip()}.csv"]
        say(f"end {import_files(writing_engine(url), survey_keeping(keep), *files, how=spec, step=say).outcome}")
        os._exit(0)
    os.waitpid(child, 0)
    say("gone")
"""
STEPS = ("read", "check", "weigh", "keep", "cells", "current")


def state(engine: Engine, path: Path) -> tuple[int | None, int]:
    """How many respondents the study has that counts, and how many rows of answers there are."""
    with engine.connect() as connection:
        people = connection.execute(select(study.c.respondents).where(study.c.is_current)).scalar()
        shown = connection.execute(
            select(survey_cell.c.n).join(study, study.c.id == survey_cell.c.study_id).where(study.c.is_current)
        ).scalar()
    assert people == shown, "facts and cube are of one import"
    return people, kept(path).get("made", 0)


def test_twenty_kills_never_leave_a_half_written_study(database_url: str, tmp_path: Path) -> None:
    engine = writing_engine(database_url)
    migrate(engine)
    ready(engine)
    path = tmp_path / "responses.db"
    sizes = [PEOPLE * 3 + 30 * number for number in range(KILLS + 1)]
    for people in sizes:
        study_of(tmp_path, people)
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, database_url, str(path), str(tmp_path)],
        cwd=ROOT,
        text=True,
        bufsize=1,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdin is not None and server.stdout is not None
    chance = random.Random(4)
    published, answers, inside = None, 0, 0
    for people in sizes[:-1]:
        server.stdin.write(f"{people}\n")
        pid = int(server.stdout.readline().split()[1])
        last, words = chance.choice(STEPS), [""]
        while words[-1] not in (last, "gone"):
            words.append(server.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.05))
        with suppress(ProcessLookupError):  # it may have finished
            os.kill(pid, signal.SIGKILL)
        while words[-1] != "gone":
            words.append(server.stdout.readline().strip())
        settled(engine)
        now, rows = state(engine, path)
        assert now in (published, people) and rows in (answers, people), "neither what was there nor what came"
        assert now != people or rows == people, "what is published has its answers"
        assert "end published" not in words or now == people
        inside += "end published" not in words
        published, answers = now, rows
    server.stdin.close()
    assert server.wait(timeout=30) == 0
    server.stdout.close()
    assert inside >= KILLS // 4, f"only {inside} kills hit inside the import"
    spec = load_study(str(tmp_path / "STUDY.toml"))
    assert import_files(engine, "survey", tmp_path / f"answers-{sizes[-1]}.csv", how=spec).outcome == "published"
    assert state(engine, path)[0] == sizes[-1]
    engine.dispose()
