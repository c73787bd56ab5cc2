"""Of the answers of one respondent the one sent last counts, wherever it stands in the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from dashboard.i18n import LANGUAGES
from dashboard.intake.files import read_file
from dashboard.intake.surveys.answers.respondents import moments
from dashboard.intake.surveys.exports.plain import read_plain
from dashboard.intake.surveys.words import sent_column
from tests.intake.surveys.exports import Asked
from tests.intake.surveys.made import YES_NO, answers, coded, coded_study, coded_with_form, described

TOML = '[columns]\nid = "U"\n' + YES_NO
OLD_TO_NEW = [
    ("2025-09-01T10:00:00", "2025-09-01T10:00:01"), ("2025-09-01T10:00:00.000+06:00", "2025-09-01T05:00:00.000Z"),
    ("09.10.2025 10:12:31", "01.11.2025 9:00:00"), ("2025/01/01 9:00:00 AM GMT+6", "2025/01/01 1:00:00 PM GMT+6"),
    ("2025/01/01 12:30:00 AM GMT+6", "2025/01/01 1:00:00 AM GMT+6"), ("20/09/2025 10:00:00", "01/10/2025 9:00:00"),
    ("9/20/2025 10:00:00", "10/1/2025 9:00:00"), ("2025-09-01", "2025-09-02"),
]  # fmt: skip


@pytest.mark.parametrize("title", ["Timestamp", "Отметка времени", "Убакыт белгиси", "_submission_time", "end"])
@pytest.mark.parametrize(("old", "new"), OLD_TO_NEW)
def test_the_answer_sent_last_counts_whatever_the_order_of_the_file(
    tmp_path: Path, title: str, old: str, new: str
) -> None:
    for rows in ((f"{new},0,a", f"{old},1,a"), (f"{old},1,a", f"{new},0,a")):
        study, problems = coded(tmp_path, f"{title},Q,U\n" + "\n".join(rows) + f"\n{old},1,b\n", TOML)
        assert answers(study, "knows-plan") == ["no", "yes"]
        [told] = [problem for problem in problems if problem.code.startswith("survey_repeated")]
        assert (told.code, told.column, told.params) == ("survey_repeated", "U", {"n": 1, "sent": title})
        assert all(title in told.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("times", [("?", "2025-09-01"), ("", ""), ("03/04/2025 10:00", "02/05/2025 10:00")])
def test_where_times_cannot_be_read_or_say_two_things_the_lowest_row_counts(
    tmp_path: Path, times: tuple[str, str]
) -> None:
    text = "".join(f"{time},{answer},a\n" for time, answer in zip(times, "10", strict=True))
    study, problems = coded(tmp_path, f"Timestamp,Q,U\n{text}", TOML)
    assert answers(study, "knows-plan") == ["no"]
    [told] = [problem for problem in problems if problem.code.startswith("survey_repeated")]
    assert told.code == "survey_repeated_unread" and all("Timestamp" in told.text(lang) for lang in LANGUAGES)


def test_of_answers_sent_in_one_moment_the_lowest_counts(tmp_path: Path) -> None:
    study, _ = coded(tmp_path, "Timestamp,Q,U\n2025-09-01,1,a\n2025-09-01,0,a\n", TOML)
    assert answers(study, "knows-plan") == ["no"]


def test_a_time_of_a_workbook_keeps_its_hours(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Timestamp", "Q", "U"])
        for at, (hour, answer) in enumerate(((12, "0"), (9, "1")), start=1):
            sheet.write_datetime(at, 0, datetime(2025, 9, 1, hour))
            sheet.write_row(at, 1, [answer, "a"])
    spec = described(TOML)
    study, _ = coded_study(read_plain(read_file(path), spec), spec)
    assert answers(study, "knows-plan") == ["no"]


def test_ticks_of_a_form_go_with_the_answer_that_counts() -> None:
    news = Asked("news", "select_multiple", {}, (("board", {}), ("wa", {})))
    toml = '[columns]\nid = "_uuid"\n[[question]]\nindicator = "channels-used"\ncolumn = "news"\n'
    rows = [
        ["news", "end", "_uuid", "_submission_time"],
        ["wa", "2025-09-01T10:00:00", "a", "2025-09-03T10:00:00"],
        ["board", "2025-09-02T10:00:00", "a", "2025-09-02T10:00:00"],
        ["board", "2025-09-02T10:00:00", "b", "2025-09-02T10:00:00"],
    ]
    study, problems = coded_with_form([news, Asked("end", "end")], rows, toml)
    assert answers(study, "channels-used:wa") == ["1", "0"] and answers(study, "channels-used:board") == ["0", "1"]
    assert [each.params["sent"] for each in problems if each.code == "survey_repeated"] == ["_submission_time"]
    assert ("dropped_unused", "_submission_time") in [(each.code, each.column) for each in problems]


def test_the_time_of_the_server_goes_before_that_of_the_telephone() -> None:
    assert sent_column(["end", "Q", "TIMESTAMP ", "_submission_time"]) == "_submission_time"
    assert sent_column(["end", "Q", "TIMESTAMP "]) == "TIMESTAMP "
    assert sent_column(["end", "Q"]) == "end" and sent_column(["Q", "ending"]) is None


def test_a_time_that_is_none_is_not_read() -> None:
    for text in ("2025-13-45 10:00", "10:00", "yesterday", ""):
        assert moments([text], [text]) is None


def test_other_rows_say_which_figure_is_the_day(tmp_path: Path) -> None:
    rows = "03/04/2025 10:00,0,a\n02/05/2025 10:00,1,a\n"
    by_day, _ = coded(tmp_path, f"Timestamp,Q,U\n{rows}20/04/2025 10:00,0,b\n,0,c\n", TOML)
    assert answers(by_day, "knows-plan") == ["yes", "no", "no"]
    by_month, _ = coded(tmp_path, f"Timestamp,Q,U\n{rows}04/20/2025 10:00,0,b\n,0,c\n", TOML)
    assert answers(by_month, "knows-plan") == ["no", "no", "no"]
