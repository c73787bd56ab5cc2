from pathlib import Path

import pytest

from dashboard.intake.files import Limits, SourceFile, read_file
from dashboard.intake.problems import Problem, Refused

TABLE = "Код;Аталышы;План\n0701;Мектепке чейинки билим берүү;1 234,5\n0702;Орто билим берүү;7,0\n"


def read(tmp_path: Path, content: str | bytes, **options: object) -> SourceFile:
    path = tmp_path / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, **options)


def grid(tmp_path: Path, content: str | bytes, **options: object) -> list[list[str]]:
    rows: list[list[str]] = read(tmp_path, content, **options).sheets[0].frame.to_numpy(dtype=object).tolist()
    return rows


def codes(source: SourceFile) -> list[str]:
    return [problem.code for problem in source.problems if problem.severity != "info"]


def refusal(tmp_path: Path, content: str | bytes, **options: object) -> Problem:
    with pytest.raises(Refused) as refused:
        read(tmp_path, content, **options)
    return refused.value.problems[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_is_the_same_in_every_encoding_that_has_kyrgyz_letters(tmp_path: Path, encoding: str) -> None:
    source = read(tmp_path, TABLE.encode(encoding))
    assert source.sheets[0].frame.loc[1].tolist() == ["0701", "Мектепке чейинки билим берүү", "1 234,5"]
    assert not codes(source)


def test_utf16_with_its_mark_at_the_big_end_is_read(tmp_path: Path) -> None:
    assert grid(tmp_path, b"\xfe\xff" + TABLE.encode("utf-16-be"))[0] == ["Код", "Аталышы", "План"]


def test_windows_1251_is_read_with_a_warning_that_kyrgyz_letters_are_lost(tmp_path: Path) -> None:
    source = read(tmp_path, "Код;Аталышы\n0701;Билим беруу\n".encode("cp1251"))
    assert source.sheets[0].frame.at[1, 1] == "Билим беруу"
    assert codes(source) == ["cp1251_no_kyrgyz"]
    assert {p.code: p.params for p in source.problems}["text_form"] == {"encoding": "cp1251", "delimiter": ";"}


@pytest.mark.parametrize("first", ["utf-8", "cp1251"])
def test_a_file_half_in_one_encoding_and_half_in_another_is_refused_with_the_byte(tmp_path: Path, first: str) -> None:
    second = "cp1251" if first == "utf-8" else "utf-8"
    start = "Код;Аталышы\n0701;Билим\n".encode(first)
    problem = refusal(tmp_path, start + "Саламаттык;5\n".encode(second))
    assert (problem.code, problem.row, problem.params["offset"]) == ("encoding_mixed", 3, len(start))


@pytest.mark.parametrize(
    "raw",
    ["Año;Descripción;Ejecución\n2016;Población;5\n".encode("cp1252"), "Код;Название\n1;Доходы\n".encode("cp866")],
)
def test_an_encoding_that_would_give_wrong_letters_is_refused_and_not_guessed(tmp_path: Path, raw: bytes) -> None:
    assert refusal(tmp_path, raw).code == "encoding_unknown"


def test_the_encoding_can_be_given(tmp_path: Path) -> None:
    assert grid(tmp_path, "Año;n\n2016;5\n".encode("cp1252"), encoding="cp1252")[0] == ["Año", "n"]
    assert refusal(tmp_path, "a;b\n", encoding="klingon").code == "encoding_name"
    assert refusal(tmp_path, "жол;b\n".encode("cp1251"), encoding="utf-8").code == "encoding_unknown"


@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_the_delimiter_is_found_and_quoted_cells_are_respected(tmp_path: Path, sign: str) -> None:
    lines = ["Бюджет 2024", "", sign.join(["код", "аты", "план"]), sign.join(["01", '"a;b,c\td"', "5"])]
    assert grid(tmp_path, "\n".join(lines) + "\n")[3] == ["01", "a;b,c\td", "5"]


def test_a_decimal_comma_is_not_a_delimiter(tmp_path: Path) -> None:
    assert grid(tmp_path, "а;б;в\n1;2,5;3,5\n2;4,5;5,5\n")[1] == ["1", "2,5", "3,5"]


def test_the_delimiter_can_be_given(tmp_path: Path) -> None:
    assert grid(tmp_path, "a|b\n1|2\n", delimiter="|") == [["a", "b"], ["1", "2"]]


def test_a_single_column_stays_one_column(tmp_path: Path) -> None:
    assert grid(tmp_path, "аты\nБилим, маданият\nСаламаттык\n") == [["аты"], ["Билим, маданият"], ["Саламаттык"]]


def test_all_line_ends_are_understood_and_empty_rows_keep_their_numbers(tmp_path: Path) -> None:
    source = read(tmp_path, "a;b\r\n1;2\r\n\n;\n3;4\n")
    assert list(source.sheets[0].frame.index) == [0, 1, 2, 3, 4]
    assert source.sheets[0].frame.loc[4].tolist() == ["3", "4"]
    assert grid(tmp_path, "a;b\r1;2\r3;4\r") == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_empty_cells_at_the_end_of_a_row_are_no_problem(tmp_path: Path) -> None:
    source = read(tmp_path, "a;b\n" + "1;2\n" * 100 + "3;4;;;\n")
    assert source.sheets[0].frame.loc[101].tolist() == ["3", "4", "", "", ""]
    assert not codes(source)


@pytest.mark.parametrize("before", [0, 100, 20_000])
def test_a_row_longer_than_the_others_is_kept_whole_and_told(tmp_path: Path, before: int) -> None:
    source = read(tmp_path, "a;b\n" + "1;2\n" * before + "3;4;5;6\n" + "1;2\n" * 100)
    assert source.sheets[0].frame.loc[before + 1].tolist() == ["3", "4", "5", "6"]
    (problem,) = (p for p in source.problems if p.severity == "warning")
    assert (problem.code, problem.row, problem.column, problem.value) == ("long_row", before + 2, "C", "5")


def test_a_first_row_longer_than_the_others_loses_nothing(tmp_path: Path) -> None:
    assert grid(tmp_path, "a;b;c;d\n" + "1;2\n" * 5)[0] == ["a", "b", "c", "d"]


def test_nothing_in_a_text_table_is_turned_into_a_number_or_a_blank(tmp_path: Path) -> None:
    assert grid(tmp_path, "код;n\n0701;NA\n007;null\n1e5;nan\n")[1:] == [
        ["0701", "NA"],
        ["007", "null"],
        ["1e5", "nan"],
    ]


def test_a_nul_byte_is_an_error_with_its_row(tmp_path: Path) -> None:
    (problem,) = (p for p in read(tmp_path, "a;b\n1;2\n3;4\0\n").problems if p.severity == "error")
    assert (problem.code, problem.row) == ("nul_byte", 3)


def test_a_quotation_mark_that_swallows_rows_is_told(tmp_path: Path) -> None:
    source = read(tmp_path, 'a;b\n"Ак-Жар;5\nБир;6\nЭки";7\n1;2\n')
    (problem,) = (p for p in source.problems if p.severity == "warning")
    assert (problem.code, problem.row, problem.column) == ("quote_not_closed", 2, "A")


def test_a_line_end_inside_a_quoted_name_is_allowed(tmp_path: Path) -> None:
    source = read(tmp_path, 'a;b\n"Ак\nЖар";5\n1;2\n')
    assert source.sheets[0].frame.loc[1].tolist() == ["Ак\nЖар", "5"] and not codes(source)


def test_a_quotation_mark_open_to_the_end_is_refused_with_its_row(tmp_path: Path) -> None:
    problem = refusal(tmp_path, 'a;b\n1;2\n3;"x\n4;5\n')
    assert (problem.code, problem.row) == ("quote_open", 3)


def test_limits_and_wrong_kinds_are_refused_by_name(tmp_path: Path) -> None:
    assert refusal(tmp_path, "").code == "file_empty"
    assert refusal(tmp_path, " \n\n").code == "file_empty"
    assert refusal(tmp_path, "a;b\n" * 50, limits=Limits(csv_bytes=100)).code == "file_too_big"
    assert refusal(tmp_path, "a;b\n" + "1;" * 300 + "\n").code == "too_many_columns"
    assert refusal(tmp_path, b"PK\x03\x04" + b"x" * 100).code == "not_csv"
    for name, code in (("table.pdf", "unknown_kind"), ("absent.csv", "file_not_readable")):
        with pytest.raises(Refused) as refused:
            read_file(tmp_path / name)
        assert refused.value.problems[0].code == code
