"""CSV, XLSX and JSON: the figures as drawn, marks in words, and nothing a spreadsheet would run."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.channels.csv import to_csv
from dashboard.channels.json import to_dict, to_json
from dashboard.channels.table import harmless
from dashboard.channels.xlsx import to_xlsx
from dashboard.exhibits.model import MARKS, Cell, Column, Exhibit, Mark, Row, Source, shown
from dashboard.i18n import LANGUAGES, t
from dashboard.store.comparable import Reason
from tests.figures.made import ALL, money_cell, spending

RUN = [
    '=HYPERLINK("http://evil.example")', "+1+1", "-1+1", "@SUM(A1)", "|cmd", "%1", "\t=1", "\r=1", " =1", "\u200b=1",
    "\ufeff=1", "＝1", "＋1", "－1", "＠a", "｜a", "％a", "-cmd|' /C calc'!A0", "\n=1", "=1+1\x00", "\x00=1",
    "\u00a0=1",
]  # fmt: skip
KEPT = ["-5", "-0,5", "-12.75", "Билим берүү", "5%", "a=b", "№ 12", "–", "", "12; -5", "а - б"]


def of(*texts: str) -> Exhibit:
    return spending(columns=(Column("label", "Багыты"),), rows=tuple(Row(t, (Cell(t),)) for t in texts), sources=())


def table(exhibit: Exhibit) -> list[list[str]]:
    data = to_csv(exhibit)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", RUN, ids=ascii)
def test_text_that_would_run_in_a_spreadsheet_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text.replace("\x00", "")
    assert table(of(text))[1][0] == harmless(text)


@pytest.mark.parametrize("text", KEPT, ids=ascii)
def test_negative_numbers_and_ordinary_text_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["a;=1+1", ";=1", "a;\t@x", "a\n=1", "x; ＝1"])
def test_a_formula_after_another_locales_separator_is_disarmed_too(text: str) -> None:
    assert re.search(r"[;\t\n]\s*'[=@＝]", harmless(text))


@given(st.text(st.characters()))
def test_no_text_at_all_starts_a_formula(text: str) -> None:
    safe = harmless(text)
    bare = safe.lstrip().lstrip("\ufeff\u200b")
    assert not bare.startswith(("=", "+", "@", "|", "%", "＝", "＋", "＠"))
    safe.encode()


def test_headers_are_guarded_like_cells() -> None:
    assert table(spending(columns=(Column("label", "=1+1"),), rows=()))[0][0] == "'=1+1"


def test_csv_has_crlf_lines_and_the_columns_in_order() -> None:
    data = to_csv(spending(lang="en"))
    assert data.count(b"\r\n") == data.count(b"\n") == 5
    assert table(spending(lang="en"))[0] == [
        "Багыты",
        "Бекитилген",
        "Такталган",
        "Такталган: mark",
        "Аткарылды",
        "Аткарылды: mark",
        "Өткөн жыл",
        "Өткөн жыл: mark",
        "currency",
        "source",
    ]


def test_csv_money_is_plain_and_every_mark_is_a_word_beside_it() -> None:
    rows = {row[0]: row for row in table(spending(lang="en"))[1:]}
    assert rows["Билим берүү"][1] == "7176100.50"
    executed = {name: row[4:6] for name, row in rows.items()}
    assert executed["Билим берүү"] == ["6900000.00", ""]
    assert executed["Турак жай жана коммуналдык кызматтар"] == ["", "no data"]
    assert executed["Социалдык коргоо"] == ["850000.00", "changed; before: 840000.00"]
    zero = next(row for name, row in rows.items() if "img" in name)
    assert zero[4:8] == ["0.00", "zero", "", "not yet due"]
    assert zero[-2:] == ["KGS", "Кеңештин токтому, № 12, 2026-02-05, Кеңеш, https://example.kg/12"]


def test_shares_dates_and_counts_are_written_for_programs() -> None:
    made = spending(
        columns=tuple(Column(k, k, kind) for k, kind in zip("abcd", ("share", "date", "count", "number"), strict=True)),
        rows=(
            Row("r", (Cell(0.835), Cell(date(2026, 3, 5)), Cell(1_234_567), Cell(1e-7))),
            Row("s", (Cell(float("nan")), Cell(None, Mark.NOT_DUE), Cell(-3), Cell(12.5))),
        ),
    )
    header, first, second = table(replace(made, lang="en", rows=made.rows[:1] + made.rows[1:]))
    assert first[:1] == ["0.835"] and first[header.index("b")] == "2026-03-05"
    assert first[header.index("c")] == "1234567" and first[header.index("d")] == "0.0000001"
    assert second[0] == "" and second[header.index("b: mark")] == "not yet due" and second[header.index("c")] == "-3"


def test_degrees_have_five_decimals_everywhere_and_stay_numbers() -> None:
    made = spending(columns=(Column("latitude", "Кеңдик", "degrees"),), rows=(Row("r", (Cell(42.4537),)),), sources=())
    assert shown(made.rows[0].cells[0], made.columns[0], "ky", "KGS") == "42,45370"
    assert shown(Cell(42), made.columns[0], "en", "KGS") == "42.00000"
    assert table(made)[1][0] == "42.45370"
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (42.4537, "0.00000")
    assert to_dict(made)["columns"][0]["unit"] == "° WGS 84"
    assert to_dict(made)["rows"][0]["values"] == {"latitude": 42.4537}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fictional_data_say_so_in_every_row_and_file(lang: str) -> None:
    made = spending(lang=lang, fictional=True)
    header, *rows = table(made)
    assert header[-1] in ("Ойдон чыгарылган маалымат", "Вымышленные данные", "Fictional data")
    assert all(row[-1] for row in rows)
    assert to_dict(made)["fictional"] is True
    about = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[1]
    assert about.cell(about.max_row, 1).value == header[-1]


def test_levels_and_totals_are_told_so_that_nobody_adds_them_twice() -> None:
    header, total, whole, part, *_ = table(replace(ALL["treemap"], lang="en"))
    assert [total[header.index("level")], whole[header.index("level")], part[header.index("level")]] == ["0", "0", "1"]
    at = header.index("total or chosen row")
    assert total[at] == "yes" and whole[at] == ""


@pytest.mark.parametrize("name", ALL)
def test_the_workbook_holds_the_same_table_without_formulas_or_links(name: str) -> None:
    made = ALL[name]
    data = to_xlsx(made)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = b"".join(parts.read(part) for part in parts.namelist() if part.startswith("xl/worksheets"))
    assert b"<f>" not in xml and b"<hyperlink" not in xml
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == table(made)[0]
    assert sheet.max_row == len(made.rows) + 1 and sheet.freeze_panes == "B2"


def test_workbook_money_is_a_number_with_a_format_and_what_is_missing_is_empty() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(spending()))).worksheets[0]
    assert sheet["B2"].value == 7176100.5 and sheet["B2"].number_format == "#,##0.00"
    assert sheet["E3"].value is None and sheet["F3"].value == "маалымат жок"
    assert sheet["E4"].value == 0


@pytest.mark.parametrize(
    "text", [*RUN, "http://evil.example", "00701", "{=1}", "x" * 40_000, "\ud800"], ids=lambda text: ascii(text[:9])
)
def test_hostile_text_stays_text_in_the_workbook(text: str) -> None:
    made = replace(of(text), question=text, notes=(text,), sources=(Source(text, url=text),))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    if text.isprintable():
        assert book.worksheets[0]["A2"].value == text[:32_767]


def test_the_second_sheet_says_where_the_figures_come_from() -> None:
    about = openpyxl.load_workbook(io.BytesIO(to_xlsx(spending()))).worksheets[1]
    assert about.title == "Булак"
    assert [row for row in about.iter_rows(values_only=True)] == [
        ("суроо", "Акча кайда жумшалды?"),
        ("жооп", "Эң көбү билим берүүгө жумшалды."),
        ("булак", "Кеңештин токтому, № 12, 2026-02-05, Кеңеш, https://example.kg/12"),
        ("эскертүү", "Бөлүктөр жыйынтыкка барабар эмес."),
    ]


def test_the_same_exhibit_gives_the_same_bytes() -> None:
    assert to_xlsx(spending()) == to_xlsx(spending()) and to_csv(spending()) == to_csv(spending())


def test_json_gives_minor_units_with_their_unit_and_marks() -> None:
    made = to_dict(spending())
    assert made["columns"][3] == {
        "key": "executed",
        "label": "Аткарылды",
        "kind": "money",
        "unit": "KGS",
        "minor_units": 100,
    }
    first, second, third, fourth = made["rows"]
    assert first["values"]["approved"] == 717_610_050 and first["marks"] == {}
    assert second["values"]["executed"] is None and second["marks"]["executed"] == {"mark": "missing"}
    assert third["marks"] == {"executed": {"mark": "zero"}, "last_year": {"mark": "not_due"}}
    assert fourth["marks"]["executed"] == {"mark": "restated", "previous": 84_000_000}
    assert made["sources"][0]["url"] == "https://example.kg/12"


ABSENCES = (Cell(None), Cell(None, Mark.NOT_HELD), Cell(None, Mark.NOT_DUE), Cell(None, Mark.LATE),
    Cell(None, Mark.NOT_PUBLISHED, looked_on=date(2026, 10, 30)),
)  # fmt: skip


def test_every_absence_is_its_own_in_every_file_and_what_was_looked_for_says_the_day() -> None:
    rows = tuple(Row(str(at), (Cell(str(at)), cell)) for at, cell in enumerate(ABSENCES))
    columns = (Column("label", "Year"), Column("amount", "Executed", "money"))
    made = spending(columns=columns, rows=rows, lang="en")
    words = [row[2] for row in table(made)[1:]]
    assert len(set(words)) == len(ABSENCES) and words[0] == "no data" and words[1] == "we hold no document"
    assert words[-1] == "looked for on 30.10.2026, not found"
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[0]
    assert [sheet.cell(at, 3).value for at in range(2, sheet.max_row + 1)] == words
    marks = [row["marks"]["amount"] for row in json.loads(to_json(made))["rows"]]
    assert [mark["mark"] for mark in marks] == ["missing", "not_held", "not_due", "late", "not_published"]
    assert [mark.get("looked_on") for mark in marks] == [None] * 4 + ["2026-10-30"]


def test_json_gives_the_day_and_the_authority_of_a_document() -> None:
    made = spending(sources=(Source("Токтом", dated=date(2026, 2, 5), authority=3), Source("Кабар", authority=1)))
    first, second = json.loads(to_json(made))["sources"]
    assert (first["dated"], first["authority"]) == ("2026-02-05", 3)
    assert (second["dated"], second["authority"]) == (None, 1)


def test_json_is_valid_even_for_numbers_json_has_no_word_for() -> None:
    made = spending(
        columns=(Column("a", "a", "share"), Column("b", "b", "date")),
        rows=(Row("r", (Cell(float("inf")), Cell(date(2026, 3, 5)))),),
    )
    row = json.loads(to_json(made))["rows"][0]
    assert row["values"] == {"a": None, "b": "2026-03-05"} and row["marks"] == {"a": {"mark": "missing"}}


def test_money_keeps_every_tyiyn() -> None:
    cells = tuple(Cell(amount) for amount in (1, -1, -150, 9_007_199_254_740_993))
    made = spending(columns=(Column("a", "a", "money"),), rows=tuple(Row("r", (cell,)) for cell in cells))
    assert [row[0] for row in table(made)[1:]] == ["0.01", "-0.01", "-1.50", "90071992547409.93"]
    assert money_cell(0.01).value == 1


def test_a_check_has_its_day_in_every_file() -> None:
    looked = Cell(None, Mark.NOT_PUBLISHED, looked_on=date(2026, 3, 2))
    made = replace(spending(), columns=(Column("a", "Аткарылды", "money"),), rows=(Row("r", (looked,)),), drawing=None)
    assert to_dict(made)["rows"][0]["marks"] == {"a": {"mark": "not_published", "looked_on": "2026-03-02"}}
    assert "02.03.2026 күнү изделген, табылган жок" in to_csv(made).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(made))).worksheets[0]
    assert "02.03.2026 күнү изделген, табылган жок" in [cell.value for cell in sheet[2]]


@pytest.mark.parametrize("mark", sorted(MARKS, key=lambda mark: mark.value), ids=lambda mark: mark.value)
def test_every_mark_is_a_word_for_programs_and_words_for_people(mark: Mark | Reason) -> None:
    made = replace(
        spending(), columns=(Column("a", "Аткарылды", "money"),), rows=(Row("r", (Cell(None, mark),)),), drawing=None
    )
    assert to_dict(made)["rows"][0]["marks"] == {"a": {"mark": mark.value}}
    assert t("ky", f"marks.{mark.value}") in to_csv(made).decode()


def test_json_gives_the_day_of_a_source() -> None:
    made = replace(spending(), sources=(Source("Токтом", dated=date(2026, 2, 5)), Source("Кабар", date="2025")))
    assert [source["dated"] for source in json.loads(to_json(made))["sources"]] == ["2026-02-05", None]
