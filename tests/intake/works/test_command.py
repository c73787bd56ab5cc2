"""`import works` as staff meet it: exit codes, reports, undo, and nothing written unless all is well."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, select
from typer.testing import CliRunner, Result

from dashboard.cli import app
from dashboard.intake.works.checks import control
from dashboard.store.publishing import works as publishing
from dashboard.store.tables import document, release
from dashboard.store.works_tables import work, work_report
from tests.importing import import_files
from tests.intake.works.made import LAYOUT, layout, many_works

Run = Callable[..., Result]
MAPPING = LAYOUT.replace('municipality = "sample"', 'service = "roads"')
GOOD = "no;title;state;plan;paid\n1;Жол;Жүрүүдө;10,50;2\n2;Көпүрө;Пландалган;20;\n"


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "layout.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "units.csv").write_text("code,kind,name_ky,currency\nhere,city,Шаар,KGS\n", encoding="utf-8")
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == code, (result.output, result.exception)
        assert "Traceback" not in result.output
        return result

    invoke("import", "units", "units.csv")
    return invoke


def works(run: Run, file: str, *more: str, code: int = 0) -> Result:
    unit = () if "--unit" in more else ("--unit", "here")
    return run("import", "works", file, "--mapping", "layout.toml", "--lang", "en", *unit, *more, code=code)


def reports(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        number = connection.execute(select(func.count()).select_from(work_report)).scalar_one()
    engine.dispose()
    return int(number)


def test_a_register_is_published_once_reported_retracted_and_published_again(run: Run, sqlite_url: str) -> None:
    assert "published, import No. 2" in works(run, "good.csv", "--report", "out.json").output
    report = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert (report["subject"], report["outcome"], report["rows"]["kept"]) == ("works", "published", 2)
    sums = {row["phase"]: row["amount"] for row in report["control_sums"]}
    assert sums == {"planned": "30.50", "contract": "0.00", "paid": "2.00", "funding": "0.00"}
    assert "published before, import No. 2" in works(run, "good.csv").output
    assert "Import No. 2 is retracted" in run("retract", "2", "--reason", "wrong", "--lang", "en").output
    run("retract", "2", "--reason", "again", code=2)
    assert "published, import No. 3" in works(run, "good.csv").output
    assert reports(sqlite_url) == 4
    run("audit")


def test_places_can_be_retracted_once_unless_a_register_speaks_of_them(run: Run) -> None:
    def retract(number: int, code: int = 0) -> str:
        return str(run("retract", str(number), "--reason", "x", "--lang", "en", code=code).output)

    works(run, "good.csv")
    assert "would vanish" in retract(1, code=3)
    retract(2)
    assert "would vanish" in retract(1, code=3), "the history keeps the register"
    assert "no import No. 99 that can be retracted" in retract(99, code=2)


def test_places_that_nothing_speaks_of_can_be_retracted_once(run: Run) -> None:
    arguments = ("retract", "1", "--reason", "x", "--lang", "en")
    assert "Import No. 1 is retracted" in run(*arguments).output
    assert "no import No. 1 that can be retracted" in run(*arguments, code=2).output


@pytest.mark.parametrize(
    ("text", "options", "code", "words"),
    [
        ("no;title;state\n1;A;ким билет\n", (), 3, "does not say what state"),
        ("no;title;state;plan\n1;A;done;10.500\n", (), 4, "two ways"),
        ("no;title;state;end\n1;A;done;03/04/2025\n", (), 4, "two ways"),
        ("no;title;state;plan\n1;A;done;ten\n", (), 3, "not a number"),
        ("no;title;state\n1;A;done\n1;B;done\n", (), 3, "already in row 2"),
        ("no;title\n1;A\n", (), 3, "no such column"), ("", (), 3, "empty"),
        ("no;title;state\n1;A;done\n", ("--unit", "nowhere"), 3, "no such place"),
        ("no;title;state\n1;A;done\n", ("--accept", "everything"), 2, "cannot be accepted"),
    ],
)  # fmt: skip
def test_a_bad_register_is_refused_with_its_code_and_nothing_is_written(
    run: Run, sqlite_url: str, text: str, options: tuple[str, ...], code: int, words: str
) -> None:
    Path("bad.csv").write_text(text, encoding="utf-8")
    assert words in works(run, "bad.csv", *options, code=code).output
    assert reports(sqlite_url) == 0


def test_one_bad_row_of_many_refuses_the_whole_file(run: Run, sqlite_url: str) -> None:
    lines = [*many_works(100)]
    lines[50] = lines[50].replace(";2026-01-01", ";31.02.2026")
    Path("bad.csv").write_text("".join(lines), encoding="utf-8")
    assert "row 51" in works(run, "bad.csv", code=3).output
    assert reports(sqlite_url) == 0


def test_a_dry_run_checks_and_writes_nothing(run: Run, sqlite_url: str) -> None:
    assert "can be published" in works(run, "good.csv", "--dry-run").output
    assert reports(sqlite_url) == 0


def test_a_mistake_in_the_mapping_is_a_usage_error(run: Run) -> None:
    Path("layout.toml").write_text(MAPPING + "[pionts]\nbox = [1, 2, 3, 4]\n", encoding="utf-8")
    assert "points" in works(run, "good.csv", code=2).output


def test_amounts_a_thousand_times_those_before_are_a_question(run: Run, sqlite_url: str) -> None:
    works(run, "good.csv")
    Path("som.csv").write_text("no;title;state;plan;day\n1;Жол;Бүттү;10500;2026-06-01\n", encoding="utf-8")
    assert "--accept unit_jump" in works(run, "som.csv", code=4).output
    assert reports(sqlite_url) == 2
    works(run, "som.csv", "--accept", "unit_jump")
    assert reports(sqlite_url) == 3


def test_words_of_a_problem_are_in_three_languages(run: Run) -> None:
    Path("bad.csv").write_text("no;title;state\n1;A;ким билет\n", encoding="utf-8")
    for lang, words in (("ky", "абалда"), ("ru", "состоянии")):
        arguments = ("import", "works", "bad.csv", "--mapping", "layout.toml", "--unit", "here", "--lang", lang)
        assert words in run(*arguments, code=3).output


def test_a_failure_inside_the_write_leaves_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = tmp_path / "units.csv"
    units.write_text("code,kind,name_ky,currency\nsample,city,Шаар,KGS\n", encoding="utf-8")
    import_files(engine, "units", units)
    path = tmp_path / "made.csv"
    path.write_text("".join(many_works(2000)), encoding="utf-8")

    def fail(*_: object) -> None:
        raise RuntimeError("the machine went away")

    monkeypatch.setattr(publishing, "renew_standings", fail)
    with pytest.raises(RuntimeError):
        import_files(engine, "works", path, how=layout())
    with engine.connect() as connection:
        for table in (work, work_report, document):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(release)).scalar_one() == 1
    monkeypatch.undo()
    assert import_files(engine, "works", path, how=layout()).outcome == "published"
    assert control(()) == ()
