import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from dashboard.intake.files import Limits, read_file
from dashboard.intake.problems import Refused

MakeXlsx = Callable[..., Path]
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def reason(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        read_file(path, limits=limits)
    return refusal.value.problems[0].code


def test_cells_keep_their_types_rows_and_merged_areas(tmp_path: Path) -> None:
    path = tmp_path / "types.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"], sheet["D3"] = "Кирешелер", 7023900.699999999, True
    sheet["B4"], sheet["C4"] = date(2024, 1, 31), datetime(2024, 1, 31, 5, 6)
    sheet["B5"] = "0701"
    sheet.merge_cells("B1:D1")
    book.save(path)
    source = read_file(path)
    (grid,) = source.sheets
    assert source.kind == "workbook" and len(source.sha256) == 64 and not source.problems
    assert list(grid.frame.index) == [0, 1, 2, 3, 4] and list(grid.frame.columns) == [0, 1, 2, 3]
    assert grid.frame.loc[2].tolist() == [None, "Кирешелер", 7023900.699999999, True]
    assert type(grid.frame.at[2, 3]) is bool
    assert grid.frame.loc[3].tolist()[1:3] == [date(2024, 1, 31), datetime(2024, 1, 31, 5, 6)]
    assert grid.frame.at[4, 1] == "0701"
    assert grid.merged == ((0, 1, 0, 3),)


def test_hidden_sheets_are_not_read_but_told(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    for name, state in (("Черновик", "hidden"), ("Тайна", "veryHidden")):
        book.create_sheet(name).sheet_state = state
    book.save(path)
    source = read_file(path)
    assert [sheet.name for sheet in source.sheets] == ["Sheet"]
    assert source.hidden_sheets == ("Черновик", "Тайна")
    (problem,) = source.problems
    assert (problem.code, problem.severity) == ("hidden_sheets", "info")
    assert "Черновик" in problem.text("ky")


def test_a_formula_without_a_saved_value_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "formula.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B7"] = 5, "=A1*2"
    book.save(path)
    (problem,) = read_file(path).problems
    assert (problem.code, problem.severity, problem.row, problem.column) == ("formula_without_value", "error", 7, "B")
    assert problem.params["sheet"] == "Sheet"


def test_a_formula_with_a_saved_value_is_a_plain_number(make_xlsx: MakeXlsx) -> None:
    source = read_file(make_xlsx('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c></row>'))
    assert source.sheets[0].frame.at[0, 0] == 2 and not source.problems


def test_an_error_cell_is_told_with_its_place_and_not_taken_for_an_empty_one(make_xlsx: MakeXlsx) -> None:
    rows = '<row r="2"><c r="AB2" t="e"><f>A1/0</f><v>#DIV/0!</v></c></row><row><c t="e"><v>#REF!</v></c></row>'
    found = [(p.code, p.row, p.column, p.value) for p in read_file(make_xlsx(rows)).problems]
    assert found == [("excel_error", 2, "AB", "#DIV/0!"), ("excel_error", 3, "A", "#REF!")]


@pytest.mark.parametrize("corner", ["XFD1048576", "AZ1048576"])
def test_two_cells_in_far_corners_are_refused_and_this_process_lives(make_xlsx: MakeXlsx, corner: str) -> None:
    rows = f'{ONE}<row r="1048576"><c r="{corner}"><v>2</v></c></row>'
    assert reason(make_xlsx(rows)) in {"workbook_kills_reader", "sheet_too_big"}


def test_a_sheet_beyond_the_limits_is_refused(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(f'{ONE}<row r="30"><c r="C30"><v>2</v></c></row>')
    assert len(read_file(path, limits=Limits(rows=30)).sheets[0].frame) == 30
    assert reason(path, Limits(rows=29)) == "sheet_too_big"
    assert reason(path, Limits(columns=2)) == "sheet_too_big"
    assert reason(path, Limits(cells=89)) == "sheet_too_big"


def test_a_file_that_unpacks_to_too_much_is_refused_by_its_outside(make_xlsx: MakeXlsx) -> None:
    zeros = bytes(1 << 20).replace(b"\0", b" ")
    assert reason(make_xlsx(zeros for _ in range(8))) == "workbook_unpacks_too_big"
    noise = random.Random(1).randbytes(1 << 16).hex().encode()
    path = make_xlsx(noise for _ in range(40))
    assert reason(path, Limits(unpacked_bytes=4 << 20)) == "workbook_unpacks_too_big"


def test_a_zip_that_lies_about_its_size_only_kills_the_child(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(b" " * (1 << 20) for _ in range(64))
    raw = path.read_bytes()
    size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(
        raw.replace(size.to_bytes(8, "little"), (500).to_bytes(8, "little")).replace(
            size.to_bytes(4, "little"), (500).to_bytes(4, "little")
        )
    )
    assert reason(path).startswith("workbook_")


def test_too_many_parts_are_refused(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(ONE, extra={f"xl/media/{n}.txt": "x" for n in range(2100)})
    assert reason(path) == "workbook_too_many_parts"


LAUGHS = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE z [<!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE, f"<!--{'-x' * 4000}-->{OUTSIDE}"])
def test_xml_entities_are_refused_by_name(make_xlsx: MakeXlsx, declaration: str) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
    assert reason(make_xlsx(rows, declaration=declaration)) in {"workbook_xml_entities", "workbook_damaged"}


def test_macros_are_refused_by_name(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(ONE, extra={"xl/vbaProject.bin": "x"})
    assert reason(path) == "workbook_macros"
    assert reason(path.rename(path.with_suffix(".xlsm"))) == "workbook_macros"


def test_a_text_table_named_as_a_workbook_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_text("код;план\n1;2\n")
    assert reason(path) == "not_workbook"


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_random_bytes_are_refused(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "noise.xls"
    path.write_bytes(start + random.Random(7).randbytes(2048))
    assert reason(path) == ("workbook_damaged" if start else "not_workbook")


def test_every_cut_of_a_good_file_is_refused(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(ONE)
    raw = path.read_bytes()
    for share in (3, 2):
        path.write_bytes(raw[: len(raw) * (share - 1) // share])
        assert reason(path) == "workbook_damaged"


def test_a_big_file_is_refused_before_it_is_opened(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(ONE)
    assert reason(path, replace(Limits(), workbook_bytes=100)) == "file_too_big"


def test_a_reader_that_runs_out_of_memory_is_a_refusal(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx("".join(f'<row r="{n}"><c r="GR{n}"><v>1</v></c></row>' for n in range(1, 12_001)))
    assert reason(path, Limits(memory_bytes=90 << 20)) == "workbook_kills_reader"
