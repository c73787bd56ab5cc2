"""A study that is published already, once more: with a few changes, and under another key. Of a real file."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.store.engine import writing_engine
from dashboard.store.migrate import migrate
from tests.intake.surveys.test_real_surveys import KANSAS_CITY, STUDIES, with_places

Import = Callable[..., str]
COLUMNS = ("q41_w", "q40_w", "counci", "q1_01", "q3_03", "q2_05")
TEXT = (STUDIES / "kansas-city-2022.toml").read_text(encoding="utf-8")


@pytest.fixture
def imported(sqlite_url: str, tmp_path: Path, real_data: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Imports the rows of the real file that are kept, and says what the command said."""
    engine = writing_engine(sqlite_url)
    migrate(engine)
    with_places(engine)
    engine.dispose()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RESPONSES_FILE", str(tmp_path / "responses.db"))
    monkeypatch.chdir(tmp_path)
    with (real_data / KANSAS_CITY).open(encoding="utf-8", newline="") as opened:
        rows = [",".join(row[name] for name in COLUMNS) for row in csv.DictReader(opened)]

    def run(*options: str, rows_kept: slice = slice(None), text: str = TEXT, code: int = 0) -> str:
        Path("STUDY.toml").write_text(text, encoding="utf-8")
        Path("answers.csv").write_text("\n".join([",".join(COLUMNS), *rows[rows_kept]]) + "\n", encoding="utf-8")
        result = CliRunner().invoke(
            app, ["import", "survey", "answers.csv", "--study", "STUDY.toml", "--lang", "en", *options]
        )
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return run


def told(url: str) -> list[tuple[str, int]]:
    """Key and respondents of the studies that count."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    found = connection.execute("SELECT key, respondents FROM study WHERE is_current ORDER BY key").fetchall()
    connection.close()
    return found


def test_fewer_than_ten_people_more_or_less_leave_what_was_published(imported: Import, sqlite_url: str) -> None:
    imported()
    for rows in (slice(1, None), slice(9, None)):
        said = imported("--report", "out.json", rows_kept=rows, code=4)
        assert "what was published stays" in said and "--accept small-change" in said
        assert told(sqlite_url) == [("kansas-city-2022", 1033)]
    [asked] = [
        each for each in json.loads(Path("out.json").read_text("utf-8"))["problems"] if each["code"] == "small_change"
    ]
    assert asked["severity"] == "question" and 0 < asked["params"]["n"] <= 9
    imported(rows_kept=slice(10, None), code=4)  # ten in all are fewer in every district
    imported(rows_kept=slice(200, None))
    assert told(sqlite_url) == [("kansas-city-2022", 833)]
    assert "danger" in imported("--accept", "small-change", rows_kept=slice(201, None))
    assert told(sqlite_url) == [("kansas-city-2022", 832)]


def test_every_publication_counts_that_of_before_the_last_too(imported: Import, sqlite_url: str) -> None:
    imported()
    imported(rows_kept=slice(300, None))
    assert "--accept small-change" in imported(rows_kept=slice(1, None), code=4)


def test_what_was_taken_back_counts_by_its_numbers(imported: Import, sqlite_url: str) -> None:
    imported()
    assert CliRunner().invoke(app, ["retract", "2", "--reason", "wrong", "--lang", "en"]).exit_code == 0
    imported(rows_kept=slice(300, None))
    assert "--accept small-change" in imported(rows_kept=slice(1, None), code=4)


def test_other_codes_hide_no_change(imported: Import, sqlite_url: str) -> None:
    imported()
    text = re.sub(r'code = "([^"]*)", is', r'code = "new-\1", is', TEXT)
    assert text != TEXT
    assert "--accept small-change" in imported(rows_kept=slice(1, None), text=text, code=4)
    other = text.replace('key = "kansas-city-2022"', 'key = "kansas-city-again"')
    assert "--accept same-answers" in imported(rows_kept=slice(1, None), text=other, code=4)


def test_where_the_answers_are_gone_the_numbers_of_people_are_compared(imported: Import, sqlite_url: str) -> None:
    imported()
    Path("responses.db").unlink()
    imported(rows_kept=slice(1, None), code=4)
    imported(rows_kept=slice(10, None), code=4)
    imported(rows_kept=slice(300, None))
    assert told(sqlite_url) == [("kansas-city-2022", 733)]


def test_other_words_for_the_same_answers_are_published(imported: Import, sqlite_url: str) -> None:
    imported()
    assert "published" in imported(text=TEXT.replace("Resident survey, first", "Survey of residents, first"))
    assert told(sqlite_url) == [("kansas-city-2022", 1033)]


def test_the_same_people_do_not_show_what_was_hidden(imported: Import, sqlite_url: str) -> None:
    imported(text=TEXT + "[limits]\nfew = 60\nsmall = 60\n")
    said = imported(code=4)
    assert "that were hidden would be shown" in said and "--accept shown-anew" in said
    assert "published" in imported("--accept", "shown-anew")


def test_the_same_people_under_another_key_stop_the_import(imported: Import, sqlite_url: str) -> None:
    imported()
    other = TEXT.replace('key = "kansas-city-2022"', 'key = "kansas-city-again"')
    for rows in (slice(None), slice(0, None, 2), slice(1, 600)):
        said = imported(rows_kept=rows, text=other, code=4)
        assert "kansas-city-2022" in said and "--accept same-answers" in said
        assert told(sqlite_url) == [("kansas-city-2022", 1033)]
    imported("--accept", "same-answers", rows_kept=slice(0, None, 2), text=other)
    assert [key for key, _ in told(sqlite_url)] == ["kansas-city-2022", "kansas-city-again"]
