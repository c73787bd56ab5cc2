"""The frame of every import: for a made-up subject each turn it can take, for every registered one that it takes it."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import Connection, Engine, event
from typer.testing import CliRunner

from dashboard.cli.imports import check_commands, import_commands
from dashboard.intake import content
from dashboard.intake.problems import Findings, Problem, Refused, refuse
from dashboard.intake.registry import SUBJECTS, registry
from dashboard.intake.report import Counts, Report
from dashboard.intake.run import origin_of, run
from dashboard.intake.subject import FIXED, YEAR, AnySubject, Checked, Fixed, Request, Step, Subject
from dashboard.store import releases
from dashboard.store.engine import writing_engine
from dashboard.store.publishing import frame
from dashboard.store.releases import Origin, Published


@dataclass(frozen=True)
class WishSubject(Subject[Fixed, str, int, tuple[str, ...]]):
    """One wish per line. Words in the file say what goes wrong."""

    def describe(self, told: Mapping[str, Any]) -> Fixed:
        return FIXED

    def known(self, connection: Connection, request: Request[Fixed]) -> int:
        return releases.data_version(connection)

    def read(self, request: Request[Fixed]) -> str:
        text = request.data.read_text(encoding="utf-8")
        if "unreadable" in text:
            raise refuse("file_empty")
        return text

    def check(
        self, raw: str, known: int, request: Request[Fixed], findings: Findings, step: Step
    ) -> Checked[tuple[str, ...]]:
        lines = tuple(raw.splitlines())
        if "hopeless" in lines:
            findings.add("no_pictures", "warning")
            raise Refused(Problem("package_empty", "error"))
        for at, line in enumerate(lines, start=1):
            if line == "bad":
                findings.add("bad_key", "error", row=at)
        return Checked(None if "nothing" in lines else lines, Counts(len(lines), len(lines)))

    def compare(self, connection: Connection, ready: tuple[str, ...], findings: Findings) -> None:
        if "jump" in ready:
            findings.add("unit_jump", "question", value="jump")

    def publish(self, engine: Engine, ready: tuple[str, ...], origin: Origin, step: Step) -> Published:
        step("current")
        with releases.writing(engine) as connection:
            number = releases.open_release(connection, origin, rows=len(ready), control_minor=0, at=releases.now())
            if "late" in ready:
                raise refuse("file_empty")
            return Published("published", number, len(ready))


WISHES = WishSubject(
    "wishes",
    "Import wishes.",
    options=(YEAR,),
    accepts=("unit_jump",),
    steps=("read", "check", "current"),
    undo=partial(frame.retract, subject="wishes"),
)


def wished(engine: Engine, folder: Path, *lines: str, **options: Any) -> Report:
    path = folder / "wishes.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return run(engine, WISHES, Request((path,), FIXED, **options))


def history(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        return [(row["id"], row["file_name"]) for row in releases.history(connection)]


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_file_is_published_once_by_its_bytes_and_recipe(engine: Engine, tmp_path: Path) -> None:
    first = wished(engine, tmp_path, "rain", actor="me")
    assert (first.outcome, first.release, first.counts) == ("published", 1, Counts(1, 1))
    again = wished(engine, tmp_path, "rain", actor="somebody else")
    assert (again.outcome, again.release, again.sha256) == ("same", 1, first.sha256)
    assert wished(engine, tmp_path, "rain", year=2025).release == 2, "read otherwise, it is another release"
    assert wished(engine, tmp_path, "sun").release == 3


def test_steps_are_told_in_the_order_the_subject_names(sqlite_engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "wishes.txt"
    path.write_text("rain", encoding="utf-8")
    steps: list[str] = []
    run(sqlite_engine, WISHES, Request((path,), FIXED), steps.append)
    assert tuple(steps) == WISHES.steps
    run(sqlite_engine, WISHES, Request((path,), FIXED), steps.append)
    assert len(steps) == len(WISHES.steps), "what was published before is not even read"


@pytest.mark.parametrize(
    ("lines", "accept", "outcome", "found"),
    [
        (("unreadable",), (), "refused", ["file_empty"]),
        (("hopeless",), (), "refused", ["no_pictures", "package_empty"]),
        (("rain", "bad"), (), "refused", ["bad_key"]),
        (("nothing",), (), "refused", []),
        (("jump",), (), "question", ["unit_jump"]),
        (("jump", "bad"), ("unit_jump",), "refused", ["bad_key", "unit_jump"]),
        (("late",), (), "refused", ["file_empty"]),
    ],
)  # fmt: skip
def test_what_stops_an_import_is_told_and_nothing_is_written(
    sqlite_engine: Engine,
    tmp_path: Path,
    lines: tuple[str, ...],
    accept: tuple[str, ...],
    outcome: str,
    found: list[str],
) -> None:
    report = wished(sqlite_engine, tmp_path, *lines, accept=accept)
    assert (report.outcome, report.release, codes(report)) == (outcome, None, found)
    assert len(report.sha256) == 64 and history(sqlite_engine) == []


def test_an_accepted_question_stays_in_the_report(sqlite_engine: Engine, tmp_path: Path) -> None:
    report = wished(sqlite_engine, tmp_path, "jump", accept=("unit_jump",))
    assert (report.outcome, report.accepted, codes(report)) == ("published", ("unit_jump",), ["unit_jump"])


def test_a_dry_run_says_what_an_import_would_say_of_a_known_file_too(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert wished(sqlite_engine, tmp_path, "rain", dry_run=True).outcome == "checked"
    assert history(sqlite_engine) == []
    wished(sqlite_engine, tmp_path, "rain")
    assert wished(sqlite_engine, tmp_path, "rain", dry_run=True).outcome == "checked"


def test_a_file_that_is_gone_is_refused(sqlite_engine: Engine, tmp_path: Path) -> None:
    report = run(sqlite_engine, WISHES, Request((tmp_path / "gone.txt",), FIXED))
    assert (report.outcome, codes(report)) == ("refused", ["file_not_readable"])


def test_one_more_subject_is_one_entry_of_the_registry(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)
    more = registry(*SUBJECTS.values(), WISHES)
    app = typer.Typer()
    app.add_typer(import_commands(more), name="import")
    app.add_typer(check_commands(more), name="check")
    Path("wishes.txt").write_text("rain\njump", encoding="utf-8")

    def said(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*arguments, "--lang", "en"])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    assert "wishes" in CliRunner().invoke(app, ["import", "--help"]).output
    words = CliRunner().invoke(app, ["import", "wishes", "--help"]).output
    assert "--year" in words and "--accept" in words and "--unit" not in words
    assert "--accept unit_jump" in said("check", "wishes", "wishes.txt", code=4)
    assert "can be published" in said("check", "wishes", "wishes.txt", "--accept", "unit_jump")
    assert "published, import No. 1" in said(
        "import", "wishes", "wishes.txt", "--accept", "unit_jump", "--year", "2025"
    )
    said("import", "wishes", "wishes.txt", "--accept", "bad_key", code=2)
    said("import", "wishes", "wishes.txt", "--year", "25", code=2)


def asked(name: str) -> tuple[AnySubject, Request[Any]]:
    """A subject with its last piece of content."""
    piece = [each for each in (*content.REFERENCE, *content.PUBLISHED, *content.DEMO) if each.subject == name][-1]
    files = [content.DATA / file for file in piece.files]
    return SUBJECTS[name], SUBJECTS[name].request(files, piece.told, actor="init")


def rows_of_content(request: Request[Any]) -> int:
    """Rows below the header of a file of the content; 1 for what is not a CSV."""
    text = request.data.read_text(encoding="utf-8") if request.data.suffix == ".csv" else "header\nrow"
    return len(text.strip().splitlines()) - 1


@dataclass(frozen=True)
class Loaded:
    """A copy of the database with all the content, and the folder its pictures are in."""

    engine: Engine
    photos: Path

    def asked(self, name: str) -> tuple[AnySubject, Request[Any]]:
        """A subject with its last piece of content."""
        subject, request = asked(name)
        return (replace(subject, store=self.photos) if name == "photos" else subject), request

    def state(self) -> list[int]:
        """Number of rows of every table."""
        connection = sqlite3.connect(str(self.engine.url.database))
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)]
        connection.close()
        return rows


@pytest.fixture(scope="module")
def loaded(content_db: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp("loaded")
    source = Path(content_db.removeprefix("sqlite:///"))
    shutil.copytree(source.parent / "photos", folder / "photos")
    with sqlite3.connect(source) as old, sqlite3.connect(folder / "content.db") as new:
        old.backup(new)
    engine = writing_engine(f"sqlite:///{folder / 'content.db'}")
    yield Loaded(engine, folder / "photos")
    engine.dispose()


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_subject_knows_its_file_again_and_checks_it_without_writing(loaded: Loaded, name: str) -> None:
    before = loaded.state()
    subject, request = loaded.asked(name)
    assert run(loaded.engine, subject, request).outcome == "same"
    steps: list[str] = []
    report = run(loaded.engine, subject, replace(request, dry_run=True), steps.append)
    assert report.outcome == "checked" and report.counts is not None
    assert report.counts.kept > 0 or not rows_of_content(request), "its file has rows"
    assert steps == [step for step in subject.steps if step in steps], "told in the order of the bar"
    assert loaded.state() == before


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_subject_publishes_all_or_nothing(loaded: Loaded, name: str) -> None:
    subject, request = loaded.asked(name)
    request = replace(request, year=2026)  # another recipe of the same bytes
    before, steps = loaded.state(), list[str]()

    def fail(_connection: Connection) -> None:
        raise RuntimeError("the machine went away")

    event.listen(loaded.engine, "commit", fail)
    try:
        with pytest.raises(RuntimeError):
            run(loaded.engine, subject, request)
    finally:
        event.remove(loaded.engine, "commit", fail)
    assert loaded.state() == before
    assert run(loaded.engine, subject, request, steps.append).outcome == "published"
    assert set(steps) <= set(subject.steps)


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_subject_refuses_what_it_cannot_read(loaded: Loaded, tmp_path: Path, name: str) -> None:
    path = tmp_path / "no-table.docx"
    path.mkdir() if SUBJECTS[name].files.folder else path.write_text("no table", encoding="utf-8")
    subject, request = loaded.asked(name)
    before = loaded.state()
    report = run(loaded.engine, subject, replace(request, files=(path,)))
    assert (report.outcome, report.exit_code, report.release) == ("refused", 3, None)
    assert codes(report)[0] in ("unknown_kind", "json_broken", "file_not_readable")
    assert loaded.state() == before


#: What the recipe of a release is made of beside subject, --unit and --year, for databases that are in use already.
RULES = {
    "budget": lambda how: how.sha256,
    "works": lambda how: how.sha256,
    "survey": lambda how: f"{how.sha256} 4",
    "boundaries": lambda how: json.dumps(["", content.DEMO_BOUNDARY, ""]),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_subject_keeps_the_recipe_of_databases_that_are_in_use(name: str) -> None:
    subject, request = asked(name)
    rules = RULES.get(name, lambda how: "")(request.how)
    decides = json.dumps([name, rules, "demo" if name == "photos" else "", None])
    assert origin_of(subject, request).recipe_sha256 == hashlib.sha256(decides.encode()).hexdigest()
