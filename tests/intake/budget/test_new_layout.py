"""A layout nobody has seen: a workbook as strange as real ones, and a mapping written from docs/importing.md alone."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from tests.intake.made import amounts, found, read_path

MAPPING = """
title = "Аткаруу тууралуу отчет"

[sheet]
name = "Отчет"
find = ["Код", "Көрсөткүч"]
header_rows = 2

[columns]
code = "Код"
label = "Көрсөткүчтөр"

[constants]
municipality = "Үлгү айыл аймагы"

[numbers]
number_style = "comma"
unit = "thousand_som"

[code]
digits = 4

[[sections]]
words = ["Кирешелер"]
set = { direction = "revenue" }

[[sections]]
words = ["Чыгашалар"]
set = { direction = "expenditure" }

[totals]
subtotal = [{ words = ["Салыктар жыйынтыгы"] }]

[classify.source]
labels = true
prefix = { "11" = "rev.tax" }

[classify.function]
exact = { "7091" = "func.709" }

[document]
title = "2025-жылдын бюджети жана аткарылышы"
number = "4"
date = 2025-10-20

[[amounts]]
column = "2025-жыл | Бекитилген план"
phase = "approved"
fiscal_year = 2025

[[amounts]]
column = "2025-жыл | 9 айда аткарылганы"
phase = "executed"
fiscal_year = 2025
period_end = 2025-09-30

[[amounts]]
column = "2026-жыл | Долбоор"
phase = "forecast"
fiscal_year = 2026
"""


def strange_workbook(path: Path) -> Path:
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Титул"
    cover["A1"] = "Айылдык кеңештин токтому"
    hidden = book.create_sheet("Эски")
    hidden["A1"] = 1
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Отчет")
    sheet.append(["Айыл аймагынын бюджетинин аткарылышы"])
    sheet.append([None, None, None, None, "миң сом"])
    sheet.append(["Код", "Көрсөткүчтѳр", "2025-жыл", None, "2026-жыл"])  # ѳ is a look-alike of ө
    sheet.append([None, None, "Бекитилген план", "9 айда аткарылганы", "Долбоор"])
    sheet.append([1, 2, 3, 4, 5])
    for area in ("A1:E1", "A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(area)
    for row in (
        ["Кирешелер"],
        ["1101", "Киреше салыгы", 100.5, "80,25", 110],
        ["1102", "Патент", 50, 40, 55],
        [None, "Салыктар жыйынтыгы", 150.5, 120.25, 165],
        ["2201", "Жер  сaлыгы", "1 000,5", "900", None],  # a Latin a, two spaces
        [None, "ЖАЛПЫ БААРЫ", 1151, 1020.25, 165],
        [],
        ["Чыгашалар"],
        ["7091", "Билим берүү", 1100, 900.7, 160],
        ["7092", "Башка иштер", 51, 20, 5],
        [None, "Баары", 1151, 920.7, 165],
    ):
        sheet.append(row)
    book.save(path)
    return path


def test_a_layout_nobody_has_seen_is_read_without_changing_the_program(tmp_path: Path) -> None:
    reading = read_path(strange_workbook(tmp_path / "strange.xlsx"), MAPPING)
    assert reading.batch is not None, [problem.text("ky") for problem in reading.problems]
    facts = reading.batch.facts
    lines = facts[facts["role"] == "line"]
    sums = lines.groupby(["direction", "phase", "fiscal_year"], observed=True)["amount_minor"].sum()
    assert {key: value / 100 for key, value in sums.items()} == {
        ("revenue", "approved", 2025): 1_151_000.0,
        ("revenue", "executed", 2025): 1_020_250.0,
        ("revenue", "forecast", 2026): 165_000.0,
        ("expenditure", "approved", 2025): 1_151_000.0,
        ("expenditure", "executed", 2025): 920_700.0,
        ("expenditure", "forecast", 2026): 165_000.0,
    }
    assert amounts(reading, "line", "phase")[("2201", "approved")] == 1_000_500.0
    assert list(facts[facts["role"] == "subtotal"]["line"].unique()) == ["салыктаржыйынтыгы"]
    classes = {row.line: (row.source, row.function) for row in reading.batch.lines.itertuples()}
    assert classes["1101"] == ("rev.tax", "") and classes["2201"] == ("rev.land", "")
    assert classes["7091"] == ("", "func.709")
    # The hidden sheet and the row of numbers are reported, so is the function nobody named, and every total fits.
    assert found(reading) == [("hidden_sheets", None), ("numbering_rows", 5), ("unclassified_label", 15)]
