"""The command line as staff meet it: exit codes, words, and nothing written unless all is well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import create_engine, func, select, text
from typer.testing import CliRunner, Result

from dashboard.cli import app
from dashboard.store.engine import writing_engine
from dashboard.store.tables import fact, municipality, release

ROOT = Path(__file__).resolve().parent.parent
MAPPING = """
[columns]
label = "line"
code = "code"
period_end = { column = "date", optional = true }
[constants]
direction = "revenue"
phase = "approved"
[code]
digits = 4
[numbers]
unit = "som"
[[amounts]]
column = "plan"
"""
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a fresh database that knows the place "here"; the mapping is `layout.toml`."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "layout.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "units.csv").write_text("code,kind,name_ky,currency\nhere,city,Шаар,KGS\n", encoding="utf-8")
    runner = CliRunner()

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = runner.invoke(app, list(arguments))
        assert result.exit_code == code, (result.output, result.exception)
        assert "Traceback" not in result.output
        return result

    invoke("import", "units", "units.csv")
    return invoke


def budget(run: Run, file: str, *more: str, code: int = 0) -> Result:
    year = () if "--year" in more else ("--year", "2025")
    return run("import", "budget", file, "--mapping", "layout.toml", "--unit", "here", *year, *more, code=code)


def facts(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        number = connection.execute(select(func.count()).select_from(fact)).scalar_one()
    engine.dispose()
    return int(number)


GOOD = "code;line;plan\n0701;Жер салыгы;10,5\n0702;Ижара;20\n;Баары;30,5\n"


def test_a_good_file_is_published_and_the_second_time_the_same(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    result = budget(
        run, "good.csv", "--report", "report.json", "--lang", "en", "--actor", "Treasurer", "--reason", "Q1"
    )
    assert "published, import No. 2" in result.output
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["outcome"], report["exit_code"], report["release"]) == ("published", 0, 2)
    assert report["rows"] == {"read": 3, "kept": 3, "filtered": 0, "skipped": 0, "totals": 1}
    assert [row["amount"] for row in report["control_sums"]] == ["30.50"]
    assert len(report["sha256"]) == 64
    assert facts(sqlite_url) == 3
    assert "import No. 2" in budget(run, "good.csv", "--lang", "en").output
    assert facts(sqlite_url) == 3
    history = json.loads(run("history", "--json").output)
    assert [(row["subject"], row["actor"], row["reason"]) for row in history[:1]] == [("budget", "Treasurer", "Q1")]


def test_a_dry_run_and_a_check_write_nothing(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    assert "nothing was written" in budget(run, "good.csv", "--dry-run", "--lang", "en").output
    arguments = ("check", "good.csv", "--mapping", "layout.toml", "--unit", "here", "--year", "2025", "--lang", "en")
    assert "30.50" in run(*arguments).output
    assert facts(sqlite_url) == 0


def test_every_subject_can_be_checked_by_its_name(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("code,kind,name_ky,currency\nthere,city,Шаар,KGS\n", encoding="utf-8")
    assert "can be published" in run("check", "units", "more.csv", "--lang", "en", "--report", "out.json").output
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["subject"] == "units"
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    layout = ("--mapping", "layout.toml", "--unit", "here", "--year", "2025", "--lang", "en")
    assert run("check", "budget", "good.csv", *layout).output == run("check", *layout, "good.csv").output
    assert "works" in run("check", "--help").output
    run("check", code=2)
    assert facts(sqlite_url) == 0 and len(json.loads(run("history", "--json").output)) == 1


HEAD = "code;line;plan\n0701;A;1\n"
HALF_CP1251 = HEAD.encode() + "0702;Салык;2\n".encode("cp1251") + "0703;Жаңы;3\n".encode()


@pytest.mark.parametrize(
    ("name", "content", "code", "problem", "row"),
    [
        ("ambiguous comma", "code,line,plan\n0701,A,\"1,234\"\n", 4, "ambiguous_number", 2),
        ("ambiguous point", HEAD + "0702;B;1.234\n", 4, "ambiguous_number", 3),
        ("lost zero", HEAD + "701;B;2\n", 3, "code_lost_zero", 3),
        ("repeated code", HEAD + "0701;B;2\n", 3, "line_twice", 3),
        ("half cp1251", HALF_CP1251, 3, "encoding_mixed", None),
        ("no such date", "code;line;plan;date\n0701;A;1;31.02.2026\n", 3, "bad_date", 2),
        ("two dates", "code;line;plan;date\n0701;A;1;01/02/26\n", 4, "ambiguous_date", 2),
        ("spoilt number", HEAD + "0702;B;243,0,0\n", 3, "not_a_number", 3),
        ("calculation error", HEAD + "0702;B;#REF!\n", 3, "excel_error", 3),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_or_asked_about_and_nothing_is_written(
    run: Run, sqlite_url: str, tmp_path: Path, name: str, content: str | bytes, code: int, problem: str, row: int | None
) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    budget(run, path.name, "--report", "report.json", code=code)
    problems = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["problems"]
    found = [each for each in problems if each["code"] == problem]
    assert found and (row is None or found[0]["row"] == row), problems
    assert facts(sqlite_url) == 0


def test_a_formula_without_a_saved_value_is_refused_by_row_and_column(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["code", "line", "plan"], ["0701", "A", 1], ["0702", "B", "=C2*2"]):
        sheet.append(row)
    book.save(tmp_path / "formula.xlsx")
    budget(run, "formula.xlsx", "--report", "report.json", code=3)
    problems = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["problems"]
    assert [(each["row"], each["column"]) for each in problems if each["code"] == "formula_without_value"] == [
        (3, "plan")
    ]
    assert facts(sqlite_url) == 0


def test_other_encodings_are_read_with_a_warning_where_letters_are_lost(
    run: Run, sqlite_url: str, tmp_path: Path
) -> None:
    (tmp_path / "cp1251.csv").write_bytes("code;line;plan\n0701;Земельный налог;1\n".encode("cp1251"))
    assert "Windows-1251" in budget(run, "cp1251.csv", "--lang", "en").output
    (tmp_path / "utf16.csv").write_bytes("code;line;plan\n0702;Жаңы ижара;2\n".encode("utf-16"))
    budget(run, "utf16.csv", "--year", "2026")
    assert facts(sqlite_url) == 2


def test_a_total_that_differs_is_published_with_a_warning(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "off.csv").write_text("code;line;plan\n0701;A;10\n;Всего;30,01\n0702;B;20\n", encoding="utf-8")
    output = budget(run, "off.csv", "--lang", "en").output
    assert "30.01" in output and "30.00" in output
    assert facts(sqlite_url) == 3


def test_a_jump_in_scale_stops_until_staff_accept_it(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "2024.csv").write_text("code;line;plan\n0701;A;5000\n", encoding="utf-8")
    (tmp_path / "2025.csv").write_text("code;line;plan\n0701;A;5100000\n", encoding="utf-8")
    budget(run, "2024.csv", "--year", "2024")
    output = budget(run, "2025.csv", "--lang", "en", code=4).output
    assert "5 100 000.00" in output and "--accept unit_jump" in output
    assert facts(sqlite_url) == 1
    budget(run, "2025.csv", "--accept", "unit_jump")
    assert facts(sqlite_url) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "budget", "missing.csv", "--mapping", "layout.toml"),
        ("import", "budget", "units.csv"),
        ("import", "budget", "units.csv", "--mapping", "nowhere"),
        ("import", "budget", "units.csv", "--mapping", "layout.toml", "--accept", "bad_date"),
        ("import", "budget", "units.csv", "--mapping", "layout.toml", "--lang", "de"),
        ("import", "budget", "units.csv", "--mapping", "layout.toml", "--year", "25"),
        ("retract", "99", "--reason", "x"),
        ("retract", "2", "--reason", " "),
        ("check", "budgets", "units.csv", "--mapping", "layout.toml"),
    ],
)
def test_wrong_use_exits_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    run(*arguments, code=2)


@pytest.mark.parametrize(("lang", "words"), [("ky", "сап"), ("ru", "строка"), ("en", "row 3")])
def test_errors_name_the_cell_in_the_chosen_language(run: Run, tmp_path: Path, lang: str, words: str) -> None:
    (tmp_path / "bad.csv").write_text(HEAD + "0702;B;12..5\n", encoding="utf-8")
    output = budget(run, "bad.csv", "--lang", lang, code=3).output
    assert words in output and "plan" in output and "12..5" in output


def test_retracting_a_release_brings_back_what_was_before(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    for number, plan in enumerate((10, 12), start=1):
        (tmp_path / f"v{number}.csv").write_text(f"code;line;plan\n0701;A;{plan}\n", encoding="utf-8")
        budget(run, f"v{number}.csv")
    engine = create_engine(sqlite_url)
    shown = text("SELECT amount_minor FROM slice WHERE is_current")
    with engine.connect() as connection:
        assert connection.execute(shown).scalars().all() == [1200]
    assert "3" in run("retract", "3", "--reason", "wrong file", "--lang", "en").output
    with engine.connect() as connection:
        assert connection.execute(shown).scalars().all() == [1000]
    engine.dispose()
    said = run("retract", "3", "--reason", "again", "--lang", "en", code=2).output
    assert "no import No. 3 that can be retracted" in said and "dashboard history" in said
    assert "every entry matches the one before it" in run("audit", "--lang", "en").output


def test_finished_figures_are_imported_and_taken_back(run: Run, tmp_path: Path) -> None:
    (tmp_path / "papers.csv").write_text("key,kind,authority,title\np,news,1,Макала\n", encoding="utf-8")
    head = "study,municipality,title_ky,to_day,document,question_ky,answer_ky,value,unit\n"
    row = "s,here,Ишеним,2025-06-30,p,Индекс,жалпы,42.8,index_points\n"
    (tmp_path / "figures.csv").write_text(head + row, encoding="utf-8")
    run("import", "documents", "papers.csv")
    assert "import No. 3" in run("import", "figures", "figures.csv", "--lang", "en").output
    run("retract", "3", "--reason", "misprint")
    run("retract", "3", "--reason", "again", code=2)


def test_a_changed_audit_trail_is_found(run: Run, sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    with engine.begin() as connection:
        for trigger in (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE audit SET actor = 'nobody' WHERE id = 1"))
    engine.dispose()
    assert "entry 1" in run("audit", "--lang", "en", code=3).output


def test_init_loads_the_content_once_and_the_demo_only_when_wanted(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    runner = CliRunner()
    places = select(func.count()).select_from(municipality).where(municipality.c.is_fictional)
    for command, demo in ((["init", "--no-demo"], 0), (["init", "--no-demo"], 0), (["load-demo"], 1), (["init"], 1)):
        result = runner.invoke(app, [*command, "--lang", "en"])
        assert result.exit_code == 0, result.output
        engine = writing_engine(sqlite_url)
        with engine.connect() as connection:
            assert connection.execute(places).scalar_one() == demo
        engine.dispose()
    assert "published, import" not in result.output


def test_init_leaves_retracted_what_staff_retracted(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    runner = CliRunner()
    runner.invoke(app, ["init", "--no-demo"])
    before = json.loads(runner.invoke(app, ["history", "--json"]).stdout)
    budget = next(row["id"] for row in before if row["subject"] == "budget")
    runner.invoke(app, ["retract", str(budget), "--reason", "wrong"])
    again = runner.invoke(app, ["init", "--no-demo", "--lang", "en"])
    assert again.exit_code == 0 and "budget.csv: staff retracted this file" in again.output
    after = json.loads(runner.invoke(app, ["history", "--json"]).stdout)
    assert len(after) == len(before)
    assert [row["id"] for row in after if row["state"] == "retracted"] == [budget]


def test_a_database_that_does_not_answer_exits_with_5_and_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    output = run("history", "--lang", "en", code=5).output
    assert "cannot be used" in output
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    run("history", code=2)


def test_a_database_of_a_newer_version_is_left_alone(run: Run, sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert "newer version" in run("import", "units", "units.csv", "--lang", "en", code=5).output


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from dashboard.cli import main
main()
"""


def test_a_full_disk_leaves_the_old_data_and_says_so(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    rows = "".join(f"{number:04d};Line {number};{number}\n" for number in range(1, 9000))
    (tmp_path / "big.csv").write_text("code;line;plan\n" + rows, encoding="utf-8")
    (tmp_path / "good.csv").write_text(GOOD, encoding="utf-8")
    budget(run, "good.csv")
    arguments = [
        "import",
        "budget",
        "big.csv",
        "--mapping",
        "layout.toml",
        "--unit",
        "here",
        "--year",
        "2025",
        "--accept",
        "replaces",
        "--lang",
        "en",
    ]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, "600000", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert "unchanged" in done.stderr and "Traceback" not in done.stderr
    assert facts(sqlite_url) == 3
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(select(func.count()).select_from(release)).scalar_one() == 2
    engine.dispose()
    run("verify")
    budget(run, "big.csv", "--accept", "unit_jump", "--accept", "replaces")
    assert facts(sqlite_url) == 3 + 8999
