"""Rows and columns of real papers: numbered columns, failed cells, groups, rounded and negated amounts."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import load_workbook

from dashboard.intake.mapping.load import FOLDER
from tests.intake.made import BudgetReading, read_path

TOMSK = "municipal_budgets/tomsk_2022"
REGISTER = """
[sheet]
header = 4
[columns]
code = "Код бюджетной классификации*"
label = "Наименование источника доходов*"
[constants]
municipality = "sample"
direction = "revenue"
fiscal_year = 2022
[numbers]
unit = "thousand"
[totals]
subtotal = [{ column = "A", pattern = '^([IVX]+|\\d+\\.)$' }]
[[amounts]]
column = "Показатели прогноза*"
phase = "forecast"
"""
PROJECT = """
[sheet]
header = [4, 5]
[columns]
label = "A"
[constants]
municipality = "sample"
direction = "revenue"
[numbers]
unit = "thousand"
[[amounts]]
column = "B"
phase = "executed"
fiscal_year = 2020
[[amounts]]
column = "G"
phase = "forecast"
fiscal_year = 2022
"""
GRANTS = """
[sheet]
header = 6
[columns]
note_ru = { column = "A", fill = "down" }
line = { column = ["A", "B", "C", "D"], join = " | ", fill = "down" }
label = "B"
[constants]
municipality = "sample"
direction = "expenditure"
fiscal_year = 2022
[numbers]
unit = "thousand"
[totals]
words = false
[[where]]
column = "A"
not_in = ["ИТОГО", "ВСЕГО"]
[[amounts]]
column = "Сумма"
phase = "approved"
"""


def explained(reading: BudgetReading, *codes: str) -> list[tuple[str, int | None]]:
    return [(each.code, each.row) for each in reading.problems if each.code in codes or each.severity == "error"]


def whole(reading: BudgetReading) -> bool:
    counts = reading.counts
    return counts.read == counts.kept + counts.filtered + counts.skipped


def test_a_register_with_a_header_over_blank_rows_and_failed_cells_below_its_signature(real_data: Path) -> None:
    path = real_data / TOMSK / "Реестр источников доходов бюджета 2022.xlsx"
    reading = read_path(path, REGISTER)
    assert reading.batch is not None, [each.text("en") for each in reading.problems]
    assert explained(reading, "numbering_rows") == [("numbering_rows", 7)]
    facts = reading.batch.facts
    sheet = load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    printed = [row for row in sheet[7:] if isinstance(row[3], float)]
    assert len(facts) == len(printed) and reading.counts.kept == len(printed)
    assert facts["amount_minor"].tolist() == [
        int((Decimal(repr(row[3])).quantize(Decimal("0.000001")) * 100_000).quantize(Decimal(1))) for row in printed
    ]
    assert whole(reading)


def test_columns_numbered_with_formulas_are_no_line(real_data: Path) -> None:
    reading = read_path(real_data / TOMSK / "1. Проект доходов.xls", PROJECT)
    assert explained(reading, "numbering_rows") == [("numbering_rows", 6)]
    assert reading.batch is not None
    assert reading.batch.lines["label"].iloc[0] == "ДОХОДЫ" and whole(reading)


@pytest.mark.parametrize("year", [2013, 2014, 2015])
@pytest.mark.parametrize("name", ["gastos", "ingresos", "ejecucion_gastos", "ejecucion_ingresos"])
def test_towns_with_more_decimals_than_money_are_read_once_rounding_is_asked_for(
    real_data: Path, year: int, name: str
) -> None:
    path = real_data / f"municipal_budgets/torrelodones/{year}/{name}.csv"
    printed = pd.read_csv(path, dtype=str, keep_default_na=False)
    cells = [Decimal(cell) for cell in printed["Crédito"] if cell]
    beyond = sum(cell != round(cell, 2) for cell in cells)
    keys = '{ column = ["Programa", "Concepto", "Descripción"], join = "." }' if "gastos" in name else '"Concepto"'
    mapping = (
        f'[columns]\nline = {keys}\nlabel = "Descripción"\n[constants]\nmunicipality = "sample"\n'
        'direction = "expenditure"\nfiscal_year = %d\n[numbers]\nnumber_style = "point"\n'
        '[[amounts]]\ncolumn = "Crédito"\nphase = "approved"\n' % year
    )
    refused = [each for each in read_path(path, mapping).problems if each.code == "too_precise"]
    assert len(refused) == beyond
    reading = read_path(path, mapping + 'round = "half-even"\n')
    told = [each for each in reading.problems if each.code == "amounts_rounded"]
    assert [each.params["n"] for each in told] == ([beyond] if beyond else [])
    assert not [each for each in reading.problems if each.code == "row_width"]
    if reading.batch is not None:  # keys that repeat are another matter
        minor = [int((cell * 100).quantize(Decimal(1), ROUND_HALF_EVEN)) for cell in cells]
        assert reading.batch.facts["amount_minor"].sum() == sum(minor)


def test_a_group_stands_once_above_all_its_rows(real_data: Path) -> None:
    path = real_data / TOMSK / "Приложение 3.xlsx"
    reading = read_path(path, GRANTS)
    assert reading.batch is not None, [each.text("en") for each in reading.problems]
    sheet = load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    groups, wanted = "", []
    for row in sheet[7:]:
        groups = row[0] or groups
        if row[2] and row[0] not in ("ИТОГО", "ВСЕГО"):
            wanted.append(" ".join(groups.split()))
    assert reading.batch.notes["text_ru"].tolist() == wanted
    assert [each.row for each in reading.problems if each.code == "signature_rows"] == [72]
    assert whole(reading)


MADRID = """
[file]
encoding = "cp1252"
[columns]
line = { column = ["Centro", "Seccion", "Programa", "Economico", "CRED,INICIAL", "OBL,RECONOC"], join = "." }
label = "Descripcion Economico"
[constants]
municipality = "sample"
direction = "expenditure"
fiscal_year = 2023
[numbers]
number_style = "comma"
[[amounts]]
column = "OBL,RECONOC"
phase = "executed"
sign = "minus"
"""


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("silla/es/municipio/2016/ejecucion_gastos.csv", "silla-expenditure"),
        ("silla/es/municipio/2016/ejecucion_ingresos.csv", "silla-revenue"),
        ("tomsk_2022/Оценка ожид исп 2021.xls", "tomsk-expected"),
        ("ukraine_openbudget/mukachevo_incomes.csv", "mukachevo-revenue"),
    ],
)
def test_every_row_of_a_real_file_is_kept_filtered_or_skipped_and_kept_ones_have_figures(
    real_data: Path, file: str, mapping: str
) -> None:
    told = (FOLDER / f"{mapping}.toml").read_text(encoding="utf-8")
    told = re.sub(r"\[classify[^\]]*\]\n.*?(?=\n\[)", "", told, flags=re.DOTALL)  # classes are not what is asked here
    reading = read_path(real_data / "municipal_budgets" / file, told, unit="sample")
    assert whole(reading) and reading.batch is not None
    assert reading.counts.kept == reading.batch.facts["row_no"].nunique()


def test_eliminations_count_with_a_minus(real_data: Path) -> None:
    path = real_data / "municipal_budgets/madrid_2023/ejecucion_gastos_eliminaciones.csv"
    printed = pd.read_csv(path, sep=";", encoding="cp1252", dtype=str, keep_default_na=False)
    amounts = [Decimal(cell.replace(",", ".")) for cell in printed["OBL,RECONOC"] if cell]
    reading = read_path(path, MADRID)
    assert reading.batch is not None, [each.text("en") for each in reading.problems]
    assert reading.batch.facts["amount_minor"].sum() == -sum(amounts) * 100
